"""What a report still needs before it can be submitted; pressing a line goes there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from desa_app.domain.checks import Problem
from desa_app.ui.offers.question_button import question_button, say_question
from desa_app.ui.parts import Spoken, column, label

_MOST, _LETTERS = 8, 44


class StillNeeded(Spoken):
    """``chosen`` tells the field of the line that was pressed."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._problems: Sequence[Problem] = ()
        self.title = label("heading", wrap=True)
        self.lines = [self._line(place) for place in range(_MOST)]
        self.setLayout(column(self.title, *self.lines, gap=2))
        self.retranslate()

    def _line(self, place: int) -> QPushButton:
        made = question_button()
        made.clicked.connect(lambda: self.chosen.emit(self._problems[place].path))
        return made

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what stands in the way."""
        self._problems = problems
        self.retranslate()

    def retranslate(self) -> None:
        needed = self.tr("Still needed before submitting")
        self.title.setText(needed if self._problems else self.tr("Everything needed is there. Ctrl+Enter submits."))
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(self._problems))
            if place < len(self._problems):
                say_question(line, self._problems[place].sentence, _LETTERS)
