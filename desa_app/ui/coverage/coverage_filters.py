"""What coverage is asked for: a period, an area, an office, assisted villages, how a village stands, words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QSizePolicy

from desa_app.domain.coverage import QUICK_PERIODS, STATES, Coverage, Period, Row, Scope, quick_period, state_word
from desa_app.domain.coverage.level import CODE_LENGTH, Level
from desa_app.ui.coverage.toggle import Toggle
from desa_app.ui.editors import DateField
from desa_app.ui.parts import Spoken, button, holder, label, row
from desa_app.ui.style import set_role
from desa_app.ui.wrapping import Flow

_OWN_DAYS = "days"
_DAY_PX, _AREA_PX, _SEARCH_PX = 132, 160, 156
_WIDEST_LIST_PX = 480
_AREAS: tuple[Level, ...] = ("province", "regency")
"""The areas that can be chosen from the list; smaller ones by opening a row of the table."""


class CoverageFilters(Spoken):
    """``period_chosen`` says that other days are wanted, ``scope_chosen`` that the same are to be narrowed."""

    period_chosen = Signal()
    scope_chosen = Signal()

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._today = today
        self._coverage: Coverage | None = None
        self.period, self.area, self.office, self.state = _Choice(), AreaBox(), _Choice(), _Choice()
        for name in (*QUICK_PERIODS, _OWN_DAYS):
            self.period.addItem(name, name)
        self.period.setCurrentIndex(QUICK_PERIODS.index("year"))
        self.start, self.end = DateField(today), DateField(today)
        self.to = label("caption")
        self.days = holder(row(self.start, self.to, self.end, gap=4))
        self.wrong = label("wrong")
        self.assigned = Toggle()
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setFixedWidth(_SEARCH_PX)
        self.cleared = button("quiet", "x", self.clear)
        for value in (None, *STATES):
            self.state.addItem("", value)
        self.office.hide()
        self._lay_out()
        self._listen()
        self.retranslate()
        self._show_days()

    def _lay_out(self) -> None:
        lines = Flow()
        for piece in (
            *(self.period, self.days, self.wrong, self.area, self.office),
            *(self.assigned, self.state, self.search, self.cleared),
        ):
            lines.addWidget(piece)
        self.setLayout(lines)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _listen(self) -> None:
        self.period.currentIndexChanged.connect(self._take_period)
        for day in (self.start, self.end):
            day.setFixedWidth(_DAY_PX)
            day.editingFinished.connect(self._take_days)
        for box in (self.area, self.office, self.state):
            box.currentIndexChanged.connect(self._narrow)
        self.assigned.toggled.connect(self._narrow)
        self.search.textChanged.connect(self._narrow)

    def retranslate(self) -> None:
        words = {
            "month": self.tr("This month"),
            "quarter": self.tr("This quarter"),
            "year": self.tr("This year"),
            "last_year": self.tr("Last year"),
            "twelve_months": self.tr("Last 12 months"),
            _OWN_DAYS: self.tr("Choose days …"),
        }
        for place in range(self.period.count()):
            self.period.setItemText(place, words[self.period.itemData(place)])
        self.to.setText(self.tr("to"))
        self.assigned.setText(self.tr("Assisted villages only"))
        self.search.setPlaceholderText(self.tr("Search village, area …"))
        self.cleared.setText(self.tr("Clear filters"))
        named = (
            (self.period, self.tr("Period")),
            (self.start, self.tr("From")),
            (self.end, self.tr("To")),
            (self.area, self.tr("Area")),
            (self.office, self.tr("Immigration office")),
            (self.state, self.tr("Last session")),
            (self.search, self.search.placeholderText()),
        )
        for widget, title in named:
            widget.setAccessibleName(title)
            widget.setToolTip(title)
        self.search.setToolTip(f"{self.search.placeholderText()}  Ctrl+F")
        for day in (self.start, self.end):
            day.set_value(day.value())
        if self._coverage is not None:
            self.set_places(self._coverage)
        self._show_state()

    def wanted_period(self) -> Period | None:
        """The days asked for; None where they can't be read or end before they start."""
        name = self.period.currentData()
        if name != _OWN_DAYS:
            return quick_period(name, self._today())
        start, end = self.start.value(), self.end.value()
        return Period(start, end) if start and end and start <= end else None

    def scope(self) -> Scope:
        """What it is narrowed to."""
        return Scope(
            area=self.area.currentData() or "",
            office=self.office.currentData() or "",
            assigned=self.assigned.isChecked(),
            state=self.state.currentData(),
            text=" ".join(self.search.text().split()),
        )

    def set_places(self, coverage: Coverage) -> None:
        """Offer the areas and offices of a coverage that is not narrowed; what is chosen stays."""
        self._coverage = coverage
        self.area.offer(self.tr("All areas"), coverage)
        offices = [one for one in coverage.rows["office"] if one.sessions or one.assigned or one.pending_sessions]
        self.office.offer([("", self.tr("All offices")), *((one.code, one.name or one.code) for one in offices)])
        self.office.setVisible(len(offices) > 1)
        words = {state: state_word(state, coverage.rules) for state in STATES}
        for place in range(1, self.state.count()):
            self.state.setItemText(place, self.tr("Session: {when}").format(when=words[self.state.itemData(place)]))
        self.state.setItemText(0, self.tr("Session: any time"))

    def forget(self) -> None:
        """Let go of the coverage; what is offered and chosen stays."""
        self._coverage = None

    def go_to_area(self, code: str, name: str) -> None:
        """Narrow to an area, whether it is offered or not."""
        self.area.choose(code, name)

    def go_to_office(self, code: str) -> None:
        """Narrow to an office."""
        self.office.setCurrentIndex(max(0, self.office.findData(code)))

    def clear(self) -> None:
        """Narrow to nothing; the period stays."""
        pieces = (self.area, self.office, self.assigned, self.state, self.search)
        for piece in pieces:
            piece.blockSignals(True)
        for box in (self.area, self.office, self.state):
            box.setCurrentIndex(0)
        self.assigned.setChecked(False)
        self.search.clear()
        for piece in pieces:
            piece.blockSignals(False)
        self.area.setCurrentIndex(0)
        self._narrow()

    def _take_period(self) -> None:
        if self.period.currentData() == _OWN_DAYS and self.start.value() is None:
            shown = self._coverage.period if self._coverage else quick_period("year", self._today())
            self.start.set_value(shown.start)
            self.end.set_value(shown.end)
        self._show_days()
        self._take_days()

    def _take_days(self) -> None:
        period = self.wanted_period()
        typed = self.start.value() and self.end.value()
        self.wrong.setText(self.tr("ends before it starts") if typed and period is None else "")
        self.wrong.setVisible(bool(self.wrong.text()) and self.days.isVisibleTo(self))
        if period is not None:
            self.period_chosen.emit()

    def _show_days(self) -> None:
        is_own = self.period.currentData() == _OWN_DAYS
        self.days.setVisible(is_own)
        self.wrong.setVisible(is_own and bool(self.wrong.text()))

    def _narrow(self) -> None:
        self._show_state()
        self.scope_chosen.emit()

    def _show_state(self) -> None:
        self.cleared.setVisible(self.scope() != Scope())
        for box in (self.area, self.office, self.state):
            set_role(box, narrows="true" if box.currentData() else "false")


class _Choice(QComboBox):
    """A narrow choice whose list is as wide as its longest words."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumContentsLength(10)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def showPopup(self) -> None:
        widths = (self.fontMetrics().horizontalAdvance(self.itemText(place)) for place in range(self.count()))
        self.view().setMinimumWidth(min(_WIDEST_LIST_PX, max(widths, default=0) + 48))
        super().showPopup()

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these values with their words; what is chosen stays, where it still is."""
        chosen = self.currentData()
        self.blockSignals(True)
        self.clear()
        for value, words in options:
            self.addItem(words, value)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.blockSignals(False)


class AreaBox(_Choice):
    """An area to be chosen from a list, or by typing a part of its name; what matches nothing is put back."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFixedWidth(_AREA_PX)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.line.editingFinished.connect(self._settle)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def offer(self, everything: str, coverage: Coverage) -> None:  # type: ignore[override]
        """Offer provinces and regencies, those where something was done or is to be done first."""
        places = [line for level in _AREAS for line in coverage.rows[level]]
        near = [line for line in places if line.assigned or line.sessions or line.pending_sessions]
        near_codes = {line.code for line in near}
        rest = [line for line in places if line.code not in near_codes]
        chosen, words = self.currentData(), self.currentText()
        options = [("", everything), *((line.code, _area_name(line)) for line in (*near, *rest))]
        if chosen and chosen not in {code for code, _ in options}:
            options.append((chosen, words))
        super().offer(options)
        self._show_beginning()

    def choose(self, code: str, name: str) -> None:
        """Choose an area, offered from now on."""
        if self.findData(code) < 0:
            self.addItem(name, code)
        self.setCurrentIndex(self.findData(code))
        self._show_beginning()

    def _settle(self) -> None:
        """Take what was typed where it is an area, or empty; else put back what was chosen."""
        typed = self.line.text().strip()
        found = 0 if not typed else self.findText(typed, Qt.MatchFlag.MatchFixedString)
        if found >= 0:
            self.setCurrentIndex(found)
        self.setEditText(self.itemText(self.currentIndex()))
        self._show_beginning()

    def _show_beginning(self) -> None:
        self.line.setCursorPosition(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.line.selectAll()

    def minimumSizeHint(self) -> QSize:
        return QSize(_AREA_PX, super().minimumSizeHint().height())


def _area_name(line: Row) -> str:
    """``Jawa Tengah``, and of a regency its province, too."""
    name = line.name or line.code
    return f"{name} · {line.province}" if len(line.code) > CODE_LENGTH["province"] and line.province else name
