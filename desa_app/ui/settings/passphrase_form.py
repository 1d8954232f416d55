"""Changing the passphrase: the old one, the new one twice, what is wrong beside them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from desa_app.errors import DesaError
from desa_app.store.key import SHORTEST_PASSPHRASE
from desa_app.ui.parts import Spoken, button, column, holder, label, row


class PassphraseForm(Spoken):
    """``changed`` carries the old and the new passphrase; the old one is empty where there was none."""

    changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.titles = [label("label") for _ in range(3)]
        self.lines = [QLineEdit() for _ in range(3)]
        self.wrong = label("wrong", wrap=True)
        self.wrong.hide()
        self.change = button("", "key-round", self._change)
        pieces = []
        for title, line in zip(self.titles, self.lines, strict=True):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.textEdited.connect(lambda _: self._say(""))
            line.returnPressed.connect(self._change)
            title.setBuddy(line)
            pieces.append(holder(column(title, line, gap=2)))
        self.old = pieces[0]
        self.setLayout(column(*pieces, self.wrong, row(self.change, None)))
        self.retranslate()

    def retranslate(self) -> None:
        words = (self.tr("Present passphrase"), self.tr("New passphrase"), self.tr("The new one again"))
        for title, line, text in zip(self.titles, self.lines, words, strict=True):
            title.setText(text)
            line.setAccessibleName(text)
        self.change.setText(self.tr("Change passphrase"))

    def set_has_passphrase(self, has: bool) -> None:
        """Whether there is a passphrase to be asked for."""
        self.old.setVisible(has)

    def show_done(self) -> None:
        """Empty again: it is changed."""
        for line in self.lines:
            line.clear()
        self.change.setEnabled(True)

    def show_error(self, error: DesaError) -> None:
        """Say why it was not changed."""
        self._say(str(error))
        self.change.setEnabled(True)

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    def _change(self) -> None:
        old, new, again = (line.text() for line in self.lines)
        if len(new) < SHORTEST_PASSPHRASE:
            self._say(self.tr("At least {count} characters, please.").format(count=SHORTEST_PASSPHRASE))
        elif new != again:
            self._say(self.tr("The two new ones are not the same."))
        else:
            self.change.setEnabled(False)
            self.changed.emit(old, new)
