"""Moves at headquarters: where changes go, who may still write, what coverage counts, and the commands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, select

from desa_app.domain.coverage import Period
from desa_app.errors import NotFound, WrongField
from desa_app.hq import moves, schema
from desa_app.hq.cli import main
from desa_app.hq.headquarters import Headquarters
from desa_app.sync.pure.change import decode
from tests.hq.laptops import GONE, OFFICE, OTHER_OFFICE, VILLAGE, Fate, Laptop, enrolled, logged, new_record, rows

OTHER_VILLAGE = "3324082011"
HOME, AWAY = f"office:{OFFICE}", f"office:{OTHER_OFFICE}"


@pytest.fixture(autouse=True)
def registry(hq: Headquarters) -> None:
    """The villages of these tests."""
    parents = {"kind": "desa", "district": "Brangsong", "regency": "Kendal", "province": "Jawa Tengah"}
    with hq.database.writing() as connection:
        listed = [{"code": code, "name": code, **parents} for code in (VILLAGE, OTHER_VILLAGE)]
        connection.execute(insert(schema.village), listed)


def scopes(hq: Headquarters, noun: str) -> dict[str, str]:
    """The home of every record of a noun."""
    return {record: row["scope"] for record, row in rows(hq, noun).items()}


def give(hq: Headquarters) -> int:
    """The village goes to the other office."""
    return hq.moving.villages([VILLAGE], OFFICE, OTHER_OFFICE)


def result(fates: Iterable[Fate]) -> list[tuple[str, str]]:
    """What became of changes: the result and the code."""
    return [(fate.result, fate.code) for fate in fates]


# Where changes go.


def test_a_move_leaves_empty_places_and_no_change_twice(hq: Headquarters, siti: Laptop, wayan: Laptop) -> None:
    session = new_record()
    siti.push(hq.exchange, siti.session(session), siti.attendee(session))
    assert give(hq) == 2
    siti.drain(hq.exchange)
    wayan.drain(hq.exchange)
    with hq.database.reading() as connection:
        left = connection.execute(select(schema.log).where(schema.log.c.scope == HOME).order_by(schema.log.c.seq)).all()
    assert [(each.dev, each.n, each.record, each.payload) for each in left[:2]] == [(None, None, "", b"")] * 2
    assert decode(left[2].payload).fields["to"] == AWAY
    moved = [decode(each.payload) for each in wayan.logs[AWAY]]
    assert [(each.noun, each.fields.get("from")) for each in moved[:1]] == [("move", HOME)]
    assert [each.record for each in moved[1:]] == [*moved[0].fields["records"][0][1:], moved[2].record]
    late = enrolled(hq, name="Baru")
    late.drain(hq.exchange)
    assert late.logs[HOME][:2] == [GONE, GONE]


def test_an_edit_from_the_old_office_goes_to_the_new_one(hq: Headquarters, siti: Laptop) -> None:
    session = new_record()
    made = siti.session(session)
    siti.push(hq.exchange, made)
    give(hq)
    edit = siti.edit("session", session, {"venue": "Masjid"}, [siti.dot(made)])
    guest = siti.attendee(session)
    answered = siti.push(hq.exchange, edit, guest)
    assert {fate.result for fate in answered.fates.values()} == {"ok"}
    assert rows(hq, "session")[session]["venue"] == "Masjid"
    assert {*scopes(hq, "session").values(), *scopes(hq, "attendee").values()} == {AWAY}
    assert b"Masjid" not in answered.raw


def test_a_child_that_waited_for_a_late_parent_goes_along(hq: Headquarters, siti: Laptop) -> None:
    session = new_record()
    parent, child = siti.session(session), siti.attendee(session)
    give(hq)
    assert result(siti.push(hq.exchange, child).fates.values()) == [("quarantined", "Q110")]
    siti.push(hq.exchange, parent)
    assert {*scopes(hq, "session").values(), *scopes(hq, "attendee").values()} == {AWAY}
    assert not hq.quarantined()


def test_a_record_that_moves_while_a_request_waits_is_tried_again(
    hq: Headquarters, siti: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = new_record()
    made = siti.session(session)
    siti.push(hq.exchange, made)
    give(hq)
    edit = siti.edit("session", session, {"venue": "Masjid"}, [siti.dot(made)])
    with monkeypatch.context() as patch:
        patch.setattr(moves, "present_homes", lambda connection, records: set())
        answered = siti.push(hq.exchange, edit)
    assert result(answered.fates.values()) == [("retry", "")]
    assert answered.reply.have == ((1, 1),)
    assert result(siti.push(hq.exchange, edit).fates.values()) == [("ok", "")]
    assert rows(hq, "session")[session]["venue"] == "Masjid"


def test_the_chains_hold_whatever_moves(hq: Headquarters, siti: Laptop, wayan: Laptop, admin: Laptop) -> None:
    for laptop in (siti, wayan):
        for village in (VILLAGE, OTHER_VILLAGE):
            session = new_record()
            laptop.push(hq.exchange, laptop.session(session, villages=[village]), laptop.attendee(session))
    for area, source, target in ((VILLAGE, OFFICE, OTHER_OFFICE), ("3324", OTHER_OFFICE, OFFICE)):
        hq.moving.villages([area], source, target)
        admin.drain(hq.exchange)
    fresh = enrolled(hq, "hq", OFFICE, "Lain")
    fresh.drain(hq.exchange)
    assert fresh.chains == admin.chains
    assert set(scopes(hq, "session").values()) == {HOME}


def test_a_long_move_is_told_in_several_changes_and_tears_no_family(
    hq: Headquarters, siti: Laptop, admin: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        session = new_record()
        siti.push(hq.exchange, siti.session(session), siti.attendee(session), siti.attendee(session))
    monkeypatch.setattr(moves, "MOST_RECORDS", 6)
    assert give(hq) == 9
    admin.drain(hq.exchange)
    told = [decode(each.payload) for each in admin.logs[AWAY] if decode(each.payload).noun == "move"]
    assert [[noun for noun, _ in each.fields["records"]] for each in told] == [
        ["session", "attendee", "attendee"] * 2,
        ["session", "attendee", "attendee"],
    ]


# Who may write.


def test_only_where_a_person_was_before_may_they_still_write(hq: Headquarters, siti: Laptop, wayan: Laptop) -> None:
    theirs = new_record()
    wayan.push(hq.exchange, made := wayan.session(theirs))
    edit = siti.edit("session", theirs, {"venue": "Milik orang"}, [wayan.dot(made)])
    claimed = siti.edit("session", theirs, {"venue": "Milik orang"}, [wayan.dot(made)], scope=AWAY)
    fates = siti.push(hq.exchange, edit, claimed).fates.values()
    assert result(fates) == [("quarantined", "Q106"), ("quarantined", "Q105")]
    hq.moving.person(siti.person, OTHER_OFFICE)
    late = siti.session(villages=[OTHER_VILLAGE], status="diajukan")
    assert result(siti.push(hq.exchange, late).fates.values()) == [("ok", "")]
    assert set(scopes(hq, "session").values()) == {HOME, AWAY}
    assert set(siti.drain(hq.exchange).heads) == {AWAY, "ref"}


def test_a_person_who_comes_back_is_of_the_office_again(hq: Headquarters, siti: Laptop) -> None:
    hq.moving.person(siti.person, OTHER_OFFICE)
    hq.moving.person(siti.person, OFFICE)
    assert [(one.person, one.office_code) for one in hq.people()] == [(siti.person, OFFICE)]
    assert set(siti.drain(hq.exchange).heads) == {HOME, "ref"}


def test_what_cannot_be_moved_changes_nothing(hq: Headquarters, siti: Laptop) -> None:
    for whom, office in (("nobody", OFFICE), ("hq", OFFICE), (siti.person, "LAIN")):
        with pytest.raises(NotFound):
            hq.moving.person(whom, office)
    for areas, source, target in ((["9999999999"], OFFICE, OTHER_OFFICE), ([VILLAGE], "LAIN", OFFICE)):
        with pytest.raises(NotFound):
            hq.moving.villages(areas, source, target)
    for areas, target in ((["33240"], OTHER_OFFICE), (["Desa"], OTHER_OFFICE), ([VILLAGE], OFFICE)):
        with pytest.raises(WrongField):
            hq.moving.villages(areas, OFFICE, target)
    with pytest.raises(NotFound):
        hq.moving.split("LAIN", "BARU", "Kantor Baru", [VILLAGE])
    assert logged(hq).keys() == {HOME, AWAY, "ref"}


# What is counted.


def test_coverage_follows_a_session_to_its_new_home_and_counts_it_once(hq: Headquarters, budi: Laptop) -> None:
    fields = {"date": "2025-11-12", "headcount_male": 7, "status": "disetujui"}
    budi.push(hq.exchange, budi.session(new_record(), **fields))
    period = Period(dt.date(2025, 11, 1), dt.date(2025, 11, 30))

    def counted() -> dict[str, int]:
        found = hq.coverage(period, ["office"])
        return {row.code: row.reached for row in found.rows["office"]} | {"country": found.country.reached}

    assert counted() == {OFFICE: 7, OTHER_OFFICE: 0, "country": 7}
    give(hq)
    assert counted() == {OFFICE: 0, OTHER_OFFICE: 7, "country": 7}


# The commands.


def told(url: str, *args: str, code: int = 0) -> str:
    """What a command says."""
    done = CliRunner().invoke(main, [*args, "--database", url], env={"DESA_LANG": "id"})
    assert done.exit_code == code, done.output
    return done.output


def test_the_commands_say_what_moved(hq: Headquarters, url: str, siti: Laptop) -> None:
    session = new_record()
    siti.push(hq.exchange, siti.session(session, status="diajukan"), siti.attendee(session))
    siti.push(hq.exchange, siti.session(villages=[OTHER_VILLAGE]))
    given = told(url, "villages", "move", "33.24.08.2014", "--from", OFFICE, "--to", OTHER_OFFICE)
    assert f"2 catatan sekarang milik {OTHER_OFFICE}." in given
    assert f"1 catatan sekarang milik {OTHER_OFFICE}." in told(url, "person", "move", siti.person, OTHER_OFFICE)
    split = told(url, "office", "split", OTHER_OFFICE, "BRG", "33.24", "--name", "Kantor Imigrasi Brangsong")
    assert "3 catatan sekarang milik BRG." in split
    assert "LAIN" in told(url, "person", "move", siti.person, "LAIN", code=1)
