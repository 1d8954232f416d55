"""A laptop as headquarters meets it: it signs bodies, numbers its changes and follows the logs it is given."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

import msgspec
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select

from desa_app.domain.attendee import Attendee
from desa_app.domain.roles import Role
from desa_app.domain.session import Session
from desa_app.hq import schema
from desa_app.hq.headquarters import Headquarters
from desa_app.sync.pure import wire
from desa_app.sync.pure.change import (
    SCHEMA,
    Change,
    Dot,
    chain_link,
    chain_start,
    change_hash,
    decode,
    dot,
    encode,
)
from desa_app.sync.pure.clock import stamp_of
from desa_app.sync.pure.merge import State, merge
from desa_app.sync.pure.rows import plain, shape, to_row
from desa_app.sync.pure.wire import ADDRESS, MAX_ROOM, MEDIA_TYPE, PROTOCOL, Cursor, Enrolment, Entry, Push, Reply

NOW_MS = 1_763_000_000_000
"""13 November 2025."""
OFFICE, OTHER_OFFICE = "KDL", "SMG"
VILLAGE = "3324082014"

Post = Callable[[bytes], bytes]
"""One exchange: a body up, a body down."""
Row = dict[str, Any]

_numbers = count(1)


class Clock:
    """Headquarters' clock, which tests set."""

    def __init__(self, ms: int = NOW_MS) -> None:
        self.ms = ms

    def __call__(self) -> int:
        return self.ms


class Placed(NamedTuple):
    """A change in a log: whose it is, its bytes and its effective stamp."""

    dev: str
    payload: bytes
    stamp: int

    @property
    def name(self) -> Dot:
        return dot(self.dev, decode(self.payload).number)


GONE = Placed("", b"", 0)
"""A place whose change has moved to another scope."""


class Fate(NamedTuple):
    """What became of one change."""

    result: str
    seq: int = 0
    code: str = ""
    field: str = ""


class Answered(NamedTuple):
    """An answer that carried headquarters' signature; ``raw`` is all of it."""

    reply: Reply
    entries: list[Entry]
    raw: bytes

    @property
    def fates(self) -> dict[int, Fate]:
        """What became of each change, by its number."""
        return {
            number: Fate(each.result, each.seq and each.seq + number - each.first, each.code, each.field)
            for each in self.reply.answers
            for number in range(each.first, each.last + 1)
        }

    @property
    def heads(self) -> dict[str, int]:
        """The heads of the scopes that may be read."""
        return {grant.scope: grant.head for grant in self.reply.grants}


def new_record() -> str:
    """An identifier that no other record of this process has."""
    return f"0197a000-0000-7000-8000-{next(_numbers):012x}"


@dataclass
class Laptop:
    """A device that is enrolled. ``journal`` holds what it wrote, ``logs`` what it read of each scope."""

    dev: str
    person: str
    office: str
    hq_key: str
    key: Ed25519PrivateKey
    journal: dict[int, bytes] = field(default_factory=dict, repr=False)
    cursors: dict[str, Cursor] = field(default_factory=dict)
    chains: dict[str, bytes] = field(default_factory=dict, repr=False)
    logs: dict[str, list[Placed]] = field(default_factory=dict, repr=False)

    @property
    def scope(self) -> str:
        """The scope of the own office."""
        return f"office:{self.office}"

    def dot(self, payload: bytes) -> Dot:
        """The name of one of this laptop's changes."""
        return dot(self.dev, decode(payload).number)

    def write(
        self,
        noun: str,
        record: str,
        fields: dict[str, Any],
        base: dict[str, list[Dot]] | None = None,
        **other: Any,
    ) -> bytes:
        """The next change; ``other`` are parts of its envelope that are not as usual."""
        number = len(self.journal) + 1
        change = Change(number, stamp_of(NOW_MS), self.person, noun, record, self.scope, SCHEMA, fields, base)
        self.journal[number] = encode(msgspec.structs.replace(change, **other))
        return self.journal[number]

    def session(self, record: str | None = None, **fields: Any) -> bytes:
        """A new session, whole."""
        values = plain(Session(**self._made(), date=None, villages=(VILLAGE,), venue="Balai desa"))
        return self.write("session", record or new_record(), values | fields)

    def attendee(self, session: str, record: str | None = None, **fields: Any) -> bytes:
        """A new attendee of a session, whole."""
        values = plain(Attendee(**self._made(), session_id=session, full_name="Siti Aminah", sex="P"))
        return self.write("attendee", record or new_record(), values | fields)

    def edit(self, noun: str, record: str, fields: dict[str, Any], saw: Sequence[Dot], **other: Any) -> bytes:
        """An edit of fields in which these changes were seen."""
        return self.write(noun, record, fields, {name: list(saw) for name in fields}, **other)

    def body(self, payloads: Sequence[bytes], **other: Any) -> bytes:
        """A signed request; ``other`` are parts of its header that are not as usual."""
        header = Push(PROTOCOL, self.dev, "req", NOW_MS, MAX_ROOM, len(payloads), self.cursors)
        unsigned = wire.body(msgspec.structs.replace(header, **other), payloads)
        return wire.signed(unsigned, self.key.sign(unsigned))

    def push(self, post: Post, *payloads: bytes, **other: Any) -> Answered:
        """Send changes and read what comes down."""
        return self.take(post(self.body(payloads, **other)))

    def drain(self, post: Post, **other: Any) -> Answered:
        """Read all there is."""
        answered = self.push(post, **other)
        while answered.reply.more:
            answered = self.push(post, **other)
        return answered

    def take(self, raw: bytes) -> Answered:
        """Check the signature and follow the logs: each page goes on where the last one ended."""
        unsigned, signature, header, lines = wire.split(raw)
        Ed25519PublicKey.from_public_bytes(base64.b64decode(self.hq_key)).verify(signature, unsigned)
        reply = msgspec.json.decode(header, type=Reply)
        entries = [msgspec.json.decode(line, type=Entry) for line in lines]
        left = iter(entries)
        for page in reply.pages:
            self._follow(page, [next(left) for _ in range(page.lines)], reply)
        assert next(left, None) is None, "lines that belong to no page"
        return Answered(reply, entries, raw)

    def _follow(self, page: wire.Page, entries: Iterable[Entry], reply: Reply) -> None:
        epoch = next(grant.epoch for grant in reply.grants if grant.scope == page.scope)
        read = self.logs.setdefault(page.scope, [])
        chain = self.chains.get(page.scope, chain_start(page.scope))
        assert page.start == self.cursors.get(page.scope, Cursor(0, epoch)).seq + 1, "the page does not go on"
        for entry in entries:
            if entry.gone:
                chain = bytes.fromhex(entry.gone[1])
                read += [GONE] * entry.gone[0]
                continue
            for each in self._placed(entry):
                chain = chain_link(chain, change_hash(each.dev, each.payload), each.stamp)
                read.append(each)
        assert chain.hex() == page.chain, "the chain does not fit"
        assert page.end == len(read), "the page ends elsewhere"
        self.chains[page.scope] = chain
        self.cursors[page.scope] = Cursor(page.end, epoch)

    def _placed(self, entry: Entry) -> list[Placed]:
        if entry.own is None:
            payload = bytes(entry.change)
            return [Placed(entry.dev, payload, entry.stamp or decode(payload).stamp)]
        own = (self.journal[number] for number in range(entry.own[0], entry.own[1] + 1))
        return [Placed(self.dev, payload, decode(payload).stamp) for payload in own]

    def _made(self) -> dict[str, Any]:
        return {"office_code": self.office, "created_at": "2025-11-13T09:00:00+07:00", "created_by": self.person}


def enrolment(code: str, key: Ed25519PrivateKey, machine: str = "laptop-1") -> Enrolment:
    """What a laptop sends to join."""
    return Enrolment(code, base64.b64encode(key.public_key().public_bytes_raw()).decode(), machine)


def enrolled(headquarters: Headquarters, role: Role = "officer", office: str = OFFICE, name: str = "Siti") -> Laptop:
    """A new person of an office with an enrolled laptop."""
    key = Ed25519PrivateKey.generate()
    code = headquarters.add_person(name, role, office).code
    answer = headquarters.enrol(enrolment(code, key), "10.0.0.1")
    return Laptop(answer.dev, answer.me.person, office, answer.hq_key, key)


def posted(address: str) -> Post:
    """Exchanges over HTTP with headquarters at ``address``."""
    headers = {"Content-Type": MEDIA_TYPE, "Content-Encoding": "gzip"}

    def post(body: bytes) -> bytes:
        answer = requests.post(address + ADDRESS, data=gzip.compress(body), headers=headers, timeout=60)
        answer.raise_for_status()
        return answer.content

    return post


def rows(headquarters: Headquarters, noun: str) -> dict[str, Row]:
    """The records of a noun as headquarters holds them, without the time of the last status."""
    columns = [column for column in schema.RECORD_TABLES[noun].c if column.name != "status_ms"]
    with headquarters.database.reading() as connection:
        return {row["id"]: dict(row) for row in connection.execute(select(*columns)).mappings()}


def logged(headquarters: Headquarters) -> dict[str, list[Placed]]:
    """The logs by scope, checked: no gap, no change twice, the chain as it must be, the head at the end."""
    with headquarters.database.reading() as connection:
        heads = connection.execute(select(schema.scope_head)).all()
        entries = connection.execute(select(schema.log).order_by(schema.log.c.scope, schema.log.c.seq)).all()
    names = [(each.dev, each.n) for each in entries]
    assert len(set(names)) == len(names), "a change has two places"
    found: dict[str, list[Placed]] = {}
    for head in heads:
        chain = chain_start(head.scope)
        listed = [each for each in entries if each.scope == head.scope]
        assert [each.seq for each in listed] == [*range(1, head.head + 1)], "the log has a gap"
        for each in listed:
            assert each.hash == change_hash(each.dev, each.payload)
            chain = chain_link(chain, each.hash, each.stamp)
            assert each.chain == chain, "the chain is broken"
        assert head.chain == chain, "the head is not where the log ends"
        found[head.scope] = [Placed(each.dev, each.payload, each.stamp) for each in listed]
    return found


def merged(placed: Iterable[Placed]) -> dict[str, Row]:
    """The rows that come of a set of changes by the pure functions alone, by record."""
    states: dict[tuple[str, str, str], State] = {}
    seen: set[Dot] = set()
    for each in placed:
        change = decode(each.payload)
        key = (change.noun, change.record, change.scope)
        states[key] = merge(states.get(key, {}), change, each.name, each.stamp, seen.__contains__)
        seen.add(each.name)
    return {
        record: dict(zip(shape(noun).columns, to_row(noun, record, scope, state), strict=True))
        for (noun, record, scope), state in states.items()
    }
