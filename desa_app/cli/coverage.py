"""``desa-app coverage``: the coverage report from what this laptop may see."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from desa_app.cli.laptop import Leaf, opened
from desa_app.console import Day
from desa_app.domain.coverage import LEVELS, Period, summary_lines
from desa_app.language import say
from desa_app.reports.coverage import Report, check_ending, rows_in, write_coverage

if TYPE_CHECKING:
    from desa_app.domain.coverage import Level


@click.command(cls=Leaf)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--from", "start", type=Day(), required=True)
@click.option("--to", "end", type=Day(), required=True)
@click.option("--by", type=click.Choice(LEVELS), help="Satu tingkat saja; CSV tanpa ini: per desa.")
def coverage(file: Path, start: dt.date, end: dt.date, by: str | None) -> None:
    """Laporan cakupan desa ke FILE (.csv atau .xlsx) dari yang boleh dilihat laptop ini."""
    check_ending(file)
    level = cast("Level | None", by)
    with opened() as store:
        counted = store.coverage(Period(start, end), [level] if level else LEVELS)
        author = store.me.name if store.me else ""
        now = dt.datetime.fromtimestamp(store.clock() / 1000).astimezone()
        with store.exports.noting("coverage", rows_in(Report(counted, author, now, level), file)):
            written = write_coverage(counted, file, author=author, at=now, by=level)
    for line in summary_lines(counted):
        click.echo(line)
    click.echo(say(f"Ditulis: {written.path}", f"Written: {written.path}"))
