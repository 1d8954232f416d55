"""Finding over everything: the index answers as a plain look at every record would, and follows every change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from desa_app.domain.attendee import Attendee
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.search import Term, is_found, terms
from desa_app.store.database import immediate
from desa_app.store.records import Save, upsert
from desa_app.store.search import Hit, _expression
from desa_app.store.search_index import SEARCHED, entries, make_index
from desa_app.store.store import Store
from tests.store.conftest import CONSENT, SUMBEREJO, WONOREJO, Clock, OneLog, identity, opened, session

NAMES = ("Siti Rohayati", "Hj. Siti Nur'aini, S.Pd", "Soekarno", "Muhammad Wijaya", "Ani", "Anita", "M. Nur", "Tjokro")
PHONES = ("081234567890", "+62 857-1111-2222", "0855 12", "023 555", "")


def person(name: str | None, phone: str | None = None, **fields: object) -> Attendee:
    """An adult of a list, unless ``fields`` say otherwise."""
    return Attendee(full_name=name, phone=phone, **{"age": 30, **fields})  # type: ignore[arg-type]


def kept(store: Store, *people: Attendee, venue: str | None = None) -> str:
    """A session with these people; its id."""
    return store.sessions.record(session(venue=venue), people).id


def titles(hits: list[Hit], noun: str = "attendee") -> list[str | None]:
    """What the hits of a noun are called, in order."""
    return [hit.title for hit in hits if hit.noun == noun]


def in_step(store: Store) -> bool:
    """Whether the index holds exactly what the records say, and its own structure is sound."""
    with immediate(store.db):
        store.db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    held = {record: found for record, *found in store.db.conn.execute("SELECT record, words, numbers FROM entry")}
    says = {record: [*found] for noun in SEARCHED for record, found in entries(store.db, noun).items()}
    fresh = indexed_anew(store)
    return held == says and vocabulary(store) == fresh


def vocabulary(store: Store) -> list[tuple[str, int]]:
    """Every word of the index and in how many records it stands."""
    return [(term, count) for term, count in store.db.conn.execute("SELECT term, doc FROM search_word")]


def indexed_anew(store: Store) -> list[tuple[str, int]]:
    """The words of an index made now, which is thrown away again."""
    store.db.execute("BEGIN")
    for table in ("search_word", "search", "entry"):
        store.db.execute(f"DROP TABLE {table}")
    make_index(store.db)
    found = vocabulary(store)
    store.db.execute("ROLLBACK")
    return found


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("siti", ["Siti Rohayati"]),
        ("ROHAY", ["Siti Rohayati"]),
        ("rohayati siti", ["Siti Rohayati"]),
        ("0812 3456", ["Siti Rohayati"]),
        ("+62 812-3456-7890", ["Siti Rohayati"]),
        ("4567", ["Siti Rohayati"]),
        ("siti 7890", ["Siti Rohayati"]),
        ("sukarno", ["Soekarno"]),
        ("soek", ["Soekarno"]),
        ("rohayatu", ["Siti Rohayati"]),
        ("sitti rohayatti", ["Siti Rohayati"]),
        ("siti soekarno", []),
        ("78", []),
        ("?!", []),
        ('siti" OR words : "soekarno', []),
    ],
)
def test_people_by_names_and_numbers(store: Store, typed: str, expected: list[str]) -> None:
    kept(store, person("Siti Rohayati", "0812-3456-7890"), person("Soekarno"))
    assert titles(store.search.find(typed)) == expected


def test_the_whole_word_goes_before_its_beginning_and_the_newest_first(store: Store) -> None:
    for name in ("Ani Lestari", "Anita", "Ani Wulandari", "Anisa"):
        kept(store, person(name))
    assert titles(store.search.find("ani")) == ["Ani Wulandari", "Ani Lestari", "Anisa", "Anita"]
    assert titles(store.search.find("ani", most=3)) == ["Ani Wulandari", "Ani Lestari", "Anisa"]


def test_a_person_is_told_from_a_namesake_by_village_and_date(store: Store) -> None:
    record = kept(store, person("Siti", "0812 3456 7890"))
    (hit,) = store.search.find("siti")
    assert hit.opens == ("session", record)
    assert (hit.contact, hit.villages, hit.date) == ("0812 3456 7890", ("Wonorejo",), session().date)


def test_recruiters_by_number_handle_and_link(store: Store) -> None:
    recruiter = Recruiter(
        alias="Bang Rudi", phone="0857 1111 2222", handle="@rudi_kerja99", url="https://wa.me/855123456"
    )
    offer = store.offers.record(Offer(village=WONOREJO, suspected_country="KH", job="admin/CS"), [recruiter])
    for typed in ("rudi", "1111 22", "@rudi_kerja", "rudikerja99", "55123", "wa.me/855123456"):
        (hit, *others) = store.search.find(typed)
        assert (hit.noun, hit.opens, hit.title, others) == ("recruiter", ("offer", offer.id), "Bang Rudi", [])


def test_sessions_and_offers_by_village_date_and_words_of_either_language(store: Store) -> None:
    offer = store.offers.record(
        Offer(village=WONOREJO, suspected_country="KH", received_at=dt.datetime(2026, 5, 7).astimezone())
    )
    record = store.sessions.record(session(date=dt.date(2026, 5, 7), venue="Balai Dusun Krajan")).id
    assert {hit.record for hit in store.search.find("wono 7 mei")} == {record, offer.id}
    assert [hit.record for hit in store.search.find("krajan 07/05/2026")] == [record]
    assert [hit.record for hit in store.search.find("cambodia")] == [offer.id]
    assert [hit.record for hit in store.search.find("kamboja")] == [offer.id]
    assert {hit.record for hit in store.search.find("33.24.08.2014")} == {record, offer.id}


def test_recent_records_when_nothing_is_typed(store: Store, clock: Clock) -> None:
    first = kept(store)
    clock.ms += 1000
    second = kept(store)
    clock.ms += 1000
    offer = store.offers.record(Offer(village=WONOREJO)).id
    assert [hit.record for hit in store.search.recent(2)] == [offer, second]
    store.sessions.delete(second, "salah")
    assert [hit.record for hit in store.search.recent()] == [offer, first]


def test_the_villages_that_a_laptop_knows(store: Store) -> None:
    assert store.search.own_villages() == frozenset()
    kept(store)
    store.offers.record(Offer(village=SUMBEREJO))
    assert store.search.own_villages() == {WONOREJO, SUMBEREJO}


def test_a_minors_name_that_came_without_consent_is_not_to_be_found(store: Store) -> None:
    agreed = person("Dian Agreed", age=15, guardian_consent=CONSENT)
    kept(store, agreed)
    assert titles(store.search.find("dian")) == ["Dian Agreed"]
    columns = [row[1] for row in store.db.conn.execute("PRAGMA table_info(attendee)")]
    row = dict(zip(columns, store.db.conn.execute("SELECT * FROM attendee").fetchone(), strict=True))
    for age, born in ((15, None), (None, 2012)):
        came = row | {"id": f"x{age}", "full_name": "Citra", "age": age, "birth_year": born, "guardian_consent": None}
        with immediate(store.db):
            upsert(store.db, "attendee", [tuple(came.values())])
        assert store.search.find("citra") == []
        store.db.execute("DELETE FROM attendee WHERE id = ?", [came["id"]])


def test_an_edit_a_deletion_and_its_undoing_are_followed(store: Store) -> None:
    record = kept(store, person("Siti"))
    (one,) = store.sessions.attendees(record)
    store.sessions.edit(record, {"attendees": [{"id": one.id, "full_name": "Rina"}]})
    assert (titles(store.search.find("siti")), titles(store.search.find("rina"))) == ([], ["Rina"])
    store.records.delete(Attendee, one.id, "salah")
    assert store.search.find("rina") == []
    store.records.restore(Attendee, one.id)
    assert titles(store.search.find("rina")) == ["Rina"]
    store.sessions.delete(record, "salah")
    assert store.search.find("rina") == []
    store.sessions.restore(record)
    assert titles(store.search.find("rina")) == ["Rina"]
    assert in_step(store)


def test_what_is_gone_leaves_no_letters_in_the_index(store: Store) -> None:
    record = kept(store, *(person(name) for name in NAMES), person("Zulkarnaen"))
    assert any(b"zulkarnaen" in block for (block,) in store.db.conn.execute("SELECT block FROM search_data"))
    last = store.sessions.attendees(record)[-1]
    store.records.delete(Attendee, last.id, "diminta dihapus")
    assert not any(b"zulkarnaen" in block for (block,) in store.db.conn.execute("SELECT block FROM search_data"))
    assert in_step(store)


def test_what_is_pulled_and_merged_is_found(store: Store, other: Store) -> None:
    log = OneLog()
    record = kept(store, person("Siti"), person("Rina"))
    log.exchange(store, other)
    siti, rina = other.sessions.attendees(record)
    assert titles(other.search.find("siti")) == ["Siti"]
    other.sessions.edit(record, {"attendees": [{"id": siti.id, "full_name": "Siti Aminah"}]})
    store.sessions.edit(record, {"attendees": [{"id": siti.id, "full_name": "Siti Rohayati"}]})
    store.records.delete(Attendee, rina.id, "salah")
    log.exchange(store, other)
    log.exchange(store, other)
    assert titles(store.search.find("siti")) == titles(other.search.find("siti")) != []
    assert other.search.find("rina") == []
    assert in_step(store)
    assert in_step(other)


def test_an_older_database_is_indexed_when_it_is_opened(folder: Path) -> None:
    store = opened(folder, identity())
    kept(store, person("Siti"))
    with immediate(store.db):
        for table in ("search_word", "search", "entry"):
            store.db.execute(f"DROP TABLE {table}")
        store.db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm010_search_index'")
    store.close()
    again = opened(folder)
    assert titles(again.search.find("siti")) == ["Siti"]
    assert in_step(again)
    again.close()


letters = st.text("aeionstjy d0128-+' ", min_size=1, max_size=9)
asked = st.one_of(letters, st.sampled_from([*NAMES, *PHONES, "siti 0812", "tj", "cok", "8123", "555 12", "12"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(asked)
def test_the_index_agrees_with_a_look_at_every_record(store: Store, typed: str) -> None:
    if not store.sessions.listed():
        kept(store, *(person(name, phone) for name in NAMES for phone in PHONES), venue="Balai 12")
    wanted = terms(typed)
    expected = {
        record
        for noun in SEARCHED
        for record, found in entries(store.db, noun).items()
        if wanted and is_found(found, wanted)
    }
    hits = {hit.record for hit in store.search.find(typed, most=100)}
    assert expected <= hits
    exact = [store.search._matching(noun, expression(store, wanted), 100) for noun in SEARCHED] if wanted else []
    assert {hit.record for listed in exact for hit in listed} == expected


def expression(store: Store, wanted: Sequence[Term]) -> str:
    """What the index is asked where nothing is mistyped."""
    return _expression(wanted, store.search._begun)


steps = st.lists(
    st.tuples(
        st.sampled_from(("new", "rename", "number", "delete", "restore", "drop", "exchange")),
        st.integers(0, 5),
        st.sampled_from(NAMES),
        st.sampled_from(PHONES),
        st.booleans(),
    ),
    min_size=4,
    max_size=14,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(steps)
def test_the_index_stays_in_step_whatever_two_people_do(store: Store, other: Store, lived: list[Step]) -> None:
    log = OneLog()
    log.entries = list(LIVED.setdefault(id(store), []))
    for what, which, name, phone, here in lived:
        laptop = store if here else other
        records = [row.id for row in laptop.sessions.listed()]
        people = [row[0] for row in laptop.db.conn.execute("SELECT id FROM attendee ORDER BY id DESC")]
        if what == "new":
            kept(laptop, person(name, phone), person(None, phone), venue=name)
        elif what == "exchange":
            log.exchange(store, other)
        elif what == "drop" and records:
            laptop.sessions.delete(records[which % len(records)], "salah")
        elif people:
            change(laptop, what, people[which % len(people)], name, phone)
    LIVED[id(store)] = log.entries
    assert in_step(store)
    assert in_step(other)


Step = tuple[str, int, str, str, bool]
LIVED: dict[int, list[tuple[str, bytes]]] = {}
"""The log that the examples of one test write on, by its laptop: examples share the laptops."""


def change(laptop: Store, what: str, record: str, name: str, phone: str) -> None:
    """One edit of one person."""
    one = laptop.records.get(Attendee, record)
    if what == "delete":
        laptop.records.delete(Attendee, record, "salah")
    elif what == "restore":
        laptop.records.restore(Attendee, record)
    elif one.deletion is None:
        edited = {"full_name": name} if what == "rename" else {"phone": phone, "phone_e164": None}
        laptop.records.save([Save(structs.replace(one, **edited))])
