"""An anonymous report: what was said of the reporter before is really gone, from every byte that is only here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desa_app.domain.attachment import Attachment
from desa_app.domain.offer import IDENTITY, Offer, without_identity
from desa_app.store.database import FILE, PAGE_BYTES, immediate
from desa_app.store.key import open_key
from desa_app.store.store import Store
from desa_app.sync.pure.change import decode
from tests.store.conftest import NOW, PASSPHRASE, WONOREJO, OneLog, identity

NAME = "Suparjiyem lewat warung Bu Tutik"
SALT, RESERVED, IV = 16, 80, 16
"""How SQLCipher 4 lays out a page: the salt before the first, and behind each its vector and its seal."""


def offer(**values: Any) -> Offer:
    """A report that names its reporter."""
    given_values = {"village": WONOREJO, "received_at": NOW, "reporter_mode": "rahasia", "reporter_contact": NAME}
    return Offer(**{**given_values, **values})


def pages(content: bytes, key: bytes) -> Iterator[bytes]:
    """The pages of an encrypted file in the clear, free ones and what was deleted within them included."""
    for start in range(0, len(content) - PAGE_BYTES + 1, PAGE_BYTES):
        page = content[start + (SALT if start == 0 else 0) : start + PAGE_BYTES]
        vector = page[-RESERVED : -RESERVED + IV]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        yield decryptor.update(page[:-RESERVED]) + decryptor.finalize()


def raw(store: Store, passphrase: str = PASSPHRASE) -> bytes:
    """Every byte of the database in the clear; the write-ahead log is emptied into it first and cut."""
    store.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert (store.folder / f"{FILE}-wal").stat().st_size == 0
    return b"".join(pages((store.folder / FILE).read_bytes(), open_key(store.folder, passphrase)))


def anonymous(report: Offer) -> Offer:
    """The same report, made anonymous as the form does it."""
    return replace(report, reporter_mode="anonim", reporter_contact=None)


def test_the_name_is_gone_from_every_byte(store: Store) -> None:
    saved = store.offers.record(offer())
    saved = store.offers.record(replace(saved, reporter_contact=f"{NAME}, malam saja"))
    assert NAME.encode() in raw(store)
    store.offers.record(anonymous(saved))
    assert NAME.encode() not in raw(store)
    assert b"Suparjiyem" not in raw(store)
    assert not store.offers.has_named_reporter(saved.id)


def test_the_rest_of_the_report_stays_and_reaches_headquarters(store: Store, other: Store) -> None:
    saved = store.offers.record(offer(story="Ditawari kerja di Kamboja"))
    kept = store.offers.record(anonymous(saved))
    log = OneLog()
    log.exchange(store, other)
    there = other.offers.get(saved.id)
    assert (there, there.story, there.reporter_contact) == (kept, "Ditawari kerja di Kamboja", None)
    assert all(NAME.encode() not in payload for _, payload in log.entries)
    assert other.offers.listed()[0].conflicts == ()


def test_what_may_have_left_keeps_its_bytes_and_is_told(store: Store) -> None:
    saved = store.offers.record(offer())
    before = store.journal.pending(10, 1 << 20)
    with immediate(store.db):
        store.journal.note_sent(before[-1].n)
    store.offers.record(anonymous(saved))
    after = store.journal.pending(10, 1 << 20)
    assert after[: len(before)] == before
    assert decode(after[-1].payload).fields["reporter_contact"] is None
    assert store.offers.has_named_reporter(saved.id)


def test_other_reports_and_other_modes_are_left_alone(store: Store) -> None:
    one, two = store.offers.record(offer()), store.offers.record(offer())
    store.offers.record(anonymous(one))
    store.offers.record(replace(two, reporter_mode="terbuka"))
    assert store.offers.get(two.id).reporter_contact == NAME
    assert NAME.encode() in raw(store)


def test_the_session_whose_list_may_name_the_reporter_is_let_go(store: Store) -> None:
    saved = store.offers.record(offer(session_id="0190f000-0000-7000-8000-00000000abcd"))
    kept = store.offers.record(anonymous(saved))
    assert kept.session_id is None
    assert b"00000000abcd" not in raw(store)


def test_evidence_tells_no_more_whose_it_was(store: Store) -> None:
    seen, read = store.files.put((b"picture", "image/jpeg"), (b"letter", "application/pdf"))
    picture = Attachment(seen, "image/jpeg", name="IMG_Suparjiyem.jpg", captured_at="2026-11-20T08:00:00+07:00")
    letter = Attachment(read, "application/pdf", name="surat.pdf")
    saved = store.offers.record(offer(evidence=(picture, letter)))
    store.offers.record(replace(anonymous(saved), evidence=(Attachment(seen, "image/jpeg"),)))
    found = raw(store)
    assert b"Suparjiyem" not in found
    assert b"surat.pdf" not in found


def test_a_named_device_starts_with_nothing_sent(store: Store) -> None:
    saved = store.offers.record(offer())
    with immediate(store.db):
        store.journal.note_sent(99)
        store.logs.fold(store.journal.become("A2", "p1"))
    store.enrolled(identity(dev="A2"))
    store.offers.record(anonymous(saved))
    assert not store.offers.has_named_reporter(saved.id)


@pytest.mark.parametrize("name", IDENTITY)
def test_what_is_identity_is_declared_and_may_be_empty(name: str) -> None:
    assert getattr(Offer(), name) is None


@given(st.dictionaries(st.sampled_from([*IDENTITY, "story", "village"]), st.text(max_size=8) | st.none()))
def test_unsaying_twice_is_unsaying_once_and_spares_the_rest(values: dict[str, Any]) -> None:
    kept = without_identity(values)
    assert without_identity(kept) == kept
    assert kept.keys() == values.keys()
    assert {name: kept[name] for name in kept if name not in IDENTITY} == {
        name: values[name] for name in values if name not in IDENTITY
    }


def test_a_file_of_the_folder_holds_the_name_nowhere(store: Store, folder: Path) -> None:
    saved = store.offers.record(offer())
    store.offers.record(anonymous(saved))
    raw(store)
    assert all(NAME.encode() not in file.read_bytes() for file in folder.rglob("*") if file.is_file())
