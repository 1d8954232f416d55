"""One village: where it lies, its letter, what was done and reported there, and which neighbours nobody visited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from desa_app.domain.formats import show_date, show_number
from desa_app.domain.known_village import KnownVillage, Report, letter_in_force
from desa_app.domain.labels import value_label
from desa_app.domain.neighbours import NEAR_KM
from desa_app.domain.village import Village
from desa_app.ui.parts import GAP, Spoken, button, column, label, row, show_tone
from desa_app.ui.style import icon
from desa_app.ui.villages.map_marks import TONES, kind_word
from desa_app.ui.villages.village_rows import VillageRow, km_words, parents_of
from desa_app.ui.words import status_word, word

_LINE_EDGE_PX = 44
"""What the edges and the icon of a line take of its width."""
_MOST = 5
"""How many sessions and offers are named; the lists of each have them all."""


class VillageDetail(Spoken):
    """``set_row`` shows a village. What a person asks for comes out as signals: ``session_asked`` a new session there,
    ``map_asked`` its place on the map, ``opened`` a session or offer, ``village_opened`` a neighbour by its code."""

    session_asked = Signal(object)
    map_asked = Signal(str)
    opened = Signal(str, str)
    village_opened = Signal(str)
    closed = Signal()

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._now = now
        self._row: VillageRow | None = None
        self._neighbours: Sequence[VillageRow] = ()
        self.name, self.place, self.code = label("heading", wrap=True), label("muted", wrap=True), label("caption")
        self.state = label("pill")
        self.figures, self.letter = label(wrap=True), label("caption", wrap=True)
        self.away = button("quiet", "x", self.closed.emit)
        self.begin = button("primary", "plus", lambda: self._tell_village(self.session_asked.emit))
        self.show_map = button("", "map", lambda: self._tell_village(lambda one: self.map_asked.emit(one.code)))
        self._lists = [_Lines(), _Lines(), _Lines()]
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = row(self.name, self.away)
        head.setStretch(0, 1)
        head.setAlignment(self.away, Qt.AlignmentFlag.AlignTop)
        buttons = column(self.begin, self.show_map)
        inside = column(
            head, self.place, self.code, row(self.state, None), self.figures, self.letter, buttons, *self._lists, None
        )
        inside.setContentsMargins(2 * GAP, GAP, 2 * GAP, GAP)
        inner = QWidget()
        inner.setLayout(inside)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        self.setLayout(column(scroll))

    def retranslate(self) -> None:
        self.away.setAccessibleName(self.tr("Close the details"))
        self.away.setToolTip(self.tr("Close the details (Esc)"))
        self.begin.setText(self.tr("New session here"))
        self.show_map.setText(self.tr("Show on the map"))
        self._show()

    def set_row(self, shown: VillageRow, neighbours: Sequence[VillageRow]) -> None:
        """Show a village with the neighbours of it that were never visited."""
        self._row, self._neighbours = shown, neighbours
        self._show()

    @property
    def shown_code(self) -> str | None:
        """The code of the village that is shown."""
        return self._row.village.code if self._row else None

    def _tell_village(self, told: Callable[[Village], None]) -> None:
        if self._row is not None:
            told(self._row.village)

    def _show(self) -> None:
        if self._row is None:
            return
        village, known = self._row.village, self._row.known or KnownVillage(village=self._row.village)
        self.name.setText(village.name)
        self.place.setText(", ".join(part for part in (parents_of(self._row), village.province) if part))
        self.code.setText(f"{value_label(village.kind).capitalize()} · {village.shown_code}")
        show_tone(self.state, kind_word(known.state) if self._row.known else "", TONES[known.state])
        self.figures.setText(self._figures(known))
        self.letter.setText(self._letters(known))
        self._show_visits(known)
        self._show_reports(known)
        self._show_neighbours()

    def _figures(self, known: KnownVillage) -> str:
        if known.last is None:
            counted = self.tr("Your office has no session here that counts.")
        else:
            counted = self.tr("Last visit: {date}\nSessions: {sessions} · People reached: {reached}").format(
                date=show_date(known.last), sessions=known.sessions, reached=show_number(known.reached)
            )
        waits = self.tr("Waiting for approval: {count}").format(count=known.pending)
        return f"{counted}\n{waits}" if known.pending else counted

    def _letters(self, known: KnownVillage) -> str:
        today = self._now().date()
        letter = letter_in_force(known.letters, today)
        if letter is None or letter.start is None:
            return self.tr("No letter (SK) in force: not an assisted village today.")
        start = show_date(letter.start)
        if letter.end is None:
            return self.tr("Letter (SK) {number}\nsince {start}").format(number=letter.sk, start=start)
        return self.tr("Letter (SK) {number}\n{start} to {end}").format(
            number=letter.sk, start=start, end=show_date(letter.end)
        )

    def _show_visits(self, known: KnownVillage) -> None:
        lines = [
            (
                f"{show_date(visit.date, short=True)} · {status_word(visit.status)} · {show_number(visit.reached)}",
                lambda record=visit.id: self.opened.emit("session", record),
            )
            for visit in known.visits[:_MOST]
        ]
        self._lists[0].show_lines(self.tr("SESSIONS ({count})"), len(known.visits), lines, "calendar-days")

    def _show_reports(self, known: KnownVillage) -> None:
        lines = [
            (
                " · ".join(
                    (word(one.level), _matter(one), show_date(one.received, short=True) if one.received else "—")
                ),
                lambda record=one.id: self.opened.emit("offer", record),
            )
            for one in known.reports[:_MOST]
        ]
        self._lists[1].show_lines(self.tr("OFFERS ({count})"), len(known.reports), lines, "shield-alert")

    def _show_neighbours(self) -> None:
        lines = [
            (
                f"{one.village.name} · {km_words(one.neighbour.km if one.neighbour else 0)}",
                lambda code=one.village.code: self.village_opened.emit(code),
            )
            for one in self._neighbours
        ]
        title = self.tr("NEIGHBOURS NEVER VISITED, WITHIN {km} KM").format(km=show_number(NEAR_KM))
        self._lists[2].show_lines(title, len(lines), lines, "map-pinned")

    def sizeHint(self) -> QSize:
        return QSize(304, 400)


def _received(report: Report) -> str:
    return show_date(report.received, short=True) if report.received else "—"


def _matter(report: Report) -> str:
    """What matters most of an offer: that it is urgent while it is open, else how it stands."""
    return report.urgency if report.is_open and report.urgency == "SEGERA" else status_word(report.status)


class _Lines(QWidget):
    """A titled list of lines to press; hidden while there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("label", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.setLayout(column(self._title, self._lines, gap=2))

    def show_lines(self, title: str, count: int, lines: Sequence[tuple[str, Callable[[], None]]], picture: str) -> None:
        """Show these lines; ``count`` is how many there are in all."""
        self.setVisible(bool(lines))
        self._title.setText(title.format(count=count))
        while (old := self._lines.takeAt(0)) is not None and (line := old.widget()) is not None:
            line.hide()
            line.deleteLater()
        for text, pressed in lines:
            self._lines.addWidget(_Line(text, pressed, picture))


class _Line(QPushButton):
    """A line to press; text that is too long for it ends in dots, and stands in full as its tip and its name."""

    def __init__(self, text: str, pressed: Callable[[], None], picture: str) -> None:
        super().__init__()
        self._text = text
        self.setProperty("role", "line")
        self.setAutoDefault(False)
        self.setIcon(icon(picture, "muted"))
        self.setIconSize(QSize(16, 16))
        self.setMinimumWidth(40)
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setText(text)
        self.clicked.connect(lambda: pressed())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - _LINE_EDGE_PX
        self.setText(self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room))
