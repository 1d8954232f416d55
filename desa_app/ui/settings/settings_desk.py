"""The settings between their page and what keeps them: preferences, passphrase, backups, the support file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from desa_app.errors import BackupStopped, DesaError
from desa_app.preferences import Preferences
from desa_app.ui.desk import Desk
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.store.backup import Backup
    from desa_app.store.exports import Exported
    from desa_app.store.store import Store
    from desa_app.ui.settings.settings import SettingsPage


class Facts(NamedTuple):
    """What the page shows of the store: when the last backup was made, whether a passphrase opens it, the registry,
    and what left the laptop."""

    last_backup: dt.datetime | None
    has_passphrase: bool
    villages: str
    exports: list[Exported]


class SettingsDesk(Desk):
    """``preferred`` hands on new preferences, ``locked`` and ``practised`` are wishes, ``replaced`` says that a backup
    waits to take its place at the next start."""

    preferred = Signal(object)
    locked = Signal()
    practised = Signal()
    replaced = Signal()
    _progressed = Signal(object, object)

    def __init__(
        self,
        store: Worker[Store],
        long: Worker[Store],
        now: Callable[[], dt.datetime],
        chosen: Callable[[], Preferences],
        *,
        practice: bool,
    ) -> None:
        super().__init__()
        self._store = store
        self._long = long
        self._now = now
        self._chosen = chosen
        self._practice = practice

    @cached_property
    def screen(self) -> SettingsPage:
        """The page, built when it is first wanted."""
        from desa_app.ui.settings.settings import SettingsPage

        page = SettingsPage(self._chosen(), practice=self._practice)
        page.wanted.connect(self.refresh)
        page.preferred.connect(self.preferred)
        page.locked.connect(self.locked)
        page.practice_asked.connect(self.practised)
        page.back_up_asked.connect(self._ask_place)
        page.restore_asked.connect(self._ask_backup)
        page.support_asked.connect(self._collect)
        page.stopped.connect(self._long.cancel)
        self._progressed.connect(page.show_progress)
        page.passphrase.changed.connect(self._change_passphrase)
        return page

    def refresh(self) -> None:
        """Show how this laptop is kept."""
        self._store.do(Work(_facts, self._show_facts))

    def _show_facts(self, found: Facts) -> None:
        self.screen.set_facts(found.last_backup, has_passphrase=found.has_passphrase, villages=found.villages)
        self.screen.exports.set_exports(found.exports)

    def _change_passphrase(self, old: str, new: str) -> None:
        form = self.screen.passphrase

        def changed(_: None) -> None:
            form.show_done()
            self.said.emit(self.tr("The passphrase is changed. The old one opens nothing here any more."))
            self.refresh()

        self._long.do(Work(lambda store: _change(store, old, new), changed, form.show_error))

    def _ask_place(self) -> None:
        place = QFileDialog.getExistingDirectory(self.screen, self.tr("Where shall the backup go?"))
        if place:
            self.back_up(Path(place))

    def back_up(self, place: Path) -> None:
        """Make a backup in a folder or on a stick."""
        self._work(lambda store: store.back_up(place, self._step), self._backed_up)

    def _step(self, done: int, of: int) -> None:
        """Called beside the window: tell how far it is, and end where the person asked to."""
        if self._long.cancelling.is_set():
            raise BackupStopped
        self._progressed.emit(done, of)

    def _backed_up(self, made: Path) -> None:
        self.said.emit(self.tr("The backup is made and verified: {path}").format(path=made))
        self.refresh()

    def _ask_backup(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self.screen, self.tr("Which backup?"))
        if chosen:
            self.look_at(Path(chosen))

    def look_at(self, chosen: Path) -> None:
        """Verify a backup, show what it holds and ask whether it is to take the place of what is here."""
        self._work(lambda store: _looked_at(store, chosen), lambda found: self._ask_restore(chosen, *found))

    def _ask_restore(self, chosen: Path, backup: Backup, unsent: int) -> None:
        from desa_app.ui.settings.restore_dialog import RestoreDialog

        dialog = RestoreDialog(backup, unsent, self.screen.window())

        def restored(_: Any) -> None:
            dialog.accept()
            self.replaced.emit()

        dialog.agreed.connect(
            lambda passphrase: self._long.do(
                Work(lambda store: _prepare(store, chosen, passphrase), restored, dialog.show_error)
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _collect(self) -> None:
        self._work(_support, self._show_support)

    def _show_support(self, facts: dict[str, Any]) -> None:
        from PySide6.QtCore import qVersion

        from desa_app.ui.settings.support_preview import SupportPreview

        facts["versions"]["qt"] = qVersion()
        text = json.dumps(facts, indent=1, ensure_ascii=False)
        dialog = SupportPreview(text, self.screen.window())
        dialog.saved.connect(lambda: self._ask_support_place(text))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_support_place(self, text: str) -> None:
        name = f"desa-dukungan-{self._now():%Y%m%d-%H%M}.json"
        path, _ = QFileDialog.getSaveFileName(self.screen, self.tr("Save the support file"), name, "JSON (*.json)")
        if path:
            self.save_support(Path(path), text)

    def save_support(self, path: Path, text: str) -> None:
        """Write the support file."""

        def saved(_: None) -> None:
            self.said.emit(self.tr("Written: {path}").format(path=path))
            self.refresh()

        self._work(lambda store: _written(store, path, text), saved)

    def _work(self, run: Callable[[Store], Any], done: Callable[[Any], None]) -> None:
        """Long work with the page's progress shown."""
        self.screen.show_busy(True)

        def ended(result: Any) -> None:
            self.screen.show_busy(False)
            done(result)

        def failed(error: DesaError) -> None:
            self.screen.show_busy(False)
            self.failed.emit(error)

        self._long.do(Work(run, ended, failed))


def _facts(store: Store) -> Facts:
    from desa_app.store.key import needs_passphrase

    return Facts(store.last_backup, needs_passphrase(store.folder), store.villages.version, store.exports.recent())


def _change(store: Store, old: str, new: str) -> None:
    from desa_app.store.key import change_passphrase

    change_passphrase(store.folder, old or None, new)


def _looked_at(store: Store, chosen: Path) -> tuple[Backup, int]:
    from desa_app.store.backup import read_backup

    return read_backup(chosen), store.places.unsent().records


def _prepare(store: Store, chosen: Path, passphrase: str) -> None:
    from desa_app.store.restore import prepare_restore

    prepare_restore(store.folder, chosen, passphrase)


def _support(store: Store) -> dict[str, Any]:
    from desa_app.faults import faults
    from desa_app.store.support import support_facts

    return {**support_facts(store), "faults": faults(store.folder)}


def _written(store: Store, path: Path, text: str) -> None:
    from desa_app.store.database import designed_errors

    with designed_errors(str(path.parent)), store.exports.noting("support", 1):
        path.write_text(text, encoding="utf-8")
