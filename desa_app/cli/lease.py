"""``desa-app lease``: how long this laptop may show what it holds, and how that is prolonged without a line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from desa_app.cli.laptop import Leaves, file_argument, opened, read_bytes
from desa_app.console import json_option, show_json
from desa_app.domain.formats import show_date
from desa_app.language import say

if TYPE_CHECKING:
    from desa_app.sync.pure.lease import Lease


@click.group(cls=Leaves)
def lease() -> None:
    """Masa pakai laptop ini, dan perpanjangannya tanpa jaringan."""


@lease.command()
@json_option
def show(as_json: bool) -> None:
    """Sampai kapan laptop ini dapat dipakai tanpa terhubung."""
    with opened(though_locked=True) as store:
        found = store.lease.look()
    if as_json:
        show_json({"until_ms": found and found.until_ms, "is_over": found is not None and found.is_over})
    elif found is None:
        click.echo(say("Tanpa batas: laptop ini belum terdaftar.", "Without end: this laptop has not joined yet."))
    elif found.is_over:
        click.echo(say(f"Terkunci sejak {_day(found)}.", f"Locked since {_day(found)}."))
    else:
        _show_end(found)


@lease.command()
@file_argument
def read(file: Path) -> None:
    """Perpanjang dengan FILE dari kantor pusat (`desa-hq lease write`)."""
    from desa_app.sync.renewal import read_ticket

    with opened(though_locked=True) as store:
        _show_end(read_ticket(store, read_bytes(file)))


@lease.command()
@click.argument("code")
def code(code: str) -> None:
    """Perpanjang dengan CODE yang dibacakan kantor pusat lewat telepon (`desa-hq lease code`)."""
    from desa_app.sync.renewal import take_code

    with opened(though_locked=True) as store:
        _show_end(take_code(store, code))


def _show_end(found: Lease) -> None:
    day = _day(found)
    click.echo(
        say(
            f"Laptop ini dapat dipakai sampai {day}; setiap sinkron memperpanjangnya.",
            f"This laptop can be used until {day}; every synchronisation prolongs that.",
        )
    )


def _day(found: Lease) -> str:
    from desa_app.sync.pure.lease import last_day

    return show_date(last_day(found))
