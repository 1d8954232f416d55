"""What goes over the line: one exchange up and down, the same types at both ends (SYNC.md, One exchange).

A body is JSON lines, gzipped: a header, then the changes or log entries as the very bytes that were hashed, then a
line with the sender's Ed25519 signature over all lines before it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from desa_app.sync.pure.digest import Comparison, Verdict
from desa_app.sync.pure.receipt import Endorsement

PROTOCOL = 1
"""What is spoken here. It grows only where an older laptop would read a log wrongly: a new field needs no other number.
Whatever number a laptop speaks, its changes are taken."""
OLDEST_READER = 1
"""The oldest protocol that headquarters still sends logs to."""
ADDRESS = "/v1/sync"
ENROL_ADDRESS = "/v1/enrol"
MEDIA_TYPE = "application/x-ndjson"

MAX_BATCH = 500
"""Changes in one batch at most."""
MAX_REQUEST_BYTES = 1 << 20
"""What a request may weigh as sent."""
MAX_BODY_BYTES = 8 << 20
"""What a body may decompress to, in either direction."""
MAX_CHANGE_BYTES = 256 << 10
"""One change at most; longer ones are quarantined."""
MIN_ROOM = 16 << 10
MAX_ROOM = 256 << 10
"""Bounds of the page size a laptop asks for (bytes of log entries), adapted to the line."""

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Result = Literal["ok", "dup", "ok_erased", "quarantined", "retry"]
DURABLE: frozenset[Result] = frozenset({"ok", "dup", "quarantined"})
"""The results that say that headquarters holds the change."""


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """How far a laptop has applied a scope's log, in which epoch of headquarters."""

    seq: Seq
    epoch: int


class Erasure(msgspec.Struct, frozen=True, array_like=True):
    """Headquarters' order to erase ``fields`` of a record (``domain.erasure``). Numbers grow with time, also after
    headquarters was restored from a backup; they have gaps."""

    number: Number
    noun: Name
    record: Name
    fields: tuple[Name, ...]


class Erased(msgspec.Struct, frozen=True, array_like=True):
    """A laptop's receipt: every order up to ``number`` that it was given is done and no copy is left of what was
    erased, but for ``left`` that it can't open: older copies, and colleagues' sealed bundles. ``signature`` is the
    device's, over ``erased_text``."""

    number: Number
    at_ms: int
    left: Annotated[int, msgspec.Meta(ge=0, le=2**31)]
    signature: Annotated[str, msgspec.Meta(max_length=88)]


class Push(msgspec.Struct, frozen=True, omit_defaults=True):
    """The header of a request. ``own_in_full`` asks for the laptop's own changes as bytes instead of by number,
    for a laptop that no longer holds them. ``comparison`` is what it wants compared once its changes are taken.
    ``room`` is how many bytes of log it wants; ``wall_ms`` its clock.
    ``erased`` is the number up to which it has carried out orders to erase; ``receipt`` says so for good.
    ``destroyed`` says that the laptop has destroyed its data, as it was ordered to. ``known_key`` is the id of the
    newest key of headquarters that the laptop knows; ``known_people`` the mark of the people it knows. ``card``
    is the number of the card that it holds, ``sealing_key`` its own key (age) where it holds none; ``card_text`` is
    that card where headquarters said that it doesn't know the laptop. ``witnessed`` lines behind the changes are
    others' that headquarters has forgotten (``testimony``)."""

    protocol: int = msgspec.field(name="v")
    dev: Name
    request: Name = msgspec.field(name="req")
    wall_ms: int = msgspec.field(name="at")
    room: Annotated[int, msgspec.Meta(ge=0, le=MAX_ROOM)]
    count: Annotated[int, msgspec.Meta(ge=0, le=MAX_BATCH)]
    cursors: dict[Name, Cursor] = msgspec.field(default_factory=dict)
    own_in_full: bool = msgspec.field(name="full", default=False)
    app: str = ""
    comparison: Comparison | None = msgspec.field(name="cmp", default=None)
    erased: Seq = msgspec.field(name="er", default=0)
    receipt: Erased | None = msgspec.field(name="rc", default=None)
    destroyed: bool = msgspec.field(name="dd", default=False)
    known_key: str = msgspec.field(name="k", default="")
    known_people: str = msgspec.field(name="p", default="")
    card: Seq = msgspec.field(name="cd", default=0)
    card_text: str = msgspec.field(name="ct", default="")
    witnessed: Annotated[int, msgspec.Meta(ge=0, le=MAX_BATCH)] = msgspec.field(name="w", default=0)
    sealing_key: Annotated[str, msgspec.Meta(max_length=120)] = msgspec.field(name="sk", default="")


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """What became of the changes ``first`` … ``last``: their first place in the log, or why they wait."""

    first: Number
    last: Number
    result: Result
    seq: Seq = 0
    code: str = ""
    field: str = ""


class Page(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of one scope's log: ``lines`` body lines that follow, from ``start``; ``chain`` is the hash of the
    log's chain behind the last of them, in hexadecimal."""

    scope: Name
    start: Seq
    end: Seq
    lines: int
    chain: str


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a page: a change of another device, or a run of the asking laptop's own by number.

    ``stamp`` is given where headquarters counts with another than the change's own. ``gone`` stands for so many
    places whose changes have moved to another scope, with the hash of the chain behind them.
    """

    dev: str = msgspec.field(name="d", default="")
    change: msgspec.Raw = msgspec.field(name="c", default=msgspec.Raw(b""))
    stamp: int = msgspec.field(name="e", default=0)
    own: tuple[int, int] | None = None
    gone: tuple[Number, str] | None = msgspec.field(name="x", default=None)


class Grant(msgspec.Struct, frozen=True, omit_defaults=True):
    """A scope the laptop may read: the epoch and head of its log, and of the office's laptops how many there are
    and when each was last here (ISO 8601)."""

    scope: Name
    epoch: int
    head: Seq
    laptops: tuple[str | None, ...] = ()


class Me(msgspec.Struct, frozen=True):
    """Who the laptop's person is, as headquarters knows it now."""

    person: str
    name: str
    role: Literal["officer", "lead", "hq"]
    office_code: str
    office_name: str


class Colleague(msgspec.Struct, frozen=True, array_like=True):
    """Somebody whose changes the laptop may read: code, name, role, and the machine's name by laptop."""

    person: str
    name: str
    role: str
    laptops: dict[str, str]


class People(msgspec.Struct, frozen=True, array_like=True):
    """Everybody of the offices that may be read, and the mark by which a laptop says that it knows them."""

    mark: str
    everybody: tuple[Colleague, ...]


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """The header of an answer. ``have`` are the intervals of the laptop's change numbers that headquarters holds;
    ``verdicts`` answer the comparison, and the log entries that they name follow those of the pages;
    ``more`` says that a page was cut for room; ``request`` is the request's own name, so that no answer to another
    request is ever taken for this one's. ``erasures`` are orders behind the laptop's ``erased``, in order; with them
    it has all up to ``erased``. ``receipt`` is headquarters' signature (base64) that every change which this answer
    accepts or brings is durable there (``receipt.Statement``); ``people`` is there where the laptop knows others,
    ``card`` where it holds another (``card.Card``).
    ``lease_ms`` is until when the laptop may show its records; ``revoked`` why it may not any more, and is to destroy
    them: at once where it was ``lost``, when all it has is sent where its person ``left``. ``witnessed`` of the lines
    that it said of others need not be said again."""

    hq: str
    wall_ms: int = msgspec.field(name="at")
    me: Me
    answers: tuple[Answer, ...] = ()
    have: tuple[tuple[int, int], ...] = ()
    grants: tuple[Grant, ...] = ()
    pages: tuple[Page, ...] = ()
    more: bool = False
    request: str = msgspec.field(name="req", default="")
    verdicts: tuple[Verdict, ...] = msgspec.field(name="cmp", default=())
    erasures: tuple[Erasure, ...] = msgspec.field(name="er", default=())
    erased: Seq = msgspec.field(name="ert", default=0)
    receipt: str = msgspec.field(name="rc", default="")
    people: People | None = msgspec.field(name="pp", default=None)
    card: str = msgspec.field(name="cd", default="")
    lease_ms: int = msgspec.field(name="ls", default=0)
    revoked: str = msgspec.field(name="rv", default="")
    witnessed: int = msgspec.field(name="w", default=0)


class Signature(msgspec.Struct, frozen=True, omit_defaults=True):
    """The last line of a body. Where headquarters went on with another key than the asker knows, ``endorsed`` leads
    from that key to the one that signed."""

    signature: str = msgspec.field(name="sig")
    endorsed: tuple[Endorsement, ...] = msgspec.field(name="by", default=())


class Enrolment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a laptop sends to join: its one-time code, its public key (Ed25519, base64), and the key that is sealed
    with for it (age)."""

    code: Annotated[str, msgspec.Meta(min_length=4, max_length=40)]
    public_key: Annotated[str, msgspec.Meta(min_length=44, max_length=44)]
    machine: Annotated[str, msgspec.Meta(max_length=120)] = ""
    sealing_key: Annotated[str, msgspec.Meta(max_length=120)] = ""


class Enrolled(msgspec.Struct, frozen=True):
    """What headquarters answers: the device's name, whose it is, and headquarters' own identity and key; its time,
    until when the laptop may show its records, and what both share for codes that prolong that (base64)."""

    dev: Name
    me: Me
    hq: str
    hq_key: str
    wall_ms: int = msgspec.field(name="at", default=0)
    lease_ms: int = 0
    lease_secret: str = ""
    card: str = ""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A numbered error: a stable number, a sentence in both languages, and whether trying again can help."""

    number: str
    indonesian: str
    english: str
    retryable: bool = False
    field: str = ""


_encoder = msgspec.json.Encoder()
Message = TypeVar("Message")


def body(header: Any, lines: Iterable[bytes]) -> bytes:
    """Header and lines as the bytes that are signed."""
    return b"".join(line + b"\n" for line in (_encoder.encode(header), *lines))


def signed(unsigned: bytes, signature: bytes, endorsed: tuple[Endorsement, ...] = ()) -> bytes:
    """The whole body, its signature as the last line."""
    return unsigned + _encoder.encode(Signature(base64.b64encode(signature).decode(), endorsed)) + b"\n"


def endorsements(whole: bytes) -> tuple[Endorsement, ...]:
    """The keys that the last line of a body leads through; none where it can't be read."""
    try:
        return msgspec.json.decode(whole[:-1].rpartition(b"\n")[2], type=Signature).endorsed
    except (msgspec.MsgspecError, RecursionError):
        return ()


def split(whole: bytes) -> tuple[bytes, bytes, bytes, Sequence[bytes]]:
    """A body taken apart: what was signed, the signature, the header line, the lines behind it.

    Raises ValueError where the body was cut or is none of ours.
    """
    if not whole.endswith(b"\n"):
        raise ValueError("the body was cut")
    unsigned, newline, last = whole[:-1].rpartition(b"\n")
    if not newline:
        raise ValueError("the body has no signature")
    try:
        signature = base64.b64decode(msgspec.json.decode(last, type=Signature).signature, validate=True)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError("the last line is no signature") from error
    header, *lines = unsigned.split(b"\n")
    return unsigned + newline, signature, header, lines


def erased_text(hq: str, dev: str, number: int, at_ms: int, left: int) -> bytes:
    """What a device signs as its receipt for erasures."""
    return f"desa erased\n{hq}\n{dev}\n{number}\n{at_ms}\n{left}\n".encode()


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending numbers as intervals (first, last), both included."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
