"""How a field is declared: once, beside its type.

A record type is a frozen struct whose fields are annotated with their type, their sensitivity and what to do
when two people write the field at the same time. Table columns, wire validation, conflict policy, redaction
and form labels all read that declaration, so adding a field is one line here, one migration, one widget.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin, get_type_hints

import msgspec


class Sensitivity(Enum):
    """Who may see a value: everybody with the record, only with a purpose, or only with a logged reason."""

    PUBLIC = "public"
    PERSONAL = "personal"
    SEALED = "sealed"


class Policy(Enum):
    """What happens to values written at the same time (SYNC.md, Merging); all of them survive in every case."""

    LEAD = "lead"
    """The team lead settles it: names, phones, consent, offer facts, deletion, village."""
    SILENT = "silent"
    """One is picked, the others stay in the history: counters, cosmetics."""
    BOTH = "both"
    """Both are shown: free text."""


PUBLIC = Sensitivity.PUBLIC
PERSONAL = Sensitivity.PERSONAL
SEALED = Sensitivity.SEALED
LEAD = Policy.LEAD
SILENT = Policy.SILENT
BOTH = Policy.BOTH

Answer = Literal["ya", "tidak", "tidak diketahui"]
"""Every yes/no of a report; an absent answer means it was not asked yet and counts as unknown."""

Short = Annotated[str, msgspec.Meta(max_length=120)]
Line = Annotated[str, msgspec.Meta(max_length=400)]
Text = Annotated[str, msgspec.Meta(max_length=20_000)]
Count = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
VillageCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{10}\Z")]
Phone = Annotated[str, msgspec.Meta(max_length=40)]
Country = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}\Z")]
RecordId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")]


class Deletion(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Why a record was deleted, and which edits the person who deleted it had seen.

    ``seen`` holds the names of those edits; one that is not among them was made at the same time: the record
    then stays alive and the lead is asked (SYNC.md, Merging).
    """

    reason: Line
    seen: tuple[Short, ...] = ()


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What all records have in common. ``id`` is a UUIDv7; the store fills these fields when a record is new."""

    noun: ClassVar[str] = ""
    parent: ClassVar[str | None] = None

    id: RecordId | Literal[""] = ""
    office_code: Annotated[Short, PUBLIC, LEAD] = ""
    created_at: Annotated[str, PUBLIC, SILENT] = ""
    created_by: Annotated[str, PUBLIC, SILENT] = ""
    deletion: Annotated[Deletion | None, PUBLIC, LEAD] = None


class Field(msgspec.Struct, frozen=True):
    """One declared field. ``type`` is what msgspec validates; ``default`` is what an unwritten field shows."""

    name: str
    type: Any
    default: Any
    sensitivity: Sensitivity
    policy: Policy

    @property
    def column(self) -> type:
        """How SQLite keeps it: ``int``, ``float`` or ``str``; whatever is not a number or a text is JSON."""
        kinds = set(_plain_types(self.type))
        if kinds == {int}:
            return int
        return float if kinds <= {int, float} else str

    @property
    def is_json(self) -> bool:
        """Whether the column holds JSON: lists, mappings and nested structs."""
        return any(kind in (list, dict, tuple) or _is_struct(kind) for kind in _plain_types(self.type))


@cache
def fields_of(record: type[Record]) -> dict[str, Field]:
    """The declared fields of a record type by name, in order, without ``id``."""
    hints = get_type_hints(record, include_extras=True)
    declared = {}
    for info in msgspec.structs.fields(record):
        if info.name == "id":
            continue
        marks = getattr(hints[info.name], "__metadata__", ())
        sensitivity = next((mark for mark in marks if isinstance(mark, Sensitivity)), None)
        policy = next((mark for mark in marks if isinstance(mark, Policy)), None)
        if sensitivity is None or policy is None:
            raise TypeError(f"{record.__name__}.{info.name} declares no sensitivity or no policy")
        declared[info.name] = Field(info.name, info.type, _default(info), sensitivity, policy)
    return declared


def _default(info: msgspec.structs.FieldInfo) -> Any:
    return info.default_factory() if info.default_factory is not msgspec.NODEFAULT else info.default


def _is_struct(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _plain_types(hint: Any) -> Iterator[Any]:
    """The types a value of ``hint`` can have, seen through Annotated, unions, literals and None."""
    origin = get_origin(hint)
    if origin is Annotated:
        yield from _plain_types(get_args(hint)[0])
    elif origin in (Union, types.UnionType):
        for part in get_args(hint):
            yield from _plain_types(part)
    elif origin is Literal:
        yield from {type(value) for value in get_args(hint)}
    elif hint is not type(None):
        yield origin or hint
