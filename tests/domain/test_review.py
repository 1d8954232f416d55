"""The life of a record, and what headquarters refuses."""

from __future__ import annotations

from itertools import product
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.fields import Deletion
from desa_app.domain.offer import Offer, OfferStatus
from desa_app.domain.review import DECIDED, STEPS, Refusal, Step, may_edit, may_write, next_status, review_changes
from desa_app.domain.roles import ROLES, Action, Role, may
from desa_app.domain.session import Session, SessionStatus
from desa_app.errors import NotAllowed, WrongField
from desa_app.language import use_language

STATUSES: dict[str, tuple[str, ...]] = {"session": get_args(SessionStatus), "offer": get_args(OfferStatus)}


def ways(noun: str, role: Role) -> set[tuple[str, str, str]]:
    """Every (status, step, next status) that a role can take."""
    found = set()
    for status, step in product(STATUSES[noun], get_args(Step)):
        try:
            found.add((status, step, next_status(noun, status, step, role)))
        except NotAllowed:
            continue
    return found


SUBMITTING = {("draf", "submit", "diajukan"), ("dikembalikan", "submit", "diajukan")}


@pytest.mark.parametrize("noun", ["session", "offer"])
def test_an_officer_only_submits(noun: str) -> None:
    assert ways(noun, "officer") == SUBMITTING


@pytest.mark.parametrize("role", ["lead", "hq"])
def test_a_lead_and_headquarters_take_every_step_of_the_domain(role: Role) -> None:
    assert ways("session", role) == SUBMITTING | {
        ("diajukan", "approve", "disetujui"),
        ("diajukan", "return", "dikembalikan"),
    }
    assert ways("offer", role) == SUBMITTING | {
        ("diajukan", "take up", "ditinjau"),
        ("ditinjau", "return", "dikembalikan"),
        ("ditinjau", "verify", "terverifikasi"),
        ("ditinjau", "disprove", "tidak terbukti"),
        ("ditinjau", "mark duplicate", "duplikat"),
        ("terverifikasi", "refer", "dirujuk"),
        ("dirujuk", "close", "selesai"),
    }


def test_every_status_can_be_reached() -> None:
    for noun, steps in STEPS.items():
        assert {"draf", *steps.values()} == set(STATUSES[noun])


def test_a_refused_step_says_why() -> None:
    with pytest.raises(NotAllowed, match="untuk ketua tim, bukan Petugas lapangan"):
        next_status("session", "diajukan", "approve", "officer")
    use_language("en")
    with pytest.raises(NotAllowed, match="the outreach session is 'Draft', so 'Approve' is not possible"):
        next_status("session", "draf", "approve", "lead")


def test_returning_needs_a_field_and_a_comment() -> None:
    def give(field: str | None, comment: str | None) -> dict[str, str | None]:
        return review_changes("session", "diajukan", "return", "lead", field, comment)

    assert give("attendees[3].age", " Umur 340? ") == {
        "status": "dikembalikan",
        "review_field": "attendees[3].age",
        "review_comment": "Umur 340?",
    }
    for field in (None, "", "warna", "review_comment"):
        with pytest.raises(WrongField, match="review_field"):
            give(field, "Periksa")
    for comment in (None, "  "):
        with pytest.raises(WrongField, match="review_comment"):
            give("venue", comment)


def test_a_comment_stays_until_the_lead_decides() -> None:
    assert review_changes("session", "dikembalikan", "submit", "officer") == {"status": "diajukan"}
    assert review_changes("session", "diajukan", "approve", "lead") == {
        "status": "disetujui",
        "review_field": None,
        "review_comment": None,
    }


def test_an_officer_edits_until_the_lead_has_decided() -> None:
    assert {status for status in STATUSES["offer"] if may_edit("officer", status)} == {
        "draf",
        "diajukan",
        "ditinjau",
        "dikembalikan",
    }
    assert all(may_edit("lead", status) for status in STATUSES["offer"])


def test_roles_grow() -> None:
    actions: tuple[Action, ...] = (
        "record",
        "submit",
        "review",
        "verify",
        "settle",
        "delete decided",
        "enrol",
        "revoke",
    )
    assert [[may(role, action) for action in actions] for role in ROLES] == [
        [True, True] + [False] * 6,
        [True] * 8,
        [True] * 8,
    ]
    assert [may(role, "manage reference") for role in ROLES] == [False, False, True]


@pytest.mark.parametrize("record", [Session(), Offer()], ids=["session", "offer"])
def test_a_new_record_carries_every_field_and_is_taken(record: Session | Offer) -> None:
    everything = {name: getattr(record, name) for name in record.__struct_fields__}
    assert may_write("officer", record.noun, everything, {}) is None


@pytest.mark.parametrize(
    ("noun", "changed", "shown", "refused"),
    [
        ("session", {"status": "diajukan"}, {"status": "draf"}, None),
        ("session", {"status": "disetujui"}, {"status": "diajukan"}, "status"),
        ("session", {"status": "dikembalikan"}, {"status": "diajukan"}, "status"),
        ("session", {"status": "diajukan"}, {"status": "disetujui"}, "status"),
        ("session", {"venue": "Balai desa"}, {"status": "disetujui"}, None),
        ("session", {"review_comment": "Sudah benar"}, {"status": "dikembalikan"}, "review_comment"),
        ("session", {"review_comment": "Umur?"}, {"review_comment": "Umur?"}, None),
        ("session", {"deletion": Deletion("salah")}, {"status": "diajukan"}, None),
        ("session", {"deletion": Deletion("salah")}, {"status": "disetujui"}, "deletion"),
        ("offer", {"verified_visa": "ya"}, {}, "verified_visa"),
        ("offer", {"status": "terverifikasi"}, {"status": "ditinjau"}, "status"),
        ("offer", {"status": "ditinjau"}, {"status": "diajukan"}, "status"),
        ("attendee", {"full_name": "Siti"}, {}, None),
    ],
)
def test_what_an_officer_may_write(
    noun: str, changed: dict[str, Any], shown: dict[str, Any], refused: str | None
) -> None:
    found = may_write("officer", noun, changed, shown)
    assert found == (Refusal(refused, "lead_only") if refused else None)
    assert may_write("lead", noun, changed, shown | {"review_field": "venue", "review_comment": "Umur?"}) is None


@pytest.mark.parametrize("role", ROLES)
def test_nobody_returns_a_record_without_a_comment(role: Role) -> None:
    changed = {"status": "dikembalikan", "review_field": "venue"}
    found = may_write(role, "session", changed, {"status": "diajukan"})
    assert found is not None
    if role != "officer":
        assert found == Refusal("review_comment", "needed_to_return")


@pytest.mark.parametrize("noun", ["office", "assignment"])
def test_reference_records_are_written_by_headquarters_only(noun: str) -> None:
    refused = [may_write(role, noun, {"end": None}, {}) for role in ROLES]
    assert refused == [Refusal("end", "headquarters_only")] * 2 + [None]


@given(st.sampled_from(STATUSES["offer"]), st.sampled_from(STATUSES["offer"]))
def test_an_officer_never_reaches_or_leaves_a_decision(before: str, after: str) -> None:
    taken = may_write("officer", "offer", {"status": after}, {"status": before}) is None
    if before != after and ({before, after} & DECIDED):
        assert not taken
    if taken:
        assert after in ("draf", "diajukan", before)
