"""Exporting coverage: which file, of what, for whom, and what it will hold before it is written."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QStackedWidget, QWidget

from desa_app.domain import coverage as domain
from desa_app.domain.coverage import Coverage, Listed, listed_title, outside_note, period_text, scope_words
from desa_app.ui.coverage.export import KINDS, Export, Kind, Preview, levels_of
from desa_app.ui.coverage.toggle import Toggle
from desa_app.ui.field import scrolled
from desa_app.ui.paper.page_view import PageView
from desa_app.ui.parts import GAP, button, card, column, holder, label, row
from desa_app.ui.segments import Segments
from desa_app.ui.table import Column, RowTable, RowView

_SIZE = QSize(980, 600)
_LEFT_PX = 280
_NAMES: dict[Kind, str] = {"xlsx": "Excel", "csv": "CSV", "geojson": "GeoJSON", "pdf": "PDF"}


class ExportDialog(QDialog):
    """``previewed`` wants to see what is chosen, ``exported`` wants it written to a path."""

    previewed = Signal(object, int)
    exported = Signal(object, object)

    def __init__(self, coverage: Coverage, level: Listed, *, outside: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._coverage = coverage
        self.setWindowTitle(self.tr("Export coverage"))
        self.kinds: Segments[Kind] = Segments(KINDS, lambda kind: _NAMES[kind])
        self.kinds.setAccessibleName(self.tr("Kind of file"))
        self.level = QComboBox()
        self.level.setAccessibleName(self.tr("Level"))
        self.outside = Toggle()
        self.outside.setText(self.tr("For readers outside"))
        self.outside.setChecked(outside)
        self.about, self.privacy = label(wrap=True), label("caption", wrap=True)
        self.sentence = label("heading", wrap=True)
        self.table: RowTable[list[str]] = RowTable()
        self.view = RowView(self.table, sortable=False)
        self.notes = label("caption", wrap=True)
        self.pages = PageView()
        self.save = button("primary", "download", self._save)
        self.save.setText(self.tr("Save as …"))
        self.save.setDefault(True)
        self._away = button("", "", self.reject)
        self._away.setText(self.tr("Cancel"))
        self._offer(level)
        self._lay_out()
        self.kinds.chosen.connect(lambda _: self._take_kind())
        self.level.currentIndexChanged.connect(lambda _: self._ask())
        self.outside.toggled.connect(lambda _: self._ask())
        self.resize(_SIZE.boundedTo(parent.size() - QSize(24, 24)))

    def _lay_out(self) -> None:
        titles = [label("label") for _ in range(3)]
        for title, text in zip(titles, (self.tr("File"), self.tr("Level"), self.tr("What it holds")), strict=True):
            title.setText(text)
        period = label("caption", wrap=True)
        period.setText(" · ".join([period_text(self._coverage), *scope_words(self._coverage)]))
        inside = column(
            *(titles[0], self.kinds, titles[1], self.level, self.outside, titles[2], period, self.about),
            *(self.privacy, None),
        )
        left = scrolled(holder(inside))
        left.setFixedWidth(_LEFT_PX)
        self._shown = QStackedWidget()
        self._shown.addWidget(self.view)
        self._shown.addWidget(self.pages)
        self.view.setAccessibleName(self.tr("Preview"))
        self._foot = card(scrolled(self.notes))
        self._foot.setMaximumHeight(120)
        right = column(self.sentence, self._shown, self._foot, stretch=1)
        steps = row(None, self._away, self.save)
        self.setLayout(column(row(left, right, gap=2 * GAP, stretch=1), steps, margin=2 * GAP, stretch=0))

    def begin(self) -> None:
        """Open, and ask for the first preview."""
        self.open()
        self._ask()

    def export(self) -> Export:
        """What is chosen."""
        return Export(self.kinds.value(), self.level.currentData(), self.outside.isChecked())

    def show_preview(self, asked: Export, preview: Preview) -> None:
        """Show what the file will hold, if it is still what is chosen."""
        if asked != self.export():
            return
        self.sentence.setText(preview.sentence)
        self._shown.setCurrentIndex(1 if preview.pictures else 0)
        self._foot.setVisible(bool(preview.notes))
        self.notes.setText("\n".join(preview.notes))
        self.table.set_rows(())
        self.table.set_columns(*(_column(place, column) for place, column in enumerate(preview.columns)))
        self.table.set_rows(preview.rows)
        self.pages.show_pages(preview.pictures)

    def _take_kind(self) -> None:
        level = self.level.currentData()
        self._offer(level)
        self._ask()

    def _offer(self, level: Listed | None) -> None:
        levels = levels_of(self.kinds.value())
        self.level.blockSignals(True)
        self.level.clear()
        for one in levels:
            self.level.addItem(self.tr("Every level") if one is None else listed_title(one).replace("-", "/"), one)
        usual: Listed | None = None if None in levels else "regency"
        chosen = level if level in levels and level is not None else usual
        self.level.setCurrentIndex(levels.index(chosen))
        self.level.blockSignals(False)

    def _ask(self) -> None:
        self.about.setText(self._about(self.kinds.value()))
        nobody = self.tr("Counts only: no name, telephone number or report of anybody is in the file.")
        inside = self.tr("For use within the immigration service: small counts are told as they are.")
        self.privacy.setText(f"{nobody}\n\n{outside_note() if self.outside.isChecked() else inside}")
        self.sentence.setText(self.tr("Making the preview …"))
        self.previewed.emit(self.export(), self.pages.page_width())

    def _about(self, kind: Kind) -> str:
        words = {
            "xlsx": self.tr("A sheet for each level, the villages not covered with their priority, and the notes.")
            if self.level.currentData() is None
            else self.tr("A sheet with this level, and one with the notes."),
            "csv": self.tr(
                "One level with its notes below; semicolons and decimal commas, as Excel in Indonesia reads."
            ),
            "geojson": self.tr(
                "A point for each village or area with its figures, for QGIS and other maps (RFC 7946)."
            ),
            "pdf": self.tr("A report on A4: figures, charts, table, the villages to be visited first, notes."),
        }
        return words[kind]

    def _save(self) -> None:
        export, period = self.export(), self._coverage.period
        stem = self.tr("coverage")
        name = f"{stem}-{period.start:%Y%m%d}-{period.end:%Y%m%d}.{export.kind}"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export"), str(Path.home() / name), f"*.{export.kind}")
        if path:
            ending = f".{export.kind}"
            chosen = Path(path if path.lower().endswith(ending) else f"{path}{ending}")
            self.exported.emit(cast(object, export), chosen)
            self.accept()


def _column(place: int, declared: domain.Column) -> Column[list[str]]:
    is_number = declared.kind in ("count", "percent", "number")
    width = max(100 if declared.kind != "text" else 190, 7 * len(declared.title) + 30)
    return Column(declared.title, lambda cells: cells[place], number=is_number, width=width)
