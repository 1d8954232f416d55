"""Real laptops and a real headquarters that goes on from whichever backup: nothing that a live laptop holds is lost.

Driven by hypothesis: people save and synchronise, lines break, laptops join and are gone for good, headquarters writes
changes of its own, takes a new key, is backed up and goes on from any backup it ever made, again and again.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import ClassVar

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.hq import backup, schema
from desa_app.hq.backup import back_up, restore
from desa_app.hq.headquarters import Headquarters
from desa_app.store.records import Save
from desa_app.store.store import Store
from desa_app.sync.enrol import enrol
from desa_app.sync.line import LineBusy
from desa_app.sync.run import sync
from tests.sync.laptops import SEMARANG, Patience, Templates, World, rows, states, visit
from tests.sync.roads import Roads

SOMEWHERE = "http://127.0.0.1:9"
MOST_LAPTOPS = 5
which = st.integers(0, MOST_LAPTOPS - 1)


class Offices(RuleBasedStateMachine):
    """One office, and the headquarters that keeps going back in time."""

    templates: ClassVar[Templates]

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.world = World(Path(self._folder.name), self.templates)
        self.stores: list[Store] = []
        self.backups: list[Path] = []
        self.epochs: list[int] = [1]
        self.made = 0
        for _ in range(2):
            self.join()

    def teardown(self) -> None:
        try:
            self._all_is_well()
        finally:
            self.world.close()
            self._folder.cleanup()

    @precondition(lambda self: self.made < MOST_LAPTOPS)
    @rule()
    def join(self) -> None:
        """Somebody gets a laptop."""
        store = self.world.stranger(f"laptop-{self.made}")
        enrol(store, SOMEWHERE, self.world.code(f"orang {self.made}"), Roads(self.world.hq))
        self.made += 1
        self.stores.append(store)
        self._sync(store)

    @rule(who=which, people=st.integers(0, 2))
    def visit(self, who: int, people: int) -> None:
        """A session is recorded."""
        visit(self._store(who), *["Siti", "Joko"][:people])

    @rule(who=which, venue=st.sampled_from(["Balai", "Masjid", "Pasar"]), record=which)
    def edit(self, who: int, venue: str, record: int) -> None:
        """A session, whoever recorded it, is edited."""
        store = self._store(who)
        ids = [one for (one,) in store.db.conn.execute("SELECT id FROM session WHERE NOT deleted ORDER BY id")]
        if ids:
            known = store.records.get(Session, ids[record % len(ids)])
            store.records.save([Save(msgspec.structs.replace(known, venue=venue))])

    @rule(who=which, breaks=st.integers(1, 4))
    def sync(self, who: int, breaks: int) -> None:
        """A laptop is in touch until its line breaks."""

        def before(number: int) -> None:
            if number > breaks:
                raise LineBusy(why="terputus")

        try:
            sync(self._store(who), connect=Roads(self.world.hq, before), cancelled=Patience())
        except LineBusy:
            return

    @rule(name=st.sampled_from(["Semarang", "Kelas I Semarang", "TPI Semarang"]))
    def rename_office(self, name: str) -> None:
        """Headquarters writes a change of its own."""
        self.world.hq.add_office(SEMARANG, name)

    @rule()
    def rotate_key(self) -> None:
        """Headquarters goes on with another key."""
        self.world.hq.rotate_key()

    @precondition(lambda self: len(self.stores) > 2)
    @rule(who=which)
    def lose(self, who: int) -> None:
        """A laptop is gone for good, with what it never sent."""
        self.stores.remove(self._store(who))

    @precondition(lambda self: len(self.backups) < 3)
    @rule()
    def back_up(self) -> None:
        """Headquarters is backed up."""
        self.world.clock.ms += 2_000
        self.backups.append(back_up(self.world.hq, self.world.folder / "backups", self.world.clock.ms))

    @precondition(lambda self: self.backups)
    @rule(which=which)
    def go_back(self, which: int) -> None:
        """Headquarters goes on from a backup."""
        self.world.hq.close()
        self.world.clock.ms += 1_000
        done = restore(self.backups[which % len(self.backups)], self.world.url, self.world.clock)
        if done.aside:
            for one in done.aside.parent.glob(f"{done.aside.name}*"):
                one.unlink()
        self.world.hq = Headquarters(self.world.url, self.world.clock)
        self.epochs.append(done.epoch)

    def _store(self, who: int) -> Store:
        return self.stores[who % len(self.stores)]

    def _sync(self, store: Store) -> None:
        sync(store, connect=Roads(self.world.hq), cancelled=Patience())

    def _all_is_well(self) -> None:
        assert self.epochs == sorted(set(self.epochs)), "an epoch came again"
        held = {dot for store in self.stores for dot in _journal(store)}
        for _ in range(3):
            for store in self.stores:
                self._sync(store)
        missing = held - set(self.world.dots_in_logs()) - self._aside()
        assert not missing, "headquarters lacks what a live laptop holds"
        assert len(self.world.dots_in_logs()) == len(set(self.world.dots_in_logs())), "a change stands twice"
        with self.world.hq.database.reading() as connection:
            assert backup.check(connection) == [], "a log has a gap, or its chain is broken"
        assert len({str(rows(store)) for store in self.stores}) == 1, "laptops differ"
        for store in self.stores:
            assert {state for _, state in states(store)} <= {"acked"}, "something still waits"
            assert [n for n, _ in states(store)] == [*range(1, len(states(store)) + 1)], "a number is missing"
            assert store.check() == []
        self._headquarters_agrees(self.stores[0])

    def _aside(self) -> set[str]:
        return {f"{each.dev}:{each.n}" for each in self.world.hq.quarantined()}

    def _headquarters_agrees(self, store: Store) -> None:
        for noun in (Session.noun, Attendee.noun):
            table = schema.RECORD_TABLES[noun]
            with self.world.hq.database.reading() as connection:
                kept = {row.id: row.registers for row in connection.execute(select(table))}
            assert kept.keys() == {row[0] for row in store.db.conn.execute(f'SELECT id FROM "{noun}"')}


def _journal(store: Store) -> list[str]:
    return [f"{dev}:{n}" for dev, n in store.db.conn.execute("SELECT dev, n FROM journal")]


def test_nothing_that_a_live_laptop_holds_is_lost_or_doubled(templates: Templates) -> None:
    Offices.templates = templates
    run_state_machine_as_test(
        Offices, settings=settings(max_examples=12, stateful_step_count=16, deadline=None, print_blob=True)
    )
