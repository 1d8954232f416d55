"""A data conflict before the team lead: every value with whose it is, and one press that decides."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desa_app.ui.field import scrolled
from desa_app.ui.parts import GAP, Button, button, card, column, holder, label, row
from desa_app.ui.style import px
from desa_app.ui.words import author_words, field_words, laptop_words, moment_words, rival_words

if TYPE_CHECKING:
    from desa_app.store.conflicts import Conflict, Rival

_WIDTH, _HEIGHT = 560, 460


class SettleDialog(QDialog):
    """``settled`` carries the conflict as it was looked at and the writing whose value is to stand; ``opened`` asks for
    the whole record."""

    settled = Signal(object, str)
    opened = Signal(str, str)

    def __init__(self, conflict: Conflict, parent: QWidget) -> None:
        super().__init__(parent)
        self._conflict = conflict
        self.setModal(True)
        self.resize(px(_WIDTH), px(_HEIGHT))
        self.title, self.what = label("title", wrap=True), label("muted", wrap=True)
        self.keep: list[Button] = []
        cards = [self._card(rival) for rival in conflict.rivals]
        self.look = button("quiet", "pencil", self._open)
        self.leave = button("", "", self.reject)
        values = scrolled(holder(column(*cards, None)))
        self.setLayout(
            column(self.title, self.what, values, row(self.look, None, self.leave), margin=2 * GAP, stretch=2)
        )
        self.retranslate()

    def _card(self, rival: Rival) -> QWidget:
        value, whose = label(wrap=True), label("caption", wrap=True)
        value.setText(rival_words(self._conflict, rival))
        whose.setText(f"{author_words(rival)} · {moment_words(rival.at)} · {laptop_words(rival)}")
        keep = button("", "circle-check", partial(self._settle, rival.dot))
        self.keep.append(keep)
        return card(value, whose, holder(row(keep, None)))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Data conflict"))
        self.title.setText(field_words(self._conflict.noun, self._conflict.field))
        self.what.setText(
            self.tr(
                "These were written at the same time. The one you keep holds on every laptop; the others stay in "
                "the history."
            )
        )
        for keep, rival in zip(self.keep, self._conflict.rivals, strict=True):
            words = self.tr("Keep this (shown now)") if rival.is_shown else self.tr("Keep this")
            keep.setText(words)
            keep.setAccessibleName(f"{words}: {rival_words(self._conflict, rival)}")
        self.look.setText(self.tr("Open the record"))
        self.leave.setText(self.tr("Decide later"))

    def _settle(self, dot: str) -> None:
        self.settled.emit(self._conflict, dot)
        self.accept()

    def _open(self) -> None:
        self.opened.emit(self._conflict.noun, self._conflict.record)
        self.accept()
