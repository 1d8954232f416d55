"""The way to headquarters: what waits, since when, one button, how far it is, and how the last run ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from desa_app.domain.formats import show_date, show_number, show_time
from desa_app.domain.labels import label as field_label
from desa_app.domain.labels import noun_label
from desa_app.domain.set_aside import reason_of
from desa_app.ui.field import scrolled
from desa_app.ui.parts import GAP, button, card, column, holder, label, name_button, row, show_tone
from desa_app.ui.screen import Screen
from desa_app.ui.table import ROW_HEIGHT, Column, RowTable, RowView
from desa_app.ui.words import rivals
from desa_app.ui.wrapping import Even

if TYPE_CHECKING:
    from desa_app.store.conflicts import Conflict
    from desa_app.store.journal import Quarantined
    from desa_app.store.store import Status
    from desa_app.sync.run import Progress, SyncReport

_CLOCK_LIMIT_S = 300
_LEAST_PX = 440
_KINDS = 4
"""Kinds of records that are counted."""
_IN_SIGHT = 6
"""Lines of trouble that are in sight at once."""


class SyncPanel(Screen):
    """``set_status`` shows how this laptop stands; ``started`` and ``cancelled`` are the officer's wishes, ``opened``
    names the record to look at."""

    started = Signal()
    cancelled = Signal()
    opened = Signal(str, str)
    nouns = frozenset({"session", "attendee", "offer", "recruiter", "sync"})

    def __init__(self) -> None:
        super().__init__()
        self._status: Status | None = None
        self._report: SyncReport | None = None
        self._progress: Progress | None = None
        self._running = self._stopping = False
        self.title = label("title")
        self.headline, self.oldest = label("title", wrap=True), label("muted", wrap=True)
        self.start = button("primary", "refresh-cw", self.started.emit)
        self.stop = button("", "x", self._cancel)
        self.bar = QProgressBar(textVisible=False)
        self.progress, self.result = label("muted", wrap=True), label("banner", wrap=True)
        self.clock = label("banner", wrap=True)
        self.places_title, self.aside_title, self.conflicts_title = label("heading"), label("heading"), label("heading")
        self.places_table: RowTable[tuple[str, Any]] = RowTable()
        self.aside_table: RowTable[Quarantined] = RowTable()
        self.conflict_table: RowTable[Conflict] = RowTable()
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = card(
            self.headline,
            self.oldest,
            holder(row(self.start, self.stop, self.progress, stretch=2)),
            self.bar,
            self.result,
            self.clock,
        )
        self._aside = card(self.aside_title, self._to_open(self.aside_table))
        self._conflicts = card(self.conflicts_title, self._to_open(self.conflict_table))
        places = card(self.places_title, _tall(RowView(self.places_table, sortable=False), _KINDS))
        self._trouble = holder(column(self._aside, self._conflicts, gap=12))
        below = Even(places, self._trouble, least=_LEAST_PX, gap=12)
        page = scrolled(holder(column(head, holder(below), None, gap=12)))
        self.setLayout(column(self.title, page, margin=2 * GAP, gap=12, stretch=1))
        for hidden in (self.stop, self.bar, self._trouble):
            hidden.hide()

    def _to_open(self, table: RowTable[Any]) -> RowView:
        view = _tall(RowView(table, sortable=False, wraps=True), _IN_SIGHT)
        view.opened.connect(lambda place: self.opened.emit(table.row(place).noun, table.row(place).record))
        return view

    def retranslate(self) -> None:
        self.title.setText(self.tr("Synchronise"))
        name_button(self.start, self.tr("Synchronise now"), "Ctrl+R")
        self.stop.setText(self.tr("Cancel"))
        self.places_title.setText(self.tr("Where the records are"))
        self.aside_title.setText(self.tr("Set aside by headquarters"))
        self.conflicts_title.setText(self.tr("Data conflicts: the team lead decides"))
        self.places_table.set_columns(
            Column(self.tr("Records"), lambda one: noun_label(one[0]).capitalize(), width=0),
            Column(self.tr("Saved here"), lambda one: show_number(one[1].saved), number=True, width=92),
            Column(self.tr("Set aside"), lambda one: show_number(one[1].quarantined), number=True, width=92),
            Column(self.tr("At headquarters"), lambda one: show_number(one[1].hq), number=True, width=122),
        )
        self.aside_table.set_columns(
            Column(self.tr("Record"), lambda one: noun_label(one.noun).capitalize(), width=140),
            Column(self.tr("Field"), lambda one: field_label(one.noun, one.field) if one.field else "—", width=150),
            Column(self.tr("Reason"), lambda one: reason_of(one.code), width=0),
        )
        self.conflict_table.set_columns(
            Column(self.tr("Record"), lambda one: noun_label(one.noun).capitalize(), width=140),
            Column(self.tr("Field"), lambda one: field_label(one.noun, one.field), width=150),
            Column(self.tr("Values written at the same time"), rivals, width=0),
        )
        self._write()

    def set_status(self, status: Status) -> None:
        """Show how this laptop stands."""
        self._status = status
        self.places_table.set_rows(list(status.tallies.items()))
        self.aside_table.set_rows(status.quarantined)
        self.conflict_table.set_rows(status.conflicts)
        self._aside.setVisible(bool(status.quarantined))
        self._conflicts.setVisible(bool(status.conflicts))
        self._trouble.setVisible(bool(status.quarantined or status.conflicts))
        self._write()

    def show_running(self, running: bool) -> None:
        """A run began or ended."""
        self._running, self._stopping = running, False
        self._progress = None
        if running:
            self._report = None
            self.bar.setRange(0, 0)
        self._write()

    def show_progress(self, progress: Progress) -> None:
        """How far the run is."""
        self._progress = progress
        done = progress.pushed + progress.pulled
        self.bar.setRange(0, max(1, done + progress.left_to_push + progress.left_to_pull))
        self.bar.setValue(done)
        self._write()

    def show_report(self, report: SyncReport) -> None:
        """How the run ended."""
        self._report = report
        self._write()

    def _cancel(self) -> None:
        self._stopping = True
        self._write()
        self.cancelled.emit()

    def _write(self) -> None:
        self.start.setEnabled(not self._running)
        self.stop.setVisible(self._running)
        self.stop.setEnabled(not self._stopping)
        self.bar.setVisible(self._running)
        self.progress.setText(self._progress_text() if self._running else "")
        show_tone(
            self.result, self._report_text(), "warning" if self._report and self._report.quarantined else "success"
        )
        self._write_status()

    def _write_status(self) -> None:
        if self._status is None:
            return
        unsent, last, offset = self._status.unsent, self._status.last_sync, self._status.offset
        waiting = self.tr("{count} records are not at headquarters yet").format(count=show_number(unsent.records))
        self.headline.setText(waiting if unsent.records else self.tr("Everything is at headquarters"))
        lines = []
        if unsent.oldest:
            lines.append(self.tr("The oldest waits since {day}.").format(day=show_date(unsent.oldest.date())))
        if last:
            moment = f"{show_date(last.date())} {show_time(last)}"
            lines.append(self.tr("Last contact with headquarters: {moment}.").format(moment=moment))
        else:
            lines.append(self.tr("No contact with headquarters yet."))
        self.oldest.setText(" ".join(lines))
        is_off = offset is not None and abs(offset) > _CLOCK_LIMIT_S
        minutes = round(abs(offset or 0) / 60)
        words = self.tr("This laptop's clock is {minutes} minutes off. Please set it; nothing is lost because of it.")
        show_tone(self.clock, words.format(minutes=minutes) if is_off else "", "warning")

    def _progress_text(self) -> str:
        if self._stopping:
            return self.tr("Stopping: what is on the line now is still finished …")
        if self._progress is None:
            return self.tr("Calling headquarters …")
        text = self.tr("{sent} sent, {left} to go · {got} received, {coming} to come")
        found = self._progress
        return text.format(
            sent=show_number(found.pushed),
            left=show_number(found.left_to_push),
            got=show_number(found.pulled),
            coming=show_number(found.left_to_pull),
        )

    def _report_text(self) -> str:
        report = self._report
        if report is None:
            return ""
        size = show_number((report.bytes_up + report.bytes_down) / 1024, 1)
        text = self.tr("Done: {sent} changes sent, {got} received, {size} KB on the line.")
        said = text.format(sent=show_number(report.pushed), got=show_number(report.pulled), size=size)
        if report.remark:
            said += " " + report.remark
        if report.quarantined:
            said += " " + self.tr("{count} were set aside; see the reason below.").format(count=report.quarantined)
        return said


def _tall(view: RowView, lines: int) -> RowView:
    """A view as tall as its header and so many lines."""
    view.setFixedHeight((lines + 1) * ROW_HEIGHT + GAP)
    return view
