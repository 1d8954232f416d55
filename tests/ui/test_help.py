"""Help: F1 opens the guide on the page in sight; both languages say the same, nothing in them leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.language import LANGUAGES
from desa_app.paths import guide
from desa_app.ui.help.help_view import TOPICS
from desa_app.ui.keys import KEYS
from desa_app.ui.translation import speak
from tests.ui.conftest import settle

PAGES = ("home", "sessions", "session", "offers", "offer", "villages", "coverage", "sync", "settings")


def text(language: str, topic: str) -> str:
    """A page of the guide."""
    return (guide() / language / f"{topic}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_a_page_and_no_page_is_lost(language: str) -> None:
    assert {path.stem for path in (guide() / language).glob("*.md")} == set(TOPICS)
    assert set(PAGES) <= set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_say_the_same(topic: str) -> None:
    """The same parts, lines of tables, points, links and pictures, in the same order."""

    def shape(language: str) -> list[str]:
        marks = r"^#+ |^\d\. |^- |^\| *[^-|]|\]\([^)]+\)|Ctrl\+\w+|F\d+"
        return [re.sub(r"\| .*", "|", mark) for mark in re.findall(marks, text(language, topic), re.MULTILINE)]

    assert shape("id") == shape("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_and_pictures_lead_somewhere(language: str) -> None:
    for topic in TOPICS:
        for link in re.findall(r"\]\(([^)]+)\)", text(language, topic)):
            target = guide() / language / link
            assert target.exists(), f"{topic}: {link}"
            if target.suffix == ".png":
                assert 600 <= QImage(str(target)).width() <= 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_that_work_anywhere_are_those_of_the_window(language: str) -> None:
    told = re.findall(r"^\| ((?:Ctrl\+\S+|F\d+))", text(language, "start"), re.MULTILINE)
    assert set(told) - {"Ctrl+1"} <= set(KEYS.values())
    assert {KEYS[name] for name in ("help", "search", "new_session", "new_offer", "synchronise", "menu")} <= set(told)


def test_f1_opens_the_page_in_sight(qtbot: QtBot, desktop: Desktop) -> None:
    for page in ("home", "coverage", "settings"):
        desktop.go(page)
        settle(qtbot, desktop)
        desktop.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is desktop.window)
        QTest.keyClick(desktop.window, Qt.Key.Key_F1)
        qtbot.waitUntil(desktop.guide.isVisible)
        assert desktop.guide.topic == page
        assert desktop.guide.topics.currentRow() == TOPICS.index(page)
        desktop.guide.close()
    desktop.sessions.create()
    settle(qtbot, desktop)
    desktop.help()
    assert desktop.guide.topic == "session"


def test_the_guide_is_read_by_keys_and_follows_the_language(
    qtbot: QtBot, qapp: QApplication, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop.help()
    view = desktop.guide
    view.topics.setFocus()
    view.topics.setCurrentRow(TOPICS.index("sync"))
    assert "Jeda" in view.text.toPlainText()
    speak(qapp, "en")
    qtbot.waitUntil(lambda: view.windowTitle() == "Help")
    assert view.topic == "sync"
    assert "Pause" in view.text.toPlainText()
    view.text.anchorClicked.emit(QUrl("paper.md"))
    assert view.topic == "paper"
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    view.text.anchorClicked.emit(QUrl("https://example.org/"))
    assert opened == ["https://example.org/"]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_a_page_without_a_topic_opens_the_beginning(desktop: Desktop) -> None:
    desktop.guide.show_topic("something new")
    assert desktop.guide.topic == "start"


def test_pictures_are_no_wider_than_the_view(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.help()
    view = desktop.guide
    view.resize(600, 400)
    view.show_topic("home")
    picture = view.text.loadResource(2, QUrl("pictures/home.png"))
    assert isinstance(picture, QImage)
    assert 0 < picture.width() <= view.text.viewport().width()
    assert Path(guide()).is_dir()
