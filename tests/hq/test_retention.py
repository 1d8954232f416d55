"""Names go after twelve months, everybody is counted as before, and nobody's name stays who is not on legal hold."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from desa_app.domain.coverage import Period
from desa_app.domain.erasure import NAMES
from desa_app.errors import WrongField
from desa_app.hq import retention, schema
from desa_app.hq.erasure import carry_out
from desa_app.hq.headquarters import Headquarters
from desa_app.sync.pure.change import decode
from tests.hq.laptops import NOW_MS, Clock, Laptop, enrolled, logged, merged, new_record, rows

TODAY = dt.date(2025, 11, 13)
OLD, LAST_OLD, FIRST_KEPT = dt.date(2024, 3, 1), dt.date(2024, 11, 13), dt.date(2024, 11, 14)
VILLAGES = ("3324082014", "3324082015", "3324082016")
PEOPLE = ("Siti Aminah", "SITI  AMINAH", "Joko", "Wati", None)


def villages(hq: Headquarters) -> None:
    """The villages of these tests in the registry."""
    parents = {"district": "Kendal", "regency": "Kendal", "province": "Jawa Tengah"}
    found = [{"code": code, "name": f"Desa {code[-2:]}", "kind": "desa", **parents} for code in VILLAGES]
    with hq.database.writing() as connection:
        connection.execute(insert(schema.village), found)


def held(hq: Headquarters, lead: Laptop, day: dt.date, *people: dict[str, Any], **fields: Any) -> tuple[str, list[str]]:
    """An approved session with these people at headquarters: its id and theirs."""
    session, records = new_record(), [new_record() for _ in people]
    values = {"date": str(day), "villages": VILLAGES[:1], "status": "disetujui", "headcount_female": 2} | fields
    changes = [lead.session(session, **values)]
    changes += [lead.attendee(session, record, **one) for record, one in zip(records, people, strict=True)]
    assert {fate.result for fate in lead.push(hq.exchange, *changes).fates.values()} == {"ok"}
    return session, records


def counted(hq: Headquarters) -> tuple[Any, ...]:
    """Every figure of coverage of all time."""
    found = hq.coverage(Period(dt.date(2020, 1, 1), TODAY))
    return found.rows, found.country, found.uncovered, found.footnotes


def names(hq: Headquarters) -> dict[str, str | None]:
    return {record: row["full_name"] for record, row in rows(hq, "attendee").items()}


def line(**more: Any) -> dict[str, Any]:
    return {"full_name": "Siti Aminah", "sex": "P", "birth_year": 1980, "age": None} | more


def test_names_older_than_twelve_months_go_and_younger_ones_stay(hq: Headquarters, budi: Laptop) -> None:
    _, [old] = held(hq, budi, LAST_OLD, line(phone="0812"))
    _, [young] = held(hq, budi, FIRST_KEPT, line())
    assert hq.erasing.retain(dry_run=True) == (1, 0)
    assert names(hq)[old] == "Siti Aminah"
    assert hq.erasing.retain() == (1, 0)
    assert names(hq) == {old: None, young: "Siti Aminah"}
    row = rows(hq, "attendee")[old]
    assert all(row[name] is None for name in NAMES)
    assert (row["sex"], row["age"]) == ("P", 2024 - 1980 - 1)
    assert hq.erasing.retain() == (0, 0)
    assert [entry.request.kind for entry in hq.erasing.register()] == ["retention"]


def test_the_same_person_stays_one_person(hq: Headquarters, budi: Laptop) -> None:
    """Of a year ago without a name, of today with one, and of next year's run: one and the same."""
    _, [old] = held(hq, budi, OLD, line())
    _, [today] = held(hq, budi, TODAY, line())
    hq.erasing.retain()
    tokens = {record: row["counted_as"] for record, row in rows(hq, "attendee").items()}
    assert tokens[old] == tokens[today]
    assert tokens[old]
    _, [late] = held(hq, budi, OLD, line())
    hq.erasing.retain()
    assert rows(hq, "attendee")[late]["counted_as"] == tokens[old]


def test_a_name_that_was_replaced_goes_as_well(hq: Headquarters, budi: Laptop) -> None:
    _, [old] = held(hq, budi, OLD, {"full_name": "Siti Aminah", "age": 44})
    [created] = [each for each in budi.journal.values() if decode(each).record == old]
    budi.push(hq.exchange, budi.edit("attendee", old, {"full_name": None}, [budi.dot(created)]))
    hq.erasing.retain()
    assert b"Siti" not in b"".join(each.payload for each in _entries(hq))


def test_what_waits_in_quarantine_for_a_year_goes(hq: Headquarters, budi: Laptop, clock: Clock) -> None:
    orphan = budi.attendee(new_record(), **line())
    assert budi.push(hq.exchange, orphan).fates[1].result == "quarantined"
    assert hq.erasing.retain() == (0, 0)
    clock.ms += 366 * 24 * 3_600_000
    assert hq.erasing.retain() == (1, 0)
    assert hq.erasing.retain() == (0, 0)
    assert b"Siti" not in hq.quarantined()[0].payload
    assert budi.push(hq.exchange, orphan).fates[1].result == "quarantined"


@pytest.mark.parametrize("which", ["session", "attendee"])
def test_a_legal_hold_keeps_them_until_it_is_lifted(hq: Headquarters, budi: Laptop, which: str) -> None:
    session, [first, second] = held(hq, budi, OLD, line(), line(full_name="Joko"))
    on_hold = {"session": session, "attendee": first}[which]
    hq.erasing.hold(on_hold, "perkara 12/2025", "Ratna")
    assert hq.erasing.retain() == {"session": (0, 2), "attendee": (1, 1)}[which]
    assert names(hq)[first] == "Siti Aminah"
    with pytest.raises(WrongField):
        hq.erasing.erase([first], reason="permintaan", by="Ratna")
    with pytest.raises(WrongField):
        hq.erasing.erase([session], reason="permintaan", by="Ratna", size="record")
    assert [each.record for each in hq.erasing.holds()] == [on_hold]
    assert hq.erasing.release(on_hold)
    hq.erasing.retain()
    assert set(names(hq).values()) == {None}
    assert second in names(hq)


def test_a_run_that_was_cut_goes_on(hq: Headquarters, budi: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desa_app.hq.erasing.AT_ONCE", 2)
    villages(hq)
    held(hq, budi, OLD, *(line(full_name=f"Orang {number}") for number in range(5)))
    before, batches = counted(hq), []

    def cut(*args: Any) -> None:
        batches.append(args)
        if len(batches) == 2:
            raise KeyboardInterrupt
        carry_out(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desa_app.hq.erasing.carry_out", cut)
        with pytest.raises(KeyboardInterrupt):
            hq.erasing.retain()
    assert sorted(map(bool, names(hq).values())) == [False, False, True, True, True]
    assert hq.erasing.retain() == (3, 0)
    assert set(names(hq).values()) == {None}
    assert counted(hq) == before
    logged(hq)


def _entries(hq: Headquarters) -> Sequence[Any]:
    with hq.database.reading() as connection:
        return connection.execute(select(schema.log)).all()


PERSON = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(PEOPLE),
        "sex": st.sampled_from(["P", "L", None]),
        "birth_year": st.sampled_from([None, 1980, 2024, 1890]),
        "age": st.sampled_from([None, 44]),
        "village": st.sampled_from([None, *VILLAGES]),
    }
)
SESSION = st.tuples(
    st.sampled_from([OLD, LAST_OLD, FIRST_KEPT, TODAY]),
    st.lists(st.sampled_from(VILLAGES), min_size=1, max_size=2, unique=True),
    st.integers(0, 4),
    st.lists(PERSON, max_size=4),
    st.sampled_from(["disetujui", "diajukan"]),
)


@settings(max_examples=20, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SESSION, min_size=1, max_size=5), st.integers(1, 3))
def test_coverage_is_the_same_before_and_after(
    two_offices: Path, tmp_path: Path, sessions: list[Any], at_once: int
) -> None:
    """Whoever is listed however often, by name or not: every figure is as it was, and the log still makes the rows."""
    shutil.copy(two_offices, tmp_path / "hq.db")
    (tmp_path / "hq.db.erasures").unlink(missing_ok=True)
    with Headquarters(f"sqlite:///{tmp_path / 'hq.db'}", Clock(NOW_MS)) as hq:
        villages(hq)
        lead = enrolled(hq, "lead")
        for day, codes, headcount, people, status in sessions:
            held(hq, lead, day, *people, villages=codes, headcount_female=headcount, status=status)
        before = counted(hq)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("desa_app.hq.erasing.AT_ONCE", at_once)
            hq.erasing.retain()
        assert counted(hq) == before
        old = {record for record, row in rows(hq, "session").items() if row["date"] <= str(LAST_OLD)}
        assert not [row for row in rows(hq, "attendee").values() if row["session_id"] in old and row["full_name"]]
        office = f"office:{lead.office}"
        kinds = ("session", "attendee")
        assert merged(logged(hq)[office]) == {each: row for noun in kinds for each, row in rows(hq, noun).items()}
        with hq.database.reading() as connection:
            assert retention.due(connection, TODAY) == []
