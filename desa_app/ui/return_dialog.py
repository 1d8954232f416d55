"""The lead's word to the officer: which field, and what to correct in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QPlainTextEdit, QWidget

from desa_app.domain.fields import fields_of
from desa_app.domain.labels import label as field_label
from desa_app.domain.records import RECORDS
from desa_app.domain.review import LEADS_FIELDS
from desa_app.ui.parts import button, column, label, name_button, row

_NOT_TYPED = {
    *LEADS_FIELDS,
    "office_code",
    "created_at",
    "created_by",
    "deletion",
    "status",
    "code_set",
    "import_key",
    "village_names",
    "calls",
}
_LISTS = {"session": "attendees", "offer": "recruiters"}
"""The list that belongs to a record, which can be returned as a whole."""


class ReturnDialog(QDialog):
    """``returned`` carries the field's name and the comment; both are needed."""

    returned = Signal(str, str)

    def __init__(self, noun: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._noun = noun
        self.setModal(True)
        self.setMinimumWidth(440)
        self.title = label("title")
        self.what, self.why = label("label"), label("label")
        self.field, self.comment = QComboBox(), QPlainTextEdit()
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(96)
        for name in (*fields_of(RECORDS[noun]), _LISTS[noun]):
            if name not in _NOT_TYPED:
                self.field.addItem(field_label(noun, name), name)
        self.comment.textChanged.connect(self._allow)
        self.send = button("primary", "corner-up-left", self._send)
        self.leave = button("", "", self.reject)
        pieces = (self.title, self.what, self.field, self.why, self.comment, row(None, self.leave, self.send))
        self.setLayout(column(*pieces, margin=16))
        self.retranslate()
        self._allow()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Return for correction"))
        self.title.setText(self.tr("Return for correction"))
        self.what.setText(self.tr("Which field"))
        self.why.setText(self.tr("What is to be corrected"))
        name_button(self.send, self.tr("Return"), "Ctrl+Return")
        self.field.setAccessibleName(self.tr("Which field"))
        self.comment.setAccessibleName(self.tr("What is to be corrected"))
        self.leave.setText(self.tr("Not now"))
        for place in range(self.field.count()):
            self.field.setItemText(place, field_label(self._noun, self.field.itemData(place)))

    def _allow(self) -> None:
        self.send.setEnabled(bool(self.comment.toPlainText().strip()))

    def _send(self) -> None:
        self.returned.emit(self.field.currentData(), self.comment.toPlainText().strip())
        self.accept()
