"""A body that is none of ours is refused as a whole, with the field that is wrong, and changes nothing."""

from __future__ import annotations

import tracemalloc
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desa_app.hq.exchange import MAX_HEADER_BYTES, parse
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.problems import MALFORMED, Denied, Kind
from desa_app.sync.pure import wire
from desa_app.sync.pure.wire import MAX_BATCH, MAX_BODY_BYTES, MAX_ROOM, Cursor
from tests.hq.laptops import NOW_MS, Clock, Laptop, rows

SIGNATURE = b'{"sig":"AAAA"}\n'


def header(**other: Any) -> bytes:
    """A header with other values, which its own type may not take."""
    usual = {"v": 1, "dev": "d0000000000", "req": "r", "at": NOW_MS, "room": 0, "count": 0}
    return msgspec.json.encode({name: value for name, value in (usual | other).items() if value is not None})


def whole(head: bytes, *lines: bytes) -> bytes:
    return b"".join(line + b"\n" for line in (head, *lines)) + SIGNATURE


def refusal(body: bytes) -> Kind | None:
    """Why a body is refused, None where it is not."""
    try:
        parse(body)
    except Denied as denied:
        return denied.kind
    return None


BODIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "header"),
    "an empty line": (b"\n", "header"),
    "a signature alone": (SIGNATURE, "header"),
    "a body that was cut": (whole(header())[:-2], "header"),
    "a signature that is none": (header() + b'\n{"sig":"\xc3\xa9\xc3\xa9"}\n', "header"),
    "a signature that is no text": (header() + b'\n{"sig":1}\n', "header"),
    "a signature nested to the bottom": (header() + b"\n" + b"[" * 50_000 + b"\n", "header"),
    "a page of a hotel": (b"<html>\n<body>Wi-Fi</body>\n</html>\n", "header"),
    "bytes that are no text": (whole(b'{"v":"\xff\xfe"}'), "header"),
    "a list for a header": (whole(b"[1]"), "header"),
    "a header nested to the bottom": (whole(b"[" * 50_000 + b"]" * 50_000), "header"),
    "a header too long": (whole(header(app="x" * MAX_HEADER_BYTES)), "header"),
    "a number that is none": (whole(header().replace(b'"room":0', b'"room":NaN')), "header"),
    "a number of 5,000 digits": (whole(header().replace(b'"room":0', b'"room":' + b"9" * 5_000)), "header"),
    "no device": (whole(header(dev=None)), "header"),
    "a device without a name": (whole(header(dev="")), "header"),
    "a device with too long a name": (whole(header(dev="x" * 121)), "header"),
    "no request": (whole(header(req=None)), "header"),
    "more room than there is": (whole(header(room=MAX_ROOM + 1)), "header"),
    "room below nothing": (whole(header(room=-1)), "header"),
    "a room that is a text": (whole(header(room="1")), "header"),
    "cursors in a list": (whole(header(cursors=[])), "header"),
    "a cursor before the start": (whole(header(cursors={"ref": [-1, 1]})), "header"),
    "half a cursor": (whole(header(cursors={"ref": [1]})), "header"),
    "more changes than there may be": (whole(header(count=MAX_BATCH + 1)), "header"),
    "no protocol there ever was": (whole(header(v=0)), "v"),
    "a change too many": (whole(header(), b"{}"), "count"),
    "a change too few": (whole(header(count=2), b"{}"), "count"),
    "as many lines as fit in a body": (b"\n" * MAX_BODY_BYTES, "count"),
}


@pytest.mark.parametrize(("body", "field"), BODIES.values(), ids=BODIES)
def test_a_body_that_is_none_of_ours_is_refused_with_its_field(body: bytes, field: str) -> None:
    with pytest.raises(Denied) as denied:
        parse(body)
    assert (denied.value.kind, denied.value.field) == (MALFORMED, field)


def test_a_body_of_ours_comes_apart(siti: Laptop) -> None:
    payloads = [siti.session(), siti.session()]
    request = parse(siti.body(payloads, cursors={"ref": Cursor(2**53, -1)}))
    assert (request.push.dev, request.push.count, request.lines) == (siti.dev, 2, payloads)


@settings(derandomize=True, database=None, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400), st.booleans())
@example(b"\n", 0, True)
def test_whatever_bytes_come_they_are_taken_apart_or_refused(noise: bytes, place: int, signed: bool) -> None:
    body = whole(header(count=1), b'{"n":1}')
    body = body[:place] + noise + (body[place:] if signed else b"")
    assert refusal(body) in (None, MALFORMED)


def test_many_small_lines_cost_no_more_than_the_body() -> None:
    body = b"ab\n" * (MAX_BODY_BYTES // 3)
    tracemalloc.start()
    try:
        with pytest.raises(Denied):
            parse(body)
        assert tracemalloc.get_traced_memory()[1] < MAX_BODY_BYTES
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("line", [b"[1]", b"{}", b'{"n":0}', b'{"n":"1"}', b"", b"null", b'{"n":9007199254740993}'])
def test_a_change_without_a_number_can_not_be_answered_so_nothing_is_taken(
    hq: Headquarters, siti: Laptop, line: bytes
) -> None:
    with pytest.raises(Denied) as denied:
        siti.push(hq.exchange, siti.session(), line)
    assert (denied.value.kind, denied.value.field) == (MALFORMED, "n")
    assert not rows(hq, "session")
    assert siti.push(hq.exchange).reply.have == ()


def test_an_answer_names_its_request_and_tells_the_time(hq: Headquarters, siti: Laptop, clock: Clock) -> None:
    clock.ms += 5
    answered = siti.push(hq.exchange, request="r-1")
    assert (answered.reply.request, answered.reply.wall_ms, answered.reply.hq) == ("r-1", NOW_MS + 5, hq.identity.hq)


def test_fields_of_a_later_version_are_passed_over(hq: Headquarters, siti: Laptop) -> None:
    head, *_ = siti.body([]).splitlines()
    unsigned = wire.body(msgspec.json.decode(head) | {"later": {"deep": [1]}}, [])
    assert hq.exchange(wire.signed(unsigned, siti.key.sign(unsigned)))
