"""A run: exchanges until nothing is left to push or pull, with retries on a bad line."""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from desa_app.errors import Cancelled, Cloned, DesaError, Destroyed, Forgotten, NoConnection, NotEnrolled, OtherLog
from desa_app.store.database import immediate
from desa_app.store.identity import Identity, Rejoin
from desa_app.store.runs import Run
from desa_app.store.store import REJOIN, Store
from desa_app.sync import cards
from desa_app.sync.bundle import forward
from desa_app.sync.compare import Compared, begin_broken_logs_anew, compare_daily
from desa_app.sync.compare import compare as compare_all
from desa_app.sync.exchange import Asked, Outcome, apply_answer, request_body
from desa_app.sync.files import FileRun, Step
from desa_app.sync.line import Line, LineBusy
from desa_app.sync.pure.digest import Comparison
from desa_app.sync.pure.wire import MAX_BATCH, MAX_ROOM, MIN_ROOM
from desa_app.sync.revocation import destroy
from desa_app.sync.road import Connect
from desa_app.sync.told import erasure_remark

TRIES = 5
FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0


@dataclass(frozen=True)
class Progress:
    """How far a run is: changes sent and new ones received so far, changes left to send, log entries left to read, and
    how far its files are once the records are through."""

    pushed: int
    pulled: int
    left_to_push: int
    left_to_pull: int
    files: Step | None = None


@dataclass(frozen=True)
class SyncReport:
    """What a run did: changes pushed, changes pulled that were new here, changes set aside, bytes of bodies on the
    line.

    ``remark`` is a sentence on what else happened in it, as a practice lead's approvals; ``forwarded`` counts the
    bundles of colleagues that headquarters has answered. Of files it says how many
    went and came, how many still wait and their bytes, and what broke their way (the records were through by then)."""

    pushed: int = 0
    pulled: int = 0
    quarantined: int = 0
    offered_again: int = 0
    left: int = 0
    exchanges: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    remark: str = ""
    forwarded: int = 0
    files_sent: int = 0
    files_got: int = 0
    files_left: int = 0
    files_left_bytes: int = 0
    files_stopped: str = ""
    erased: int = 0
    in_vain: int = 0


def sync(
    store: Store,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: threading.Event | None = None,
    connect: Connect = Line,
    metered: Callable[[], bool] = lambda: False,
) -> SyncReport:
    """Exchange with headquarters until drained, on the road that ``connect`` opens; then move files, as far as this
    laptop's choice lets them on a line that is ``metered`` or not. Raises NotEnrolled, NoConnection,
    Refused, Revoked, Cloned, Unproven, Cancelled; whatever headquarters had answered by then stays recorded, and so
    does the run itself."""
    me = store.me
    if me is None:
        raise NotEnrolled
    run, began = _Run(store, me, progress, cancelled or threading.Event(), connect, metered), store.clock()
    try:
        run.drain()
    except Destroyed:
        raise  # there is no history any more
    except DesaError as error:
        with contextlib.suppress(DesaError):  # what ended the run is told, not that the disk is full as well
            store.runs.note(_noted(run.done, began, store.clock(), error))
        raise
    store.runs.note(_noted(run.done, began, store.clock()))
    if not _has_moved(store, me, run.done):
        return run.done
    return replace(run.done, remark=" ".join(filter(None, (run.done.remark, store.departure()))))


def _has_moved(store: Store, before: Identity, done: SyncReport) -> bool:
    """Whether the run found that the person, or records, are another office's now."""
    return bool(done.left or store.moves.count_hidden()) or (store.me or before).office_code != before.office_code


def compare(store: Store, *, cancelled: threading.Event | None = None, connect: Connect = Line) -> Compared:
    """Exchange with headquarters until drained, then prove that both hold the same, and mend what differs. Raises as
    ``sync`` does; what was mended by then stays mended."""
    me = store.me
    if me is None:
        raise NotEnrolled
    return _Run(store, me, lambda _: None, cancelled or threading.Event(), connect, lambda: False).compare()


def _noted(done: SyncReport, began: int, ended: int, error: DesaError | None = None) -> Run:
    """What the history keeps of a run."""
    return Run(
        began_ms=began,
        ended_ms=ended,
        pushed=done.pushed,
        pulled=done.pulled,
        quarantined=done.quarantined,
        exchanges=done.exchanges,
        bytes_up=done.bytes_up,
        bytes_down=done.bytes_down,
        error=error.code if error else None,
        details=error.details if error else None,
    )


class _Run:
    """The state of one run: what was done so far and how much the line bears."""

    def __init__(
        self,
        store: Store,
        me: Identity,
        progress: Callable[[Progress], None],
        cancelled: threading.Event,
        connect: Connect,
        metered: Callable[[], bool],
    ) -> None:
        self._store = store
        self._me = me
        self._progress = progress
        self._cancelled = cancelled
        self._line = connect(me.hq_url, cancelled)
        self._metered = metered
        self._asked = Asked(MAX_BATCH, 4 * MIN_ROOM, testifies=True)
        self._files: Step | None = None
        self._is_leaving = False
        self.done = SyncReport()

    def drain(self) -> None:
        """Exchange until nothing is left; ``done`` says how far it came, also where it was cut."""
        try:
            with self._line.cut_when_cancelled():
                self._drain_records()
                if self._is_leaving:
                    self._leave()
                else:
                    self._carry()
                    self._compare_daily()
                    self._move_files()
                    self._part_with_hidden()
        except Cloned:
            self._settle_what_arrived()
            self._store.settings.put(REJOIN, Rejoin(self._me.dev, is_copy=True))
            raise
        except Forgotten:
            self._store.settings.put(REJOIN, Rejoin(self._me.dev))
            raise
        except Destroyed as error:
            self._take_leave(error)
            raise
        finally:
            traffic = self._line.traffic
            self.done = replace(self.done, bytes_up=traffic.up, bytes_down=traffic.down)
            self._line.close()

    def _leave(self) -> None:
        """The records of a revoked laptop are through. Its files are sent as well, whatever the line costs; one that
        headquarters can't take until the lead has let its record in is waited for, locked. Raises Destroyed, and
        NoConnection where the line broke before."""
        if self._store.journal.count_pending():
            return  # headquarters could not take it now: the next run goes on
        files = FileRun(
            self._store, self._me, self._line, first=self._records_first, pause=self._wait, tell=self._tell_files
        )
        files.give()
        if not self._store.files.waiting():
            destroy(self._store, self._me)

    def _take_leave(self, destroyed: Destroyed) -> None:
        """Tell headquarters that the data is destroyed, if the line bears it; there is nothing to try again with."""
        with contextlib.suppress(DesaError):
            self._line.exchange(destroyed.farewell)

    def _drain_records(self) -> None:
        """Exchange until drained; a log that turns out to be another than the one read here is begun anew, once."""
        try:
            self._exchange_all()
        except OtherLog:
            if not begin_broken_logs_anew(self._store, self._ask):
                raise
            self._exchange_all()

    def _exchange_all(self) -> None:
        while self._step().more:
            self._tell()
        self._tell()

    def compare(self) -> Compared:
        """Drain, compare everything with headquarters, and mend."""
        try:
            with self._line.cut_when_cancelled():
                return compare_all(self._store, self._ask, self._drain_records)
        finally:
            self._line.close()

    def _carry(self) -> None:
        """Colleagues' bundles that lie here go on to headquarters. A line that breaks leaves them for the next run."""
        with contextlib.suppress(NoConnection):
            self.done = replace(self.done, forwarded=forward(self._store, self._line))

    def _compare_daily(self) -> None:
        """Nobody waits for this: where the line breaks it is left for another run."""
        with contextlib.suppress(NoConnection):
            compare_daily(self._store, partial(self._ask, tries=1), self._drain_records)

    def _ask(self, comparison: Comparison, tries: int = TRIES) -> Outcome:
        """One exchange that compares, and neither pushes nor pulls."""
        usual, self._asked = self._asked, Asked(0, 0, comparison=comparison)
        try:
            return self._tried(tries)
        finally:
            self._asked = usual

    def _move_files(self) -> None:
        """Files go when the records are through. A line that breaks now leaves them for the next run."""
        choice = self._store.file_choice
        is_free = choice.lets_go(metered=self._metered())
        files = FileRun(
            self._store, self._me, self._line, first=self._records_first, pause=self._wait, tell=self._tell_files
        )
        stopped = ""
        try:
            files.move(lambda each: is_free or each.put_ms <= choice.allowed_ms, ahead=is_free)
        except NoConnection as error:
            stopped = error.sentence
        finally:
            left = choice.waiting()
            self.done = replace(
                self.done,
                files_sent=files.moved.sent,
                files_got=files.moved.got,
                files_left=left.count,
                files_left_bytes=left.size,
                files_stopped=stopped,
            )

    def _part_with_hidden(self) -> None:
        """What was hidden until its files are sent can go now."""
        if self._store.moves.count_hidden():
            with immediate(self._store.db):
                left = self._store.part_with_what_left("")
            self.done = replace(self.done, left=self.done.left + left)
            self._store.erasures.clean_up()

    def _records_first(self) -> None:
        """What was saved meanwhile goes before the next chunk of a file."""
        if self._cancelled.is_set():
            raise Cancelled
        if self._store.journal.count_pending():
            self._drain_records()

    def _step(self) -> Outcome:
        outcome = self._tried()
        self._is_leaving = self._is_leaving or outcome.is_leaving
        self.done = replace(
            self.done,
            pushed=self.done.pushed + outcome.pushed,
            pulled=self.done.pulled + outcome.pulled,
            quarantined=self.done.quarantined + outcome.quarantined,
            offered_again=self.done.offered_again + outcome.offered_again,
            left=self.done.left + outcome.left,
            exchanges=self.done.exchanges + 1,
            erased=self.done.erased + outcome.erased,
            in_vain=self.done.in_vain + outcome.in_vain,
        )
        self.done = replace(self.done, remark=erasure_remark(self.done.erased, self.done.in_vain))
        self._asked = replace(
            self._asked,
            changes=min(MAX_BATCH, 2 * self._asked.changes),
            room=min(MAX_ROOM, 2 * self._asked.room),
            own_in_full=self._asked.own_in_full or outcome.own_missing,
            shows_card=False,
        )
        return outcome

    def _settle_what_arrived(self) -> None:
        """Numbers of this laptop were used elsewhere. Learn which changes headquarters has had from here all the
        same, up to the first that collides, so that a new enrolment sends none of them twice."""
        self._asked = Asked(self._asked.changes, room=0)
        while self._store.journal.count_pending():
            try:
                self._tried()
            except Cloned:
                if self._asked.changes == 1:
                    return
                self._ask_for_less()

    def _tried(self, tries: int = TRIES) -> Outcome:
        """One exchange, tried again with less at once while only the line is at fault."""
        for attempt in range(tries):
            if self._cancelled.is_set():
                raise Cancelled
            body, question = request_body(self._store, self._me, self._asked)
            try:
                return apply_answer(self._store, self._me, question, self._line.exchange(body))
            except Forgotten:
                if self._asked.shows_card or not cards.text(self._store):
                    raise
                self._asked = replace(self._asked, shows_card=True)
                continue
            except LineBusy:
                self._line.close()
                if self._cancelled.is_set():
                    raise Cancelled from None
                if attempt == tries - 1:
                    raise
            self._ask_for_less()
            self._wait(attempt)
        raise AssertionError("the last attempt returns or raises")

    def _ask_for_less(self) -> None:
        room = min(self._asked.room, max(MIN_ROOM, self._asked.room // 2))
        changes = min(self._asked.changes, max(1, self._asked.changes // 2))
        self._asked = replace(self._asked, changes=changes, room=room)

    def _wait(self, attempt: int) -> None:
        """Back off with jitter, so that an office full of laptops doesn't come back all at once."""
        longest = min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)
        self._cancelled.wait(random.uniform(longest / 2, longest))

    def _tell_files(self, step: Step) -> None:
        self._files = step
        self._tell()

    def _tell(self) -> None:
        self._progress(
            Progress(
                self.done.pushed,
                self.done.pulled,
                self._store.journal.count_pending(),
                self._store.logs.behind(),
                self._files,
            )
        )
