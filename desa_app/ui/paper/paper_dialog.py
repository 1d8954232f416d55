"""Printing sessions: which paper, what is filled in by hand, how it will look; then a PDF or a printer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desa_app.reports.papers import KINDS, Kind, paper_title
from desa_app.ui.editors import CountField, LongTextField, TextField
from desa_app.ui.field import scrolled
from desa_app.ui.paper.page_view import PageView
from desa_app.ui.parts import GAP, button, column, holder, label, row
from desa_app.ui.segments import Segments

_SIZE = QSize(1120, 800)
_LEFT_PX = 372
_LINES_PX = 96
_PAUSE_MS = 300
USUAL_LINES = 40
"""Lines of a blank sheet: what a village hall holds, on two pages."""
MOST_LINES = 500


class Choice(NamedTuple):
    """What is to be printed: the paper, the office's address and number, and lines for an attendance sheet that is
    filled by hand (0: with the people of the list)."""

    kind: Kind
    address: str
    number: str
    blank_lines: int


class PaperDialog(QDialog):
    """``previewed`` wants to see what is chosen, in pictures so wide; ``saved`` wants it as a PDF, ``printed`` on
    paper."""

    previewed = Signal(object, int)
    saved = Signal(object, str)
    printed = Signal(object)

    def __init__(self, count: int, address: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._count = count
        self.setWindowTitle(self.tr("Print"))
        self.kinds: Segments[Kind] = Segments(KINDS, paper_title)
        self.kinds.setAccessibleName(self.tr("Paper"))
        self.filled: Segments[bool] = Segments(
            (True, False), lambda filled: self.tr("With names") if filled else self.tr("Blank")
        )
        self.filled.setAccessibleName(self.tr("Names on the sheet"))
        self.lines, self.number, self.address = CountField(), TextField(), LongTextField()
        self.lines.set_value(USUAL_LINES)
        self.lines.setFixedWidth(_LINES_PX)
        self.address.set_value(address)
        self.address.setFixedHeight(64)
        self._lines_row = self._titled(self.tr("Lines to sign"), self.lines)
        self._filled_row = self._titled(self.tr("Names on the sheet"), self.filled)
        self._number_row = self._titled(self.tr("Number of the record"), self.number)
        self.about, self.sentence = label("caption", wrap=True), label("heading", wrap=True)
        self.pages = PageView()
        self.save = button("", "download", self._save)
        self.save.setText(self.tr("Save as PDF …"))
        self.print = button("primary", "printer", lambda: self.printed.emit(self.choice()))
        self.print.setText(self.tr("Print …"))
        self.print.setDefault(True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._lay_out()
        self.kinds.chosen.connect(lambda _: self._take())
        self.filled.chosen.connect(lambda _: self._take())
        for editor in (self.lines, self.number, self.address):
            editor.edited.connect(self._pause.start)
        self.resize(_SIZE.boundedTo(parent.size() - QSize(24, 24)))
        self._show_fields()

    def _titled(self, text: str, editor: QWidget) -> QWidget:
        title = label("label")
        title.setText(text)
        title.setBuddy(editor)
        editor.setAccessibleName(text)
        titled = column(title, editor, gap=2)
        if editor.maximumWidth() < _LEFT_PX:
            titled.setAlignment(editor, Qt.AlignmentFlag.AlignLeft)
        return holder(titled)

    def _lay_out(self) -> None:
        away = button("", "", self.reject)
        away.setText(self.tr("Cancel"))
        inside = column(
            self._titled(self.tr("Paper"), self.kinds),
            self._filled_row,
            self._lines_row,
            self._number_row,
            self._titled(self.tr("Address of the office, for the letterhead"), self.address),
            self.about,
            None,
            gap=12,
        )
        left = scrolled(holder(inside))
        left.setFixedWidth(_LEFT_PX)
        right = column(self.sentence, self.pages, stretch=1)
        steps = row(None, away, self.save, self.print)
        self.setLayout(column(row(left, right, gap=2 * GAP, stretch=1), steps, margin=2 * GAP, stretch=0))

    def begin(self) -> None:
        """Open, and ask for the first preview."""
        self.open()
        self._ask()

    def choice(self) -> Choice:
        """What is chosen now."""
        kind = self.kinds.value()
        lines = min(self.lines.value() or 0, MOST_LINES) if kind == "attendance" and not self.filled.value() else 0
        return Choice(kind, self.address.value() or "", self.number.value() or "", lines)

    def show_preview(self, asked: Choice, pictures: Sequence[QImage], count: int) -> None:
        """Show how it will look, if it is still what is chosen."""
        if asked != self.choice():
            return
        if len(pictures) < count:
            text = self.tr("{count} pages; the first {shown} are shown").format(count=count, shown=len(pictures))
        else:
            text = self.tr("{count} pages").format(count=count) if count > 1 else self.tr("One page")
        self.sentence.setText(text)
        self.pages.show_pages(pictures)

    def _take(self) -> None:
        self._show_fields()
        self._ask()

    def _show_fields(self) -> None:
        kind, filled = self.kinds.value(), self.filled.value()
        self._filled_row.setVisible(kind == "attendance")
        self._lines_row.setVisible(kind == "attendance" and not filled)
        self._number_row.setVisible(kind == "record" and self._count == 1)
        abouts = {
            "attendance": self.tr(
                "To be signed by the participants. A minor's name stands on it only where a guardian agreed."
            )
            if filled
            else self.tr("To be filled in and signed by hand at the session."),
            "record": self.tr("The official record in Indonesian, signed by the village head and the officer."),
            "summary": self.tr("What was done and how many came, for your own file: no names of participants."),
        }
        self.about.setText(abouts[kind])

    def _ask(self) -> None:
        self._pause.stop()
        self.sentence.setText(self.tr("Making the preview …"))
        self.previewed.emit(self.choice(), self.pages.page_width())

    def _save(self) -> None:
        name = f"{paper_title(self.kinds.value())}.pdf"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save as PDF"), name, "PDF (*.pdf)")
        if path:
            self.saved.emit(self.choice(), path)
