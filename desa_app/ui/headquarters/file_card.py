"""Photos and evidence on the sync page: how many wait and how large they are, when they may go, how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from desa_app.domain.file_choice import CHOICES, NO_FILES
from desa_app.domain.formats import show_number
from desa_app.ui.parts import Spoken, button, card, column, holder, label, row
from desa_app.ui.segments import Segments
from desa_app.ui.words import size_words

if TYPE_CHECKING:
    from desa_app.domain.file_choice import Choice, FilesWaiting
    from desa_app.sync.files import Step

_KB = 1024


class FileCard(Spoken):
    """``set_waiting`` shows what waits, ``show_step`` how far a run is with it; ``chosen`` hands on when files may go,
    ``send_asked`` that those which wait now may go at once."""

    chosen = Signal(object)
    send_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._waiting: FilesWaiting = NO_FILES
        self._step: Step | None = None
        self._most = 0
        self.title, self.told = label("heading"), label(wrap=True)
        self.when, self.why = label("label"), label("muted", wrap=True)
        self.choice: Segments[Choice] = Segments(CHOICES, self._word)
        self.choice.chosen.connect(self._choose)
        self.send = button("", "send", self.send_asked.emit)
        self.bar = QProgressBar(textVisible=False)
        self.bar.hide()
        self.when.setBuddy(self.choice)
        choice = holder(column(self.when, self.choice, gap=2))
        self._foot = holder(row(self.send, None))
        inside = card(self.title, self.told, self.bar, choice, self.why, self._foot)
        self.setLayout(column(inside))
        self.retranslate()

    def set_waiting(self, waiting: FilesWaiting) -> None:
        """Show what waits, and what is chosen."""
        self._waiting = waiting
        self.choice.set_value(waiting.choice)
        self.retranslate()

    def show_step(self, step: Step | None) -> None:
        """How far the files of a run are; None where none is moving."""
        self._most = max(self._most, step.bytes_left) if step else 0
        self._step = step
        self.bar.setVisible(step is not None)
        if step is not None:
            self.bar.setRange(0, max(1, self._most // _KB))
            self.bar.setValue((self._most - step.bytes_left) // _KB)
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Photos and evidence"))
        self.when.setText(self.tr("They go after the records"))
        self.choice.setAccessibleName(self.tr("When photos and evidence go"))
        self.choice.retranslate()
        self.send.setText(self.tr("Send them now"))
        self.told.setText(self._told())
        self.why.setText(self._why())
        self.why.setVisible(bool(self.why.text()))
        self._foot.setVisible(bool(self._waiting.count) and self._waiting.choice != "always" and self._step is None)

    def _told(self) -> str:
        if self._step is not None:
            words = self.tr("{count} files to go, {size}")
            return words.format(count=show_number(self._step.left), size=size_words(self._step.bytes_left))
        parts = []
        if self._waiting.count:
            words = self.tr("{count} files are not at headquarters yet, {size}.")
            parts.append(words.format(count=show_number(self._waiting.count), size=size_words(self._waiting.size)))
        if self._waiting.asked:
            parts.append(self.tr("{count} files are to come here.").format(count=show_number(self._waiting.asked)))
        return " ".join(parts) or self.tr("All files of this laptop are at headquarters.")

    def _why(self) -> str:
        """What the choice means for those that wait."""
        words = {
            "always": "",
            "unmetered": self.tr("They wait while the system says, or can't say that it isn't, mobile data."),
            "asked": self.tr("They wait until you send them here."),
        }
        return words[self._waiting.choice] if self._waiting.count else ""

    def _word(self, choice: Choice) -> str:
        words = {
            "always": self.tr("Always"),
            "unmetered": self.tr("Not on mobile data"),
            "asked": self.tr("Only when I say so"),
        }
        return words[choice]

    def _choose(self, choice: Choice) -> None:
        self.chosen.emit(choice)
