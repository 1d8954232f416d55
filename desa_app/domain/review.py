"""The life of a record: which step leads where, who may take it, and what headquarters refuses (DOMAIN.md).

::

    session: draf → diajukan → disetujui | dikembalikan → diajukan …
    offer:   draf → diajukan → ditinjau → dikembalikan | terverifikasi | tidak terbukti | duplikat
             dikembalikan → diajukan …    terverifikasi → dirujuk → selesai
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from desa_app.domain.fields import fields_of
from desa_app.domain.labels import noun_label, value_label
from desa_app.domain.records import RECORDS
from desa_app.domain.risk import VERIFIED
from desa_app.domain.roles import Action, Role, may
from desa_app.errors import NotAllowed, WrongField
from desa_app.language import say

Step = Literal["submit", "approve", "return", "take up", "verify", "disprove", "mark duplicate", "refer", "close"]

STEPS: dict[str, dict[tuple[str, Step], str]] = {
    "session": {
        ("draf", "submit"): "diajukan",
        ("dikembalikan", "submit"): "diajukan",
        ("diajukan", "approve"): "disetujui",
        ("diajukan", "return"): "dikembalikan",
    },
    "offer": {
        ("draf", "submit"): "diajukan",
        ("dikembalikan", "submit"): "diajukan",
        ("diajukan", "take up"): "ditinjau",
        ("ditinjau", "return"): "dikembalikan",
        ("ditinjau", "verify"): "terverifikasi",
        ("ditinjau", "disprove"): "tidak terbukti",
        ("ditinjau", "mark duplicate"): "duplikat",
        ("terverifikasi", "refer"): "dirujuk",
        ("dirujuk", "close"): "selesai",
    },
}
"""By noun: from a status by a step to the next status. Nothing else is possible."""

DECIDED = frozenset({"disetujui", "terverifikasi", "tidak terbukti", "duplikat", "dirujuk", "selesai"})
"""The statuses in which a lead has decided: an officer changes or deletes the record no more."""

OFFICERS_STATUSES = frozenset({"draf", "diajukan"})
LEADS_FIELDS = frozenset({*VERIFIED, "review_field", "review_comment"})
REFERENCE_NOUNS = frozenset({"office", "assignment"})
_CHILDREN = {"session": "attendees", "offer": "recruiters"}


class Refusal(msgspec.Struct, frozen=True):
    """Why headquarters sets a change aside: the field and a stable code."""

    field: str
    code: str


def next_status(noun: str, status: str, step: Step, role: Role) -> str:
    """The status after ``step``; NotAllowed when the role may not take it or the record is not in that state."""
    if not may(role, _action(step)):
        who = value_label(role)
        raise NotAllowed(
            why=say(f"langkah ini untuk ketua tim, bukan {who}", f"this step is the team lead's, not the {who}'s")
        )
    following = STEPS[noun].get((status, step))
    if following is None:
        what, now, name = noun_label(noun), value_label(status), value_label(step)
        raise NotAllowed(
            why=say(
                f"{what} berstatus '{now}', sehingga langkah '{name}' tidak dapat dilakukan",
                f"the {what} is '{now}', so '{name}' is not possible",
            )
        )
    return following


def review_changes(
    noun: str, status: str, step: Step, role: Role, field: str | None = None, comment: str | None = None
) -> dict[str, str | None]:
    """The fields that ``step`` writes, ready to be saved; raises as ``next_status`` does.

    To return a record needs the field to correct (as ``venue`` or ``attendees[3].age``) and a comment: WrongField.
    What was said stays on the record while it is corrected and goes when the lead decides.
    """
    changes: dict[str, str | None] = {"status": next_status(noun, status, step, role)}
    if step == "return":
        return changes | {"review_field": _known_field(noun, field), "review_comment": _given_comment(comment)}
    return changes if step == "submit" else changes | {"review_field": None, "review_comment": None}


def may_edit(role: Role, status: str) -> bool:
    """Whether ``role`` may change what a record says; an officer until the lead has decided."""
    return status not in DECIDED or may(role, "review")


def may_write(role: Role, noun: str, changed: Mapping[str, Any], shown: Mapping[str, Any]) -> Refusal | None:
    """What headquarters refuses of a change, or None.

    ``changed`` are the fields the change writes, ``shown`` the record as it stood before, empty for a new one.
    A field written as it already stands is no change. Ask only about changes not seen before: a repeated one
    is judged against a record that has moved on.
    """
    if noun in REFERENCE_NOUNS:
        allowed = may(role, "manage reference")
        return None if allowed else Refusal(next(iter(changed), "id"), "headquarters_only")
    fresh = {name: value for name, value in changed.items() if value != _standing(noun, name, shown)}
    refused = None if may(role, "review") else _refuse_officer(fresh, shown)
    return refused or _refuse_return(fresh, shown)


def _action(step: Step) -> Action:
    return "submit" if step == "submit" else "review"


def _standing(noun: str, name: str, shown: Mapping[str, Any]) -> Any:
    declared = fields_of(RECORDS[noun]).get(name)
    return shown.get(name, declared.default if declared else None)


def _refuse_officer(fresh: Mapping[str, Any], shown: Mapping[str, Any]) -> Refusal | None:
    leads = sorted(LEADS_FIELDS & fresh.keys())
    if leads:
        return Refusal(leads[0], "lead_only")
    is_decided = shown.get("status") in DECIDED
    if "status" in fresh and (is_decided or fresh["status"] not in OFFICERS_STATUSES):
        return Refusal("status", "lead_only")
    if "deletion" in fresh and is_decided:
        return Refusal("deletion", "lead_only")
    return None


def _refuse_return(fresh: Mapping[str, Any], shown: Mapping[str, Any]) -> Refusal | None:
    if fresh.get("status") != "dikembalikan":
        return None
    after = {**shown, **fresh}
    missing = next((name for name in ("review_field", "review_comment") if not after.get(name)), None)
    return Refusal(missing, "needed_to_return") if missing else None


def _known_field(noun: str, field: str | None) -> str:
    name = (field or "").strip()
    known = {*fields_of(RECORDS[noun]), _CHILDREN[noun]} - LEADS_FIELDS
    if re.split(r"[.\[]", name)[0] not in known:
        why = say("sebutkan isian yang harus diperbaiki", "name the field that is to be corrected")
        raise WrongField(path="review_field", why=why)
    return name


def _given_comment(comment: str | None) -> str:
    text = (comment or "").strip()
    if not text:
        raise WrongField(
            path="review_comment", why=say("tulis apa yang harus diperbaiki", "say what is to be corrected")
        )
    return text
