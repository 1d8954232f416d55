"""What a strip of photos and a list of evidence have in common: files come by drop, paste or button, each waits until
it was taken in, and every picture is asked for when it is to be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)

from desa_app.domain.attachment import Attachment
from desa_app.domain.file_choice import Absent
from desa_app.ui.parts import Spoken, label
from desa_app.ui.style import set_role

if TYPE_CHECKING:
    from desa_app.errors import DesaError
    from desa_app.sync.files import Step
    from desa_app.ui.files.taking import Given, Taken

_NOT_THERE_YET = "H443"
"""What headquarters answers where a file has not reached it."""


class FileHolder(Spoken):
    """``value`` and ``set_value`` are attachments in order, ``edited`` tells that a person changed them.

    ``given`` hands on tickets with what was dropped, pasted or chosen, to be answered by ``took`` or ``refused``;
    ``browsed`` asks for a file dialog. ``tiles_wanted`` asks for small pictures, ``large_wanted`` for one as it is,
    ``copy_wanted`` for a copy on the disk, ``places_wanted`` which of them are not here, ``fetch_wanted`` to have one
    brought here. ``removed`` tells what was taken away, and from which place.
    """

    edited = Signal()
    given = Signal(object)
    browsed = Signal()
    tiles_wanted = Signal(list)
    large_wanted = Signal(object)
    copy_wanted = Signal(object)
    places_wanted = Signal(list)
    fetch_wanted = Signal(object)
    removed = Signal(object, int)
    _tickets = count()

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setProperty("role", "drop")
        self._held: list[Attachment] = []
        self._waiting: dict[int, str] = {}
        self._pixmaps: dict[str, QPixmap] = {}
        self._absent: dict[str, DesaError] = {}
        self._away: dict[str, Absent] = {}
        self._refusals: list[DesaError] = []
        self._locked = False
        self.progress = label("caption", wrap=True)
        self.refusal = label("wrong", wrap=True)

    def retranslate(self) -> None:
        waiting = len(self._waiting)
        self.progress.setText(self.tr("Taking in {count} files …").format(count=waiting) if waiting else "")
        self.progress.setVisible(bool(waiting))
        self.refusal.setText("\n".join(error.sentence for error in self._refusals))
        self.refusal.setVisible(bool(self._refusals))

    def value(self) -> tuple[Attachment, ...]:
        """What the record is to name, in order."""
        return tuple(self._held)

    @property
    def pictures(self) -> list[Attachment]:
        """What can be looked at, in order."""
        return [one for one in self._held if one.shown is not None]

    def set_value(self, value: Sequence[Attachment]) -> None:
        """Show the files of a record."""
        self._held = list(value)
        self._waiting.clear()
        self._refusals.clear()
        self._away.clear()
        self.look_again()

    def look_again(self) -> None:
        """Files may have come meanwhile: ask for the pictures that could not be shown, and for what is not here."""
        self._absent.clear()
        self._show()
        self._want(self._held)
        if self._held:
            self.places_wanted.emit(list(self._held))

    def show_away(self, away: Mapping[str, Absent]) -> None:
        """The files of what is held that are not on this laptop, by name."""
        self._away = dict(away)
        self._show()

    def show_step(self, step: Step) -> None:
        """How far a run is with one of the files, perhaps of these."""
        if step.name in self._away:
            self._away[step.name] = Absent(True, step.done, step.size)
            self._show()

    def is_away(self, attachment: Attachment) -> bool:
        """Whether any file of it is not here."""
        return any(name in self._away for name in attachment.files)

    def where(self, attachment: Attachment) -> str:
        """Where a file is that is not here, and how far; empty where all of it is here."""
        away = [self._away[name] for name in sorted(attachment.files) if name in self._away]
        if not away:
            return ""
        coming = next((one for one in away if one.is_asked and not one.refusal and one.size and one.held), None)
        if coming is not None:
            return self.tr("On its way: {percent} %").format(percent=min(99, 100 * coming.held // coming.size))
        if any(one.refusal == _NOT_THERE_YET for one in away):
            who = attachment.added_by or self.tr("whoever added it")
            return self.tr("Not at headquarters yet: still on the laptop of {who}.").format(who=who)
        if any(one.refusal for one in away):
            return self.tr("Headquarters does not open it for this laptop.")
        if any(one.is_asked for one in away):
            return self.tr("It comes with the next contact with headquarters.")
        return self.tr("Not on this laptop; it can be fetched from headquarters.")

    def set_locked(self, locked: bool) -> None:
        """Whether the files are only to be looked at."""
        self._locked = locked
        self.setAcceptDrops(not locked)
        self._show()

    def give(self, things: Sequence[Given]) -> None:
        """Hand on what a person brought."""
        if self._locked or not things:
            return
        tickets = {next(self._tickets): thing for thing in things}
        self._waiting |= {ticket: getattr(thing, "name", "") for ticket, thing in tickets.items()}
        self._refusals.clear()
        self._show()
        self.given.emit(tickets)

    def took(self, ticket: int, taken: Taken) -> None:
        """A file is in the store: from now on the record names it, once."""
        self._waiting.pop(ticket, None)
        self._keep_picture(taken)
        self._admit(taken.attachment, len(self._held))
        self._show()

    def refused(self, ticket: int, error: DesaError) -> None:
        """A file was not taken in; the reason stands below until more is brought."""
        self._waiting.pop(ticket, None)
        self._refusals.append(error)
        self._show()

    def show_tile(self, name: str, image: QImage) -> None:
        """The small picture of a file."""
        self._pixmaps[name] = QPixmap.fromImage(image)
        self._show()

    def show_absent(self, name: str, error: DesaError) -> None:
        """The picture of a file can't be shown: it is not here, or damaged. The record still names it."""
        self._absent[name] = error
        self._show()

    def put_back(self, attachment: Attachment, place: int) -> None:
        """Take a removal back."""
        if not self._locked:
            self._admit(attachment, place)

    def _admit(self, attachment: Attachment, place: int) -> None:
        """Let the record name a file, once."""
        if attachment.sha256 not in {held.sha256 for held in self._held}:
            self._held.insert(place, attachment)
            self._tell(min(place, len(self._held) - 1))

    def _remove(self, place: int) -> None:
        if self._locked or not 0 <= place < len(self._held):
            return
        gone = self._held.pop(place)
        self._tell(min(place, len(self._held) - 1))
        self.removed.emit(gone, place)

    def _keep_picture(self, taken: Taken) -> None:
        if taken.thumbnail is not None and taken.attachment.shown is not None:
            self._pixmaps[taken.attachment.shown] = QPixmap.fromImage(taken.thumbnail)

    def _want(self, held: Sequence[Attachment]) -> None:
        wanted = [one for one in held if one.shown is not None and one.shown not in self._pixmaps]
        if wanted:
            self.tiles_wanted.emit(wanted)

    def _tell(self, place: int) -> None:
        """Something changed; ``place`` is where the eye should be."""
        self._show()
        self._choose(place)
        self.edited.emit()

    def _show(self) -> None:
        """Show what is held."""
        self.retranslate()

    def _choose(self, place: int) -> None:
        """Bring one of what is held into sight."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.give(given_in(QGuiApplication.clipboard().mimeData()))
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._locked and given_in(event.mimeData()):
            set_role(self, tone="drop")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_role(self, tone="")

    def dropEvent(self, event: QDropEvent) -> None:
        set_role(self, tone="")
        event.acceptProposedAction()
        self.give(given_in(event.mimeData()))


def given_in(mime: QMimeData) -> list[Given]:
    """The files of this machine that were dropped or copied, else the picture itself."""
    files: list[Given] = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if files or not mime.hasImage():
        return files
    image = mime.imageData()
    return [image] if isinstance(image, QImage) and not image.isNull() else []
