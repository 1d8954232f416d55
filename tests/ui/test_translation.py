"""Both languages are complete, the shipped files are up to date, and a switch reaches every text in sight."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.paths import resources
from desa_app.ui.translation import speak
from tests.ui.conftest import settle

ROOT = Path(__file__).resolve().parents[2]
TS = resources() / "translations" / "desa_id.ts"
SAME_IN_BOTH = {"Desa Binaan", "Bahasa", "English", "Desa Binaan Imigrasi", "IT", "L/P", "Status", "—", "…", ""}


def messages(path: Path) -> dict[tuple[str, str], str]:
    """Translations by context and source."""
    return {
        (context.findtext("name", ""), message.findtext("source", "")): message.findtext("translation", "")
        for context in ET.parse(path).getroot().iter("context")
        for message in context.iter("message")
    }


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """Every source string of the code as it is now."""
    found = tmp_path_factory.mktemp("ts") / "now.ts"
    files = [ROOT / "desa_app" / "app.py", *sorted((ROOT / "desa_app" / "ui").rglob("*.py"))]
    lupdate = Path(sys.executable).parent / "pyside6-lupdate"
    subprocess.run([lupdate, *files, "-ts", found], check=True, capture_output=True)
    return messages(found)


def test_every_string_is_translated(sources: dict[tuple[str, str], str]) -> None:
    known = messages(TS)
    assert sorted(sources.keys() - known.keys()) == []
    assert sorted(known.keys() - sources.keys()) == []
    assert [key for key, text in known.items() if not text.strip()] == []


def test_placeholders_survive_translation() -> None:
    for (_, source), translated in messages(TS).items():
        assert set(_placeholders(source)) == set(_placeholders(translated)), source


def _placeholders(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]


def test_the_compiled_file_is_up_to_date(qapp: QApplication) -> None:
    translator = QTranslator()
    assert translator.load(str(TS.with_suffix(".qm")))
    for (context, source), translated in messages(TS).items():
        assert translator.translate(context, source) == translated


def texts(desktop: Desktop) -> dict[int, str]:
    """What stands on every label and button of the window."""
    labels = {id(widget): widget.text() for widget in desktop.window.findChildren(QLabel)}
    return labels | {id(widget): widget.text() for widget in desktop.window.findChildren(QPushButton)}


def test_a_switch_reaches_every_text_and_comes_back(qtbot: QtBot, qapp: QApplication, desktop: Desktop) -> None:
    for page in ("session", "offers", "offer", "sync", "coverage"):
        desktop.go(page)
    desktop.offers.form.build()
    settle(qtbot, desktop)
    before = texts(desktop)
    speak(qapp, "en")
    qapp.processEvents()
    english = texts(desktop)
    sources = {translated: source for (_, source), translated in messages(TS).items()}
    left = {text for text in english.values() if text in sources and sources[text] != text} - SAME_IN_BOTH
    assert left == set()
    assert sum(before[one] != english[one] for one in before) > 80
    speak(qapp, "id")
    qapp.processEvents()
    assert texts(desktop) == before


def test_headers_and_dates_follow(qapp: QApplication, desktop: Desktop) -> None:
    grid, day = desktop.sessions.form.table, desktop.sessions.form.day
    desktop.sessions.create()
    assert grid.headerData(0, Qt.Orientation.Horizontal) == "Nama"
    before = day.text()
    speak(qapp, "en")
    qapp.processEvents()
    assert grid.headerData(0, Qt.Orientation.Horizontal) == "Name"
    assert desktop.session_list.screen.table.columns[0].title == "Date"
    assert day.value() is not None
    assert before.split()[0] == day.text().split()[0]
