"""The way to headquarters: what goes and comes, one button, how far it is, what was set aside, how it went before."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QProgressBar

from desa_app.domain.formats import show_date, show_number, show_time
from desa_app.domain.labels import label as field_label
from desa_app.domain.labels import noun_label
from desa_app.domain.set_aside import reason_of
from desa_app.ui.field import scrolled
from desa_app.ui.headquarters.file_card import FileCard
from desa_app.ui.headquarters.pace import seconds_left
from desa_app.ui.headquarters.stick_card import StickCard
from desa_app.ui.parts import GAP, button, card, column, holder, label, name_button, row, show_tone
from desa_app.ui.screen import Screen
from desa_app.ui.table import Column, RowTable, RowView
from desa_app.ui.words import rivals
from desa_app.ui.wrapping import Even

if TYPE_CHECKING:
    from collections.abc import Callable

    from desa_app.store.conflicts import Conflict
    from desa_app.store.journal import Quarantined, Waiting
    from desa_app.store.places import Tally
    from desa_app.store.runs import Run
    from desa_app.store.store import Exchange, Status
    from desa_app.sync.run import Progress, SyncReport

_CLOCK_LIMIT_S = 300
_LEAST_PX = 440
_KINDS = 4
"""Kinds of records that are counted."""
_IN_SIGHT = 12
"""Troubles that are in sight at once."""
_LAST_RUNS = 8
"""Lines of history that are in sight at once."""
_KB = 1024
_LONGEST = 160
"""Letters of two values that are shown side by side; the record itself has the rest."""


class Standing(NamedTuple):
    """The records of one kind: what waits of them here, and where they are."""

    noun: str
    waiting: Waiting | None
    tally: Tally


class SyncPanel(Screen):
    """``set_status`` shows how this laptop stands, ``set_exchange`` what goes and how it went; ``started`` and
    ``cancelled`` are the officer's wishes (a pause is a run that ends early and is offered again), ``opened`` names
    the record to look at, ``conflict_opened`` hands on the conflict."""

    started = Signal()
    cancelled = Signal()
    opened = Signal(str, str)
    conflict_opened = Signal(object)
    nouns = frozenset({"session", "attendee", "offer", "recruiter", "sync"})

    def __init__(self) -> None:
        super().__init__()
        self._status: Status | None = None
        self._report: SyncReport | None = None
        self._progress: Progress | None = None
        self._exchange: Exchange | None = None
        self._running = self._stopping = self._paused = False
        self._since = QElapsedTimer()
        self.title = label("title")
        self.headline, self.oldest = label("title", wrap=True), label("muted", wrap=True)
        self.start = button("primary", "refresh-cw", self.started.emit)
        self.pause = button("", "pause", self._pause)
        self.stop = button("", "x", self._cancel)
        self.bar = QProgressBar(textVisible=False)
        self.progress, self.result = label("muted", wrap=True), label("banner", wrap=True)
        self.clock, self.departure = label("banner", wrap=True), label("banner", wrap=True)
        self.lease = label("banner", wrap=True)
        self.places_title = label("heading")
        self.aside_title, self.conflicts_title = label("heading", wrap=True), label("heading", wrap=True)
        self.history_title, self.ending = label("heading"), label("muted", wrap=True)
        self.coming, self.no_history = label("muted", wrap=True), label("muted", wrap=True)
        self.places_table: RowTable[Standing] = RowTable()
        self.history_table: RowTable[Run] = RowTable()
        self.aside_table: RowTable[Quarantined] = RowTable()
        self.conflict_table: RowTable[Conflict] = RowTable()
        self.files = FileCard()
        self.stick = StickCard()
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = card(
            self.headline,
            self.oldest,
            holder(row(self.start, self.pause, self.stop, self.progress, stretch=3)),
            self.bar,
            self.result,
            self.clock,
            self.departure,
            self.lease,
        )
        self.aside_view = self._to_open(self.aside_table, lambda one: self.opened.emit(one.noun, one.record))
        self.conflict_view = self._to_open(self.conflict_table, self.conflict_opened.emit)
        self.repair = button("", "wrench", lambda: self._open(self.aside_view, self.aside_table))
        self.settle = button("", "wrench", self._open_conflict)
        self._aside = card(holder(row(self.aside_title, self.repair, stretch=0)), self.aside_view)
        self._conflicts = card(holder(row(self.conflicts_title, self.settle, stretch=0)), self.conflict_view)
        self.places_view = RowView(self.places_table, sortable=False)
        self.places_view.fit_rows(_KINDS)
        places = card(self.places_title, self.places_view, self.coming)
        self.history_view = RowView(self.history_table, sortable=False)
        self.history_view.fit_rows(_LAST_RUNS)
        self.history_view.chosen.connect(self._show_ending)
        history = card(self.history_title, self.history_view, self.ending, self.no_history)
        below = Even(holder(column(self.files, self.stick, None, gap=12)), self._aside, least=_LEAST_PX, gap=12)
        page = scrolled(holder(column(head, self._conflicts, places, holder(below), history, None, gap=12)))
        self.setLayout(column(self.title, page, margin=2 * GAP, gap=12, stretch=1))
        for hidden in (self.pause, self.stop, self.bar, self._aside, self._conflicts, self.ending):
            hidden.hide()

    def _to_open(self, table: RowTable[Any], opened: Callable[[Any], None]) -> RowView:
        view = RowView(table, sortable=False, wraps=True)
        view.fit_rows(_IN_SIGHT)
        view.opened.connect(lambda place: opened(table.row(place)))
        return view

    def _open(self, view: RowView, table: RowTable[Any]) -> None:
        """Go to the record under the cursor, or the first: trouble is taken from the top."""
        found = table.row(max(view.currentIndex().row(), 0))
        self.opened.emit(found.noun, found.record)

    def _open_conflict(self) -> None:
        """Go to the conflict under the cursor, or the first."""
        self.conflict_opened.emit(self.conflict_table.row(max(self.conflict_view.currentIndex().row(), 0)))

    def retranslate(self) -> None:
        self.title.setText(self.tr("Synchronise"))
        self.stop.setText(self.tr("Cancel"))
        self.pause.setText(self.tr("Pause"))
        self.repair.setText(self.tr("Correct"))
        self.settle.setText(self.tr("Look at it"))
        self.places_title.setText(self.tr("What goes, and where the records are"))
        self.aside_title.setText(self.tr("Set aside by headquarters"))
        self.conflicts_title.setText(self.tr("Data conflicts: the team lead decides"))
        self.history_title.setText(self.tr("History"))
        named = (
            (self.places_view, self.places_title),
            (self.aside_view, self.aside_title),
            (self.conflict_view, self.conflicts_title),
            (self.history_view, self.history_title),
        )
        for view, title in named:
            view.setAccessibleName(title.text())
        self.no_history.setText(
            self.tr("Each contact with headquarters is noted here: what went, what came, how it ended.")
        )
        kinds = {
            "session": self.tr("Sessions"),
            "attendee": self.tr("Participants"),
            "offer": self.tr("Job offers"),
            "recruiter": self.tr("Recruiters"),
        }
        self.places_table.set_columns(
            Column(self.tr("Records"), lambda one: kinds[one.noun], width=0),
            Column(self.tr("To send"), lambda one: _count(one.waiting, 0), number=True, width=120),
            Column(self.tr("KB"), lambda one: _count(one.waiting, 1), number=True, width=64),
            Column(self.tr("With the lead"), lambda one: show_number(one.tally.lead), number=True, width=120),
            Column(self.tr("Set aside"), lambda one: show_number(one.tally.quarantined), number=True, width=104),
            Column(self.tr("At headquarters"), lambda one: show_number(one.tally.hq), number=True, width=140),
        )
        self.history_table.set_columns(
            Column(
                self.tr("When"), lambda run: f"{show_date(run.began.date(), short=True)} {run.began:%H:%M}", width=150
            ),
            Column(self.tr("Took"), lambda run: self._took(run), width=76),
            Column(self.tr("Sent"), lambda run: show_number(run.pushed), number=True, width=72),
            Column(self.tr("Received"), lambda run: show_number(run.pulled), number=True, width=76),
            Column(
                self.tr("KB"), lambda run: show_number((run.bytes_up + run.bytes_down) / _KB, 1), number=True, width=76
            ),
            Column(
                self.tr("How it ended"), self._ending, tone=lambda run: "warning" if run.error else "success", width=0
            ),
        )
        self.aside_table.set_columns(
            Column(self.tr("Record"), lambda one: noun_label(one.noun).capitalize(), width=140),
            Column(self.tr("Field"), lambda one: field_label(one.noun, one.field) if one.field else "—", width=150),
            Column(self.tr("Reason"), lambda one: reason_of(one.code), width=0),
        )
        self.conflict_table.set_columns(
            Column(self.tr("Record"), lambda one: noun_label(one.noun).capitalize(), width=140),
            Column(self.tr("Field"), lambda one: field_label(one.noun, one.field), width=150),
            Column(self.tr("Values written at the same time"), lambda one: shorten(rivals(one), _LONGEST), width=0),
        )
        self._write()

    def set_status(self, status: Status) -> None:
        """Show how this laptop stands."""
        self._status = status
        self._show_standing()
        self.aside_table.set_rows(status.quarantined)
        self.conflict_table.set_rows(status.conflicts)
        self._aside.setVisible(bool(status.quarantined))
        self._conflicts.setVisible(bool(status.conflicts))
        self._write()

    def set_exchange(self, exchange: Exchange) -> None:
        """Show what goes, what comes, and how it went until now."""
        self._exchange = exchange
        self.files.set_waiting(exchange.files)
        self._show_standing()
        self.history_table.set_rows(exchange.runs)
        self.history_view.setVisible(bool(exchange.runs))
        self.no_history.setVisible(not exchange.runs)
        self._write()

    def _show_standing(self) -> None:
        waiting = self._exchange.waiting if self._exchange else {}
        tallies = self._status.tallies if self._status else {}
        self.places_table.set_rows([Standing(noun, waiting.get(noun), tally) for noun, tally in tallies.items()])

    def show_running(self, running: bool) -> None:
        """A run began or ended."""
        self._running, self._stopping = running, False
        self.files.show_step(None)
        if running:
            self._report, self._progress, self._paused = None, None, False
            self.bar.setRange(0, 0)
            self._since.start()
        self._write()

    def show_progress(self, progress: Progress) -> None:
        """How far the run is."""
        self._progress = progress
        self.files.show_step(progress.files)
        done = progress.pushed + progress.pulled
        self.bar.setRange(0, max(1, done + progress.left_to_push + progress.left_to_pull))
        self.bar.setValue(done)
        self._write()

    def show_report(self, report: SyncReport) -> None:
        """How the run ended."""
        self._report = report
        self._write()

    @property
    def is_paused(self) -> bool:
        """Whether the run was ended to be continued later."""
        return self._paused

    def _cancel(self) -> None:
        self._stopping, self._paused = True, False
        self._write()
        self.cancelled.emit()

    def _pause(self) -> None:
        self._stopping = self._paused = True
        self._write()
        self.cancelled.emit()

    def _write(self) -> None:
        self.start.setEnabled(not self._running)
        words = self.tr("Continue") if self._paused and not self._running else self.tr("Synchronise now")
        name_button(self.start, words, "Ctrl+R")
        for one in (self.pause, self.stop):
            one.setVisible(self._running)
            one.setEnabled(not self._stopping)
        self.bar.setVisible(self._running or (self._paused and self._progress is not None))
        self.progress.setText(self._progress_text())
        show_tone(
            self.result, self._report_text(), "warning" if self._report and self._report.quarantined else "success"
        )
        self._write_status()

    def _write_status(self) -> None:
        if self._status is None:
            return
        unsent, last, offset = self._status.unsent, self._status.last_sync, self._status.offset
        waiting = self.tr("{count} records are not at headquarters yet").format(count=show_number(unsent.records))
        is_new = last is None and not any(tally.hq for tally in self._status.tallies.values())
        calm = self.tr("Nothing to send yet") if is_new else self.tr("Everything is at headquarters")
        if self._exchange and self._exchange.files.count:
            calm = self.tr("The records are at headquarters, files still wait")
        self.headline.setText(waiting if unsent.records else calm)
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
        show_tone(self.departure, self._departure_text(), "accent")
        ends = self._status.lease_ends
        words = self.tr("This laptop locks on {day} unless it synchronises before. Nothing is lost then.")
        show_tone(self.lease, words.format(day=show_date(ends)) if ends else "", "warning")

        behind = self._exchange.behind if self._exchange else 0
        coming = self.tr("{count} changes are known to wait for you there.").format(count=show_number(behind))
        self.coming.setText(coming if behind else self.tr("What comes is known once headquarters answers."))

    def _departure_text(self) -> str:
        """What moves took off this laptop, unless the run that has just ended says it."""
        said = self._exchange.departure if self._exchange else ""
        return "" if self._report and said in self._report.remark else said

    def _progress_text(self) -> str:
        if not self._running:
            return self.tr("Paused. What was sent stays sent.") if self._paused else ""
        if self._stopping:
            return self.tr("Stopping …")
        if self._progress is None:
            return self.tr("Calling headquarters …")
        text = self.tr("{sent} sent, {left} to go · {got} received, {coming} to come")
        found = self._progress
        said = text.format(
            sent=show_number(found.pushed),
            left=show_number(found.left_to_push),
            got=show_number(found.pulled),
            coming=show_number(found.left_to_pull),
        )
        left = found.left_to_push + found.left_to_pull
        seconds = seconds_left(found.pushed + found.pulled, left, self._since.elapsed() / 1000)
        if seconds is None or not left:
            return said
        return said + " · " + self.tr("about {time} more").format(time=self._duration(seconds))

    def _duration(self, seconds: int) -> str:
        minutes = round(seconds / 60)
        if seconds < 60:
            return self.tr("{count} seconds").format(count=max(1, seconds))
        return self.tr("{count} minutes").format(count=show_number(minutes))

    def _took(self, run: Run) -> str:
        seconds = max(1, (run.ended_ms - run.began_ms) // 1000)
        if seconds < 60:
            return self.tr("{count} s").format(count=seconds)
        return self.tr("{count} min").format(count=show_number(round(seconds / 60)))

    def _ending(self, run: Run) -> str:
        return run.sentence or self.tr("Done")

    def _show_ending(self) -> None:
        """Say in full what ended the run that is chosen, where its line has no room for it."""
        place, view = self.history_view.place(), self.history_view
        said = "" if place is None else self.history_table.row(place).sentence
        room = view.columnWidth(len(self.history_table.columns) - 1)
        self.ending.setText(said)
        self.ending.setVisible(view.fontMetrics().horizontalAdvance(said) > room)

    def _report_text(self) -> str:
        report = self._report
        if report is None:
            return ""
        size = show_number((report.bytes_up + report.bytes_down) / 1024, 1)
        text = self.tr("Done: {sent} changes sent, {got} received, {size} KB on the line.")
        said = text.format(sent=show_number(report.pushed), got=show_number(report.pulled), size=size)
        moved = self.tr("{sent} files sent, {got} received.")
        if report.files_sent or report.files_got:
            said += " " + moved.format(sent=show_number(report.files_sent), got=show_number(report.files_got))
        if report.files_stopped:
            broke = self.tr("The line broke before {count} files were sent; they go on from there next time.")
            said += " " + broke.format(count=show_number(report.files_left))
        if report.remark:
            said += " " + report.remark
        if report.forwarded:
            words = self.tr("Colleagues' bundles brought on: {count}; bring the answers back on their sticks.")
            said += " " + words.format(count=show_number(report.forwarded))
        if report.quarantined:
            said += " " + self.tr("{count} were set aside; see the reason below.").format(count=report.quarantined)
        return said


def _count(waiting: Waiting | None, place: int) -> str:
    """Changes (place 0) or KB (place 1) of what waits; a dash where nothing does."""
    if waiting is None:
        return "–"
    return show_number(waiting.size / _KB, 1) if place else show_number(waiting.changes)
