"""The band of colour that says: this is practice."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desa_app.ui.parts import Spoken, column, label


class PracticeBand(Spoken):
    """The band of colour that says: this is practice."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("practice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = label()
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(self._text, margin=4))
        self.retranslate()

    def retranslate(self) -> None:
        self._text.setText(self.tr("PRACTICE · nothing here is real and nothing goes to the real headquarters"))
