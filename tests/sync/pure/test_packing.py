"""Packed bodies come back whole in whatever pieces they arrive, and a bomb is stopped at the limit."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.sync.pure.packing import THOROUGH_BYTES, Damaged, TooLarge, Unpacker, pack, pack_quickly, unpack

PACKERS: dict[str, Callable[[bytes], bytes]] = {"br": pack, "gzip": gzip.compress}
BOMB_BYTES = 64 << 20


@given(st.binary(max_size=2000), st.sampled_from(["br", "gzip"]), st.lists(st.integers(1, 50), max_size=60))
def test_a_body_in_pieces_is_the_body(body: bytes, encoding: str, sizes: list[int]) -> None:
    packed = PACKERS[encoding](body)
    unpacker, found, at = Unpacker(encoding, len(body)), b"", 0
    for size in [*sizes, len(packed)]:
        found += unpacker.add(packed[at : at + size])
        at += size
    assert found == body
    assert unpacker.is_whole


@given(st.binary(min_size=1, max_size=2000), st.sampled_from(["br", "gzip"]), st.data())
def test_a_cut_body_is_no_body(body: bytes, encoding: str, data: st.DataObject) -> None:
    packed = PACKERS[encoding](body)
    with pytest.raises(Damaged):
        unpack(packed[: data.draw(st.integers(0, len(packed) - 1))], encoding, 1 << 20)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_one_byte_more_than_wanted_is_too_large(encoding: str) -> None:
    packed = PACKERS[encoding](bytes(1000))
    assert unpack(packed, encoding, 1000) == bytes(1000)
    with pytest.raises(TooLarge):
        unpack(packed, encoding, 999)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_bomb_takes_no_more_memory_than_the_limit(encoding: str) -> None:
    bomb = {
        "br": lambda: pack_quickly(bytes(BOMB_BYTES)),
        "gzip": lambda: gzip.compress(bytes(BOMB_BYTES)),
    }
    packed = bomb[encoding]()
    tracemalloc.start()
    with pytest.raises(TooLarge):
        unpack(packed, encoding, 1 << 20)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 << 20


@given(st.binary(max_size=300), st.sampled_from(["br", "gzip", "deflate", ""]))
def test_what_nobody_packed_is_said_to_be_damaged(noise: bytes, encoding: str) -> None:
    try:
        unpack(noise, encoding, 1 << 20)
    except (Damaged, TooLarge):
        return
    assert encoding in PACKERS  # noise that happens to be a body


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_nothing_may_follow_a_body(encoding: str) -> None:
    with pytest.raises(Damaged):
        unpack(PACKERS[encoding](b"body") + b"more", encoding, 1 << 20)


def test_a_long_body_is_packed_quickly() -> None:
    body = bytes(range(256)) * (THOROUGH_BYTES // 256 + 1)
    assert pack(body) == pack_quickly(body)
    assert pack(b"short" * 9) != b"short" * 9
