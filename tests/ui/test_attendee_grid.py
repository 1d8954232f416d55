"""The attendee grid: people by keyboard alone, marks that never block, paste and undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desa_app.domain.attendee import Attendee
from desa_app.domain.duplicates import Roll, face
from desa_app.ui.sessions.attendee_grid import AttendeeGrid
from desa_app.ui.sessions.attendee_table import FIELDS, AttendeeTable, Index
from tests.ui.conftest import NOW, cursor, now, typed


@pytest.fixture
def table() -> AttendeeTable:
    made = AttendeeTable(now)
    made.set_day(NOW.date())
    return made


@pytest.fixture
def grid(qtbot: QtBot, table: AttendeeTable) -> AttendeeGrid:
    made = AttendeeGrid(table)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    made.start()
    return made


def test_several_people_by_keyboard_alone(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    tab, enter = Qt.Key.Key_Tab, Qt.Key.Key_Return
    typed(qtbot, grid, "Siti Aminah", tab, "p", "34", tab, "Krajan", tab, "petani", tab, "081234567890", enter)
    typed(qtbot, grid, "Budi", tab, "L", "1990", enter)
    typed(qtbot, grid, "Nur'aini", tab, "P", enter)
    people = [line.person for line in table.lines()]
    assert [person.full_name for person in people] == ["Siti Aminah", "Budi", "Nur'aini"]
    assert [person.sex for person in people] == ["P", "L", "P"]
    assert (people[0].age, people[0].hamlet, people[0].occupation) == (34, "Krajan", "petani")
    assert people[0].phone_e164 == "+6281234567890"
    assert (people[1].age, people[1].birth_year) == (None, 1990)
    assert grid.currentIndex().row() == 3
    assert grid.currentIndex().column() == 0


def test_a_tab_by_habit_after_an_answer_by_key_goes_no_further(
    qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable
) -> None:
    tab, enter = Qt.Key.Key_Tab, Qt.Key.Key_Return
    typed(qtbot, grid, "Siti", tab, "p", tab, "34", tab, "Krajan", enter)
    typed(qtbot, grid, "Budi", tab, "l", tab, tab, "Sumberan", enter)
    people = [line.person for line in table.lines()]
    assert [(one.sex, one.age, one.hamlet) for one in people] == [("P", 34, "Krajan"), ("L", None, "Sumberan")]


def test_a_mark_never_blocks_typing(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    tab = Qt.Key.Key_Tab
    typed(qtbot, grid, "Budi", tab, "L", tab, "tua", tab, "Krajan", Qt.Key.Key_Return)
    assert table.text(0, "age") == "tua"
    assert table.lines()[0].person.age is None
    assert table.lines()[0].person.hamlet == "Krajan"
    mark = table.mark(0, "age")
    assert mark is not None
    assert "tua" in mark.sentence


def test_a_minors_name_waits_for_the_guardian(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    typed(qtbot, grid, "Rani", Qt.Key.Key_Tab, "P", "15", Qt.Key.Key_Return)
    line = table.lines()[0]
    assert table.storable(line).full_name is None
    assert table.mark(0, "full_name") is not None
    grid.setCurrentIndex(table.index(0, FIELDS.index("guardian_consent")))
    typed(qtbot, grid, "y")
    assert table.storable(table.lines()[0]).full_name == "Rani"
    assert table.mark(0, "full_name") is None


def test_before_the_session_has_a_day_ages_count_today(qtbot: QtBot, table: AttendeeTable) -> None:
    table.set_day(None)
    table.set_people([Attendee(full_name="Rani", birth_year=NOW.year - 15)])
    assert table.storable(table.lines()[0]).full_name is None
    assert table.mark(0, "full_name") is not None


def test_undo_and_redo(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    typed(qtbot, grid, "Budi", Qt.Key.Key_Return, "Siti", Qt.Key.Key_Return)
    QTest.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [line.person.full_name for line in table.lines()] == ["Budi"]
    table.redo()
    assert [line.person.full_name for line in table.lines()] == ["Budi", "Siti"]


def test_a_removed_line_comes_back(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    table.set_people([Attendee(full_name=name) for name in ("Ani", "Budi", "Cici")])
    grid.start(1)
    QTest.keyClick(grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert [line.person.full_name for line in table.lines()] == ["Ani", "Cici"]
    QTest.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(table.lines()) == 3


def test_same_as_above(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    table.set_people([Attendee(full_name="Ani", hamlet="Krajan"), Attendee(full_name="Budi")])
    grid.setCurrentIndex(table.index(1, FIELDS.index("hamlet")))
    QTest.keyClick(grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert table.lines()[1].person.hamlet == "Krajan"


def test_cells_from_a_spreadsheet_are_one_step(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    table.set_people([Attendee(full_name=name) for name in ("Ani", "Budi", "Cici")])
    grid.start(0, FIELDS.index("sex"))
    QGuiApplication.clipboard().setText("P\t31\tKrajan\nl\t1988\tDukuh\nx\t200\t\n")
    QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    people = [line.person for line in table.lines()]
    assert [(person.full_name, person.sex) for person in people] == [("Ani", "P"), ("Budi", "L"), ("Cici", None)]
    assert people[1].birth_year == 1988
    assert (table.text(2, "sex"), table.text(2, "age")) == ("x", "200")
    table.undo()
    assert [line.person.age for line in table.lines()] == [None, None, None]


def test_a_list_of_lines_is_handed_on(qtbot: QtBot, grid: AttendeeGrid) -> None:
    with qtbot.waitSignal(grid.list_pasted) as handed:
        grid.paste("1. Siti Aminah, P, 34\n2. Budi, L, 40")
    assert handed.args == ["1. Siti Aminah, P, 34\n2. Budi, L, 40"]


def test_two_hundred_lines_cost_no_more_than_a_few(qtbot: QtBot) -> None:
    """A key asks for the cells of its line, a new value for those of the lines in sight, neither for the list's."""
    table = Counted(now)
    table.set_day(NOW.date())
    table.set_people([Attendee(full_name=f"Peserta {number}", age=30, sex="P") for number in range(200)])
    grid = AttendeeGrid(table)
    qtbot.addWidget(grid)
    grid.resize(900, 500)
    grid.show()
    qtbot.waitExposed(grid)
    grid.setFocus()
    grid.start(100)
    for letter in "Si":
        typed(qtbot, grid, letter)
        QApplication.processEvents()
    table.asked.clear()
    for letter in "ti Aminah binti Abdullah":
        typed(qtbot, grid, letter)
        QApplication.processEvents()
    assert set(table.asked) <= {100}
    typed(qtbot, grid, Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert len(set(table.asked)) <= grid.height() // grid.rowHeight(0)
    assert table.lines()[100].person.full_name == "Siti Aminah binti Abdullah"


class Counted(AttendeeTable):
    """Tells of which rows something was asked."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__(now)
        self.asked: list[int] = []

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        self.asked.append(index.row())
        return super().data(index, role)


def test_escape_leaves_the_grid(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    typed(qtbot, grid, "Budi")
    with qtbot.assertNotEmitted(grid.left):
        typed(qtbot, grid, Qt.Key.Key_Escape)
    assert table.lines() == ()
    with qtbot.waitSignal(grid.left):
        typed(qtbot, grid, Qt.Key.Key_Escape)


def test_locked_lines_can_only_be_read(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    table.set_people([Attendee(id="a", full_name="Ani")])
    table.set_locked(True)
    grid.start()
    typed(qtbot, grid, "Budi", Qt.Key.Key_Tab, "l", Qt.Key.Key_Delete)
    QTest.keyClick(grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    grid.paste("x\ty")
    assert [(line.person.full_name, line.person.sex) for line in table.lines()] == [("Ani", None)]


def test_only_rows_that_changed_are_told_of(qtbot: QtBot, table: AttendeeTable) -> None:
    table.set_people([Attendee(id=name, full_name=name) for name in ("a", "b", "c", "d")])
    told: list[tuple[int, int]] = []
    table.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    table.write([(2, "age", "40")])
    table.write([(4, "full_name", "e")])
    table.remove(1)
    table.undo()
    assert told == [(2, 2), (4, 5), (1, 4), (1, 5)]


def test_what_the_store_added_reaches_every_step_back(table: AttendeeTable) -> None:
    table.write([(0, "full_name", "Ani"), (1, "full_name", "Budi")])
    table.write([(0, "age", "30")])
    first, second = (line.person for line in table.lines())
    table.adopt([replace(first, created_at="now", session_id="s"), replace(second, created_at="now", session_id="s")])
    table.undo()
    assert [(line.person.age, line.person.created_at) for line in table.lines()] == [(None, "now"), (None, "now")]
    table.redo()
    assert [(line.person.age, line.person.session_id) for line in table.lines()] == [(30, "s"), (None, "s")]


def guests(*people: Attendee) -> Roll:
    """Who came in May."""
    return Roll(face(person, dt.date(2026, 5, 12)) for person in people)


def test_a_digit_after_the_sex_is_the_age_and_a_tab_is_a_tab(
    qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable
) -> None:
    tab, enter = Qt.Key.Key_Tab, Qt.Key.Key_Return
    typed(qtbot, grid, "Siti", tab, "p34", tab, "Krajan", enter)
    typed(qtbot, grid, "Budi", tab, "l", tab, tab, "Sumberan", enter)
    people = [line.person for line in table.lines()]
    assert [(one.sex, one.age, one.hamlet) for one in people] == [("P", 34, "Krajan"), ("L", None, "Sumberan")]


def test_what_is_typed_counts_before_it_is_a_step(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    typed(qtbot, grid, "Rukmi")
    assert [line.person.full_name for line in table.lines()] == ["Rukmi"]
    assert not table.can_undo
    typed(qtbot, grid, Qt.Key.Key_Escape)
    assert table.lines() == ()
    typed(qtbot, grid, "Rukmini")
    person = table.lines()[0].person.id
    typed(qtbot, grid, Qt.Key.Key_Tab)
    assert table.lines()[0].person.id == person


def test_a_hamlet_is_completed_as_above(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    table.set_people([Attendee(id="a", full_name="Ani", hamlet="Krajan Kidul"), Attendee(id="b", full_name="Budi")])
    grid.start(1, FIELDS.index("hamlet"))
    typed(qtbot, grid, "kr", Qt.Key.Key_Tab)
    assert table.lines()[1].person.hamlet == "Krajan Kidul"
    grid.start(1, FIELDS.index("hamlet"))
    typed(qtbot, grid, "Krajan", Qt.Key.Key_Tab)
    assert table.lines()[1].person.hamlet == "Krajan"
    table.set_guests(guests(Attendee(occupation="petani"), Attendee(occupation="guru"), Attendee(occupation="petani")))
    assert table.completed(2, "occupation", "pe") == "petani"
    assert table.completed(2, "full_name", "An") == ""


def test_the_same_person_twice_is_pointed_out(table: AttendeeTable) -> None:
    table.set_people([Attendee(id="a", full_name="Siti Aminah", age=34), Attendee(id="b", full_name="Budi Santoso")])
    table.type(2, "full_name", "Siti Aminah")
    mark = table.first_mark(2)
    assert mark is not None
    assert mark.sentence == "Mungkin orang yang sama dengan baris 1: Siti Aminah, 34."
    table.write([(2, "full_name", "Siti Aminah"), (2, "sex", "P")])
    assert table.mark(2, "full_name") is not None
    assert table.mark(0, "full_name") is None
    table.write([(2, "age", "60")])
    assert table.mark(2, "full_name") is None


def test_who_came_before_is_recognised_and_filled_in(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    table.set_guests(guests(Attendee(full_name="Siti Aminah", sex="P", age=34, hamlet="Krajan", occupation="petani")))
    typed(qtbot, grid, "Siti Aminah", Qt.Key.Key_Tab)
    mark = table.mark(0, "full_name")
    assert mark is not None
    assert (mark.tone, mark.sentence) == ("accent", "Mungkin Siti Aminah, 34, Krajan; juga hadir 12 Mei 2026.")
    QTest.keyClick(grid, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    person = table.lines()[0].person
    assert (person.sex, person.age, person.hamlet, person.occupation) == ("P", 34, "Krajan", "petani")
    table.undo()
    assert table.lines()[0].person.sex is None


def test_a_guardians_word_is_one_key_from_any_cell(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    typed(qtbot, grid, "Rani", Qt.Key.Key_Tab, "p15")
    QTest.keyClick(cursor(), Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert table.storable(table.lines()[0]).full_name == "Rani"
    assert table.lines()[0].person.age == 15


def test_rows_that_begin_with_the_name_are_looked_at_first(qtbot: QtBot, grid: AttendeeGrid) -> None:
    with qtbot.waitSignal(grid.list_pasted):
        grid.paste("Ani\tP\t31\nBudi\tL\t40")


def test_a_list_pasted_into_an_open_cell_is_no_name(qtbot: QtBot, grid: AttendeeGrid, table: AttendeeTable) -> None:
    QGuiApplication.clipboard().setText("1. Ani, P\n2. Budi, L")
    typed(qtbot, grid, "S")
    with qtbot.waitSignal(grid.list_pasted):
        QTest.keyClick(cursor(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [line.person.full_name for line in table.lines()] == ["S"]


def test_the_menu_names_each_command_and_its_key(grid: AttendeeGrid, table: AttendeeTable) -> None:
    table.set_people([Attendee(id="a", full_name="Ani"), Attendee(id="b", full_name="Rani", age=15)])
    grid.start(1)
    said = {action.text(): action.isEnabled() for action in grid.menu().actions()}
    assert said["Wali setuju\tCtrl+G"]
    assert said["Sama seperti di atas\tCtrl+D"]
    assert not said["Isi dari sesi sebelumnya\tCtrl+E"]
    assert not said["Urungkan\tCtrl+Z"]
