"""A city or place abroad; places that public reports name are suggested while one types, spelling errors allowed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter

from desa_app.domain.compounds import Compound, named_compound, newest_report, suggest_compounds
from desa_app.domain.formats import show_date
from desa_app.domain.labels import country_label
from desa_app.ui.editors import TextField
from desa_app.ui.parts import Spoken, column, label


class CityField(Spoken):
    """``country`` tells the country chosen beside it, if any; ``taken`` that of a suggestion that was taken."""

    edited = Signal()
    taken = Signal(str)

    def __init__(self, country: Callable[[], str | None]) -> None:
        super().__init__()
        self._country = country
        self._found: list[Compound] = []
        self.line = _Line()
        self.line.edited.connect(self._edit)
        self.line.entered.connect(self._suggest)
        self._rows = QStandardItemModel(self)
        self._offer = QCompleter(self._rows, self)
        self._offer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._offer.setWidget(self.line)
        self._offer.activated[str].connect(self._take)  # type: ignore[index]
        self.hint = label("hint", wrap=True)
        self.setFocusProxy(self.line)
        self.setLayout(column(self.line, self.hint, gap=2))
        self.retranslate()

    def retranslate(self) -> None:
        self.line.setPlaceholderText(self.tr("e.g. a city or a compound"))
        named = named_compound(self.line.text()) if self.line.text() else None
        self.hint.setVisible(named is not None)
        self.hint.setText(self._reported(named) if named else "")

    def value(self) -> str | None:
        """The city as typed."""
        return self.line.value()

    def set_value(self, value: str | None) -> None:
        """Show a city."""
        self.line.set_value(value)
        self.retranslate()

    def _reported(self, compound: Compound) -> str:
        report = newest_report(compound)
        told = self.tr("{name} is named in public reports on scam compounds ({report}, {day}).")
        return told.format(name=compound.name, report=report.title, day=show_date(report.day))

    def _edit(self) -> None:
        self.retranslate()
        self.edited.emit()
        self._suggest()

    def _suggest(self) -> None:
        typed = self.line.text().strip()
        self._found = suggest_compounds(typed, self._country())
        if not self._found or (len(self._found) == 1 and self._found[0].name == typed):
            self._put_away()
            return
        self._rows.clear()
        for compound in self._found:
            self._rows.appendRow(self._row(compound))
        self._offer.complete()

    def _put_away(self) -> None:
        popup = self._offer.popup()
        if popup is not None:
            popup.hide()

    def _row(self, compound: Compound) -> QStandardItem:
        item = QStandardItem()
        where = f"{compound.name} · {compound.area}, {country_label(compound.country)}"
        item.setData(self.tr("{place} · publicly reported").format(place=where), Qt.ItemDataRole.DisplayRole)
        item.setData(compound.name, Qt.ItemDataRole.UserRole)
        return item

    def _take(self, shown: str) -> None:
        rows = (self._rows.item(place) for place in range(self._rows.rowCount()))
        name = next(item.data(Qt.ItemDataRole.UserRole) for item in rows if item.text() == shown)
        self.line.set_value(name)
        self.retranslate()
        self.taken.emit(next(each.country for each in self._found if each.name == name))
        self.edited.emit()


class _Line(TextField):
    """A line that says when the cursor comes into it by the keyboard."""

    entered = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.MouseFocusReason) and not self.text():
            self.entered.emit()
