"""Editors of one value each: text, number, date, time, choice, answer, list. Every one has ``value`` and
``set_value`` and says ``edited`` when a person changed it; what can't be read is marked and never blocks typing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

from PySide6.QtCore import QSize, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QSizePolicy

from desa_app.domain.fields import Answer
from desa_app.domain.formats import parse_date, show_date
from desa_app.domain.reference import Choice
from desa_app.ui.chips import Chips
from desa_app.ui.parts import Spoken, column
from desa_app.ui.segments import SegmentRow
from desa_app.ui.style import px, set_role
from desa_app.ui.words import word

_TIME = re.compile(r"(\d{1,2})(?:[.: ]?(\d{2}))?")


class TextField(QLineEdit):
    """A line of text; empty is None."""

    edited = Signal()

    def __init__(self, longest: int = 120) -> None:
        super().__init__()
        self.setMaxLength(longest)
        self.textEdited.connect(lambda _: self.edited.emit())

    def value(self) -> str | None:
        return self.text().strip() or None

    def set_value(self, value: str | None) -> None:
        self.setText(value or "")
        self.setCursorPosition(0)


_FEWEST_LINES, _MOST_LINES, _AROUND_PX = 3, 12, 28
"""How many lines of a long text are in sight, and what is above and below them."""


class LongTextField(QPlainTextEdit):
    """Several lines of text; empty is None. Tab moves on. It is as high as its text, from a few lines to a dozen: what
    scrolls inside of what scrolls is hard to read."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._growing = QTimer(self, singleShot=True, interval=0)
        self._growing.timeout.connect(self._grow)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._growing.start())
        self.textChanged.connect(self._tell)
        self._loading = False

    def _grow(self) -> None:
        """Ask for the height of the text; a moment later, for it often changes while everything is being laid out."""
        policy = Qt.ScrollBarPolicy
        scrolls = self.document().size().height() > _MOST_LINES
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        lines = min(max(_FEWEST_LINES, round(self.document().size().height())), _MOST_LINES)
        return QSize(
            super().sizeHint().width(), ceil(lines * QFontMetricsF(self.font()).lineSpacing()) + px(_AROUND_PX)
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def _tell(self) -> None:
        if not self._loading:
            self.edited.emit()

    def value(self) -> str | None:
        return self.toPlainText().strip() or None

    def set_value(self, value: str | None) -> None:
        self._loading = True
        self.setPlainText(value or "")
        self._loading = False


class ReadField(QLineEdit):
    """A line that is read into a value: shown in full when ``left``, marked when it can't be read."""

    edited = Signal()
    left = Signal()

    def __init__(self, read: Callable[[str], Any], show: Callable[[Any], str]) -> None:
        super().__init__()
        self._read = read
        self._show = show
        self._value: Any = None
        self.textEdited.connect(self._take)

    def _take(self, text: str) -> None:
        self._value = self._read(text.strip()) if text.strip() else None
        set_role(self, wrong="false")
        self.edited.emit()

    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        self._value = value
        self.setText("" if value is None else self._show(value))
        self.setCursorPosition(0)
        set_role(self, wrong="false")

    def unread(self) -> str:
        """What stands here and can't be read; empty where all is well."""
        return "" if self._value is not None else self.text().strip()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._value is not None:
            self.setText(self._show(self._value))
            self.setCursorPosition(0)
        set_role(self, wrong="true" if self.unread() else "false")
        super().focusOutEvent(event)
        self.left.emit()


class DateField(ReadField):
    """A date as people write it (``19/5/2025``, ``19 5``, ``19 Mei 2025``); Up and Down move a day."""

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__(lambda text: read_day(text, today()), show_date)
        self._today = today

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        day: dt.date | None = self.value()
        self.set_value(self._today() if day is None else day + dt.timedelta(days=step))
        self.edited.emit()


def read_day(text: str, today: dt.date) -> dt.date | None:
    """A date in full, or a day and month of this year (``19 5``, ``19/5``)."""
    return parse_date(text) or parse_date(f"{text} {today.year}")


class TimeField(ReadField):
    """A time of the day on a 24-hour clock (``9``, ``9.30``, ``0930``), with the offset of the place."""

    def __init__(self) -> None:
        self.zone: dt.timezone | None = None
        super().__init__(self._with_zone, lambda value: f"{value:%H.%M}")
        self.setFixedWidth(60)
        self.setMaxLength(5)

    def _with_zone(self, text: str) -> dt.time | None:
        clock = read_clock(text)
        return clock.replace(tzinfo=self.zone) if clock else None


def read_clock(text: str) -> dt.time | None:
    """``9``, ``9.30``, ``9:30`` or ``0930`` as a time of the day."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


class MomentField(ReadField):
    """A date and the time of day on it, where it is known (``19/5/2025 14.30``), by this laptop's clock."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__(lambda text: read_moment(text, now()), show_moment)


def read_moment(text: str, now: dt.datetime) -> dt.datetime | None:
    """A day as DateField reads it, and after it a time as TimeField does; midnight where there is none."""
    day = read_day(text, now.date())
    if day is not None:
        return dt.datetime.combine(day, dt.time(), now.tzinfo)
    before, _, after = text.rpartition(" ")
    day, clock = read_day(before.rstrip(","), now.date()), read_clock(after)
    return dt.datetime.combine(day, clock, now.tzinfo) if day is not None and clock is not None else None


def show_moment(moment: dt.datetime) -> str:
    """``19 Mei 2025 14.30``, without the time at midnight, which stands for an unknown one."""
    day = show_date(moment.date())
    return f"{day} {moment:%H.%M}" if moment.time() != dt.time() else day


class CountField(ReadField):
    """A number of people; empty is None, not nought."""

    def __init__(self) -> None:
        super().__init__(lambda text: int(text) if text.isascii() and text.isdigit() else None, str)
        self.setMaxLength(6)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)


class MoneyField(ReadField):
    """An amount as written in Indonesia: ``12.500.000``, ``12,5 jt``, ``800``."""

    def __init__(self) -> None:
        super().__init__(read_amount, lambda value: f"{value:,.2f}".removesuffix(".00").replace(",", "."))
        self.setMaxLength(24)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)


def read_amount(text: str) -> float | None:
    """``12.500.000`` and ``12500000`` in full, ``12,5 jt`` or ``12,5 juta`` in millions, ``500 rb`` in thousands."""
    match = re.fullmatch(r"(\d+(?:\.\d{3})*)(?:,(\d+))?\s*(jt|juta|rb|ribu|k)?", text.strip().lower())
    if match is None:
        return None
    scale = {"jt": 1e6, "juta": 1e6, "rb": 1e3, "ribu": 1e3, "k": 1e3}.get(match[3], 1.0)
    return float(match[1].replace(".", "") + "." + (match[2] or "0")) * scale


class ChoiceField(QComboBox):
    """One of a few words; the first, empty entry is None. The wheel scrolls the page, never the choice."""

    edited = Signal()

    def __init__(self, values: Sequence[str], word: Callable[[str], str]) -> None:
        super().__init__()
        self._values = (None, *values)
        self._word = word
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItems([""] * len(self._values))
        self.retranslate()
        self.activated.connect(lambda _: self.edited.emit())

    def retranslate(self) -> None:
        """Write the words in the language in use."""
        for place, value in enumerate(self._values):
            self.setItemText(place, "—" if value is None else self._word(value))

    def value(self) -> str | None:
        return self._values[self.currentIndex()]

    def set_value(self, value: str | None) -> None:
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class AnswerField(SegmentRow[Answer]):
    """Ya, tidak or tidak diketahui, as three segments; Y, T and U (or ``?``) answer, Backspace takes it back."""

    edited = Signal()
    _keys = {
        Qt.Key.Key_Y: "ya",
        Qt.Key.Key_T: "tidak",
        Qt.Key.Key_N: "tidak",
        Qt.Key.Key_U: "tidak diketahui",
        Qt.Key.Key_Question: "tidak diketahui",
        Qt.Key.Key_Backspace: None,
    }

    def __init__(self) -> None:
        self._value: Answer | None = None
        super().__init__(("ya", "tidak", "tidak diketahui"), lambda answer: self._words()[answer])

    def _words(self) -> dict[Answer, str]:
        return {"ya": self.tr("Yes"), "tidak": self.tr("No"), "tidak diketahui": self.tr("Don't know")}

    def value(self) -> Answer | None:
        return self._value

    def set_value(self, value: Answer | None) -> None:
        self._value = value
        self._press(value)

    def _choose(self, value: Answer | None) -> None:
        self.set_value(value)
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in self._keys:
            self._choose(self._keys[key])  # type: ignore[arg-type]
            return
        step = {Qt.Key.Key_Down: True, Qt.Key.Key_Up: False}.get(key)
        if step is None:
            super().keyPressEvent(event)
        else:
            self.focusNextPrevChild(step)


class ListField(Spoken):
    """A list of short texts as chips; Enter or a comma adds what was typed, pressing a chip takes it away.

    ``choices`` are offered while typing, in words; what is stored of them is their code.
    """

    edited = Signal()

    def __init__(self, choices: Sequence[Choice] = ()) -> None:
        super().__init__()
        self._values: list[str] = []
        self._choices = choices
        self.line = QLineEdit()
        self.line.setMaxLength(120)
        self.line.textEdited.connect(lambda text: self._add() if text.endswith((",", ";")) else None)
        self.line.editingFinished.connect(self._add)
        self._offered = QStringListModel(self)
        if choices:
            self.line.setCompleter(self._completer())
        self._chips = Chips(self.line)
        self._chips.removed.connect(self._remove)
        self.setFocusProxy(self.line)
        self.setLayout(column(self.line, self._chips, gap=4))
        self.retranslate()

    def _completer(self) -> QCompleter:
        offer = QCompleter(self._offered, self)
        offer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        offer.setFilterMode(Qt.MatchFlag.MatchContains)
        offer.activated[str].connect(lambda _: self._add(), Qt.ConnectionType.QueuedConnection)  # type: ignore[index]
        return offer

    def retranslate(self) -> None:
        self.line.setPlaceholderText(self.tr("Type and press Enter"))
        self._offered.setStringList([str(choice.label) for choice in self._choices])
        hint = self.tr("Press to remove, or Backspace in the empty line")
        self._chips.show_texts([word(value) for value in self._values], hint)

    def value(self) -> tuple[str, ...]:
        return tuple(self._values)

    def set_value(self, value: Sequence[str]) -> None:
        self._values = list(value)
        self.retranslate()

    def _add(self) -> None:
        text = self._code(self.line.text().strip(" ,;"))
        self.line.clear()
        if text and text not in self._values:
            self.set_value([*self._values, text])
            self.edited.emit()

    def _code(self, text: str) -> str:
        """The code of the choice that was typed in either language; other text as it is."""
        said = {words.casefold(): one.code for one in self._choices for words in (one.label.id, one.label.en)}
        return said.get(text.casefold(), text)

    def _remove(self, place: int) -> None:
        self.set_value(self._values[:place] + self._values[place + 1 :])
        self.edited.emit()
