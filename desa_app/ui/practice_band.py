"""The band of colour that says: this is practice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from desa_app.ui.parts import Spoken, button, label, row


class PracticeBand(Spoken):
    """The band of colour that says: this is practice. ``toured`` wants to be shown around, ``restarted`` to begin with
    nothing again."""

    toured = Signal()
    restarted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("practice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = label(wrap=True)
        self.tour = button("practice", "", self.toured.emit)
        self.restart = button("practice", "", self.restarted.emit)
        line = row(self._text, self.tour, self.restart)
        line.setContentsMargins(16, 4, 16, 4)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.retranslate()

    def retranslate(self) -> None:
        self._text.setText(self.tr("PRACTICE · nothing here is real and nothing goes to the real headquarters"))
        self.tour.setText(self.tr("Tour"))
        self.restart.setText(self.tr("Begin again"))
        self.restart.setToolTip(self.tr("Empties practice and opens it anew"))
