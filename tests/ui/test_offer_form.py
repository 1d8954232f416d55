"""The report form: the prompt first, the conversation in parts, risk while typing, anonymous reports, recruiters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desa_app.domain.attachment import Attachment
from desa_app.domain.fields import fields_of
from desa_app.domain.labels import label, question
from desa_app.domain.offer import Call, Offer, Recruiter, Stop
from desa_app.domain.roles import Role
from desa_app.language import use_language
from desa_app.ui.offers.offer_fields import CHECK, LINES, PEOPLE, RECRUITERS, TRAVEL
from desa_app.ui.offers.offer_form import OfferForm
from tests.ui.conftest import now, typed

NOT_ASKED = {
    *("office_code", "created_at", "created_by", "deletion", "status", "code_set", "village_name"),
    *("review_field", "review_comment", "flags", "calls"),
}
"""Fields of an offer that the store, a step, the flags or the alert fill in."""
STORED = Offer(id="0190f000-0000-7000-8000-000000000009", created_at="x", received_at=now())


@pytest.fixture(scope="module")
def built(qapp: QApplication) -> Iterator[OfferForm]:
    """A form for all of these tests: it is made once, and shows one report after the other."""
    made = OfferForm(now)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def form(qtbot: QtBot, built: OfferForm) -> Iterator[OfferForm]:
    """The form on a new report, for an officer."""
    built.resize(1150, 740)
    built.set_role("officer")
    for section in built.sections:
        section.set_open(True)
    built.set_offer(Offer(), [])
    built.show()
    built.activateWindow()
    qtbot.waitUntil(built.isActiveWindow)
    yield built
    built.draft.begin()


def choose(form: OfferForm, name: str, value: str) -> None:
    """Choose a value as a person does, so that the form hears of it."""
    editor = form.editors[name]
    editor.set_value(value)
    editor.activated.emit(editor.currentIndex())


def handed(qtbot: QtBot, form: OfferForm) -> tuple[Offer, list[Recruiter], frozenset[str]]:
    """What the form hands on now."""
    with qtbot.waitSignal(form.edited) as said:
        form.flush()
    assert said.args is not None
    return said.args[0], said.args[1], said.args[2]


def test_a_new_report_opens_with_the_safe_place_and_goes_on_by_keys_alone(qtbot: QtBot, form: OfferForm) -> None:
    form.begin()
    assert form.prompt.isVisible()
    assert not form.risk.isVisible()
    typed(qtbot, form, "t")
    assert form.prompt.advice.isVisible()
    typed(qtbot, form, "y", Qt.Key.Key_Tab, "y")
    assert not form.prompt.advice.isVisible()
    typed(qtbot, form, Qt.Key.Key_Return)
    assert form.risk.isVisible()
    assert form.editors["may_contact"].value() == "ya"
    assert form.editors["reporter_mode"].hasFocus()
    assert handed(qtbot, form)[0].may_contact == "ya"


def test_escape_puts_the_prompt_away(qtbot: QtBot, form: OfferForm) -> None:
    form.begin()
    with qtbot.waitSignal(form.closed):
        typed(qtbot, form, Qt.Key.Key_Escape)


def test_every_field_of_an_offer_can_be_reached_and_is_asked_as_a_question() -> None:
    asked = {name for lines in LINES.values() for line in lines for name in line}
    assert asked == fields_of(Offer).keys() - NOT_ASKED
    for language in ("id", "en"):
        use_language(language)
        said = {name: question("offer", name) for name in asked if not name.startswith("verified_")}
        said |= {
            name: question("recruiter", name) for name in fields_of(Recruiter) if name in ("phone", "handle", "url")
        }
        assert {name for name, text in said.items() if not text.endswith("?")} == set()
    assert question("offer", "weather") == label("offer", "weather")


def test_risk_follows_every_answer(qtbot: QtBot, form: OfferForm) -> None:
    QTest.mouseClick(form.prompt.begin, Qt.MouseButton.LeftButton)
    assert form.risk.level.text() == "Rendah"
    assert form.risk.badge.text() == "Data belum cukup: 0% terjawab"
    choose(form, "suspected_country", "KH")
    assert form.risk.level.text() == "Sedang"
    QTest.keyClicks(form.flags.answers["R11"], "y")
    assert form.risk.level.text() == "Kritis"
    assert any("O2" in line for line in form.risk.why.text().splitlines())
    assert not form.calls.isVisible()
    choose(form, "stage", "transit")
    assert form.risk.urgency.text() == "Segera"
    assert form.calls.isVisible()
    assert "telepon" in form.calls.text.text()


def test_a_question_of_the_panel_leads_to_its_field_even_where_that_is_folded(qtbot: QtBot, form: OfferForm) -> None:
    form.set_offer(STORED, [])
    form.sections[PEOPLE].set_open(False)
    first = form.risk.questions[0]
    assert "tahap apa" in first.text()
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert form.sections[PEOPLE].is_open
    assert form.editors["stage"].hasFocus()
    choose(form, "stage", "ditawari")
    assert "Ancaman" in first.text()
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert form.flags.answers["R11"].hasFocus()


def test_a_flag_that_the_answers_settle_is_marked_beside_it(form: OfferForm) -> None:
    form.set_offer(replace(STORED, visa="wisata", flags={"R05": "ya"}), [])
    told = {code: pill.text() for code, pill in form.flags._known.items() if pill.text()}
    assert told == {"R04": "dari atas: Ya"}


def test_an_anonymous_report_keeps_no_contact_and_says_so(qtbot: QtBot, form: OfferForm) -> None:
    form.set_offer(replace(STORED, may_contact="ya", reporter_contact="0812", session_id=STORED.id), [])
    assert form.fields["reporter_contact"].isVisible()
    choose(form, "reporter_mode", "anonim")
    assert not any(form.fields[name].isVisible() for name in ("reporter_contact", "may_contact", "session_id"))
    assert "Tidak disimpan: nama dan kontak" in form.promise.text()
    assert "72 jam" not in form.promise.text()
    offer, _, _ = handed(qtbot, form)
    assert (offer.reporter_contact, offer.may_contact, offer.session_id) == (None, None, None)
    choose(form, "reporter_mode", "rahasia")
    assert form.editors["reporter_contact"].value() is None
    assert form.promise.text() == ""


def test_what_can_not_be_taken_back_is_told(form: OfferForm) -> None:
    form.set_offer(replace(STORED, reporter_mode="anonim"), [])
    form.set_named(True)
    assert "72 jam" in form.promise.text()
    form.set_offer(replace(STORED, reporter_mode="anonim"), [])
    assert "72 jam" not in form.promise.text()


def test_an_anonymous_report_names_no_evidence_that_tells_its_source(form: OfferForm) -> None:
    picture = Attachment("a" * 64, "image/jpeg", name="Suparjiyem.jpg", kept="dibersihkan")
    letter = Attachment("b" * 64, "application/pdf", name="surat.pdf")
    form.set_offer(replace(STORED, evidence=(picture, letter)), [])
    assert len(form.offer().evidence) == 2
    choose(form, "reporter_mode", "anonim")
    assert [(one.sha256, one.name) for one in form.offer().evidence] == [("a" * 64, None)]


def test_offer_and_recruiters_are_handed_on(qtbot: QtBot, form: OfferForm) -> None:
    QTest.keyClicks(form.recruiters.cards[0].editors["phone"], "0812-3456-7890")
    QTest.keyClicks(form.editors["fee"], "12,5 jt")
    QTest.keyClicks(form.flags.answers["R05"], "t")
    offer, recruiters, removed = handed(qtbot, form)
    assert (offer.fee, offer.flags) == (12_500_000, {"R05": "tidak"})
    assert [one.phone_e164 for one in recruiters] == ["+6281234567890"]
    assert offer.received_at == now().replace(second=0, microsecond=0)
    assert removed == frozenset()


def test_a_call_is_noted_copied_and_taken_back(qtbot: QtBot, form: OfferForm) -> None:
    urgent = replace(STORED, stage="sudah di lokasi", suspected_country="KH", minors=1)
    form.set_offer(urgent, [])
    names = [card.copy.text() for card in form.calls.numbers]
    assert names[1] == "Polri 110"
    assert any("SAPA" in name for name in names)
    assert any("+855 12 813 282" in name for name in names)
    assert not form.calls.numbers[0].copy.isEnabled()
    with qtbot.waitSignal(form.said):
        QTest.mouseClick(form.calls.numbers[1].copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "110"
    QTest.mouseClick(form.calls.numbers[1].note, Qt.MouseButton.LeftButton)
    assert "Polri 110" in form.calls.made.text()
    assert not form.calls.numbers[0].isVisible()
    assert handed(qtbot, form)[0].calls == (Call("Polri 110", now()),)
    QTest.mouseClick(form.calls.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(form.calls.numbers[0].isVisible)
    QTest.mouseClick(form.calls.take_back, Qt.MouseButton.LeftButton)
    assert form.offer().calls == ()
    form.set_offer(replace(urgent, status="selesai"), [])
    assert not form.calls.isVisible()


def test_a_recruiter_taken_away_is_named_and_comes_back_as_it_was(qtbot: QtBot, form: OfferForm) -> None:
    stored = Recruiter(id="0190f000-0000-7000-8000-000000000001", alias="Mas Joko", created_at="x", created_by="p1")
    form.set_offer(STORED, [stored])
    with qtbot.waitSignal(form.undoable) as said:
        form.recruiters.cards[0].removed.emit()
    assert said.args is not None
    assert "Mas Joko" in said.args[0]
    assert handed(qtbot, form)[2] == {stored.id}
    said.args[1]()
    assert form.recruiters.value() == [stored]
    said.args[1]()
    assert form.recruiters.value() == [stored]


def test_a_known_pattern_elsewhere_raises_the_score(form: OfferForm) -> None:
    before = form.risk._assessment
    form.set_repeats(2)
    after = form.risk._assessment
    assert before is not None
    assert after is not None
    assert after.score == before.score + 15


def test_a_problem_does_not_stay_with_the_next_report(form: OfferForm) -> None:
    form._check(submitting=True)
    assert not form.fields["village"].problem.isHidden()
    form.set_offer(STORED, [])
    assert form.fields["village"].problem.isHidden()


def test_what_is_missing_is_listed_and_leads_there(qtbot: QtBot, form: OfferForm) -> None:
    form.set_offer(STORED, [])
    lines = [line.text() for line in form.needed.lines if not line.isHidden()]
    assert len(lines) == 3
    QTest.mouseClick(form.needed.lines[0], Qt.MouseButton.LeftButton)
    assert form.editors["reporter_mode"].hasFocus()
    form.set_offer(replace(STORED, village="3324082014", reporter_mode="rahasia", story="Kerja admin"), [])
    assert "Ctrl+Enter" in form.needed.title.text()
    with qtbot.waitSignal(form.submitted):
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize(("role", "locked"), [("officer", True), ("lead", False)])
def test_what_a_lead_decided_is_only_read_by_an_officer(form: OfferForm, role: Role, locked: bool) -> None:
    form.set_role(role)
    form.set_offer(replace(STORED, status="terverifikasi"), [])
    assert form.flags.isEnabled() is not locked
    assert form.editors["reporter_contact"].isEnabled() is not locked
    assert form.evidence.add.isEnabled() is not locked
    assert form.remark.isVisible() is locked
    form.set_offer(replace(STORED, status="dikembalikan", review_field="visa", review_comment="?"), [])
    assert form.flags.isEnabled()
    assert form.remark.text() == "Dikembalikan (Jenis visa): ?"
    form.begin()
    assert form.editors["visa"].hasFocus()


def test_only_a_lead_verifies_and_decides(qtbot: QtBot, form: OfferForm) -> None:
    form.set_offer(replace(STORED, status="ditinjau", verified_visa="ya"), [])
    assert not form.editors["verified_visa"].isVisible()
    assert not form.step.isVisible()
    assert form.offer().verified_visa == "ya"
    form.set_role("lead")
    assert form.editors["verified_visa"].isVisible()
    assert form.step.isVisible()
    steps = {action.text(): action for action in form.step.menu().actions()}
    assert list(steps) == [
        "Kembalikan untuk perbaikan",
        "Nyatakan terverifikasi",
        "Nyatakan tidak terbukti",
        "Nyatakan duplikat",
    ]
    with qtbot.waitSignal(form.stepped, check_params_cb=lambda step: step == "verify"):
        steps["Nyatakan terverifikasi"].trigger()


def test_when_it_was_received_can_be_put_right(qtbot: QtBot, form: OfferForm) -> None:
    received = form.editors["received_at"]
    assert form.title.text() == "24 November 2026"
    received.setFocus()
    received.clear()
    QTest.keyClicks(received, "23/11/2026 19.15")
    assert handed(qtbot, form)[0].received_at == now().replace(day=23, hour=19, minute=15)
    assert form.title.text() == "23 November 2026"


def walk(form: OfferForm, start: object, end: object) -> list[object]:
    """What Tab would stop at from one piece to another."""
    steps = [start]
    while steps[-1] is not end:
        steps.append(steps[-1].nextInFocusChain())  # type: ignore[attr-defined]
    return [piece for piece in steps if piece.focusPolicy() & Qt.FocusPolicy.TabFocus]  # type: ignore[attr-defined]


def test_tab_goes_through_the_recruiters_where_they_stand(form: OfferForm) -> None:
    form.set_offer(STORED, [])
    QTest.mouseClick(form.recruiters.add, Qt.MouseButton.LeftButton)
    first, second = form.recruiters.cards
    walked = walk(form, form.editors["licence_checked_at"], form.editors["visa"])
    wanted = [first.seen, *first.editors.values(), first.remove, second.seen, *second.editors.values(), second.remove]
    assert [piece for piece in walked[1:-1] if piece in wanted or piece is form.recruiters.add] == [
        *wanted,
        form.recruiters.add,
    ]


def test_tab_goes_through_the_points_of_the_route_where_they_stand(form: OfferForm) -> None:
    form.set_offer(replace(STORED, route=(Stop("Batam", "feri"), Stop("Johor"))), [])
    route = form.editors["route"]
    walked = walk(form, form.editors["departure_precision"], form.editors["affected"])
    fields = [piece for line in route.lines for piece in (line.place, line.mode)]
    assert [piece for piece in walked if piece in fields or piece is route.add] == [*fields, route.add]


def test_the_way_shows_how_far_each_part_is_and_leads_there(qtbot: QtBot, form: OfferForm) -> None:
    form.set_offer(replace(STORED, visa="wisata", passport_holder="perekrut"), [])
    travel = form.steps.steps[TRAVEL]
    assert travel.accessibleDescription() == "2 dari 5 terjawab"
    form.sections[TRAVEL].set_open(False)
    QTest.keyClick(form, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: form.sections[TRAVEL].is_open)
    assert form.editors["visa"].hasFocus()
    assert travel.property("here") == "true"
    QTest.mouseClick(form.steps.steps[RECRUITERS], Qt.MouseButton.LeftButton)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert form.sections[RECRUITERS].isAncestorOf(focused)
    form.enter(CHECK)
    assert form.flags.answers["R01"].hasFocus()


def test_a_narrow_window_shows_the_numbers_of_the_parts_alone(form: OfferForm) -> None:
    form.resize(839, 512)
    QApplication.processEvents()
    assert [step.text() for step in form.steps.steps] == [str(number) for number in range(1, 9)]
    assert form.steps.steps[0].accessibleName() == "Keselamatan"
    form.resize(1150, 740)
    QApplication.processEvents()
    assert form.steps.steps[0].text() == "1  Keselamatan"


def test_a_part_folds_and_opens_by_keys_and_keeps_what_was_typed(qtbot: QtBot, form: OfferForm) -> None:
    form.set_offer(STORED, [])
    form.go_to("visa")
    form.fold.activated.emit()
    head = form.sections[TRAVEL].head
    assert not form.sections[TRAVEL].is_open
    assert head.hasFocus()
    assert "dari 5 terjawab" in form.sections[TRAVEL].summary.text()
    QTest.keyClick(head, Qt.Key.Key_Space)
    assert form.sections[TRAVEL].is_open


@pytest.mark.parametrize("field", ["visa", "suspected_city", "village", "flags.R05", "recruiters", "evidence"])
def test_the_place_of_the_cursor_is_told_as_it_is_gone_to(form: OfferForm, field: str) -> None:
    form.set_offer(STORED, [])
    form.go_to(field)
    assert form.field() == field


def test_the_way_to_the_recruiters_ends_where_one_types_not_where_one_removes(form: OfferForm) -> None:
    form.set_offer(STORED, [])
    form.enter(RECRUITERS)
    assert form.recruiters.cards[0].editors["alias"].hasFocus()
