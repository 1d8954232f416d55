"""What a report opens with: a safe place, may we contact you, no promises (DOMAIN.md, do-no-harm 10)."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from desa_app.domain.fields import Answer
from desa_app.ui.editors import AnswerField
from desa_app.ui.field import scrolled
from desa_app.ui.parts import GAP, Spoken, button, card, column, holder, label, row
from desa_app.ui.style import icon

_PICTURES = ("shield-check", "message-circle", "handshake")


class SafePlace(Spoken):
    """Three things to say before a report begins. The answers help, and are never waited for; Enter begins.

    ``may_contact`` goes into the report; whether the place is safe is not kept.
    """

    begun = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title, self.intro = label("title", wrap=True), label("muted", wrap=True)
        self.headings = [label("heading", wrap=True) for _ in _PICTURES]
        self.lines = [label(wrap=True) for _ in _PICTURES]
        self.safe, self.contact = AnswerField(), AnswerField()
        self.safe.edited.connect(self.retranslate)
        self.advice, self.keys = label("banner", wrap=True), label("caption")
        self.begin = button("primary", "check", self.begun.emit)
        self.leave = button("", "", self.left.emit)
        parts = [
            self._part(0, self.safe, self.advice),
            self._part(1, self.contact),
            self._part(2),
        ]
        said = column(*parts, gap=2 * GAP)
        said.setContentsMargins(0, GAP, 0, GAP)
        inside = card(self.title, self.intro, holder(said), holder(row(self.keys, None, self.leave, self.begin)))
        inside.setMaximumWidth(640)
        inside.setMinimumWidth(560)
        self.setLayout(column(scrolled(holder(column(None, holder(row(None, inside, None)), None)))))
        self.retranslate()

    def _part(self, place: int, *more: QWidget) -> QWidget:
        picture = QLabel()
        picture.setPixmap(icon(_PICTURES[place], "accent").pixmap(QSize(24, 24)))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        texts = column(self.headings[place], self.lines[place], *more, gap=4)
        return holder(row(picture, holder(texts), gap=2 * GAP, stretch=1))

    def retranslate(self) -> None:
        self.title.setText(self.tr("Before you take a report"))
        self.intro.setText(self.tr("Say this to the person in front of you, in your own words."))
        texts = (
            (self.tr("A safe place"), self.tr("Is this a safe place to talk, with nobody listening?")),
            (
                self.tr("May we contact you?"),
                self.tr("May we contact you afterwards, and how is it safe? You may also stay anonymous."),
            ),
            (
                self.tr("No promises"),
                self.tr("We can't promise what will come of it. No report does anything to anybody by itself."),
            ),
        )
        for heading, line, (title, text) in zip(self.headings, self.lines, texts, strict=True):
            heading.setText(title)
            line.setText(text)
        self.safe.setAccessibleName(texts[0][0])
        self.contact.setAccessibleName(texts[1][0])
        self.advice.setText(self.tr("Offer another place or time. Write nothing down that is not safe to have."))
        self.advice.setVisible(self.safe.value() == "tidak")
        self.advice.setProperty("tone", "warning")
        self.keys.setText(self.tr("Y yes · T no · U don't know · Enter begins"))
        self.begin.setText(self.tr("Begin the report"))
        self.leave.setText(self.tr("Not now"))

    def reset(self, may_contact: Answer | None = None) -> None:
        """Begin with nothing answered, or with what the report says already."""
        self.safe.set_value(None)
        self.contact.set_value(may_contact)
        self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.left if self.leave.hasFocus() else self.begun).emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
