"""A record's receipt as a file, and what such a file proves, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from desa_app import durable
from desa_app.domain.formats import show_date, show_number, show_time
from desa_app.domain.labels import noun_label
from desa_app.domain.records import RECORDS
from desa_app.errors import FalseReceipt, NotFound, ReportNotWritten
from desa_app.language import say
from desa_app.sync.pure.proof import Proof, Proven, Unfounded, check_proof

if TYPE_CHECKING:
    from desa_app.store.store import Store

ENDING = ".json"
_WHY = {
    "empty": ("tidak menyebut satu perubahan pun", "it names no change"),
    "key": ("ditandatangani dengan kunci yang tidak dikenal", "it was signed with a key that is not known"),
    "signature": ("tanda tangan kantor pusat tidak cocok", "headquarters' signature does not fit"),
    "change": ("ada perubahan yang tidak tercakup", "it does not cover one of its changes"),
}


def export_receipt(store: Store, record: str, path: Path) -> Proof:
    """Write the receipt of a record and of what belongs to it. Raises NotFound, NotProven, ReportNotWritten with an
    older file left as it was."""
    noun = next((noun for noun in RECORDS if store.records.row(noun, record)), None)
    if noun is None:
        raise NotFound(what=record)
    proof = store.receipts.proof(noun, record)
    fresh = durable.beside(path)
    with store.exports.noting("receipt", 1):
        try:
            durable.write(fresh, msgspec.json.format(msgspec.json.encode(proof), indent=1) + b"\n")
            durable.replace(fresh, path)
        except OSError as error:
            raise ReportNotWritten(name=path.name, why=error.strerror or str(error)) from error
        finally:
            fresh.unlink(missing_ok=True)
    return proof


def read_receipt(name: str, content: bytes, trusted: Collection[bytes]) -> Proven:
    """What a receipt proves to whoever trusts these keys of headquarters. Raises FalseReceipt."""
    try:
        return check_proof(msgspec.json.decode(content, type=Proof), trusted)
    except Unfounded as error:
        why = say(*_WHY[str(error)])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        why = say("isinya bukan tanda terima", "it is no receipt")
    raise FalseReceipt(name=name, why=why)


def proven_words(proven: Proven) -> str:
    """What was proved, and what was not."""
    what, changes = f"{noun_label(proven.noun)} {proven.record}", show_number(proven.changes)
    first, last = (_moment(ms) for ms in (proven.first_ms, proven.last_ms))
    with_id, with_en = "", ""
    if proven.children:
        count = show_number(proven.children)
        with_id, with_en = (
            f" beserta {count} catatan yang termasuk di dalamnya",
            f" with {count} records that belong to it",
        )
    return say(
        f"Terbukti: kantor pusat {proven.hq} menyimpan dengan awet {changes} perubahan dari {what}{with_id}. Yang "
        f"pertama dibuktikan pada {first}, yang terakhir pada {last} (jam kantor pusat). Isi catatan tidak ada di "
        "berkas ini, dan perubahan yang dibuat sesudahnya tidak termasuk.",
        f"Proved: headquarters {proven.hq} durably holds {changes} changes of {what}{with_en}. The first was confirmed "
        f"on {first}, the last on {last} (headquarters' clock). This file does not hold what the record says, and "
        "changes made later are not part of it.",
    )


def _moment(ms: int) -> str:
    at = dt.datetime.fromtimestamp(ms / 1000).astimezone()
    return f"{show_date(at.date())} {show_time(at)}"
