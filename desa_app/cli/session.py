"""``desa-app session``: sessions with their attendees."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desa_app.cli.laptop import Leaves, file_argument, opened, read_json
from desa_app.cli.words import conflict_values, history_values, place_word, show_conflicts, show_history, show_record
from desa_app.console import Day, json_option, show_json, show_table
from desa_app.domain.drafts import SessionFile, checked, refuse_step, shown_fields, without_children
from desa_app.domain.formats import show_date
from desa_app.domain.labels import value_label
from desa_app.domain.session import Session
from desa_app.domain.village import digits
from desa_app.errors import WrongField
from desa_app.language import say

if TYPE_CHECKING:
    from desa_app.domain.attendee import Attendee
    from desa_app.imports.attendance_list import AttendanceList
    from desa_app.store.sessions import Imported


@click.group(cls=Leaves)
def session() -> None:
    """Sesi penyuluhan beserta pesertanya."""


@session.command()
@file_argument
@json_option
def add(file: Path, as_json: bool) -> None:
    """Catat sesi dari FILE.json (lihat docs/files.md)."""
    draft = checked(read_json(file), SessionFile)
    refuse_step(draft.status, Session().status)
    with opened() as store:
        saved = store.sessions.record(without_children(draft, Session), draft.attendees)
    _done(saved, as_json)


@session.command("list")
@json_option
def list_sessions(as_json: bool) -> None:
    """Semua sesi, terbaru dulu."""
    with opened() as store:
        rows = store.sessions.listed()
    if as_json:
        show_json([{**row._asdict(), "reached": row.reached} for row in rows])
        return
    titles = say(
        "sesi|tanggal|desa|terjangkau|status|tempat catatan|konflik",
        "session|date|village|reached|status|place|conflicts",
    )
    show_table(
        titles.split("|"),
        [
            (
                row.id,
                row.date or "—",
                ", ".join(row.villages) or "—",
                row.reached,
                value_label(row.status),
                place_word(row.place),
                ", ".join(row.conflicts) or "—",
            )
            for row in rows
        ],
    )


@session.command()
@click.argument("session_id", metavar="ID")
@click.option("--history", is_flag=True, help="Seluruh riwayat tiap isian: nilai, siapa, kapan, dari laptop mana.")
@json_option
def show(session_id: str, history: bool, as_json: bool) -> None:
    """Satu sesi, pesertanya, di mana catatannya, dan konfliknya."""
    with opened() as store:
        found, people = store.sessions.get(session_id), store.sessions.attendees(session_id)
        place, conflicts = store.places.of("session", session_id), store.conflicts(session_id)
        stories = store.history.of("session", session_id) if history else []
    if as_json:
        attendees = [shown_fields(person) for person in people]
        values = {**shown_fields(found), "attendees": attendees}
        answer = {"session": values, "place": place, "conflicts": list(conflict_values(conflicts))}
        show_json(answer | ({"history": history_values(stories)} if history else {}))
        return
    click.echo(f"{found.id} ({place_word(place)})")
    show_record(found)
    for number, person in enumerate(people, start=1):
        click.echo(say(f"Peserta {number}", f"Participant {number}"))
        show_record(person)
    show_conflicts(conflicts)
    show_history(stories)


@session.command()
@click.argument("session_id", metavar="ID")
@file_argument
@json_option
def edit(session_id: str, file: Path, as_json: bool) -> None:
    """Ubah isian yang disebut dalam FILE.json; peserta ber-id diubah, yang lain ditambahkan."""
    values = read_json(file)
    if not isinstance(values, dict):
        raise WrongField(path="$", why=say("bukan objek JSON", "it is no JSON object"))
    with opened() as store:
        saved = store.sessions.edit(session_id, values)
    _done(saved, as_json)


@session.command()
@click.argument("session_id", metavar="ID")
@json_option
def submit(session_id: str, as_json: bool) -> None:
    """Ajukan untuk disetujui ketua tim."""
    with opened() as store:
        saved = store.sessions.submit(session_id)
    _done(saved, as_json)


@session.command()
@click.argument("session_id", metavar="ID")
@json_option
def approve(session_id: str, as_json: bool) -> None:
    """Setujui: sejak itu dihitung. Hanya ketua tim."""
    with opened() as store:
        saved = store.sessions.approve(session_id)
    _done(saved, as_json)


@session.command("return")
@click.argument("session_id", metavar="ID")
@click.option("--field", required=True, help="Isian yang harus diperbaiki, seperti venue atau attendees[3].age.")
@click.option("--comment", required=True, help="Apa yang harus diperbaiki.")
@json_option
def send_back(session_id: str, field: str, comment: str, as_json: bool) -> None:
    """Kembalikan untuk perbaikan. Hanya ketua tim."""
    with opened() as store:
        saved = store.sessions.send_back(session_id, field, comment)
    _done(saved, as_json)


@session.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--village", required=True, help="Kode desa, seperti 33.24.08.2014.")
@click.option("--date", "day", type=Day(), required=True)
@click.option("--preview", is_flag=True, help="Hanya tunjukkan apa yang dipahami; tidak ada yang disimpan.")
@json_option
def import_list(file: Path, village: str, day: dt.date, preview: bool, as_json: bool) -> None:
    """Jadikan daftar hadir (XLSX, CSV, teks) sesi desa dan hari itu."""
    from desa_app.imports.attendance_list import read_attendance
    from desa_app.imports.attendees import to_attendees

    code = _village_code(village)
    found = read_attendance(file)
    people = to_attendees(found, day)
    if preview:
        _show_list(found, None, people, as_json)
        return
    with opened() as store:
        imported = store.sessions.import_list(code, day, people, found.digest)
    _show_list(found, imported, people, as_json)


def _village_code(written: str) -> str:
    try:
        code = digits(written)
    except ValueError:
        code = ""
    if len(code) != 10:
        raise WrongField(path="village", why=say("bukan kode desa", "it is no village code"))
    return code


def _show_list(found: AttendanceList, imported: Imported | None, people: list[Attendee], as_json: bool) -> None:
    """What became of each row of a list: imported, known or not taken, and why."""
    from desa_app.imports.attendance_list import describe

    twice = sum(row.reason == "duplicate" for row in found.skipped)
    values: dict[str, Any] = {
        "session": imported.session.id if imported else None,
        "imported": imported.added if imported else 0,
        "duplicates": twice + (imported.known if imported else 0),
        "skipped": [
            {"row": row.row, "sheet": row.sheet, "reason": row.reason, "text": row.text} for row in found.skipped
        ],
        "columns": found.columns,
        "nameless": sum(person.full_name is None for person in people),
        "remarks": found.remarks,
    }
    if imported is None:
        values["people"] = found.people
    if as_json:
        show_json(values)
        return
    for line in describe(found):
        click.echo(line)
    if imported:
        click.echo(_summary(values))


def _summary(values: dict[str, Any]) -> str:
    added, twice, skipped, nameless = (
        values["imported"],
        values["duplicates"],
        len(values["skipped"]),
        values["nameless"],
    )
    return say(
        f"Sesi {values['session']}: {added} peserta ditambahkan, {twice} sudah ada, {skipped} baris tidak diambil, "
        f"{nameless} di bawah 18 tahun tanpa nama.",
        f"Session {values['session']}: {added} participants added, {twice} there already, {skipped} rows not taken, "
        f"{nameless} under 18 without a name.",
    )


def _done(saved: Session, as_json: bool) -> None:
    """Say which session it was and how it stands now."""
    if as_json:
        show_json({"session": saved.id, "status": saved.status})
        return
    day = show_date(saved.date) if saved.date else "—"
    click.echo(f"{saved.id}  {day}  {', '.join(saved.village_names) or '—'}  {value_label(saved.status)}")
