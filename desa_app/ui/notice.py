"""The calm bar that says what happened: saved, failed, to do. It stays until read or replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

from desa_app.ui.parts import Sign, Spoken, button, label, row
from desa_app.ui.style import set_role

if TYPE_CHECKING:
    from desa_app.errors import DesaError

_SHOWN_MS = 6000
_ICONS = {"success": "circle-check", "danger": "circle-alert", "warning": "triangle-alert", "accent": "info"}


class Notice(Spoken):
    """One sentence with its tone. Good news leave by themselves, everything else waits to be put away."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._error: DesaError | None = None
        self._picture = Sign("info", "accent", 18)
        self.text = label(wrap=True)
        self._take_back: Callable[[], None] | None = None
        self.undo = button("quiet", "undo-2", self._undo)
        self._away = button("quiet", "x", self.hide)
        self._leave = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._leave.timeout.connect(self.hide)
        line = row(self._picture, self.text, self.undo, self._away, gap=8)
        line.setStretch(1, 1)
        line.setContentsMargins(12, 4, 4, 4)
        self.setLayout(line)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.undo.setText(self.tr("Undo"))
        self._away.setAccessibleName(self.tr("Put away"))
        self._away.setToolTip(self.tr("Put away"))
        if self._error is not None:
            self.text.setText(str(self._error))

    def say(self, sentence: str, tone: str = "success") -> None:
        """Show a sentence; ``tone`` is success, warning, accent or danger."""
        self._error = None
        self._show(sentence, tone)

    def show_error(self, error: DesaError) -> None:
        """Show a failure: what happened, what is safe, what to do, and its code for support."""
        self._error = error
        self._show(str(error), "warning" if error.retryable else "danger")

    def offer_undo(self, sentence: str, take_back: Callable[[], None]) -> None:
        """Say what was done, with the button that takes it back; it stays until answered or replaced."""
        self._error = None
        self._show(sentence, "accent", take_back)

    def _undo(self) -> None:
        take_back, self._take_back = self._take_back, None
        self.hide()
        if take_back is not None:
            take_back()

    def _show(self, sentence: str, tone: str, take_back: Callable[[], None] | None = None) -> None:
        self._take_back = take_back
        self.undo.setVisible(take_back is not None)
        self.text.setText(sentence)
        self._picture.show_icon(_ICONS[tone], tone)
        set_role(self, tone=tone)
        self.show()
        if tone == "success":
            self._leave.start()
        else:
            self._leave.stop()
