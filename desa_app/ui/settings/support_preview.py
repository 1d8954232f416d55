"""What the support file says, to be read before it leaves the laptop."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from desa_app.ui.parts import button, column, label, row


class SupportPreview(QDialog):
    """``saved`` says that the text shown is to be written to a file."""

    saved = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Support file"))
        intro = label("muted", wrap=True)
        intro.setText(self.tr("This is all that it says. Send it to whoever supports you, if you agree."))
        self.text = QPlainTextEdit(text, readOnly=True)
        self.text.setAccessibleName(self.tr("Support file"))
        self.save, away = button("primary", "save", self._save), button("", "", self.reject)
        self.save.setText(self.tr("Save …"))
        away.setText(self.tr("Cancel"))
        self.setLayout(column(intro, self.text, row(None, away, self.save), margin=24, stretch=1))

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def _save(self) -> None:
        self.saved.emit()
        self.accept()
