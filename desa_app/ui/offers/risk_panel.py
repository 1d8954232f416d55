"""The risk of an offer as it is typed: level in words, score, every flag with weight and answer, and why.

The offer is scored, never a person; the panel explains and decides nothing.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desa_app.domain.reference import phone_prompt
from desa_app.domain.risk import Assessment, FlagAnswer
from desa_app.domain.urgency import Urgency, alert
from desa_app.ui.field import scrolled
from desa_app.ui.parts import Spoken, card, column, holder, label, row, show_tone
from desa_app.ui.style import set_role
from desa_app.ui.words import tone, word

_WIDTH = 336
_MOST_UNKNOWN = 3


class RiskPanel(Spoken):
    """``show_risk`` takes what the rules say; the panel only writes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH)
        self._assessment: Assessment | None = None
        self._urgency: Urgency = "perlu dipastikan"
        self.title, self.score = label("heading"), label("muted")
        self.level, self.urgency = label("level"), label("pill")
        self.badge = label("pill")
        self.banner = label("banner", wrap=True)
        self.ask_title, self.ask = label("label"), label(wrap=True)
        self.why_title, self.why = label("label"), label("caption", wrap=True)
        self.flags_title = label("label")
        self._flags = QGridLayout()
        self._flags.setContentsMargins(0, 0, 0, 0)
        self._flags.setHorizontalSpacing(8)
        self._flags.setColumnStretch(1, 1)
        self._cells: list[tuple[QWidget, ...]] = []
        head = card(
            holder(row(self.title, None, self.urgency)),
            holder(row(self.level, None, self.score)),
            holder(row(self.badge, None)),
        )
        body = card(
            self.ask_title, self.ask, _rule(), self.flags_title, holder(self._flags), _rule(), self.why_title, self.why
        )
        self.setLayout(column(self.banner, head, scrolled(body), gap=12, stretch=2))
        self.banner.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Risk of this offer"))
        self.ask_title.setText(self.tr("STILL UNKNOWN, MATTERS MOST"))
        self.flags_title.setText(self.tr("RED FLAGS"))
        self.why_title.setText(self.tr("WHY"))
        self._write()

    def show_risk(self, assessment: Assessment, urgency: Urgency) -> None:
        """Show what the rules say about the offer and how soon somebody must act."""
        self._assessment, self._urgency = assessment, urgency
        self._write()

    def _write(self) -> None:
        found = self._assessment
        if found is None:
            return
        show_tone(self.level, word(found.level), tone(found.level))
        show_tone(self.urgency, word(self._urgency), tone(self._urgency))
        self.score.setText(self.tr("Score {score}").format(score=found.score))
        share = f"{found.completeness:.0%}"
        lacking = self.tr("Not enough data yet: {share} answered").format(share=share)
        show_tone(self.badge, "" if found.enough_data else lacking, "warning")
        show_tone(self.banner, phone_prompt() if alert(found.level, self._urgency) else "", "danger")
        unknown = [f"{flag.label} (+{flag.weight})" for flag in found.missing[:_MOST_UNKNOWN]]
        self.ask.setText("\n".join(f"• {line}" for line in unknown) or self.tr("Nothing: every flag is answered."))
        self.why.setText("\n".join(found.explanation))
        self._write_flags(found.flags)

    def _write_flags(self, flags: tuple[FlagAnswer, ...]) -> None:
        while len(self._cells) < len(flags):
            self._cells.append(self._new_cells(len(self._cells)))
        ordered = sorted(flags, key=lambda flag: (_ORDER[flag.answer], -flag.weight))
        for (weight, words, answer), flag in zip(self._cells, ordered, strict=True):
            weight.setText(f"+{flag.weight}")  # type: ignore[attr-defined]
            words.setText(flag.label)  # type: ignore[attr-defined]
            show_tone(answer, _short(flag.answer), "danger" if flag.answer == "ya" else "plain")  # type: ignore[arg-type]

    def _new_cells(self, place: int) -> tuple[QWidget, ...]:
        cells = (label("caption"), label("caption", wrap=True), label("pill"))
        cells[2].setAlignment(Qt.AlignmentFlag.AlignCenter)
        for column_, cell in enumerate(cells):
            self._flags.addWidget(cell, place, column_)
        return cells


_ORDER = {"ya": 0, "tidak diketahui": 1, "tidak": 2}


def _short(answer: str) -> str:
    return "?" if answer == "tidak diketahui" else word(answer)


def _rule() -> QFrame:
    line = QFrame()
    set_role(line, role="rule")
    return line
