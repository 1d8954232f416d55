"""Moves in any order among everything else that people do, driven by hypothesis: nobody is ever served what is not
theirs, nothing that was written is lost or refused, and in the end all hold the same."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import insert, select

from desa_app.domain.attendee import Attendee
from desa_app.domain.roles import Role
from desa_app.domain.session import Session
from desa_app.hq import access, people, schema
from desa_app.store.records import Save
from desa_app.store.store import Store
from desa_app.sync.exchange import Asked, apply_answer, request_body
from desa_app.sync.pure import wire
from desa_app.sync.pure.change import chain_link, chain_start
from desa_app.sync.pure.digest import BUCKETS, MOST_FETCHED, Comparison
from desa_app.sync.pure.rows import shape
from tests.sync.laptops import ALL, KENDAL, SEMARANG, Templates, World, drain, exchange, me, shown, visit
from tests.sync.test_moves import says

TEGAL = "KANIM-TGL"
OFFICES = (SEMARANG, KENDAL, TEGAL)
VILLAGES = ("3324082011", "3324082014", "3324082015")
CAST: tuple[tuple[str, str, Role], ...] = (
    ("siti", SEMARANG, "officer"),
    ("budi", SEMARANG, "lead"),
    ("wayan", KENDAL, "officer"),
    ("tini", TEGAL, "lead"),
    ("ratna", KENDAL, "hq"),
)
FAULTS = ("none", "none", "none", "request lost", "answer lost", "request twice")

who = st.integers(0, len(CAST) - 1)
which = st.integers(0, 7)
offices = st.sampled_from(OFFICES)
villages = st.sampled_from(VILLAGES)
rooms = st.sampled_from([0, 300, 3_000, ALL.room])


class Moving(RuleBasedStateMachine):
    """What five people of three offices may do while the offices change. Every session and every person has a word
    that is found nowhere else, so that whatever tells of them can be found in bytes."""

    templates: ClassVar[Templates]

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.world = World(Path(self._folder.name), self.templates)
        self.world.hq.add_office(TEGAL, "Kantor Imigrasi Tegal")
        with self.world.hq.database.writing() as connection:
            parents = {"kind": "desa", "district": "Brangsong", "regency": "Kendal", "province": "Jawa Tengah"}
            rows = [{"code": code, "name": code, **parents} for code in VILLAGES]
            connection.execute(insert(schema.village), rows)
        self.stores = [self.world.laptop(name, office, role) for name, office, role in CAST]
        self.words: dict[str, str] = {}
        self.written = 0

    def word(self, record: str = "") -> str:
        """A new word; it tells of this record."""
        self.written += 1
        word = f"zq{self.written:04d}x"
        self.words[word] = record
        return word

    def session(self, store: Store, index: int) -> str | None:
        """One of the sessions that a laptop shows."""
        ids = [each for (each,) in store.db.conn.execute("SELECT id FROM session ORDER BY id")]
        return ids[index % len(ids)] if ids else None

    @rule(number=who, where=st.lists(villages, min_size=1, max_size=2, unique=True), draft=st.booleans())
    def record(self, number: int, where: list[str], draft: bool) -> None:
        session, person = self.word(), self.word()
        status = "draf" if draft else "diajukan"
        store = self.stores[number]
        self.words[session] = visit(store, person, venue=session, villages=tuple(where), status=status)
        self.words[person] = self.words[session]

    @rule(number=who, index=which)
    def edit(self, number: int, index: int) -> None:
        store = self.stores[number]
        record = self.session(store, index)
        if record and not (me(store).role == "officer" and store.sessions.get(record).status == "disetujui"):
            session = store.records.get(Session, record)
            store.records.save([Save(msgspec.structs.replace(session, minutes=self.word(record)))])

    @rule(number=who, index=which)
    def add(self, number: int, index: int) -> None:
        store = self.stores[number]
        record = self.session(store, index)
        if record:
            fresh = store.records.new(Attendee(session_id=record, full_name=self.word(record), row=9, age=30))
            store.records.save([Save(fresh)])

    @rule(number=who, fault=st.sampled_from(FAULTS), room=rooms, full=st.booleans())
    def exchange(self, number: int, fault: str, room: int, full: bool) -> None:
        store = self.stores[number]
        body, question = request_body(store, me(store), Asked(ALL.changes, room, full))
        if fault == "request lost":
            return
        if fault == "request twice":
            self.serve(store, body)
        answer = self.serve(store, body)
        if fault != "answer lost":
            apply_answer(store, me(store), question, answer)

    @rule(
        number=who,
        cursors=st.dictionaries(st.sampled_from([f"office:{each}" for each in OFFICES]), st.integers(0, 9)),
        epoch=st.integers(0, 2),
    )
    def pry(self, number: int, cursors: dict[str, int], epoch: int) -> None:
        """A request with cursors that somebody made up, or has from another's disk, and for every record by name."""
        store = self.stores[number]
        body, _ = request_body(store, me(store), Asked(0, ALL.room))
        _, _, header, _ = wire.split(body)
        push = msgspec.json.decode(header, type=wire.Push)
        stolen = {scope: wire.Cursor(seq, epoch) for scope, seq in cursors.items()}
        everything = list(self.homes())[:MOST_FETCHED]
        all_of_all = {access.office_scope(each): everything for each in OFFICES}
        comparison = Comparison(records=all_of_all, buckets={scope: [*range(BUCKETS)] for scope in all_of_all})
        wanted = msgspec.structs.replace(push, cursors=stolen, own_in_full=True, comparison=comparison)
        unsigned = wire.body(wanted, [])
        key = Ed25519PrivateKey.from_private_bytes(store.settings.signing_key())
        self.serve(store, wire.signed(unsigned, key.sign(unsigned)))

    @rule(village=villages, giving=offices, taking=offices)
    def give_village(self, village: str, giving: str, taking: str) -> None:
        if giving != taking:
            self.world.hq.moving.villages([village], giving, taking)

    @rule(number=who, office=offices)
    def move_person(self, number: int, office: str) -> None:
        self.world.hq.moving.person(me(self.stores[number]).person, office)

    def serve(self, store: Store, body: bytes) -> bytes:
        """Headquarters' answer, a second later, in which nothing is told but of what this person may read now."""
        self.world.clock.ms += 1_000
        answer = self.world.hq.exchange(body)
        homes, open_to = self.homes(), self.open_to(store)
        for word, record in self.words.items():
            if word.encode() in answer:
                assert homes[record] in open_to, f"{word} of {homes[record]} was served to a reader of {open_to}"
        return answer

    def homes(self) -> dict[str, str]:
        """The home scope of every session at headquarters."""
        table = schema.RECORD_TABLES["session"]
        with self.world.hq.database.reading() as connection:
            return {row.id: row.scope for row in connection.execute(select(table.c.id, table.c.scope))}

    def open_to(self, store: Store) -> list[str]:
        """The scopes that a laptop's person may read."""
        with self.world.hq.database.reading() as connection:
            sender = people.known_sender(connection, me(store).dev)
            return access.readable(sender, [f"office:{each}" for each in OFFICES])

    def teardown(self) -> None:
        try:
            for _ in range(3):
                drain(*self.stores, hq=self.world.hq, asked=replace(ALL, room=3_000))
            self.check_headquarters()
            for store in self.stores:
                self.check_laptop(store)
        finally:
            self.world.close()
            self._folder.cleanup()

    def check_headquarters(self) -> None:
        """Nothing was refused; every change has one place; every chain holds, empty places and all; children are
        where their parents are."""
        assert [(kept.code, kept.field) for kept in self.world.hq.quarantined()] == []
        with self.world.hq.database.reading() as connection:
            entries = connection.execute(select(schema.log).order_by(schema.log.c.scope, schema.log.c.seq)).all()
            heads = connection.execute(select(schema.scope_head)).all()
            attendee = schema.RECORD_TABLES["attendee"]
            children = connection.execute(select(attendee.c.session_id, attendee.c.scope)).all()
        dots = [(each.dev, each.n) for each in entries if each.dev]
        assert len(set(dots)) == len(dots)
        made = {(me(store).dev, n) for store in self.stores for n in range(1, _last_number(store) + 1)}
        assert {(dev, n) for dev, n in dots if dev != people.HEADQUARTERS} == made
        for head in heads:
            chain = chain_start(head.scope)
            listed = [each for each in entries if each.scope == head.scope]
            assert [each.seq for each in listed] == [*range(1, head.head + 1)]
            for each in listed:
                chain = chain_link(chain, each.hash, each.stamp)
                assert each.chain == chain
                assert each.dev or not each.payload
            assert head.chain == chain
        homes = self.homes()
        assert all(homes[session] == scope for session, scope in children)

    def check_laptop(self, store: Store) -> None:
        """A laptop shows what its person may read, all of it and as headquarters has it, and says nothing else."""
        open_to = self.open_to(store)
        for noun in ("session", "attendee"):
            assert self.held_here(store, noun) == self.held_at_headquarters(noun, open_to), store.folder.name
        foreign = {word for word, record in self.words.items() if self.homes().get(record) not in open_to}
        assert says(store, *foreign) == set()
        assert store.journal.count_pending() == store.moves.count_hidden() == 0
        assert [finding.sentence for finding in store.check()] == []
        claims, _ = store.digests.claims()
        verdicts = exchange(store, self.world.hq, Asked(0, 0, comparison=Comparison(claims=claims))).verdicts
        assert verdicts
        assert all(verdict.is_equal for verdict in verdicts)

    def held_here(self, store: Store, noun: str) -> dict[str, dict[str, Any]]:
        return {row["id"]: {**row, "registers": ""} for row in store.db.query(f'SELECT * FROM "{noun}"')}

    def held_at_headquarters(self, noun: str, scopes: list[str]) -> dict[str, dict[str, Any]]:
        table = schema.RECORD_TABLES[noun]
        columns = [table.c[name] for name in shape(noun).columns]
        with self.world.hq.database.reading() as connection:
            rows = connection.execute(select(*columns).where(table.c.scope.in_(scopes))).mappings()
            return {row["id"]: {**row, "registers": ""} for row in rows}


def _last_number(store: Store) -> int:
    return int(store.db.conn.execute("SELECT n FROM device").fetchone()[0])


def test_wherever_records_and_people_go_everybody_has_their_own_and_nothing_else(
    templates: Templates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Moving, "templates", templates, raising=False)
    how = settings(max_examples=12, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(Moving, settings=how)


def test_what_is_shown_is_what_was_written(world: World) -> None:
    """The machine's words are found where they are: a search that finds nothing proves nothing."""
    siti = world.laptop("siti")
    visit(siti, "zq0001x", venue="zq0002x")
    assert says(siti, "zq0001x", "zq0002x", "zq0003x") == {"zq0001x", "zq0002x"}
    assert shown(siti)["session"][0]["venue"] == "zq0002x"
