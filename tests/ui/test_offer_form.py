"""The offer form: the prompt first, risk while typing, anonymous reports, recruiters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.roles import Role
from desa_app.ui.offers.offer_form import OfferForm
from tests.ui.conftest import now


@pytest.fixture
def form(qtbot: QtBot) -> OfferForm:
    made = OfferForm(now)
    qtbot.addWidget(made)
    made.resize(1150, 740)
    made.set_offer(Offer(), [])
    made.show()
    qtbot.waitExposed(made)
    return made


def choose(form: OfferForm, name: str, value: str) -> None:
    """Choose a value as a person does, so that the form hears of it."""
    editor = form.editors[name]
    editor.set_value(value)
    editor.activated.emit(editor.currentIndex())


def test_a_new_report_opens_with_the_safe_place(qtbot: QtBot, form: OfferForm) -> None:
    assert form.prompt.isVisible()
    assert not form.risk.isVisible()
    QTest.mouseClick(form.prompt.begin, Qt.MouseButton.LeftButton)
    assert form.risk.isVisible()


def test_risk_follows_every_answer(qtbot: QtBot, form: OfferForm) -> None:
    QTest.mouseClick(form.prompt.begin, Qt.MouseButton.LeftButton)
    assert form.risk.level.text() == "Rendah"
    assert form.risk.badge.text() == "Data belum cukup: 0% terjawab"
    choose(form, "suspected_country", "KH")
    assert form.risk.level.text() == "Sedang"
    QTest.keyClicks(form.flags.answers["R11"], "y")
    assert form.risk.level.text() == "Kritis"
    assert any("O2" in line for line in form.risk.why.text().splitlines())
    assert not form.risk.banner.isVisible()
    choose(form, "stage", "transit")
    assert form.risk.urgency.text() == "Segera"
    assert form.risk.banner.isVisible()
    assert "telepon" in form.risk.banner.text()


def test_an_anonymous_report_keeps_no_contact(qtbot: QtBot, form: OfferForm) -> None:
    QTest.keyClicks(form.editors["reporter_contact"], "0812")
    choose(form, "reporter_mode", "anonim")
    assert form.offer().reporter_contact is None
    assert not form.editors["reporter_contact"].isEnabled()


def test_offer_and_recruiters_are_handed_on(qtbot: QtBot, form: OfferForm) -> None:
    QTest.keyClicks(form.recruiters.cards[0].editors["phone"], "0812-3456-7890")
    QTest.keyClicks(form.editors["fee"], "12,5 jt")
    QTest.keyClicks(form.flags.answers["R05"], "t")
    with qtbot.waitSignal(form.edited) as handed:
        form.flush()
    assert handed.args is not None
    offer, recruiters, removed = handed.args
    assert (offer.fee, offer.flags) == (12_500_000, {"R05": "tidak"})
    assert [one.phone_e164 for one in recruiters] == ["+6281234567890"]
    assert offer.received_at == now().replace(second=0, microsecond=0)
    assert removed == frozenset()


def test_a_recruiter_taken_away_is_named(qtbot: QtBot, form: OfferForm) -> None:
    stored = Recruiter(id="0190f000-0000-7000-8000-000000000001", alias="Mas Joko", created_at="x")
    form.set_offer(Offer(id="o", created_at="x"), [stored])
    form.recruiters.cards[0].removed.emit()
    with qtbot.waitSignal(form.edited) as handed:
        form.flush()
    assert handed.args is not None
    assert handed.args[2] == {stored.id}


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
    form.set_offer(Offer(id="o", created_at="x"), [])
    assert form.fields["village"].problem.isHidden()


@pytest.mark.parametrize(("role", "locked"), [("officer", True), ("lead", False)])
def test_what_a_lead_decided_is_only_read_by_an_officer(form: OfferForm, role: Role, locked: bool) -> None:
    form.set_role(role)
    form.set_offer(Offer(id="o", status="terverifikasi", created_at="x"), [])
    assert form.flags.isEnabled() is not locked
    assert form.editors["reporter_contact"].isEnabled() is not locked
    assert form.remark.isVisible() is locked
    form.set_offer(Offer(id="p", status="dikembalikan", review_field="visa", review_comment="?", created_at="x"), [])
    assert form.flags.isEnabled()
    assert form.remark.text() == "Dikembalikan (Jenis visa): ?"
    form.begin()
    assert form.editors["visa"].hasFocus()


def test_when_it_was_received_can_be_put_right(qtbot: QtBot, form: OfferForm) -> None:
    received = form.editors["received_at"]
    assert form.title.text() == "24 November 2026"
    received.setFocus()
    received.clear()
    QTest.keyClicks(received, "23/11/2026 19.15")
    with qtbot.waitSignal(form.edited) as handed:
        form.flush()
    assert handed.args is not None
    assert handed.args[0].received_at == now().replace(day=23, hour=19, minute=15)
    assert form.title.text() == "23 November 2026"


def test_tab_goes_through_the_recruiters_where_they_stand(qtbot: QtBot, form: OfferForm) -> None:
    QTest.mouseClick(form.prompt.begin, Qt.MouseButton.LeftButton)
    QTest.mouseClick(form.recruiters.add, Qt.MouseButton.LeftButton)
    first, second = form.recruiters.cards
    steps = [form.editors["suspected_city"]]
    while steps[-1] is not form.editors["pay_min"]:
        steps.append(steps[-1].nextInFocusChain())
    walked = [piece for piece in steps if piece.focusPolicy() & Qt.FocusPolicy.TabFocus]
    wanted = [*first.editors.values(), first.last, *second.editors.values(), second.last, form.recruiters.add]
    assert walked[1:-1] == wanted
