"""The record types by noun, as they stand on the wire and name the tables."""

from __future__ import annotations

from desa_app.domain.attendee import Attendee
from desa_app.domain.fields import Policy, Record, fields_of
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.office import Assignment, Office
from desa_app.domain.session import Session

RECORDS: dict[str, type[Record]] = {
    kind.noun: kind for kind in (Session, Attendee, Offer, Recruiter, Office, Assignment)
}


def policy_of(noun: str, field: str) -> Policy:
    """The merge policy of a field; one that this version doesn't know is picked silently and kept."""
    kind = RECORDS.get(noun)
    declared = fields_of(kind).get(field) if kind else None
    return declared.policy if declared else Policy.SILENT
