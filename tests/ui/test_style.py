"""One look from one place: every role is known, every pair of colours can be read, every icon is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desa_app.paths import resources
from desa_app.ui.parts import button, column, holder, label
from desa_app.ui.segments import Segments
from desa_app.ui.style import colours, fit, icon, px, scheme, set_text_size, set_theme, sheet

PAIRS = [
    ("text", "surface"),
    ("text", "card"),
    ("text", "field"),
    ("text", "stripe"),
    ("text", "accent_soft"),
    ("muted", "surface"),
    ("muted", "card"),
    ("accent", "card"),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
    ("success", "success_soft"),
    ("warning", "warning_soft"),
    ("danger", "danger_soft"),
    ("warning", "card"),
    ("danger", "card"),
    ("nav_text", "nav"),
    ("nav_text", "nav_active"),
    ("nav_muted", "nav"),
    ("on_practice", "practice"),
    ("muted", "stripe"),
    ("muted", "field"),
    ("muted", "accent_soft"),
    ("accent", "stripe"),
    ("success", "card"),
    ("text", "success_soft"),
    ("text", "warning_soft"),
    ("text", "danger_soft"),
    ("accent", "field"),
]
BOUNDS = [
    ("field_line", "card"),
    ("field_line", "surface"),
    ("field_line", "field"),
    ("accent", "card"),
    ("accent", "surface"),
    ("accent", "field"),
    ("danger", "field"),
    ("nav_text", "nav"),
    ("muted", "card"),
]
"""Lines that tell where something can be pressed or typed, and what has the focus."""
SCHEMES = ["light", "dark"]
UI = Path(__file__).resolve().parents[2] / "desa_app"


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(scheme: str, front: str, back: str) -> float:
    """How far two roles are apart (WCAG 2.2)."""
    lighter, darker = sorted((luminance(colours(scheme)[front]), luminance(colours(scheme)[back])), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs_of_the_sheets() -> list[tuple[str, str]]:
    """Every text with the background that one and the same rule of the sheets gives it; what is disabled is no text
    to be read."""
    text = "".join(path.read_text("utf-8") for path in sorted((resources() / "style").glob("*.qss")))
    found = set()
    for selector, rule in re.findall(r"([^{}]+)\{((?:[^{}]|\{[^{}]*\})*)\}", text):
        front = re.search(r"(?:^|[ ;])color: \{(\w+)\}", rule)
        back = re.search(r"background(?:-color)?: \{(\w+)\}", rule)
        if front and back and ":disabled" not in selector:
            found.add((front[1], back[1]))
    return sorted(found)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("front", "back"), sorted({*PAIRS, *pairs_of_the_sheets()}))
def test_every_pair_can_be_read(scheme: str, front: str, back: str) -> None:
    assert contrast(scheme, front, back) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("line", "back"), BOUNDS)
def test_every_bound_can_be_seen(scheme: str, line: str, back: str) -> None:
    assert contrast(scheme, line, back) >= 3


def test_the_sheets_are_read_by_these_tests() -> None:
    assert ("on_accent", "accent") in pairs_of_the_sheets()
    assert len(pairs_of_the_sheets()) > 10


def test_both_schemes_know_the_same_roles() -> None:
    assert colours("light").keys() == colours("dark").keys()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_sheet_knows_every_role(scheme: str) -> None:
    assert not re.search(r"\{\w+\}", sheet(scheme))


def test_no_screen_names_a_colour_of_its_own() -> None:
    assert [
        path.name for path in UI.rglob("*.py") if re.search(r"#[0-9A-Fa-f]{6}\b|setStyleSheet\(\"", path.read_text())
    ] == []


def test_every_icon_shipped_is_used_and_drawn(qapp: object) -> None:
    code = "\n".join(path.read_text("utf-8") for path in (UI / "ui").rglob("*.py"))
    code += "".join(path.read_text("utf-8") for path in (resources() / "style").glob("*.qss"))
    for path in (resources() / "icons").glob("*.svg"):
        assert path.stem in code, f"{path.name} is not used"
        assert not icon(path.stem).isNull()


def image(name: str) -> QImage:
    return icon(name, "accent").pixmap(QSize(16, 16)).toImage()


def test_what_is_chosen_shows_at_once_in_buttons_too(qtbot: QtBot) -> None:
    made = button("", "plus", lambda: None)
    qtbot.addWidget(made)
    made.setText("Baru")
    before = made.grab().toImage(), made.sizeHint(), image("plus")
    try:
        set_theme("dark")
        assert scheme() == "dark"
        assert made.icon().pixmap(QSize(16, 16)).toImage() != before[2]
        assert made.grab().toImage() != before[0]
        set_text_size("larger")
        assert made.sizeHint().height() > before[1].height() * 1.2
        assert made.iconSize().height() == px(16) > 16
    finally:
        set_theme("light")
        set_text_size("normal")
    made.resize(before[0].size())
    assert (made.grab().toImage(), made.sizeHint(), image("plus")) == before
    set_theme("system")


def test_lengths_set_in_code_grow_with_the_text_and_come_back(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    line, pill = QLineEdit(page), label("pill")
    pill.setParent(page)
    line.setFixedWidth(200)
    page.show()
    low = pill.maximumHeight()
    try:
        set_text_size("larger")
        assert line.width() == 270
        assert pill.maximumHeight() == pytest.approx(low * 1.35, abs=2)
        set_text_size("large")
        assert line.width() == pytest.approx(230, abs=1)
        late = QLineEdit(page)
        late.setFixedWidth(100)
        fit(late)
        fit(late)
        assert late.minimumWidth() == 115
    finally:
        set_text_size("normal")
    assert line.width() == pytest.approx(200, abs=1)
    assert pill.maximumHeight() == low


def test_an_icon_keeps_its_distance_from_the_text_and_stands_in_the_middle_without(qtbot: QtBot) -> None:
    made = button("quiet", "x", lambda: None)
    qtbot.addWidget(made)
    assert made.iconSize() == QSize(16, 16)
    made.setText("Tutup")
    assert made.iconSize() == QSize(20, 16)


def test_the_arrow_of_a_box_to_choose_from_has_the_colour_of_the_scheme() -> None:
    for name in SCHEMES:
        (file,) = set(re.findall(r"QComboBox::down-arrow \{ image: url\(\"([^\"]+)", sheet(name)))
        assert colours(name)["muted"] in Path(file).read_text("utf-8")


def test_an_icon_takes_the_colour_of_its_button_s_role(qtbot: QtBot) -> None:
    made = button("", "plus", lambda: None)
    qtbot.addWidget(made)
    before = made.icon().pixmap(QSize(16, 16)).toImage()
    made.take_role("primary")
    assert made.property("role") == "primary"
    assert made.icon().pixmap(QSize(16, 16)).toImage() != before


@pytest.mark.parametrize("is_chosen", [True, False])
def test_a_choice_with_the_keyboard_on_it_is_seen(qtbot: QtBot, is_chosen: bool) -> None:
    alone, other = button("segment", "", lambda: None), button("", "", lambda: None)
    alone.setText("Tabel")
    alone.setCheckable(True)
    alone.setChecked(is_chosen)
    row_of = Segments(("a", "b"), str)
    window = holder(column(other, alone, row_of))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    for choice in (alone, row_of):
        other.setFocus()
        qtbot.waitUntil(other.hasFocus)
        without = choice.grab().toImage()
        choice.setFocus()
        qtbot.waitUntil(choice.hasFocus)
        assert choice.grab().toImage() != without
