"""A laptop and headquarters prove that they hold the same, find every damage on either side, and mend the laptop's."""

from __future__ import annotations

import msgspec
import pytest

from desa_app.domain.attendee import Attendee
from desa_app.errors import NoConnection, NotEnrolled, OtherLog
from desa_app.store.records import Save
from desa_app.store.store import Store
from desa_app.sync import compare as comparing
from desa_app.sync.compare import DAY_MS, LAST_COMPARED, Compared, ScopeCompared
from desa_app.sync.compare import compare as compare_all
from desa_app.sync.pure.digest import Comparison
from desa_app.sync.run import compare, sync
from tests.sync.laptops import KENDAL, SEMARANG, Clock, World, drain, rows, visit
from tests.sync.roads import Roads

SCOPE = f"office:{SEMARANG}"


@pytest.fixture
def dewi(world: World) -> Store:
    """A laptop with two sessions, one of them a colleague's, that has read everything, and an edit of each by the
    other."""
    dewi, budi = world.laptop("dewi"), world.laptop("budi", role="lead")
    visit(dewi, "Siti", "Joko", minutes="Ramai")
    visit(budi, "Wati", "Tono")
    drain(dewi, budi, dewi, hq=world.hq)
    rename(dewi, "Wati", "Wati Rahayu")
    rename(budi, "Siti", "Siti Aminah")
    drain(dewi, budi, dewi, hq=world.hq)
    return dewi


def rename(store: Store, name: str, other: str) -> None:
    """Give an attendee another name."""
    [row] = store.db.query("SELECT id FROM attendee WHERE full_name = ?", [name])
    attendee = store.records.get(Attendee, row["id"])
    store.records.save([Save(msgspec.structs.replace(attendee, full_name=other))])


def compared(world: World, store: Store) -> dict[str, ScopeCompared]:
    """What a comparison finds, by scope."""
    return {each.scope: each for each in compare(store, connect=Roads(world.hq)).scopes}


def compare_only(world: World, store: Store) -> Compared:
    """Compare and mend without sending what waits."""
    return compare_all(store, lambda comparison: Roads(world.hq).asking(store, comparison), lambda: None)


def at_hq(world: World, statement: str) -> None:
    """Change headquarters' database behind its back."""
    with world.hq.database.writing() as connection:
        assert connection.exec_driver_sql(statement).rowcount == 1


def damage(store: Store, statement: str) -> None:
    """Change a laptop's database behind its back."""
    assert store.db.conn.execute(statement).rowcount == 1


# Nothing differs.


def test_after_everything_was_exchanged_both_hold_the_same_and_it_costs_next_to_nothing(
    world: World, dewi: Store
) -> None:
    road = Roads(world.hq)
    found = compare(dewi, connect=road)
    assert found.is_equal
    assert [(each.scope, each.is_equal, each.mended, each.left) for each in found.scopes] == [
        (SCOPE, True, {}, {}),
        ("ref", True, {}, {}),
    ]
    assert found.scopes[0].records == 6
    assert dewi.settings.get(LAST_COMPARED, Compared) == found
    last = road.made[-1]
    assert (len(last.bodies), last.bodies[-1][0] < 500, last.bodies[-1][1] < 900) == (3, True, True)


def test_what_waits_here_is_no_difference_and_goes_on_waiting(world: World, dewi: Store) -> None:
    rename(dewi, "Joko", "Joko Susilo")
    visit(dewi, "Baru")
    assert compare_only(world, dewi).is_equal
    assert dewi.journal.count_pending() == 3
    assert dewi.check() == []


def test_what_headquarters_keeps_aside_is_no_difference(world: World, dewi: Store) -> None:
    attendee = next(dewi.db.query("SELECT id FROM attendee WHERE full_name = 'Joko'"))["id"]
    joko = dewi.records.get(Attendee, attendee)
    dewi.records.save([Save(msgspec.structs.replace(joko, hamlet="Dusun\0Satu"))])
    found = compared(world, dewi)
    assert dewi.journal.quarantined()
    assert found[SCOPE].is_equal


def test_a_log_that_goes_on_meanwhile_is_read_on_and_compared_again(world: World, dewi: Store) -> None:
    budi = world.laptop("ratna")

    def colleague(number: int) -> None:
        if number == 3:
            visit(budi, "Datang kemudian")
            drain(budi, hq=world.hq)

    assert compare(dewi, connect=Roads(world.hq, before=colleague)).is_equal
    assert len(rows(dewi)["session"]) == 3


def test_scopes_are_asked_for_a_portion_of_records_at_a_time(
    world: World, dewi: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST_COMPARED", 1)
    road = Roads(world.hq)
    assert compare(dewi, connect=road).is_equal
    assert len(road.made[-1].bodies) == 4


# Damage on the laptop.

CELLS = [
    "UPDATE attendee SET full_name = 'Orang Lain' WHERE full_name = 'Joko'",
    "UPDATE attendee SET age = 31 WHERE full_name = 'Joko'",
    "UPDATE attendee SET phone = '0812' WHERE full_name = 'Joko'",
    "UPDATE attendee SET full_name = NULL WHERE full_name = 'Joko'",
    "UPDATE attendee SET deleted = 1 WHERE full_name = 'Joko'",
    "UPDATE attendee SET updated_ms = 0 WHERE full_name = 'Joko'",
    "UPDATE attendee SET conflicts = '[\"age\"]' WHERE full_name = 'Joko'",
    "UPDATE attendee SET registers = '{' WHERE full_name = 'Joko'",
    "UPDATE attendee SET registers = replace(registers, '\"s\":', '\"s\":1') WHERE full_name = 'Joko'",
    "UPDATE attendee SET registers = replace(registers, ':', ':x') WHERE full_name = 'Joko'",
    "UPDATE attendee SET registers = '{}' WHERE full_name = 'Wati Rahayu'",
    "UPDATE attendee SET scope = 'office:KANIM-KDL' WHERE full_name = 'Joko'",
    "UPDATE session SET minutes = 'ramai' WHERE minutes = 'Ramai'",
    "UPDATE session SET villages = '[\"1\"]' WHERE minutes = 'Ramai'",
    "DELETE FROM attendee WHERE full_name = 'Siti Aminah'",
    "DELETE FROM session WHERE minutes = 'Ramai'",
]


@pytest.mark.parametrize("statement", CELLS)
def test_a_damaged_cell_is_found_and_mended_from_the_changes_that_are_here(
    world: World, dewi: Store, statement: str
) -> None:
    before = rows(dewi)
    damage(dewi, statement)
    road = Roads(world.hq)
    found = {each.scope: each for each in compare(dewi, connect=road).scopes}
    assert found[SCOPE].is_equal
    assert sum(found[SCOPE].mended.values()) == 1
    assert (found[SCOPE].left, found["ref"].mended) == ({}, {})
    assert rows(dewi) == before
    assert dewi.check() == []
    assert not any(b'"r":{"' in body for body in road.made[-1].asked), "no change was fetched again"


JOURNAL = [
    "UPDATE journal SET payload = CAST(replace(payload, 'Joko', 'Jaka') AS BLOB) WHERE payload LIKE '%Joko%'",
    "UPDATE journal SET payload = x'7b' WHERE payload LIKE '%Joko%'",
    "UPDATE journal SET payload = x'ff' WHERE payload LIKE '%Wati Rahayu%'",
    "UPDATE journal SET hash = zeroblob(32) WHERE payload LIKE '%Wati Rahayu%'",
    "UPDATE journal SET stamp = stamp + 65536 WHERE payload LIKE '%Siti Aminah%'",
    "UPDATE journal SET noun = 'offer' WHERE payload LIKE '%Siti Aminah%'",
    "UPDATE journal SET seq = 99 WHERE payload LIKE '%Siti Aminah%'",
    "UPDATE journal SET scope = NULL, seq = NULL WHERE payload LIKE '%Siti Aminah%'",
    "DELETE FROM journal WHERE payload LIKE '%Siti Aminah%'",
    "UPDATE cursor SET chain = zeroblob(32) WHERE scope LIKE 'office:%'",
]
BESIDE = ["", "UPDATE attendee SET age = 99", "DELETE FROM attendee"]


@pytest.mark.parametrize(("statement", "beside"), [(each, BESIDE[at % 3]) for at, each in enumerate(JOURNAL)])
def test_a_damaged_journal_is_brought_back_from_headquarters(
    world: World, dewi: Store, statement: str, beside: str
) -> None:
    before = rows(dewi)
    damage(dewi, statement)
    dewi.db.conn.execute(beside)
    found = compared(world, dewi)
    assert found[SCOPE].is_equal
    assert rows(dewi) == before
    assert dewi.check() == []


def test_many_records_are_mended_in_portions(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    visit(dewi, *(f"Orang {number}" for number in range(700)))
    drain(dewi, budi, hq=world.hq)
    before = rows(budi)
    for table in ("attendee", "session", "journal"):
        budi.db.conn.execute(f"DELETE FROM {table}")
    found = compared(world, budi)
    assert (found[SCOPE].is_equal, found[SCOPE].is_read_again) == (True, True)
    assert (rows(budi), budi.check()) == (before, [])
    budi.db.conn.execute("UPDATE attendee SET age = age + 1 WHERE age = 30")
    budi.db.conn.execute("UPDATE journal SET payload = x'7b' WHERE noun = 'attendee'")
    found = compared(world, budi)
    assert (found[SCOPE].is_equal, found[SCOPE].mended) == (True, {"attendee": 700})
    assert (rows(budi), budi.check()) == (before, [])


# What must never be lost.


def test_unsent_changes_outlive_every_mending(world: World, dewi: Store) -> None:
    rename(dewi, "Joko", "Joko Susilo")
    session = visit(dewi, "Baru")
    waiting = dewi.journal.pending(100, 1 << 20)
    damage(dewi, "UPDATE attendee SET age = 31 WHERE full_name = 'Joko Susilo'")
    damage(dewi, "DELETE FROM attendee WHERE full_name = 'Siti Aminah'")
    compare_only(world, dewi)
    assert dewi.journal.pending(100, 1 << 20) == waiting
    assert dewi.check() == []
    names = [row["full_name"] for row in dewi.db.query("SELECT full_name FROM attendee ORDER BY full_name")]
    assert names == ["Baru", "Joko Susilo", "Siti Aminah", "Tono", "Wati Rahayu"]
    assert dewi.sessions.attendees(session)


def test_a_row_that_alone_tells_of_a_damaged_unsent_change_stays_as_it_is(world: World, dewi: Store) -> None:
    rename(dewi, "Joko", "Joko Susilo")
    damage(dewi, "UPDATE journal SET payload = x'7b' WHERE state = 'pending'")
    damage(dewi, "UPDATE attendee SET age = 31 WHERE full_name = 'Joko Susilo'")
    compare_only(world, dewi)
    assert [row["age"] for row in dewi.db.query("SELECT age FROM attendee WHERE full_name = 'Joko Susilo'")] == [31]


def test_what_only_this_laptop_has_is_told_and_stays(world: World, dewi: Store) -> None:
    [row] = dewi.db.query("SELECT * FROM attendee WHERE full_name = 'Joko'")
    dewi.db.table("attendee").insert(row | {"id": row["id"][:-2] + "zz"})
    found = compared(world, dewi)
    assert (found[SCOPE].is_equal, found[SCOPE].left) == (False, {"attendee": 1})
    assert len(rows(dewi)["attendee"]) == 5


def test_a_change_that_was_brought_back_has_its_receipt_again(world: World, dewi: Store) -> None:
    attendee = next(dewi.db.query("SELECT id FROM attendee WHERE full_name = 'Siti Aminah'"))["id"]
    damage(dewi, "DELETE FROM journal WHERE payload LIKE '%Siti Aminah%'")
    damage(dewi, "UPDATE attendee SET full_name = 'Siti' WHERE full_name = 'Siti Aminah'")
    dewi.settings.put(LAST_COMPARED, Compared(at_ms=0))
    sync(dewi, connect=Roads(world.hq))
    assert dewi.records.get(Attendee, attendee).full_name == "Siti Aminah"
    assert dewi.places.of("attendee", attendee) == "hq"
    assert dewi.check() == []


# Damage at headquarters.


@pytest.mark.parametrize("statement", CELLS[::3])
def test_damage_at_headquarters_is_told_and_never_copied(world: World, dewi: Store, statement: str) -> None:
    before = rows(dewi)
    at_hq(world, statement)
    found = compared(world, dewi)
    assert not found[SCOPE].is_equal
    assert (sum(found[SCOPE].left.values()), found[SCOPE].mended) == (1, {})
    assert rows(dewi) == before
    assert dewi.check() == []


def fork(world: World, *readers: Store, later: int) -> None:
    """Headquarters loses a change that the readers have, takes ``later`` others, and tells nobody that it was
    restored."""
    backup = world.back_up()
    ratna = world.laptop("ratna")
    visit(ratna, venue="Sebelum pemulihan")
    drain(ratna, *readers, hq=world.hq)
    world.restore(backup, new_epoch=False)
    tono = world.laptop("tono")
    for number in range(later):
        visit(tono, venue=f"Sesudah pemulihan {number}")
    drain(tono, hq=world.hq)


def venues(store: Store) -> set[str | None]:
    return {row["venue"] for row in store.db.query("SELECT venue FROM session")}


@pytest.mark.parametrize("later", [1, 2, 3])
def test_a_run_begins_anew_with_a_log_that_forked_and_keeps_what_it_brought(
    world: World, dewi: Store, later: int
) -> None:
    """Also where the other log is exactly as long, which no page tells: the daily comparison does."""
    fork(world, dewi, later=later)
    dewi.settings.put(LAST_COMPARED, Compared(at_ms=0))
    if later > 1:
        visit(dewi, venue="Baru")
    sync(dewi, connect=Roads(world.hq))
    expected = {
        "Sebelum pemulihan",
        *(["Baru"] if later > 1 else []),
        *(f"Sesudah pemulihan {number}" for number in range(later)),
    }
    assert expected <= venues(dewi)
    assert (dewi.journal.count_pending(), dewi.check()) == (0, [])
    assert compare(dewi, connect=Roads(world.hq)).is_equal


def test_a_log_that_forked_is_told_by_the_comparison(world: World, dewi: Store) -> None:
    fork(world, dewi, later=2)
    found = compared(world, dewi)
    assert (found[SCOPE].is_equal, found[SCOPE].is_read_again, found["ref"].is_read_again) == (True, True, False)
    assert {"Sebelum pemulihan", "Sesudah pemulihan 1"} <= venues(dewi)


def test_a_page_that_headquarters_itself_got_wrong_is_said_and_nothing_of_it_applied(world: World, dewi: Store) -> None:
    budi = world.laptop("ratna")
    visit(budi, "Baru")
    drain(budi, hq=world.hq)
    at_hq(
        world, "UPDATE log SET stamp = stamp + 1, clipped = 1 WHERE seq = (SELECT max(seq) FROM log) AND scope <> 'ref'"
    )
    before = rows(dewi)
    with pytest.raises(OtherLog) as told:
        sync(dewi, connect=Roads(world.hq))
    assert "check --against-hq" in told.value.sentence
    assert (rows(dewi), dewi.check()) == (before, [])


# Who may ask for what.


def test_nothing_of_another_office_is_compared_named_or_given(world: World, dewi: Store) -> None:
    lina = world.laptop("lina", office=KENDAL)
    drain(lina, hq=world.hq)
    road = Roads(world.hq)
    claims, _ = dewi.digests.claims()
    ids = [row["id"] for row in dewi.db.query("SELECT id FROM attendee")]
    for asked in (
        Comparison(claims=claims),
        Comparison(buckets={SCOPE: list(range(256))}),
        Comparison(records={SCOPE: ids, f"office:{KENDAL}": ids, "ref": ids}),
    ):
        answer = road.asking(lina, asked)
        assert not [each for each in answer.verdicts if each.scope == SCOPE or each.records or each.entries]
        assert b"Siti" not in road.made[-1].answers[-1]


# By itself.


def test_it_is_compared_once_a_day_behind_a_run_and_mends_silently(world: World, dewi: Store) -> None:
    clock = Clock()
    dewi.clock = clock
    road = Roads(world.hq)
    before = rows(dewi)

    def exchanges() -> int:
        sync(dewi, connect=road)
        return len(road.made[-1].bodies)

    assert [exchanges(), exchanges()] == [1, 1]
    clock.ms += DAY_MS
    assert [exchanges(), exchanges()] == [2, 1]
    damage(dewi, "UPDATE attendee SET age = 31 WHERE full_name = 'Joko'")
    clock.ms -= 3 * DAY_MS
    assert exchanges() > 2
    assert rows(dewi) == before
    assert [run.error for run in dewi.runs.recent()] == [None] * 5


def test_a_line_that_breaks_while_it_is_compared_does_not_make_the_run_a_failure(world: World, dewi: Store) -> None:
    dewi.settings.put(LAST_COMPARED, Compared(at_ms=0))

    def broken(number: int) -> None:
        if number == 2:
            raise NoConnection(why="putus")

    assert sync(dewi, connect=Roads(world.hq, before=broken)).exchanges == 1
    assert dewi.settings.get(LAST_COMPARED, Compared).at_ms == 0


def test_a_laptop_that_belongs_to_nobody_has_nothing_to_compare(world: World) -> None:
    with pytest.raises(NotEnrolled):
        compare(world.stranger("dewi"))
