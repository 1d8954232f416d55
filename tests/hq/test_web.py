"""Over HTTP: every refusal is a numbered problem in JSON, no request makes a fault, and no bomb goes off."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import update

from desa_app.hq import database, openapi, schema
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.people import MOST_GUESSES
from desa_app.hq.problems import TOO_LARGE, Denied
from desa_app.hq.server import _server
from desa_app.hq.web import MAX_ENROLMENT_BYTES, application, unpack
from desa_app.sync.pure.packing import pack, pack_quickly
from desa_app.sync.pure.wire import (
    ADDRESS,
    ENROL_ADDRESS,
    MAX_BODY_BYTES,
    MAX_REQUEST_BYTES,
    MEDIA_TYPE,
    Enrolled,
    Problem,
)
from tests.hq.laptops import OFFICE, Laptop, enrolled, enrolment, posted, rows
from tests.hq.processes import Serving, serving

GIGABYTE = 1 << 30
JSON = "application/json"
SYNC_HEADERS = {"Content-Type": MEDIA_TYPE, "Content-Encoding": "gzip"}


class Heard(NamedTuple):
    """An answer: its status, its content type, its body."""

    status: int
    kind: str
    body: bytes

    @property
    def problem(self) -> Problem:
        """The numbered problem, with nothing else in it."""
        assert self.kind == JSON
        problem = msgspec.json.decode(self.body, type=Problem)
        assert problem.indonesian
        assert problem.english
        assert msgspec.json.encode(problem) == self.body
        return problem


class Live(NamedTuple):
    """A server of its own, its database, and a laptop enrolled there."""

    hq: Headquarters
    server: Serving
    siti: Laptop

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, *, chunked: bool = False
    ) -> Heard:
        """One request on a connection of its own."""
        line = http.client.HTTPConnection(self.server.address.removeprefix("http://"), timeout=60)
        try:
            line.request(method, path, body, headers or {}, encode_chunked=chunked)
            answer = line.getresponse()
            return Heard(answer.status, answer.headers.get("content-type", ""), answer.read())
        finally:
            line.close()

    def sync(self, packed: bytes, **headers: str) -> Heard:
        """What comes of a packed body."""
        return self.ask(
            "POST", ADDRESS, packed, SYNC_HEADERS | {name.replace("_", "-"): headers[name] for name in headers}
        )

    def enrol(self, body: bytes, kind: str = JSON) -> Heard:
        return self.ask("POST", ENROL_ADDRESS, body, {"Content-Type": kind})


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server for all tests of this file; it must have nothing to say in the end."""
    folder = tmp_path_factory.mktemp("live")
    url = f"sqlite:///{folder / 'hq.db'}"
    with Headquarters.create(url) as hq, serving(url, folder) as server:
        hq.add_office(OFFICE, "Kantor Imigrasi Kendal")
        yield Live(hq, server, enrolled(hq))
        server.process.terminate()
        server.process.wait(30)
        assert server.log.read_text() == "", "a fault, or something personal, was logged"


@pytest.fixture(scope="session")
def bomb() -> bytes:
    """A gibibyte of nothing in less than a request may weigh, whole to its checksum."""
    piece = bytes(GIGABYTE // 64)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(64):
        checksum = zlib.crc32(piece, checksum)
    head = gzip.compress(b"")[:10]
    return head + packed * 64 + b"\x03\x00" + checksum.to_bytes(4, "little") + GIGABYTE.to_bytes(4, "little")


def test_an_exchange_over_http(live: Live) -> None:
    heard = live.sync(gzip.compress(live.siti.body([live.siti.session()])), Content_Type=f"{MEDIA_TYPE}; charset=utf-8")
    assert (heard.status, heard.kind) == (200, MEDIA_TYPE)
    assert live.siti.take(gzip.decompress(heard.body)).fates[1].result == "ok"


def test_an_enrolment_over_http(live: Live) -> None:
    code = live.hq.add_person("Budi", "lead", OFFICE).code
    heard = live.enrol(msgspec.json.encode(enrolment(code, Ed25519PrivateKey.generate())), f"{JSON}; charset=utf-8")
    assert (heard.status, heard.kind) == (200, JSON)
    assert msgspec.json.decode(heard.body, type=Enrolled).me.name == "Budi"


def test_health_and_description(live: Live) -> None:
    assert live.ask("GET", "/healthz") == (200, JSON, b'{"ok":true}')
    assert live.ask("GET", "/openapi.json") == (200, JSON, openapi.encoded())
    assert live.ask("HEAD", "/healthz").body == b""


def garbled(packed: bytes, at: int) -> bytes:
    return packed[:at] + bytes([packed[at] ^ 0xFF]) + packed[at + 1 :]


PACKED = gzip.compress(b"x\n" * 100, mtime=0)
SYNCS: dict[str, tuple[bytes, dict[str, str], int, str, str]] = {
    "no kind": (PACKED, {"Content_Type": ""}, 415, "H415", "content-type"),
    "a web page": (PACKED, {"Content_Type": "text/html"}, 415, "H415", "content-type"),
    "JSON": (PACKED, {"Content_Type": JSON}, 415, "H415", "content-type"),
    "not said to be packed": (b"x\n", {"Content_Encoding": ""}, 415, "H415", "content-encoding"),
    "packed otherwise": (zlib.compress(b"x"), {"Content_Encoding": "deflate"}, 415, "H415", "content-encoding"),
    "nothing": (b"", {}, 400, "H400", "body"),
    "not packed": (b"x\n" * 100, {}, 415, "H415", "content-encoding"),
    "packed with zlib": (zlib.compress(b"x"), {}, 415, "H415", "content-encoding"),
    "cut in its head": (PACKED[:5], {}, 400, "H400", "body"),
    "cut in the middle": (PACKED[: len(PACKED) // 2], {}, 400, "H400", "body"),
    "cut at the end": (PACKED[:-1], {}, 400, "H400", "body"),
    "a wrong checksum": (garbled(PACKED, -8 + len(PACKED)), {}, 415, "H415", "content-encoding"),
    "a wrong length": (garbled(PACKED, -4 + len(PACKED)), {}, 415, "H415", "content-encoding"),
    "something behind": (PACKED + b"x", {}, 400, "H400", "body"),
    "two packets": (PACKED + PACKED, {}, 400, "H400", "body"),
    "packed nothing": (gzip.compress(b""), {}, 400, "H400", "header"),
    "packed noise": (PACKED, {}, 400, "H400", "header"),
    "all that may be": (gzip.compress(b"\n" * MAX_BODY_BYTES, 1), {}, 400, "H400", "count"),
    "a byte too much when unpacked": (gzip.compress(b"\n" * (MAX_BODY_BYTES + 1), 1), {}, 413, "H413", ""),
    "all that may be sent": (PACKED.ljust(MAX_REQUEST_BYTES, b"x"), {}, 400, "H400", "body"),
    "a byte too much": (PACKED.ljust(MAX_REQUEST_BYTES + 1, b"x"), {}, 413, "H413", ""),
    "far too much": (bytes(8 * MAX_REQUEST_BYTES), {}, 413, "H413", ""),
}


@pytest.mark.parametrize(("packed", "headers", "status", "number", "field"), SYNCS.values(), ids=SYNCS)
def test_a_body_that_can_not_be_unpacked_is_refused(
    live: Live, packed: bytes, headers: dict[str, str], status: int, number: str, field: str
) -> None:
    heard = live.sync(packed, **headers)
    assert (heard.status, heard.problem.number, heard.problem.field) == (status, number, field)


ENROLMENT = {"code": "AAAA-AAAA-AAAA", "public_key": "A" * 43 + "=", "machine": "x"}
ENROLMENTS: dict[str, tuple[bytes, int, str, str]] = {
    "nothing": (b"", 400, "H400", "body"),
    "no JSON": (b"code=AAAA", 400, "H400", "body"),
    "a list": (b"[]", 400, "H400", "body"),
    "no code": (msgspec.json.encode(ENROLMENT | {"code": None}), 400, "H400", "body"),
    "too short a code": (msgspec.json.encode(ENROLMENT | {"code": "AAA"}), 400, "H400", "body"),
    "too short a key": (msgspec.json.encode(ENROLMENT | {"public_key": "A"}), 400, "H400", "body"),
    "a key that is none": (msgspec.json.encode(ENROLMENT | {"public_key": "é" * 44}), 400, "H400", "public_key"),
    "a field too many": (msgspec.json.encode(ENROLMENT | {"role": "hq"}), 400, "H400", "body"),
    "NUL": (msgspec.json.encode(ENROLMENT | {"machine": "a\0"}), 400, "H400", "machine"),
    "a raw NUL": (b'{"code":"AAAA\0"}', 400, "H400", "body"),
    "no text": (b'{"code":"\xff\xff\xff\xff"}', 400, "H400", "body"),
    "half a character": (b'{"code":"AAAA\\ud83d"}', 400, "H400", "body"),
    "a number that is none": (b'{"code":NaN}', 400, "H400", "body"),
    "a number without end": (b'{"code":' + b"9" * 4_000 + b"}", 400, "H400", "body"),
    "nested to the bottom": (b"[" * 2_000 + b"]" * 2_000, 400, "H400", "body"),
    "all that may be": (b'{"code":"AAAA"}'.ljust(MAX_ENROLMENT_BYTES), 400, "H400", "body"),
    "a byte too much": (b'{"code":"AAAA"}'.ljust(MAX_ENROLMENT_BYTES + 1), 413, "H413", ""),
    "a wrong code": (msgspec.json.encode(ENROLMENT), 403, "H430", "code"),
}


@pytest.mark.parametrize(("body", "status", "number", "field"), ENROLMENTS.values(), ids=ENROLMENTS)
def test_an_enrolment_that_is_none_is_refused(live: Live, body: bytes, status: int, number: str, field: str) -> None:
    heard = live.enrol(body)
    assert (heard.status, heard.problem.number, heard.problem.field) == (status, number, field)


def test_an_enrolment_must_be_said_to_be_json(live: Live) -> None:
    assert live.enrol(msgspec.json.encode(ENROLMENT), "text/plain").problem.number == "H415"


@pytest.mark.parametrize(
    ("method", "path", "status", "number"),
    [
        ("GET", "/", 404, "H404"),
        ("GET", "/healthz/", 404, "H404"),
        ("POST", f"{ADDRESS}/", 404, "H404"),
        ("GET", "/v1/%00", 404, "H404"),
        ("GET", "/../etc/passwd", 404, "H404"),
        ("GET", ADDRESS, 405, "H405"),
        ("PUT", ENROL_ADDRESS, 405, "H405"),
        ("POST", "/healthz", 405, "H405"),
        ("DELETE", "/openapi.json", 405, "H405"),
    ],
)
def test_other_addresses_and_methods_are_refused(live: Live, method: str, path: str, status: int, number: str) -> None:
    heard = live.ask(method, path)
    assert (heard.status, heard.problem.number) == (status, number)


def test_each_refusal_has_its_status(live: Live) -> None:
    siti, stranger = enrolled(live.hq), enrolled(live.hq)
    siti.push(posted(live.server.address), siti.session())
    clone = siti.body([siti.write("session", "0197a000-0000-7000-8000-00000000c10e", {}, number=1)])
    unsigned = siti.body([]).replace(b'"room":262144', b'"room":262143')
    stranger.dev = "d0000000000"
    bodies = [clone, unsigned, stranger.body([]), siti.body([b"[1]"])]
    heard = [live.sync(gzip.compress(body)) for body in bodies]
    assert [(each.status, each.problem.number) for each in heard] == [
        (409, "H409"),
        (401, "H402"),
        (401, "H401"),
        (400, "H400"),
    ]


def test_a_body_sent_in_pieces_without_an_end_is_refused(live: Live) -> None:
    pieces = iter([bytes(1 << 16)] * 64)
    heard = live.ask("POST", ADDRESS, pieces, SYNC_HEADERS | {"Transfer-Encoding": "chunked"}, chunked=True)
    assert (heard.status, heard.problem.number) == (413, "H413")


def test_a_line_cut_in_the_middle_of_a_request_is_no_fault(live: Live) -> None:
    """What the server would say of it is looked at when it has ended."""
    line = http.client.HTTPConnection(live.server.address.removeprefix("http://"), timeout=60)
    line.putrequest("POST", ADDRESS)
    for name, value in (SYNC_HEADERS | {"Content-Length": "1000"}).items():
        line.putheader(name, value)
    line.endheaders(b"half")
    line.close()
    assert live.ask("GET", "/healthz").status == 200


def test_a_bomb_is_refused_and_the_server_stays_small(live: Live, bomb: bytes) -> None:
    assert len(bomb) < MAX_REQUEST_BYTES
    status = Path(f"/proc/{live.server.process.pid}/status")
    for _ in range(3):
        heard = live.sync(bomb)
        assert (heard.status, heard.problem.number) == (413, "H413")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        assert int(peak.split()[1]) << 10 < GIGABYTE // 4
    assert live.ask("GET", "/healthz").status == 200


def test_a_bomb_is_unpacked_up_to_the_cap_alone(bomb: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Denied) as denied:
            unpack(bomb, "gzip")
        assert tracemalloc.get_traced_memory()[1] < 4 * MAX_BODY_BYTES
    finally:
        tracemalloc.stop()
    assert denied.value.kind is TOO_LARGE


def test_what_is_packed_comes_out_as_it_was() -> None:
    for body in (b"", b"x\n", b"\n" * MAX_BODY_BYTES):
        assert unpack(pack_quickly(body, "gzip"), "gzip") == unpack(pack(body), "br") == body


# Without a line, in this process: what happens when headquarters itself fails.


class Fault(Exception):
    """A fault of the program."""


async def asked(app: Any, scope: dict[str, Any], body: bytes) -> Heard:
    """What an application answers to one request; what it raises then is its server's to log."""
    sent: list[Any] = []
    whole = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "query_string": b"",
        "root_path": "",
        "client": ("10.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        **scope,
        "raw_path": scope["path"].encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in scope["headers"].items()],
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    with suppress(Fault):
        await app(whole, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Heard(sent[0]["status"], headers["content-type"], b"".join(each.get("body", b"") for each in sent))


def sync_asked(hq: Headquarters, body: bytes) -> Heard:
    scope = {"method": "POST", "path": ADDRESS, "headers": SYNC_HEADERS}
    return asyncio.run(asked(application(hq), scope, gzip.compress(body)))


def health_asked(hq: Headquarters) -> Heard:
    return asyncio.run(asked(application(hq), {"method": "GET", "path": "/healthz", "headers": {}}, b""))


def test_a_fault_of_the_program_is_a_numbered_problem_too(
    hq: Headquarters, siti: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(body: bytes) -> bytes:
        raise Fault

    monkeypatch.setattr(hq, "exchange", fail)
    heard = sync_asked(hq, siti.body([]))
    assert (heard.status, heard.problem.number, heard.problem.retryable) == (500, "H500", True)


def test_a_database_that_stays_locked_makes_it_busy(
    hq: Headquarters, url: str, siti: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    with Headquarters(url) as impatient, hq.database.writing():
        heard = sync_asked(impatient, siti.body([siti.session()]))
        assert health_asked(impatient).status == 200, "reading waits for nobody"
    assert (heard.status, heard.problem.number, heard.problem.retryable) == (503, "H503", True)
    assert sync_asked(hq, siti.body([*siti.journal.values()])).status == 200
    assert len(rows(hq, "session")) == 1


def test_a_database_that_became_newer_is_not_well(hq: Headquarters) -> None:
    with hq.database.writing() as connection:
        connection.execute(update(schema.headquarters).values(version=schema.VERSION + 1))
    heard = health_asked(hq)
    assert (heard.status, heard.problem.number) == (503, "H503")


def test_an_application_closes_its_headquarters_at_its_end(hq: Headquarters, url: str, tmp_path: Path) -> None:
    hq.close()
    app = application(Headquarters(url))

    async def live_and_end() -> None:
        async with app.router.lifespan_context(app):
            scope = {"method": "GET", "path": "/healthz", "headers": {}}
            assert (await asked(app, scope, b"")).status == 200
            assert {file.name for file in tmp_path.glob("hq.db*")} > {"hq.db"}

    asyncio.run(live_and_end())
    assert {file.name for file in tmp_path.glob("hq.db*")} == {"hq.db"}


def guessed(url: str, client: str, forwarded: list[str]) -> list[str]:
    """What wrong codes are answered that come from ``client`` with these X-Forwarded-For."""
    config = _server(url).config
    config.load()
    body = msgspec.json.encode(ENROLMENT)
    app: Any = config.app

    async def guess() -> list[str]:
        async with app.router.lifespan_context(app):
            return [
                (
                    await asked(
                        config.loaded_app,
                        {
                            "method": "POST",
                            "path": ENROL_ADDRESS,
                            "client": (client, 1),
                            "headers": {"Content-Type": JSON, "X-Forwarded-For": address},
                        },
                        body,
                    )
                ).problem.number
                for address in forwarded
            ]

    return asyncio.run(guess())


def test_a_header_gets_nobody_more_guesses(hq: Headquarters, url: str) -> None:
    numbers = guessed(url, "203.0.113.9", [f"10.0.0.{n}" for n in range(MOST_GUESSES + 1)])
    assert numbers == ["H430"] * MOST_GUESSES + ["H429"]


def test_behind_a_proxy_of_this_machine_each_address_has_its_own_guesses(hq: Headquarters, url: str) -> None:
    """Else one guesser would lock out every office; what he writes in the header himself stands before it."""
    numbers = guessed(url, "127.0.0.1", [f"10.0.0.{n}, 203.0.113.9" for n in range(MOST_GUESSES + 1)])
    assert numbers == ["H430"] * MOST_GUESSES + ["H429"]
    assert guessed(url, "127.0.0.1", ["203.0.113.10"]) == ["H430"]
