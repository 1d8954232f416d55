"""The alert of an urgent offer: whom to telephone now, and who was called. An offline laptop can't alert anyone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel

from desa_app.domain.formats import show_date
from desa_app.domain.offer import Call
from desa_app.domain.reference import Hotline, phone_prompt
from desa_app.ui.editors import TextField
from desa_app.ui.parts import Spoken, button, column, holder, label, row
from desa_app.ui.style import icon, px, set_role
from desa_app.ui.wrapping import Flow

_NUMBER_PX = 132


class CallPrompt(Spoken):
    """``show_numbers`` takes the numbers and the calls made; ``called`` tells the code of whom one has called,
    ``uncalled`` the place of a call that was noted by mistake, ``said`` a sentence for the notice. A number that only
    the office knows is typed in once: ``numbered``.

    Once somebody was called the numbers fold, and can be shown again."""

    called = Signal(str)
    uncalled = Signal(int)
    numbered = Signal(str, str)
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._own: Mapping[str, str] = {}
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

    def set_numbers(self, numbers: Mapping[str, str]) -> None:
        """The numbers that this office filled in, by code; what was typed in just now stays under the cursor."""
        self._own = numbers
        if not all(one.shows(numbers) for one in self.numbers):
            self._lay()

    def _lay(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            gone = item.widget()
            assert gone is not None
            gone.hide()
            gone.deleteLater()
        self.numbers = [NumberCard(each, self._own.get(each.code)) for each in self._hotlines]
        for one in self.numbers:
            one.called.connect(self.called)
            one.copied.connect(self._copy)
            one.numbered.connect(self.numbered)
            self._flow.addWidget(one)
            one.show()

    def _copy(self, number: str) -> None:
        QGuiApplication.clipboard().setText(number)
        self.said.emit(self.tr("{number} copied").format(number=number))

    def _toggle(self) -> None:
        self.retranslate()


class NumberCard(QFrame):
    """One number: whose it is, copied by a press; and the note that one has called. One that only the office knows,
    ``own``, can be typed in and mended."""

    called = Signal(str)
    copied = Signal(str)
    numbered = Signal(str, str)

    def __init__(self, hotline: Hotline, own: str | None = None) -> None:
        super().__init__()
        self._hotline = hotline
        self.setProperty("role", "number")
        self.copy = button("quiet", "copy", lambda: self.copied.emit(hotline.number or self.own.value() or ""))
        self.note = button("quiet", "phone-call", lambda: self.called.emit(hotline.code))
        self.own = TextField(40)
        self.own.set_value(own)
        self.own.setFixedWidth(px(_NUMBER_PX))
        self.own.setVisible(False)
        self.own.editingFinished.connect(self._fill_in)
        self.setLayout(row(self.copy, self.own, self.note, gap=0))
        self.own.setVisible(hotline.number is None)
        self.retranslate()

    def shows(self, numbers: Mapping[str, str]) -> bool:
        """Whether these numbers of the office would change nothing here."""
        return self._hotline.number is not None or self.own.value() == numbers.get(self._hotline.code)

    def _fill_in(self) -> None:
        self.retranslate()
        self.numbered.emit(self._hotline.code, self.own.value() or "")

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        number = self._hotline.number
        self.copy.setText(f"{self._hotline.label} {number}" if number else str(self._hotline.label))
        self.copy.setEnabled(bool(number or self.own.value()))
        self.own.setPlaceholderText(self.tr("Number …"))
        self.own.setAccessibleName(self.tr("Number of {whom}").format(whom=self._hotline.label))
        checked = self._hotline.checked
        self.copy.setToolTip(f"{self._hotline.source} ({show_date(checked)})" if checked else self._hotline.source)
        called = self.tr("I have called: {whom}").format(whom=self._hotline.label)
        self.note.setText(self.tr("Called"))
        self.note.setToolTip(called)
        self.note.setAccessibleName(called)
