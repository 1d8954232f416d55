"""Lengths that widgets were given in code, brought to the size of the text while the window is open.

Code sets plain lengths, as for text of the normal size; here they are multiplied. Those that come from the style sheet
grow with it, and the gaps between things stay as they are: who asks for larger text wants to read more easily, not to
see less. Tables see to their columns themselves, buttons to their icons.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QHeaderView, QTableView, QWidget

from desa_app.ui.parts import Button
from desa_app.ui.style import growth

_MEASURED = "measured"
_MOST = 16_777_215
"""Qt's own "as large as you like"."""
_BY_SHEET = {
    "minimumWidth": "_q_stylesheet_minw",
    "minimumHeight": "_q_stylesheet_minh",
    "maximumWidth": "_q_stylesheet_maxw",
    "maximumHeight": "_q_stylesheet_maxh",
}


def measure(root: QWidget) -> None:
    """Bring ``root`` and everything in it to the size of the text in use; what is right already stays."""
    now = growth()
    for widget in (root, *root.findChildren(QWidget)):
        ratio = now / float(widget.property(_MEASURED) or 1.0)
        if ratio != 1.0:
            widget.setProperty(_MEASURED, now)
            _resize(widget, ratio)


def _resize(widget: QWidget, ratio: float) -> None:
    if not widget.isWindow():
        for name in sorted(_BY_SHEET, reverse=ratio < 1):  # Qt lets no lower bound pass the upper one
            _resize_bound(widget, name, ratio)
    if isinstance(widget, QAbstractButton) and not isinstance(widget, Button):
        widget.setIconSize(_scaled(widget.iconSize(), ratio))
    if isinstance(widget, QTableView):
        _resize_table(widget, ratio)


def _resize_bound(widget: QWidget, name: str, ratio: float) -> None:
    """A bound that code has set; Qt marks those of the style sheet by properties of its own."""
    length = widget.property(name)
    if 0 < length < _MOST and not widget.property(_BY_SHEET[name]):
        widget.setProperty(name, round(length * ratio))


def _resize_table(table: QTableView, ratio: float) -> None:
    table.setIconSize(_scaled(table.iconSize(), ratio))
    rows: QHeaderView = table.verticalHeader()
    rows.setMinimumSectionSize(round(rows.minimumSectionSize() * ratio))
    rows.setDefaultSectionSize(round(rows.defaultSectionSize() * ratio))


def _scaled(size: QSize, ratio: float) -> QSize:
    return QSize(round(size.width() * ratio), round(size.height() * ratio))
