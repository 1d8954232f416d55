"""A body comes apart as it was put together, or not at all."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from desa_app.sync.pure.change import SCHEMA, Change, encode
from desa_app.sync.pure.wire import (
    MAX_BATCH,
    MAX_ROOM,
    PROTOCOL,
    Answer,
    Cursor,
    Entry,
    Grant,
    Me,
    Page,
    Push,
    Reply,
    body,
    runs,
    signed,
    split,
)
from tests.sync.pure.history import steady

LINES = [encode(Change(n, n, "orang", "session", "r", "office:KDL", SCHEMA, {"venue": "Aula\n"})) for n in (1, 2)]
PUSH = Push(PROTOCOL, "A", "req", 1, 0, len(LINES), {"ref": Cursor(3, 1)})
REPLY = Reply(
    hq="hq",
    wall_ms=1,
    me=Me("p", "Siti", "officer", "KDL", "Kantor"),
    answers=(Answer(1, 2, "ok", 7), Answer(3, 3, "quarantined", 0, "Q105", "age")),
    have=((1, 3),),
    grants=(Grant("office:KDL", 1, 9, ("2025-05-19T09:00:00+07:00", None)),),
    pages=(Page("office:KDL", 1, 2, 2, "00"),),
    more=True,
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WHOLE = signed(body(PUSH, LINES), KEY.sign(body(PUSH, LINES)))
texts = st.binary(max_size=30).map(lambda raw: raw.replace(b"\n", b""))


@steady
@given(st.lists(texts, max_size=5), st.binary(min_size=64, max_size=64))
def test_a_body_comes_apart_as_it_was_put_together(lines: list[bytes], signature: bytes) -> None:
    unsigned = body(PUSH, lines)
    assert split(signed(unsigned, signature)) == (unsigned, signature, msgspec.json.encode(PUSH), lines)


@pytest.mark.parametrize("header", [PUSH, REPLY], ids=["push", "reply"])
def test_a_header_survives_the_line(header: Push | Reply) -> None:
    _, _, line, lines = split(signed(body(header, []), b""))
    assert msgspec.json.decode(line, type=type(header)) == header
    assert lines == []


def test_an_entry_carries_the_very_bytes_of_its_change() -> None:
    entry = Entry("B", msgspec.Raw(LINES[0]), 5)
    back = msgspec.json.decode(msgspec.json.encode(entry), type=Entry)
    assert (back.dev, bytes(back.change), back.stamp, back.own) == ("B", LINES[0], 5, None)
    assert msgspec.json.decode(msgspec.json.encode(Entry(own=(3, 9))), type=Entry).own == (3, 9)


@pytest.mark.parametrize("end", range(len(WHOLE)))
def test_a_body_cut_anywhere_is_refused(end: int) -> None:
    with pytest.raises(ValueError, match=r"body|signature"):
        split(WHOLE[:end])


@pytest.mark.parametrize(
    "whole",
    [
        b"\n",
        b"<html><body>Masuk ke WiFi</body></html>\n",
        b'{}\n{"sig":"not base64"}\n',
        b'{}\n{"sig":7}\n',
        b'{}\n{"sig":"AA==!"}\n',
        b'{}\n{"x":' + b"[" * 5000 + b"]" * 5000 + b',"sig":""}\n',
        b'{"sig":""}\n',
        b"{}\n\xff\n",
    ],
)
def test_what_is_no_body_is_refused(whole: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        split(whole)


def test_the_signature_covers_every_byte_before_its_line() -> None:
    unsigned, signature, *_ = split(WHOLE)
    KEY.public_key().verify(signature, unsigned)
    assert WHOLE.startswith(unsigned)
    for place in range(len(unsigned)):
        turned = unsigned[:place] + bytes([unsigned[place] ^ 1]) + unsigned[place + 1 :]
        with pytest.raises(InvalidSignature):
            KEY.public_key().verify(signature, turned)


@pytest.mark.parametrize(
    "wrong", [{"count": MAX_BATCH + 1}, {"count": -1}, {"room": MAX_ROOM + 1}, {"dev": ""}, {"cursors": {"": [0, 1]}}]
)
def test_a_header_out_of_bounds_is_refused(wrong: dict[str, object]) -> None:
    plain = msgspec.to_builtins(PUSH) | wrong
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(plain, Push)


@steady
@given(st.sets(st.integers(1, 60)))
def test_runs_cover_exactly_their_numbers_and_never_touch(numbers: set[int]) -> None:
    found = runs(sorted(numbers))
    assert {n for first, last in found for n in range(first, last + 1)} == numbers
    assert all(first <= last for first, last in found)
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(found))
