"""Practice: a headquarters on loopback, a laptop and a team lead of their own, apart from everything real.

Everything lies in one folder: the headquarters' database, the officer's laptop and the lead's. A known passphrase
opens both laptops, because nothing in them is real. Where there is no screen the day is lived from the sample files.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec

from desa_app.domain.coverage import Coverage, Period, summary_lines
from desa_app.domain.drafts import OfferFile, SessionFile, checked, without_children
from desa_app.domain.labels import value_label
from desa_app.domain.offer import Offer
from desa_app.domain.reference import read_data
from desa_app.domain.roles import Role
from desa_app.domain.session import Session
from desa_app.domain.village import digits
from desa_app.errors import NotFound
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.server import served
from desa_app.imports.attendance_list import read_attendance
from desa_app.imports.attendees import to_attendees
from desa_app.language import say
from desa_app.paths import resources
from desa_app.reports.coverage import write_coverage
from desa_app.store.store import Store
from desa_app.sync.enrol import enrol
from desa_app.sync.pure.lease import until
from desa_app.sync.run import Progress, SyncReport, sync

PASSPHRASE = "latihan-saja"
SAMPLES = "sample"
UNSEEN = ("offscreen", "minimal")
"""Platforms of Qt on which nobody sees a window."""
FIRST_DAY = dt.date(2025, 1, 1)
"""Where the practice report begins: before the first sample."""


class AttendanceFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An attendance list among the samples, and which session it is of."""

    file: str
    village: str
    date: dt.date


class Office(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The practice office."""

    code: str
    name: str


class Day(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of ``resources/sample/practice_day.json``: who practises where, and what the day brings."""

    office: Office
    officer: str
    lead: str
    sk: str
    since: dt.date
    assigned: tuple[str, ...]
    lists: tuple[AttendanceFile, ...]
    session: str
    offer: str


class Place(NamedTuple):
    """The practice folder."""

    folder: Path

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'hq.db'}"

    @property
    def laptop(self) -> Path:
        return self.folder / "laptop"

    @property
    def lead(self) -> Path:
        return self.folder / "lead"

    @property
    def results(self) -> Path:
        return self.folder / "hasil"


def practise(folder: Path, *, headless: bool = False) -> int:
    """Live a practice day in ``folder``: in the window where there is a screen, else from the samples.

    Returns the exit code. A second call goes on where the first ended, unless the person asked to begin again.
    """
    while True:
        code = _lived(folder, headless=headless)
        if code is not None:
            return code
        _empty(Place(folder))


def _empty(place: Place) -> None:
    """Take the practice laptops and their headquarters away; what was written from them stays."""
    for laptop in (place.laptop, place.lead):
        shutil.rmtree(laptop, ignore_errors=True)
    for each in place.folder.glob("hq.db*"):
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()


def _lived(folder: Path, *, headless: bool) -> int | None:
    """The exit code of the day; None where it is to begin again."""
    place, day = Place(folder), read_data(f"{SAMPLES}/practice_day.json", Day)
    folder.mkdir(parents=True, exist_ok=True)
    with _prepared(place, day) as headquarters, served(place.database) as address:
        _join(headquarters, place.laptop, address, day.officer, "officer", day.office.code)
        _join(headquarters, place.lead, address, day.lead, "lead", day.office.code)
        if not headless and can_show_windows():
            return _window(place)
        click.echo(
            say(
                "Tidak ada layar di sini; hari latihan berjalan tanpa jendela.",
                "There is no screen here; the practice day goes without a window.",
            )
        )
        _day_without_window(place, day)
    return 0


def can_show_windows() -> bool:
    """Whether a window would open and be seen. Qt ends the process where it can't, so another one tries."""
    from desa_app.app import has_screen

    if not has_screen() or os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in UNSEEN:
        return False
    attempt = [sys.executable, "-c", "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"]
    return not sys.platform.startswith("linux") or subprocess.run(attempt, capture_output=True).returncode == 0


def _prepared(place: Place, day: Day) -> Headquarters:
    """The practice headquarters with its villages, office and assignments; each step is left out where it is done."""
    headquarters = Headquarters.create(place.database)
    if not headquarters.village_count():
        headquarters.load_villages()
    headquarters.add_office(day.office.code, day.office.name)
    for village in day.assigned:
        headquarters.assign(village, day.office.code, day.sk, day.since)
    return headquarters


def _join(headquarters: Headquarters, folder: Path, address: str, name: str, role: Role, office: str) -> None:
    """Enrol a laptop, or tell the one that was enrolled before where headquarters is today; however long ago that was,
    it goes on."""
    store = Store.open(folder, PASSPHRASE, though_locked=True)
    try:
        me = store.me
        if me is None:
            enrol(store, address, headquarters.add_person(name, role, office).code)
        else:
            store.enrolled(msgspec.structs.replace(me, hq_url=address))
            store.lease.renew(until(store.clock()), store.clock())
    finally:
        store.close()


def _window(place: Place) -> int | None:
    from desa_app.app import START_OVER, run

    code = run(place.laptop, PASSPHRASE, practice=True, synchronise=synchroniser(place.lead))
    return None if code == START_OVER else code


def synchroniser(lead: Path) -> Callable[[Store, Callable[[Progress], None], threading.Event], SyncReport]:
    """A way to synchronise after which the practice lead has looked at what was submitted and approved it."""

    def synchronise(store: Store, progress: Callable[[Progress], None], cancelled: threading.Event) -> SyncReport:
        first = sync(store, progress=progress, cancelled=cancelled)
        approved = _approve_all(lead)
        if not approved:
            return first
        return _together(first, sync(store, progress=progress, cancelled=cancelled), _said_by_the_lead(approved))

    return synchronise


def _approve_all(lead: Path) -> int:
    """Approve every submitted session as the practice lead; returns how many."""
    store = Store.open(lead, PASSPHRASE)
    try:
        sync(store)
        submitted = [row.id for row in store.sessions.listed() if row.status == "diajukan"]
        for record in submitted:
            store.sessions.approve(record)
        if submitted:
            sync(store)
        return len(submitted)
    finally:
        store.close()


def _said_by_the_lead(approved: int) -> str:
    return say(f"Ketua tim latihan menyetujui {approved} sesi.", f"The practice lead approved {approved} session(s).")


def _together(first: SyncReport, second: SyncReport, remark: str) -> SyncReport:
    sums = {
        name: getattr(first, name) + getattr(second, name)
        for name in ("pushed", "pulled", "quarantined", "offered_again", "exchanges", "bytes_up", "bytes_down")
    }
    said = dict.fromkeys(filter(None, (first.remark, second.remark, remark)))
    return replace(first, **sums, remark=" ".join(said))


def _day_without_window(place: Place, day: Day) -> None:
    """Import, record, submit, synchronise and report, saying what became of each."""
    store = Store.open(place.laptop, PASSPHRASE)
    try:
        for one in day.lists:
            _import(store, one)
        _record(store, day)
        for row in store.sessions.listed():
            if row.status == "draf":
                store.sessions.submit(row.id)
        report = synchroniser(place.lead)(store, lambda _: None, threading.Event())
        click.echo(
            say(
                f"Sinkron: {report.pushed} terkirim, {report.pulled} diterima, {report.quarantined} disisihkan.",
                f"Sync: {report.pushed} pushed, {report.pulled} pulled, {report.quarantined} set aside.",
            )
        )
        if report.remark:
            click.echo(report.remark)
        _report(store, place)
    finally:
        store.close()
    _picture(place)


def _import(store: Store, one: AttendanceFile) -> None:
    found = read_attendance(resources() / SAMPLES / one.file)
    people = to_attendees(found, one.date)
    imported = store.sessions.import_list(digits(one.village), one.date, people, found.digest)
    click.echo(
        say(
            f"{one.file}: {imported.added} peserta ditambahkan, {imported.known} sudah ada, "
            f"{len(found.skipped)} baris bukan peserta.",
            f"{one.file}: {imported.added} participants added, {imported.known} there already, "
            f"{len(found.skipped)} rows are no participants.",
        )
    )


def _record(store: Store, day: Day) -> None:
    """Record the sample session and the sample offer, once."""
    session, offer = checked(_sample(day.session), SessionFile), checked(_sample(day.offer), OfferFile)
    if not _is_here(lambda: store.sessions.get(session.id)):
        store.sessions.record(without_children(session, Session), session.attendees)
    if not _is_here(lambda: store.offers.get(offer.id)):
        store.offers.record(without_children(offer, Offer), offer.recruiters)
        store.offers.submit(offer.id)
    risk = store.offers.assessment(store.offers.get(offer.id), store.offers.recruiters(offer.id))
    level = value_label(risk.level)
    click.echo(
        say(
            f"{day.session}, {day.offer}: tercatat; risiko tawaran {level} ({risk.score}).",
            f"{day.session}, {day.offer}: recorded; the offer's risk is {level} ({risk.score}).",
        )
    )


def _is_here(get: Callable[[], object]) -> bool:
    try:
        get()
    except NotFound:
        return False
    return True


def _sample(name: str) -> Any:
    return msgspec.json.decode((resources() / SAMPLES / name).read_bytes())


def _report(store: Store, place: Place) -> None:
    counted = store.coverage(Period(FIRST_DAY, store.today()))
    place.results.mkdir(exist_ok=True)
    for line in summary_lines(counted):
        click.echo(line)
    for name in ("coverage.xlsx", "coverage.csv"):
        _write(counted, place.results / name, store)


def _write(counted: Coverage, path: Path, store: Store) -> None:
    me, at = store.me, dt.datetime.fromtimestamp(store.clock() / 1000).astimezone()
    written = write_coverage(counted, path, author=me.name if me else "", at=at)
    tables = ", ".join(f"{title} ({rows})" for title, rows in written.rows.items())
    click.echo(f"{written.path}: {tables}")


def _picture(place: Place) -> None:
    from desa_app.picture import picture

    path = place.results / "jendela.png"
    picture(place.laptop, PASSPHRASE, path, practice=True)
    click.echo(say(f"{path}: gambar jendela", f"{path}: a picture of the window"))
