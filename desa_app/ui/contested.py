"""The banner over a form whose record two people wrote at the same time."""

from __future__ import annotations

from textwrap import fill, shorten
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from desa_app.domain.formats import show_number
from desa_app.ui.words import author_words, field_words, laptop_words, moment_words, rival_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desa_app.store.conflicts import Conflict

_VALUE, _TIP, _TIP_LINE = 32, 1500, 90
"""The most letters of a value in the banner, of all values in its tip, and of a line there."""


class Contested(QLabel):
    """In a line or two the first field, its last two values and whose they are; all of it is the tip, so that a long
    report doesn't push the form out of sight."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("textFormat", "PlainText")
        self.setWordWrap(True)
        self.setProperty("role", "banner")
        self.setProperty("tone", "warning")

    def show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Say what was written at the same time; without anything the banner goes."""
        self.setVisible(bool(conflicts))
        self.setText(self._in_short(conflicts) if conflicts else "")
        room = _TIP // max(sum(len(one.rivals) for one in conflicts), 1)
        whole = "\n".join(line for one in conflicts for line in self._in_full(one, room))
        self.setToolTip(whole)
        self.setAccessibleDescription(whole)

    def _in_short(self, conflicts: Sequence[Conflict]) -> str:
        first, others = conflicts[0], len(conflicts) - 1
        values = "  ⇄  ".join(
            f"{shorten(rival_words(first, one), _VALUE, placeholder='…')} ({author_words(one)})"
            for one in first.rivals[-2:]
        )
        line = self.tr("Written at the same time, the team lead decides: {values}")
        line = line.format(values=f"{field_words(first.noun, first.field)}: {values}")
        more = self.tr("and {count} more").format(count=show_number(others))
        return f"{line} · {more}" if others else line

    def _in_full(self, conflict: Conflict, room: int) -> Iterator[str]:
        """A field, then each value, as far as it has room, with whose it is and when it was written."""
        yield field_words(conflict.noun, conflict.field)
        for one in conflict.rivals:
            value = shorten(rival_words(conflict, one), room, placeholder="…")
            whose = f"{author_words(one)}, {moment_words(one.at)}, {laptop_words(one)}"
            yield fill(f"• {value} ({whose})", _TIP_LINE, subsequent_indent="   ")
