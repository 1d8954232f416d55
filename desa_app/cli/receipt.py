"""``desa-app receipt``: headquarters' word that it holds a record, as a file that anybody can check."""

from __future__ import annotations

from pathlib import Path

import click

from desa_app.cli.laptop import Leaves, file_argument, opened, read_bytes
from desa_app.console import json_option, show_json
from desa_app.errors import WrongField
from desa_app.language import say


@click.group(cls=Leaves)
def receipt() -> None:
    """Tanda terima kantor pusat untuk satu catatan."""


@receipt.command()
@click.argument("record")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export(record: str, file: Path) -> None:
    """Tulis tanda terima catatan RECORD ke FILE."""
    from desa_app.store.receipt_file import export_receipt

    with opened() as store:
        proof = export_receipt(store, record, file)
    count = len(proof.changes)
    click.echo(
        say(f"Tanda terima untuk {count} perubahan: {file}", f"The receipt for {count} changes: {file}"),
    )


@receipt.command()
@file_argument
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="BASE64",
    help="Kunci publik kantor pusat; tanpa ini yang dikenal laptop ini.",
)
@json_option
def verify(file: Path, keys: tuple[str, ...], as_json: bool) -> None:
    """Periksa tanda terima FILE tanpa sambungan, dan katakan apa yang dibuktikannya."""
    from desa_app.store.receipt_file import proven_words, read_receipt

    content = read_bytes(file)
    proven = read_receipt(file.name, content, [_key(key) for key in keys] or _known())
    if as_json:
        show_json(proven._asdict())
    else:
        click.echo(proven_words(proven))


def _key(written: str) -> bytes:
    from desa_app.sync.pure.signing import raw

    found = raw(written)
    if len(found) != 32:
        raise WrongField(path="key", why=say("bukan kunci publik", "it is no public key"))
    return found


def _known() -> list[bytes]:
    """The keys of headquarters that this laptop trusts; a laptop that has met none yet trusts that of its enrolment."""
    with opened() as store:
        return store.receipts.trusted_keys()
