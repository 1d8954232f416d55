"""A field of the report, worded as one asks for it in a conversation."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desa_app.domain.labels import question
from desa_app.ui.field import Field


class Asked(Field):
    """The question stands above the editor; a screen reader hears the field's own name."""

    def show_below(self, piece: QWidget) -> None:
        """Put a line below the editor, for what it was read as."""
        lay = self.layout()
        if lay is not None:
            lay.addWidget(piece)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(question(self._noun, self.name))
