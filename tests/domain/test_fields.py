"""A field is declared once: what the declarations say is what columns, conflicts and redaction go by."""

from __future__ import annotations

from typing import Annotated, ClassVar

import pytest

from desa_app.domain.fields import LEAD, PERSONAL, PUBLIC, SEALED, SILENT, Field, Policy, Record, Sensitivity, fields_of
from desa_app.domain.records import RECORDS, policy_of

EVERY_FIELD = [
    pytest.param(field, id=f"{noun}.{name}")
    for noun, kind in RECORDS.items()
    for name, field in fields_of(kind).items()
]


@pytest.mark.parametrize("field", EVERY_FIELD)
def test_every_field_has_a_column_a_default_a_sensitivity_and_a_policy(field: Field) -> None:
    assert field.column in (int, float, str)
    assert isinstance(field.sensitivity, Sensitivity)
    assert isinstance(field.policy, Policy)
    assert field.is_json is _holds_parts(field)


def _holds_parts(field: Field) -> bool:
    return any(word in str(field.type) for word in ("tuple", "dict", "Consent", "Deletion", "Position"))


@pytest.mark.parametrize(
    ("noun", "name", "column", "is_json"),
    [
        ("session", "date", str, False),
        ("session", "headcount_male", int, False),
        ("session", "villages", str, True),
        ("session", "position", str, True),
        ("session", "headcount_ages", str, True),
        ("session", "status", str, False),
        ("attendee", "age", int, False),
        ("attendee", "sex", str, False),
        ("attendee", "consent", str, True),
        ("offer", "pay_min", float, False),
        ("offer", "flags", str, True),
        ("assignment", "migrant_pocket", float, False),
    ],
)
def test_how_a_field_is_kept(noun: str, name: str, column: type, is_json: bool) -> None:
    field = fields_of(RECORDS[noun])[name]
    assert (field.column, field.is_json) == (column, is_json)


def test_the_data_of_people_is_marked() -> None:
    marked = {
        f"{noun}.{name}"
        for noun, kind in RECORDS.items()
        for name, field in fields_of(kind).items()
        if field.sensitivity is not PUBLIC
    }
    assert {"attendee.full_name", "attendee.phone", "attendee.nik", "attendee.birth_year", "attendee.hamlet"} <= marked
    assert {"recruiter.alias", "recruiter.phone", "recruiter.account", "recruiter.handle"} <= marked
    assert {"offer.story", "offer.evidence", "session.minutes", "session.speakers", "session.photos"} <= marked
    sealed = [name for name, field in fields_of(RECORDS["offer"]).items() if field.sensitivity is SEALED]
    assert sealed == ["reporter_contact"]
    assert not marked & {"attendee.sex", "attendee.age", "session.villages", "offer.affected"}


@pytest.mark.parametrize(
    ("noun", "name", "policy"),
    [
        ("attendee", "full_name", Policy.LEAD),
        ("attendee", "phone", Policy.LEAD),
        ("attendee", "consent", Policy.LEAD),
        ("attendee", "occupation", Policy.SILENT),
        ("session", "villages", Policy.LEAD),
        ("session", "deletion", Policy.LEAD),
        ("session", "headcount_male", Policy.SILENT),
        ("session", "minutes", Policy.BOTH),
        ("offer", "story", Policy.BOTH),
        ("offer", "visa", Policy.LEAD),
        ("session", "of_a_newer_version", Policy.SILENT),
        ("noun_of_a_newer_version", "name", Policy.SILENT),
    ],
)
def test_what_happens_to_values_written_at_the_same_time(noun: str, name: str, policy: Policy) -> None:
    assert policy_of(noun, name) is policy


def test_a_field_without_sensitivity_or_policy_is_refused() -> None:
    class Unmarked(Record, frozen=True, kw_only=True):
        noun: ClassVar[str] = "unmarked"

        name: Annotated[str, PERSONAL] = ""

    with pytest.raises(TypeError, match=r"Unmarked\.name"):
        fields_of(Unmarked)


def test_the_common_fields_come_first_and_the_id_is_none_of_them() -> None:
    for kind in RECORDS.values():
        names = list(fields_of(kind))
        assert names[:4] == ["office_code", "created_at", "created_by", "deletion"]
        assert "id" not in names
    assert fields_of(RECORDS["session"])["created_at"].policy is SILENT
    assert fields_of(RECORDS["session"])["office_code"].policy is LEAD


def test_a_child_names_its_parent() -> None:
    for kind in RECORDS.values():
        assert kind.parent is None or kind.parent in fields_of(kind)
    assert {kind.noun for kind in RECORDS.values() if kind.parent} == {"attendee", "recruiter"}
