"""``desa-hq backup``, ``restore`` and ``check``: headquarters' safety copy, the way back from it, and the proof."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from desa_app.console import FAILED
from desa_app.domain.formats import show_date, show_number, show_time
from desa_app.hq.headquarters import Headquarters, wall_ms
from desa_app.hq.options import database_option
from desa_app.language import say

folder_argument = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@click.command()
@folder_argument
@database_option
def backup(folder: Path, database: str) -> None:
    """Cadangkan basis data ke folder baru di dalam FOLDER, sambil tetap melayani, dan buktikan salinannya."""
    from desa_app.hq.backup import back_up

    with Headquarters(database) as headquarters:
        made = back_up(headquarters, folder, wall_ms())
    click.echo(say(f"Cadangan terbukti utuh: {made}", f"The backup is proven whole: {made}"))
    click.echo(
        say(
            "Di dalamnya ada kunci kantor pusat dan semua catatan, tidak disandikan: simpan seaman server ini. Foto "
            "dan bukti tidak ikut; cadangkan tempatnya tersendiri.",
            "It holds headquarters' keys and all records, unencrypted: keep it as safe as this server. Photos and "
            "evidence are not in it; back up their place by itself.",
        )
    )


@click.command()
@folder_argument
@database_option
def restore(folder: Path, database: str) -> None:
    """Lanjutkan dari cadangan di FOLDER; basis data yang sekarang disingkirkan. Hentikan layanan dahulu."""
    from desa_app.hq.backup import restore as go_on

    done = go_on(folder, database, wall_ms)
    made = done.backup.made_at.astimezone()
    when = f"{show_date(made.date())} {show_time(made)}"
    revoked, missing = show_number(done.revocations), show_number(done.files_missing)
    click.echo(
        say(f"Kantor pusat dilanjutkan dari cadangan {when}.", f"Headquarters goes on from the backup of {when}.")
    )
    if done.aside:
        click.echo(say(f"Basis data sebelumnya: {done.aside}", f"The database before it: {done.aside}"))
    click.echo(
        say(
            f"Pencabutan diulang: {revoked}. Berkas yang dikirim ulang oleh laptop: {missing}. Penghapusan diulang.",
            f"Revocations done again: {revoked}. Files that laptops send again: {missing}. Erasures done again.",
        )
    )
    click.echo(
        say(
            "Laptop membawa kembali apa yang hilang saat sinkron berikutnya, juga dirinya dan orangnya. Yang harus "
            "diulang sendiri sejak saat itu: orang tanpa laptop, dan pemindahan antarkantor; kode yang belum dipakai "
            "tidak berlaku lagi.",
            "Laptops bring back what is missing when they next synchronise, themselves and their people as well. To "
            "be done again by hand since then: people without a laptop, and moves between offices; codes that were "
            "not used are void.",
        )
    )


@click.command()
@click.option("--mend", is_flag=True, help="Tulis ulang catatan yang bukan hasil log-nya; log sendiri tidak diubah.")
@database_option
def check(mend: bool, database: str) -> None:
    """Buktikan keutuhan basis data, rantai setiap log, dan bahwa setiap catatan adalah hasil log-nya; kode keluar 1
    bila ada yang salah."""
    from desa_app.hq.backup import check as find
    from desa_app.hq.rows import mend_rows, wrong_rows

    with Headquarters(database) as headquarters:
        headquarters.database.check_file()
        with headquarters.database.reading() as connection:
            findings = find(connection)
        if mend and not findings:
            with headquarters.database.writing() as connection:
                mended, _ = mend_rows(connection, wall_ms())
            count = show_number(mended)
            click.echo(say(f"Ditulis ulang dari log: {count}.", f"Written anew from the logs: {count}."))
        with headquarters.database.reading() as connection:
            wrong = [] if findings else wrong_rows(connection)
        not_its_log = say("catatan bukan hasil log-nya", "a record is not what its log says")
        findings += [f"{each}: {not_its_log}" for each in wrong]
    for finding in findings:
        click.echo(finding)
    if findings:
        sys.exit(FAILED)
    click.echo(say("Basis data dan semua log utuh.", "The database and all logs hold together."))
