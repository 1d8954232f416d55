"""``desa-hq``: headquarters from the command line."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import click

from desa_app import stick
from desa_app.console import PARTLY, Day, Program, json_option, lang_option, show_json, show_table
from desa_app.domain.coverage import LEVELS, Level, Period
from desa_app.domain.formats import show_date, show_number, show_time
from desa_app.domain.roles import ROLES, Role
from desa_app.domain.set_aside import reason_of
from desa_app.hq import backup_cli, erasure_cli, key_cli
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.leases import Renewal
from desa_app.hq.options import database_option
from desa_app.hq.people import Revocation
from desa_app.hq.quarantine import Kept
from desa_app.language import say


@click.group(cls=Program, name="desa-hq")
@lang_option
@click.version_option(package_name="desa-app")
def main() -> None:
    """Kantor pusat: basis data, layanan, orang, kantor, dan laporan cakupan."""


for command in (backup_cli.backup, backup_cli.restore, backup_cli.check):
    main.add_command(command)
for command in (
    erasure_cli.find,
    erasure_cli.erase,
    erasure_cli.erasures,
    erasure_cli.erase_backup,
    erasure_cli.retention,
    key_cli.key,
):
    main.add_command(command)


@main.command()
@database_option
def init(database: str) -> None:
    """Buat basis data baru, dengan 83.762 desa di dalamnya."""
    with Headquarters.create(database) as headquarters:
        count = headquarters.load_villages()
        name = headquarters.database.name
    click.echo(say(f"{name} siap, {show_number(count)} desa.", f"{name} is ready, {show_number(count)} villages."))


@main.command()
@database_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def serve(database: str, host: str, port: int) -> None:
    """Layani laptop sampai dihentikan (Ctrl+C); port 0 memilih yang bebas."""
    from desa_app.hq.server import serve as serve_web

    serve_web(database, host, port, lambda url: click.echo(say(f"Melayani di {url}", f"Serving at {url}")))


@main.group()
def villages() -> None:
    """Daftar desa."""


@villages.command("load")
@database_option
def load_villages(database: str) -> None:
    """Muat ulang daftar desa yang ada dalam paket ini."""
    with Headquarters(database) as headquarters:
        count = headquarters.load_villages()
    click.echo(say(f"{show_number(count)} desa dimuat.", f"{show_number(count)} villages loaded."))


@main.group()
def office() -> None:
    """Kantor imigrasi."""


@office.command("add")
@click.argument("code")
@click.argument("name")
@database_option
def add_office(code: str, name: str, database: str) -> None:
    """Tambah kantor, atau ganti namanya: CODE seperti KANIM-SMG."""
    with Headquarters(database) as headquarters:
        headquarters.add_office(code, name)
    click.echo(say(f"Kantor {code}: {name}.", f"Office {code}: {name}."))


@office.command("split")
@click.argument("old")
@click.argument("new")
@click.option("--name", required=True, help="Nama kantor baru.")
@click.argument("areas", nargs=-1, required=True)
@database_option
def split_office(old: str, new: str, name: str, areas: tuple[str, ...], database: str) -> None:
    """Pecah kantor OLD: kantor NEW mengambil alih desa, kecamatan atau kabupaten AREAS beserta catatannya."""
    with Headquarters(database) as headquarters, moving_bar() as step:
        moved = headquarters.moving.split(old, new, name, areas, step)
    click.echo(say(f"Kantor {new}: {name}. ", f"Office {new}: {name}. ") + _moved(moved, new))


@villages.command("move")
@click.argument("areas", nargs=-1, required=True)
@click.option("--from", "source", required=True, metavar="OFFICE", help="Kantor yang menyerahkan.")
@click.option("--to", "target", required=True, metavar="OFFICE", help="Kantor yang menerima.")
@database_option
def move_villages(areas: tuple[str, ...], source: str, target: str, database: str) -> None:
    """Serahkan desa, kecamatan atau kabupaten AREAS ke kantor lain beserta catatannya. SK desa binaan: `assign`.

    Bila terputus, jalankan lagi: hanya sisanya yang dipindahkan.
    """
    with Headquarters(database) as headquarters, moving_bar() as step:
        moved = headquarters.moving.villages(areas, source, target, step)
    click.echo(_moved(moved, target))


@contextmanager
def moving_bar() -> Iterator[Callable[[int, int], None]]:
    """Progress of a move, on a terminal only."""
    with click.progressbar(length=1, label=say("Memindahkan", "Moving"), file=sys.stderr) as bar:

        def step(done: int, of: int) -> None:
            bar.length = max(of, 1)
            bar.update(done - bar.pos)

        yield step


def _moved(count: int, office: str) -> str:
    return say(
        f"{show_number(count)} catatan sekarang milik {office}.", f"{show_number(count)} records are {office}'s now."
    )


@office.command("sticks")
@click.argument("code")
@click.option("--leads-may-read/--leads-may-not-read", "may", required=True, help="Bolehkah ketua tim membacanya.")
@database_option
def office_sticks(code: str, may: bool, database: str) -> None:
    """Tentukan apakah ketua tim kantor CODE boleh membuka kiriman flashdisk yang ia bawa; semula tidak."""
    with Headquarters(database) as headquarters:
        headquarters.let_leads_read(code, may=may)
    said = say("boleh", "may") if may else say("tidak boleh", "may not")
    click.echo(say(f"Ketua tim {code} {said} membuka kiriman rekan.", f"Leads of {code} {said} open what they carry."))


@main.group()
def bundle() -> None:
    """Kiriman lewat flashdisk."""


@bundle.command("read")
@click.argument("place", metavar="FILE|DIR", type=click.Path(path_type=Path, exists=True))
@click.option("--reply", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder jawaban.")
@json_option
@database_option
def read_bundles(place: Path, reply: Path, as_json: bool, database: str) -> None:
    """Terima kiriman di DIR dan tulis jawabannya; kode keluar 3 bila ada yang tidak dapat diterima."""
    from desa_app.hq.sticks import answer_all

    with Headquarters(database) as headquarters:
        found = list(answer_all(headquarters, place, reply))
    if as_json:
        show_json([one._asdict() | {"answers": str(one.answers) if one.answers else None} for one in found])
    else:
        titles = say("berkas|laptop|hasil", "file|laptop|result").split("|")
        show_table(titles, [(one.name, one.dev or "—", one.problem or say("diterima", "taken")) for one in found])
    if any(one.problem for one in found):
        sys.exit(PARTLY)


@main.command()
@click.argument("village")
@click.argument("office")
@click.option("--sk", required=True, help="Nomor SK kepala kantor.")
@click.option("--from", "start", type=Day(), required=True)
@click.option("--to", "end", type=Day(), help="Hari terakhir; tanpa ini berlaku terus.")
@click.option("--migrant-pocket", type=click.FloatRange(0, 1), default=0.0, help="Kantong migran: 0, 0.5 atau 1.")
@database_option
def assign(
    village: str, office: str, sk: str, start: dt.date, end: dt.date | None, migrant_pocket: float, database: str
) -> None:
    """Jadikan VILLAGE desa binaan kantor OFFICE."""
    with Headquarters(database) as headquarters:
        headquarters.assign(village, office, sk, start, end, migrant_pocket)
    since = show_date(start)
    click.echo(say(f"{village} binaan {office} sejak {since}.", f"{village} is assigned to {office} since {since}."))


@main.group()
def person() -> None:
    """Petugas, ketua tim dan admin."""


@person.command("add")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--office", required=True, help="Kode kantor.")
@json_option
@database_option
def add_person(name: str, role: str, office: str, as_json: bool, database: str) -> None:
    """Tambah orang; mencetak kode sekali pakai untuk laptopnya."""
    with Headquarters(database) as headquarters:
        invitation = headquarters.add_person(name, cast(Role, role), office)
    _show_invitation(invitation, as_json)


@person.command("move")
@click.argument("person")
@click.argument("office")
@database_option
def move_person(person: str, office: str, database: str) -> None:
    """Pindahkan PERSON ke kantor OFFICE. Drafnya ikut; yang sudah diajukan tetap milik kantor lama."""
    with Headquarters(database) as headquarters, moving_bar() as step:
        moved = headquarters.moving.person(person, office, step)
    click.echo(say(f"{person} sekarang di {office}. ", f"{person} is at {office} now. ") + _moved(moved, office))


@person.command("invite")
@click.argument("person")
@json_option
@database_option
def invite(person: str, as_json: bool, database: str) -> None:
    """Cetak kode baru untuk laptop lain dari PERSON (lihat `person list`)."""
    with Headquarters(database) as headquarters:
        invitation = headquarters.invite(person)
    _show_invitation(invitation, as_json)


@person.command("list")
@json_option
@database_option
def list_people(as_json: bool, database: str) -> None:
    """Semua orang dengan kantor dan perannya."""
    with Headquarters(database) as headquarters:
        found = headquarters.people()
    if as_json:
        show_json([one._asdict() for one in found])
    else:
        titles = say("orang nama peran kantor", "person name role office").split()
        show_table(titles, [(one.person, one.name, one.role, one.office_code) for one in found])


def _show_invitation(invitation: Any, as_json: bool) -> None:
    if as_json:
        show_json(invitation._asdict())
        return
    until = show_date(invitation.expires.date())
    click.echo(say(f"Orang: {invitation.person}", f"Person: {invitation.person}"))
    click.echo(
        say(
            f"Kode sekali pakai: {invitation.code} (sampai {until})",
            f"One-time code: {invitation.code} (until {until})",
        )
    )


@main.group()
def device() -> None:
    """Laptop yang terdaftar."""


@device.command("list")
@json_option
@database_option
def list_devices(as_json: bool, database: str) -> None:
    """Semua laptop, dan kapan terakhir sinkron."""
    with Headquarters(database) as headquarters:
        found = headquarters.laptops()
    if as_json:
        show_json([one._asdict() for one in found])
        return
    titles = say(
        "laptop|nama|peran|kantor|terakhir sinkron|dicabut|data dimusnahkan",
        "laptop|name|role|office|last sync|revoked|data destroyed",
    )
    rows = [
        (
            one.dev,
            one.name,
            one.role,
            one.office_code,
            _moment(one.last_sync),
            f"{_moment(one.revoked)} ({one.revoked_for})" if one.revoked else "—",
            _moment(one.destroyed),
        )
        for one in found
    ]
    show_table(titles.split("|"), rows)


def _moment(when: dt.datetime | None) -> str:
    return f"{show_date(when.astimezone().date())} {show_time(when.astimezone())}" if when else "—"


@device.command("revoke")
@click.argument("device")
@click.option(
    "--because",
    type=click.Choice(["lost", "left"]),
    default="lost",
    show_default=True,
    help="lost: hilang atau dicuri, musnahkan seketika; left: petugas pindah tugas, kirim semua dahulu.",
)
@database_option
def revoke(device: str, because: str, database: str) -> None:
    """Cabut laptop DEVICE: saat terhubung ia memusnahkan datanya; yang masih dikirimnya disisihkan."""
    with Headquarters(database) as headquarters:
        headquarters.revoke(device, cast(Revocation, because))
    click.echo(
        say(
            f"Laptop {device} dicabut. Datanya dimusnahkan saat ia terhubung lagi; lihat 'desa-hq device list'.",
            f"Laptop {device} is revoked. Its data is destroyed when it is next in touch; see 'desa-hq device list'.",
        )
    )


@device.command("readmit")
@click.argument("device")
@database_option
def readmit(device: str, database: str) -> None:
    """Batalkan pencabutan laptop DEVICE, selama datanya belum dimusnahkan."""
    with Headquarters(database) as headquarters:
        headquarters.readmit(device)
    click.echo(say(f"Laptop {device} diterima kembali.", f"Laptop {device} is admitted again."))


@device.command("admit")
@click.argument("device")
@database_option
def admit(device: str, database: str) -> None:
    """Terima yang dibawa laptop DEVICE sesudah dicabut, setelah ketua tim memeriksanya; kode keluar 3 bila ada sisa."""
    with Headquarters(database) as headquarters:
        admitted = headquarters.admit(device)
        left = sum(one.dev == device for one in headquarters.quarantined())
    count, rest = show_number(admitted), show_number(left)
    click.echo(say(f"{count} perubahan diterima, {rest} masih disisihkan.", f"{count} changes let in, {rest} aside."))
    if left:
        sys.exit(PARTLY)


@main.group()
def lease() -> None:
    """Masa pakai laptop yang lama tidak terhubung."""


@lease.command("write")
@click.argument("device")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@database_option
def write_lease(device: str, file: Path, database: str) -> None:
    """Tulis perpanjangan 30 hari untuk laptop DEVICE ke FILE, dan cetak kodenya untuk telepon."""
    with Headquarters(database) as headquarters:
        renewal = headquarters.renewal(device)
    stick.write(file.parent, file.name, renewal.ticket)
    click.echo(say(f"Ditulis: {file}", f"Written: {file}"))
    _show_code(renewal)


@lease.command("code")
@click.argument("device")
@database_option
def lease_code(device: str, database: str) -> None:
    """Cetak kode perpanjangan untuk laptop DEVICE, untuk dibacakan lewat telepon."""
    with Headquarters(database) as headquarters:
        renewal = headquarters.renewal(device)
    _show_code(renewal)


def _show_code(renewal: Renewal) -> None:
    until = show_date(dt.datetime.fromtimestamp(renewal.until_ms / 1000).astimezone().date())
    click.echo(say(f"Kode: {renewal.code} (sampai {until})", f"Code: {renewal.code} (until {until})"))


@main.group()
def files() -> None:
    """Foto dan bukti."""


@files.command("place")
@click.argument("address")
@database_option
def place_files(address: str, database: str) -> None:
    """Simpan berkas di ADDRESS: sebuah folder, atau s3://bucket/awalan?endpoint=https://…"""
    with Headquarters(database) as headquarters:
        headquarters.keep_files_at(address)
    click.echo(say(f"Berkas disimpan di {address}.", f"Files are kept at {address}."))


@files.command("gc")
@click.option("--dry-run", is_flag=True, help="Hanya katakan apa yang akan dihapus.")
@json_option
@database_option
def collect_files(dry_run: bool, as_json: bool, database: str) -> None:
    """Hapus berkas yang tidak disebut catatan mana pun lagi dan tidak ditunggu dari laptop mana pun."""
    with Headquarters(database) as headquarters:
        found = headquarters.files.collect(dry_run=dry_run)
    if as_json:
        show_json(found._asdict())
        return
    count, size, owed = show_number(len(found.dropped)), show_number(found.size / 1e6, 1), show_number(len(found.owed))
    if dry_run:
        said = say(f"{count} berkas ({size} MB) akan dihapus", f"{count} files ({size} MB) would be dropped")
    else:
        said = say(f"{count} berkas ({size} MB) dihapus", f"{count} files ({size} MB) dropped")
    click.echo(f"{said}; " + say(f"{owed} masih ditunggu dari laptop.", f"{owed} are still owed by laptops."))


@files.command("check")
@json_option
@database_option
def check_files(as_json: bool, database: str) -> None:
    """Buktikan isi setiap berkas dengan sidiknya; kode keluar 3 bila ada yang hilang atau rusak."""
    with Headquarters(database) as headquarters:
        found = headquarters.files.check()
    if as_json:
        show_json(found)
    else:
        for name in found:
            click.echo(say(f"Hilang atau rusak: {name}", f"Gone or damaged: {name}"))
        if not found:
            click.echo(say("Semua berkas utuh.", "All files are whole."))
    if found:
        sys.exit(PARTLY)


@main.command()
@json_option
@database_option
def quarantine(as_json: bool, database: str) -> None:
    """Perubahan yang disisihkan, dengan alasannya; kode keluar 3 bila ada."""
    with Headquarters(database) as headquarters:
        found = headquarters.quarantined()
    if as_json:
        show_json([_kept_values(one) for one in found])
    else:
        titles = say("laptop|nomor|isian|alasan", "laptop|number|field|reason").split("|")
        show_table(titles, [(one.dev, one.n, one.field or "—", f"{reason_of(one.code)} [{one.code}]") for one in found])
    if found:
        sys.exit(PARTLY)


def _kept_values(one: Kept) -> dict[str, Any]:
    return {"dev": one.dev, "n": one.n, "code": one.code, "field": one.field, "reason": reason_of(one.code)}


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--from", "start", type=Day(), required=True)
@click.option("--to", "end", type=Day(), required=True)
@click.option("--by", type=click.Choice(LEVELS), help="Satu tingkat saja; CSV tanpa ini: per desa.")
@database_option
def coverage(file: Path, start: dt.date, end: dt.date, by: str | None, database: str) -> None:
    """Laporan cakupan desa ke FILE (.csv atau .xlsx)."""
    from desa_app.domain.coverage import summary_lines
    from desa_app.reports.coverage import check_ending, write_coverage

    check_ending(file)
    level = cast("Level | None", by)
    with Headquarters(database) as headquarters:
        counted = headquarters.coverage(Period(start, end), [level] if level else LEVELS)
    author = say("kantor pusat", "headquarters")
    written = write_coverage(counted, file, author=author, at=dt.datetime.now().astimezone(), by=level)
    for line in summary_lines(counted):
        click.echo(line)
    click.echo(say(f"Ditulis: {written.path}", f"Written: {written.path}"))
