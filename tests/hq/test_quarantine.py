"""A change that can't be taken is kept with its reason and holds up no other; one that waits is let in when it can."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from sqlalchemy import event, update

from desa_app.hq import schema
from desa_app.hq.fitness import LARGEST_INTEGER, MAX_DEPTH, number_of
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.quarantine import LONGEST_FIELD
from desa_app.sync.pure.change import MAX_NESTING, change_hash, decode
from desa_app.sync.pure.clock import stamp_of
from desa_app.sync.pure.wire import MAX_CHANGE_BYTES
from tests.hq.laptops import (
    NOW_MS,
    OFFICE,
    OTHER_OFFICE,
    Clock,
    Fate,
    Laptop,
    enrolled,
    logged,
    merged,
    new_record,
    rows,
)

HOUR_MS = 3_600_000
NOBODYS = "0197a000-0000-7000-8000-ffffffffffff"
Poison = Callable[[Laptop], bytes]


def record(payload: bytes) -> str:
    return decode(payload).record


def spoilt(old: bytes, new: bytes) -> Poison:
    """A session with other bytes in one place."""

    def poison(laptop: Laptop) -> bytes:
        good = laptop.session()
        assert good.count(old) == 1
        laptop.journal[len(laptop.journal)] = good.replace(old, new)
        return laptop.journal[len(laptop.journal)]

    return poison


def a_session(**fields: Any) -> Poison:
    return lambda laptop: laptop.session(None, **fields)


def an_envelope(noun: str = "session", record: str | None = None, **parts: Any) -> Poison:
    return lambda laptop: laptop.write(noun, record or new_record(), {}, **parts)


def an_edit(noun: str = "session", base: dict[str, list[str]] | None = None, **fields: Any) -> Poison:
    return lambda laptop: laptop.write(noun, NOBODYS, fields, base or {})


VENUE = b'"venue":"Balai desa"'
POISONS: dict[str, tuple[Poison, str, str]] = {
    "a text for a number": (a_session(headcount_male="dua"), "Q107", "headcount_male"),
    "a negative headcount": (a_session(headcount_male=-1), "Q107", "headcount_male"),
    "nothing for a status": (a_session(status=None), "Q107", "status"),
    "an unknown status": (a_session(status="beres"), "Q107", "status"),
    "an age group that is none": (a_session(headcount_ages={"<17": 1}), "Q107", "headcount_ages"),
    "a negative age group": (a_session(headcount_ages={"<18": -1}), "Q107", "headcount_ages[...]"),
    "a village code that is none": (a_session(villages=["33.24"]), "Q107", "villages[0]"),
    "a village code in other digits": (a_session(villages=["٣" * 10]), "Q107", "villages[0]"),
    "a village code and a line": (a_session(villages=["3324082014\n"]), "Q107", "villages[0]"),
    "a day that is none": (a_session(date="2025-02-30"), "Q107", "date"),
    "a deletion without a reason": (a_session(deletion={"seen": []}), "Q107", "deletion"),
    "a place off the globe": (a_session(position={"lat": 91, "lng": 0}), "Q107", "position.lat"),
    "a text too long": (a_session(venue="x" * 401), "Q107", "venue"),
    "an integer too large": (a_session(unknown=LARGEST_INTEGER + 1), "Q107", "unknown"),
    "an integer too small": (a_session(unknown=[-LARGEST_INTEGER - 1]), "Q107", "unknown"),
    "NUL in a text": (a_session(minutes="a\0b"), "Q107", "minutes"),
    "NUL in a key": (a_session(unknown={"a\0b": 1}), "Q107", "unknown"),
    "NUL in a field's name": (a_session(**{"a\0b": 1}), "Q107", "ab"),
    "an endless field's name": (a_session(**{"x" * 4_000: 2**60}), "Q107", "x" * LONGEST_FIELD),
    "a value nested too deep": (spoilt(VENUE, b'"x":' + b"[" * 25 + b"]" * 25), "Q107", "x"),
    "a value nested deeper than laptops read": (spoilt(VENUE, b'"x":' + b"[" * 40 + b"]" * 40), "Q101", ""),
    "a value nested to the bottom": (spoilt(VENUE, b'"x":' + b"[" * 50_000 + b"]" * 50_000), "Q101", ""),
    "a number that is none": (spoilt(VENUE, b'"x":NaN'), "Q101", ""),
    "a number out of range": (spoilt(VENUE, b'"x":1e999'), "Q101", "f[...]"),
    "a number of 5,000 digits": (spoilt(VENUE, b'"x":' + b"9" * 5_000), "Q101", "f[...]"),
    "bytes that are no text": (spoilt(VENUE, b'"venue":"\xff"'), "Q101", ""),
    "half a character": (spoilt(VENUE, b'"venue":"\\ud83d"'), "Q101", ""),
    "a raw NUL": (spoilt(VENUE, b'"venue":"\0"'), "Q101", ""),
    "a change that ends early": (spoilt(VENUE, b'"venue":'), "Q101", ""),
    "a change with spaces behind": (spoilt(b"}}", b"}} "), "Q101", ""),
    "a field missing": (spoilt(b'"sv":1,', b""), "Q101", ""),
    "a stamp before time": (spoilt(b'"h":', b'"h":-'), "Q101", "h"),
    "a stamp after time": (an_envelope(stamp=2**63), "Q101", "h"),
    "a version that is none": (an_envelope(schema=-1), "Q107", "sv"),
    "a record's name that is none": (an_envelope(record="1"), "Q107", "r"),
    "a record's name and a line": (an_envelope(record=f"{NOBODYS}\n"), "Q107", "r"),
    "no scope": (an_envelope(scope=""), "Q107", "sc"),
    "a base that is none": (an_edit(base={"venue": ["x"]}, venue="Aula"), "Q101", "b[...][0]"),
    "a base with a space": (an_edit(base={"venue": ["a b:1"]}, venue="Aula"), "Q107", "b.venue"),
    "a change too long": (a_session(unknown="x" * MAX_CHANGE_BYTES), "Q102", ""),
    "a kind that is none": (an_envelope(noun="rapat"), "Q103", "t"),
    "a kind that headquarters writes": (an_envelope(noun="office"), "Q103", "t"),
    "another person's name": (an_envelope(person="p0000000000"), "Q104", "by"),
    "another office": (an_envelope(scope=f"office:{OTHER_OFFICE}"), "Q105", "sc"),
    "an office that is none": (an_envelope(scope="office:XYZ"), "Q105", "sc"),
    "the reference scope": (an_envelope(scope="ref"), "Q105", "sc"),
    "a status that the lead gives": (a_session(status="disetujui"), "Q108", "status"),
    "a lead's word": (a_session(review_comment="bagus"), "Q108", "review_comment"),
    "a person at no session": (lambda laptop: laptop.attendee(NOBODYS), "Q110", "session_id"),
    "a person at nothing": (lambda laptop: laptop.attendee("rapat"), "Q107", "session_id"),
    "an edit of no record": (an_edit(venue="Aula"), "Q111", "r"),
}


@pytest.mark.parametrize(("poison", "code", "field"), POISONS.values(), ids=POISONS)
def test_poison_is_kept_with_its_reason_and_blocks_nothing(
    hq: Headquarters, siti: Laptop, poison: Poison, code: str, field: str
) -> None:
    batch = [siti.session(), poison(siti), siti.session()]
    fates = siti.push(hq.exchange, *batch).fates
    assert fates == {1: Fate("ok", 1), 2: Fate("quarantined", 0, code, field), 3: Fate("ok", 2)}
    assert siti.push(hq.exchange, siti.session()).fates == {4: Fate("ok", 3)}
    (kept,) = hq.quarantined()
    assert (kept.dev, kept.n, kept.code, kept.field) == (siti.dev, 2, code, field)
    assert (kept.payload, kept.hash) == (batch[1], change_hash(siti.dev, batch[1]))
    again = siti.push(hq.exchange, *batch)
    assert again.fates == {1: Fate("dup", 1), 2: Fate("quarantined", 0, code, field), 3: Fate("dup", 2)}
    assert again.reply.have == ((1, 4),)
    assert rows(hq, "session") == merged(logged(hq)[siti.scope])


TAME = {
    "the largest integers": {"unknown": [LARGEST_INTEGER, -LARGEST_INTEGER]},
    "as deep as may be": {"unknown": msgspec.json.decode(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)},
    "the text of an escape": {"minutes": "\\u0000"},
    "other characters": {"minutes": 'Ã😀\u2028\x01\\"\n'},
    "empty values": {"unknown": ["", {}, [], None, False, 0, -0.0]},
}


@pytest.mark.parametrize("fields", TAME.values(), ids=TAME)
def test_what_every_laptop_can_hold_is_taken(
    hq: Headquarters, siti: Laptop, budi: Laptop, fields: dict[str, Any]
) -> None:
    session = siti.session(**fields)
    assert siti.push(hq.exchange, session).fates == {1: Fate("ok", 1)}
    budi.drain(hq.exchange)
    assert budi.logs[budi.scope][0].payload == session
    assert MAX_DEPTH < MAX_NESTING


@pytest.mark.parametrize(
    ("payload", "number"),
    [
        (b'{"n":7,"f":NaN}', 7),
        (b'{"n":7', None),
        (b'{"n":7,', 7),
        (b'{"f":1,"n":7}', 7),
        (b'{"f":NaN,"n":7}', None),
        (b'{"n":0,"f":NaN}', None),
        (b'{"n":9007199254740992,"f":NaN}', 2**53),
        (b'{"n":9007199254740993,"f":NaN}', None),
        (b'{"n":"7"}', None),
        (b"[7]", None),
        (b"", None),
    ],
)
def test_a_change_has_a_number_even_where_the_rest_is_broken(payload: bytes, number: int | None) -> None:
    assert number_of(payload) == number


def test_a_lead_returns_a_session_only_with_a_field_and_a_comment(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    session = siti.session(status="diajukan")
    siti.push(hq.exchange, session)
    saw = [siti.dot(session)]
    bare = budi.edit("session", record(session), {"status": "dikembalikan"}, saw)
    whole = {"status": "dikembalikan", "review_field": "venue", "review_comment": "Di mana?"}
    fates = budi.push(hq.exchange, bare, budi.edit("session", record(session), whole, saw)).fates
    assert fates == {1: Fate("quarantined", 0, "Q109", "review_field"), 2: Fate("ok", 2)}


def test_an_edit_waits_for_its_record(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    session = siti.session()
    edit = budi.edit("session", record(session), {"venue": "Aula"}, [siti.dot(session)])
    assert budi.push(hq.exchange, edit).fates == {1: Fate("quarantined", 0, "Q111", "r")}
    assert siti.push(hq.exchange, session).fates == {1: Fate("ok", 1)}
    assert budi.push(hq.exchange, edit).fates == {1: Fate("dup", 2)}
    assert not hq.quarantined()
    assert rows(hq, "session")[record(session)]["venue"] == "Aula"


def test_children_wait_with_a_quarantined_parent_until_it_is_written_anew(hq: Headquarters, siti: Laptop) -> None:
    session = siti.session(headcount_male=-1)
    attendee = siti.attendee(record(session))
    correction = siti.edit("attendee", record(attendee), {"full_name": "Aminah"}, [siti.dot(attendee)])
    fates = siti.push(hq.exchange, session, attendee, correction).fates
    assert [(fate.result, fate.code) for fate in fates.values()] == [
        ("quarantined", "Q107"),
        ("quarantined", "Q110"),
        ("quarantined", "Q111"),
    ]
    whole = decode(session).fields | {"headcount_male": 1}
    again = siti.edit("session", record(session), whole, [siti.dot(session)])
    assert siti.push(hq.exchange, again).fates == {4: Fate("ok", 1)}
    assert [each.payload for each in logged(hq)[siti.scope]] == [again, attendee, correction]
    assert [kept.n for kept in hq.quarantined()] == [1]
    assert rows(hq, "attendee")[record(attendee)]["full_name"] == "Aminah"
    assert rows(hq, "session")[record(session)]["headcount_male"] == 1


def test_what_waited_comes_into_the_log_in_the_order_it_was_written(
    hq: Headquarters, siti: Laptop, budi: Laptop
) -> None:
    session = siti.session()
    theirs = [budi.attendee(record(session)) for _ in range(3)]
    for payload in reversed(theirs):
        budi.push(hq.exchange, payload)
    ours = [siti.attendee(record(session)) for _ in range(2)]
    siti.push(hq.exchange, *reversed(ours))
    answered = siti.push(hq.exchange, session)
    assert answered.fates == {1: Fate("ok", 1)}
    waited = [*ours, *theirs] if siti.dev < budi.dev else [*theirs, *ours]
    assert [each.payload for each in logged(hq)[siti.scope]] == [session, *waited]


def test_a_child_of_a_record_of_another_office_stays_aside(hq: Headquarters, siti: Laptop, wayan: Laptop) -> None:
    session = siti.session()
    waiting = wayan.attendee(record(session))
    assert wayan.push(hq.exchange, waiting).fates[1].code == "Q110"
    siti.push(hq.exchange, session)
    assert wayan.push(hq.exchange, waiting).fates == {1: Fate("quarantined", 0, "Q106", "session_id")}
    late = [wayan.attendee(record(session)), wayan.edit("session", record(session), {"venue": "x"}, [])]
    fates = wayan.push(hq.exchange, *late).fates
    assert [(fate.code, fate.field) for fate in fates.values()] == [("Q106", "session_id"), ("Q106", "sc")]


def test_an_administrator_writes_where_the_record_is_at_home(hq: Headquarters, siti: Laptop, admin: Laptop) -> None:
    session = siti.session()
    siti.push(hq.exchange, session)
    fields = decode(siti.attendee(record(session))).fields
    batch = [
        admin.write("attendee", new_record(), fields, scope=f"office:{office}") for office in (OFFICE, OTHER_OFFICE)
    ]
    fates = admin.push(hq.exchange, *batch).fates
    assert fates == {1: Fate("ok", 2), 2: Fate("quarantined", 0, "Q106", "session_id")}


def test_a_child_can_not_be_moved_to_a_record_that_is_not_here(hq: Headquarters, siti: Laptop) -> None:
    session = siti.session()
    attendee = siti.attendee(record(session))
    move = siti.edit("attendee", record(attendee), {"session_id": NOBODYS}, [siti.dot(attendee)])
    fates = siti.push(hq.exchange, session, attendee, move).fates
    assert fates[3] == Fate("quarantined", 0, "Q110", "session_id")
    assert rows(hq, "attendee")[record(attendee)]["session_id"] == record(session)


def test_what_waited_is_judged_when_it_is_let_in(hq: Headquarters, siti: Laptop) -> None:
    session = siti.session()
    approval = siti.edit("session", record(session), {"status": "disetujui"}, [siti.dot(session)])
    assert siti.push(hq.exchange, approval).fates[2].code == "Q111"
    siti.push(hq.exchange, session)
    assert siti.push(hq.exchange, approval).fates == {2: Fate("quarantined", 0, "Q108", "status")}
    assert [kept.waits_for for kept in hq.quarantined()] == [""]


def test_what_a_laptop_brought_before_it_was_revoked_is_let_in(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    session = siti.session()
    edit = budi.edit("session", record(session), {"venue": "Aula"}, [siti.dot(session)])
    budi.push(hq.exchange, edit)
    hq.revoke(budi.dev)
    siti.push(hq.exchange, session)
    assert [each.payload for each in logged(hq)[siti.scope]] == [session, edit]


def test_what_waits_of_an_officer_who_moved_stays_aside(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    session = siti.session()
    edit = budi.edit("session", record(session), {"venue": "Aula"}, [siti.dot(session)])
    budi.push(hq.exchange, edit)
    with hq.database.writing() as connection:
        moved = update(schema.person).where(schema.person.c.person == budi.person)
        connection.execute(moved.values(office_code=OTHER_OFFICE))
    siti.push(hq.exchange, session)
    assert [(kept.code, kept.field, kept.waits_for) for kept in hq.quarantined()] == [("Q105", "sc", "")]


def test_a_stamp_counts_from_the_first_receipt(hq: Headquarters, siti: Laptop, budi: Laptop, clock: Clock) -> None:
    session = siti.session()
    ahead = stamp_of(NOW_MS + 9 * HOUR_MS)
    edit = budi.edit("session", record(session), {"venue": "Aula"}, [siti.dot(session)], stamp=ahead)
    budi.push(hq.exchange, edit)
    clock.ms += HOUR_MS
    siti.push(hq.exchange, session)
    assert [each.stamp for each in logged(hq)[siti.scope]] == [stamp_of(NOW_MS), stamp_of(NOW_MS)]


def test_however_many_wait_for_a_record_it_can_arrive(hq: Headquarters) -> None:
    """SQLite takes 999 values in a statement in its older versions."""

    def like_an_old_one(connection: sqlite3.Connection, *_: object) -> None:
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)

    event.listen(hq.database._engine, "checkout", like_an_old_one)
    siti = enrolled(hq)
    session = siti.session()
    attendees = [siti.attendee(record(session)) for _ in range(1_100)]
    edits = [siti.edit("attendee", record(each), {"age": 30}, [siti.dot(each)]) for each in attendees]
    for first in range(0, len(attendees), 400):
        siti.push(hq.exchange, *attendees[first : first + 400], room=0)
        siti.push(hq.exchange, *edits[first : first + 400], room=0)
    assert len(hq.quarantined()) == 2_200
    assert siti.push(hq.exchange, session, room=0).fates == {1: Fate("ok", 1)}
    assert not hq.quarantined()
    assert {row["age"] for row in rows(hq, "attendee").values()} == {30}
    assert [each.payload for each in logged(hq)[siti.scope]] == [session, *attendees, *edits]
