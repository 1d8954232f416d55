"""Three real stores and a real headquarters through losses, repeats, failures, wild clocks and restored backups.

Driven by hypothesis, and without a line between them: in the end all hold the same, nothing that was acknowledged is
missing, nothing is there twice, and every store proves itself.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from desa_app.domain.attendee import Attendee
from desa_app.domain.roles import Role
from desa_app.domain.session import Session
from desa_app.hq import schema
from desa_app.store.records import Save
from desa_app.store.store import Store
from desa_app.sync.exchange import Asked, Question, apply_answer, request_body
from desa_app.sync.pure.rows import shape, visible_values
from desa_app.sync.run import compare
from tests.sync.laptops import NOW, Clock, Templates, World, drain, me, rows, states
from tests.sync.roads import Roads

FAULTS = ("request lost", "request twice", "answer lost", "answer late", "failure")
WILD_CLOCKS = (0, NOW - 3_600_000, NOW, NOW + 3_600_000, 4_000_000_000_000)
VALUES: dict[type, dict[str, list[Any]]] = {
    Session: {"venue": ["Balai", "Masjid", None], "minutes": ["satu", "dua"], "headcount_male": [1, 2, None]},
    Attendee: {"full_name": ["Siti", "Joko"], "phone": ["0812", None], "age": [30, 40]},
}
POISON = "Balai\0Desa"

ROLES: tuple[Role, ...] = ("officer", "officer", "lead")

who = st.integers(0, len(ROLES) - 1)
which = st.integers(0, 7)
kinds = st.sampled_from([Session, Attendee])


class Failing(Exception):
    """The machine fails before the commit."""


class Laptops(RuleBasedStateMachine):
    """What three people may do, and what may happen to it on the way."""

    templates: ClassVar[Templates]

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.world = World(Path(self._folder.name), self.templates)
        self.clocks = [Clock() for _ in ROLES]
        self.stores = [
            self.world.laptop(str(n), role=role, clock=clock)
            for n, (role, clock) in enumerate(zip(ROLES, self.clocks, strict=True))
        ]
        for store in self.stores:
            store.db.conn.execute("PRAGMA synchronous = OFF")
        self.backup = self.world.back_up()
        self.late: list[tuple[Store, Question, bytes]] = []

    # What people do.

    @rule(who=who, poison=st.sampled_from([False] * 9 + [True]))
    def visit(self, who: int, poison: bool) -> None:
        store = self.stores[who]
        session = store.records.new(Session(venue=POISON if poison else "Balai"))
        people = [store.records.new(Attendee(session_id=session.id, full_name=name, age=30)) for name in "AB"]
        store.records.save([Save(each) for each in (session, *people)])

    @rule(who=who, kind=kinds, which=which, data=st.data())
    def edit(self, who: int, kind: type[Session] | type[Attendee], which: int, data: st.DataObject) -> None:
        store = self.stores[who]
        for record in self._records(store, kind)[which : which + 1]:
            pairs = [(name, value) for name, pool in VALUES[kind].items() for value in pool]
            fields = dict(data.draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=3)))
            whole = msgspec.structs.replace(store.records.get(kind, record), **fields)
            store.records.save([Save(whole, frozenset(fields))])

    @rule(who=who, kind=kinds, which=which)
    def delete(self, who: int, kind: type[Session] | type[Attendee], which: int) -> None:
        store = self.stores[who]
        for record in self._records(store, kind)[which : which + 1]:
            store.records.delete(kind, record, "keliru")

    @rule(who=who, ms=st.sampled_from(WILD_CLOCKS))
    def set_clock(self, who: int, ms: int) -> None:
        self.clocks[who].ms = ms

    @rule(ms=st.sampled_from([1, 60_000]))
    def wait(self, ms: int) -> None:
        self.world.clock.ms += ms

    # What happens on the way.

    @rule(who=who, changes=st.sampled_from([1, 3, 500]), room=st.sampled_from([0, 300, 1 << 18]))
    def exchange(self, who: int, changes: int, room: int) -> None:
        self._exchange(self.stores[who], Asked(changes, room))

    @rule(who=who, changes=st.sampled_from([1, 3, 500]), fault=st.sampled_from(FAULTS))
    def exchange_badly(self, who: int, changes: int, fault: str) -> None:
        self._exchange(self.stores[who], Asked(changes, 2000), fault)

    @precondition(lambda self: self.late)
    @rule(place=which)
    def hear_late(self, place: int) -> None:
        store, question, answer = self.late.pop(place % len(self.late))
        apply_answer(store, me(store), question, answer)

    @rule(who=who)
    def start_again(self, who: int) -> None:
        store = self.stores[who]
        store.close()
        self.stores[who] = self.world.reopened(store.folder, self.clocks[who])
        self.late = [each for each in self.late if each[0] is not store]

    @rule()
    def back_up(self) -> None:
        self.backup = self.world.back_up()

    @rule()
    def restore(self) -> None:
        self.world.restore(self.backup, new_epoch=True)
        self.late.clear()

    def _exchange(self, store: Store, asked: Asked, fault: str = "") -> None:
        body, question = request_body(store, me(store), asked)
        if fault == "request lost":
            return
        if fault == "request twice":
            self.world.hq.exchange(body)
        answer = self.world.hq.exchange(body)
        if fault == "answer lost":
            return
        if fault == "answer late":
            self.late.append((store, question, answer))
            return
        if fault == "failure":
            self._fail(store, question, answer)
            return
        apply_answer(store, me(store), question, answer)

    def _fail(self, store: Store, question: Question, answer: bytes) -> None:
        def stop(ms: int) -> None:
            raise Failing

        before = (rows(store), states(store), store.logs.cursors())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(store.journal, "raise_clock", stop)
            with pytest.raises(Failing):
                apply_answer(store, me(store), question, answer)
        assert (rows(store), states(store), store.logs.cursors()) == before

    def _records(self, store: Store, kind: type[Session] | type[Attendee]) -> list[str]:
        found = store.db.conn.execute(f'SELECT id FROM "{kind.noun}" ORDER BY id')
        return [record for (record,) in found]

    # What must hold.

    @invariant()
    def nothing_is_logged_twice(self) -> None:
        dots = self.world.dots_in_logs()
        assert len(dots) == len(set(dots))

    def teardown(self) -> None:
        try:
            self._settle()
        finally:
            self.world.close()
            self._folder.cleanup()

    def _settle(self) -> None:
        for _ in range(3):
            drain(*self.stores, hq=self.world.hq)
        dots = set(self.world.dots_in_logs())
        kept = {f"{each.dev}:{each.n}" for each in self.world.hq.quarantined()}
        for store in self.stores:
            dev = me(store).dev
            assert "pending" not in {state for _, state in states(store)}
            assert {f"{dev}:{n}" for n, _ in states(store)} <= dots | kept
            assert store.check() == []
            compared = compare(store, connect=Roads(self.world.hq))
            assert compared.is_equal
            assert not any(scope.mended for scope in compared.scopes)
        for noun in ("session", "attendee"):
            held = self._held(noun)
            for store in self.stores:
                here = {row["id"]: row for row in store.db.query(f'SELECT * FROM "{noun}"')}
                assert held.keys() <= here.keys()
                assert all(visible_values(noun, here[record]) == visible_values(noun, held[record]) for record in held)
                assert kept or here == held

    def _held(self, noun: str) -> dict[str, dict[str, Any]]:
        """The rows of headquarters by id."""
        table = schema.RECORD_TABLES[noun]
        with self.world.hq.database.reading() as connection:
            found = [dict(row) for row in connection.execute(select(table)).mappings()]
        return {row["id"]: {name: row[name] for name in shape(noun).columns} for row in found}


def test_laptops_converge_whatever_happens_on_the_way(templates: Templates) -> None:
    steady = settings(max_examples=12, stateful_step_count=40, derandomize=True, database=None, deadline=None)
    Laptops.templates = templates
    run_state_machine_as_test(Laptops, settings=steady)
