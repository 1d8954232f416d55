"""``desa-app offer``: suspicious job offers with their risk and why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desa_app.cli.laptop import Leaves, file_argument, opened, read_bytes, read_json
from desa_app.cli.words import conflict_values, history_values, place_word, show_conflicts, show_history, show_record
from desa_app.console import FAILED, json_option, show_json, show_table
from desa_app.domain.drafts import OfferFile, checked, refuse_step, shown_fields, without_children
from desa_app.domain.labels import country_label, value_label
from desa_app.domain.offer import Offer
from desa_app.errors import WrongLine
from desa_app.language import say

if TYPE_CHECKING:
    from desa_app.domain.risk import Assessment
    from desa_app.store.offers import OfferRow


@click.group(cls=Leaves)
def offer() -> None:
    """Tawaran kerja mencurigakan dengan tingkat risikonya."""


@offer.command()
@file_argument
@json_option
def add(file: Path, as_json: bool) -> None:
    """Catat tawaran dari FILE.json (lihat docs/files.md)."""
    draft = checked(read_json(file), OfferFile)
    refuse_step(draft.status, Offer().status)
    with opened() as store:
        saved = store.offers.record(without_children(draft, Offer), draft.recruiters)
        found = store.offers.assessment(saved, store.offers.recruiters(saved.id))
    if as_json:
        show_json({"offer": saved.id, "status": saved.status, "risk": found})
        return
    click.echo(f"{saved.id}  {value_label(saved.status)}")
    _show_risk(found)


@offer.command()
@click.argument("offer_id", metavar="ID")
@json_option
def submit(offer_id: str, as_json: bool) -> None:
    """Ajukan tawaran kepada ketua tim."""
    with opened() as store:
        saved = store.offers.submit(offer_id)
    if as_json:
        show_json({"offer": saved.id, "status": saved.status})
    else:
        click.echo(f"{saved.id}  {value_label(saved.status)}")


@offer.command("list")
@json_option
def list_offers(as_json: bool) -> None:
    """Semua tawaran, terbaru dulu."""
    with opened() as store:
        rows = store.offers.listed()
    if as_json:
        show_json([_list_values(row) for row in rows])
        return
    titles = say(
        "tawaran|diterima|desa|tujuan|risiko|skor|urgensi|status|tempat catatan",
        "offer|received|village|destination|risk|score|urgency|status|place",
    )
    show_table(
        titles.split("|"),
        [
            (
                row.id,
                row.received or "—",
                row.village or "—",
                country_label(row.country) if row.country else "—",
                value_label(row.assessment.level),
                row.assessment.score,
                value_label(row.urgency),
                value_label(row.status),
                place_word(row.place),
            )
            for row in rows
        ],
    )


def _list_values(row: OfferRow) -> dict[str, Any]:
    """A line for programs; whom it names stays in ``show``."""
    values = row._asdict()
    del values["contacts"]
    return {"risk" if name == "assessment" else name: value for name, value in values.items()}


@offer.command()
@click.argument("offer_id", metavar="ID")
@click.option("--history", is_flag=True, help="Seluruh riwayat tiap isian: nilai, siapa, kapan, dari laptop mana.")
@json_option
def show(offer_id: str, history: bool, as_json: bool) -> None:
    """Satu tawaran, perekrutnya, risikonya dan alasannya."""
    with opened() as store:
        found, recruiters = store.offers.get(offer_id), store.offers.recruiters(offer_id)
        risk, urgency = store.offers.assessment(found, recruiters), store.offers.urgency(found)
        place, conflicts = store.places.of("offer", offer_id), store.conflicts(offer_id)
        stories = store.history.of("offer", offer_id) if history else []
    if as_json:
        values = {**shown_fields(found), "recruiters": [shown_fields(one) for one in recruiters]}
        answer: dict[str, Any] = {"offer": values, "risk": risk, "urgency": urgency, "place": place}
        answer["conflicts"] = list(conflict_values(conflicts))
        show_json(answer | ({"history": history_values(stories)} if history else {}))
        return
    click.echo(f"{found.id} ({place_word(place)})")
    show_record(found)
    for number, recruiter in enumerate(recruiters, start=1):
        click.echo(say(f"Perekrut {number}", f"Recruiter {number}"))
        show_record(recruiter)
    _show_risk(risk)
    click.echo(say(f"Urgensi: {value_label(urgency)}", f"Urgency: {value_label(urgency)}"))
    show_conflicts(conflicts)
    show_history(stories)


@offer.command()
@file_argument
def assess(file: Path) -> None:
    """Nilai jawaban dalam FILE.jsonl tanpa basis data: satu baris masuk, satu baris keluar."""
    import msgspec

    from desa_app.domain.risk import RiskRules, assess_lines

    failed = False
    for result in assess_lines(read_bytes(file).splitlines(), RiskRules.load()):
        if isinstance(result, WrongLine):
            failed = True
            click.echo(str(result), err=True)
            result = {"line": result.details["line"], "error": str(result)}
        click.echo(msgspec.json.encode(result).decode())
    if failed:
        sys.exit(FAILED)


def _show_risk(risk: Assessment) -> None:
    click.echo(
        say(f"Risiko: {value_label(risk.level)} ({risk.score})", f"Risk: {value_label(risk.level)} ({risk.score})")
    )
    for flag in risk.flags:
        if flag.answer == "ya":
            click.echo(f"  {flag.code} +{flag.weight} {flag.label}")
    for sentence in risk.explanation:
        click.echo(f"  {sentence}")
