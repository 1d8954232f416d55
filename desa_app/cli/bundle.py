"""``desa-app bundle``: what waits to a stick, headquarters' answers from it; for a lead colleagues' bundles as well."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desa_app.cli.laptop import Leaves, opened
from desa_app.console import PARTLY, json_option, show_json
from desa_app.domain.formats import show_number
from desa_app.language import say

if TYPE_CHECKING:
    from desa_app.sync.sticks import Read

_folder = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))


@click.group(cls=Leaves)
def bundle() -> None:
    """Sinkron lewat flashdisk: kiriman yang disegel, tanpa jaringan."""


@bundle.command()
@_folder
@json_option
def write(folder: Path, as_json: bool) -> None:
    """Tulis yang belum terkirim ke DIR; yang terpotong dilanjutkan."""
    from desa_app.sync.sticks import write as write_stick

    with opened(though_locked=True) as store:
        done = write_stick(store, folder)
    if as_json:
        show_json(asdict(done) | {"folder": str(done.folder)})
        return
    changes, size = show_number(done.changes), show_number(done.size / 1024, 1)
    click.echo(
        say(
            f"Tertulis dan terbukti di {done.folder}: {changes} perubahan, {size} KB. Serahkan kepada ketua tim atau "
            "kantor pusat; di laptop ini tetap 'belum terkirim' sampai jawaban kantor pusat dibaca.",
            f"Written and proven in {done.folder}: {changes} changes, {size} KB. Hand it to the team lead or to "
            "headquarters; here they stay 'not sent' until headquarters' answer is read.",
        )
    )
    if done.bundles or done.answers:
        click.echo(
            say(
                f"Juga kiriman rekan: {done.bundles}; jawaban untuk rekan: {done.answers}.",
                f"Colleagues' bundles as well: {done.bundles}; answers for colleagues: {done.answers}.",
            )
        )


@bundle.command()
@click.argument("place", metavar="FILE|DIR", type=click.Path(path_type=Path, exists=True))
@json_option
def read(place: Path, as_json: bool) -> None:
    """Baca jawaban; ketua tim juga mengumpulkan kiriman rekan. Kode keluar 3 bila ada yang tidak terpakai."""
    from desa_app.sync.sticks import read as read_stick

    with opened(though_locked=True) as store:
        done = read_stick(store, place)
    if as_json:
        show_json(_values(done))
    else:
        _show(done)
    if done.unusable or done.quarantined:
        sys.exit(PARTLY)


def _values(done: Read) -> dict[str, Any]:
    values = asdict(done)
    del values["settled"]
    return values


def _show(done: Read) -> None:
    if done.answered:
        click.echo(
            say(
                f"Jawaban kantor pusat: {done.pushed} perubahan sampai, {done.pulled} yang baru, "
                f"{done.quarantined} disisihkan.",
                f"Headquarters' answer: {done.pushed} changes arrived, {done.pulled} new ones, "
                f"{done.quarantined} set aside.",
            )
        )
    for name in done.leads:
        click.echo(say(f"Di ketua tim: {name}.", f"With the team lead: {name}."))
    for name in done.collected:
        click.echo(say(f"Dikumpulkan: kiriman {name}.", f"Collected: {name}'s bundle."))
    if done.kept_answers or done.brought:
        click.echo(
            say(
                f"Jawaban untuk rekan: {done.kept_answers} diambil, {done.brought} ditulis.",
                f"Answers for colleagues: {done.kept_answers} taken, {done.brought} written.",
            )
        )
    for sentence in done.unusable:
        click.echo(sentence, err=True)
    if done.is_empty:
        click.echo(say("Tidak ada apa-apa untuk laptop ini.", "There is nothing for this laptop."))


@bundle.command()
@_folder
@json_option
def reply(folder: Path, as_json: bool) -> None:
    """Untuk ketua tim: tulis jawaban kantor pusat bagi rekan ke DIR."""
    from desa_app.sync.sticks import reply as reply_stick

    with opened(though_locked=True) as store:
        count = reply_stick(store, folder)
    if as_json:
        show_json({"answers": count})
    else:
        click.echo(say(f"Jawaban untuk rekan: {count} ditulis.", f"Answers for colleagues: {count} written."))
