"""What the first page says before anything was recorded: how to begin, and three things worth knowing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desa_app.ui.keys import KEYS
from desa_app.ui.parts import GAP, Sign, Spoken, button, column, holder, label, name_button, row

_PICTURES = ("file-pen-line", "users-round", "search")


class FirstDay(Spoken):
    """``begin`` is what the one button does, ``bring`` the other: a list that a village office has made already."""

    def __init__(self, begin: Callable[[], None], bring: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._title, self._text = label("title", wrap=True), label("muted", wrap=True)
        self.begin = button("primary", "plus", begin)
        self.bring = button("", "file-input", bring)
        self._facts = [(label("heading", wrap=True), label("muted", wrap=True)) for _ in _PICTURES]
        facts = [self._fact(picture, *said) for picture, said in zip(_PICTURES, self._facts, strict=True)]
        buttons = row(self.begin, self.bring, None)
        lay = column(self._title, self._text, holder(buttons), *facts, margin=2 * GAP, gap=12)
        lay.insertSpacing(3, GAP)
        self.setLayout(lay)
        self.retranslate()

    def _fact(self, picture: str, *said: QWidget) -> QWidget:
        lay = row(holder(column(Sign(picture, "accent", 24), None)), column(*said, gap=0), gap=12)
        lay.setStretch(1, 1)
        return holder(lay)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Begin with your first session"))
        self._text.setText(
            self.tr("Record an outreach session as it was: where, when, how many. Two minutes are enough.")
        )
        begin, keys = self.tr("Begin the first session"), KEYS["new_session"]
        name_button(self.begin, f"{begin} · {keys}", keys)
        name_button(self.bring, self.tr("Import attendance list"), KEYS["import_list"])
        said = (
            (
                self.tr("What you type is saved as you type"),
                self.tr("It stays on this laptop, encrypted, without any signal. Synchronise when there is one."),
            ),
            (
                self.tr("A headcount is enough"),
                self.tr("Names are optional. A minor's name and phone need a guardian's consent."),
            ),
            (
                self.tr("Everything is found with {keys}").format(keys=KEYS["search"]),
                self.tr("Villages, people, numbers of recruiters, and what this program can do, with its keys."),
            ),
        )
        for (title, text), (heading, sentence) in zip(self._facts, said, strict=True):
            title.setText(heading)
            text.setText(sentence)
