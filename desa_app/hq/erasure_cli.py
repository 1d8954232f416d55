"""``desa-hq find``, ``erase``, ``erasures``, ``retention``: people's data at their own request, and by the calendar."""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path
from typing import Any, cast

import click

from desa_app.console import PARTLY, json_option, show_json, show_table
from desa_app.domain.formats import show_date, show_number, show_time
from desa_app.domain.labels import label, noun_label
from desa_app.hq.erasure_debts import HOURS, Debtor, Entry
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.options import database_option
from desa_app.hq.people import moment
from desa_app.hq.subject import SIZES, Size
from desa_app.language import say


@click.command()
@click.argument("words")
@json_option
@database_option
def find(words: str, as_json: bool, database: str) -> None:
    """Cari semua catatan yang menyebut WORDS, juga yang dahulu menyebutnya: untuk permintaan pemilik data."""
    with Headquarters(database) as headquarters:
        found = headquarters.erasing.find(words)
    if as_json:
        show_json([one._asdict() for one in found])
        return
    titles = say("jenis|catatan|lingkup|isian", "kind|record|scope|fields").split("|")
    rows = [
        (noun_label(one.noun), one.record, one.scope, ", ".join(label(one.noun, field) for field in one.fields))
        for one in found
    ]
    show_table(titles, rows)


@click.command()
@click.argument("records", nargs=-1, required=True)
@click.option("--reason", required=True, help="Alasan; jangan sebut isi datanya.")
@click.option("--by", required=True, help="Siapa yang memerintahkan.")
@click.option("--letter", default="", help="Nomor surat permintaan pemilik data.")
@click.option(
    "--size",
    type=click.Choice(SIZES),
    default="person",
    show_default=True,
    help="person: yang menyangkut orang, catatannya tetap dihitung; record: seluruh catatan dan anaknya.",
)
@click.option("--field", "fields", multiple=True, help="Hanya isian ini; boleh berulang.")
@json_option
@database_option
def erase(
    records: tuple[str, ...],
    reason: str,
    by: str,
    letter: str,
    size: str,
    fields: tuple[str, ...],
    as_json: bool,
    database: str,
) -> None:
    """Hapus untuk selamanya isi RECORDS di kantor pusat dan di semua laptop (lihat `find` dan `erasures`)."""
    with Headquarters(database) as headquarters:
        ordered = headquarters.erasing.erase(
            records, reason=reason, by=by, letter=letter, size=cast(Size, size), fields=fields
        )
    if as_json:
        show_json(ordered._asdict())
        return
    click.echo(
        say(
            f"{ordered.records} catatan dihapus di kantor pusat, nomor {ordered.request}. Laptop melakukannya pada "
            f"sinkron berikutnya, paling lama {HOURS} jam: lihat 'desa-hq erasures'.",
            f"{ordered.records} records were erased at headquarters, number {ordered.request}. Laptops follow when "
            f"they next synchronise, within {HOURS} hours: see 'desa-hq erasures'.",
        )
    )


@click.command()
@json_option
@database_option
def erasures(as_json: bool, database: str) -> None:
    """Daftar penghapusan, dan laptop mana yang belum melakukannya; kode keluar 3 bila ada yang lewat 72 jam."""
    now_ms = time.time_ns() // 1_000_000
    with Headquarters(database) as headquarters:
        found = headquarters.erasing.register()
    if as_json:
        show_json([_values(entry, now_ms) for entry in found])
    else:
        for entry in found:
            _show(entry, now_ms)
    if any(entry.is_late(now_ms) for entry in found):
        sys.exit(PARTLY)


def _values(entry: Entry, now_ms: int) -> dict[str, Any]:
    return {
        **entry.request._asdict(),
        "records": entry.records,
        "due": moment(entry.due_ms),
        "late": entry.is_late(now_ms),
        "debtors": [
            {
                "dev": each.laptop.dev,
                "name": each.laptop.name,
                "office": each.laptop.office_code,
                "last_sync": each.laptop.last_sync,
                "revoked": each.laptop.revoked,
                "left": each.left,
            }
            for each in entry.debtors
        ],
    }


def _show(entry: Entry, now_ms: int) -> None:
    request = entry.request
    counts = ", ".join(f"{show_number(count)} {noun_label(noun)}" for noun, count in sorted(entry.records.items()))
    letter = f" [{request.subject}]" if request.subject else ""
    click.echo(
        f"{request.request}  {_moment(moment(request.at_ms))}  {counts}: {request.reason} ({request.person}){letter}"
    )
    if not entry.debtors:
        click.echo("  " + say("Semua laptop sudah menghapus.", "All laptops have erased."))
        return
    click.echo("  " + _clock(entry, now_ms))
    titles = say("laptop|nama|kantor|terakhir sinkron|keadaan", "laptop|name|office|last sync|state").split("|")
    show_table(titles, [_row(each) for each in entry.debtors])


def _clock(entry: Entry, now_ms: int) -> str:
    count, hours = len(entry.debtors), abs(entry.due_ms - now_ms) // 3_600_000
    if entry.is_late(now_ms):
        return say(f"{count} laptop belum, lewat {hours} jam:", f"{count} laptops have not, {hours} hours late:")
    return say(f"{count} laptop belum, sisa {hours} jam:", f"{count} laptops have not, {hours} hours left:")


def _row(debtor: Debtor) -> tuple[str, ...]:
    laptop = debtor.laptop
    state = say("menunggu", "waiting")
    if laptop.revoked:
        state = say("dicabut, belum musnah", "revoked, not destroyed yet")
    elif debtor.left:
        state = say(f"masih {debtor.left} salinan tersegel", f"{debtor.left} sealed copies left")
    return laptop.dev, laptop.name, laptop.office_code, _moment(laptop.last_sync), state


def _moment(when: dt.datetime | None) -> str:
    return f"{show_date(when.astimezone().date())} {show_time(when.astimezone())}" if when else "—"


@click.command("erase-backup")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False, exists=True))
@database_option
def erase_backup(folders: tuple[Path, ...], database: str) -> None:
    """Hapus juga di cadangan FOLDERS; tanpa ini cadangan baru patuh saat dipulihkan."""
    from desa_app.hq.erased_backups import erase_in

    with Headquarters(database) as headquarters:
        for folder in folders:
            count = erase_in(folder, headquarters, time.time_ns() // 1_000_000)
            click.echo(f"{folder.name}: " + say(f"{count} penghapusan dilakukan.", f"{count} erasures done."))


@click.group()
def retention() -> None:
    """Masa simpan: nama peserta dihapus setelah 12 bulan."""


@retention.command("run")
@click.option("--dry-run", is_flag=True, help="Hanya katakan apa yang akan dihapus.")
@json_option
@database_option
def run(dry_run: bool, as_json: bool, database: str) -> None:
    """Hapus nama yang sudah lewat masanya; jalankan setiap malam. Hitungan cakupan tidak berubah."""
    with Headquarters(database) as headquarters:
        done = headquarters.erasing.retain(dry_run=dry_run)
    if as_json:
        show_json(done._asdict())
        return
    count, held = show_number(done.erased), show_number(done.held)
    if dry_run:
        said = say(f"Nama {count} peserta akan dihapus", f"The names of {count} participants would be erased")
    else:
        said = say(f"Nama {count} peserta dihapus", f"The names of {count} participants were erased")
    click.echo(f"{said}; " + say(f"{held} ditahan untuk perkara hukum.", f"{held} are on legal hold."))


@retention.command("hold")
@click.argument("record")
@click.option("--reason", required=True, help="Perkaranya.")
@click.option("--by", required=True, help="Siapa yang memerintahkan.")
@database_option
def hold(record: str, reason: str, by: str, database: str) -> None:
    """Tahan RECORD (sesi atau peserta) untuk perkara hukum: tidak dihapus sampai dilepas."""
    with Headquarters(database) as headquarters:
        headquarters.erasing.hold(record, reason, by)
    click.echo(say(f"{record} ditahan.", f"{record} is on hold."))


@retention.command("release")
@click.argument("record")
@database_option
def release(record: str, database: str) -> None:
    """Lepaskan RECORD dari penahanan."""
    with Headquarters(database) as headquarters:
        was_held = headquarters.erasing.release(record)
    if was_held:
        click.echo(say(f"{record} dilepas.", f"{record} is released."))
    else:
        click.echo(say(f"{record} tidak ditahan.", f"{record} was not on hold."))


@retention.command("holds")
@json_option
@database_option
def holds(as_json: bool, database: str) -> None:
    """Semua yang ditahan, dengan alasannya."""
    with Headquarters(database) as headquarters:
        found = headquarters.erasing.holds()
    if as_json:
        show_json([one._asdict() for one in found])
        return
    titles = say("catatan|jenis|alasan|oleh|sejak", "record|kind|reason|by|since").split("|")
    show_table(
        titles,
        [(one.record, noun_label(one.noun), one.reason, one.person, _moment(moment(one.at_ms))) for one in found],
    )
