"""What an erasure takes out of a record, and what stays so that the record still counts (UU 27/2022; DOMAIN.md,
People's data, 7 and 8). An erasure is headquarters' order alone."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from desa_app.domain.fields import PUBLIC, fields_of
from desa_app.domain.records import RECORDS

EVERYTHING = "*"
"""Stands for all fields but those of ``_STAYS``, also for those that this version doesn't know."""
DELETION = "deletion"

NAMES = (
    *("full_name", "birth_year", "hamlet", "address", "phone", "phone_e164", "plans_where", "nik"),
    *("consent", "guardian_consent", "import_key", DELETION),
)
"""What tells who an attendee was and goes after KEPT_MONTHS. A consent names its witness, an imported line's key is a
digest of the name, and the reason of a deletion is free text."""
KEPT_MONTHS = 12

_STAYS = frozenset({"office_code", "created_at", "created_by", "status", "counted_as"})
_TELLING = {
    "attendee": ("consent", "guardian_consent", "import_key", DELETION),
    "session": ("review_comment", "import_key", DELETION),
    "offer": ("session_id", "calls", "review_comment", DELETION),
    "recruiter": (DELETION,),
}
"""Fields that anybody with the record may read and that can tell of a person all the same: free text, a witness, the
session on whose list a reporter may stand."""


@cache
def personal(noun: str) -> tuple[str, ...]:
    """The fields of a record type that can tell of a person."""
    sensitive = (field.name for field in fields_of(RECORDS[noun]).values() if field.sensitivity is not PUBLIC)
    return (*sensitive, *_TELLING.get(noun, ()))


def is_taken(erased: Collection[str], noun: str, field: str) -> bool:
    """Whether an erasure of the fields ``erased`` takes this field of a record of ``noun``."""
    if field in erased:
        return True
    kind = RECORDS.get(noun)
    return EVERYTHING in erased and field not in _STAYS and not (kind and field == kind.parent)
