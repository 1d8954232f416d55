"""One exchange between real stores and a real headquarters: what goes up, what comes down, and when nothing does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.domain.set_aside import LEAD_ONLY, WAITS_FOR_PARENT, WRONG_VALUE
from desa_app.errors import Unproven
from desa_app.store.records import Save
from desa_app.store.store import Store
from desa_app.sync.exchange import Asked, apply_answer, request_body
from desa_app.sync.line import LineBusy
from desa_app.sync.pure.clock import stamp_of
from desa_app.sync.pure.merge import contested
from desa_app.sync.pure.rows import to_state
from desa_app.sync.pure.wire import Answer, Page, Reply
from tests.sync.laptops import ALL, KENDAL, Clock, World, drain, exchange, me, rows, shown, states, visit

YEAR_MS = 365 * 24 * 60 * 60 * 1000


def everything(store: Store) -> dict[str, Any]:
    """All that an exchange may change."""
    tables = ("journal", "cursor", "device", "setting")
    return rows(store) | {table: store.db.conn.execute(f"SELECT * FROM {table}").fetchall() for table in tables}


@contextmanager
def unchanged(store: Store) -> Iterator[None]:
    """Whatever happens inside leaves no trace in the database."""
    before = everything(store)
    yield
    assert everything(store) == before
    assert store.check() == []


def named(store: Store, name: str) -> Attendee:
    """The attendee of that name."""
    row = store.db.conn.execute("SELECT id FROM attendee WHERE full_name = ?", [name]).fetchone()
    return store.records.get(Attendee, row[0])


def edit(store: Store, record: Any, **fields: Any) -> None:
    """Save other values of some fields."""
    store.records.save([Save(msgspec.structs.replace(record, **fields))])


# What goes where.


def test_what_one_laptop_saves_the_others_of_its_office_get(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    visit(dewi, "Siti Aminah", "Joko")
    drain(dewi, budi, hq=world.hq)
    assert rows(dewi) == rows(budi)
    assert [row[0] for row in budi.db.conn.execute("SELECT full_name FROM attendee ORDER BY row")] == [
        "Siti Aminah",
        "Joko",
    ]
    assert dewi.check() == budi.check() == []


def test_an_officer_of_another_office_gets_nothing_of_it(world: World) -> None:
    dewi, lina = world.laptop("dewi"), world.laptop("lina", office=KENDAL)
    visit(dewi, "Siti Aminah")
    drain(dewi, hq=world.hq)
    body, question = request_body(lina, me(lina), ALL)
    answer = world.hq.exchange(body)
    apply_answer(lina, me(lina), question, answer)
    assert b"Siti" not in answer
    assert {row[1] for row in rows(lina)["office"]} == {"ref"}
    assert rows(lina)["session"] == rows(lina)["attendee"] == []
    assert {grant["scope"] for grant in lina.db.query("SELECT scope FROM cursor")} == {"ref", f"office:{KENDAL}"}


def test_two_laptops_of_one_office_converge(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    visit(dewi, "Siti Aminah")
    visit(budi, "Joko", "Wati")
    drain(dewi, budi, dewi, hq=world.hq)
    assert rows(dewi) == rows(budi)
    assert len(rows(dewi)["session"]) == 2
    assert len(world.dots_in_logs()) == len(set(world.dots_in_logs()))


def test_edits_at_the_same_time_both_survive_until_a_lead_settles_them(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi", role="lead")
    session = visit(dewi, "Siti")
    drain(dewi, budi, hq=world.hq)
    for store, name in ((dewi, "Siti Aminah"), (budi, "Siti Rahayu")):
        edit(store, named(store, "Siti"), full_name=name)
    drain(dewi, budi, dewi, hq=world.hq)
    for store in (dewi, budi):
        [conflict] = store.conflicts(session)
        assert (conflict.noun, conflict.field) == ("attendee", "full_name")
        assert {rival.value for rival in conflict.rivals} == {"Siti Aminah", "Siti Rahayu"}
        assert {rival.dev for rival in conflict.rivals} == {me(dewi).dev, me(budi).dev}
        assert store.status().conflicts == [conflict]
    attendee = budi.sessions.attendees(session)[0]
    budi.sessions.edit(session, {"attendees": [{"id": attendee.id, "full_name": "Siti Aminah"}]})
    drain(budi, dewi, hq=world.hq)
    assert dewi.conflicts() == budi.conflicts() == []
    assert rows(dewi) == rows(budi)


def test_what_changes_at_headquarters_reaches_the_laptop(world: World) -> None:
    dewi = world.laptop("dewi")
    drain(dewi, hq=world.hq)
    world.hq.add_office(me(dewi).office_code, "Kantor Imigrasi Kota Semarang")
    drain(dewi, hq=world.hq)
    assert me(dewi).office_name == "Kantor Imigrasi Kota Semarang"
    assert ("Kantor Imigrasi Kota Semarang",) in dewi.db.conn.execute("SELECT name FROM office").fetchall()


# Answers to single changes.


def test_each_change_is_settled_by_its_own_answer_and_no_other(world: World) -> None:
    dewi = world.laptop("dewi")
    visit(dewi, "Siti", "Joko")
    body, question = request_body(dewi, me(dewi), Asked(2, 0))
    answer = world.hq.exchange(body)

    def only_second(reply: Reply, lines: list[bytes]) -> tuple[Reply, list[bytes]]:
        parts = (Answer(1, 1, "retry"), Answer(2, 2, "ok", 2))
        return msgspec.structs.replace(reply, answers=parts), lines

    outcome = apply_answer(dewi, me(dewi), question, world.resigned(answer, only_second, dewi))
    assert states(dewi) == [(1, "pending"), (2, "acked"), (3, "pending")]
    assert (outcome.pushed, outcome.quarantined) == (1, 0)


def test_what_headquarters_wants_later_is_not_sent_again_at_once(world: World) -> None:
    dewi = world.laptop("dewi")
    visit(dewi, "Siti")
    body, question = request_body(dewi, me(dewi), ALL)

    def later(reply: Reply, lines: list[bytes]) -> tuple[Reply, list[bytes]]:
        return msgspec.structs.replace(reply, answers=(Answer(1, 2, "retry"),), have=(), grants=(), pages=()), []

    outcome = apply_answer(dewi, me(dewi), question, world.resigned(world.hq.exchange(body), later))
    assert (outcome.pushed, outcome.more) == (0, False)
    assert states(dewi) == [(1, "pending"), (2, "pending")]


def test_changes_saved_while_the_answer_was_on_its_way_wait_for_the_next(world: World) -> None:
    dewi = world.laptop("dewi")
    visit(dewi, "Siti")
    body, question = request_body(dewi, me(dewi), ALL)
    visit(dewi, "Joko")
    outcome = apply_answer(dewi, me(dewi), question, world.hq.exchange(body))
    assert states(dewi) == [(1, "acked"), (2, "acked"), (3, "pending"), (4, "pending")]
    assert outcome.more
    assert exchange(dewi, world.hq).pushed == 2
    assert [state for _, state in states(dewi)] == ["acked"] * 4


def test_changes_saved_while_an_empty_exchange_ran_are_not_left_behind(world: World) -> None:
    dewi = world.laptop("dewi")
    body, question = request_body(dewi, me(dewi), ALL)
    visit(dewi, "Siti")
    assert apply_answer(dewi, me(dewi), question, world.hq.exchange(body)).more


POISON = "Balai\0Desa"
"""What a laptop keeps, but no PostgreSQL could, so headquarters takes it nowhere."""


def poisoned(store: Store) -> str:
    """A session that headquarters can't take, and an attendee in it."""
    session = store.records.new(Session(venue=POISON, headcount_male=12))
    attendee = store.records.new(Attendee(session_id=session.id, full_name="Siti", age=30))
    store.records.save([Save(session), Save(attendee)])
    return session.id


def test_a_poisoned_record_is_shown_blocks_nobody_and_its_children_wait_with_it(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    session = poisoned(dewi)
    visit(dewi, "Joko")
    outcome = exchange(dewi, world.hq)
    assert (outcome.pushed, outcome.quarantined) == (2, 2)
    assert [(each.noun, each.field, each.code) for each in dewi.status().quarantined] == [
        ("session", "venue", WRONG_VALUE.code),
        ("attendee", "session_id", WAITS_FOR_PARENT.code),
    ]
    assert dewi.places.waiting("session") == {session: "quarantined"}
    drain(dewi, budi, hq=world.hq)
    assert [row[0] for row in budi.db.conn.execute("SELECT full_name FROM attendee")] == ["Joko"]


def test_a_later_save_repairs_a_poisoned_record_and_frees_what_waited_for_it(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    session = poisoned(dewi)
    drain(dewi, hq=world.hq)
    edit(dewi, dewi.sessions.get(session), venue="Balai Desa")
    drain(dewi, budi, hq=world.hq)
    assert dewi.status().quarantined == []
    assert dewi.places.waiting("session") == dewi.places.waiting("attendee") == {}
    assert shown(dewi) == shown(budi)
    assert budi.sessions.get(session).headcount == 12
    assert [person.full_name for person in budi.sessions.attendees(session)] == ["Siti"]
    edit(dewi, dewi.sessions.get(session), venue="Masjid")
    assert msgspec.json.decode(dewi.journal.pending(1, 1)[0].payload)["f"] == {"venue": "Masjid"}


def test_a_save_of_other_fields_repairs_nothing(world: World) -> None:
    dewi = world.laptop("dewi")
    session = visit(dewi)
    drain(dewi, hq=world.hq)
    edit(dewi, dewi.sessions.get(session), minutes=POISON)
    edit(dewi, dewi.sessions.get(session), venue="Masjid")
    drain(dewi, hq=world.hq)
    assert [each.n for each in dewi.status().quarantined] == [2]
    edit(dewi, dewi.sessions.get(session), minutes=None)
    drain(dewi, hq=world.hq)
    assert dewi.status().quarantined == []


def test_what_only_a_lead_may_write_is_set_aside_for_an_officer(world: World) -> None:
    dewi = world.laptop("dewi")
    session = visit(dewi)
    dewi.settings.put("identity", msgspec.structs.replace(me(dewi), role="lead"))
    edit(dewi, dewi.sessions.get(session), status="disetujui")
    drain(dewi, hq=world.hq)
    assert [(each.code, each.field) for each in dewi.status().quarantined] == [(LEAD_ONLY.code, "status")]
    assert me(dewi).role == "officer"


# Nothing of an answer is applied, or all of it.

Change = Callable[[Reply, list[bytes]], tuple[Reply, list[bytes]]]


def on_last_page(**fields: Any) -> Change:
    """An answer whose last page says something else."""

    def change(reply: Reply, lines: list[bytes]) -> tuple[Reply, list[bytes]]:
        *pages, last = reply.pages
        values = {name: value(last) if callable(value) else value for name, value in fields.items()}
        return msgspec.structs.replace(reply, pages=(*pages, msgspec.structs.replace(last, **values))), lines

    return change


def on_last_line(change: Callable[[bytes], bytes]) -> Change:
    """An answer whose last log entry is another."""
    return lambda reply, lines: (reply, [*lines[:-1], change(lines[-1])])


def next_to(page: Page) -> int:
    return page.end + 1


DAMAGED: dict[str, Change] = {
    "starts later": on_last_page(start=2, end=next_to),
    "starts before what was read": on_last_page(start=0),
    "ends later": on_last_page(end=next_to),
    "another chain": on_last_page(chain="00" * 32),
    "a scope not granted": on_last_page(scope="office:LAIN"),
    "a line too few": lambda reply, lines: (reply, lines[:-1]),
    "no line": on_last_page(lines=0),
    "another value": on_last_line(lambda line: line.replace(b"Joko", b"Djoko")),
    "another device": on_last_line(lambda line: line.replace(b'{"d":"d', b'{"d":"e')),
    "another stamp": on_last_line(lambda line: line[:-1] + b',"e":1}'),
    "no JSON": on_last_line(lambda line: line[:-2]),
    "no change": on_last_line(lambda line: b'{"d":"d1","c":[1]}'),
    "nothing at all": on_last_line(lambda line: b"{}"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_of_an_answer_with_a_damaged_page_nothing_is_applied(world: World, name: str) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    visit(dewi, "Siti", "Joko")
    drain(dewi, hq=world.hq)
    visit(budi, "Wati")
    body, question = request_body(budi, me(budi), Asked(0, ALL.room))
    answer = world.hq.exchange(body)
    damaged = world.resigned(answer, lambda reply, lines: DAMAGED[name](*office_last(reply, lines)))
    with unchanged(budi), pytest.raises(Unproven):
        apply_answer(budi, me(budi), question, damaged)
    apply_answer(budi, me(budi), question, answer)
    assert len(rows(budi)["attendee"]) == 3


def office_last(reply: Reply, lines: list[bytes]) -> tuple[Reply, list[bytes]]:
    """The same answer, the page with offices first and the one with people last."""
    office, reference = reply.pages
    assert reference.scope == "ref"
    return (
        msgspec.structs.replace(reply, pages=(reference, office)),
        [*lines[office.lines :], *lines[: office.lines]],
    )


def test_a_failure_of_the_database_in_the_middle_undoes_all(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    visit(dewi, "Siti", "Joko")
    drain(dewi, hq=world.hq)
    visit(budi, "Wati")
    body, question = request_body(budi, me(budi), ALL)
    answer = world.hq.exchange(body)
    budi.db.conn.execute(
        "CREATE TEMP TRIGGER failing BEFORE INSERT ON main.attendee WHEN NEW.full_name = 'Joko' "
        "BEGIN SELECT RAISE(ABORT, 'broken'); END"
    )
    with unchanged(budi), pytest.raises(sqlcipher.IntegrityError):
        apply_answer(budi, me(budi), question, answer)
    budi.db.conn.execute("DROP TRIGGER temp.failing")
    outcome = apply_answer(budi, me(budi), question, answer)
    assert (outcome.pushed, len(rows(budi)["attendee"])) == (2, 3)
    assert budi.check() == []


def test_an_answer_with_any_byte_flipped_is_unproven(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    visit(dewi, "Siti")
    drain(dewi, hq=world.hq)
    body, question = request_body(budi, me(budi), ALL)
    answer = world.hq.exchange(body)
    with unchanged(budi):
        for place in [*range(0, len(answer), 7), len(answer) - 1]:
            flipped = answer[:place] + bytes([answer[place] ^ 1]) + answer[place + 1 :]
            with pytest.raises(Unproven):
                apply_answer(budi, me(budi), question, flipped)
        for place in range(0, len(answer), 7):
            with pytest.raises(Unproven):
                apply_answer(budi, me(budi), question, answer[:place])


def test_an_answer_that_somebody_else_signed_is_unproven(world: World) -> None:
    dewi = world.laptop("dewi")
    body, question = request_body(dewi, me(dewi), ALL)
    answer = world.hq.exchange(body)
    dewi.settings.put("identity", msgspec.structs.replace(me(dewi), hq_key=dewi.settings.get("signing_key")))
    with unchanged(dewi), pytest.raises(Unproven, match="tanda tangan"):
        apply_answer(dewi, me(dewi), question, answer)


def test_the_answer_to_another_request_is_put_aside(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    visit(dewi, "Siti")
    visit(budi, "Joko")
    body, question = request_body(dewi, me(dewi), ALL)
    others, _ = request_body(budi, me(budi), ALL)
    earlier, _ = request_body(dewi, me(dewi), Asked(0, 0))
    for answer in (world.hq.exchange(others), world.hq.exchange(earlier)):
        with unchanged(dewi), pytest.raises(LineBusy):
            apply_answer(dewi, me(dewi), question, answer)
    assert apply_answer(dewi, me(dewi), question, world.hq.exchange(body)).pushed == 2


def test_an_answer_applied_twice_changes_nothing_the_second_time(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    visit(budi, "Joko")
    drain(budi, hq=world.hq)
    visit(dewi, "Siti")
    body, question = request_body(dewi, me(dewi), ALL)
    answer = world.hq.exchange(body)
    apply_answer(dewi, me(dewi), question, answer)
    edit(dewi, named(dewi, "Siti"), full_name="Siti Aminah")
    with unchanged(dewi):
        assert apply_answer(dewi, me(dewi), question, answer).more
    drain(dewi, hq=world.hq)
    body, question = request_body(dewi, me(dewi), ALL)
    answer = world.hq.exchange(body)
    apply_answer(dewi, me(dewi), question, answer)
    with unchanged(dewi):
        apply_answer(dewi, me(dewi), question, answer)


def test_a_request_taken_twice_is_logged_once(world: World) -> None:
    dewi = world.laptop("dewi")
    visit(dewi, "Siti")
    body, question = request_body(dewi, me(dewi), ALL)
    world.hq.exchange(body)
    outcome = apply_answer(dewi, me(dewi), question, world.hq.exchange(body))
    assert outcome.pushed == 2
    assert len(world.dots_in_logs()) == len(set(world.dots_in_logs())) == 4


def test_two_runs_on_one_store_do_not_disturb_each_other(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    visit(budi, "Joko")
    drain(budi, hq=world.hq)
    visit(dewi, "Siti")
    window = world.reopened(dewi.folder)
    slow, slow_question = request_body(window, me(window), ALL)
    late = world.hq.exchange(slow)
    drain(dewi, hq=world.hq)
    assert apply_answer(window, me(window), slow_question, late).more
    drain(window, hq=world.hq)
    assert rows(window) == rows(dewi)
    assert window.check() == []


def test_a_log_that_may_no_longer_be_read_is_not_waited_for(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    drain(dewi, hq=world.hq)
    visit(budi, "Joko")
    drain(budi, hq=world.hq)

    def without_office(reply: Reply, lines: list[bytes]) -> tuple[Reply, list[bytes]]:
        grants = tuple(grant for grant in reply.grants if grant.scope == "ref")
        return msgspec.structs.replace(reply, grants=grants, pages=()), []

    dewi.db.conn.execute("UPDATE cursor SET head = head + 2 WHERE scope LIKE 'office:%'")
    body, question = request_body(dewi, me(dewi), ALL)
    answer = world.resigned(world.hq.exchange(body), without_office)
    assert not apply_answer(dewi, me(dewi), question, answer).more
    assert dewi.logs.behind() == 0


# Clocks.


@pytest.mark.parametrize("years", [-60, 75], ids=["1970", "2099"])
def test_a_clock_that_is_far_off_is_recorded_and_its_stamps_are_clipped(world: World, years: int) -> None:
    wrong = Clock(max(0, world.clock.ms + years * YEAR_MS))
    dewi, budi = world.laptop("dewi", clock=wrong), world.laptop("budi")
    session = visit(dewi, "Siti")
    drain(dewi, budi, hq=world.hq)
    assert [state for _, state in states(dewi)] == ["acked", "acked"]
    assert dewi.status().offset == (wrong.ms - world.clock.ms) / 1000
    assert budi.status().offset == 0
    newest = budi.db.conn.execute("SELECT max(stamp) FROM journal").fetchone()[0]
    assert newest <= stamp_of(world.clock.ms)
    assert rows(dewi) == rows(budi)
    world.clock.ms += 1000
    edit(budi, budi.sessions.get(session), venue="Masjid")
    drain(budi, dewi, hq=world.hq)
    edit(dewi, dewi.sessions.get(session), venue="Pasar")
    drain(dewi, budi, hq=world.hq)
    assert dewi.sessions.get(session).venue == budi.sessions.get(session).venue == "Pasar"
    assert rows(dewi) == rows(budi)
    assert dewi.check() == budi.check() == []


def test_a_laptop_from_the_future_does_not_win_over_what_was_written_after_it(world: World) -> None:
    dewi, budi = world.laptop("dewi", clock=Clock(world.clock.ms + 75 * YEAR_MS)), world.laptop("budi")
    session = visit(dewi)
    drain(dewi, budi, hq=world.hq)
    edit(dewi, dewi.sessions.get(session), venue="dari masa depan")
    exchange(dewi, world.hq)
    world.clock.ms += 60_000
    edit(budi, budi.sessions.get(session), venue="semenit kemudian")
    drain(budi, dewi, hq=world.hq)
    for store in (dewi, budi):
        row = next(store.db.query("SELECT * FROM session WHERE id = ?", [session]))
        assert contested(to_state("session", row)) == ["venue"]
        assert store.sessions.get(session).venue == "semenit kemudian"


def test_a_laptop_follows_no_time_but_headquarters_and_its_own(world: World) -> None:
    dewi, budi = world.laptop("dewi", clock=Clock(world.clock.ms + 75 * YEAR_MS)), world.laptop("budi")
    visit(dewi)
    drain(dewi, budi, hq=world.hq)
    visit(budi)
    stamp = budi.db.conn.execute("SELECT max(stamp) FROM journal WHERE dev = ?", [me(budi).dev]).fetchone()[0]
    assert stamp_of(world.clock.ms) <= stamp < stamp_of(world.clock.ms + 1000)


def test_a_slow_clock_is_raised_to_headquarters_time(world: World) -> None:
    dewi = world.laptop("dewi", clock=Clock(0))
    drain(dewi, hq=world.hq)
    visit(dewi)
    assert dewi.db.conn.execute("SELECT min(stamp) FROM journal WHERE dev = ?", [me(dewi).dev]).fetchone()[
        0
    ] >= stamp_of(world.clock.ms)
