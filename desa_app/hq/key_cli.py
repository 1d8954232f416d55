"""``desa-hq key``: the key that headquarters signs with."""

from __future__ import annotations

import click

from desa_app.console import json_option, show_json, show_table
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.options import database_option
from desa_app.language import say
from desa_app.sync.pure.receipt import key_id
from desa_app.sync.pure.signing import text


@click.group()
def key() -> None:
    """Kunci tanda tangan kantor pusat."""


@key.command("list")
@json_option
@database_option
def list_keys(as_json: bool, database: str) -> None:
    """Semua kunci publik, yang dipakai terakhir: dengan ini tanda terima diperiksa."""
    with Headquarters(database) as headquarters:
        found = [(key_id(each.public_key), text(each.public_key)) for each in headquarters.identity.keys]
    if as_json:
        show_json([{"key": name, "public_key": public_key} for name, public_key in found])
        return
    show_table(say("kunci|kunci publik", "key|public key").split("|"), found)


@key.command()
@database_option
def rotate(database: str) -> None:
    """Pakai kunci baru yang dijamin oleh kunci lama; kunci lama dilupakan."""
    with Headquarters(database) as headquarters:
        name = headquarters.rotate_key()
    click.echo(
        say(
            f"Kunci baru: {name}. Laptop mengikutinya saat sinkron berikutnya; tanda terima lama tetap berlaku. "
            "Mulai ulang semua 'desa-hq serve', dan buat cadangan basis data ini sekarang.",
            f"The new key is {name}. Laptops follow it in their next exchange; older receipts stay good. Start every "
            "'desa-hq serve' again, and back this database up now.",
        )
    )
