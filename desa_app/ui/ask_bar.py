"""Small bars below a list that ask for what an action still needs: why it deletes, what it exports."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget

from desa_app.ui.parts import GAP, Spoken, button, column, holder, label, row
from desa_app.ui.style import set_role
from desa_app.ui.wrapping import Flow


class AskBar(Spoken):
    """A bar that stands until it is answered or put away (Esc); ``put_away`` says so."""

    put_away = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.question = label("heading", wrap=True)
        self.away = button("quiet", "x", self._leave)
        self.hide()

    def retranslate(self) -> None:
        self.away.setText(self.tr("Not now"))

    def _leave(self) -> None:
        self.hide()
        self.put_away.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)


class ReasonBar(AskBar):
    """Asks why something is deleted; ``given`` tells the reason. A usual reason takes one press."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.textChanged.connect(lambda _: self._allow())
        self.reason.returnPressed.connect(self._give)
        self.delete = button("danger", "trash-2", self._give)
        self._usual = holder(Flow())
        line = row(self.reason, self.delete, self.away)
        line.setStretch(0, 1)
        self.setLayout(column(self.question, self._usual, holder(line), margin=12))
        self.retranslate()
        self._allow()

    def retranslate(self) -> None:
        super().retranslate()
        self.delete.setText(self.tr("Delete"))
        self.reason.setPlaceholderText(self.tr("Another reason"))
        self.reason.setAccessibleName(self.tr("Reason of the deletion"))

    def ask(self, question: str, usual: Sequence[str]) -> None:
        """Ask, with the reasons that are usual."""
        self.question.setText(question)
        self.reason.clear()
        lay = self._usual.layout()
        assert lay is not None
        while (item := lay.takeAt(0)) is not None:
            old = item.widget()
            assert old is not None
            old.hide()
            old.deleteLater()
        for words in usual:
            lay.addWidget(self._choice(words))
        self.show()
        self.reason.setFocus()

    def _choice(self, words: str) -> QWidget:
        chip = QPushButton(words)
        set_role(chip, role="chip")
        chip.setAutoDefault(False)
        chip.clicked.connect(lambda: self._give_usual(words))
        return chip

    def _give_usual(self, words: str) -> None:
        self.hide()
        self.given.emit(words)

    def _allow(self) -> None:
        self.delete.setEnabled(bool(self.reason.text().strip()))

    def _give(self) -> None:
        if self.reason.text().strip():
            self._give_usual(self.reason.text().strip())


class ExportBar(AskBar):
    """Asks what is exported: ``chosen`` tells the ending of the file and whether people's data go with it. While it
    is written, ``show_progress`` says how far, and ``stopped`` wants it stopped."""

    chosen = Signal(str, bool)
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.names = QCheckBox()
        self.warning = label("hint", wrap=True)
        self.csv = button("", "download", lambda: self._choose(".csv"))
        self.xlsx = button("primary", "download", lambda: self._choose(".xlsx"))
        self.stop = button("", "x", self.stopped.emit)
        self.progress = label()
        self.names.toggled.connect(self.warning.setVisible)
        ways = row(self.xlsx, self.csv, self.stop, self.progress, None, self.away, gap=GAP)
        self.setLayout(column(self.question, self.names, self.warning, holder(ways), margin=12))
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.csv.setText(self.tr("Export CSV"))
        self.xlsx.setText(self.tr("Export Excel"))
        self.stop.setText(self.tr("Stop"))
        self.warning.setText(
            self.tr("Personal data leave this laptop unencrypted. Take them only where the task needs them.")
        )

    def ask(self, question: str, people: str) -> None:
        """Ask; names go along only where it is ticked, each time anew."""
        self.question.setText(question)
        self.names.setText(people)
        self.names.setChecked(False)
        self.warning.hide()
        self.show_progress("")
        self.show()
        self.xlsx.setFocus()

    def show_progress(self, sentence: str) -> None:
        """Say how far the writing is; empty when nothing is being written."""
        self.progress.setText(sentence)
        for piece in (self.csv, self.xlsx, self.names):
            piece.setEnabled(not sentence)
        self.stop.setVisible(bool(sentence))
        self.away.setVisible(not sentence)

    def _choose(self, ending: str) -> None:
        self.chosen.emit(ending, self.names.isChecked())
