"""What a move to another office took off this laptop, on the sync panel."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.store.departure import Departure, departed
from desa_app.store.store import IDENTITY, Exchange, Store
from desa_app.sync.run import SyncReport
from desa_app.ui.headquarters.sync_panel import SyncPanel
from tests.ui.conftest import PASSPHRASE, settle, show
from tests.ui.test_sync_panel import status

SAID = Departure(0, 1204, "Kantor Imigrasi Kendal", is_backed_up=True).sentence(hidden=3)


@pytest.fixture
def panel(qtbot: QtBot) -> SyncPanel:
    made = SyncPanel()
    qtbot.addWidget(made)
    made.resize(1150, 740)
    made.set_status(status(unsent=3))
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_move_is_told_until_it_is_long_ago(panel: SyncPanel) -> None:
    panel.set_exchange(Exchange({}, 0, []))
    assert not panel.departure.isVisible()
    panel.set_exchange(Exchange({}, 0, [], departure=SAID))
    assert panel.departure.isVisible()
    assert panel.departure.text() == SAID
    for said in ("Anda sekarang di Kantor Imigrasi Kendal.", "1.204 catatan", "3 catatan disembunyikan", "Cadangan"):
        assert said in SAID


def test_a_run_that_says_it_is_not_repeated(panel: SyncPanel) -> None:
    panel.set_exchange(Exchange({}, 0, [], departure=SAID))
    panel.show_report(SyncReport(remark=SAID))
    panel.set_exchange(Exchange({}, 0, [], departure=SAID))
    assert SAID in panel.result.text()
    assert not panel.departure.isVisible()


def test_the_window_names_the_new_office(qtbot: QtBot, folder: Path) -> None:
    def synchronise(store: Store, progress: object, cancelled: object) -> SyncReport:
        assert store.me is not None
        moved = msgspec.structs.replace(store.me, office_code="KANIM-KDL", office_name="Kantor Imigrasi Kendal")
        store.settings.put(IDENTITY, moved)
        return SyncReport()

    desktop = Desktop(folder, PASSPHRASE, practice=False, synchronise=synchronise)
    show(qtbot, desktop)
    desktop.go("sync")
    QTest.mouseClick(desktop.hq.sync.start, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert desktop.window.navigation._office.text() == "Kantor Imigrasi Kendal"
    desktop.window.close()


def test_what_goes_in_several_runs_is_added_up() -> None:
    first = departed(None, 1_000, 2, "Kendal", is_backed_up=False)
    second = departed(first, 2_000, 3, "", is_backed_up=True)
    assert second == Departure(2_000, 5, "Kendal", is_backed_up=True)
    assert departed(second, 3_000, 1, "Tegal", is_backed_up=False) == Departure(3_000, 1, "Tegal")
