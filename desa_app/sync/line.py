"""The line to headquarters: packed requests, capped answers, and every failure as a designed error."""

from __future__ import annotations

import contextlib
import io
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
import requests
import requests.adapters
import urllib3
import urllib3.connection
import urllib3.exceptions

from desa_app.errors import Cancelled, Cloned, DesaError, Forgotten, NoConnection, Refused, Revoked, TooOld, Unproven
from desa_app.language import say
from desa_app.sync.pure import packing
from desa_app.sync.pure.bundle import ADDRESS as BUNDLE_ADDRESS
from desa_app.sync.pure.bundle import MEDIA_TYPE as BUNDLE_TYPE
from desa_app.sync.pure.packing import Damaged, TooLarge, Unpacker
from desa_app.sync.pure.wire import ADDRESS as SYNC_ADDRESS
from desa_app.sync.pure.wire import ENROL_ADDRESS, MAX_BODY_BYTES, MEDIA_TYPE, Enrolled, Enrolment, Problem
from desa_app.sync.road import Heard, Into, Traffic

CONNECT_SECONDS = 10
READ_SECONDS = 60
"""How long one silent moment of the line may last; a slow line that still moves is never given up."""
CANCEL_SECONDS = 0.2
"""How often a run looks whether it was cancelled while it waits for the line."""
READ_BYTES = 64 * 1024
PIECE_BYTES = 4 * 1024
"""What is handed to the line at once: 3.4 seconds at 9.6 kbit/s."""
LOGIN_NEEDED = 511
"""What a network answers that wants a login first (RFC 6585)."""
FILE_ANSWERS = (requests.codes.created, requests.codes.no_content, requests.codes.partial_content)
"""What headquarters answers about a file where nothing is wrong."""
REVOKED = "H403"
UNKNOWN = "H401"
CLONED = "H409"
TOO_OLD = "H426"
Kind = TypeVar("Kind")


class LineBusy(NoConnection):
    """The line broke or fell silent, or headquarters asked to come back later: worth another try, with less at once."""


class _Pieces(io.BytesIO):
    """A body that is sent piece by piece: the time that is given to a silent line is given to each of them, not to all
    of a large body on a slow one."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(PIECE_BYTES if size is None or size < 0 else min(size, PIECE_BYTES))


class _Adapter(requests.adapters.HTTPAdapter):
    """Requests' way to a host, which tells ``opened`` of every connection it makes."""

    def __init__(self, opened: Callable[[urllib3.connection.HTTPConnection], None]) -> None:
        self._opened = opened
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        opened = self._opened

        class Plain(urllib3.connection.HTTPConnection):
            def connect(self) -> None:
                super().connect()
                opened(self)

        class Secure(urllib3.connection.HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                opened(self)

        class PlainPool(urllib3.HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(urllib3.HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


class Line:
    """One TLS session to headquarters at ``url``, kept for all requests of a run. ``cancelled`` ends a long answer."""

    def __init__(self, url: str, cancelled: threading.Event | None = None) -> None:
        self.traffic = Traffic()
        self._url = url.rstrip("/")
        self._cancelled = cancelled or threading.Event()
        self._session = requests.Session()
        self._open: set[urllib3.connection.HTTPConnection] = set()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter(self._open.add))

    @contextmanager
    def cut_when_cancelled(self) -> Iterator[None]:
        """Within this a cancelled run ends at once, also while the line is silent: its connection is cut."""
        over = threading.Event()
        watch = threading.Thread(target=self._cut, args=(over,), name="line")
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()

    def _cut(self, over: threading.Event) -> None:
        while not over.wait(CANCEL_SECONDS):
            if self._cancelled.is_set():
                for connection in tuple(self._open):
                    if connection.sock is not None:
                        with contextlib.suppress(OSError):
                            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
                return

    def close(self) -> None:
        """End the connection, so that nothing that still comes on it is taken for a later answer; the next request
        makes a new one."""
        self._session.close()
        self._open.clear()

    def exchange(self, body: bytes) -> bytes:
        """Send a signed body, return the signed answer, decompressed. Raises NoConnection, Refused, Revoked, Cloned,
        Unproven, Cancelled."""
        headers = {"Content-Type": MEDIA_TYPE, "Content-Encoding": packing.PACKED, "Accept-Encoding": packing.PACKED}
        return self._post(SYNC_ADDRESS, packing.pack(body), headers, MEDIA_TYPE)

    def enrol(self, enrolment: Enrolment) -> Enrolled:
        """Hand in a one-time code; raises as ``exchange`` does."""
        headers = {"Content-Type": "application/json", "Accept-Encoding": packing.PACKED}
        answer = self._post(ENROL_ADDRESS, msgspec.json.encode(enrolment), headers, "application/json")
        return _decoded(answer, Enrolled)

    def carry(self, bundle: bytes) -> bytes:
        """Hand in a colleague's bundle, return the bundle of answers to it; raises as ``exchange`` does."""
        headers = {"Content-Type": BUNDLE_TYPE, "Accept-Encoding": "identity"}
        return self._post(BUNDLE_ADDRESS, bundle, headers, BUNDLE_TYPE)

    def ask(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes = b"", into: Into | None = None
    ) -> Heard:
        """One request about a file; what comes of its bytes is handed to ``into``, also where the line breaks later.
        Raises as ``exchange`` does."""
        asked = {"Accept-Encoding": "identity", **headers}
        status, told, content = self._heard(method, address, body, asked, into)
        if status in FILE_ANSWERS:
            return Heard(status, told, content)
        raise _failure(status, content)

    def _post(self, address: str, body: bytes, headers: dict[str, str], expected: str) -> bytes:
        status, told, content = self._heard("POST", address, body, headers)
        if status == requests.codes.ok and told.get("Content-Type", "").startswith(expected):
            return content
        raise _failure(status, content)

    def _heard(
        self, method: str, address: str, body: bytes, headers: Mapping[str, str], into: Into | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body of an answer, whatever it says."""
        self.traffic.up += len(body)
        try:
            answer = self._session.request(
                method,
                self._url + address,
                data=_Pieces(body) if body else body,
                headers=headers,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                stream=True,
                allow_redirects=False,
            )
            with answer:
                content = self._content(answer, into)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _line_failure(error) from error
        except Damaged as error:
            raise Unproven(why=say("jawaban rusak di jalan", "the answer was damaged on its way")) from error
        except TooLarge as error:
            raise Unproven(why=say("jawaban terlalu besar", "the answer is too large")) from error
        return answer.status_code, answer.headers, content

    def _content(self, answer: requests.Response, into: Into | None = None) -> bytes:
        """The body, decompressed piece by piece as it comes, never more than MAX_BODY_BYTES of it."""
        encoding = answer.headers.get("Content-Encoding", "")
        unpacker = Unpacker(encoding, MAX_BODY_BYTES) if encoding in packing.ENCODINGS else None
        content = bytearray()
        while piece := answer.raw.read1(READ_BYTES, decode_content=False):
            if self._cancelled.is_set():
                raise Cancelled
            self.traffic.down += len(piece)
            if into and answer.status_code == requests.codes.partial_content:
                into(answer.headers, piece)
            content += unpacker.add(piece) if unpacker else piece
            if len(content) > MAX_BODY_BYTES:
                raise TooLarge
        if unpacker and not unpacker.is_whole:
            raise LineBusy(why=say("jawaban terpotong", "the answer was cut"))
        return bytes(content)


def _line_failure(error: Exception) -> NoConnection:
    """What became of the line. One that was never there isn't tried again; one that broke is."""
    if isinstance(error, requests.exceptions.SSLError):
        return NoConnection(why=say("sambungan aman gagal", "the secure connection failed"))
    if isinstance(error, ValueError):
        return NoConnection(why=say("alamatnya salah", "the address is wrong"))
    if isinstance(error, requests.ConnectionError) and isinstance(error.args[0], urllib3.exceptions.MaxRetryError):
        return NoConnection(why=say("tidak terhubung", "not reachable"))
    if isinstance(error, (requests.Timeout, urllib3.exceptions.TimeoutError)):
        return LineBusy(why=say("waktu tunggu habis", "it took too long"))
    return LineBusy(why=say("sambungan terputus", "the connection broke"))


def _failure(status: int, content: bytes) -> DesaError:
    """What an answer that is none means: a numbered problem, a tired server, or somebody else's page."""
    if status >= requests.codes.server_error and status != LOGIN_NEEDED:
        return LineBusy(why=say("kantor pusat sedang sibuk", "headquarters is busy"))
    if status == requests.codes.ok and not content:
        return LineBusy(why=say("jawaban terpotong", "the answer was cut"))
    try:
        problem = msgspec.json.decode(content, type=Problem)
    except msgspec.MsgspecError:
        return NoConnection(
            why=say("yang menjawab bukan kantor pusat, mungkin halaman masuk Wi-Fi", "a login page answered instead")
        )
    return failure_of(problem)


def failure_of(problem: Problem) -> Refused:
    """What a numbered problem of headquarters means for this laptop."""
    kind = {UNKNOWN: Forgotten, REVOKED: Revoked, CLONED: Cloned, TOO_OLD: TooOld}.get(problem.number, Refused)
    return kind(why=say(problem.indonesian, problem.english).rstrip("."), number=problem.number)


def _decoded(content: bytes, kind: type[Kind]) -> Kind:
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.MsgspecError as error:
        raise Unproven(why=say("jawaban tidak terbaca", "the answer can't be read")) from error
