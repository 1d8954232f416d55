"""One look from one place: every role is known, every pair of colours can be read, every icon is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desa_app.paths import resources
from desa_app.ui.style import colours, icon, sheet

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
]
UI = Path(__file__).resolve().parents[2] / "desa_app"


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_every_pair_can_be_read(scheme: str, front: str, back: str) -> None:
    lighter, darker = sorted((luminance(colours(scheme)[front]), luminance(colours(scheme)[back])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_both_schemes_know_the_same_roles() -> None:
    assert colours("light").keys() == colours("dark").keys()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sheet_knows_every_role(scheme: str) -> None:
    assert not re.search(r"\{\w+\}", sheet(scheme))


def test_no_screen_names_a_colour_of_its_own() -> None:
    assert [
        path.name for path in UI.rglob("*.py") if re.search(r"#[0-9A-Fa-f]{6}\b|setStyleSheet\(\"", path.read_text())
    ] == []


def test_every_icon_shipped_is_used_and_drawn(qapp: object) -> None:
    code = "\n".join(path.read_text("utf-8") for path in (UI / "ui").rglob("*.py"))
    code += (resources() / "style" / "app.qss").read_text("utf-8")
    for path in (resources() / "icons").glob("*.svg"):
        assert path.stem in code, f"{path.name} is not used"
        assert not icon(path.stem).isNull()
