"""What a report opens with: a safe place, may we contact you, no promises (DOMAIN.md, do-no-harm 10)."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desa_app.ui.parts import Spoken, button, card, column, holder, label, row


class SafePlace(Spoken):
    """Three sentences to read out, then the report can begin."""

    begun = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title, self.intro = label("title", wrap=True), label("muted", wrap=True)
        self.lines = [label(wrap=True) for _ in range(3)]
        self.begin = button("primary", "check", self.begun.emit)
        self.leave = button("", "", self.left.emit)
        inside = card(self.title, self.intro, *self.lines, holder(row(None, self.leave, self.begin)))
        inside.setMaximumWidth(640)
        self.setLayout(column(None, holder(row(None, inside, None)), None))
        inside.setMinimumWidth(560)
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Before you take a report"))
        self.intro.setText(self.tr("Say this to the person in front of you, in your own words."))
        texts = (
            self.tr("1. Is this a safe place to talk? If somebody listens, offer another place or another time."),
            self.tr("2. May we contact you afterwards, and how is it safe? You may also stay anonymous."),
            self.tr("3. We can't promise what will come of it. No report does anything to anybody by itself."),
        )
        for line, text in zip(self.lines, texts, strict=True):
            line.setText(text)
        self.begin.setText(self.tr("The place is safe, begin"))
        self.leave.setText(self.tr("Not now"))
