"""The bytes a device made stay what they are, and what is no change is refused as such."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.sync.pure.change import (
    MAX_NESTING,
    SCHEMA,
    Change,
    chain_link,
    chain_start,
    change_hash,
    decode,
    dot,
    dot_parts,
    encode,
)
from tests.sync.pure.history import steady

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
dots = st.builds(dot, st.text("abz:019-", min_size=1, max_size=6), st.integers(1, 2**53))
changes = st.builds(
    Change,
    st.integers(1, 2**53),
    st.integers(0, 2**62),
    st.text(),
    st.text(),
    st.text(),
    st.text(),
    st.integers(0, 99),
    st.dictionaries(st.text(), json_values, max_size=4),
    st.none() | st.dictionaries(st.text(), st.lists(dots, max_size=3), max_size=3),
)
PLAIN: dict[str, Any] = {
    "n": 58, "h": 65536, "by": "orang", "t": "attendee", "r": "id", "sc": "office:KDL", "sv": 7,
    "f": {"phone": "0812"}, "b": {"phone": ["A:41"]},
}  # fmt: skip


def line(**other: Any) -> bytes:
    """A change as another version or another hand may write it."""
    return json.dumps(PLAIN | other).encode()


@steady
@given(changes)
def test_a_change_survives_the_line(change: Change) -> None:
    payload = encode(change)
    assert decode(payload) == change
    assert encode(decode(payload)) == payload
    assert b"\n" not in payload


@steady
@given(changes)
def test_a_create_has_no_base_and_an_edit_keeps_even_an_empty_one(change: Change) -> None:
    assert decode(encode(change)).creates == (change.base is None)
    assert (b'"b":' in encode(msgspec.structs.replace(change, fields={}, base={}))) is True


def test_the_letters_are_those_of_the_protocol() -> None:
    assert json.loads(encode(decode(line()))) == PLAIN


def test_what_a_later_version_adds_is_passed_over_and_its_bytes_stay_as_they_are() -> None:
    payload = line(zz={"later": [1]}, f={"phone": "0812", "field_of_a_later_version": {"x": 1}})
    assert decode(payload).fields["field_of_a_later_version"] == {"x": 1}
    assert change_hash("A", payload) == hashlib.sha256(b"A\n" + payload).digest()
    assert change_hash("A", payload) != change_hash("A", encode(decode(payload)))


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"<html>",
        b'{"n":1}',
        b"\xff",
        line(n="58"),
        line(n=0),
        line(n=-1),
        line(n=2**70),
        line(h=-1),
        line(h=2**63),
        line(h=1.5),
        line(f=[]),
        line(b={"phone": "A:41"}),
        line(b={"phone": [41]}),
        line(b={"phone": ["rubbish"]}),
        line(b={"phone": ["A:"]}),
        line(b={"phone": [":1"]}),
        line(b={"phone": ["A:0"]}),
        line(b={"phone": ["A:1_0"]}),
        line(b={"phone": ["A:1\n"]}),
        line(b={"phone": ["A:١"]}),
        line(b={"phone": ["A:" + "9" * 5000]}),
        line()[:-1] + b',"zz":' + b"[" * 5000 + b"]" * 5000 + b"}",
        line().replace(b'"0812"', b"[" * 5000 + b"]" * 5000),
        line().replace(b'"0812"', b"[" * MAX_NESTING + b"]" * MAX_NESTING),
        line(f={})[:-1] + b',"f":' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}",
    ],
    ids=lambda payload: payload[-60:].decode(errors="replace"),
)
def test_what_is_no_change_is_refused(payload: bytes) -> None:
    with pytest.raises((msgspec.ValidationError, msgspec.DecodeError)):
        decode(payload)


def test_what_is_nested_less_deeply_is_taken_however_much_there_is_of_it() -> None:
    value = b"[" * (MAX_NESTING - 1) + b"]" * (MAX_NESTING - 1)
    decode(line().replace(b'"0812"', value))
    assert len(decode(line(f={"phone": [[]] * 5000})).fields["phone"]) == 5000


@steady
@given(st.text("abz:019-", min_size=1), st.integers(1, 2**53))
def test_a_dot_comes_apart_as_it_was_put_together(dev: str, n: int) -> None:
    assert dot_parts(dot(dev, n)) == (dev, n)


def test_a_hash_names_bytes_and_device() -> None:
    assert len({change_hash(dev, payload) for dev in ("A", "B") for payload in (line(), line(n=59))}) == 4


def test_a_chain_depends_on_scope_order_content_and_stamp() -> None:
    one, other = change_hash("A", line()), change_hash("B", line())
    start = chain_start("office:KDL")
    ends = {
        chain_link(chain_link(start, one, 1), other, 2),
        chain_link(chain_link(start, other, 2), one, 1),
        chain_link(chain_link(start, one, 1), other, 3),
        chain_link(chain_link(chain_start("ref"), one, 1), other, 2),
        chain_link(start, one, 1),
    }
    assert len(ends) == 5


def test_the_schema_is_a_number_that_starts_at_one() -> None:
    assert SCHEMA >= 1
