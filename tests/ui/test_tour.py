"""The tour of practice and beginning again: each stop points at something real, and practice empties itself alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desa_app import practice
from desa_app.app import START_OVER
from desa_app.desktop import Desktop
from desa_app.practice import Place
from desa_app.store.store import Store
from desa_app.ui.help.stops import ON
from desa_app.ui.help.tour import Tour
from desa_app.ui.help.tour_desk import TOURED
from desa_app.ui.work import Work
from tests.ui.conftest import PASSPHRASE, settle, show


@pytest.fixture
def training(qtbot: QtBot, folder: Path) -> Iterator[Desktop]:
    """The window in practice."""
    running = Desktop(folder, PASSPHRASE, practice=True)
    show(qtbot, running)
    yield running
    running.window.close()


def tour(desktop: Desktop) -> Tour:
    """The tour that lies over the window."""
    return desktop.window.findChildren(Tour)[-1]


def test_each_stop_points_at_something_in_sight(qtbot: QtBot, training: Desktop) -> None:
    training.window.practice_band.tour.click()
    shown = tour(training)
    seen = []
    for number in range(len(ON)):
        settle(qtbot, training)
        qtbot.waitUntil(lambda: shown._hole.isValid())
        stop = shown._stops[number]
        target = stop.target()
        assert target.isVisible()
        corner = target.mapTo(training.window, QPoint())
        assert shown._hole.contains(corner) or shown._hole.intersects(target.rect().translated(corner))
        assert shown.rect().contains(shown.card.geometry())
        assert shown.card.geometry().intersected(shown._hole).width() * 2 < max(shown._hole.width(), 800)
        assert shown.onward.hasFocus()
        seen.append(shown.title.text())
        QTest.keyClick(shown, Qt.Key.Key_Return)
    assert len(set(seen)) == len(ON)
    qtbot.waitUntil(lambda: not training.window.findChildren(Tour))
    noted: list[bool] = []
    training.store.do(Work(lambda store: store.settings.get(TOURED, bool), noted.append))
    settle(qtbot, training)
    assert noted == [True]


def test_escape_leaves_the_tour_and_left_goes_back(qtbot: QtBot, training: Desktop) -> None:
    training.tour.begin()
    shown = tour(training)
    first = shown.title.text()
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert shown.title.text() != first
    QTest.keyClick(shown, Qt.Key.Key_Left)
    assert shown.title.text() == first
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_it_comes_by_itself_once(qtbot: QtBot, training: Desktop) -> None:
    training.tour.welcome()
    qtbot.waitUntil(lambda: bool(training.window.findChildren(Tour)))
    tour(training).end()
    qtbot.waitUntil(lambda: not training.window.findChildren(Tour))
    settle(qtbot, training)
    training.tour.welcome()
    settle(qtbot, training)
    assert not training.window.findChildren(Tour)


def test_the_real_window_has_no_tour(desktop: Desktop) -> None:
    assert "tour" not in [command.name for command in desktop.commands]
    assert "help" in [command.name for command in desktop.commands]


def test_beginning_again_closes_the_window_and_says_so(qtbot: QtBot, training: Desktop) -> None:
    training.window.practice_band.restart.click()
    assert training.starts_over
    assert not training.window.isVisible()


def test_practice_empties_itself_and_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desa_app import app

    folder = tmp_path / "practice"
    beside = tmp_path / "laptop"
    beside.mkdir()
    days: list[int] = []

    def live(laptop: Path, passphrase: str, **_: object) -> int:
        store = Store.open(laptop, passphrase)
        days.append(len(store.sessions.listed()))
        from desa_app.domain.session import Session

        store.sessions.record(Session(venue="Balai"))
        store.close()
        Place(folder).results.mkdir(exist_ok=True)
        return START_OVER if len(days) == 2 else 0

    monkeypatch.setattr(app, "run", live)
    monkeypatch.setattr(practice, "can_show_windows", lambda: True)
    assert practice.practise(folder) == 0
    assert practice.practise(folder) == 0
    assert days == [0, 1, 0]
    assert Place(folder).results.exists()
    assert beside.exists()
