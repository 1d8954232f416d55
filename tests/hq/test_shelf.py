"""Records at headquarters are what the pure functions make of all accepted changes, however these arrived."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from desa_app.hq import keys, schema
from desa_app.hq.headquarters import Headquarters
from desa_app.sync.pure.change import Dot, decode, encode
from desa_app.sync.pure.clock import effective
from desa_app.sync.pure.merge import State, bases, merge
from desa_app.sync.pure.rows import to_state
from simulation.judge import Deed, expected_conflicts, expected_deleted, expected_state
from tests.hq.laptops import (
    NOW_MS,
    OFFICE,
    OTHER_OFFICE,
    Clock,
    Laptop,
    Placed,
    enrolled,
    logged,
    merged,
    new_record,
    rows,
)
from tests.sync.pure.history import (
    DEVICES,
    RECORD,
    histories,
)

often = settings(max_examples=80, derandomize=True, database=None, deadline=None)


class Template(NamedTuple):
    """A database to copy, and the laptops that are enrolled in it."""

    file: Path
    laptops: tuple[Laptop, ...]
    authors: dict[str, Laptop]


@pytest.fixture(scope="module")
def template(two_offices: Path, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Two officers of Kendal and one of Semarang; and the three authors of histories, with their devices."""
    file = tmp_path_factory.mktemp("template") / "hq.db"
    shutil.copy(two_offices, file)
    with Headquarters(f"sqlite:///{file}", Clock()) as hq:
        laptops = tuple(enrolled(hq, office=office) for office in (OFFICE, OFFICE, OTHER_OFFICE))
        authors = {_plain(dev): _author(hq, _plain(dev)) for dev in DEVICES}
    return Template(file, laptops, authors)


def _plain(dev: str) -> str:
    """Headquarters gives no device a name with a colon."""
    return dev.replace(":", "")


def _author(hq: Headquarters, dev: str) -> Laptop:
    key = Ed25519PrivateKey.generate()
    with hq.database.writing() as connection:
        person = f"orang{dev}"
        connection.execute(insert(schema.person).values(person=person, name="Orang", role="lead", office_code=OFFICE))
        row = {"dev": dev, "person": person, "public_key": key.public_key().public_bytes_raw(), "machine": ""}
        connection.execute(insert(schema.device).values(**row, enrolled_ms=NOW_MS, held="[]"))
    return Laptop(dev, person, OFFICE, keys.public_text(hq.identity.private_key), key)


@contextmanager
def copied(template: Template) -> Iterator[Headquarters]:
    """A headquarters of its own, as in the template."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "hq.db"
        shutil.copy(template.file, file)
        with Headquarters(f"sqlite:///{file}", Clock()) as hq:
            yield hq


def as_enrolled(deed: Deed) -> Deed:
    """A deed of a history with the names of devices and people that headquarters knows."""
    payload = encode(deed.change)
    for dev in DEVICES:
        payload = payload.replace(f'"{dev}:'.encode(), f'"{_plain(dev)}:'.encode())
    dev, _, number = deed.name.rpartition(":")
    change = msgspec.structs.replace(decode(payload), person=f"orang{_plain(dev)}")
    knew = frozenset(f"{_plain(one)}:{n}" for one, _, n in (name.rpartition(":") for name in deed.knew))
    return Deed(f"{_plain(dev)}:{number}", change, effective(change.stamp, NOW_MS), knew)


@st.composite
def batches(draw: st.DrawFn, deeds: Sequence[Deed]) -> list[tuple[str, list[bytes]]]:
    """The changes in any order and some of them again, in batches of one device each."""
    repeated = draw(st.lists(st.sampled_from(deeds), max_size=4))
    order = draw(st.permutations([*deeds, *repeated]))
    found: list[tuple[str, list[bytes]]] = []
    for deed in order:
        dev = deed.name.rpartition(":")[0]
        if not found or found[-1][0] != dev or draw(st.booleans()):
            found.append((dev, []))
        found[-1][1].append(encode(deed.change))
    return found


@often
@given(st.data())
def test_a_record_is_what_the_judge_says_in_whatever_order_its_changes_come(
    template: Template, data: st.DataObject
) -> None:
    deeds = [as_enrolled(deed) for deed in data.draw(histories())]
    noun = deeds[0].change.noun
    with copied(template) as hq:
        for dev, payloads in data.draw(batches(deeds)):
            template.authors[dev].push(hq.exchange, *payloads, cursors={}, room=0)
        row = rows(hq, noun)[RECORD]
        assert hq.quarantined() == []
        assert {each.name for each in logged(hq)[f"office:{OFFICE}"]} == {deed.name for deed in deeds}
    assert to_state(noun, row) == expected_state(deeds)
    assert bool(row["deleted"]) == expected_deleted(deeds)
    assert (msgspec.json.decode(row["conflicts"]) if row["conflicts"] else []) == expected_conflicts(noun, deeds)


class Step(NamedTuple):
    """What a laptop does: writes a new session, an attendee or an edit, or exchanges some of what it wrote.

    ``which`` picks the record, or by its bits the changes that are sent, old ones too."""

    who: int
    does: str
    which: int


steps = st.lists(
    st.builds(
        Step,
        st.integers(0, 2),
        st.sampled_from(["session", "attendee", "edit", "edit", "exchange", "exchange"]),
        st.integers(0, 2**10 - 1),
    ),
    max_size=30,
)


def states_of(laptop: Laptop) -> dict[tuple[str, str], State]:
    """The records that a laptop can see: what it read and what it wrote itself."""
    states: dict[tuple[str, str], State] = {}
    seen: set[Dot] = set()
    own = (Placed(laptop.dev, payload, decode(payload).stamp) for payload in laptop.journal.values())
    for each in (*laptop.logs.get(laptop.scope, ()), *own):
        change = decode(each.payload)
        key = (change.noun, change.record)
        states[key] = merge(states.get(key, {}), change, each.name, each.stamp, seen.__contains__)
        seen.add(each.name)
    return states


def take(laptop: Laptop, hq: Headquarters, step: Step) -> None:
    """Do what a step says, as far as it can be done."""
    if step.does == "exchange":
        sent = [payload for number, payload in laptop.journal.items() if step.which >> number % 10 & 1]
        laptop.push(hq.exchange, *(sent[::-1] if step.which & 1 else sent), room=3_000)
    elif step.does == "session":
        laptop.session()
    else:
        write(laptop, step)


def write(laptop: Laptop, step: Step) -> None:
    """An attendee of a session that the laptop sees, or an edit of a record that it sees."""
    states = states_of(laptop)
    seen = sorted(key for key in states if step.does == "edit" or key[0] == "session")
    if not seen:
        return
    noun, record = seen[step.which % len(seen)]
    if step.does == "attendee":
        laptop.attendee(record)
    else:
        fields = {"venue" if noun == "session" else "full_name": f"value {step.which}"}
        laptop.write(noun, record, fields, bases(states[noun, record], fields))


@often
@given(steps)
def test_all_agree_when_everything_was_sent(template: Template, steps: list[Step]) -> None:
    with copied(template) as hq:
        laptops = [replace(each, journal={}, cursors={}, chains={}, logs={}) for each in template.laptops]
        for step in steps:
            take(laptops[step.who], hq, step)
        for laptop in laptops:
            laptop.push(hq.exchange, *reversed(laptop.journal.values()))
        found = logged(hq)
        assert hq.quarantined() == []
        names = {each.name for scope, log in found.items() if scope != "ref" for each in log}
        assert names == {laptop.dot(payload) for laptop in laptops for payload in laptop.journal.values()}
        by_name = sorted((each for log in found.values() for each in log), key=lambda each: each.name)
        assert rows(hq, "session") | rows(hq, "attendee") | rows(hq, "office") == merged(by_name)
        for laptop in laptops:
            laptop.drain(hq.exchange)
            own = merged(laptop.logs.get(laptop.scope, ()))
            assert own == {record: row for record, row in merged(by_name).items() if row["scope"] == laptop.scope}


def test_an_unknown_field_is_kept_for_those_who_know_it(template: Template) -> None:
    siti, budi, _ = (replace(each, journal={}, cursors={}, chains={}, logs={}) for each in template.laptops)
    with copied(template) as hq:
        session = siti.session(new_record(), field_of_a_later_version={"deep": [1, None]})
        siti.push(hq.exchange, session)
        budi.drain(hq.exchange)
        row = rows(hq, "session")[decode(session).record]
    assert budi.logs[budi.scope] == [Placed(siti.dev, session, decode(session).stamp)]
    state = to_state("session", row)
    assert state["field_of_a_later_version"].written[siti.dot(session)][1] == {"deep": [1, None]}
