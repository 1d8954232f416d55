"""Coverage at a glance: the figures, the charts, and the footnotes that belong to them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from desa_app.domain.coverage import Coverage, Figures, footnote_lines
from desa_app.domain.formats import show_number
from desa_app.ui.coverage.chart import Chart, Paint
from desa_app.ui.coverage.chart_paint import Mark, paint_columns, paint_divided, paint_rows, percent
from desa_app.ui.coverage.marks import absence_marks, age_marks, month_marks, sex_marks
from desa_app.ui.parts import GAP, Spoken, card, column, holder, label, row
from desa_app.ui.screen import Empty
from desa_app.ui.style import px

_TWO_COLUMNS_PX = 720
"""The width from which two charts have room side by side."""


class Overview(Spoken):
    """``set_coverage`` shows the figures of a coverage; nothing here disagrees with its tables."""

    def __init__(self) -> None:
        super().__init__()
        self._coverage: Coverage | None = None
        self._figures: Figures | None = None
        self.tiles = [Tile() for _ in range(5)]
        self.months = ChartCard(paint_columns, 176)
        self.sexes, self.ages = ChartCard(paint_rows, 66), ChartCard(paint_rows, 140)
        self.assigned, self.every = ChartCard(paint_divided, 110), ChartCard(paint_divided, 110)
        self.empty = Empty("chart-column")
        self.empty.setProperty("role", "card")
        self.notes_title, self.notes = label("heading"), label("", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._columns = 0
        tiles = row(*self.tiles)
        for place in range(len(self.tiles)):
            tiles.setStretch(place, 1)
        foot = card(self.notes_title, self.notes)
        self.setLayout(column(holder(tiles), self.empty, holder(self._grid), foot, None, gap=12))
        self._arrange(2)
        self.retranslate()

    def retranslate(self) -> None:
        self.notes_title.setText(self.tr("Footnotes"))
        self.empty.say(
            self.tr("No approved session in this period and scope"),
            self.tr(
                "A session counts once the team lead has approved it. Choose a longer period, clear the filters, or "
                "synchronise so that approvals arrive."
            ),
        )
        self._show()

    def set_coverage(self, coverage: Coverage, figures: Figures) -> None:
        """Show what was counted."""
        self._coverage, self._figures = coverage, figures
        self._show()

    def forget(self) -> None:
        """Let go of the coverage; what is drawn stays until the next one comes."""
        self._coverage = self._figures = None

    def charts(self) -> list[ChartCard]:
        """Every chart, in reading order."""
        return [self.months, self.sexes, self.ages, self.assigned, self.every]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= px(_TWO_COLUMNS_PX) else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        places = _SIDE_BY_SIDE if columns == 2 else _BELOW
        for chart, (line, place, lines) in zip(self.charts(), places, strict=True):
            self._grid.addWidget(chart, line, place, lines, 1)
        for place in range(2):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)

    def _show(self) -> None:
        if self._coverage is None or self._figures is None:
            return
        counted, figures = self._coverage, self._figures
        has_sessions = counted.country.sessions > 0
        self.empty.setVisible(not has_sessions)
        for chart in (self.months, self.sexes, self.ages):
            chart.setVisible(has_sessions)
        for tile, told in zip(self.tiles, self._told(counted), strict=True):
            tile.tell(*told)
        self._show_people(counted, figures)
        nobody = self.tr("No village")
        rules = counted.rules
        villages = show_number(sum(figures.every.values()))
        binaan = show_number(sum(figures.assigned.values()))
        title = self.tr("Assisted villages by last session: {count}").format(count=binaan)
        self.assigned.tell(title, absence_marks(figures.assigned, rules), self.tr("No assisted village here (n/a)"))
        title = self.tr("All villages by last session: {count}").format(count=villages)
        self.every.tell(title, absence_marks(figures.every, rules), nobody)
        scope = self.tr("Counted from what this laptop may see. Only approved sessions count.")
        self.notes.setText("\n".join(f"•  {line}" for line in (scope, *footnote_lines(counted))))

    def _show_people(self, counted: Coverage, figures: Figures) -> None:
        sessions, people = show_number(counted.country.sessions), show_number(counted.country.reached)
        nobody = self.tr("No session")
        title = self.tr("Sessions by month: {count}").format(count=sessions)
        self.months.tell(title, month_marks(figures.months), nobody)
        title = self.tr("People reached by sex: {count}").format(count=people)
        self.sexes.tell(title, sex_marks(figures), nobody)
        title = self.tr("People reached by age group: {count}").format(count=people)
        self.ages.tell(title, age_marks(figures), nobody)

    def _told(self, counted: Coverage) -> list[tuple[str, str, str]]:
        """Title, figure and what stands below it, of each tile."""
        country = counted.country
        of = self.tr("of {count} assisted villages").format(count=show_number(country.assigned))
        every = self.tr("{rate} of {count} villages").format(
            rate=percent(country.covered, country.villages) if country.villages else "n/a",
            count=show_number(country.villages),
        )
        rate = percent(country.covered_assigned, country.assigned) if country.assigned else "n/a"
        low, high = show_number(country.identified), show_number(country.unique_most)
        distinct = low if low == high else f"{low}–{high}"
        waiting = self.tr("{count} people, not counted yet").format(count=show_number(country.pending_reached))
        return [
            (self.tr("Assisted, covered"), f"{show_number(country.covered_assigned)}  ({rate})", of),
            (self.tr("Villages covered"), show_number(country.covered), every),
            (self.tr("Sessions"), show_number(country.sessions), self.tr("approved, in this period")),
            (
                self.tr("People reached"),
                show_number(country.reached),
                self.tr("distinct people: {count}").format(count=distinct),
            ),
            (self.tr("Awaiting approval"), show_number(country.pending_sessions), waiting),
        ]


_SIDE_BY_SIDE = ((0, 0, 2), (0, 1, 1), (1, 1, 1), (2, 0, 1), (2, 1, 1))
_BELOW = tuple((number, 0, 1) for number in range(5))
"""Line, column and lines of each chart."""


class Tile(QFrame):
    """One figure under its title, with what it is a part of."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.title, self.figure = label("label", wrap=True), label("figure")
        self.below = label("caption", wrap=True)
        self.setLayout(column(self.title, self.figure, self.below, margin=GAP, gap=0, stretch=2))

    def tell(self, title: str, figure: str, below: str) -> None:
        """Write all three."""
        for each, text in ((self.title, title), (self.figure, figure), (self.below, below)):
            each.setText(text)
        self.setAccessibleName(f"{title}: {figure}, {below}")


class ChartCard(QFrame):
    """A chart under its title."""

    def __init__(self, paint: Paint, height: int) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.title: QLabel = label("heading", wrap=True)
        self.chart = Chart(paint, height)
        self.setLayout(column(self.title, self.chart, margin=12, gap=4, stretch=1))

    def tell(self, title: str, marks: Iterable[Mark], nothing: str) -> None:
        """Write the title and draw the marks."""
        self.title.setText(title)
        self.chart.show_marks(title, list(marks), nothing)
