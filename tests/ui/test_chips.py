"""Chips: Backspace in the empty line takes the last one away, a press any, and Tab goes past them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desa_app.ui.editors import ListField
from desa_app.ui.parts import column, holder


def shown(field: ListField) -> list[QPushButton]:
    """The chips in sight."""
    return [chip for chip in field.findChildren(QPushButton) if chip.isVisible()]


def test_backspace_takes_the_last_one_away_and_only_from_an_empty_line(qtbot: QtBot) -> None:
    field, after = ListField(), QLineEdit()
    page = holder(column(field, after))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    field.set_value(("Budi", "Siti", "Wati"))
    field.line.setFocus()
    with qtbot.waitSignal(field.edited):
        QTest.keyClick(field.line, Qt.Key.Key_Backspace)
    assert field.value() == ("Budi", "Siti")
    QTest.keyClicks(field.line, "An")
    QTest.keyClick(field.line, Qt.Key.Key_Backspace)
    assert field.line.text() == "A"
    assert field.value() == ("Budi", "Siti")
    field.line.clear()
    qtbot.waitUntil(lambda: bool(shown(field)))
    chip = shown(field)[0]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert field.value() == ("Siti",)
    field.line.setFocus()
    QTest.keyClick(field.line, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is after)
