"""A table whose rows come in the order asked for: who clicks on a column asks, somebody else sorts."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal

from desa_app.ui.table import RowTable


class ArrangedTable(RowTable[Any]):
    """To sort 83,762 villages takes too long for the window's thread; ``order_asked`` hands it to another.

    The column is -1 for the order in which the rows come by themselves.
    """

    order_asked = Signal(int, bool)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Long titles take several lines, so that many columns of figures have room."""
        found = super().headerData(section, orientation, role)
        if role == Qt.ItemDataRole.TextAlignmentRole and found is not None:
            return int(found) | int(Qt.TextFlag.TextWordWrap)
        return found

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.order_asked.emit(column, order == Qt.SortOrder.DescendingOrder)
