"""The red flags as the officer answers them, and beside each what the rest of the report says already."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desa_app.domain.fields import Answer
from desa_app.domain.risk import RiskRules
from desa_app.ui.editors import AnswerField
from desa_app.ui.parts import Spoken, column, holder, label, row, show_tone
from desa_app.ui.style import px
from desa_app.ui.words import word

_COMPUTED = "R16"
_WORDS_PX = 160
"""The width below which the words of a flag have no room beside its answers."""


class FlagAnswers(Spoken):
    """The officer's own answer to every flag that can be asked; R16 is computed and not asked."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._flags = [flag for flag in RiskRules.load().flags if flag.code != _COMPUTED]
        self.answers = {flag.code: AnswerField() for flag in self._flags}
        self._words = {flag.code: label(wrap=True) for flag in self._flags}
        self._known = {flag.code: label("pill") for flag in self._flags}
        self._told: Mapping[str, Answer] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._said = {code: self._saying(code) for code in self._words}
        self._is_narrow = False
        self._lay_out()
        for answer in self.answers.values():
            answer.edited.connect(self.edited)
        self.setLayout(self._grid)
        self.retranslate()

    def _saying(self, code: str) -> QWidget:
        """The words of a flag, level with its answers, and below them what is known from above."""
        lay = column(self._words[code], holder(row(self._known[code], None)), gap=2)
        lay.setContentsMargins(0, 4, 0, 0)
        return holder(lay)

    def _lay_out(self) -> None:
        """The answers beside the words, or below them where there is no room for both."""
        for place, (code, said) in enumerate(self._said.items()):
            line, side = (2 * place + 1, 0) if self._is_narrow else (2 * place, 1)
            self._grid.addWidget(said, 2 * place, 0)
            self._grid.addWidget(self.answers[code], line, side, Qt.AlignmentFlag.AlignTop)

    def minimumSizeHint(self) -> QSize:
        widest = max(answer.minimumSizeHint().width() for answer in self.answers.values())
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.minimumSizeHint().width() + px(_WORDS_PX)
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._lay_out()

    def retranslate(self) -> None:
        for flag in self._flags:
            self._words[flag.code].setText(str(flag.label))
            self.answers[flag.code].setAccessibleName(str(flag.label))
        self.show_told(self._told)

    def show_told(self, told: Mapping[str, Answer]) -> None:
        """Mark the flags that the answers above settle, ya or tidak, by code."""
        self._told = told
        for code, pill in self._known.items():
            answer = told.get(code, "tidak diketahui")
            is_open = answer == "tidak diketahui" or answer == self.answers[code].value()
            text = "" if is_open else self.tr("from above: {answer}").format(answer=word(answer))
            show_tone(pill, text, "danger" if answer == "ya" else "plain")

    def value(self) -> dict[str, Answer]:
        """The flags that were answered, by code."""
        return {code: answer for code, field in self.answers.items() if (answer := field.value()) is not None}

    def set_value(self, flags: Mapping[str, Answer]) -> None:
        """Show answers; those not given stay open."""
        for code, field in self.answers.items():
            field.set_value(flags.get(code))
