"""Files that are dropped anywhere on a form come to its photos or evidence, folded away or not."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from desa_app.ui.files.file_holder import FileHolder, given_in
from desa_app.ui.section import Section


class DropAround(QObject):
    """Takes drops on ``form`` and hands them to ``holder`` somewhere in it, which is brought into sight."""

    def __init__(self, form: QWidget, holder: FileHolder) -> None:
        super().__init__(form)
        self._holder = holder
        form.setAcceptDrops(True)
        form.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            return False
        dropped = cast(QDropEvent, event)
        if not self._holder.acceptDrops() or not given_in(dropped.mimeData()):
            return False
        dropped.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._reveal()
            self._holder.give(given_in(dropped.mimeData()))
        return True

    def _reveal(self) -> None:
        """Open what the holder is folded into, and scroll to it."""
        areas = []
        around = self._holder.parentWidget()
        while around is not None:
            if isinstance(around, Section):
                around.set_open(True)
            if isinstance(around, QScrollArea):
                areas.append(around)
            around = around.parentWidget()
        for area in areas:
            area.ensureWidgetVisible(self._holder)
