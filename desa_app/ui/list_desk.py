"""What the desks of both lists have in common: refreshing, deleting with a way back, handing in, exporting."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desa_app.domain.formats import show_number
from desa_app.domain.roles import Role
from desa_app.errors import DesaError
from desa_app.ui.desk import Desk
from desa_app.ui.list_screen import Listing, ListScreen
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.domain.village import Village
    from desa_app.reports.records import Made
    from desa_app.store.exports import Kind
    from desa_app.store.store import Store

_STEP = 50
"""How many records an export writes between two words about its progress."""


class _Stopped(Exception):
    """The person stopped an export."""


class Steps:
    """Tells how far a long export is, and ends it where the person stopped it."""

    def __init__(self, tell: Callable[[int, int], None], total: int, stopped: threading.Event) -> None:
        self._tell = tell
        self._total = total
        self._stopped = stopped

    def over(self, ids: Sequence[str]) -> Iterator[str]:
        """The ids, one after the other."""
        for done, record in enumerate(ids):
            if self._stopped.is_set():
                raise _Stopped
            if done % _STEP == 0:
                self._tell(done, self._total)
            yield record


class ListDesk(Desk):
    """``created`` asks for the form on a new record; ``moved`` hands on a record that took a step of its life here;
    ``print_asked`` wants these records on paper."""

    created = Signal()
    moved = Signal(object)
    print_asked = Signal(object)
    _progressed = Signal(int, int)

    noun = ""
    export_kind: Kind
    """What the log of exports calls a list of these."""

    def __init__(
        self,
        screen: ListScreen[Any],
        store: Worker[Store],
        long: Worker[Store],
        now: Callable[[], dt.datetime],
        role: Role,
    ) -> None:
        super().__init__()
        self._store = store
        self._long = long
        self._now = now
        self._stop = threading.Event()
        self._take_back: Callable[[], None] | None = None
        screen.set_role(role)
        screen.wanted.connect(self.refresh)
        screen.created.connect(self.created)
        screen.opened.connect(lambda record: self.opened.emit(self.noun, record))
        screen.print_asked.connect(self.print_asked)
        screen.detail_wanted.connect(self._look)
        screen.history_wanted.connect(self._tell_history)
        screen.receipt_wanted.connect(self._give_receipt)
        screen.submitted.connect(self.submit)
        screen.deleted.connect(self.delete)
        screen.undo_asked.connect(self.take_back)
        screen.exported.connect(self.export)
        screen.export_stopped.connect(self._stop.set)
        self._progressed.connect(screen.show_progress)
        self._screen = screen

    def set_role(self, role: Role) -> None:
        """What the person may do."""
        self._screen.set_role(role)

    def refresh(self) -> None:
        """Show the records as they are stored; until they have come, the old ones stay in sight."""
        self._store.do(Work(self._listing, self._screen.set_listing))

    def submit(self, records: Sequence[str]) -> None:
        """Hand these records in, as far as they are ready."""
        raise NotImplementedError

    def delete(self, records: Sequence[str], reason: str) -> None:
        """Delete these records, all at once, with a way back."""
        self._screen.follow_deletion()
        self._store.do(Work(lambda store: self._delete(store, records, reason), lambda _: self._deleted(records)))

    def take_back(self) -> None:
        """Take the last deletion back, once."""
        take_back, self._take_back = self._take_back, None
        if take_back is not None:
            take_back()

    def export(self, records: Sequence[str], path: Path, with_names: bool) -> None:
        """Write these records to a file, on the thread for long work."""
        self._stop.clear()
        self._screen.show_progress(0, len(records))
        told, stop, now = self._progressed.emit, self._stop, self._now()

        def write(store: Store) -> bool:
            from desa_app.reports.records import Made

            steps = Steps(told, len(records), stop)
            made = Made(store.me.name if store.me else "", now)
            try:
                with store.exports.noting(self.export_kind, len(records), named=with_names):
                    self._write(store, records, path, steps, made, with_names)
            except _Stopped:
                return False
            return True

        self._long.do(Work(write, lambda done: self._exported(done, path, len(records)), self._not_exported))

    def _listing(self, store: Store) -> Listing[Any]:
        """All that the list shows; on the worker's thread."""
        raise NotImplementedError

    def _look(self, record: str) -> None:
        """Show in the pane what is known of a record; of one that is gone by then, nothing."""
        shown = partial(self._screen.show_found, record)
        self._store.do(Work(lambda store: self._find(store, record), shown, lambda _: None))

    def _tell_history(self, record: str) -> None:
        """Show the whole story of a record."""
        self._store.do(Work(lambda store: store.history.of(self.noun, record), self._screen.show_history))

    def _give_receipt(self, record: str, path: Path) -> None:
        """Write a record's receipt where the person wants it."""

        def give(store: Store) -> None:
            from desa_app.store.receipt_file import export_receipt

            export_receipt(store, record, path)

        said = self.tr("Receipt written to {name}. Anybody can check it with 'desa-app receipt verify'.")
        self._store.do(Work(give, lambda _: self.said.emit(said.format(name=path.name))))

    def _find(self, store: Store, record: str) -> object:
        """What the pane shows of a record; on the worker's thread."""
        raise NotImplementedError

    def _delete(self, store: Store, records: Sequence[str], reason: str) -> None:
        raise NotImplementedError

    def _restore(self, store: Store, records: Sequence[str]) -> None:
        raise NotImplementedError

    def _write(
        self, store: Store, records: Sequence[str], path: Path, steps: Steps, made: Made, with_names: bool
    ) -> None:
        raise NotImplementedError

    def _deleted(self, records: Sequence[str]) -> None:
        self._take_back = lambda: self._bring_back(records)
        self.undoable.emit(self._words_of_deletion(len(records)), self.take_back)
        self.changed.emit({self.noun})

    def _words_of_deletion(self, count: int) -> str:
        raise NotImplementedError

    def _bring_back(self, records: Sequence[str]) -> None:
        def restored(_: None) -> None:
            self.said.emit(self.tr("Taken back: nothing is deleted."))
            self.changed.emit({self.noun})
            self._store.do(Work(lambda _: None, lambda _: self._screen.view.choose(records)))

        self._store.do(Work(lambda store: self._restore(store, records), restored))

    def _stepped(self, moved: Sequence[Any], refused: Sequence[DesaError], done: str) -> None:
        """Say what came of a step of several records: how many took it, and why the first of the others did not."""
        for record in moved:
            self.moved.emit(record)
        if refused and not moved:
            self.failed.emit(refused[0])
        elif refused:
            left = self.tr("{done} Not ready: {count}. {why}")
            self.said.emit(left.format(done=done, count=show_number(len(refused)), why=refused[0]))
        else:
            self.said.emit(done)
        if moved:
            self.changed.emit({self.noun})

    def _exported(self, is_done: bool, path: Path, count: int) -> None:
        self._screen.show_progress(0, 0)
        written = self.tr("{count} records written to {name}.").format(count=show_number(count), name=path.name)
        self.said.emit(written if is_done else self.tr("The export was stopped; no file was written."))

    def _not_exported(self, error: DesaError) -> None:
        self._screen.show_progress(0, 0)
        self.failed.emit(error)


def village_options(names: Mapping[str, str], known: Mapping[str, Village | None]) -> list[tuple[str, str]]:
    """The villages to choose from, by name; two of one name are told apart by their district."""
    twice = {name for name, count in Counter(names.values()).items() if count > 1}

    def words(code: str) -> str:
        village = known.get(code)
        return f"{names[code]} · {village.district}" if village and names[code] in twice else names[code]

    return sorted(((code, words(code)) for code in names), key=lambda each: (each[1].casefold(), each[0]))
