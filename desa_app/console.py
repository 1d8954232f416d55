"""What both command lines share: sentences instead of tracebacks, JSON where asked for, days and tables as text."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

import click
import msgspec

from desa_app.errors import DesaError, Unexpected
from desa_app.language import say, use_language

FAILED = 1
"""The exit code of a command that could not do its work; wrong usage is 2."""
PARTLY = 3
"""The exit code of a command that did its work, but something of it needs people."""

log = logging.getLogger(__name__)


class Program(click.Group):
    """A command line whose every failure is a sentence on standard error and an exit code other than 0."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run to the end; always leaves by SystemExit, as click's own."""
        _forgive_characters()
        try:
            return super().main(*args, **kwargs)
        except Exception as error:
            fail_with(error)


def fail_with(error: Exception) -> NoReturn:
    """Say what happened in a sentence, also where nobody had thought of it, and leave."""
    _forgive_characters()
    if isinstance(error, DesaError):
        fail(error)
    log.debug("unexpected", exc_info=error)
    fail(Unexpected(what=f"{type(error).__name__}: {error}"))


def _forgive_characters() -> None:
    """Let a terminal that lacks a character show another in its place."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def fail(error: DesaError) -> NoReturn:
    """Say what happened and leave."""
    click.echo(str(error), err=True)
    sys.exit(FAILED)


class Day(click.ParamType[dt.date]):
    """A day as ``2025-11-13``."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The day, or a usage error that says how to write one."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value).strip())
        except ValueError:
            example = say("tulis tanggal seperti 2025-11-13", "write a day as 2025-11-13")
            self.fail(f"{value!r}: {example}", param, ctx)


def _speak(context: click.Context, parameter: click.Parameter, chosen: str | None) -> None:
    if chosen:
        use_language(chosen)


lang_option = click.option(
    "--lang",
    type=click.Choice(["id", "en"]),
    expose_value=False,
    is_eager=True,
    callback=_speak,
    help="Bahasa Indonesia atau Inggris; juga DESA_LANG.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Keluaran JSON untuk skrip.")


def show_json(value: Any) -> None:
    """Write a value as JSON that people can read too."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def show_table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows in aligned columns under their titles, or that there are none."""
    lines = [list(titles), *([str(cell) for cell in row] for row in rows)]
    if len(lines) == 1:
        click.echo(say("Tidak ada.", "None."))
        return
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
