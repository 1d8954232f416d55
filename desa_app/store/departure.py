"""What a move took off this laptop, in words for whoever uses it."""

from __future__ import annotations

import msgspec

from desa_app.domain.formats import show_number
from desa_app.language import say

TOLD_MS = 30 * 24 * 3600 * 1000
"""How long it is told: somebody who was on leave meanwhile should still learn it."""


class Departure(msgspec.Struct, frozen=True):
    """Since when records went: how many by now, and the office's name where the person went to another one; whether
    a backup made before still holds them."""

    at_ms: int
    records: int = 0
    office: str = ""
    is_backed_up: bool = False

    def sentence(self, hidden: int) -> str:
        """What happened and what is safe; ``hidden`` records still wait for headquarters."""
        return " ".join(part for part in (self._office(), self._records(), _hidden(hidden), self._backups()) if part)

    def _office(self) -> str:
        return say(f"Anda sekarang di {self.office}.", f"You are at {self.office} now.") if self.office else ""

    def _records(self) -> str:
        if not self.records:
            return ""
        count = show_number(self.records)
        return say(
            f"{count} catatan kini milik kantor lain: semuanya aman di kantor pusat dan sudah dihapus dari laptop ini.",
            f"{count} records are another office's now: all are safe at headquarters and gone from this laptop.",
        )

    def _backups(self) -> str:
        if not (self.records and self.is_backed_up):
            return ""
        return say(
            "Cadangan yang Anda buat sebelumnya masih memuatnya; simpan atau hapus sesuai aturan kantor.",
            "Backups that you made before still hold them; keep or delete these as your office's rules say.",
        )


def _hidden(count: int) -> str:
    if not count:
        return ""
    return say(
        f"{show_number(count)} catatan disembunyikan sampai semua isinya terkirim; tidak ada yang hilang.",
        f"{show_number(count)} records are hidden until all that is in them is sent; nothing is lost.",
    )


def departed(before: Departure | None, now_ms: int, records: int, office: str, *, is_backed_up: bool) -> Departure:
    """What is told after so many more records went, and after a change to another ``office``."""
    known = before if before and not office and now_ms - before.at_ms < TOLD_MS else Departure(now_ms)
    return Departure(now_ms, known.records + records, office or known.office, known.is_backed_up or is_backed_up)
