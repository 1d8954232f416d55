"""Coverage on a laptop: the facts are those of its living records, and of what headquarters said of the laptops."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from desa_app.domain.attendee import Attendee
from desa_app.domain.coverage import AssignmentFact, AttendeeFact, Facts, OfferFact, OfficeFact, Period, SessionFact
from desa_app.domain.offer import Offer
from desa_app.domain.office import Assignment, Office
from desa_app.domain.review import Step
from desa_app.store.coverage import GRANTS, coverage_facts
from desa_app.store.database import immediate
from desa_app.store.store import Store
from desa_app.sync.pure.change import SCHEMA, Change, chain_link, chain_start, change_hash, encode
from desa_app.sync.pure.facts import ATTENDEE_COLUMNS
from desa_app.sync.pure.rows import plain
from desa_app.sync.pure.wire import Entry, Grant, Page
from tests.store.conftest import NOW, OFFICE, SCOPE, SUMBEREJO, TODAY, WONOREJO, OneLog, identity, people, session

PERIOD = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def facts(store: Store, cutoff: dt.date = TODAY) -> Facts:
    """What coverage is counted from."""
    return coverage_facts(store.db, store.settings, store.offers, store.villages, cutoff, store.today())


def approved(store: Store, attendees: list[Attendee] | None = None, **values: Any) -> str:
    """Record a session and have it approved; its id."""
    saved = store.sessions.record(session(**values), attendees or [])
    store.sessions.submit(saved.id)
    store.enrolled(identity("lead"))
    store.sessions.approve(saved.id)
    store.enrolled(identity("officer"))
    return saved.id


def from_headquarters(store: Store, *records: Any) -> None:
    """Reference records come in by their own log, as headquarters writes them."""
    lines, chain = [], chain_start("reference")
    for number, record in enumerate(records, start=1):
        fields = {name: value for name, value in plain(record).items() if value is not None}
        change = Change(number, number, "hq", record.noun, record.id, "reference", SCHEMA, fields)
        chain = chain_link(chain, change_hash("HQ", encode(change)), number)
        lines.append(msgspec.json.encode(Entry("HQ", msgspec.Raw(encode(change)))))
    with immediate(store.db):
        store.logs.follow([Grant("reference", 1, len(lines))])
        store.logs.apply(Page("reference", 1, len(lines), len(lines), chain.hex()), lines)


def record_id(number: int) -> str:
    """An id for a record of headquarters."""
    return f"0190f000-0000-7000-8000-{number:012}"


def test_a_session_is_a_fact_with_its_people(store: Store) -> None:
    record = approved(store, [*people("Siti"), Attendee(age=15, sex="P")], headcount_male=5, villages=(WONOREJO,))
    found = facts(store)
    assert found.sessions == [SessionFact(record, OFFICE, TODAY, (WONOREJO,), 5, "disetujui", None, (5, 0))]
    siti = f"siti|P|{TODAY.year - 34}|{WONOREJO}"
    assert sorted(found.attendees, key=str) == sorted(
        [AttendeeFact(record, None, siti, "P", 34), AttendeeFact(record, None, None, "P", 15)], key=str
    )


def test_a_list_without_a_headcount_counts_by_its_lines(store: Store) -> None:
    approved(store, [*people("Siti", "Budi"), Attendee(age=15)], headcount_male=None)
    assert [fact.headcount for fact in facts(store).sessions] == [3]
    assert store.coverage(PERIOD, ["country"]).country.reached == 3


def test_what_is_deleted_or_undated_is_no_fact(store: Store) -> None:
    gone = store.sessions.record(session(), people("Siti"))
    store.sessions.delete(gone.id, "ganda")
    store.sessions.record(session(date=None), people("Budi"))
    kept = store.sessions.record(session(), people("Cici", "Dewi"))
    dewi = next(person for person in store.sessions.attendees(kept.id) if person.full_name == "Dewi")
    store.sessions.record(kept, removed={dewi.id: "salah"})
    found = facts(store)
    assert [fact.id for fact in found.sessions] == [kept.id]
    assert [fact.identity and fact.identity.split("|")[0] for fact in found.attendees] == ["cici"]


@pytest.mark.parametrize(
    ("steps", "stands"),
    [
        ((), False),
        (("submit",), True),
        (("submit", "take up"), True),
        (("submit", "take up", "disprove"), False),
        (("submit", "take up", "mark duplicate"), False),
        (("submit", "take up", "verify"), True),
    ],
)
def test_an_offer_is_a_fact_while_it_stands(store: Store, steps: tuple[Step, ...], stands: bool) -> None:
    saved = store.offers.record(
        Offer(village=SUMBEREJO, received_at=NOW, reporter_mode="terbuka", stage="transit", flags={"R01": "ya"})
    )
    store.enrolled(identity("lead"))
    for step in steps:
        store.offers.move(saved.id, step)
    ((_, assessment),) = store.offers.assessed()
    expected = [OfferFact(SUMBEREJO, TODAY, assessment.level, urgent_open=True)] if stands else []
    assert facts(store).offers == expected


def test_assignments_and_offices_are_headquarters(store: Store) -> None:
    from_headquarters(
        store,
        Office(id=record_id(1), code=OFFICE, name="Kantor Semarang"),
        Office(id=record_id(2), code="KANIM-KDL", name="Kantor Kendal"),
        Assignment(id=record_id(3), village=WONOREJO, office=OFFICE, sk="SK-1", start=dt.date(2025, 1, 1)),
        Assignment(id=record_id(4), village=SUMBEREJO, office=OFFICE, sk="SK-2", start=None),
    )
    store.settings.put(GRANTS, (Grant(SCOPE, 1, 0, ("2026-11-30T08:00:00+07:00", "2026-11-01T08:00:00+07:00", None)),))
    found = facts(store, dt.date(2026, 11, 10))
    assert found.assignments == [AssignmentFact(WONOREJO, OFFICE, dt.date(2025, 1, 1))]
    assert sorted(found.offices, key=lambda office: office.code) == [
        OfficeFact("KANIM-KDL", "Kantor Kendal"),
        OfficeFact(OFFICE, "Kantor Semarang", 3, 1),
    ]


def test_an_approved_session_covers_its_village(store: Store) -> None:
    from_headquarters(
        store,
        Office(id=record_id(1), code=OFFICE, name="Kantor Semarang"),
        Assignment(id=record_id(3), village=WONOREJO, office=OFFICE, sk="SK-1", start=dt.date(2025, 1, 1)),
    )
    waiting = store.sessions.record(session())
    store.sessions.submit(waiting.id)
    before = store.coverage(PERIOD, ["country"])
    assert (before.country.sessions, before.country.pending_sessions) == (0, 1)
    approved(store, people("Siti"), headcount_male=30)
    after = store.coverage(PERIOD, ["district"])
    assert (after.country.sessions, after.country.pending_sessions, after.country.reached) == (1, 1, 30)
    assert (after.country.covered, after.country.assigned, after.country.rate_assigned) == (1, 1, 1.0)
    assert [row.code for row in after.rows["district"] if row.covered] == [WONOREJO[:6]]


def test_a_session_of_another_laptop_counts_as_well(store: Store, other: Store) -> None:
    log = OneLog()
    record = approved(store)
    log.exchange(store, other)
    assert [fact.id for fact in facts(other).sessions] == [record]
    other.sessions.record(replace(other.sessions.get(record), headcount_male=70))
    log.exchange(other, store)
    assert [fact.headcount for fact in facts(store).sessions] == [70]


def test_coverage_reads_everybody_from_the_index_which_finds_the_list_of_a_session_too(store: Store) -> None:
    """The whole rows of a country's attendees would be five times as much to read."""
    columns = ", ".join(ATTENDEE_COLUMNS)
    everybody, one_list = (
        store.db.conn.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()[0][3]
        for query in (
            f"SELECT {columns} FROM attendee WHERE NOT deleted",
            "SELECT * FROM attendee WHERE session_id = '' AND NOT deleted",
        )
    )
    assert "USING COVERING INDEX" in everybody
    assert "(session_id=?" in one_list
