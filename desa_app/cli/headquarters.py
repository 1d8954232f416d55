"""``desa-app enrol``, ``sync``, ``status`` and ``check``: this laptop and its way to headquarters."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from desa_app.cli.compared import compared_lines
from desa_app.cli.files import file_lines
from desa_app.cli.laptop import Leaf, opened
from desa_app.cli.words import PLACES, conflict_values, show_conflicts
from desa_app.console import FAILED, PARTLY, json_option, show_json, show_table
from desa_app.domain.formats import show_date, show_number, show_time
from desa_app.domain.labels import label, noun_label, value_label
from desa_app.domain.set_aside import reason_of
from desa_app.language import say

if TYPE_CHECKING:
    from desa_app.store.store import Status


@click.command(cls=Leaf)
@click.option("--hq", required=True, metavar="URL", help="Alamat kantor pusat.")
@click.option("--code", required=True, help="Kode sekali pakai dari kantor.")
@click.option("--keyring", is_flag=True, help="Simpan kunci di keyring sistem, tanpa kata sandi.")
def enrol(hq: str, code: str, keyring: bool) -> None:
    """Daftarkan laptop ini dengan kode sekali pakai."""
    from desa_app.sync.enrol import enrol as join

    with opened(keyring=keyring, though_locked=True) as store:
        me = join(store, hq, code)
    click.echo(f"{me.name}, {value_label(me.role)}, {me.office_name} ({me.dev})")


@click.command(cls=Leaf)
@click.option("--files-now", is_flag=True, help="Kirim juga foto dan bukti yang menunggu, apa pun pilihannya.")
@json_option
def sync(files_now: bool, as_json: bool) -> None:
    """Sinkron dengan kantor pusat sampai tuntas."""
    from desa_app.sync.run import sync as run

    with opened(though_locked=True) as store:
        if files_now:
            store.file_choice.allow_now()
        report = run(store, metered=lambda: True)  # nobody tells a command what the line costs
    if as_json:
        show_json(report)
    else:
        click.echo(
            say(
                f"Terkirim {report.pushed}, diterima {report.pulled}, disisihkan {report.quarantined}; "
                f"{show_number(report.bytes_up)} bita naik, {show_number(report.bytes_down)} bita turun.",
                f"Pushed {report.pushed}, pulled {report.pulled}, quarantined {report.quarantined}; "
                f"{show_number(report.bytes_up)} bytes up, {show_number(report.bytes_down)} bytes down.",
            )
        )
        for line in file_lines(report):
            click.echo(line)
        if report.remark:
            click.echo(report.remark)
    if report.quarantined:
        sys.exit(PARTLY)


@click.command(cls=Leaf)
@json_option
def status(as_json: bool) -> None:
    """Di mana catatan berada, apa yang belum terkirim, apa yang perlu dilihat orang."""
    with opened() as store:
        found, me = store.status(), store.me
    if as_json:
        show_json(_status_values(found) | {"me": me and {"dev": me.dev, "person": me.person, "role": me.role}})
        return
    if me:
        click.echo(f"{me.name}, {value_label(me.role)}, {me.office_name} ({me.dev})")
    titles = [say("catatan", "records"), *(say(*words) for words in PLACES.values())]
    show_table(
        titles, [(noun_label(noun), *(getattr(one, place) for place in PLACES)) for noun, one in found.tallies.items()]
    )
    _show_waiting(found)
    for one in found.quarantined:
        head = say("Disisihkan", "Set aside")
        click.echo(f"{head}: {noun_label(one.noun)} {one.record}, {label(one.noun, one.field)}: {reason_of(one.code)}")
    show_conflicts(found.conflicts)


def _show_waiting(found: Status) -> None:
    unsent = found.unsent
    since = show_date(unsent.oldest.date()) if unsent.oldest else "—"
    waiting = show_number(unsent.records)
    click.echo(
        say(f"Belum terkirim: {waiting}, tertua sejak {since}.", f"Not sent: {waiting}, the oldest since {since}.")
    )
    if found.last_sync and found.offset is not None:
        moment, offset = (
            f"{show_date(found.last_sync.date())} {show_time(found.last_sync)}",
            show_number(found.offset, 1),
        )
        click.echo(
            say(
                f"Sinkron terakhir {moment}; jam laptop ini {offset} detik di depan kantor pusat.",
                f"Last sync {moment}; this laptop's clock is {offset} seconds ahead of headquarters'.",
            )
        )


def _status_values(found: Status) -> dict[str, Any]:
    aside = [
        {"noun": one.noun, "record": one.record, "code": one.code, "field": one.field, "reason": reason_of(one.code)}
        for one in found.quarantined
    ]
    return {
        "records": found.tallies,
        "unsent": found.unsent,
        "quarantined": aside,
        "conflicts": list(conflict_values(found.conflicts)),
        "last_sync": found.last_sync,
        "clock_offset": found.offset,
    }


@click.command(cls=Leaf)
@click.option("--against-hq", is_flag=True, help="Bandingkan juga dengan kantor pusat, dan perbaiki yang berbeda.")
@json_option
def check(against_hq: bool, as_json: bool) -> None:
    """Periksa keutuhan basis data dan jurnal perubahan; indeks pencarian yang usang dibuat ulang."""
    from desa_app.sync.run import compare

    with opened() as store:
        compared = compare(store) if against_hq else None
        findings = store.check()
    if as_json:
        show_json({"compared": compared, "findings": findings} if compared else findings)
    else:
        for finding in findings:
            click.echo(f"{finding.where}: {finding.sentence}")
        if not findings:
            click.echo(say("Basis data dan jurnal utuh.", "Database and journal hold together."))
        for line in compared_lines(compared) if compared else ():
            click.echo(line)
    if not all(finding.is_mended for finding in findings):
        sys.exit(FAILED)
    if compared and not compared.is_equal:
        sys.exit(PARTLY)
