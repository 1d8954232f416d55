"""A picture as large as the window gives room for, or as large as it is; the arrows go to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QWidget

from desa_app.domain.attachment import Attachment
from desa_app.ui.parts import button, column, holder, label, row
from desa_app.ui.screen import Title

if TYPE_CHECKING:
    from desa_app.errors import DesaError


class PictureView(QDialog):
    """``wanted`` asks for the picture of an attachment, to be answered by ``show_picture`` or ``show_absent``."""

    wanted = Signal(object)

    def __init__(self, pieces: Sequence[Attachment], parent: QWidget) -> None:
        super().__init__(parent)
        self._pieces = pieces
        self._place = 0
        self._pixmap = QPixmap()
        self._whole = True
        self.title, self.line = Title(), label("caption", wrap=True)
        self.picture = _Shown()
        self.picture.pressed.connect(self._turn_size)
        self._area = QScrollArea()
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setWidget(self.picture)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.before = button("quiet", "arrow-left", lambda: self.go(self._place - 1))
        self.after = button("quiet", "arrow-right", lambda: self.go(self._place + 1))
        self.larger = button("quiet", "maximize", self._turn_size)
        self.away = button("", "x", self.reject)
        head = row(self.title, self.before, self.after, self.larger, self.away, stretch=0)
        self.setLayout(column(holder(head), self._area, self.line, margin=16, stretch=1))
        self.picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.picture.setFocus()
        self.resize(parent.window().size() * 0.92)
        self.setWindowTitle(self.tr("Picture"))
        for one, text, keys in (
            (self.before, self.tr("Previous"), "←"),
            (self.after, self.tr("Next"), "→"),
            (self.larger, self.tr("Full size"), self.tr("Space")),
            (self.away, self.tr("Close"), "Esc"),
        ):
            one.setText(text)
            one.setToolTip(keys)

    def go(self, place: int) -> None:
        """Show the picture at a place; its words at once, itself when it has come."""
        self._place = place
        self._whole = True
        piece = self._pieces[place]
        told = self.tr("{place} of {count}").format(place=place + 1, count=len(self._pieces))
        self.title.setText(" · ".join(part for part in (told, piece.name or "") if part))
        self._say(piece.caption or "")
        self.before.setEnabled(place > 0)
        self.after.setEnabled(place < len(self._pieces) - 1)
        self.wanted.emit(piece)

    def show_picture(self, piece: Attachment, image: QImage) -> None:
        """Show the picture that was asked for; one that comes late is not wanted any more."""
        if piece == self._pieces[self._place]:
            self._pixmap = QPixmap.fromImage(image)
            self._fit()

    def show_absent(self, piece: Attachment, error: DesaError) -> None:
        """Say why there is no picture to show."""
        if piece == self._pieces[self._place]:
            self._pixmap = QPixmap()
            self._say(error.sentence)
            self._fit()

    def _say(self, line: str) -> None:
        self.line.setText(line)
        self.line.setVisible(bool(line))
        self.picture.setAccessibleName(" · ".join(part for part in (self.title.text(), line) if part))

    def _turn_size(self) -> None:
        self._whole = not self._whole
        self._fit()

    def _fit(self) -> None:
        ratio = self.devicePixelRatioF()
        shown = self._pixmap
        room = self._area.viewport().size() * ratio
        if self._whole and not shown.isNull() and (shown.width() > room.width() or shown.height() > room.height()):
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            shown = shown.scaled(room, keep, smooth)
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)
        self.picture.resize(shown.deviceIndependentSize().toSize())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if step is not None:
            (self.before if step < 0 else self.after).click()
        elif key == Qt.Key.Key_Space:
            self._turn_size()
        else:
            super().keyPressEvent(event)


class _Shown(QLabel):
    """The picture; a double click shows it as large as it is, and back."""

    pressed = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
