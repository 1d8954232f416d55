"""What is erased of which records on this laptop, for whoever writes one or takes one in."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlite_utils import Database


class Erased(NamedTuple):
    """What is erased of a record, of all orders for it."""

    noun: str
    fields: frozenset[str]


def erased_of(db: Database, records: Iterable[str]) -> dict[str, Erased]:
    """What is erased of these records, by record; those of which nothing is are left out."""
    fields: dict[str, set[str]] = defaultdict(set)
    nouns: dict[str, str] = {}
    query = "SELECT record, noun, fields FROM erasure WHERE record IN (SELECT value FROM json_each(?))"
    for record, noun, written in db.conn.execute(query, [json.dumps(sorted(set(records)))]):
        fields[record] |= set(json.loads(written))
        nouns[record] = noun
    return {record: Erased(nouns[record], frozenset(found)) for record, found in fields.items()}
