"""What the laptop knows of villages: its letters, visits and offers, counted as coverage counts them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from desa_app.domain.coverage import Period
from desa_app.domain.known_village import KnownVillage, letter_in_force
from desa_app.domain.offer import Offer
from desa_app.domain.office import Assignment
from desa_app.domain.session import Session
from desa_app.store.store import Store
from tests.store.conftest import NOW, OFFICE, SUMBEREJO, TODAY, WONOREJO, identity, people, session
from tests.store.test_coverage import approved, from_headquarters, record_id

BANCAR = "3324012001"


def letter(number: int, village: str = WONOREJO, **values: Any) -> Assignment:
    return Assignment(
        **{"id": record_id(number), "village": village, "office": OFFICE, "start": dt.date(2026, 1, 1), **values}
    )


def known(store: Store) -> dict[str, KnownVillage]:
    return {one.village.code: one for one in store.known_villages.listed()}


def months_ago(months: int) -> dt.date:
    """A day surely so many whole months ago."""
    return TODAY - dt.timedelta(days=31 * months + 3)


def test_a_new_laptop_knows_no_village(store: Store) -> None:
    assert store.known_villages.listed() == []


def test_figures_are_those_of_coverage(store: Store) -> None:
    from_headquarters(store, letter(1), letter(2, BANCAR))
    approved(store, people("Siti", "Budi"), headcount_male=9)
    approved(store, people("Ani"), villages=(WONOREJO, SUMBEREJO), date=months_ago(7), headcount_male=4)
    store.sessions.submit(store.sessions.record(session(villages=(SUMBEREJO,))).id)
    rows = {row.code: row for row in store.coverage(Period(dt.date(2020, 1, 1), TODAY), ["village"]).rows["village"]}
    found = known(store)
    assert found.keys() == {WONOREJO, SUMBEREJO, BANCAR}
    for code, one in found.items():
        row = rows[code]
        assert (one.sessions, one.reached, one.last) == (row.sessions, row.reached, row.last)
        assert (one.pending, int(one.is_assigned)) == (row.pending_sessions, row.assigned)
        assert (one.state == "recent", one.state in ("recent", "active")) == (bool(row.recent), bool(row.active))


@pytest.mark.parametrize(("months", "state"), [(0, "recent"), (5, "recent"), (7, "active"), (13, "lapsed")])
def test_a_village_stands_as_its_last_valid_session_is_old(store: Store, months: int, state: str) -> None:
    approved(store, date=months_ago(months) if months else TODAY)
    assert known(store)[WONOREJO].state == state


def test_a_draft_is_a_visit_that_does_not_count_yet(store: Store) -> None:
    draft = store.sessions.record(session(), people("Siti"))
    one = known(store)[WONOREJO]
    assert [(visit.id, visit.status, visit.reached) for visit in one.visits] == [(draft.id, "draf", 7)]
    assert (one.state, one.sessions, one.last, one.is_ours, one.is_assigned) == ("never", 0, None, True, False)


def test_a_session_without_a_date_is_no_visit(store: Store) -> None:
    store.sessions.record(session(date=None))
    assert known(store) == {}


def test_visits_are_newest_first_and_reach_whom_the_list_names(store: Store) -> None:
    approved(store, people("Siti", "Budi", "Ani"), date=months_ago(2), headcount_male=2)
    approved(store, headcount_male=5)
    assert [(visit.date, visit.reached) for visit in known(store)[WONOREJO].visits] == [(TODAY, 5), (months_ago(2), 3)]


def test_without_names_all_but_the_people_reached_is_equal(store: Store) -> None:
    """A list stands for a headcount that nobody took, also where names are passed over."""
    from_headquarters(store, letter(1), letter(2, BANCAR))
    uncounted: dict[str, Any] = {
        "headcount_male": None,
        "headcount_female": None,
        "headcount_unknown": None,
        "headcount_ages": {},
    }
    approved(store, people("Siti", "Budi"), **uncounted)
    approved(store, people("Ani", "Ida", "Eko"), villages=(SUMBEREJO,), date=months_ago(7), headcount_male=2)
    store.sessions.submit(store.sessions.record(session(villages=(BANCAR,)), people("Tono")).id)
    store.offers.record(Offer(village=WONOREJO, received_at=NOW, stage="transit"))

    def standing(one: KnownVillage) -> tuple[object, ...]:
        visits = [(visit.id, visit.date, visit.status) for visit in one.visits]
        figures = one.state, one.last, one.sessions, one.pending, one.is_assigned, one.urgent_reports
        return one.village.code, *figures, visits, one.letters

    by_name, by_head = store.known_villages.listed(), store.known_villages.listed(by_name=False)
    assert [standing(one) for one in by_head] == [standing(one) for one in by_name]
    assert {one.state for one in by_head} == {"recent", "active", "never"}
    assert [(visit.reached, one.reached) for one in by_head for visit in one.visits if one.sessions] == [(2, 2), (2, 2)]


def test_a_deleted_session_leaves_nothing(store: Store) -> None:
    store.sessions.delete(store.sessions.record(session()).id, "ganda")
    assert known(store) == {}


def test_only_the_own_offices_letters_make_a_village_ours(store: Store) -> None:
    from_headquarters(store, letter(1), letter(2, SUMBEREJO, office="KANIM-YGY"))
    assert known(store).keys() == {WONOREJO}
    store.enrolled(identity("hq"))
    assert known(store).keys() == {WONOREJO, SUMBEREJO}


def test_a_letter_that_ran_out_is_told_and_binds_no_more(store: Store) -> None:
    gone = letter(1, sk="SK-1", start=dt.date(2025, 1, 1), end=TODAY - dt.timedelta(days=1))
    from_headquarters(store, gone)
    one = known(store)[WONOREJO]
    assert [each.sk for each in one.letters] == ["SK-1"]
    assert not one.is_assigned
    assert not one.is_ours


def test_the_letter_in_force_holds_on_its_first_and_last_day() -> None:
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    letters = (letter(1, start=first, end=last), letter(2, start=None))
    day = dt.timedelta(days=1)
    held = [letter_in_force(letters, each) is not None for each in (first - day, first, last, last + day)]
    assert held == [False, True, True, False]


def test_offers_are_counted_open_and_urgent(store: Store) -> None:
    store.offers.record(Offer(village=WONOREJO, received_at=NOW, stage="transit"))
    store.offers.record(Offer(village=WONOREJO))
    one = known(store)[WONOREJO]
    assert (len(one.reports), one.open_reports, one.urgent_reports) == (2, 2, 1)
    assert not one.is_ours


def test_a_village_whose_code_is_gone_keeps_the_name_of_its_records(store: Store) -> None:
    old = Session(id=record_id(2), office_code=OFFICE, date=TODAY, villages=("3324082999",), village_names=("Lama",))
    from_headquarters(store, letter(1, "3324089999"), old)
    found = known(store)
    assert [found[code].village.name for code in ("3324082999", "3324089999")] == ["Lama", "33.24.08.9999"]
