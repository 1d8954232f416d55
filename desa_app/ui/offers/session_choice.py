"""The session at which an offer was told, chosen from those recorded here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class SessionChoice(QComboBox):
    """``set_sessions`` takes ids and what to call them; a session that is not among them keeps its id."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sessions: list[tuple[str, str]] = []
        self._value: str | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(self._choose)
        self.retranslate()

    def set_sessions(self, sessions: Sequence[tuple[str, str]]) -> None:
        """Offer these sessions."""
        self._sessions = list(sessions)
        self.retranslate()

    def retranslate(self) -> None:
        """Write the entries in the language in use."""
        known = [record for record, _ in self._sessions]
        self.clear()
        self.addItem("—", None)
        if self._value is not None and self._value not in known:
            self.addItem(self.tr("A session recorded earlier"), self._value)
        for record, text in self._sessions:
            self.addItem(text, record)
        self.setCurrentIndex(max(self.findData(self._value), 0) if self._value else 0)

    def value(self) -> str | None:
        """The id of the session."""
        return self._value

    def set_value(self, value: str | None) -> None:
        """Show a session."""
        self._value = value
        self.retranslate()

    def _choose(self, place: int) -> None:
        self._value = self.itemData(place)
        self.edited.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
