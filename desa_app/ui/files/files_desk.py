"""Files between the forms that name them and the store that keeps them, all of it beside the window.

A file that was taken in after its form went on to another record is added to the record it was brought for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEventLoop, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from desa_app.domain.attachment import ENDINGS, PICTURES, Attachment, copy_name
from desa_app.ui.desk import Desk
from desa_app.ui.files.drop_around import DropAround
from desa_app.ui.files.evidence_list import EvidenceList
from desa_app.ui.files.file_holder import FileHolder
from desa_app.ui.files.picture_view import PictureView
from desa_app.ui.files.taking import Given, Taken, Taker, clean, large, take_evidence, take_photo, tile, write_copy
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from desa_app.domain.file_choice import Absent
    from desa_app.errors import DesaError
    from desa_app.store.store import Store
    from desa_app.sync.files import Step


PATIENCE_MS = 10_000
"""How long a closing window waits for pictures: a day's photos take five seconds."""


@dataclass(frozen=True)
class Served:
    """A holder of files, the kind of record it belongs to, and which one it shows now."""

    holder: FileHolder
    noun: str
    record: Callable[[], str]


class FilesDesk(Desk):
    """Photos and evidence; ``fetching`` asks for a run that brings files here. ``pictures`` is a worker of its own, so
    that no save waits for a picture to be shrunk."""

    fetching = Signal()

    def __init__(self, store: Worker[Store], pictures: Worker[Store], now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._store = store
        self._pictures = pictures
        self._now = now
        self._holders: list[FileHolder] = []
        pictures.begin()

    def serve(self, holder: FileHolder, noun: str, record: Callable[[], str], form: QWidget) -> None:
        """Take in what is brought to ``holder`` or dropped on the ``form`` around it, which shows the ``noun`` of the
        id that ``record`` tells."""
        DropAround(form, holder)
        served = Served(holder, noun, record)
        self._holders.append(holder)
        holder.given.connect(lambda things: self._take_in(served, things))
        holder.browsed.connect(lambda: self._browse(holder))
        holder.tiles_wanted.connect(lambda wanted: self._show_tiles(holder, wanted))
        holder.large_wanted.connect(lambda wanted: self._show_large(holder, wanted))
        holder.copy_wanted.connect(lambda attachment: self._copy(holder, attachment))
        holder.places_wanted.connect(lambda held: self._show_away(holder, held))
        holder.fetch_wanted.connect(lambda attachment: self._fetch(holder, attachment))
        holder.removed.connect(lambda gone, place: self._offer_undo(served, gone, place))
        if isinstance(holder, EvidenceList):
            holder.cleaning_asked.connect(lambda attachment: self._clean(holder, attachment))

    def look_again(self) -> None:
        """A run has ended: files may have come."""
        for holder in self._shown():
            holder.look_again()

    def show_step(self, step: Step) -> None:
        """How far a run is with a file."""
        for holder in self._shown():
            holder.show_step(step)

    def _shown(self) -> list[FileHolder]:
        self._holders = [holder for holder in self._holders if isValid(holder)]
        return self._holders

    def _show_away(self, holder: FileHolder, held: list[Attachment]) -> None:
        def show(away: dict[str, Absent]) -> None:
            if isValid(holder):
                holder.show_away(away)

        self._store.do(Work(lambda store: store.files.coming.absent(held), show))

    def _fetch(self, holder: FileHolder, attachment: Attachment) -> None:
        """Have a file brought here: by the run that begins now, or by the next one that reaches headquarters."""

        def go(_: object) -> None:
            holder.places_wanted.emit(list(holder.value()))
            self.fetching.emit()

        self._store.do(Work(lambda store: store.files.coming.ask([attachment]), go))

    def finish(self) -> None:
        """The window closes: wait for what is being taken in, so that its record names it, and then let the store
        drop what nothing names any more."""
        if self._pictures.is_busy:
            waiting = QEventLoop()
            self._pictures.busy.connect(waiting.quit)
            patience = QTimer(waiting, singleShot=True, interval=PATIENCE_MS)
            patience.timeout.connect(waiting.quit)
            patience.start()
            waiting.exec()
        self._store.do(Work(lambda store: store.files.sweep(), lambda _: None))

    def _take_in(self, served: Served, things: dict[int, Given]) -> None:
        record, holder = served.record(), served.holder
        anonymous = isinstance(holder, EvidenceList) and holder.anonymous
        for ticket, thing in things.items():
            run = partial(_take, given=thing, noun=served.noun, now=self._now(), anonymous=anonymous)
            self._pictures.do(
                Work(
                    run,
                    partial(self._took, served, record, ticket),
                    partial(self._refused, served, record, ticket),
                )
            )

    def _took(self, served: Served, record: str, ticket: int, taken: Taken) -> None:
        if served.record() == record:
            served.holder.took(ticket, taken)
        else:
            self._add_to_stored(served.noun, record, taken.attachment)

    def _refused(self, served: Served, record: str, ticket: int, error: DesaError) -> None:
        if served.record() == record:
            served.holder.refused(ticket, error)
        else:
            self.failed.emit(error)

    def _add_to_stored(self, noun: str, record: str, attachment: Attachment, place: int | None = None) -> None:
        run = partial(_add, noun=noun, record=record, attachment=attachment, place=place)
        self._store.do(Work(run, lambda _: self.changed.emit({noun})))

    def _offer_undo(self, served: Served, gone: Attachment, place: int) -> None:
        record = served.record()

        def take_back() -> None:
            if served.record() == record:
                served.holder.put_back(gone, place)
            else:
                self._add_to_stored(served.noun, record, gone, place)

        told = self.tr("Photo removed.") if served.noun == "session" else self.tr("Evidence removed.")
        self.undoable.emit(told, take_back)

    def _browse(self, holder: FileHolder) -> None:
        if isinstance(holder, EvidenceList):
            kinds = [f"*.{ending}" for kind, ending in ENDINGS.items() if kind in PICTURES or not holder.anonymous]
            title, said = self.tr("Add evidence"), self.tr("Evidence ({kinds})")
        else:
            kinds = ["*.jpg", "*.png", "*.webp"]
            title, said = self.tr("Add photos"), self.tr("Photos ({kinds})")
        chosen, _ = QFileDialog.getOpenFileNames(holder, title, "", said.format(kinds=" ".join([*kinds, "*.jpeg"])))
        holder.give([Path(path) for path in chosen])

    def _show_tiles(self, holder: FileHolder, wanted: list[Attachment]) -> None:
        for attachment in wanted:
            name = attachment.shown or attachment.sha256
            self._pictures.do(
                Work(
                    partial(_tile, attachment=attachment),
                    partial(holder.show_tile, name),
                    partial(holder.show_absent, name),
                )
            )

    def _show_large(self, holder: FileHolder, wanted: Attachment) -> None:
        pieces = holder.pictures
        view = PictureView(pieces, holder)
        view.finished.connect(view.deleteLater)
        view.wanted.connect(lambda piece: self._fill(view, piece))
        view.go(pieces.index(wanted))
        view.open()

    def _fill(self, view: PictureView, piece: Attachment) -> None:
        def show(image: QImage) -> None:
            if isValid(view):
                view.show_picture(piece, image)

        def say(error: DesaError) -> None:
            if isValid(view):
                view.show_absent(piece, error)

        self._pictures.do(Work(partial(_large, attachment=piece), show, say))

    def _copy(self, holder: FileHolder, attachment: Attachment) -> None:
        title = self.tr("Save a copy (it is not encrypted)")
        path, _ = QFileDialog.getSaveFileName(holder, title, copy_name(attachment))
        if path:
            run = partial(_write, attachment=attachment, path=Path(path))
            said = self.tr("Copied to {path}. The copy is not encrypted.").format(path=path)
            self._pictures.do(Work(run, lambda _: self.said.emit(said), self.failed.emit))

    def _clean(self, holder: EvidenceList, attachment: Attachment) -> None:
        name = attachment.sha256
        run = partial(_cleaned, attachment=attachment)
        self._pictures.do(Work(run, partial(holder.cleaned, name), partial(holder.not_cleaned, name)))


def _take(store: Store, given: Given, noun: str, now: dt.datetime, anonymous: bool) -> Taken:
    me = store.me
    taker = Taker(me.name if me else None, now, anonymous)
    return (take_photo if noun == "session" else take_evidence)(store.files, given, taker)


def _tile(store: Store, attachment: Attachment) -> QImage:
    return tile(store.files, attachment)


def _large(store: Store, attachment: Attachment) -> QImage:
    return large(store.files, attachment)


def _write(store: Store, attachment: Attachment, path: Path) -> Path:
    with store.exports.noting("copy", 1, named=True):
        return write_copy(store.files, attachment, path)


def _cleaned(store: Store, attachment: Attachment) -> Taken:
    return clean(store.files, attachment)


def _add(store: Store, noun: str, record: str, attachment: Attachment, place: int | None) -> None:
    """Let a stored record name a file, in its place or last."""
    if noun == "session":
        session = store.sessions.get(record)
        store.sessions.record(replace(session, photos=_with(session.photos, attachment, place)))
    else:
        offer = store.offers.get(record)
        store.offers.record(replace(offer, evidence=_with(offer.evidence, attachment, place)))


def _with(named: tuple[Attachment, ...], attachment: Attachment, place: int | None) -> tuple[Attachment, ...]:
    if attachment.sha256 in {one.sha256 for one in named}:
        return named
    at = len(named) if place is None else place
    return (*named[:at], attachment, *named[at:])
