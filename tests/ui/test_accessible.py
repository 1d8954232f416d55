"""Screen readers and keyboards: whatever takes the focus has a name and a role, and every page can be left by Tab."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.ui.translation import speak
from tests.ui.conftest import settle

PAGES = ("home", "sessions", "session", "offers", "offer", "villages", "coverage", "sync", "settings")
_MOST_TABS = 400


def shown(qtbot: QtBot, desktop: Desktop, page: str) -> QWidget:
    """The page in sight, with what it shows."""
    if page == "session":
        desktop.sessions.create()
    elif page == "offer":
        desktop.offers.create()
    else:
        desktop.go(page)
    settle(qtbot, desktop)
    return desktop.window


def takers(window: QWidget) -> Iterator[QWidget]:
    """Whatever in sight takes the focus by Tab."""
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget


def where(widget: QWidget) -> str:
    """A widget and what it is in, for the message of a failure."""
    names: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(names) < 4:
        names.append(f"{type(at).__name__}#{at.objectName()}")
        at = at.parentWidget()
    return " < ".join(names)


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_takes_the_focus_has_a_name_and_a_role(
    qtbot: QtBot, qapp: QApplication, desktop: Desktop, language: str
) -> None:
    speak(qapp, language)  # type: ignore[arg-type]
    nameless, roleless = [], []
    for page in PAGES:
        for widget in takers(shown(qtbot, desktop, page)):
            told = QAccessible.queryAccessibleInterface(widget)
            assert told is not None, where(widget)
            if not told.text(QAccessible.Text.Name).strip():
                nameless.append(f"{page}: {where(widget)}")
            if told.role() == QAccessible.Role.NoRole:
                roleless.append(f"{page}: {where(widget)}")
    assert nameless == []
    assert roleless == []


def test_tab_goes_round_each_page_and_the_focus_is_always_somewhere(qtbot: QtBot, desktop: Desktop) -> None:
    lost = {page: found for page in PAGES if (found := walked(shown(qtbot, desktop, page)))}
    assert lost == {}


def walked(window: QWidget) -> str:
    """Go round by Tab from the first that takes the focus; what went wrong, empty when all were met."""
    window.activateWindow()
    first = next(takers(window))
    first.setFocus()
    seen: list[QWidget] = []
    while len(seen) < _MOST_TABS:
        at = QApplication.focusWidget()
        if at is None:
            return f"no focus after {where(seen[-1])}" if seen else "no focus"
        if at in seen:
            missed = [where(each) for each in takers(window) if each not in seen and not _stands_for(each)]
            return "; ".join(missed)
        seen.append(at)
        _leave(at)
    return f"never came back: {where(seen[-1])}"


def _stands_for(widget: QWidget) -> bool:
    """Whether another takes the focus in its place."""
    return widget.focusProxy() is not None


def _leave(at: QWidget) -> None:
    """Go on from a widget; a grid, in which Tab is for its cells, is left by Esc."""
    if isinstance(at, QAbstractItemView) and at.tabKeyNavigation():
        QTest.keyClick(at, Qt.Key.Key_Escape)
    else:
        QTest.keyClick(at, Qt.Key.Key_Tab)


def test_pages_and_the_unsent_count_are_told_by_name(qtbot: QtBot, desktop: Desktop) -> None:
    navigation = shown(qtbot, desktop, "home").findChild(QWidget, "navigation")
    assert navigation is not None
    names = {QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name) for widget in takers(navigation)}
    assert {"Beranda", "Sesi", "Tawaran kerja", "Desa", "Cakupan", "Sinkron", "Pengaturan"} <= names
