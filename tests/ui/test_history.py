"""The story of a record's fields, its receipt, and the lead's decision of a conflict, in the window."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desa_app.store.colleagues import Author
from desa_app.store.conflicts import Conflict, Rival
from desa_app.store.history import FieldStory, Told
from desa_app.ui.detail_pane import Detail, DetailPane
from desa_app.ui.headquarters.settle_dialog import SettleDialog
from desa_app.ui.history_panel import HistoryPanel

NOW = dt.datetime(2026, 11, 24, 17, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
DEWI = Author("p1", "Dewi", "d1", "LAPTOP-1", is_own=True)
BUDI = Author("p2", "Budi Santoso", "d2", "LAPTOP-2", is_own=False)
NOBODY = Author("p3", "", "d3", "", is_own=False)


def story(field: str, *told: Told, sealed: bool = False) -> FieldStory:
    return FieldStory("offer", "o", field, told, sealed)


STORIES = [
    story(
        "fee_to",
        Told("Kerja admin", DEWI, NOW, "replaced", ((BUDI, NOW),)),
        Told("Operator judi daring", BUDI, NOW, "shown"),
    ),
    story("story", Told("Ditawari", DEWI, NOW, "shown"), Told("Diajak", NOBODY, NOW, "kept")),
    story("reporter_contact", Told(None, DEWI, NOW, "shown"), sealed=True),
    story("position_note", Told(None, DEWI, NOW, "replaced")),
]


@pytest.fixture
def around(qtbot: QtBot) -> QWidget:
    """A page to show a dialog over."""
    page = QWidget()
    qtbot.addWidget(page)
    return page


@pytest.fixture
def panel(around: QWidget) -> HistoryPanel:
    made = HistoryPanel(STORIES, around)
    made.show()
    return made


def lines(panel: HistoryPanel) -> list[list[str]]:
    """What the table shows."""
    table = panel.table
    return [[table.index(line, place).data() for place in range(6)] for line in range(table.rowCount())]


def test_every_value_stands_with_who_when_where_and_what_became_of_it(panel: HistoryPanel) -> None:
    first, second, *_ = lines(panel)
    assert first[1:] == ["Kerja admin", "Anda", "24 Nov 2026 17.30", "laptop ini", "Diganti: Budi Santoso"]
    assert second[1:] == [
        "Operator judi daring",
        "Budi Santoso",
        "24 Nov 2026 17.30",
        "LAPTOP-2",
        "Ditampilkan",
    ]


def test_at_first_only_what_was_changed_is_there(panel: HistoryPanel) -> None:
    assert [line[-1] for line in lines(panel)] == [
        "Diganti: Budi Santoso",
        "Ditampilkan",
        "Ditampilkan",
        "Tersimpan di sampingnya",
    ]
    panel.changed.setChecked(False)
    assert [line[1] for line in lines(panel)][-2:] == ["(disegel)", "dikosongkan"]


def test_somebody_whom_headquarters_has_not_named_is_a_colleague_on_a_device(panel: HistoryPanel) -> None:
    assert lines(panel)[3][2:5] == ["rekan", "24 Nov 2026 17.30", "d3"]


def test_the_line_that_is_chosen_is_said_whole(panel: HistoryPanel) -> None:
    panel.view.selectRow(0)
    assert "Diganti oleh Budi Santoso, 24 November 2026 17:30 WIB, LAPTOP-2" in panel.whole.text()


def conflict(field: str, *rivals: Rival) -> Conflict:
    return Conflict("session", "s", field, rivals)


def rival(value: object, dot: str, *, shown: bool = False) -> Rival:
    return Rival(value, "p2", "d2", NOW, shown, name="Budi", machine="LAPTOP-2", dot=dot)


def test_a_press_decides_which_value_stands(qtbot: QtBot, around: QWidget) -> None:
    dialog = dialog_on(around, conflict("minutes", rival("Ramai", "d1:3", shown=True), rival("Sepi", "d2:4")))
    assert [one.text() for one in dialog.keep] == ["Pilih ini (yang ditampilkan)", "Pilih ini"]
    with qtbot.waitSignal(dialog.settled) as settled:
        dialog.keep[1].click()
    assert settled.args is not None
    assert settled.args[1] == "d2:4"
    assert not dialog.isVisible()


def test_of_a_deletion_and_an_edit_both_are_said(around: QWidget) -> None:
    both = conflict("deletion", rival({"reason": "ganda"}, "d1:3"), rival(None, "d2:4", shown=True))
    dialog = dialog_on(around, both)
    names = [one.accessibleName() for one in dialog.keep]
    assert names == ["Pilih ini: dihapus: ganda", "Pilih ini (yang ditampilkan): diubah, tidak dihapus"]


def dialog_on(around: QWidget, found: Conflict) -> SettleDialog:
    made = SettleDialog(found, around)
    made.show()
    return made


def test_the_receipt_is_offered_only_for_what_is_at_headquarters(qtbot: QtBot) -> None:
    pane = DetailPane(lambda: None)
    qtbot.addWidget(pane)
    pane.show()
    pane.show_detail(Detail("Balai"), has_receipt=True)
    assert pane.receipt.isEnabled()
    with qtbot.waitSignals([pane.history_asked, pane.receipt_asked]):
        pane.history.click()
        pane.receipt.click()
    pane.show_detail(Detail("Balai"))
    assert pane.receipt.isVisible()
    assert not pane.receipt.isEnabled()
    pane.show_detail(Detail("Dua sesi"), opens=False)
    assert not pane.receipt.isVisible()
    assert not pane.history.isVisible()
