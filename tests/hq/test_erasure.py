"""Erasure at headquarters: the log holds together, nothing says it again, and only those are told whom it concerns."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desa_app.domain.erasure import EVERYTHING, NAMES, is_taken, personal
from desa_app.domain.fields import PUBLIC, fields_of
from desa_app.domain.records import RECORDS
from desa_app.domain.set_aside import WRONG_VALUE
from desa_app.errors import HqBackupUnusable, NotFound, WrongField
from desa_app.hq import register, schema
from desa_app.hq.backup import FILE, back_up, read_backup, restore
from desa_app.hq.cli import main
from desa_app.hq.erased_backups import erase_in
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.people import moment
from desa_app.hq.problems import BAD_SIGNATURE, Denied
from desa_app.sync.pure.change import change_hash, decode, encode
from desa_app.sync.pure.erasure import erased_change
from desa_app.sync.pure.wire import Erased, erased_text
from tests.hq.laptops import NOW_MS, Clock, Fate, Laptop, enrolled, logged, merged, new_record, rows

SECRET = "Zqxaminah"


def erase(hq: Headquarters, *records: str, **more: Any) -> int:
    return hq.erasing.erase(records, reason="permintaan", by="Ratna", **more).request


def in_database(hq: Headquarters) -> bool:
    """Whether any table of headquarters says the secret."""
    with hq.database.reading() as connection:
        tables = (schema.log, schema.quarantine, *schema.RECORD_TABLES.values())
        return SECRET in "".join(str(connection.execute(select(table)).all()) for table in tables)


def named(siti: Laptop) -> tuple[str, str, bytes, bytes]:
    """A session with one attendee: ids and changes."""
    session, record = new_record(), new_record()
    return session, record, siti.session(session), siti.attendee(session, record, full_name=SECRET)


# The log.


def test_the_log_holds_together_and_still_makes_the_rows(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    _session, record, *changes = named(siti)
    siti.push(hq.exchange, *changes)
    budi.drain(hq.exchange)
    budi.push(
        hq.exchange, budi.edit("attendee", record, {"full_name": f"{SECRET} B", "age": 4}, [siti.dot(changes[1])])
    )
    erase(hq, record, fields=["full_name"])
    assert not in_database(hq)
    log = logged(hq)
    assert merged(log[siti.scope])[record] == rows(hq, "attendee")[record]
    assert rows(hq, "attendee")[record]["age"] == 4
    wayan = enrolled(hq, name="Baru")
    wayan.drain(hq.exchange)
    assert [change_hash(each.dev, each.payload) for each in wayan.logs[siti.scope][:2]] == [
        change_hash(siti.dev, change) for change in changes
    ]


def test_what_comes_again_is_answered_and_thrown_away(hq: Headquarters, siti: Laptop) -> None:
    _session, record, *changes = named(siti)
    siti.push(hq.exchange, *changes)
    erase(hq, record)
    assert siti.push(hq.exchange, *changes).fates == {1: Fate("dup", 1), 2: Fate("ok_erased", 2)}
    later = siti.edit("attendee", record, {"full_name": f"{SECRET} C"}, [siti.dot(changes[1])])
    answered = siti.push(hq.exchange, later)
    assert answered.fates[3].result == "ok_erased"
    assert [(each.record, each.noun) for each in answered.reply.erasures] == [(record, "attendee")]
    other = siti.edit("attendee", record, {"age": 5}, [siti.dot(changes[1])])
    assert siti.push(hq.exchange, other).fates[4].result == "ok"
    assert not in_database(hq)
    logged(hq)


def test_what_is_unreadable_or_waits_is_erased_in_quarantine(hq: Headquarters, siti: Laptop) -> None:
    _session, record, begun, person = named(siti)
    edit = siti.edit("attendee", record, {"full_name": SECRET}, [siti.dot(person)])
    broken = siti.edit("attendee", record, {"full_name": SECRET}, [])[:-1] + b',"f":[}'
    wrong = siti.edit("attendee", record, {"age": SECRET}, [siti.dot(person)])
    fates = siti.push(hq.exchange, edit, broken, wrong).fates
    assert {fate.result for fate in fates.values()} == {"quarantined"}
    erase(hq, record)
    assert not in_database(hq)
    again = siti.push(hq.exchange, edit, broken, wrong)
    assert {fate.result for fate in again.fates.values()} == {"quarantined"}
    siti.push(hq.exchange, begun, person)
    assert not in_database(hq)
    assert len(hq.quarantined()) == 2
    logged(hq)


def test_a_change_is_not_erased_because_it_says_so(hq: Headquarters, siti: Laptop) -> None:
    """Its hash would be whatever its sender likes, and a receipt would prove that."""
    _session, record, *changes = named(siti)
    siti.push(hq.exchange, *changes)
    forged = siti.edit("attendee", record, {"age": 5}, [siti.dot(changes[1])], erased="ab" * 32)
    assert siti.push(hq.exchange, forged).fates[3] == Fate("quarantined", 0, WRONG_VALUE.code, "z")


def test_the_same_hash_is_recognised_and_another_is_a_clone(hq: Headquarters, siti: Laptop) -> None:
    _session, record, *changes = named(siti)
    siti.push(hq.exchange, *changes)
    erase(hq, record)
    gone = erased_change(siti.dev, changes[1], personal("attendee"))
    assert siti.push(hq.exchange, gone).fates[2] == Fate("ok_erased", 2)
    other = erased_change(siti.dev, changes[1].replace(SECRET.encode(), b"Other"), personal("attendee"))
    with pytest.raises(Denied, match="H409"):
        siti.push(hq.exchange, other)


# Whom it concerns.


def test_another_office_is_not_told(hq: Headquarters, siti: Laptop, wayan: Laptop) -> None:
    _session, record, *changes = named(siti)
    siti.push(hq.exchange, *changes)
    wayan.push(hq.exchange, wayan.session())
    number = erase(hq, record)
    answer = wayan.push(hq.exchange)
    assert record.encode() not in answer.raw
    assert answer.reply.erasures == ()
    [entry] = hq.erasing.register()
    assert (entry.request.request, [each.laptop.dev for each in entry.debtors]) == (number, [siti.dev])


def test_who_read_it_and_moved_away_is_told(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    _session, record, *changes = named(siti)
    siti.push(hq.exchange, *changes)
    budi.drain(hq.exchange)
    with hq.database.writing() as connection:
        connection.execute(
            schema.person.update().where(schema.person.c.person == budi.person).values(office_code="SMG")
        )
    erase(hq, record)
    assert [each.record for each in budi.push(hq.exchange).reply.erasures] == [record]
    assert budi.dev in [each.laptop.dev for each in hq.erasing.register()[0].debtors]


def receipt(siti: Laptop, hq: Headquarters, number: int, left: int = 0) -> Erased:
    text = erased_text(hq.identity.hq, siti.dev, number, 5, left)
    return Erased(number, 5, left, base64.b64encode(siti.key.sign(text)).decode())


def test_only_an_own_and_whole_receipt_ends_a_debt(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    _session, record, *changes = named(siti)
    siti.push(hq.exchange, *changes)
    erase(hq, record)
    number = siti.push(hq.exchange).reply.erased

    def owes() -> bool:
        return siti.dev in [each.laptop.dev for each in hq.erasing.register()[0].debtors]

    with pytest.raises(Denied) as denied:
        siti.push(hq.exchange, erased=number, receipt=msgspec.structs.replace(receipt(siti, hq, number), left=1))
    assert denied.value.kind is BAD_SIGNATURE
    with pytest.raises(Denied):
        siti.push(hq.exchange, erased=number, receipt=receipt(budi, hq, number))
    siti.push(hq.exchange, receipt=receipt(siti, hq, number))
    siti.push(hq.exchange, erased=number, receipt=receipt(siti, hq, number - 1))
    siti.push(hq.exchange, erased=number, receipt=receipt(siti, hq, number, left=1))
    assert owes()
    siti.push(hq.exchange, erased=number, receipt=receipt(siti, hq, number))
    assert not owes()
    assert siti.push(hq.exchange, erased=number).reply.erasures == ()
    siti.push(hq.exchange, erased=number - 1)
    assert owes()


def test_many_orders_come_in_parts(hq: Headquarters, siti: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desa_app.hq.erasure_debts.MOST_ORDERS", 2)
    people = [named(siti) for _ in range(5)]
    siti.push(hq.exchange, *(change for person in people for change in person[2:]))
    erase(hq, *(person[1] for person in people))
    told: list[str] = []
    reply = siti.push(hq.exchange).reply
    while reply.erasures:
        told += [order.record for order in reply.erasures]
        reply = siti.push(hq.exchange, erased=reply.erased).reply
    assert sorted(told) == sorted(person[1] for person in people)
    assert not reply.more


# Orders.


def test_a_record_is_found_by_what_it_once_said(hq: Headquarters, siti: Laptop) -> None:
    _session, record, *changes = named(siti)
    siti.push(hq.exchange, *changes)
    siti.push(hq.exchange, siti.edit("attendee", record, {"full_name": "Wati"}, [siti.dot(changes[1])]))
    assert [(each.record, each.fields) for each in hq.erasing.find("zqxAMINAH")] == [(record, ("full_name",))]
    assert hq.erasing.find("tidak ada") == []
    with pytest.raises(WrongField):
        hq.erasing.find(" z ")


def test_what_cannot_be_ordered_changes_nothing(hq: Headquarters, siti: Laptop) -> None:
    _session, record, *changes = named(siti)
    siti.push(hq.exchange, *changes)
    for wrong in ({"fields": ["sesion_id"]}, {"fields": ["session_id"]}):
        with pytest.raises(WrongField):
            erase(hq, record, **wrong)
    with pytest.raises(WrongField):
        hq.erasing.erase([record], reason=" ", by="Ratna")
    with pytest.raises(NotFound):
        erase(hq, new_record())
    assert in_database(hq)
    assert hq.erasing.register() == []
    place = register.place_of(hq.database)
    assert place is not None
    assert not place.exists()


def test_every_field_that_tells_of_people_goes_and_the_counts_stay() -> None:
    for noun in ("session", "attendee", "offer", "recruiter"):
        sensitive = {field.name for field in fields_of(RECORDS[noun]).values() if field.sensitivity is not PUBLIC}
        assert sensitive <= set(personal(noun))
        stays = [field for field in fields_of(RECORDS[noun]) if not is_taken((EVERYTHING,), noun, field)]
        structural = {"office_code", "created_at", "created_by", "status", "counted_as", "session_id", "offer_id"}
        assert set(stays) <= structural
    assert set(NAMES) <= set(personal("attendee"))
    assert not set(personal("attendee")) & {"sex", "age", "village", "session_id", "counted_as"}


def test_nobody_can_try_names_against_what_is_left(hq: Headquarters, siti: Laptop) -> None:
    """The hash that stays is over chance that is gone: the right guess of all else does not give it."""
    session, record, _begun, _ = named(siti)
    del siti.journal[2]
    said = siti.attendee(session, record, full_name=SECRET)
    salted = encode(msgspec.structs.replace(decode(said), salt="c29tZSBz"))
    left = decode(erased_change(siti.dev, salted, ("full_name",)))
    guess = msgspec.structs.replace(left, fields=left.fields | {"full_name": SECRET}, erased="")
    assert left.salt == ""
    assert change_hash(siti.dev, encode(guess)).hex() != left.erased
    assert change_hash(siti.dev, encode(msgspec.structs.replace(guess, salt="c29tZSBz"))).hex() == left.erased


# The register.


def test_a_cut_entry_of_the_register_harms_no_other(hq: Headquarters, siti: Laptop, url: str, tmp_path: Path) -> None:
    first, second = named(siti), named(siti)
    siti.push(hq.exchange, *first[2:], *second[2:])
    older = (tmp_path / "hq.db").read_bytes()
    wal = (tmp_path / "hq.db-wal").read_bytes()
    place = register.place_of(hq.database)
    assert place is not None
    place.write_bytes(b'{"request":[1,"ord')
    erase(hq, first[1])
    erase(hq, second[1])
    hq.close()
    (tmp_path / "hq.db").write_bytes(older)
    (tmp_path / "hq.db-wal").write_bytes(wal)
    with Headquarters(url, Clock()) as again:
        assert not in_database(again)
        assert len(again.erasing.register()) == 2
        assert again.erasing.replay() == 0
        logged(again)


def test_a_number_is_never_given_twice_even_where_the_register_is_lost(
    hq: Headquarters, siti: Laptop, clock: Clock
) -> None:
    """Else a laptop that has carried out the first order would take the next for done."""
    first, second = named(siti), named(siti)
    siti.push(hq.exchange, *first[2:], *second[2:])
    erase(hq, first[1])
    number = siti.push(hq.exchange).reply.erased
    with hq.database.writing() as connection:
        for table in (schema.erasure_reach, schema.erasure, schema.erasure_request):
            connection.execute(table.delete())
    clock.ms += 1
    erase(hq, second[1])
    assert [each.record for each in siti.push(hq.exchange, erased=number).reply.erasures] == [second[1]]


def test_from_the_command_line(hq: Headquarters, siti: Laptop, url: str) -> None:
    _session, record, *changes = named(siti)
    siti.push(hq.exchange, *changes)

    def run(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, [*arguments, "--database", url])
        assert done.exit_code == code, done.output
        return done.output

    assert json.loads(run("find", "zqxaminah", "--json"))[0]["record"] == record
    run("retention", "hold", record, "--reason", "perkara", "--by", "Ratna")
    run("erase", record, "--reason", "surat", "--by", "Ratna", code=1)
    assert json.loads(run("retention", "holds", "--json"))[0]["record"] == record
    run("retention", "release", record)
    run("erase", record, "--reason", "surat", "--by", "Ratna", "--letter", "12/2025")
    [entry] = json.loads(run("erasures", "--json"))
    assert (entry["subject"], entry["late"], entry["records"]) == ("12/2025", False, {"attendee": 1})
    listed = run("erasures")
    assert "Siti" in listed
    assert SECRET not in listed
    assert json.loads(run("retention", "run", "--dry-run", "--json")) == {"erased": 0, "held": 0}
    run("retention", "run")


# Whatever is written and erased, in whatever order.


STEP = st.tuples(
    st.sampled_from(["edit", "erase", "delete", "again"]),
    st.integers(0, 1),
    st.sampled_from(["full_name", "phone", "age"]),
    st.sampled_from([("full_name",), ("phone", "age"), (), (EVERYTHING,)]),
    st.booleans(),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=8))
def test_rows_always_follow_from_the_log(hq: Headquarters, steps: list[Any]) -> None:
    laptops = [enrolled(hq, "lead"), enrolled(hq, "lead")]
    _session, record, *changes = named(laptops[0])
    laptops[0].push(hq.exchange, *changes)
    dots = [laptops[0].dot(changes[1])]
    taken: set[str] = set()
    for kind, who, field, fields, sees in steps:
        laptop = laptops[who]
        if kind == "erase":
            whole = EVERYTHING in fields
            erase(hq, record, size="record" if whole else "person", fields=() if whole else fields)
            taken |= set(fields) or set(personal("attendee"))
            continue
        if kind == "again" and laptop.journal:
            laptop.push(hq.exchange, *laptop.journal.values())
            continue
        value = {"full_name": SECRET, "phone": SECRET, "age": 7}[field]
        written = {"deletion": {"reason": SECRET, "seen": dots}} if kind == "delete" else {field: value}
        change = laptop.edit("attendee", record, written, dots if sees else [])
        laptop.push(hq.exchange, change)
        dots.append(laptop.dot(change))
    found = rows(hq, "attendee")[record]
    assert merged(logged(hq)[laptops[0].scope])[record] == found
    assert all(found[field] is None for field in ("full_name", "phone", "age") if is_taken(taken, "attendee", field))


# Backups of headquarters.


def test_a_backup_is_erased_where_it_lies(hq: Headquarters, siti: Laptop, tmp_path: Path) -> None:
    """Nothing of it can be read from the folder any more, and it can still be restored."""
    _session, record, *changes = named(siti)
    siti.push(hq.exchange, *changes)
    made = back_up(hq, tmp_path / "cadangan", NOW_MS)
    assert SECRET.encode() in (made / FILE).read_bytes()
    erase(hq, record)
    assert erase_in(made, hq, NOW_MS) == 1
    assert SECRET.encode() not in b"".join(each.read_bytes() for each in made.iterdir())
    assert [each.name for each in made.parent.iterdir()] == [made.name]
    assert read_backup(made).made_at == moment(NOW_MS)
    assert erase_in(made, hq, NOW_MS) == 0
    url = f"sqlite:///{tmp_path / 'other.db'}"
    restore(made, url, Clock())
    with Headquarters(url, Clock()) as restored:
        logged(restored)
        assert rows(restored, "attendee")[record]["full_name"] is None


def test_another_headquarters_backup_is_left_alone(hq: Headquarters, tmp_path: Path) -> None:
    with Headquarters.create(f"sqlite:///{tmp_path / 'new.db'}", Clock()) as other:
        made = back_up(other, tmp_path / "cadangan", NOW_MS)
    before = {each.name: each.read_bytes() for each in made.iterdir()}
    with pytest.raises(HqBackupUnusable):
        erase_in(made, hq, NOW_MS)
    assert {each.name: each.read_bytes() for each in made.iterdir()} == before
