"""Villages, offices and assignments: what headquarters itself writes, in the scope that everybody reads."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import insert, select

from desa_app.domain.village import Village
from desa_app.errors import NotFound, UnreadableFile, WrongField
from desa_app.hq import reference, schema
from desa_app.hq.access import REFERENCE
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.people import HEADQUARTERS
from desa_app.sync.pure.change import decode
from tests.hq.laptops import OFFICE, OTHER_OFFICE, VILLAGE, Clock, Laptop, logged, merged, rows

START, END = dt.date(2025, 1, 1), dt.date(2025, 12, 31)


@pytest.fixture
def hq(hq: Headquarters) -> Headquarters:
    """With one village."""
    row = {"name": "Sukamaju", "kind": "desa", "district": "a", "regency": "b", "province": "c"}
    with hq.database.writing() as connection:
        connection.execute(insert(schema.village).values(code=VILLAGE, **row))
    return hq


def assign(hq: Headquarters, **other: Any) -> None:
    usual: dict[str, Any] = {"village": VILLAGE, "office": OFFICE, "sk": "SK-1/2025", "start": START, "end": None}
    hq.assign(**(usual | other))


def test_the_registry_is_loaded_and_loaded_again(url: str) -> None:
    with Headquarters.create(url) as hq:
        assert hq.load_villages() == 83_762
        assert hq.load_villages() == 83_762
        with hq.database.reading() as connection:
            assert reference.village_count(connection) == 83_762
            row = connection.execute(select(schema.village).where(schema.village.c.code == VILLAGE)).one()
            kinds = set(connection.scalars(select(schema.village.c.kind).distinct()))
    village = Village(*row)
    assert (village.kind, village.regency, village.province) == ("desa", "Kabupaten Kendal", "Jawa Tengah")
    assert kinds == {"kelurahan", "desa", "desa adat"}


def test_a_registry_that_can_not_be_read_leaves_the_old_one(
    hq: Headquarters, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path_factory.mktemp("empty")
    monkeypatch.setattr(reference, "resources", lambda: empty)
    with pytest.raises(UnreadableFile):
        hq.load_villages()
    with hq.database.reading() as connection:
        assert reference.village_count(connection) == 1


def test_every_laptop_reads_offices_and_assignments(hq: Headquarters, siti: Laptop, wayan: Laptop) -> None:
    assign(hq, migrant_pocket=0.5)
    for laptop in (siti, wayan):
        laptop.drain(hq.exchange)
        assert laptop.logs[REFERENCE] == logged(hq)[REFERENCE]
    (assignment,) = (row for row in merged(siti.logs[REFERENCE]).values() if "village" in row)
    assert (assignment["village"], assignment["office"], assignment["sk"]) == (VILLAGE, OFFICE, "SK-1/2025")
    assert (assignment["start"], assignment["end"], assignment["migrant_pocket"]) == ("2025-01-01", None, 0.5)
    assert {each.dev for each in siti.logs[REFERENCE]} == {HEADQUARTERS}


def test_rows_are_what_the_log_says(hq: Headquarters) -> None:
    assign(hq)
    assign(hq, end=END)
    hq.add_office(OFFICE, "Kantor Imigrasi Kelas I Kendal")
    assert rows(hq, "office") | rows(hq, "assignment") == merged(logged(hq)[REFERENCE])
    assert [decode(each.payload).number for each in logged(hq)[REFERENCE]] == [*range(1, 6)]


def test_the_same_again_writes_nothing(hq: Headquarters) -> None:
    assign(hq, end=END)
    before = logged(hq)
    assign(hq, end=END)
    assign(hq, village="33.24.08.2014", end=END)
    hq.add_office(OFFICE, "Kantor Imigrasi Kendal")
    assert logged(hq) == before


def test_a_letter_that_ends_changes_its_assignment_and_another_letter_is_another(hq: Headquarters) -> None:
    assign(hq)
    assign(hq, end=END)
    assert [row["end"] for row in rows(hq, "assignment").values()] == ["2025-12-31"]
    assign(hq)
    assert [row["end"] for row in rows(hq, "assignment").values()] == [None]
    assign(hq, sk="SK-2/2025")
    assign(hq, office=OTHER_OFFICE)
    assign(hq, start=END)
    assert len(rows(hq, "assignment")) == 4
    assert {row["conflicts"] for row in rows(hq, "assignment").values()} == {""}


def test_an_office_gets_its_log_at_once_and_keeps_it_when_renamed(hq: Headquarters, siti: Laptop) -> None:
    siti.push(hq.exchange, siti.session())
    hq.add_office(OFFICE, "Kantor Imigrasi Kelas I Kendal")
    answered = siti.push(hq.exchange)
    assert answered.reply.me.office_name == "Kantor Imigrasi Kelas I Kendal"
    assert answered.heads[siti.scope] == 1
    assert len(rows(hq, "office")) == 2


def test_offices_added_at_once_leave_no_gap(hq: Headquarters, clock: Clock) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: hq.add_office(f"KANIM-{n}", f"Kantor {n}"), range(8)))
    assert len(rows(hq, "office")) == 10
    assert [decode(each.payload).number for each in logged(hq)[REFERENCE]] == [*range(1, 11)]


@pytest.mark.parametrize("code", ["kdl", "", "K" * 21, "-K", "K L", "KDL\n"])
def test_an_office_needs_a_code(hq: Headquarters, code: str) -> None:
    before = logged(hq)
    with pytest.raises(WrongField):
        hq.add_office(code, "Kendal")
    assert logged(hq) == before


@pytest.mark.parametrize("name", ["", " ", "x" * 401, "a\0b"])
def test_an_office_needs_a_name(hq: Headquarters, name: str) -> None:
    before = logged(hq)
    for code in ("NEW", OFFICE):
        with pytest.raises(WrongField):
            hq.add_office(code, name)
    assert logged(hq) == before


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"village": "3324082099"}, NotFound),
        ({"village": "Sukamaju"}, WrongField),
        ({"village": "3324"}, NotFound),
        ({"office": "XYZ"}, NotFound),
        ({"end": dt.date(2024, 12, 31)}, WrongField),
        ({"sk": " "}, WrongField),
        ({"sk": "x" * 401}, WrongField),
        ({"migrant_pocket": 1.5}, WrongField),
        ({"migrant_pocket": float("nan")}, WrongField),
    ],
)
def test_an_impossible_assignment_is_refused(hq: Headquarters, wrong: dict[str, Any], error: type[Exception]) -> None:
    before = logged(hq)
    with pytest.raises(error):
        assign(hq, **wrong)
    assert logged(hq) == before
    assert not rows(hq, "assignment")
