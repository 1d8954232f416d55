"""The filters above a list: text, a period, and choices; beside them how many are left and what clears them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy

from desa_app.domain.narrowing import Period, asked
from desa_app.ui.editors import DateField
from desa_app.ui.parts import GAP, Spoken, button, holder, label, row
from desa_app.ui.style import set_role
from desa_app.ui.wrapping import Flow

T = TypeVar("T")
_SEARCH_PX = 196
_CHOICE_CHARACTERS = 9
_DAY_PX = 116
_MOST_LINES = 18
PERIODS = ("this month", "last month", "3 months", "this year", "last year", "days")
"""The periods that are offered; ``days`` are two dates of one's own."""


class FilterBar(Spoken):
    """``changed`` says that something else is wanted, ``left`` that the keyboard goes on to the list.

    Each of ``choices`` is a filter by one value; its values come by ``set_options``. Whoever owns the bar writes the
    words (``name_search``, ``name_choice``); ``foot`` has room for more beside the count.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, now: Callable[[], dt.datetime], *choices: str, has_period: bool = True) -> None:
        super().__init__()
        self._now = now
        self._is_clearing = False
        self.search = _Search()
        self.search.setMinimumWidth(_SEARCH_PX)
        self.search.textChanged.connect(lambda _: self._tell())
        self.search.left.connect(self.left)
        self.choices = {name: self._choice() for name in choices}
        self.period = self._choice()
        self.start, self.end = (DateField(lambda: now().date()) for _ in range(2))
        self.start_title, self.end_title = label("caption"), label("caption")
        self.days = holder(row(self.start_title, self.start, self.end_title, self.end, gap=4))
        for day in (self.start, self.end):
            day.setFixedWidth(_DAY_PX)
            day.edited.connect(self._tell)
        self.count = label("caption")
        self.cleared = button("quiet", "x", self.clear)
        for name in PERIODS:
            self.period.addItem(name, name)
        lines = Flow(GAP)
        for piece in (self.search, *self.choices.values(), self.period, self.days):
            lines.addWidget(piece)
        self.foot = row(self.count, self.cleared, gap=4)
        lines.addWidget(holder(self.foot))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setLayout(lines)
        self.period.setVisible(has_period)
        self.retranslate()
        self._show_state()

    def _choice(self) -> QComboBox:
        box = QComboBox()
        box.setMinimumContentsLength(_CHOICE_CHARACTERS)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMaxVisibleItems(_MOST_LINES)
        box.addItem("", None)
        box.currentIndexChanged.connect(lambda _: self._tell())
        return box

    def retranslate(self) -> None:
        words = {
            None: self.tr("Any time"),
            "this month": self.tr("This month"),
            "last month": self.tr("Last month"),
            "3 months": self.tr("Last 3 months"),
            "this year": self.tr("This year"),
            "last year": self.tr("Last year"),
            "days": self.tr("Choose days …"),
        }
        for place in range(self.period.count()):
            self.period.setItemText(place, words[self.period.itemData(place)])
        self.period.setAccessibleName(self.tr("Period"))
        self.start_title.setText(self.tr("from"))
        self.end_title.setText(self.tr("to"))
        self.start.setAccessibleName(self.tr("Period from"))
        self.end.setAccessibleName(self.tr("Period to"))
        self.cleared.setText(self.tr("Clear filters"))
        self.cleared.setToolTip("Esc")
        for day in (self.start, self.end):
            day.set_value(day.value())

    def name_search(self, hint: str) -> None:
        """Say in the empty line what can be looked for."""
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.search.setToolTip(f"{hint}  Ctrl+F")

    def name_choice(self, name: str, title: str, everything: str) -> None:
        """Call a choice ``title``, and its first entry, which asks for nothing, ``everything``."""
        self.choices[name].setAccessibleName(title)
        self.choices[name].setToolTip(title)
        self.choices[name].setItemText(0, everything)

    def set_options(self, name: str, options: Iterable[tuple[object, str]]) -> None:
        """The values that a choice can have, with their words; what is chosen stays, where it still is."""
        box, chosen = self.choices[name], self.chosen(name)
        listed = list(options)
        if listed == [(box.itemData(place), box.itemText(place)) for place in range(1, box.count())]:
            return
        box.blockSignals(True)
        while box.count() > 1:
            box.removeItem(1)
        for value, words in listed:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)
        if self.chosen(name) != chosen:
            self._tell()

    def words(self) -> tuple[str, ...]:
        """The folded words asked for."""
        return asked(self.search.text())

    def chosen(self, name: str) -> object:
        """The value a choice stands at, None where it asks for nothing."""
        return self.choices[name].currentData()

    def choose(self, name: str, value: object) -> None:
        """Set a choice; a value it does not have asks for nothing."""
        self.choices[name].setCurrentIndex(max(0, self.choices[name].findData(value)))

    def wanted_period(self) -> Period:
        """The days asked for."""
        name = self.period.currentData()
        if name == "days":
            return Period(self.start.value(), self.end.value())
        return period_of(name, self._now().date())

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for."""
        chosen = any(box.currentIndex() > 0 for box in (*self.choices.values(), self.period))
        return chosen or bool(self.words())

    def clear(self) -> None:
        """Ask for nothing."""
        self._is_clearing = True
        self.search.clear()
        for box in (*self.choices.values(), self.period):
            box.setCurrentIndex(0)
        self._is_clearing = False
        self._tell()

    def begin(self) -> None:
        """Put the keyboard into the text, ready to be typed over."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def type(self, text: str) -> None:
        """Take up what was typed elsewhere, behind what stands there."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.end(False)
        self.search.insert(text)

    def show_count(self, sentence: str) -> None:
        """Say how many are left of how many."""
        self.count.setText(sentence)

    def _tell(self) -> None:
        if self._is_clearing:
            return
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        self.days.setVisible(self.period.currentData() == "days")
        self.cleared.setVisible(self.is_narrowed)
        for box in (*self.choices.values(), self.period):
            set_role(box, narrows="true" if box.currentIndex() > 0 else "false")


class _Search(QLineEdit):
    """The line that is typed into: Down goes on to the list, Esc first empties it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__(clearButtonEnabled=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(_SEARCH_PX, super().sizeHint().height())


def period_of(name: str | None, today: dt.date) -> Period:
    """A period by its name, as seen ``today``; None is any time.

    >>> period_of("last month", dt.date(2026, 1, 15))
    Period(start=datetime.date(2025, 12, 1), end=datetime.date(2025, 12, 31))
    """
    first = today.replace(day=1)
    before = first - dt.timedelta(days=1)
    year = today.year
    return {
        "this month": Period(first, None),
        "last month": Period(before.replace(day=1), before),
        "3 months": Period(_months_before(today, 3), None),
        "this year": Period(dt.date(year, 1, 1), None),
        "last year": Period(dt.date(year - 1, 1, 1), dt.date(year - 1, 12, 31)),
    }.get(name or "", Period())


def _months_before(day: dt.date, months: int) -> dt.date:
    """The same day of an earlier month, or that month's last."""
    count = day.year * 12 + day.month - 1 - months
    first = dt.date(count // 12, count % 12 + 1, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return min(first.replace(day=min(day.day, last.day)), last)


def options_of(values: Sequence[T], word: Callable[[T], str]) -> list[tuple[object, str]]:
    """Values with their words, as a choice takes them."""
    return [(value, word(value)) for value in values]
