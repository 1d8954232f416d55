"""The offer form: the prompt first, risk while typing, anonymous reports, recruiters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desa_app.domain.offer import Offer, Recruiter
from desa_app.ui.offer_form import OfferForm
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
