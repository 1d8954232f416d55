"""``desa-app conflict``: what two people wrote at the same time, and the lead's decision."""

from __future__ import annotations

import click

from desa_app.cli.laptop import Leaves, opened
from desa_app.cli.words import conflict_values, show_conflicts
from desa_app.console import json_option, show_json
from desa_app.errors import NotFound
from desa_app.language import say


@click.group(cls=Leaves)
def conflict() -> None:
    """Konflik data: yang ditulis dua orang pada waktu yang sama."""


@conflict.command("list")
@json_option
def list_conflicts(as_json: bool) -> None:
    """Semua konflik: nilainya, siapa, kapan, di laptop mana."""
    with opened() as store:
        found = store.conflicts()
    if as_json:
        show_json(list(conflict_values(found)))
        return
    if not found:
        click.echo(say("Tidak ada.", "None."))
    show_conflicts(found)


@conflict.command()
@click.argument("record")
@click.argument("field")
@click.option("--keep", required=True, metavar="CHANGE", help="Perubahan yang nilainya berlaku, dari 'conflict list'.")
def settle(record: str, field: str, keep: str) -> None:
    """Putuskan nilai mana yang berlaku. Hanya ketua tim."""
    with opened() as store:
        found = [one for one in store.conflicts(record) if (one.record, one.field) == (record, field)]
        if not any(rival.dot == keep for one in found for rival in one.rivals):
            raise NotFound(what=say(f"Konflik {record} {field} {keep}", f"Conflict {record} {field} {keep}"))
        store.settle(found[0], keep)
    click.echo(
        say("Diputuskan. Berlaku di semua laptop setelah sinkron.", "Settled. It holds everywhere after a sync.")
    )
