"""The whole story of a record, field by field: what was written, by whom, when, on which laptop, what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from desa_app.domain.formats import show_date
from desa_app.ui.parts import GAP, button, column, label, row
from desa_app.ui.style import px
from desa_app.ui.table import Column, RowTable, RowView
from desa_app.ui.words import author_words, field_words, laptop_words, moment_words, value_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desa_app.store.history import FieldStory, Told

_SIZE = (1080, 560)
_TONES = {"shown": "success", "kept": "warning", "replaced": "plain"}


class Line(NamedTuple):
    """A line of the table: a value that was written, and the field whose story it is of."""

    story: FieldStory
    told: Told


class HistoryPanel(QDialog):
    """Shows the stories it is given in the order of the form, the oldest value of each field first; at first only of
    the fields that were ever changed, where there are any."""

    def __init__(self, stories: Sequence[FieldStory], parent: QWidget) -> None:
        super().__init__(parent)
        self._stories = stories
        self.setModal(True)
        self.resize(px(_SIZE[0]), px(_SIZE[1]))
        self.title, self.whole = label("title"), label(wrap=True)
        self.changed = QCheckBox()
        self.changed.setChecked(any(len(one.told) > 1 for one in stories))
        self.changed.toggled.connect(self._show_lines)
        self.table: RowTable[Line] = RowTable()
        self.view = RowView(self.table, sortable=False)
        self.view.chosen.connect(self._show_whole)
        self.leave = button("", "", self.accept)
        head = row(self.title, None, self.changed)
        self.setLayout(column(head, self.view, self.whole, row(None, self.leave), margin=2 * GAP, stretch=1))
        self.retranslate()
        self._show_lines()
        self.view.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("History"))
        self.title.setText(self.tr("History"))
        self.changed.setText(self.tr("Only what was changed"))
        self.leave.setText(self.tr("Close"))
        self.view.setAccessibleName(self.tr("History"))
        self.table.set_columns(
            Column(self.tr("Field"), lambda one: field_words(one.story.noun, one.story.field), width=200),
            Column(self.tr("Value"), self._value, width=0),
            Column(self.tr("Who"), lambda one: author_words(one.told.by), width=130),
            Column(self.tr("When"), self._when, width=150),
            Column(self.tr("Laptop"), lambda one: laptop_words(one.told.by), width=130),
            Column(self.tr("What became of it"), self._fate, tone=lambda one: _TONES[one.told.fate], width=200),
        )
        self._show_whole()

    def _show_lines(self) -> None:
        told = [one for one in self._stories if len(one.told) > 1 or not self.changed.isChecked()]
        self.table.set_rows([Line(story, each) for story in told for each in story.told])
        self._show_whole()

    def _value(self, line: Line) -> str:
        if line.story.is_sealed:
            return self.tr("(sealed)")
        if line.told.value is None:
            return self.tr("emptied")
        return value_words(line.story.noun, line.story.field, line.told.value)

    def _when(self, line: Line) -> str:
        return f"{show_date(line.told.at.date(), short=True)} {line.told.at:%H.%M}"

    def _fate(self, line: Line) -> str:
        if line.told.fate == "shown":
            return self.tr("Shown")
        if line.told.fate == "kept":
            return self.tr("Kept beside it")
        by = " · ".join(author_words(author) for author, _ in line.told.replaced_by)
        return self.tr("Replaced: {who}").format(who=by) if by else self.tr("Replaced")

    def _show_whole(self) -> None:
        """Say in full what the line that is chosen holds."""
        place = self.view.place()
        line = None if place is None else self.table.row(place)
        if line is None:
            self.whole.setText(self.tr("Choose a line to read it whole."))
            return
        told = line.told
        said = [self._value(line), f"{author_words(told.by)} · {moment_words(told.at)} · {laptop_words(told.by)}"]
        for author, at in line.told.replaced_by:
            words = self.tr("Replaced by {who}, {when}, {laptop}")
            said.append(words.format(who=author_words(author), when=moment_words(at), laptop=laptop_words(author)))
        self.whole.setText("\n".join(said))
