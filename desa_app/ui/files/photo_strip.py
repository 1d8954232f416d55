"""The photos of a session in their order: brought by drop, paste or button, with a caption and when each was taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QWidget

from desa_app.domain.attachment import Attachment, moment, moved
from desa_app.ui.editors import MomentField, TextField, show_moment
from desa_app.ui.files.file_holder import FileHolder
from desa_app.ui.files.photo_tiles import PhotoTiles, Tile, TileRow
from desa_app.ui.parts import Sign, button, column, holder, label, row
from desa_app.ui.wrapping import Flow

_LONGEST_CAPTION = 400
_MOST_STEPS = 50


class PhotoStrip(FileHolder):
    """A row of tiles; below it the one chosen: its caption, its time, and what can be done with it."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._before: list[tuple[Attachment, ...]] = []
        self._row = TileRow()
        self.tiles = PhotoTiles(self._row)
        self.tiles.moved.connect(self._move)
        self.tiles.opened.connect(self._open)
        self.tiles.removed.connect(self._remove)
        self.tiles.chosen.connect(lambda _: self._show_chosen())
        self.caption = TextField(_LONGEST_CAPTION)
        self.taken = MomentField(now)
        self.caption.edited.connect(self._note)
        self.taken.edited.connect(self._note)
        self.add = button("", "image-plus", self.browsed.emit)
        self.view = button("quiet", "maximize", lambda: self._open(self.tiles.place()))
        self.fetch = button("quiet", "download", lambda: self.fetch_wanted.emit(self._held[self.tiles.place()]))
        self.earlier = button("quiet", "arrow-left", lambda: self._move(self.tiles.place(), self.tiles.place() - 1))
        self.later = button("quiet", "arrow-right", lambda: self._move(self.tiles.place(), self.tiles.place() + 1))
        self.drop = button("quiet", "trash-2", lambda: self._remove(self.tiles.place()))
        self.place = label("caption", wrap=True)
        self._captions = (label("label"), label("label"))
        self._chosen = self._one()
        self.consent = label("caption", wrap=True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing())
        self._pages.addWidget(self.tiles)
        self._pages.setFixedHeight(self.tiles.height())
        foot = holder(row(self.add, self.consent, stretch=1))
        self.setLayout(column(self._pages, self.progress, self.refusal, self._chosen, foot))
        self.setFocusProxy(self.add)
        self._show()

    def _nothing(self) -> QWidget:
        """What stands where there is no photo yet."""
        self._empty = label("muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made = holder(column(None, row(None, Sign("images", "muted", 36), None), self._empty, None, margin=8))
        made.setObjectName("dropzone")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        return made

    def _one(self) -> QWidget:
        for words, editor in zip(self._captions, (self.caption, self.taken), strict=True):
            words.setBuddy(editor)
        words, when = self._captions
        self.taken.setMinimumWidth(150)
        acts = Flow()
        for one in (self.fetch, self.view, self.earlier, self.later, self.drop):
            acts.addWidget(one)
        fields = row(holder(column(words, self.caption, gap=2)), holder(column(when, self.taken, gap=2)), stretch=0)
        return holder(column(holder(fields), self.place, holder(acts), gap=4))

    def retranslate(self) -> None:
        super().retranslate()
        self.tiles.setAccessibleName(self.tr("Photos"))
        how = self.tr(
            "Drop photos here, paste them with Ctrl+V, or choose files. They are shrunk, and the place and device "
            "that the camera noted are taken off."
        )
        self._empty.setText(self.tr("No photos") if self._locked else how)
        self.add.setText(self.tr("Add photos …"))
        self.fetch.setText(self.tr("Fetch"))
        self.view.setText(self.tr("View"))
        self.view.setToolTip(self.tr("Enter"))
        for step, text, keys in ((self.earlier, self.tr("Earlier"), "Alt+←"), (self.later, self.tr("Later"), "Alt+→")):
            step.setAccessibleName(text)
            step.setToolTip(f"{text}  {keys}")
        self.drop.setText(self.tr("Remove"))
        self.drop.setToolTip(self.tr("Delete"))
        for words, text, editor in zip(
            self._captions, (self.tr("Caption"), self.tr("Taken at")), (self.caption, self.taken), strict=True
        ):
            words.setText(text)
            editor.setAccessibleName(text)
        self.consent.setText(
            self.tr(
                "Faces to be recognised? Only of people who agreed to be photographed; children only with a guardian."
            )
        )
        self._fill()

    def set_value(self, value: Sequence[Attachment]) -> None:
        self._before.clear()
        super().set_value(value)
        self._choose(0)

    def summary(self) -> str:
        """How many there are, in a few words; empty where there is none."""
        return self.tr("{count} photos").format(count=len(self._held)) if self._held else ""

    def _fill(self) -> None:
        self._row.set_tiles([*map(self._tile, self._held), *map(self._waiting_tile, self._waiting.values())])

    def _tile(self, photo: Attachment) -> Tile:
        place = self._held.index(photo) + 1
        taken = moment(photo.captured_at)
        line = photo.caption or (show_moment(taken) if taken else "")
        absent = self._absent.get(photo.shown or "")
        spoken = self.tr("Photo {place} of {count}").format(place=place, count=len(self._held))
        where = self.where(photo) or (absent.sentence if absent else "")
        spoken = " · ".join(part for part in (spoken, line, where) if part)
        picture = None if absent else self._pixmaps.get(photo.shown or "")
        return Tile(picture, "image-off" if absent else "image", line, spoken, is_held=True)

    def _waiting_tile(self, name: str) -> Tile:
        return Tile(None, "hourglass", name or "…", self.tr("Being taken in: {name}").format(name=name), is_held=False)

    def _show(self) -> None:
        self.retranslate()
        self._pages.setCurrentIndex(1 if self._row.rowCount() else 0)
        self.add.setEnabled(not self._locked)
        for piece in (self.add, self.consent):
            piece.setHidden(self._locked)
        self._show_chosen()

    def _show_chosen(self) -> None:
        here = self.tiles.place()
        held = 0 <= here < len(self._held)
        self._chosen.setVisible(held)
        if not held:
            return
        photo = self._held[here]
        if self.caption.value() != photo.caption:
            self.caption.set_value(photo.caption)
        if self.taken.value() != moment(photo.captured_at):
            self.taken.set_value(moment(photo.captured_at))
        where = self.where(photo)
        self.place.setText(where)
        self.place.setVisible(bool(where))
        self.fetch.setVisible(bool(where))
        self.view.setEnabled(not where)
        self.caption.setEnabled(not self._locked)
        self.taken.setEnabled(not self._locked)
        self.earlier.setEnabled(not self._locked and here > 0)
        self.later.setEnabled(not self._locked and here < len(self._held) - 1)
        self.drop.setEnabled(not self._locked)

    def _open(self, place: int) -> None:
        if 0 <= place < len(self._held):
            self.large_wanted.emit(self._held[place])

    def _choose(self, place: int) -> None:
        if self.caption.hasFocus() or self.taken.hasFocus():
            return
        self.tiles.choose(place)
        self._show_chosen()

    def _note(self) -> None:
        """What was typed of the chosen photo."""
        here = self.tiles.place()
        made: dt.datetime | None = self.taken.value()
        written = made.isoformat(timespec="seconds") if made else None
        self._held[here] = replace(self._held[here], caption=self.caption.value(), captured_at=written)
        self._fill()
        self.edited.emit()

    def _move(self, place: int, to: int) -> None:
        if self._locked or place == to or not (0 <= place < len(self._held) and 0 <= to < len(self._held)):
            return
        self._remember()
        self._held = list(moved(self._held, place, to))
        self._tell(to)

    def _remove(self, place: int) -> None:
        self._remember()
        super()._remove(place)

    def _remember(self) -> None:
        self._before = [*self._before[-_MOST_STEPS:], self.value()]

    def undo(self) -> None:
        """Take the last removal or move back; what was added since stays."""
        if self._locked or not self._before:
            return
        before = self._before.pop()
        known = {photo.sha256: photo for photo in self._held}
        added = [photo for photo in self._held if photo.sha256 not in {one.sha256 for one in before}]
        self._held = [known.get(photo.sha256, photo) for photo in before] + added
        self._tell(max(self.tiles.place(), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
            return
        super().keyPressEvent(event)
