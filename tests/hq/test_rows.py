"""Headquarters finds every row that is not what its log says, and writes it anew from the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from desa_app.hq import schema
from desa_app.hq.cli import main
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.rows import mend_rows, wrong_rows
from tests.hq.laptops import NOW_MS, Laptop

DAMAGES = [
    "UPDATE session SET venue = 'lain'",
    "UPDATE session SET deleted = 1",
    "UPDATE session SET registers = '{}'",
    "UPDATE session SET registers = 'x'",
    "UPDATE session SET scope = 'office:SMG'",
    "DELETE FROM session",
]


def held(hq: Headquarters) -> list[Any]:
    with hq.database.reading() as connection:
        return list(connection.execute(select(schema.RECORD_TABLES["session"])).all())


@pytest.fixture
def one(hq: Headquarters, siti: Laptop, budi: Laptop) -> Callable[[], list[Any]]:
    """A session that two people wrote, and the way to read its row."""
    siti.push(hq.exchange, siti.session(venue="Balai"))
    return lambda: held(hq)


@pytest.mark.parametrize("statement", DAMAGES)
def test_a_damaged_row_is_found_and_written_anew(
    hq: Headquarters, one: Callable[[], list[Any]], statement: str
) -> None:
    before = one()
    with hq.database.reading() as connection:
        assert wrong_rows(connection) == []
    with hq.database.writing() as connection:
        connection.exec_driver_sql(statement)
    with hq.database.reading() as connection:
        assert {wrong.noun for wrong in wrong_rows(connection)} == {"session"}
    with hq.database.writing() as connection:
        assert mend_rows(connection, NOW_MS)[0] == 1
        assert wrong_rows(connection) == []
    assert [row[:-1] for row in one()] == [row[:-1] for row in before]


def test_a_row_that_no_log_tells_of_is_told_and_stays(hq: Headquarters, one: Callable[[], list[Any]]) -> None:
    with hq.database.writing() as connection:
        table = schema.RECORD_TABLES["session"]
        [row] = connection.execute(select(table)).mappings()
        connection.execute(table.insert().values({**row, "id": row["id"][:-2] + "zz"}))
        mended, left = mend_rows(connection, NOW_MS)
        assert (mended, len(left)) == (0, 1)
    assert len(one()) == 2


def test_the_command_tells_and_mends(hq: Headquarters, url: str, one: Callable[[], list[Any]]) -> None:
    def run(*options: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["check", *options, "--database", url])
        return done.exit_code, done.output

    assert run()[0] == 0
    with hq.database.writing() as connection:
        connection.exec_driver_sql("UPDATE session SET venue = 'lain'")
    code, said = run()
    assert (code, "catatan bukan hasil log-nya" in said, "session" in said) == (1, True, True)
    code, said = run("--mend")
    assert (code, "Ditulis ulang dari log: 1." in said) == (0, True)
    assert run()[0] == 0
