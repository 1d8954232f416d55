"""``desa-app village``: the registry of villages; works before enrolment."""

from __future__ import annotations

import click

from desa_app.cli.laptop import Leaves
from desa_app.console import json_option, show_json, show_table
from desa_app.domain.labels import value_label
from desa_app.errors import FolderUnusable
from desa_app.language import say


@click.group(cls=Leaves)
def village() -> None:
    """Daftar desa dan kelurahan."""


@village.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100))
@json_option
def find(text: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Cari desa seperti biasa ditulis: `ds. wonorejo kec kaliwungu kendal`."""
    from desa_app.store.villages import Villages

    try:
        registry = Villages.open()
    except OSError as error:
        raise FolderUnusable(name=str(error.filename), why=error.strerror or str(error)) from error
    try:
        matches = registry.find(" ".join(text), limit)
    finally:
        registry.close()
    if as_json:
        names = ("code", "name", "kind", "district", "regency", "province")
        show_json(
            [
                {**{name: getattr(match.village, name) for name in names}, "score": match.score, "sure": match.sure}
                for match in matches
            ]
        )
        return
    titles = say(
        "kode|nama|jenis|kecamatan|kabupaten/kota|provinsi|nilai|yakin",
        "code|name|kind|district|regency|province|score|sure",
    )
    show_table(
        titles.split("|"),
        [
            (
                match.village.shown_code,
                match.village.name,
                value_label(match.village.kind),
                match.village.district,
                match.village.regency,
                match.village.province,
                match.score,
                say("ya", "yes") if match.sure else "—",
            )
            for match in matches
        ],
    )
