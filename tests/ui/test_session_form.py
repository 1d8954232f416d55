"""The session form: what is typed becomes a session, beside each field what is wrong, and the picker."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desa_app.domain.attendee import Attendee
from desa_app.domain.roles import Role
from desa_app.domain.session import Session
from desa_app.domain.village import Village
from desa_app.language import Language
from desa_app.store.conflicts import Conflict, Rival
from desa_app.ui.editors import AnswerField, read_amount, read_day, read_moment, show_moment
from desa_app.ui.return_dialog import ReturnDialog
from desa_app.ui.sessions.attendee_table import FIELDS
from desa_app.ui.sessions.session_form import SessionForm
from desa_app.ui.translation import speak
from tests.ui.conftest import NOW, cursor, now

SUKA = Village("3324082014", "Wonorejo", "desa", "Kaliwungu", "Kabupaten Kendal", "Jawa Tengah")
OTHER = Village("3324082012", "Krajankulon", "desa", "Kaliwungu", "Kabupaten Kendal", "Jawa Tengah")


@pytest.fixture
def form(qtbot: QtBot) -> SessionForm:
    made = SessionForm(now)
    qtbot.addWidget(made)
    made.resize(1150, 740)
    made.set_session(Session(), [])
    made.show()
    qtbot.waitExposed(made)
    return made


def test_typing_becomes_a_draft_after_a_pause(qtbot: QtBot, form: SessionForm) -> None:
    with qtbot.waitSignal(form.edited, timeout=3000) as handed:
        QTest.keyClicks(form.day, "19/5/2025")
        QTest.keyClicks(form.start, "9.30")
        QTest.keyClicks(form.venue, "Balai Desa")
        QTest.keyClicks(form.headcount.sexes["headcount_male"], "12")
        QTest.keyClicks(form.headcount.ages["18-24"], "5")
        form.table.write([(0, "full_name", "Siti")])
    assert handed.args is not None
    session, people, removed = handed.args
    assert session.date == dt.date(2025, 5, 19)
    assert session.start == dt.time(9, 30, tzinfo=dt.timezone(dt.timedelta(hours=7), "WIB"))
    assert (session.venue, session.headcount_male, session.headcount_ages) == ("Balai Desa", 12, {"18-24": 5})
    assert [(person.full_name, person.row) for person in people] == [("Siti", 1)]
    assert removed == frozenset()


def test_one_save_at_a_time_and_what_follows_is_not_lost(qtbot: QtBot, form: SessionForm) -> None:
    handed: list[Session] = []
    form.edited.connect(lambda session, people, removed: handed.append(session))
    QTest.keyClicks(form.venue, "Balai")
    form.flush()
    QTest.keyClicks(form.venue, " Desa")
    form.flush()
    assert [session.venue for session in handed] == ["Balai"]
    form.note_saved(handed[0], [])
    assert [session.venue for session in handed] == ["Balai", "Balai Desa"]


def test_a_failed_save_is_tried_again(qtbot: QtBot, form: SessionForm) -> None:
    handed: list[Session] = []
    form.edited.connect(lambda session, people, removed: handed.append(session))
    QTest.keyClicks(form.venue, "Balai")
    form.flush()
    form.note_failed()
    form.flush()
    assert [session.venue for session in handed] == ["Balai", "Balai"]


def test_a_person_taken_off_the_list_is_named(qtbot: QtBot, form: SessionForm) -> None:
    stored = [Attendee(id=f"0190f000-0000-7000-8000-00000000000{number}", full_name="x") for number in (1, 2)]
    form.set_session(Session(id="s"), stored)
    form.table.remove(0)
    with qtbot.waitSignal(form.edited) as handed:
        form.flush()
    assert handed.args is not None
    assert handed.args[2] == {stored[0].id}


def test_submitting_asks_for_what_is_missing(qtbot: QtBot, form: SessionForm) -> None:
    with qtbot.assertNotEmitted(form.submitted):
        QTest.mouseClick(form.submit, Qt.MouseButton.LeftButton)
    assert form.fields["date"].problem.text() == "Isi tanggal sesi."
    assert form.fields["villages"].problem.isVisible()


def test_end_before_start_is_said_and_the_rest_is_kept(qtbot: QtBot, form: SessionForm) -> None:
    QTest.keyClicks(form.start, "11")
    QTest.keyClicks(form.end, "9")
    QTest.keyClicks(form.venue, "Balai")
    with qtbot.waitSignal(form.edited) as handed:
        form.flush()
    assert handed.args is not None
    assert (handed.args[0].end, handed.args[0].venue) == (None, "Balai")
    assert form.fields["end"].problem.isVisible()


def test_named_and_counted_are_reconciled_in_sight(qtbot: QtBot, form: SessionForm) -> None:
    QTest.keyClicks(form.headcount.sexes["headcount_female"], "3")
    form.table.write([(0, "full_name", "Siti"), (1, "sex", "L")])
    assert form.headcount.total.text() == "3 dihitung · 2 tercatat · 2 tanpa nama"


def test_where_nobody_was_counted_the_list_counts(form: SessionForm) -> None:
    form.table.write([(0, "full_name", "Siti"), (1, "sex", "L"), (2, "sex", "P")])
    assert form.headcount.total.text() == "0 dihitung · 3 tercatat · 2 tanpa nama"


def test_villages_are_picked_by_typing_and_enter(qtbot: QtBot, form: SessionForm) -> None:
    picker = form.villages
    with qtbot.waitSignal(picker.searched, timeout=3000) as asked:
        QTest.keyClicks(picker.line, "wono")
    assert asked.args == ["wono"]
    picker.show_matches("wono", [SUKA, OTHER])
    assert picker._list is not None
    assert "Kaliwungu, Kabupaten Kendal, Jawa Tengah" in picker._list.item(0).text()
    QTest.keyClick(picker.line, Qt.Key.Key_Down)
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    assert picker.value() == ((OTHER.code,), (OTHER.name,))


def test_a_late_answer_is_not_shown(qtbot: QtBot, form: SessionForm) -> None:
    QTest.keyClicks(form.villages.line, "kra")
    form.villages.show_matches("wono", [SUKA])
    assert form.villages._list is None


def test_matches_do_not_stay_on_another_page(qtbot: QtBot, form: SessionForm) -> None:
    with qtbot.waitSignal(form.villages.searched, timeout=3000):
        QTest.keyClicks(form.villages.line, "wono")
    form.villages.show_matches("wono", [SUKA])
    matches = form.villages._list
    assert matches is not None
    form.hide()
    assert matches.isHidden()
    form.villages.show_matches("wono", [SUKA])
    assert matches.isHidden()


def test_answers_by_key(qtbot: QtBot) -> None:
    field = AnswerField()
    qtbot.addWidget(field)
    for key, answer in (("y", "ya"), ("t", "tidak"), ("u", "tidak diketahui"), ("?", "tidak diketahui")):
        QTest.keyClicks(field, key)
        assert field.value() == answer
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.value() is None


@pytest.mark.parametrize(
    ("written", "amount"),
    [("12.500.000", 12.5e6), ("12,5 jt", 12.5e6), ("500 rb", 5e5), ("800", 800), ("1.5", None), ("banyak", None)],
)
def test_amounts_as_written(written: str, amount: float | None) -> None:
    assert read_amount(written) == amount


def test_a_day_without_its_year_is_this_year() -> None:
    assert read_day("19 5", NOW.date()) == dt.date(2026, 5, 19)
    assert read_day("31/2", NOW.date()) is None


def test_what_cannot_be_read_is_said_and_stops_submitting(qtbot: QtBot, form: SessionForm) -> None:
    form.villages.set_value([SUKA.code], [SUKA.name])
    form.day.set_value(NOW.date())
    form.start.setFocus()
    QTest.keyClicks(form.start, "99")
    QTest.keyClicks(form.headcount.sexes["headcount_male"], "banyak")
    form.venue.setFocus()
    assert "“99” tidak terbaca" in form.fields["start"].problem.text()
    form.flush()
    assert form.fields["start"].problem.isVisible()
    form.note_saved(form.session(), [])
    with qtbot.assertNotEmitted(form.submitted):
        QTest.mouseClick(form.submit, Qt.MouseButton.LeftButton)
    assert "“banyak” tidak terbaca" in form.fields["headcount_ages"].problem.text()
    form.start.clear()
    form.start.textEdited.emit("")
    form.headcount.sexes["headcount_male"].setText("9")
    form.headcount.sexes["headcount_male"].textEdited.emit("9")
    with qtbot.waitSignal(form.submitted):
        QTest.mouseClick(form.submit, Qt.MouseButton.LeftButton)


def test_topics_are_offered_in_words_and_kept_by_code(qtbot: QtBot, form: SessionForm) -> None:
    topics = form._editors["topics"]
    form.set_open(["content"])
    QTest.keyClicks(topics.others.line, "human trafficking")
    QTest.keyClick(topics.others.line, Qt.Key.Key_Return)
    QTest.keyClicks(topics.others.line, "Bahaya rentenir,")
    assert form.session().topics == ("TPPO", "Bahaya rentenir")
    QApplication.processEvents()
    pressed = [chip.text() for chip in topics.chips.values() if chip.isChecked()]
    assert pressed == ["Tindak pidana perdagangan orang (TPPO)"]
    typed = [chip.text() for chip in topics.others._chips.findChildren(QPushButton) if not chip.isHidden()]
    assert typed == ["Bahaya rentenir"]
    assert "Mengenali tipu-tipu lowongan kerja luar negeri" in topics.others._offered.stringList()


@pytest.mark.parametrize(("role", "locked"), [("officer", True), ("lead", False)])
def test_what_a_lead_approved_is_only_read_by_an_officer(form: SessionForm, role: Role, locked: bool) -> None:
    form.set_role(role)
    form.set_session(Session(id="s", status="disetujui", venue="Balai", created_at="x"), [Attendee(id="a")])
    assert form.venue.isEnabled() is not locked
    assert form.remark.isVisible() is locked
    assert not form.submit.isVisible()
    form.table.write([(0, "full_name", "Siti")])
    assert (form.table.text(0, "full_name") == "") is locked
    for piece in (form.copy, form.people.remove, form.people.undo, form.photos.add):
        assert piece.isHidden() is locked, "what can't be done is not offered"
    assert not (locked and form.headcount.take.isVisible())
    form.begin()
    assert form.grid.currentIndex().row() == 0 or not locked
    form.set_session(Session(), [])
    assert form.venue.isEnabled()
    assert form.submit.isVisible()


def test_a_lead_decides_in_the_form(qtbot: QtBot, form: SessionForm) -> None:
    form.set_session(Session(id="s", status="diajukan", created_at="x"), [])
    assert not form.approve.isVisible()
    form.set_role("lead")
    with qtbot.waitSignal(form.approved):
        QTest.mouseClick(form.approve, Qt.MouseButton.LeftButton)
    QTest.mouseClick(form.send_back, Qt.MouseButton.LeftButton)
    (dialog,) = form.findChildren(ReturnDialog)
    dialog.field.setCurrentIndex(dialog.field.findData("attendees"))
    QTest.keyClicks(dialog.comment, "Lengkapi umurnya")
    with qtbot.waitSignal(form.returned) as returned:
        QTest.mouseClick(dialog.send, Qt.MouseButton.LeftButton)
    assert returned.args == ["attendees", "Lengkapi umurnya"]


@pytest.mark.parametrize(
    ("field", "named"),
    [("venue", "Tempat"), ("headcount_male", "Jumlah hadir laki-laki"), ("attendees[3].age", "Daftar hadir")],
)
def test_the_cursor_goes_to_what_was_returned(qtbot: QtBot, form: SessionForm, field: str, named: str) -> None:
    returned = Session(id="s", status="dikembalikan", review_field=field, review_comment="Perbaiki", created_at="x")
    form.set_session(replace(returned, villages=(SUKA.code,), village_names=(SUKA.name,)), [])
    form.begin()
    assert form.remark.text() == f"Dikembalikan ({named}): Perbaiki"
    wanted = {"venue": form.venue, "headcount_male": form.headcount}.get(field, form.grid)
    assert wanted.hasFocus() or wanted.isAncestorOf(form.window().focusWidget())


def test_values_written_at_the_same_time_are_side_by_side(form: SessionForm) -> None:
    at = NOW
    days = Rival("2026-11-15", "a", "A", at, True), Rival("2026-11-16", "b", "B", at, False, is_own=True)
    theirs = Rival([SUKA.code], "a", "A", at, True, name="Budi Santoso", machine="LAPTOP-3")
    places = theirs, Rival(None, "b", "B", at, False, is_own=True)
    date, village = Conflict("session", "s", "date", days), Conflict("session", "s", "villages", places)
    form.set_session(Session(id="s", created_at="x"), [], [date, village])
    assert form.rivals.isVisible()
    assert "Tanggal (sesi penyuluhan): 15 November 2026 (rekan)  ⇄  16 November 2026 (Anda)" in form.rivals.text()
    assert form.rivals.text().endswith("dan 1 lagi")
    assert "• 33.24.08.2014 (Budi Santoso, 24 November 2026 17:30 WIB, LAPTOP-3)\n• — (Anda" in form.rivals.toolTip()
    form.set_session(Session(), [])
    assert not form.rivals.isVisible()


def test_long_values_written_at_the_same_time_take_no_more_than_two_lines(form: SessionForm) -> None:
    long = "Warga bertanya tentang gaji dan potongan di kapal. " * 20
    rivals = (Rival(long, "a", "A", NOW, True), Rival(long + "Sepi", "b", "B", NOW, False, True))
    form.resize(700, 512)
    form.set_session(Session(id="s", created_at="x"), [], [Conflict("session", "s", "minutes", rivals)] * 9)
    lines = (form.rivals.height() - 16) / form.rivals.fontMetrics().lineSpacing()
    assert 1 <= round(lines) <= 2
    assert form.rivals.toolTip().count("• Warga bertanya") == 18
    assert len(form.rivals.toolTip()) < 3000


def test_a_problem_does_not_stay_with_the_next_session(form: SessionForm) -> None:
    QTest.mouseClick(form.submit, Qt.MouseButton.LeftButton)
    assert form.fields["villages"].problem.isVisible()
    form.set_session(Session(), [])
    assert not form.fields["villages"].problem.isVisible()


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("19/5/2025 14.30", dt.datetime(2025, 5, 19, 14, 30, tzinfo=NOW.tzinfo)),
        ("19 Mei 2025, 9", dt.datetime(2025, 5, 19, 9, 0, tzinfo=NOW.tzinfo)),
        ("19/5", dt.datetime(2026, 5, 19, tzinfo=NOW.tzinfo)),
        ("kemarin", None),
        ("19/5/2025 25.00", None),
    ],
)
def test_moments_as_written(written: str, moment: dt.datetime | None) -> None:
    assert read_moment(written, NOW) == moment
    if moment is not None:
        assert read_moment(show_moment(moment), NOW) == moment


def test_a_folded_section_says_what_is_in_it_and_what_is_wrong(qtbot: QtBot, form: SessionForm) -> None:
    form.set_session(Session(id="s", venue="Balai Desa", start=dt.time(11), end=dt.time(9)), [])
    where = form.sections["where"]
    with qtbot.waitSignal(form.folded) as folded:
        QTest.mouseClick(where.head, Qt.MouseButton.LeftButton)
    assert folded.args == [["count"]]
    assert where.summary.text() == "11.00–09.00 · Balai Desa"
    assert not where._sign.isVisible()
    QTest.mouseClick(form.submit, Qt.MouseButton.LeftButton)
    assert where.is_open
    where.set_open(False)
    assert where._sign.isVisible()
    assert "mendahului" in where.head.toolTip() or "tanggal" in where.head.toolTip()


def test_sections_are_reached_by_key(qtbot: QtBot, form: SessionForm) -> None:
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    QTest.keyClick(form, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert form.sections["content"].is_open
    topics = form._editors["topics"]
    assert topics.isAncestorOf(cursor())
    QTest.keyClick(cursor(), Qt.Key.Key_Right)
    QTest.keyClick(cursor(), Qt.Key.Key_Space)
    assert form.session().topics == ("jalur kerja resmi",)
    QTest.keyClick(cursor(), Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert not form.sections["content"].is_open
    QTest.keyClick(form, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert form.grid.hasFocus()


def test_the_lists_counts_are_taken_over_and_given_back(qtbot: QtBot, form: SessionForm) -> None:
    QTest.keyClicks(form.headcount.sexes["headcount_female"], "3")
    form.table.write([(0, "sex", "P"), (0, "age", "30"), (1, "sex", "L"), (1, "age", "16")])
    assert form.headcount._rests["headcount_female"].text() == "+2"
    assert form.headcount._rests["headcount_male"].text() == "−1"
    with qtbot.waitSignal(form.undoable) as offered:
        QTest.mouseClick(form.headcount.take, Qt.MouseButton.LeftButton)
    session = form.session()
    assert (session.headcount_male, session.headcount_female) == (1, 1)
    assert session.headcount_ages == {"<18": 1, "25-34": 1}
    assert not form.headcount.take.isVisible()
    assert offered.args is not None
    offered.args[1]()
    assert (form.session().headcount_female, form.session().headcount_ages) == (3, {})


def test_what_is_alike_is_copied_and_taken_back(qtbot: QtBot, form: SessionForm) -> None:
    QTest.keyClicks(form.venue, "Masjid")
    other = Session(
        id="o",
        date=dt.date(2026, 5, 12),
        venue="Balai Desa",
        topics=("TPPO",),
        officers=("Dewi",),
        minutes="rahasia",
        headcount_male=9,
        assignment_letter="ST-1",
    )
    with qtbot.waitSignal(form.undoable) as offered:
        form.copy_from(other)
    session = form.session()
    assert (session.venue, session.topics, session.officers) == ("Balai Desa", ("TPPO",), ("Dewi",))
    assert (session.minutes, session.headcount_male, session.assignment_letter) == (None, None, None)
    assert offered.args is not None
    offered.args[1]()
    assert (form.session().venue, form.session().topics) == ("Masjid", ())


def test_likely_villages_are_offered_before_anything_is_typed(qtbot: QtBot, form: SessionForm) -> None:
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.venue.setFocus()
    with qtbot.waitSignal(form.villages.offers_wanted):
        form.villages.line.setFocus()
    form.villages.show_offers([SUKA], [OTHER])
    shown = form.villages._list
    assert shown is not None
    assert [shown.item(row).text().split(" ·")[0] for row in range(4)] == [
        "Desa terakhir Anda",
        "Wonorejo",
        "Dekat Wonorejo",
        "Krajankulon",
    ]
    QTest.keyClick(form.villages.line, Qt.Key.Key_Return)
    assert form.villages.value() == ((), ())
    for _ in range(2):
        QTest.keyClick(form.villages.line, Qt.Key.Key_Down)
    QTest.keyClick(form.villages.line, Qt.Key.Key_Return)
    assert form.villages.value() == ((OTHER.code,), (OTHER.name,))


def test_what_is_usual_fills_only_what_is_empty(form: SessionForm) -> None:
    form.set_session(Session(date=NOW.date()), [])
    QTest.keyClicks(form._editors["language"], "Sunda")
    form.fill(form.record_id, Session(start=dt.time(9), officers=("Dewi",), language="Jawa", venue="Balai"))
    session = form.session()
    assert (session.start, session.officers, session.language, session.venue) == (
        dt.time(9),
        ("Dewi",),
        "Sunda",
        None,
    )
    form.fill("another", Session(end=dt.time(11)))
    assert form.session().end is None


def test_in_a_narrow_form_the_people_stand_among_the_sections(qtbot: QtBot, form: SessionForm) -> None:
    form.resize(840, 420)
    qtbot.waitUntil(lambda: form._side.isAncestorOf(form.people))
    form.grid.setFocus()
    QApplication.processEvents()
    assert form.people.height() <= form._side.viewport().height()
    assert form.grid.width() > 700
    form.resize(1150, 740)
    qtbot.waitUntil(lambda: not form._side.isAncestorOf(form.people))


@pytest.mark.parametrize("spoken", ["id", "en"])
def test_names_have_room_beside_the_wide_navigation_of_a_small_screen(
    qtbot: QtBot, form: SessionForm, qapp: QApplication, spoken: Language
) -> None:
    speak(qapp, spoken)
    form.resize(1366 - 208, 768)
    form.people.set_people([Attendee(id=str(place), full_name="Gede Kusuma Koswara") for place in range(60)], None)
    qtbot.waitUntil(form.grid.verticalScrollBar().isVisible)
    assert form.grid.columnWidth(0) >= 190
    assert not form.grid.horizontalScrollBar().isVisible()


def test_another_session_begins_at_its_top(form: SessionForm) -> None:
    form.set_open(list(form.sections))
    QApplication.processEvents()
    bar = form._side.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    form.set_session(Session(), [])
    assert bar.value() == 0


def test_what_is_marked_under_the_cursor_is_said_before_the_rest_of_its_line(form: SessionForm) -> None:
    form.table.write([(0, "full_name", "Siti"), (0, "sex", "x"), (0, "age", "999")])
    form.grid.start(0, FIELDS.index("age"))
    assert "999" in form.people.rule.text()
    form.grid.start(0, FIELDS.index("hamlet"))
    assert "“x”" in form.people.rule.text()
    form.flush()


def test_where_the_session_is_stands_beside_its_status(form: SessionForm) -> None:
    form.set_session(Session(id="s", created_at="x"), [])
    assert not form.where.isVisible()
    form.show_place("s", "lead")
    assert (form.where.text(), form.where.property("tone")) == ("Di ketua tim", "accent")
    form.show_place("another", "hq")
    assert form.where.text() == "Di ketua tim"
    form.show_place("s", "hq")
    assert (form.where.text(), form.where.isVisible()) == ("Di kantor pusat", True)
    form.show_place("s", None)
    assert not form.where.isVisible()
