"""The words of fields and values in the language in use, from ``resources/reference/labels.json``."""

from __future__ import annotations

from functools import cache

import msgspec

from desa_app.domain.reference import Words, countries, materials, read_data, topics

COMMON = "common"
"""The key under which labels.json keeps the fields that all records share."""


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of labels.json. A value has the same words wherever it stands."""

    nouns: dict[str, Words]
    fields: dict[str, dict[str, Words]]
    values: dict[str, Words]


class Questions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of questions.json: questions by record and field."""

    version: str
    source: str
    questions: dict[str, dict[str, Words]]


@cache
def all_labels() -> Labels:
    """The labels shipped; UnreadableFile when they are missing or damaged."""
    return read_data("reference/labels.json", Labels)


def noun_label(noun: str) -> str:
    """What a kind of record is called, as ``sesi penyuluhan``; the noun itself where we have no words for it."""
    return str(all_labels().nouns.get(noun, noun))


def label(noun: str, field: str) -> str:
    """What a field of a record, or of a struct inside one, is called; its name where we have no words for it.

    A laptop shows fields of a newer version too, so an unknown one is no error.
    """
    fields = all_labels().fields
    words = fields.get(noun, {}).get(field) or fields[COMMON].get(field)
    return str(words or field)


def question(noun: str, field: str) -> str:
    """A field as one asks for it in a conversation; what it is called where there is no question for it."""
    words = _questions().questions.get(noun, {}).get(field)
    return str(words) if words else label(noun, field)


def value_label(value: str) -> str:
    """What a stored value is called; the value itself where it is free text or of a newer version."""
    return str(words_of(value))


def words_of(value: str) -> Words:
    """What a stored value is called, in both languages."""
    return _values().get(value) or Words(value, value)


def country_label(code: str) -> str:
    """What a country is called; its ISO 3166 code where we have no words for it."""
    return next((str(country.label) for country in countries() if country.code == code), code)


@cache
def _questions() -> Questions:
    return read_data("reference/questions.json", Questions)


@cache
def _values() -> dict[str, Words]:
    listed = {choice.code: choice.label for choice in (*topics(), *materials())}
    return listed | all_labels().values
