"""How this laptop compares with headquarters, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from desa_app.domain.formats import show_number
from desa_app.domain.labels import noun_label
from desa_app.language import say

if TYPE_CHECKING:
    from desa_app.sync.compare import Compared, ScopeCompared

_OFFICE = "office:"


def compared_lines(compared: Compared) -> Iterator[str]:
    """A line for each scope."""
    for scope in compared.scopes:
        yield f"{_name(scope.scope)}: {' '.join(_sentences(scope))}"


def _name(scope: str) -> str:
    if scope.startswith(_OFFICE):
        return say(f"Kantor {scope.removeprefix(_OFFICE)}", f"Office {scope.removeprefix(_OFFICE)}")
    return say("Data acuan", "Reference data")


def _sentences(scope: ScopeCompared) -> Iterator[str]:
    count, mended, left = show_number(scope.records), _counted(scope.mended), _counted(scope.left)
    if scope.is_read_again:
        yield say("log dibaca ulang dari awal.", "its log was read again from the start.")
    if mended:
        yield say(f"{mended} diperbaiki di laptop ini.", f"{mended} put right on this laptop.")
    if scope.is_equal:
        yield say(f"{count} catatan, sama dengan kantor pusat.", f"{count} records, equal to headquarters.")
    elif scope.is_equal is None:
        yield say(
            "kantor pusat belum dapat membandingkannya; coba lagi nanti.",
            "headquarters could not compare it yet; try again later.",
        )
    else:
        yield say(
            f"{left} masih berbeda dari kantor pusat. Tidak ada yang dihapus; sampaikan kepada admin pusat.",
            f"{left} still differ from headquarters. Nothing was deleted; tell the HQ administrator.",
        )


def _counted(counts: Mapping[str, int]) -> str:
    """How many of which records, as ``3 peserta, 1 sesi penyuluhan``."""
    return ", ".join(f"{show_number(count)} {noun_label(noun)}" for noun, count in counts.items())
