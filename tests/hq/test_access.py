"""Nobody reads or writes outside the own scopes, and nobody is taken for somebody else."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from desa_app.domain.roles import Role
from desa_app.hq import people, schema
from desa_app.hq.access import REFERENCE
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.problems import BAD_SIGNATURE, UNKNOWN_DEVICE, Denied
from desa_app.sync.pure.change import decode
from desa_app.sync.pure.wire import Cursor, Me
from tests.hq.laptops import OFFICE, OTHER_OFFICE, Clock, Fate, Laptop, enrolled, logged, new_record, rows

KENDAL, SEMARANG = f"office:{OFFICE}", f"office:{OTHER_OFFICE}"


def move(hq: Headquarters, laptop: Laptop, **values: str) -> None:
    """Change what headquarters knows of a laptop's person."""
    with hq.database.writing() as connection:
        mover = update(schema.person).where(schema.person.c.person == laptop.person)
        connection.execute(mover.values(values))


@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        ("officer", {KENDAL, REFERENCE}),
        ("lead", {KENDAL, REFERENCE}),
        ("hq", {KENDAL, SEMARANG, REFERENCE}),
    ],
)
def test_each_role_reads_its_scopes(
    hq: Headquarters, siti: Laptop, wayan: Laptop, role: Role, scopes: set[str]
) -> None:
    for laptop in (siti, wayan):
        laptop.push(hq.exchange, laptop.session())
    reader = enrolled(hq, role)
    answered = reader.drain(hq.exchange)
    assert answered.heads.keys() == scopes
    assert reader.logs == {scope: log for scope, log in logged(hq).items() if scope in scopes}


def test_nothing_of_another_office_is_in_an_answer(hq: Headquarters, siti: Laptop, wayan: Laptop) -> None:
    """Read on the raw answers, whatever is asked: no record, no number, no name and no head of the other office."""
    secret = siti.session(venue="Rumah aman", minutes="rahasia")
    attendee = siti.attendee(decode(secret).record, full_name="Sri Wahyuni")
    siti.push(hq.exchange, secret, attendee, siti.session(headcount_male=-1, venue="Rumah aman"))
    cursors = {KENDAL: Cursor(0, 1), REFERENCE: Cursor(0, 1)}
    edit = wayan.edit("session", decode(secret).record, {"venue": "x"}, [siti.dot(secret)])
    told = [decode(secret).record, decode(attendee).record, "Rumah aman", "rahasia", "Sri Wahyuni", KENDAL, siti.dev]
    for payloads in ([], [edit], [edit]):
        theirs = hq.exchange(wayan.body(payloads, cursors=cursors, own_in_full=True))
        assert [word for word in told if word.encode() in theirs] == []
    ours = hq.exchange(siti.body([], cursors=cursors, own_in_full=True))
    assert [word for word in told if word.encode() in ours] == told


def test_an_officer_writes_to_the_own_office_alone(hq: Headquarters, siti: Laptop) -> None:
    fields = decode(siti.session()).fields
    batch = [
        siti.write("session", new_record(), fields, scope=scope)
        for scope in (KENDAL, SEMARANG, REFERENCE, "office:", "", "orang:x")
    ]
    fates = siti.push(hq.exchange, *batch).fates
    assert [fate.result for fate in fates.values()] == ["ok"] + 5 * ["quarantined"]
    assert len(rows(hq, "session")) == 1


def test_an_administrator_writes_to_any_office_there_is(hq: Headquarters, admin: Laptop) -> None:
    batch = [
        admin.write("session", new_record(), {}, scope=scope)
        for scope in (KENDAL, SEMARANG, "office:XYZ", "office:", REFERENCE)
    ]
    fates = admin.push(hq.exchange, *batch).fates
    assert [fate.result for fate in fates.values()] == ["ok", "ok"] + 3 * ["quarantined"]
    assert {fate.code for fate in fates.values()} == {"", "Q105"}


def test_an_officer_who_moved_reads_and_writes_at_the_new_office(hq: Headquarters, siti: Laptop) -> None:
    siti.push(hq.exchange, siti.session())
    move(hq, siti, office_code=OTHER_OFFICE)
    old = siti.session()
    answered = siti.push(
        hq.exchange, old, siti.write("session", "0197a000-0000-7000-8000-000000000000", {}, scope=SEMARANG)
    )
    assert answered.fates == {2: Fate("quarantined", 0, "Q105", "sc"), 3: Fate("ok", 1)}
    assert answered.heads.keys() == {SEMARANG, REFERENCE}
    assert answered.reply.me == Me(siti.person, "Siti", "officer", OTHER_OFFICE, "Kantor Imigrasi Semarang")
    assert [kept.payload for kept in hq.quarantined()] == [old]


def test_a_new_role_holds_from_the_next_exchange(hq: Headquarters, siti: Laptop) -> None:
    session = siti.session(status="diajukan")
    approval = siti.edit("session", decode(session).record, {"status": "disetujui"}, [siti.dot(session)])
    assert siti.push(hq.exchange, session, approval).fates[2].code == "Q108"
    move(hq, siti, role="lead")
    again = siti.edit("session", decode(session).record, {"status": "disetujui"}, [siti.dot(session)])
    answered = siti.push(hq.exchange, again)
    assert answered.fates[3].result == "ok"
    assert answered.reply.me.role == "lead"
    move(hq, siti, role="hq")
    assert siti.push(hq.exchange).heads.keys() == {KENDAL, SEMARANG, REFERENCE}


def refused(hq: Headquarters, laptop: Laptop, body: bytes) -> Denied:
    """Send a body that is denied; nothing may come of it."""
    with pytest.raises(Denied) as denied:
        hq.exchange(body)
    assert not rows(hq, "session")
    assert [each.last_sync for each in hq.laptops() if each.dev == laptop.dev] in ([None], [])
    return denied.value


def test_a_stranger_is_refused(hq: Headquarters, siti: Laptop) -> None:
    siti.dev = "d0000000000"
    assert refused(hq, siti, siti.body([siti.session()])).kind is UNKNOWN_DEVICE


def test_another_laptops_name_is_refused(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    budi.dev = siti.dev
    assert refused(hq, siti, budi.body([budi.session()])).kind is BAD_SIGNATURE


def test_headquarters_own_name_is_refused(hq: Headquarters, siti: Laptop) -> None:
    siti.dev = people.HEADQUARTERS
    assert refused(hq, siti, siti.body([siti.session()])).kind is BAD_SIGNATURE


def test_a_body_that_was_touched_is_refused(hq: Headquarters, siti: Laptop) -> None:
    body = siti.body([siti.session()])
    assert refused(hq, siti, body.replace(b"Balai desa", b"Balai kota")).kind is BAD_SIGNATURE
    signature = body.splitlines(keepends=True)[-1]
    other = siti.body([siti.session()])
    swapped = b"".join([*other.splitlines(keepends=True)[:-1], signature])
    assert refused(hq, siti, swapped).kind is BAD_SIGNATURE
    short = body.replace(signature, b'{"sig":"AAAA"}\n')
    assert refused(hq, siti, short).kind is BAD_SIGNATURE


def test_an_office_sees_when_its_own_laptops_were_last_here(
    hq: Headquarters, siti: Laptop, budi: Laptop, wayan: Laptop, admin: Laptop, clock: Clock
) -> None:
    siti.push(hq.exchange)
    clock.ms += 1_999
    hq.add_office("SLO", "Kantor Imigrasi Surakarta")
    visits = {grant.scope: set(grant.laptops) for grant in wayan.push(hq.exchange).reply.grants}
    assert visits == {SEMARANG: {"2025-11-13T02:13:21+00:00", None}, REFERENCE: set()}
    visits = {grant.scope: set(grant.laptops) for grant in budi.push(hq.exchange).reply.grants}
    assert visits[KENDAL] == {"2025-11-13T02:13:20+00:00", "2025-11-13T02:13:21+00:00"}
    hq.revoke(siti.dev)
    visits = {grant.scope: set(grant.laptops) for grant in admin.push(hq.exchange).reply.grants}
    assert visits == {
        KENDAL: {"2025-11-13T02:13:21+00:00"},
        SEMARANG: {"2025-11-13T02:13:21+00:00"},
        "office:SLO": set(),
        REFERENCE: set(),
    }
