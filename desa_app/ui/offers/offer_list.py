"""The list of suspicious offers: risk and urgency as words, those that need a call first in sight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QLineEdit, QStackedWidget

from desa_app.domain.formats import fold_text, show_date, show_number
from desa_app.domain.reference import phone_prompt
from desa_app.domain.risk import LEVELS
from desa_app.ui.parts import GAP, button, column, holder, label, name_button, row, show_tone
from desa_app.ui.screen import Empty, Screen
from desa_app.ui.table import Column, RowTable, RowView
from desa_app.ui.words import PLACE_TONES, country_word, place_word, status_word, tone, word

if TYPE_CHECKING:
    from desa_app.store.offers import OfferRow


class OfferList(Screen):
    """``set_rows`` shows offers; what a person asks for comes out as signals with the offer's id."""

    created = Signal()
    opened = Signal(str)
    submitted = Signal(str)
    nouns = frozenset({"offer", "recruiter"})

    def __init__(self) -> None:
        super().__init__()
        self.table: RowTable[OfferRow] = RowTable()
        self.view = RowView(self.table, key=lambda one: one.id)
        self.view.opened.connect(lambda place: self.opened.emit(self.table.row(place).id))
        self.view.chosen.connect(self._allow)
        self.title, self.count = label("title"), label("caption")
        self.banner = label("banner", wrap=True)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(260)
        self.search.textChanged.connect(self._filter)
        self.new = button("primary", "plus", self.created.emit)
        self.open = button("", "pencil", lambda: self._tell(self.opened))
        self.submit = button("", "send", lambda: self._tell(self.submitted))
        self.empty = Empty("shield-alert")
        self._alerts = 0
        self._is_loaded = False
        self._allow()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        top = row(self.title, self.count, None, self.search, self.new, stretch=3)
        steps = row(self.open, self.submit, None)
        pieces = (holder(top), self.banner, self._pages, holder(steps))
        self.setLayout(column(*pieces, margin=2 * GAP, gap=12, stretch=2))
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Suspicious job offers"))
        self.search.setPlaceholderText(self.tr("Search village, country, status …"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.view.setAccessibleName(self.title.text())
        name_button(self.new, self.tr("New report"), "Ctrl+N")
        self.open.setText(self.tr("Open"))
        self.submit.setText(self.tr("Submit"))
        self.empty.say(
            self.tr("No report yet"),
            self.tr(
                "When somebody tells of an offer that sounds too good, press New report. You see the risk at once."
            ),
        )
        self.table.set_columns(
            Column(self.tr("Received"), _day, key=lambda one: one.received or dt.date.min, width=170),
            Column(self.tr("Village"), lambda one: one.village or "—", width=0),
            Column(self.tr("Destination"), lambda one: country_word(one.country), width=140),
            Column(
                self.tr("Risk"),
                lambda one: word(one.assessment.level),
                key=lambda one: (LEVELS.index(one.assessment.level), one.assessment.score),
                tone=lambda one: tone(one.assessment.level),
                width=96,
            ),
            Column(
                self.tr("Score"),
                lambda one: str(one.assessment.score),
                key=lambda one: one.assessment.score,
                number=True,
                width=72,
            ),
            Column(self.tr("Urgency"), lambda one: word(one.urgency), tone=lambda one: tone(one.urgency), width=140),
            Column(
                self.tr("Status"), lambda one: status_word(one.status), tone=lambda one: tone(one.status), width=124
            ),
            Column(
                self.tr("Where it is"),
                lambda one: place_word(one.place),
                tone=lambda one: PLACE_TONES[one.place],
                width=170,
            ),
        )
        self._count()

    def set_rows(self, rows: Sequence[OfferRow]) -> None:
        """Show these offers; the ones that need a call come first, then the newest."""
        newest = sorted(rows, key=lambda one: (one.received or dt.date.max, one.id), reverse=True)
        self.table.set_rows(sorted(newest, key=lambda one: not one.alert))
        self._alerts = sum(1 for one in rows if one.alert)
        self._is_loaded = True
        self._pages.setCurrentIndex(0 if rows else 1)
        self._count()

    def _count(self) -> None:
        shown = self.tr("{count} shown").format(count=show_number(self.table.rowCount()))
        self.count.setText(shown if self._is_loaded else "")
        urgent = self.tr("Reports: {count}. {prompt}").format(count=show_number(self._alerts), prompt=phone_prompt())
        show_tone(self.banner, urgent if self._alerts else "", "danger")

    def _filter(self, text: str) -> None:
        parts = [fold_text(part) for part in text.split()]
        self.table.keep(lambda one: all(part in _searchable(one) for part in parts) if parts else True)
        self._count()

    def _allow(self) -> None:
        place = self.view.place()
        one = None if place is None else self.table.row(place)
        self.open.setEnabled(one is not None)
        self.submit.setEnabled(one is not None and one.status in ("draf", "dikembalikan"))

    def _tell(self, signal: SignalInstance) -> None:
        place = self.view.place()
        if place is not None:
            signal.emit(self.table.row(place).id)


def _day(one: OfferRow) -> str:
    return show_date(one.received) if one.received else "—"


def _searchable(one: OfferRow) -> str:
    words = (one.village or "", country_word(one.country), word(one.assessment.level), status_word(one.status))
    return fold_text(" ".join((*words, word(one.urgency), _day(one))))
