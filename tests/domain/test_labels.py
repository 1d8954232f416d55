"""Every field and every value has words in both languages."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest

from desa_app.domain.fields import Record
from desa_app.domain.labels import COMMON, all_labels, country_label, label, noun_label, value_label
from desa_app.domain.records import RECORDS
from desa_app.domain.reference import countries, materials, read_data, topics
from desa_app.domain.review import Step
from desa_app.domain.risk import Level
from desa_app.domain.roles import Role
from desa_app.domain.urgency import Urgency
from desa_app.errors import UnreadableFile
from desa_app.language import use_language

LABELS = all_labels()


def kinds(hint: Any) -> Iterator[Any]:
    """Literal types and structs that stand anywhere in a type."""
    if get_origin(hint) is Literal or (isinstance(hint, type) and issubclass(hint, msgspec.Struct)):
        yield hint
    elif get_origin(hint) is Annotated:
        yield from kinds(get_args(hint)[0])
    elif get_origin(hint) in (Union, types.UnionType, tuple, dict, list):
        for part in get_args(hint):
            yield from kinds(part)


def structs(struct: Any) -> Iterator[Any]:
    """A struct and those inside it."""
    yield struct
    for hint in get_type_hints(struct, include_extras=True).values():
        for kind in kinds(hint):
            if get_origin(kind) is not Literal:
                yield from structs(kind)


def literals(struct: Any) -> Iterator[str]:
    """The values of every Literal of a struct's fields."""
    for hint in get_type_hints(struct, include_extras=True).values():
        for kind in kinds(hint):
            if get_origin(kind) is Literal:
                yield from get_args(kind)


STRUCTS = {struct for record in RECORDS.values() for struct in structs(record)}
FIELDS = {
    (getattr(struct, "noun", struct.__name__.lower()), name) for struct in STRUCTS for name in struct.__struct_fields__
}
VALUES = {value for struct in STRUCTS for value in literals(struct) if value}
VALUES |= {value for kind in (Role, Urgency, Level, Step) for value in get_args(kind)}


def test_there_is_something_to_look_at() -> None:
    assert len(FIELDS) > 150
    assert {"ziarah/umrah", "60+", "ditinjau", "hq", "SEGERA"} <= VALUES


@pytest.mark.parametrize(("noun", "field"), sorted(FIELDS))
def test_every_field_has_words(noun: str, field: str) -> None:
    words = LABELS.fields.get(noun, {}).get(field) or LABELS.fields[COMMON].get(field)
    assert words is not None
    assert words.id.strip()
    assert words.en.strip()


@pytest.mark.parametrize("value", sorted(VALUES))
def test_every_value_has_words(value: str) -> None:
    words = LABELS.values[value]
    assert words.id.strip()
    assert words.en.strip()


def test_no_words_are_kept_for_what_does_not_exist() -> None:
    known = {noun: {field for owner, field in FIELDS if owner == noun} for noun, _ in FIELDS}
    children = {("session", "attendees"), ("offer", "recruiters")}
    extra = {
        (noun, field)
        for noun, fields in LABELS.fields.items()
        if noun != COMMON
        for field in fields
        if field not in known[noun]
    }
    assert extra == children
    assert set(Record.__struct_fields__) <= set(LABELS.fields[COMMON])
    assert set(LABELS.values) == VALUES


def test_words_follow_the_language_in_use() -> None:
    assert (label("session", "venue"), value_label("ditinjau"), noun_label("attendee")) == (
        "Tempat",
        "Ditinjau",
        "peserta",
    )
    assert (label("attendee", "phone"), country_label("KH")) == ("Nomor telepon", "Kamboja")
    use_language("en")
    assert (label("session", "venue"), value_label("ditinjau")) == ("Venue", "Under review")
    assert (value_label("TPPO"), country_label("KH")) == ("Human trafficking", "Cambodia")


def test_what_a_newer_version_brings_is_shown_as_it_is() -> None:
    assert (label("session", "weather"), value_label("hujan"), country_label("ZZ")) == ("weather", "hujan", "ZZ")


def test_choices_are_unambiguous() -> None:
    for choices in (topics(), materials(), countries()):
        codes = [choice.code for choice in choices]
        assert len(set(codes)) == len(codes)
    assert not {choice.code for choice in (*topics(), *materials())} & set(LABELS.values)


@pytest.mark.parametrize("path", ["reference/none.json", "risk/risk_examples.json"])
def test_damaged_reference_data_is_named(path: str) -> None:
    with pytest.raises(UnreadableFile, match=path):
        read_data(path, dict[str, str])
