"""Reports in the whole window over the real store: kept, anonymous to the last byte, met elsewhere, decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.offer import Offer, Recruiter
from desa_app.store.store import Store
from desa_app.ui.offers.offer_form import OfferForm
from desa_app.ui.offers.offer_place import OfferPlace, keep_number, keep_place, kept_place, office_numbers
from desa_app.ui.work import Work
from tests.store.test_anonymous import raw
from tests.ui.conftest import NOW, PASSPHRASE, VILLAGE, cursor, identity, settle, show

NAME = "Suparjiyem"


def stored(folder: Path) -> Store:
    """The laptop's store, opened beside the window."""
    return Store.open(folder, PASSPHRASE)


def recorded(folder: Path, *recruiters: Recruiter, **values: Any) -> Offer:
    """A report that stands in the store before the window opens it."""
    store = stored(folder)
    given = {"village": VILLAGE, "received_at": NOW, "reporter_mode": "rahasia", "story": "Kerja admin"}
    saved = store.offers.record(Offer(**{**given, **values}), recruiters)
    store.close()
    return saved


def begun(qtbot: QtBot, desktop: Desktop) -> OfferForm:
    """The form on a new report, past its opening."""
    desktop.offers.create()
    form = desktop.offers.form
    QTest.mouseClick(form.prompt.begin, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    return form


def opened(qtbot: QtBot, desktop: Desktop, record: str) -> OfferForm:
    """The form on a stored report."""
    desktop.offers.open(record)
    settle(qtbot, desktop)
    return desktop.offers.form


def choose(form: OfferForm, name: str, value: str) -> None:
    """Choose a value as a person does."""
    editor = form.editors[name]
    editor.set_value(value)
    editor.activated.emit(editor.currentIndex())


def flush(qtbot: QtBot, desktop: Desktop) -> None:
    """Let what was typed reach the store."""
    desktop.offers.flush()
    settle(qtbot, desktop)


def test_a_report_typed_and_then_made_anonymous_leaves_no_byte_of_the_name(
    qtbot: QtBot, desktop: Desktop, folder: Path
) -> None:
    form = begun(qtbot, desktop)
    choose(form, "reporter_mode", "rahasia")
    QTest.keyClicks(form.editors["reporter_contact"], f"{NAME}, lewat kader")
    QTest.keyClicks(form.editors["job_detail"], "Admin judi daring")
    flush(qtbot, desktop)
    store = stored(folder)
    assert store.offers.get(form.record_id).reporter_contact == f"{NAME}, lewat kader"
    choose(form, "reporter_mode", "anonim")
    flush(qtbot, desktop)
    kept = store.offers.get(form.record_id)
    assert (kept.reporter_contact, kept.job_detail) == (None, "Admin judi daring")
    assert NAME.encode() not in raw(store, PASSPHRASE)
    assert "72 jam" not in form.promise.text()
    assert store.check() == []
    store.close()


def test_what_was_sent_before_is_told(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    saved = recorded(folder, reporter_contact=NAME)
    desktop.store.do(Work(lambda store: store.journal.note_sent(99), lambda _: None))
    form = opened(qtbot, desktop, saved.id)
    choose(form, "reporter_mode", "anonim")
    flush(qtbot, desktop)
    assert "72 jam" in form.promise.text()
    opened(qtbot, desktop, saved.id)
    assert "72 jam" in form.promise.text()


def test_a_number_typed_here_is_met_in_other_reports_and_counts(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    others = [recorded(folder, Recruiter(phone="+62 812-3456-7890")) for _ in range(2)]
    form = begun(qtbot, desktop)
    QTest.keyClicks(form.recruiters.cards[0].editors["url"], "https://wa.me/6281234567890")
    card = form.recruiters.cards[0]
    qtbot.waitUntil(lambda: "2 laporan lain" in card.seen.text(), timeout=20_000)
    assert any(flag.code == "R16" and flag.answer == "ya" for flag in form.risk._assessment.flags)  # type: ignore[union-attr]
    card.seen.setChecked(True)
    line = card.reports.itemAt(0)
    assert line is not None
    line.widget().click()  # type: ignore[union-attr]
    settle(qtbot, desktop)
    assert form.record_id in {other.id for other in others}


def test_a_call_is_kept_with_the_name_of_whoever_made_it(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    saved = recorded(folder, stage="sudah di lokasi", suspected_country="KH")
    form = opened(qtbot, desktop, saved.id)
    QTest.mouseClick(form.calls.numbers[1].note, Qt.MouseButton.LeftButton)
    flush(qtbot, desktop)
    store = stored(folder)
    (call,) = store.offers.get(saved.id).calls
    assert (call.whom, call.by) == ("Polri 110", "Dewi")
    store.close()
    QTest.mouseClick(form.calls.take_back, Qt.MouseButton.LeftButton)
    flush(qtbot, desktop)
    assert form.offer().calls == ()
    store = stored(folder)
    assert store.offers.get(saved.id).calls == ()
    store.close()


def test_route_session_and_counts_are_stored_as_typed(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    form = begun(qtbot, desktop)
    route = form.editors["route"]
    route.insert(0)
    QTest.keyClicks(route.lines[0].place, "Batam")
    QTest.keyClicks(route.lines[0].mode, "feri")
    QTest.keyClicks(form.editors["affected"], "4")
    QTest.keyClicks(form.editors["licence_checked_at"], "23/11/2026 19.15")
    flush(qtbot, desktop)
    store = stored(folder)
    kept = store.offers.get(form.record_id)
    assert [(stop.place, stop.mode) for stop in kept.route] == [("Batam", "feri")]
    assert kept.affected == 4
    assert kept.licence_checked_at is not None
    store.close()


def test_a_recruiter_taken_away_is_brought_back_by_the_notice(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    saved = recorded(folder, Recruiter(alias="Mas Joko", phone="0812-3456-7890"))
    form = opened(qtbot, desktop, saved.id)
    QTest.mouseClick(form.recruiters.cards[0].remove, Qt.MouseButton.LeftButton)
    flush(qtbot, desktop)
    store = stored(folder)
    assert store.offers.recruiters(saved.id) == []
    QTest.mouseClick(desktop.window.notice.undo, Qt.MouseButton.LeftButton)
    flush(qtbot, desktop)
    assert [one.alias for one in store.offers.recruiters(saved.id)] == ["Mas Joko"]
    QTest.mouseClick(form.recruiters.cards[0].remove, Qt.MouseButton.LeftButton)
    flush(qtbot, desktop)
    desktop.offers.create()
    QTest.mouseClick(desktop.window.notice.undo, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert [one.alias for one in store.offers.recruiters(saved.id)] == ["Mas Joko"]
    assert form.recruiters.value() == []
    store.close()


@pytest.fixture
def lead(folder: Path) -> Path:
    """The laptop is a team lead's."""
    store = stored(folder)
    store.enrolled(identity("lead"))
    store.close()
    return folder


def test_a_lead_verifies_decides_and_returns(qtbot: QtBot, lead: Path, desktop: Desktop) -> None:
    saved = recorded(lead)
    store = stored(lead)
    store.offers.submit(saved.id)
    form = opened(qtbot, desktop, saved.id)
    QTest.keyClick(form.editors["verified_visa"], Qt.Key.Key_Y)
    flush(qtbot, desktop)
    next(action for action in form.step.menu().actions() if action.text() == "Tinjau").trigger()
    settle(qtbot, desktop)
    assert form.status.text() == "Ditinjau"
    form.returned.emit("visa", "Visanya apa?")
    settle(qtbot, desktop)
    kept = store.offers.get(saved.id)
    assert (kept.verified_visa, kept.status, kept.review_comment) == ("ya", "dikembalikan", "Visanya apa?")
    store.close()


def test_the_number_of_the_team_lead_is_typed_once_for_all_reports(
    qtbot: QtBot, desktop: Desktop, folder: Path
) -> None:
    one, two = (recorded(folder, stage="sudah di lokasi") for _ in range(2))
    form = opened(qtbot, desktop, one.id)
    first = form.calls.numbers[0]
    assert not first.copy.isEnabled()
    QTest.keyClicks(first.own, "0811-2222-3333")
    QTest.keyClick(first.own, Qt.Key.Key_Return)
    settle(qtbot, desktop)
    form = opened(qtbot, desktop, two.id)
    again = form.calls.numbers[0]
    assert again.own.text() == "0811-2222-3333"
    assert again.copy.isEnabled()
    store = stored(folder)
    assert office_numbers(store) == {"ketua tim": "0811-2222-3333"}
    assert keep_number(store, "ketua tim", "") == {}
    store.close()


def test_the_form_opens_again_where_the_work_was(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    saved = recorded(folder)
    form = opened(qtbot, desktop, saved.id)
    form.editors["fee"].setFocus()
    store = stored(folder)
    qtbot.waitUntil(lambda: kept_place(store) == OfferPlace(saved.id, "fee"), timeout=20_000)
    form.set_offer(Offer(), [])
    desktop.offers.reopen(OfferPlace(saved.id, "fee"))
    settle(qtbot, desktop)
    assert form.record_id == saved.id
    assert form.editors["fee"].hasFocus()
    QTest.mouseClick(form.back, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert kept_place(store) is None
    keep_place(store, OfferPlace(saved.id, "fee"))
    store.offers.submit(saved.id)
    assert kept_place(store) is None
    keep_place(store, OfferPlace("0190f000-0000-7000-8000-00000000dead"))
    assert kept_place(store) is None
    store.close()


def test_a_window_closed_in_the_middle_of_a_report_opens_again_there(
    qtbot: QtBot, desktop: Desktop, folder: Path
) -> None:
    form = begun(qtbot, desktop)
    QTest.keyClicks(form.editors["job_detail"], "Admin judi daring")
    flush(qtbot, desktop)
    form.editors["fee"].setFocus()
    store = stored(folder)
    place = OfferPlace(form.record_id, "fee")
    qtbot.waitUntil(lambda: kept_place(store) == place, timeout=20_000)
    store.close()
    desktop.window.close()
    again = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, again)
    qtbot.waitUntil(lambda: again.offers.form.record_id == place.offer, timeout=20_000)
    settle(qtbot, again)
    assert again.offers.form.editors["job_detail"].value() == "Admin judi daring"
    assert again.offers.form.editors["fee"].hasFocus()
    again.window.close()


def test_the_prompt_stands_before_the_form_and_what_it_was_told_stays(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.offers.create()
    page = desktop.offers.page
    assert page.isVisible()
    assert page.prompt.isVisible()
    assert not page.is_built
    assert page.prompt.safe.isAncestorOf(cursor())
    QTest.keyClick(page.prompt.contact, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: page.is_built)
    assert page.prompt.isVisible()
    QTest.mouseClick(page.prompt.begin, Qt.MouseButton.LeftButton)
    assert page.editors["may_contact"].value() == "tidak"
    desktop.offers.create()
    assert page.prompt.contact.value() is None


def test_the_form_is_made_ready_while_the_list_is_in_sight(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    first, second = recorded(folder), recorded(folder, story="Jadi asisten rumah tangga")
    desktop.go("offers")
    assert not desktop.offers.page.is_built
    desktop.offers.open(first.id)
    desktop.offers.open(second.id)
    qtbot.waitUntil(lambda: desktop.offers.page.is_built)
    qtbot.waitUntil(desktop.offers.page.isVisible)
    settle(qtbot, desktop)
    assert desktop.offers.form.record_id == second.id
    assert desktop.offers.form.editors["story"].value() == "Jadi asisten rumah tangga"


def test_a_report_left_before_its_form_was_ready_leaves_the_list_in_sight(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.offers.create()
    QTest.keyClick(desktop.offers.page.prompt, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desktop.offers.page.is_built)
    assert desktop.offer_list.screen.isVisible()
