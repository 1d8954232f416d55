"""The risk of an offer as it is typed: level and score, what overrode what, what to ask next, every flag.

The offer is scored, never a person; the panel explains and decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from desa_app.domain.labels import question as question_words
from desa_app.domain.risk import Assessment, FlagAnswer, Question
from desa_app.domain.urgency import Urgency
from desa_app.ui.field import scrolled
from desa_app.ui.offers.question_button import question_button, say_question
from desa_app.ui.offers.score_bar import ScoreBar
from desa_app.ui.parts import Spoken, card, column, holder, label, row, show_tone
from desa_app.ui.style import px, set_role
from desa_app.ui.words import tone, word
from desa_app.ui.wrapping import Flow

_WIDE_PX, _NARROW_PX = 312, 252
_MOST_ASKED = 4


class RiskPanel(Spoken):
    """``show_risk`` takes what the rules say; ``asked`` tells the field of the question that was pressed."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._assessment: Assessment | None = None
        self._urgency: Urgency = "perlu dipastikan"
        self._questions: Sequence[Question] = ()
        self.title, self.score = label("heading"), label("muted")
        self.level, self.urgency, self.badge = label("level"), label("pill"), label("pill")
        self.bar = ScoreBar()
        pills = Flow()
        pills.addWidget(self.urgency)
        pills.addWidget(self.badge)
        self.ask_title, self.nothing = label("label", wrap=True), label("muted", wrap=True)
        self.questions = [self._question(place) for place in range(_MOST_ASKED)]
        self.why_title, self.why = label("label"), label("caption", wrap=True)
        self.flags_title = label("label")
        self._flags = _grid()
        self._cells: list[tuple[QWidget, ...]] = []
        head = card(
            self.title,
            holder(row(self.level, None, self.score)),
            self.bar,
            holder(pills),
        )
        asking = column(self.ask_title, *self.questions, self.nothing, gap=2)
        pieces = (holder(asking), _rule(), self.why_title, self.why, _rule(), self.flags_title, holder(self._flags))
        self.setLayout(column(scrolled(holder(column(head, card(*pieces), None, gap=12)))))
        self.setFixedWidth(_WIDE_PX)
        self._is_compact = False
        self.retranslate()

    def _question(self, place: int) -> QPushButton:
        made = question_button()
        made.clicked.connect(lambda: self.asked.emit(self._questions[place].field))
        return made

    def set_compact(self, compact: bool) -> None:
        """Take little room, or what the words need."""
        if compact != self._is_compact:
            self._is_compact = compact
            self.setFixedWidth(px(_NARROW_PX if compact else _WIDE_PX))
            self._write()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Risk of this offer"))
        self.ask_title.setText(self.tr("STILL UNKNOWN, MATTERS MOST"))
        self.flags_title.setText(self.tr("RED FLAGS"))
        self.why_title.setText(self.tr("WHY"))
        self._write()

    def show_risk(self, assessment: Assessment, urgency: Urgency, questions: Sequence[Question] = ()) -> None:
        """Show what the rules say about the offer, how soon somebody must act, and what to ask next."""
        self._assessment, self._urgency, self._questions = assessment, urgency, questions
        self._write()

    def _write(self) -> None:
        found = self._assessment
        if found is None:
            return
        is_unfounded = found.level == "rendah" and not found.enough_data
        show_tone(self.level, word(found.level), "plain" if is_unfounded else tone(found.level))
        show_tone(self.urgency, word(self._urgency), tone(self._urgency))
        score = self.tr("Score {score}").format(score=found.score)
        self.score.setText(score)
        self.bar.show_score(found.score, found.level, f"{score}: {word(found.level)}")
        lacking = self.tr("Not enough data: {share} answered").format(share=f"{found.completeness:.0%}")
        show_tone(self.badge, "" if found.enough_data else lacking, "warning")
        self.why.setText("\n".join(found.explanation))
        self._write_questions(found)
        self._write_flags(found.flags)

    def _write_questions(self, found: Assessment) -> None:
        names = {flag.code: flag.label for flag in found.flags}
        for place, pressed in enumerate(self.questions):
            pressed.setVisible(place < len(self._questions))
            if place < len(self._questions):
                asked = self._questions[place]
                subject = names[asked.flag] if asked.flag else question_words("offer", asked.field)
                letters = 22 if self._is_compact else 34
                say_question(pressed, f"{subject} ({self._effect(found, asked)})", letters)
        self.nothing.setVisible(not self._questions)
        self.nothing.setText(self.tr("Nothing: every flag is answered."))

    def _effect(self, found: Assessment, asked: Question) -> str:
        points = f"+{asked.points}" if asked.points else ""
        lifted = "" if asked.level == found.level else self.tr("to {level}").format(level=word(asked.level))
        return ", ".join(part for part in (points, lifted) if part) or word(found.level)

    def _write_flags(self, flags: tuple[FlagAnswer, ...]) -> None:
        while len(self._cells) < len(flags):
            self._cells.append(self._new_cells(len(self._cells)))
        ordered = sorted(flags, key=lambda flag: (_ORDER[flag.answer], -flag.weight))
        for (weight, words, answer), flag in zip(self._cells, ordered, strict=True):
            weight.setText(f"+{flag.weight}")  # type: ignore[attr-defined]
            words.setText(flag.label)  # type: ignore[attr-defined]
            known = self.tr("open") if flag.answer == "tidak diketahui" else word(flag.answer)
            show_tone(answer, known, "danger" if flag.answer == "ya" else "plain")  # type: ignore[arg-type]

    def _new_cells(self, place: int) -> tuple[QWidget, ...]:
        cells = (label("caption"), label("caption", wrap=True), label("pill"))
        cells[2].setAlignment(Qt.AlignmentFlag.AlignCenter)
        for column_, cell in enumerate(cells):
            self._flags.addWidget(cell, place, column_)
        return cells


_ORDER = {"ya": 0, "tidak diketahui": 1, "tidak": 2}


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setColumnStretch(1, 1)
    return grid


def _rule() -> QFrame:
    line = QFrame()
    set_role(line, role="rule")
    return line
