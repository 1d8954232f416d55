"""Whether two databases hold the same records of a scope, told in few bytes (SYNC.md, Proof that both sides hold the
same).

Every record is hashed, and the hashes of a scope are added up: first in one sum, and where that differs in 256
buckets, so that only the records of differing buckets are named one by one. The key of the hashes is the hash of the
log's chain at the place compared: two sides that stand at different places never seem equal, and nobody can write
records beforehand whose hashes cancel each other out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Annotated, Any, TypeVar

import msgspec

from desa_app.domain.fields import RecordId
from desa_app.sync.pure.clock import wall_ms_of
from desa_app.sync.pure.merge import Register, State, conflicts, is_deleted, shown
from desa_app.sync.pure.rows import latest_stamp, shape, to_state, visible_values

BUCKETS = 256
MOST_RECORDS = 2_000
"""Records that one answer names, and about as many as one request asks the buckets of."""
MOST_COMPARED = 50_000
"""Records that headquarters adds up for one request, some seconds of its work; a scope alone may have more."""
MOST_FETCHED = 200
"""Records whose changes one request asks for."""

_BYTES = 8
_ROUND = 1 << (8 * _BYTES)
_json = msgspec.json.Encoder(order="deterministic")
Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}\Z")]
"""Eight bytes in hexadecimal: integers beyond 2⁵³ are not the same in every JSON reader."""
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Key = TypeVar("Key")
Place = Annotated[int, msgspec.Meta(ge=0, le=BUCKETS - 1)]


class Bucket(msgspec.Struct, frozen=True, array_like=True):
    """How many records are in a bucket, and the sum of their hashes."""

    count: Annotated[int, msgspec.Meta(ge=0, le=2**53)]
    total: Hash


class Claim(msgspec.Struct, frozen=True, array_like=True):
    """What a laptop holds of a scope: how far it has read the log and the chain's hash there (its first eight bytes),
    and all its records in one bucket."""

    seq: Annotated[int, msgspec.Meta(ge=0, le=2**53)]
    chain: Hash
    all: Bucket


class Comparison(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a laptop wants compared, by scope: all its records; or the records of some buckets, named with their
    hashes; or the changes of some records."""

    claims: dict[Name, Claim] = msgspec.field(name="c", default_factory=dict)
    buckets: dict[Name, Annotated[list[Place], msgspec.Meta(max_length=BUCKETS)]] = msgspec.field(
        name="b", default_factory=dict
    )
    records: dict[Name, Annotated[list[RecordId], msgspec.Meta(max_length=MOST_FETCHED)]] = msgspec.field(
        name="r", default_factory=dict
    )


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """What headquarters says to it of one scope, at place ``seq`` of its log.

    ``is_equal`` needs no more words; ``is_forked`` says that the laptop's log was another one. ``buckets`` are all
    256; ``records`` those of the buckets that were asked for, as noun, record and hash; ``entries`` the places in the
    log of the lines that follow.
    """

    scope: Name
    seq: int
    is_equal: bool = msgspec.field(name="eq", default=False)
    is_forked: bool = msgspec.field(name="fork", default=False)
    buckets: tuple[Bucket, ...] = msgspec.field(name="b", default=())
    records: tuple[tuple[Name, str, Hash], ...] = msgspec.field(name="r", default=())
    entries: tuple[int, ...] = msgspec.field(name="e", default=())


class Digest:
    """The records of one scope, added up by bucket. ``key`` is the chain's hash at the place compared."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._counts = [0] * BUCKETS
        self._totals = [0] * BUCKETS

    def add(self, noun: str, row: Mapping[str, Any]) -> None:
        """Count a record in, as its row stands."""
        self.add_hash(row["id"], row_hash(self._key, noun, row))

    def add_hash(self, record: str, hashed: int) -> None:
        """Count a record in by its hash."""
        at = bucket_of(record)
        self._counts[at] += 1
        self._totals[at] = (self._totals[at] + hashed) % _ROUND

    @property
    def all(self) -> Bucket:
        """All records in one."""
        return Bucket(sum(self._counts), spelled(sum(self._totals) % _ROUND))

    @property
    def buckets(self) -> tuple[Bucket, ...]:
        """The 256 buckets."""
        return tuple(Bucket(count, spelled(total)) for count, total in zip(self._counts, self._totals, strict=True))


def differing(ours: Iterable[Bucket], theirs: Iterable[Bucket]) -> list[int]:
    """The places of the buckets that are not the same."""
    return [place for place, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other]


def portions(keys: Iterable[Key], counts: Iterable[int], most: int = MOST_RECORDS) -> list[list[Key]]:
    """Scopes or buckets in lists that one request asks for: each of no more records than ``most``, or of one key."""
    found: list[list[Key]] = []
    room = 0
    for key, count in zip(keys, counts, strict=True):
        if not found or count > room:
            found.append([])
            room = most
        found[-1].append(key)
        room -= count
    return found


def bucket_of(record: str) -> int:
    """The bucket of a record, whatever its id looks like."""
    return blake2b(record.encode(), digest_size=1).digest()[0]


def spelled(hashed: int) -> Hash:
    """A hash or a sum of hashes as it is sent."""
    return f"{hashed:016x}"


def chain_mark(chain: bytes) -> Hash:
    """The beginning of a chain's hash, as it is sent."""
    return chain[:_BYTES].hex()


def row_hash(key: bytes, noun: str, row: Mapping[str, Any]) -> int:
    """The hash of a record as its row stands. A row that is not what its registers say has one of its own."""
    try:
        state = to_state(noun, row)
        is_sound = _shows(noun, row, state)
    except (msgspec.MsgspecError, LookupError, TypeError, ValueError):
        return _hash(key, [noun, repr(sorted(row.items()))])
    return state_hash(key, noun, row["id"], state) if is_sound else _hash(key, [noun, repr(sorted(row.items()))])


def state_hash(key: bytes, noun: str, record: str, state: State) -> int:
    """The hash of what a record's registers say, the same for every version, order of arrival and kind of database."""
    fields = [
        [field, _said(register), sorted(register.replaced)]
        for field, register in sorted(state.items())
        if register.written or register.replaced
    ]
    return _hash(key, [noun, record, fields])


def _shows(noun: str, row: Mapping[str, Any], state: State) -> bool:
    """Whether the columns of a row are what its registers say; those beside the fields, too."""
    values, declared = visible_values(noun, row), shape(noun).fields
    visible = {
        field: value
        for field, register in state.items()
        if register.written and (value := shown(register)) is not None and (field in values or field in declared)
    }
    return (
        visible == values
        and row["deleted"] == is_deleted(state)
        and row["updated_ms"] == wall_ms_of(latest_stamp(state))
        and (msgspec.json.decode(row["conflicts"]) if row["conflicts"] else []) == conflicts(noun, state)
    )


def _said(register: Register) -> list[list[Any]]:
    """The survivors of a register, nearly always one, in order."""
    said = [[name, stamp, _plain(value)] for name, (stamp, value) in register.written.items()]
    return said if len(said) == 1 else sorted(said)


def _plain(value: Any) -> Any:
    """A number that a column made 1.0 is the 1 that was written."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _hash(key: bytes, said: Any) -> int:
    return int.from_bytes(blake2b(_json.encode(said), digest_size=_BYTES, key=key).digest(), "big")
