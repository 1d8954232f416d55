"""The alert of an urgent offer: whom to telephone now, and who was called. An offline laptop can't alert anyone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel

from desa_app.domain.formats import show_date
from desa_app.domain.offer import Call
from desa_app.domain.reference import Hotline, phone_prompt
from desa_app.ui.parts import Spoken, button, column, holder, label, row
from desa_app.ui.style import icon, set_role
from desa_app.ui.wrapping import Flow


class CallPrompt(Spoken):
    """``show_numbers`` takes the numbers and the calls made; ``called`` tells the code of whom one has called,
    ``uncalled`` the place of a call that was noted by mistake, ``said`` a sentence for the notice.

    Once somebody was called the numbers fold, and can be shown again."""

    called = Signal(str)
    uncalled = Signal(int)
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        set_role(self, role="alert", tone="danger")
        self._hotlines: Sequence[Hotline] = ()
        self._calls: Sequence[Call] = ()
        self.numbers: list[NumberCard] = []
        picture = QLabel()
        picture.setPixmap(icon("triangle-alert", "danger").pixmap(20, 20))
        self.text = label("alert", wrap=True)
        self.more = button("quiet", "", self._toggle)
        self.more.setCheckable(True)
        self.more.setChecked(True)
        self._flow = Flow()
        self._cards = holder(self._flow)
        self.made = label(wrap=True)
        self.take_back = button("quiet", "undo-2", lambda: self.uncalled.emit(len(self._calls) - 1))
        head = row(picture, self.text, self.more)
        head.setStretch(1, 1)
        made = row(self.made, self.take_back)
        made.setStretch(0, 1)
        self._made = holder(made)
        self.setLayout(column(holder(head), self._cards, self._made, margin=8, gap=4))
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.text.setText(phone_prompt())
        is_open = self.more.isChecked()
        self.more.setText(self.tr("Hide numbers") if is_open else self.tr("Show numbers"))
        self.take_back.setText(self.tr("Undo"))
        self._cards.setVisible(is_open)
        called = " · ".join(f"{call.whom} {show_date(call.at.date())} {call.at:%H.%M}" for call in self._calls)
        self.made.setText(self.tr("Called: {calls}").format(calls=called))
        self._made.setVisible(bool(self._calls))
        for one in self.numbers:
            one.retranslate()

    def show_numbers(self, hotlines: Sequence[Hotline], calls: Sequence[Call]) -> None:
        """Show whom to call, and the calls made so far."""
        if list(hotlines) != list(self._hotlines):
            self._hotlines = hotlines
            self._lay()
        if bool(calls) != bool(self._calls):
            self.more.setChecked(not calls)
        self._calls = calls
        self.retranslate()

    def _lay(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            gone = item.widget()
            assert gone is not None
            gone.hide()
            gone.deleteLater()
        self.numbers = [NumberCard(hotline) for hotline in self._hotlines]
        for one in self.numbers:
            one.called.connect(self.called)
            one.copied.connect(self._copy)
            self._flow.addWidget(one)
            one.show()

    def _copy(self, number: str) -> None:
        QGuiApplication.clipboard().setText(number)
        self.said.emit(self.tr("{number} copied").format(number=number))

    def _toggle(self) -> None:
        self.retranslate()


class NumberCard(QFrame):
    """One number: whose it is, copied by a press; and the note that one has called."""

    called = Signal(str)
    copied = Signal(str)

    def __init__(self, hotline: Hotline) -> None:
        super().__init__()
        self._hotline = hotline
        self.setProperty("role", "number")
        self.copy = button("quiet", "copy", lambda: self.copied.emit(hotline.number or ""))
        self.note = button("quiet", "phone-call", lambda: self.called.emit(hotline.code))
        self.setLayout(row(self.copy, self.note, gap=0))
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        number = self._hotline.number
        self.copy.setText(f"{self._hotline.label} {number}" if number else str(self._hotline.label))
        self.copy.setEnabled(number is not None)
        checked = self._hotline.checked
        self.copy.setToolTip(f"{self._hotline.source} ({show_date(checked)})" if checked else self._hotline.source)
        called = self.tr("I have called: {whom}").format(whom=self._hotline.label)
        self.note.setText(self.tr("Called"))
        self.note.setToolTip(called)
        self.note.setAccessibleName(called)
