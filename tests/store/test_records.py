"""A save writes row and change together or not at all: refused, killed, repeated, and in any order of any steps."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule
from msgspec.structs import replace

from desa_app.domain.attendee import Attendee
from desa_app.domain.fields import Deletion
from desa_app.domain.records import RECORDS
from desa_app.domain.session import Session
from desa_app.errors import NotAllowed, NotEnrolled, NotFound, RecordTooLarge, WrongField
from desa_app.store.records import Removal, Save
from desa_app.store.store import Store
from desa_app.sync.pure.change import Change, decode
from desa_app.sync.pure.clock import stamp_of
from tests.store.conftest import NOW, OFFICE, SCOPE, Clock, OneLog, identity, opened, people, session

ROUNDS = 5
"""How often a process is killed in the middle of its saves."""


def changes(store: Store) -> list[Change]:
    """Every change that was made here, in order."""
    rows = store.db.query("SELECT payload FROM journal ORDER BY n")
    return [decode(row["payload"]) for row in rows]


def stands(store: Store) -> tuple[Any, ...]:
    """Everything in the database that a refused save must leave as it is."""
    tables = ("journal", "device", "setting", *RECORDS)
    return tuple(tuple(map(str, store.db.query(f'SELECT * FROM "{table}"'))) for table in tables)


def test_a_save_writes_the_row_and_a_change_that_says_the_same(store: Store) -> None:
    saved = store.sessions.record(Session(venue="Balai", headcount_male=3))
    (change,) = changes(store)
    assert (change.number, change.person, change.noun, change.record) == (1, "p1", "session", saved.id)
    assert (change.scope, change.stamp, change.creates) == (SCOPE, stamp_of(store.clock()), True)
    assert change.fields == {
        "venue": "Balai",
        "headcount_male": 3,
        "status": "draf",
        "office_code": OFFICE,
        "created_at": NOW.isoformat(timespec="seconds"),
        "created_by": "p1",
    }
    assert store.sessions.get(saved.id) == saved


def test_an_edit_writes_what_changed_and_names_what_it_saw(store: Store) -> None:
    saved = store.sessions.record(Session(venue="Balai", headcount_male=3))
    store.sessions.record(replace(saved, venue="Masjid", minutes="Ramai"))
    edit = changes(store)[-1]
    assert edit.fields == {"venue": "Masjid", "minutes": "Ramai"}
    assert edit.base == {"venue": ["A1:1"], "minutes": []}


def test_what_is_as_it_was_writes_nothing(store: Store) -> None:
    saved = store.sessions.record(session(), people("Siti", "Budi"))
    before = stands(store)
    store.sessions.record(saved, store.sessions.attendees(saved.id))
    assert stands(store) == before


def test_a_record_that_is_saved_as_new_again_keeps_when_and_by_whom_it_was_made(store: Store, clock: Clock) -> None:
    saved = store.sessions.record(Session(venue="Balai"))
    clock.ms += 60_000
    store.enrolled(identity(person="p9"))
    again = store.sessions.record(Session(id=saved.id, venue="Masjid"))
    assert again == replace(saved, venue="Masjid")
    assert changes(store)[-1].fields == {"venue": "Masjid"}


def test_numbers_have_no_gap_whatever_fails_between(store: Store) -> None:
    for number in range(4):
        store.sessions.record(Session(venue=str(number)), people("Siti"))
        with pytest.raises(RecordTooLarge):
            store.sessions.record(Session(), people("Budi", plans_where="x" * 300_000))
        with pytest.raises(NotFound):
            store.records.delete(Session, "0190f000-0000-7000-8000-000000000001", "")
    assert [change.number for change in changes(store)] == list(range(1, 9))


def test_stamps_grow_also_when_the_clock_is_set_back(store: Store, clock: Clock) -> None:
    for minutes in (0, -60, 5, -600):
        clock.ms += minutes * 60_000
        store.sessions.record(Session(venue=str(minutes)))
    stamps = [change.stamp for change in changes(store)]
    assert stamps == sorted(set(stamps))


def test_numbers_and_stamps_go_on_after_a_restart(folder: Path, clock: Clock) -> None:
    for venue in ("Balai", "Masjid"):
        store = opened(folder, identity(), clock)
        store.sessions.record(Session(venue=venue))
        store.close()
    store = opened(folder)
    assert [(change.number, change.stamp - stamp_of(clock.ms)) for change in changes(store)] == [(1, 0), (2, 1)]
    store.close()


def test_a_batch_of_which_one_is_refused_writes_nothing(store: Store) -> None:
    decided = store.sessions.record(session(), people("Siti"))
    store.sessions.submit(decided.id)
    store.enrolled(identity("lead"))
    store.sessions.approve(decided.id)
    store.enrolled(identity("officer"))
    (locked,) = store.sessions.attendees(decided.id)
    fresh = store.records.new(Session(venue="Balai"))
    before = stands(store)
    with pytest.raises(NotAllowed, match="sudah diputuskan"):
        store.records.save([Save(fresh), Save(replace(locked, hamlet="Krajan"))])
    with pytest.raises(NotFound):
        store.records.save([Save(fresh)], [Removal(Attendee, decided.id, "salah")])
    with pytest.raises(RecordTooLarge):
        store.records.save([Save(fresh), Save(store.records.new(Session(minutes="x" * 300_000)))])
    assert stands(store) == before


@pytest.mark.parametrize(
    "do",
    [
        lambda store, record: store.sessions.record(replace(store.sessions.get(record), venue="Lain")),
        lambda store, record: store.sessions.record(store.sessions.get(record), people("Budi")),
        lambda store, record: store.sessions.record(
            store.sessions.get(record), removed={store.sessions.attendees(record)[0].id: "salah"}
        ),
        lambda store, record: store.sessions.delete(record, "salah"),
        lambda store, record: store.sessions.submit(record),
    ],
    ids=["field", "add somebody", "take somebody off", "delete", "submit again"],
)
def test_what_a_lead_has_decided_an_officer_leaves_alone(store: Store, do: Any) -> None:
    decided = store.sessions.record(session(), people("Siti"))
    store.sessions.submit(decided.id)
    store.enrolled(identity("lead"))
    store.sessions.approve(decided.id)
    store.enrolled(identity("officer"))
    before = stands(store)
    with pytest.raises(NotAllowed):
        do(store, decided.id)
    assert stands(store) == before
    store.enrolled(identity("lead"))
    store.sessions.record(replace(store.sessions.get(decided.id), venue="Balai"), people("Budi"))
    assert {person.full_name for person in store.sessions.attendees(decided.id)} == {"Siti", "Budi"}


def test_an_officer_writes_no_leads_field(store: Store) -> None:
    before = stands(store)
    with pytest.raises(NotAllowed, match="status"):
        store.sessions.record(session(status="disetujui"))
    with pytest.raises(NotAllowed, match="review_comment"):
        store.sessions.record(session(review_comment="bagus"))
    assert stands(store) == before


def test_without_enrolment_nothing_is_saved(folder: Path) -> None:
    store = opened(folder)
    before = stands(store)
    with pytest.raises(NotEnrolled):
        store.sessions.record(Session(venue="Balai"))
    assert stands(store) == before
    store.close()


def test_a_deletion_says_why_and_what_it_had_seen(store: Store) -> None:
    saved = store.sessions.record(Session(venue="Balai"))
    saved = store.sessions.record(replace(saved, venue="Masjid"))
    store.sessions.delete(saved.id, "salah desa")
    assert store.sessions.get(saved.id).deletion == Deletion("salah desa", ("A1:1", "A1:2"))
    assert store.sessions.listed() == []
    with pytest.raises(NotFound):
        store.records.living(Session, saved.id)


def test_deleting_twice_and_restoring_what_lives_write_nothing(store: Store) -> None:
    saved = store.sessions.record(Session(venue="Balai"))
    before = stands(store)
    store.sessions.restore(saved.id)
    assert stands(store) == before
    store.sessions.delete(saved.id, "salah")
    before = stands(store)
    store.sessions.delete(saved.id, "salah lagi")
    assert stands(store) == before
    store.sessions.restore(saved.id)
    assert store.records.living(Session, saved.id) == saved


def test_only_a_lead_restores_what_was_deleted_after_the_decision(store: Store) -> None:
    decided = store.sessions.record(session())
    store.sessions.submit(decided.id)
    store.enrolled(identity("lead"))
    store.sessions.approve(decided.id)
    store.sessions.delete(decided.id, "ganda")
    store.enrolled(identity("officer"))
    with pytest.raises(NotAllowed):
        store.sessions.restore(decided.id)
    store.enrolled(identity("lead"))
    store.sessions.restore(decided.id)
    assert store.records.living(Session, decided.id).status == "disetujui"


def test_nobody_is_named_twice_in_one_save(store: Store) -> None:
    saved = store.sessions.record(Session(venue="Balai"), people("Siti"))
    (siti,) = store.sessions.attendees(saved.id)
    new_id = "0190f000-0000-7000-8000-000000000001"
    before = stands(store)
    twice = {"attendees": [{"id": siti.id, "age": 40}, {"id": siti.id, "age": 41}]}
    with pytest.raises(WrongField, match=f"{siti.id} disebut dua kali"):
        store.sessions.edit(saved.id, twice)
    with pytest.raises(WrongField, match=siti.id):
        store.sessions.record(saved, [replace(siti, age=40)], removed={siti.id: "salah"})
    with pytest.raises(WrongField, match=new_id):
        store.sessions.record(Session(venue="Masjid"), [Attendee(id=new_id), Attendee(id=new_id)])
    assert stands(store) == before


def test_somebody_stays_on_the_list_they_are_on(store: Store) -> None:
    first = store.sessions.record(Session(venue="Balai"), people("Siti"))
    second = store.sessions.record(Session(venue="Masjid"))
    before = stands(store)
    (siti,) = store.sessions.attendees(first.id)
    with pytest.raises(NotAllowed, match="milik catatan lain"):
        store.sessions.record(second, [siti])
    with pytest.raises(NotAllowed, match="milik catatan lain"):
        store.sessions.record(second, [Attendee(id=siti.id, full_name="Siti")])
    assert stands(store) == before


@pytest.mark.parametrize("do", ["get", "restore"])
def test_a_record_that_is_not_here_is_said(store: Store, do: str) -> None:
    nobody = "0190f000-0000-7000-8000-000000000001"
    with pytest.raises(NotFound, match=nobody):
        getattr(store.sessions, do)(nobody)
    assert store.records.row("session", nobody) is None


def test_children_come_in_the_order_of_the_list_without_the_deleted(store: Store) -> None:
    rows = [replace(person, row=row) for person, row in zip(people("Cici", "Ani", "Budi"), (3, 1, 2), strict=True)]
    saved = store.sessions.record(Session(), rows)
    budi = store.sessions.attendees(saved.id)[1]
    store.sessions.record(saved, removed={budi.id: "pulang"})
    assert [person.full_name for person in store.sessions.attendees(saved.id)] == ["Ani", "Cici"]


KILLED = """
import json, sys
from pathlib import Path
from msgspec.structs import replace
from tests.store.conftest import opened, people, session

store = opened(Path(sys.argv[1]))
while True:
    saved = store.sessions.record(session(villages=(), venue="baru"), people("Ani", "Budi", "Cici"))
    print(json.dumps([saved.id, "baru", 3]), flush=True)
    ani, *_ = store.sessions.attendees(saved.id)
    store.sessions.record(replace(saved, venue="diubah"), removed={ani.id: "salah"})
    print(json.dumps([saved.id, "diubah", 2]), flush=True)
"""


def test_a_save_that_returned_survives_kill_and_none_is_half(folder: Path) -> None:
    opened(folder, identity()).close()
    returned: dict[str, tuple[str, int]] = {}
    for lines in range(1, ROUNDS + 1):
        command = [sys.executable, "-c", KILLED, str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            said = [running.stdout.readline() for _ in range(lines)]
            running.send_signal(signal.SIGKILL)
            said += running.stdout.readlines()
        returned |= {record: (venue, count) for record, venue, count in map(json.loads, said)}
        store = opened(folder)
        assert store.check() == []
        found = {row.id: (str(row.venue), row.named) for row in store.sessions.listed()}
        store.close()
        assert set(found.values()) <= {("baru", 3), ("diubah", 2)}
        assert returned.keys() <= found.keys()
        assert all(found[record] in (was, ("diubah", 2)) for record, was in returned.items())
        assert len(found) <= len(returned) + lines
    assert len(returned) >= ROUNDS


TEXTS = st.sampled_from(["Balai", "Masjid", "Sekolah", ""]).map(lambda text: text or None)
COUNTS = st.none() | st.integers(0, 40)


class Laptops(RuleBasedStateMachine):
    """An officer's and a lead's laptop, their log, and everything that can be done to sessions and people.

    After every step the rows of both are the fold of their changes, and what was saved is what is read; at the end,
    when both have exchanged everything, they hold the same.
    """

    sessions = Bundle("sessions")
    persons = Bundle("persons")

    @initialize()
    def open(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.log = OneLog()
        self.clock = Clock()
        self.stores = {
            "officer": opened(self.home / "A", identity("officer", "A1", "p1"), self.clock),
            "lead": opened(self.home / "B", identity("lead", "B2", "p2"), self.clock),
        }

    def teardown(self) -> None:
        if not hasattr(self, "stores"):
            return
        try:
            self.exchange()
            self.exchange()
            officer, lead = (self.rows(store) for store in self.stores.values())
            assert officer == lead
        finally:
            for store in self.stores.values():
                store.close()
            shutil.rmtree(self.home)

    def rows(self, store: Store) -> dict[str, list[dict[str, Any]]]:
        """All rows of a laptop."""
        return {noun: list(store.db.query(f'SELECT * FROM "{noun}" ORDER BY id')) for noun in RECORDS}

    who = st.sampled_from(["officer", "lead"])

    @rule(target=sessions, who=who, venue=TEXTS, count=COUNTS)
    def new_session(self, who: str, venue: str | None, count: int | None) -> str:
        saved = self.stores[who].sessions.record(Session(venue=venue, headcount_male=count))
        assert (saved.venue, saved.headcount_male) == (venue, count)
        return saved.id

    @rule(who=who, record=sessions, venue=TEXTS, count=COUNTS, minutes=TEXTS)
    def edit(self, who: str, record: str, venue: str | None, count: int | None, minutes: str | None) -> None:
        store = self.stores[who]
        if not self.is_open(store, record):
            return
        wanted = replace(store.sessions.get(record), venue=venue, headcount_male=count, minutes=minutes)
        assert store.sessions.record(wanted) == wanted

    @rule(target=persons, who=who, record=sessions, name=TEXTS)
    def add_person(self, who: str, record: str, name: str | None) -> tuple[str, str]:
        store = self.stores[who]
        if not self.is_open(store, record):
            return record, ""
        before = {person.id for person in store.sessions.attendees(record)}
        store.sessions.record(store.sessions.get(record), [Attendee(full_name=name)])
        (added,) = [person for person in store.sessions.attendees(record) if person.id not in before]
        assert added.full_name == name
        return record, added.id

    @rule(who=who, one=persons, name=TEXTS, age=st.none() | st.integers(18, 90))
    def edit_person(self, who: str, one: tuple[str, str], name: str | None, age: int | None) -> None:
        store, (record, attendee) = self.stores[who], one
        known = {person.id: person for person in store.sessions.attendees(record)}
        if attendee in known and self.is_open(store, record):
            wanted = replace(known[attendee], full_name=name, age=age)
            store.sessions.record(store.sessions.get(record), [wanted])
            assert store.records.get(Attendee, attendee) == wanted

    @rule(who=who, one=consumes(persons))
    def remove_person(self, who: str, one: tuple[str, str]) -> None:
        store, (record, attendee) = self.stores[who], one
        if attendee in {person.id for person in store.sessions.attendees(record)} and self.is_open(store, record):
            store.sessions.record(store.sessions.get(record), removed={attendee: "salah"})
            assert attendee not in {person.id for person in store.sessions.attendees(record)}

    @rule(who=who, record=sessions)
    def delete(self, who: str, record: str) -> None:
        store = self.stores[who]
        if self.is_open(store, record):
            store.sessions.delete(record, "salah")
            assert record not in {row.id for row in store.sessions.listed()}

    @rule(who=who, record=sessions)
    def restore(self, who: str, record: str) -> None:
        store = self.stores[who]
        if store.records.row("session", record) and store.sessions.get(record).status != "disetujui":
            store.sessions.restore(record)
            assert record in {row.id for row in store.sessions.listed()}

    @rule(record=sessions, step=st.sampled_from(["disetujui", "dikembalikan"]))
    def decide(self, record: str, step: str) -> None:
        store = self.stores["lead"]
        if self.is_open(store, record):
            decided = replace(store.sessions.get(record), status=step, review_field="venue", review_comment="Isi")
            assert store.sessions.record(decided).status == step

    @rule(minutes=st.integers(-90, 90))
    def move_clock(self, minutes: int) -> None:
        self.clock.ms += minutes * 60_000

    @rule(who=who)
    def restart(self, who: str) -> None:
        folder = self.stores[who].folder
        self.stores[who].close()
        self.stores[who] = opened(folder, None, self.clock)

    @rule()
    def exchange(self) -> None:
        self.log.exchange(*self.stores.values())

    def is_open(self, store: Store, record: str) -> bool:
        """Whether the record is here, alive and not decided, so that anybody may write it."""
        row = store.records.row("session", record)
        return row is not None and not row["deleted"] and row["status"] != "disetujui"

    @invariant()
    def every_row_is_what_its_changes_say(self) -> None:
        for store in getattr(self, "stores", {}).values():
            assert store.check() == []


TestLaptops = Laptops.TestCase
TestLaptops.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
