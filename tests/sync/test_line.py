"""What a line can answer instead of headquarters, and what each of it is called; memory and bytes on the way."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import threading
import tracemalloc
import zlib
from collections.abc import Iterator

import msgspec
import pytest

from desa_app.errors import Cancelled, Cloned, DesaError, Forgotten, NoConnection, Refused, Revoked, TooOld, Unproven
from desa_app.hq import problems
from desa_app.hq.problems import Kind
from desa_app.sync import line as line_module
from desa_app.sync.line import Line, LineBusy
from desa_app.sync.pure import packing
from desa_app.sync.pure.wire import MAX_BODY_BYTES, MEDIA_TYPE, Problem
from tests.sync.fault_proxy import Call, Cut, Fault, FaultProxy, after, answered, response, silence
from tests.sync.laptops import NOWHERE

PORTAL = b"<html><body>Selamat datang di Wi-Fi kapal</body></html>"
GIGABYTE = 1 << 30


@pytest.fixture
def proxy() -> Iterator[FaultProxy]:
    """A proxy that answers in the place of a headquarters that isn't there."""
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        made = FaultProxy(f"http://127.0.0.1:{nobody.getsockname()[1]}")
        yield made
        made.close()


@pytest.fixture
def line(proxy: FaultProxy) -> Iterator[Line]:
    """A line to that proxy."""
    made = Line(proxy.url)
    yield made
    made.close()


def failure(proxy: FaultProxy, line: Line, raw: bytes) -> DesaError:
    """What the line makes of an answer."""
    proxy.faults.append(answered(raw))
    with pytest.raises(DesaError) as raised:
        line.exchange(b"{}\n")
    return raised.value


def packed(body: bytes, *headers: str) -> bytes:
    """An answer of headquarters with this gzipped body."""
    return response("200 OK", body, MEDIA_TYPE, "content-encoding: gzip", *headers)


@pytest.mark.parametrize(
    "raw",
    [
        response("200 OK", PORTAL, "text/html"),
        response("200 OK", b'{"login":"needed"}', "application/json"),
        response("302 Found", b"", "text/html", "location: http://10.0.0.1/login"),
        response("302 Found", PORTAL, "text/html", "location: http://10.0.0.1/login"),
        response("307 Temporary Redirect", b"", "text/plain", "location: https://login.example/"),
        response("403 Forbidden", PORTAL, "text/html"),
        response("511 Network Authentication Required", PORTAL, "text/html"),
    ],
    ids=["200", "200 JSON", "302 without body", "302", "307", "403", "511"],
)
def test_a_login_page_is_no_connection(proxy: FaultProxy, line: Line, raw: bytes) -> None:
    error = failure(proxy, line, raw)
    assert type(error) is NoConnection
    assert "halaman masuk" in error.sentence
    assert len(proxy.requests) == 1


@pytest.mark.parametrize("status", ["500 Oops", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout"])
@pytest.mark.parametrize("body", [PORTAL, b"", problems.encoded(problems.Denied(problems.BUSY).problem)])
def test_a_tired_headquarters_is_worth_another_try(proxy: FaultProxy, line: Line, status: str, body: bytes) -> None:
    error = failure(proxy, line, response(status, body, "text/html"))
    assert isinstance(error, LineBusy)
    assert "sibuk" in error.sentence


@pytest.mark.parametrize("kind", [kind for kind in vars(problems).values() if isinstance(kind, Kind)], ids=str)
def test_every_numbered_problem_has_its_own_failure(proxy: FaultProxy, line: Line, kind: Kind) -> None:
    error = failure(proxy, line, response(f"{kind.status} -", problems.encoded(problems.Denied(kind).problem), "x/y"))
    if kind.status >= 500:
        assert isinstance(error, LineBusy)
        return
    assert type(error) is {"H401": Forgotten, "H403": Revoked, "H409": Cloned, "H426": TooOld}.get(kind.number, Refused)
    assert error.sentence
    if type(error) is Refused:
        assert kind.number in error.sentence
        assert kind.indonesian.rstrip(".") in error.sentence


def test_a_problem_of_a_later_version_is_still_understood(proxy: FaultProxy, line: Line) -> None:
    later = msgspec.json.encode(Problem("H499", "Jangan.", "Don't.")).replace(b"{", b'{"new":1,', 1)
    assert "Jangan" in failure(proxy, line, response("499 -", later, "application/json")).sentence


def test_an_answer_that_was_cut_is_worth_another_try(proxy: FaultProxy, line: Line) -> None:
    whole = gzip.compress(b"answer" * 100, mtime=0)
    for cut in (whole[:-1], whole[:12], whole[:1], b""):
        assert isinstance(failure(proxy, line, packed(cut)), LineBusy)
    assert isinstance(failure(proxy, line, response("200 OK", b"", "text/html")), LineBusy)


def ended(raw: bytes) -> Fault:
    """Somebody answers with these bytes and hangs up."""

    def fault(call: Call) -> None:
        call.reply(raw)
        raise Cut

    return fault


def test_an_answer_may_come_in_any_form_of_http_and_a_cut_is_noticed_in_each(proxy: FaultProxy, line: Line) -> None:
    """A reverse proxy may send it in chunks, or without a length and to the end of the connection."""
    packed_body = gzip.compress(b"answer" * 100, mtime=0)
    kind = f"content-type: {MEDIA_TYPE}\r\ncontent-encoding: gzip\r\nconnection: close\r\n"
    head = f"HTTP/1.1 200 OK\r\n{kind}".encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (1, packed_body[at : at + 1]) for at in range(len(packed_body)))
    chunked = head + b"transfer-encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    to_the_end = head + b"\r\n" + packed_body
    for raw in (chunked, to_the_end):
        proxy.faults += [ended(raw), ended(raw[:-9])]
        assert line.exchange(b"{}\n") == b"answer" * 100
        with pytest.raises(LineBusy):
            line.exchange(b"{}\n")


def test_an_answer_that_is_not_what_its_head_says_is_unproven(proxy: FaultProxy, line: Line) -> None:
    damaged = bytearray(gzip.compress(b"answer" * 100, mtime=0))
    damaged[-3] ^= 1
    for body in (bytes(damaged), b"no gzip at all"):
        error = failure(proxy, line, packed(body))
        assert isinstance(error, Unproven)
        assert "rusak" in error.sentence


def bomb(size: int) -> bytes:
    """Gzip that becomes ``size`` zeros: one compressed mebibyte, repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + piece * (size >> 20)


def test_a_gzip_bomb_is_given_up_before_it_fills_the_memory(proxy: FaultProxy, line: Line) -> None:
    raw = packed(bomb(GIGABYTE))
    tracemalloc.start()
    try:
        error = failure(proxy, line, raw)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(error, Unproven)
    assert "terlalu besar" in error.sentence
    assert peak < 5 * MAX_BODY_BYTES
    assert line.traffic.down < len(raw) / 10


def test_an_endless_plain_answer_is_given_up_too(proxy: FaultProxy, line: Line) -> None:
    error = failure(proxy, line, response("200 OK", bytes(MAX_BODY_BYTES + 1), MEDIA_TYPE))
    assert isinstance(error, Unproven)


def test_a_silent_line_is_given_up_after_a_while(
    proxy: FaultProxy, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_module, "READ_SECONDS", 0.05)
    proxy.faults.append(silence)
    with pytest.raises(LineBusy, match="waktu tunggu"):
        line.exchange(b"{}\n")


def test_a_line_that_falls_silent_in_the_middle_of_an_answer_is_given_up_too(
    proxy: FaultProxy, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_module, "READ_SECONDS", 0.05)
    half = packed(gzip.compress(bytes(1000)))[:-5]
    proxy.faults.append(after(lambda call: call.reply(half), silence))
    with pytest.raises(LineBusy, match="waktu tunggu"):
        line.exchange(b"{}\n")


def test_nobody_there_is_no_connection_and_not_tried_again() -> None:
    line = Line(NOWHERE)
    with pytest.raises(NoConnection, match="tidak terhubung") as raised:
        line.exchange(b"{}\n")
    line.close()
    assert not isinstance(raised.value, LineBusy)


def test_a_secure_line_to_something_else_is_called_that() -> None:
    def greet() -> None:
        caller, _ = listening.accept()
        with caller:
            caller.recv(1000)
            caller.sendall(PORTAL)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=greet)
        thread.start()
        line = Line(f"https://127.0.0.1:{listening.getsockname()[1]}")
        with pytest.raises(NoConnection, match="sambungan aman gagal"):
            line.exchange(b"{}\n")
        line.close()
        thread.join()


def test_one_connection_serves_all_requests_until_it_breaks(proxy: FaultProxy, line: Line) -> None:
    good = packed(gzip.compress(b"{}\n", mtime=0))
    for raw in (good, good, response("503 Busy", b"later", "text/plain"), good):
        proxy.faults.append(answered(raw))
    line.exchange(b"{}\n")
    line.exchange(b"{}\n")
    with pytest.raises(LineBusy):
        line.exchange(b"{}\n")
    assert proxy.connections == 1
    line.close()
    line.exchange(b"{}\n")
    assert proxy.connections == 2


def test_bytes_are_counted_as_they_crossed_the_line(proxy: FaultProxy, line: Line) -> None:
    body = gzip.compress(b"answer" * 1000, mtime=0)
    proxy.faults += [answered(packed(body))] * 2
    for _ in range(2):
        line.exchange(b"question" * 1000)
    sent = [request.partition(b"\r\n\r\n")[2] for request in proxy.requests]
    assert packing.unpack(sent[0], "br", 1 << 20) == b"question" * 1000
    assert line.traffic.up == len(sent[0]) + len(sent[1])
    assert line.traffic.down == 2 * len(body)


def test_a_cancelled_run_does_not_wait_for_the_rest_of_an_answer(proxy: FaultProxy) -> None:
    cancelled = threading.Event()
    line = Line(proxy.url, cancelled)
    whole = packed(gzip.compress(bytes(1000)))

    def half_then_silence(call: Call) -> None:
        cancelled.set()
        call.reply(whole[:-5])
        silence(call)

    proxy.faults.append(half_then_silence)
    with pytest.raises(Cancelled):
        line.exchange(b"{}\n")
    line.close()


def test_a_proxy_of_the_surroundings_is_used_and_no_proxy_is_respected(
    proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = packed(gzip.compress(b"{}\n", mtime=0))
    proxy.faults += [answered(good)] * 2
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("http_proxy", proxy.url)
    through = Line("http://kantor-pusat.invalid")
    assert through.exchange(b"{}\n") == b"{}\n"
    assert proxy.requests[0].startswith(b"POST http://kantor-pusat.invalid/v1/sync ")
    through.close()
    monkeypatch.setenv("HTTP_PROXY", NOWHERE)
    monkeypatch.setenv("http_proxy", NOWHERE)
    direct = Line(proxy.url)
    assert direct.exchange(b"{}\n") == b"{}\n"
    assert proxy.requests[1].startswith(b"POST /v1/sync ")
    direct.close()
    lost = Line("http://kantor-pusat.invalid")
    with pytest.raises(NoConnection):
        lost.exchange(b"{}\n")
    lost.close()


def test_requests_is_not_loaded_with_the_window_or_the_store() -> None:
    program = (
        "import sys, desa_app.app, desa_app.store.store;"
        "import desa_app.ui.headquarters.sync_panel, desa_app.ui.headquarters.hq_desk;"
        "print([name for name in ('requests', 'urllib3') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_large_body_is_handed_to_the_line_piece_by_piece() -> None:
    """A socket's time to send is for all that it is handed at once: 40 KB at 9.6 kbit/s need half a minute."""
    body = bytes(range(256)) * 200
    sent, pieces = line_module._Pieces(body), []
    while piece := sent.read(1 << 20):
        pieces.append(piece)
    assert b"".join(pieces) == body
    assert max(map(len, pieces)) == line_module.PIECE_BYTES
