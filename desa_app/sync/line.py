"""The line to headquarters: requests with gzip, capped answers, and every failure as a designed error."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
import requests

from desa_app.errors import DesaError, NoConnection, Refused, Revoked, Unproven
from desa_app.language import say
from desa_app.sync.pure.wire import ADDRESS as SYNC_ADDRESS
from desa_app.sync.pure.wire import ENROL_ADDRESS, MAX_BODY_BYTES, MEDIA_TYPE, Enrolled, Enrolment, Problem

CONNECT_SECONDS = 10
READ_SECONDS = 60
"""How long one silent moment of the line may last; a slow line that still moves is never given up."""
READ_BYTES = 64 * 1024
REVOKED_STATUS = 403
Kind = TypeVar("Kind")


class LineBusy(NoConnection):
    """Headquarters asked to come back later, or the line timed out: worth another try, with less at once."""


@dataclass
class Traffic:
    """Bytes of bodies so far, as they crossed the line."""

    up: int = 0
    down: int = 0


class Line:
    """One TLS session to headquarters at ``url``, kept for all requests of a run."""

    def __init__(self, url: str) -> None:
        self.traffic = Traffic()
        self._url = url.rstrip("/")
        self._session = requests.Session()

    def close(self) -> None:
        """End the session."""
        self._session.close()

    def exchange(self, body: bytes) -> bytes:
        """Send a signed body, return the signed answer, decompressed. Raises NoConnection, Refused, Revoked."""
        headers = {"Content-Type": MEDIA_TYPE, "Content-Encoding": "gzip", "Accept-Encoding": "gzip"}
        return self._post(SYNC_ADDRESS, gzip.compress(body, 6, mtime=0), headers, MEDIA_TYPE)

    def enrol(self, enrolment: Enrolment) -> Enrolled:
        """Hand in a one-time code; raises as ``exchange`` does."""
        headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
        answer = self._post(ENROL_ADDRESS, msgspec.json.encode(enrolment), headers, "application/json")
        return _decoded(answer, Enrolled)

    def _post(self, address: str, body: bytes, headers: dict[str, str], expected: str) -> bytes:
        try:
            answer = self._session.post(
                self._url + address,
                data=body,
                headers=headers,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                stream=True,
                allow_redirects=False,
            )
            with answer:
                self.traffic.up += len(body)
                content = self._content(answer)
        except requests.Timeout as error:
            raise LineBusy(why=say("waktu tunggu habis", "it took too long")) from error
        except requests.exceptions.SSLError as error:
            raise NoConnection(why=say("sambungan aman gagal", "the secure connection failed")) from error
        except requests.exceptions.InvalidURL as error:
            raise NoConnection(why=say("alamatnya salah", "the address is wrong")) from error
        except (requests.RequestException, OSError) as error:
            raise NoConnection(why=say("tidak terhubung", "not reachable")) from error
        if answer.status_code == requests.codes.ok and answer.headers.get("Content-Type", "").startswith(expected):
            return content
        raise _failure(answer, content)

    def _content(self, answer: requests.Response) -> bytes:
        """The body, decompressed piece by piece, never more than MAX_BODY_BYTES of it."""
        packed = answer.headers.get("Content-Encoding") == "gzip"
        inflate = zlib.decompressobj(wbits=31) if packed else None
        content = bytearray()
        for piece in answer.raw.stream(READ_BYTES, decode_content=False):
            self.traffic.down += len(piece)
            content += inflate.decompress(piece, MAX_BODY_BYTES + 1 - len(content)) if inflate else piece
            if len(content) > MAX_BODY_BYTES:
                raise Unproven(why=say("jawaban terlalu besar", "the answer is too large"))
        if inflate and not inflate.eof:
            raise NoConnection(why=say("jawaban terpotong", "the answer was cut"))
        return bytes(content)


def _failure(answer: requests.Response, content: bytes) -> DesaError:
    """What an answer that is none means: a numbered problem, a tired server, or somebody else's page."""
    try:
        problem = msgspec.json.decode(content, type=Problem)
    except msgspec.MsgspecError:
        if answer.status_code >= requests.codes.server_error:
            return LineBusy(why=say("kantor pusat sedang sibuk", "headquarters is busy"))
        return NoConnection(
            why=say("yang menjawab bukan kantor pusat, mungkin halaman masuk Wi-Fi", "a login page answered instead")
        )
    details: dict[str, Any] = {"why": say(problem.indonesian, problem.english).rstrip("."), "number": problem.number}
    if problem.retryable or answer.status_code >= requests.codes.server_error:
        return LineBusy(why=details["why"])
    return Revoked(**details) if answer.status_code == REVOKED_STATUS else Refused(**details)


def _decoded(content: bytes, kind: type[Kind]) -> Kind:
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.MsgspecError as error:
        raise Unproven(why=say("jawaban tidak terbaca", "the answer can't be read")) from error
