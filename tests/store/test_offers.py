"""Offers and recruiters: recording, the life of an offer, its risk among the others, and what is listed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from desa_app.domain.offer import Offer, Recruiter, Stop
from desa_app.domain.review import Step
from desa_app.errors import NotAllowed, NotFound, WrongField
from desa_app.store.store import Store
from tests.store.conftest import NOW, SUMBEREJO, TODAY, WONOREJO, OneLog, identity

PHONE = "0812-3456-7890"


def offer(**values: Any) -> Offer:
    """An offer that can be submitted."""
    given = {"village": WONOREJO, "received_at": NOW, "reporter_mode": "terbuka", "story": "Kerja admin di luar negeri"}
    return Offer(**{**given, **values})


def as_role(store: Store, role: str) -> Store:
    """The laptop with its person in that role."""
    store.enrolled(identity(role))
    return store


def test_an_offer_is_read_as_it_was_recorded(store: Store) -> None:
    whole = offer(
        pay_min=8_000_000,
        pay_currency="IDR",
        route=(Stop("Batam", "feri"), Stop("Johor")),
        flags={"R01": "ya", "R05": "tidak diketahui"},
        departure=TODAY,
        reporter_contact="lewat kader",
    )
    saved = store.offers.record(whole, [Recruiter(alias="Mas Joko", phone=PHONE), Recruiter(handle="@joko")])
    filled = ("id", "office_code", "created_at", "created_by", "village_name", "code_set")
    assert replace(saved, **{name: getattr(whole, name) for name in filled}) == whole
    assert (saved.village_name, saved.code_set) == ("Wonorejo", store.villages.version)
    recruiters = {each.alias: each for each in store.offers.recruiters(saved.id)}
    assert recruiters.keys() == {"Mas Joko", None}
    assert (recruiters["Mas Joko"].offer_id, recruiters["Mas Joko"].phone) == (saved.id, PHONE)
    assert recruiters["Mas Joko"].phone_e164 == "+6281234567890"


def test_a_village_that_is_not_in_the_registry_is_refused(store: Store) -> None:
    with pytest.raises(WrongField, match=r"village.*9999999999"):
        store.offers.record(offer(village="9999999999", village_name="Entah"))
    assert store.offers.listed() == []


def test_a_name_goes_with_its_village_and_stays_as_it_was_then(store: Store) -> None:
    saved = store.offers.record(offer(village_name="Nama karangan"))
    assert saved.village_name == "Wonorejo"
    store.db.conn.execute("UPDATE offer SET village_name = 'Wonorejo Lama'")
    assert store.offers.record(store.offers.get(saved.id)).village_name == "Wonorejo Lama"
    assert store.offers.record(replace(saved, village=SUMBEREJO)).village_name == "Sumberejo"
    assert store.offers.record(replace(saved, village=None)).village_name is None


def test_the_life_of_an_offer(store: Store) -> None:
    saved = store.offers.record(offer())
    assert store.offers.submit(saved.id).status == "diajukan"
    as_role(store, "lead")
    assert store.offers.move(saved.id, "take up").status == "ditinjau"
    back = store.offers.move(saved.id, "return", "recruiters[0].phone", "Nomornya?")
    assert (back.status, back.review_field, back.review_comment) == (
        "dikembalikan",
        "recruiters[0].phone",
        "Nomornya?",
    )
    as_role(store, "officer")
    store.offers.record(back, [Recruiter(phone=PHONE)])
    assert store.offers.submit(saved.id).status == "diajukan"
    as_role(store, "lead")
    steps: tuple[Step, ...] = ("take up", "verify", "refer", "close")
    assert [store.offers.move(saved.id, step).status for step in steps] == [
        "ditinjau",
        "terverifikasi",
        "dirujuk",
        "selesai",
    ]
    assert store.offers.get(saved.id).review_comment is None


@pytest.mark.parametrize("step", ["take up", "return", "verify", "disprove", "mark duplicate", "refer", "close"])
def test_an_officer_only_hands_in(store: Store, step: Step) -> None:
    saved = store.offers.record(offer())
    store.offers.submit(saved.id)
    with pytest.raises(NotAllowed, match="ketua tim"):
        store.offers.move(saved.id, step, "story", "Isi")
    assert store.offers.get(saved.id).status == "diajukan"


def test_what_was_decided_an_officer_leaves_alone(store: Store) -> None:
    saved = store.offers.record(offer(), [Recruiter(alias="Mas Joko")])
    store.offers.submit(saved.id)
    as_role(store, "lead")
    store.offers.move(saved.id, "take up")
    decided = store.offers.move(saved.id, "verify")
    as_role(store, "officer")
    (joko,) = store.offers.recruiters(saved.id)
    for attempt in (
        lambda: store.offers.record(replace(decided, story="Lain")),
        lambda: store.offers.record(decided, [replace(joko, phone=PHONE)]),
        lambda: store.offers.record(decided, [Recruiter(alias="Mbak Sri")]),
        lambda: store.offers.record(decided, removed={joko.id: "salah"}),
        lambda: store.offers.delete(saved.id, "salah"),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert store.offers.get(saved.id) == decided
    assert store.offers.recruiters(saved.id) == [joko]


def test_only_a_lead_says_what_was_verified(store: Store) -> None:
    with pytest.raises(NotAllowed, match="verified_visa"):
        store.offers.record(offer(verified_visa="ya"))
    as_role(store, "lead")
    assert store.offers.record(offer(verified_visa="ya")).verified_visa == "ya"


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"village": None}, "village"),
        ({"received_at": None}, "received_at"),
        ({"received_at": NOW + dt.timedelta(days=1)}, "received_at"),
        ({"reporter_mode": None}, "reporter_mode"),
        ({"story": None}, "story"),
    ],
)
def test_what_is_unfinished_is_kept_but_not_handed_in(store: Store, values: dict[str, Any], path: str) -> None:
    saved = store.offers.record(offer(**values))
    with pytest.raises(WrongField, match=path):
        store.offers.submit(saved.id)
    assert store.offers.get(saved.id) == saved


def test_an_anonymous_report_keeps_no_contact(store: Store) -> None:
    with pytest.raises(WrongField, match="reporter_contact"):
        store.offers.record(offer(reporter_mode="anonim", reporter_contact="0812"))
    assert store.offers.listed() == []


def test_a_conflict_is_settled_by_naming_the_field(store: Store, other: Store) -> None:
    log = OneLog()
    saved = store.offers.record(offer())
    log.exchange(store, other)
    store.offers.record(replace(saved, job="PRT"))
    other.offers.record(replace(saved, job="kebun"))
    log.exchange(store, other)
    assert [row.conflicts for row in other.offers.listed()] == [("job",)]
    shown = other.offers.get(saved.id)
    other.offers.record(shown)
    assert [one.field for one in other.conflicts(saved.id)] == ["job"]
    other.offers.record(shown, named=["job"])
    log.exchange(store, other)
    for laptop in (store, other):
        assert laptop.conflicts() == []
        assert laptop.offers.get(saved.id) == shown


def test_a_deleted_offer_takes_no_step_and_comes_back(store: Store) -> None:
    saved = store.offers.record(offer())
    store.offers.delete(saved.id, "ganda")
    assert store.offers.listed() == []
    with pytest.raises(NotFound):
        store.offers.submit(saved.id)
    with pytest.raises(NotFound):
        store.offers.move(saved.id, "submit")
    store.offers.restore(saved.id)
    assert store.offers.submit(saved.id).status == "diajukan"
    assert store.conflicts() == []


def test_a_recruiter_taken_off_counts_no_more(store: Store) -> None:
    saved = store.offers.record(offer(), [Recruiter(alias="Mas Joko"), Recruiter(alias="Mbak Sri")])
    joko = next(each for each in store.offers.recruiters(saved.id) if each.alias == "Mas Joko")
    store.offers.record(saved, removed={joko.id: "salah"})
    assert [each.alias for each in store.offers.recruiters(saved.id)] == ["Mbak Sri"]
    assert [row.recruiters for row in store.offers.listed()] == [1]


def flagged(store: Store) -> dict[str, bool]:
    """By offer, whether its contact is known from another report (R16)."""
    return {
        each.id: any(flag.code == "R16" and flag.answer == "ya" for flag in assessment.flags)
        for each, assessment in store.offers.assessed()
    }


def test_a_contact_of_two_other_reports_raises_the_risk_of_each(store: Store) -> None:
    ways = [PHONE, "+62 812 3456 7890", "6281234567890 / 0857-1111-2222"]
    ids = [store.offers.record(offer(), [Recruiter(phone=phone)]).id for phone in ways]
    lone = store.offers.record(offer(), [Recruiter(phone="0813-9999-8888")]).id
    assert flagged(store) == {**dict.fromkeys(ids, True), lone: False}
    store.offers.delete(ids[0], "ganda")
    assert not any(flagged(store).values())


def test_a_form_is_assessed_before_it_is_saved(store: Store) -> None:
    for _ in range(2):
        store.offers.record(offer(), [Recruiter(phone=PHONE)])
    typed = offer(flags={"R01": "ya"})
    alone = store.offers.assessment(typed, [])
    known = store.offers.assessment(typed, [Recruiter(phone=PHONE, phone_e164="+6281234567890")])
    assert known.score > alone.score > 0
    assert len(store.offers.listed()) == 2


def test_what_is_listed(store: Store) -> None:
    urgent = offer(
        received_at=NOW - dt.timedelta(days=1),
        stage="transit",
        asking_for_help="ya",
        offered_country="TH",
        suspected_country="KH",
        flags={"R01": "ya", "R11": "ya"},
    )
    store.offers.record(urgent, [Recruiter(alias="Mas Joko")])
    store.offers.record(offer(offered_country="MY"))
    store.offers.record(Offer(story="Belum lengkap"))
    newest, first, bare = store.offers.listed()
    assert (newest.received, newest.village, newest.country, newest.alert) == (TODAY, "Wonorejo", "MY", False)
    assert (first.received, first.country, first.recruiters) == (TODAY - dt.timedelta(days=1), "KH", 1)
    assert (first.assessment.level, first.urgency, first.alert) == ("kritis", "SEGERA", True)
    assert (bare.received, bare.village, bare.country, bare.status, bare.place) == (None, None, None, "draf", "saved")


def test_an_offer_that_is_settled_asks_for_no_telephone_call(store: Store) -> None:
    urgent = offer(stage="transit", asking_for_help="ya", flags={"R01": "ya", "R11": "ya"}, affected=2)
    saved = store.offers.record(urgent, [Recruiter(alias="Mas Joko")])
    store.offers.submit(saved.id)
    as_role(store, "lead")
    steps: tuple[Step, ...] = ("take up", "disprove")
    assert store.offers.listed()[0].alert
    for step in steps:
        store.offers.move(saved.id, step)
    assert store.offers.get(saved.id).status == "tidak terbukti"
    assert not store.offers.listed()[0].alert


def test_recruiters_recorded_together_stay_in_their_order(store: Store) -> None:
    names = [f"Mas {number}" for number in range(12)]
    saved = store.offers.record(offer(), [Recruiter(alias=name) for name in names])
    assert [recruiter.alias for recruiter in store.offers.recruiters(saved.id)] == names
