"""Files over HTTP: tus 1.0 (core, creation, checksum) up and ranges down, at ``/v1/files/{sha256}``.

A file's address is where its upload is created, too: its name is known before. Creating it again tells how far it is.
Whatever arrived of a chunk before the line broke is kept; the digest of the whole decides in the end.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from desa_app.domain.attachment import MOST_BYTES
from desa_app.errors import StorageUnusable
from desa_app.hq import problems
from desa_app.hq.access import Sender
from desa_app.hq.files import Files, Standing
from desa_app.hq.problems import (
    BUSY,
    MALFORMED,
    NO_SUCH_ADDRESS,
    NO_SUCH_METHOD,
    TOO_LARGE,
    WRONG_CHECKSUM,
    WRONG_TUS,
    WRONG_TYPE,
    Denied,
)
from desa_app.sync.pure.files import CHECKSUMS, CHUNK_TYPE, MAX_CHUNK, RECEIPT, TUS, TUS_EXTENSIONS, Asked

ROUTE = "/v1/files/{sha256}"
METHODS = ("OPTIONS", "HEAD", "GET", "POST", "PATCH")

_NAME = re.compile(r"[0-9a-f]{64}\Z")
_NUMBER = re.compile(r"[0-9]{1,15}\Z")
_CAPABILITIES = {
    "Tus-Version": TUS,
    "Tus-Extension": TUS_EXTENSIONS,
    "Tus-Max-Size": str(MOST_BYTES),
    "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
}
Work = Callable[[Callable[[], Any]], Awaitable[Any]]
"""Runs something off the event loop."""


class _Arrived(NamedTuple):
    """The bytes that came of a chunk, and whether they are all of it."""

    content: bytes = b""
    is_whole: bool = True


class FileEndpoint:
    """What answers at a file's address."""

    def __init__(self, files: Files, work: Work) -> None:
        self._files = files
        self._work = work

    async def answer(self, request: Request) -> Response:
        """One request about a file; every refusal is a numbered problem."""
        try:
            return await self._answered(request)
        except Denied as denied:
            return _refusal(denied)
        except StorageUnusable:
            return _refusal(Denied(BUSY))

    async def _answered(self, request: Request) -> Response:
        method = request.headers.get("x-http-method-override", request.method).upper()
        name = request.path_params["sha256"]
        if not _NAME.match(name):
            raise Denied(NO_SUCH_ADDRESS)
        if method == "OPTIONS":
            return _response(204, None, _CAPABILITIES)
        answers = {"HEAD": self._head, "GET": self._get, "POST": self._post, "PATCH": self._patch}
        if method not in answers:
            raise Denied(NO_SUCH_METHOD)
        if method != "GET" and request.headers.get("tus-resumable") != TUS:
            raise Denied(WRONG_TUS, "tus-resumable")
        arrived = await _arrived(request) if method == "PATCH" else _Arrived()
        sender = await self._work(partial(self._files.sender, Asked(method, request.url.path, request.headers)))
        return await answers[method](request, sender, name, arrived)

    async def _head(self, request: Request, sender: Sender, name: str, arrived: _Arrived) -> Response:
        found = await self._work(partial(self._files.standing, sender, name))
        return _response(200, found, {"Upload-Length": str(found.size), "Cache-Control": "no-store"})

    async def _post(self, request: Request, sender: Sender, name: str, arrived: _Arrived) -> Response:
        size = _number(request, "upload-length")
        found = await self._work(partial(self._files.begin, sender, name, size))
        return _response(201, found, {"Location": request.url.path})

    async def _patch(self, request: Request, sender: Sender, name: str, arrived: _Arrived) -> Response:
        if request.headers.get("content-type") != CHUNK_TYPE:
            raise Denied(WRONG_TYPE, "content-type")
        offset = _number(request, "upload-offset")
        if arrived.is_whole:
            _check_checksum(request.headers.get("upload-checksum", ""), arrived.content)
        found = await self._work(partial(self._files.append, sender, name, offset, arrived.content))
        return _response(204, found)

    async def _get(self, request: Request, sender: Sender, name: str, arrived: _Arrived) -> Response:
        wanted = request.headers.get("range", "")
        part = await self._work(partial(self._files.read, sender, name, wanted))
        headers = {
            "Content-Type": "application/octet-stream",
            "X-Content-Type-Options": "nosniff",
            "Accept-Ranges": "bytes",
            "ETag": f'"{name}"',
            "Cache-Control": "private, no-store",
        }
        if not wanted:
            return Response(part.content, 200, headers)
        last = part.first + len(part.content) - 1
        return Response(part.content, 206, headers | {"Content-Range": f"bytes {part.first}-{last}/{part.size}"})


async def _arrived(request: Request) -> _Arrived:
    """What comes of a chunk. It is taken up before anything else is looked at: the server lets go of what nobody has
    read by the time the line breaks."""
    found = bytearray()
    try:
        async for part in request.stream():
            found += part
            if len(found) > MAX_CHUNK:
                raise Denied(TOO_LARGE, "content-length")
    except ClientDisconnect:
        return _Arrived(bytes(found), is_whole=False)
    return _Arrived(bytes(found))


def _check_checksum(written: str, content: bytes) -> None:
    if not written:
        return
    algorithm, _, encoded = written.partition(" ")
    try:
        wanted = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise Denied(MALFORMED, "upload-checksum") from error
    if algorithm not in CHECKSUMS:
        raise Denied(MALFORMED, "upload-checksum")
    if hashlib.new(algorithm, content, usedforsecurity=False).digest() != wanted:
        raise Denied(WRONG_CHECKSUM, "upload-checksum")


def _number(request: Request, header: str) -> int:
    written = request.headers.get(header, "")
    if not _NUMBER.match(written):
        raise Denied(MALFORMED, header)
    return int(written)


def _response(status: int, found: Standing | None, headers: Mapping[str, str] | None = None) -> Response:
    told = {"Tus-Resumable": TUS, **(headers or {})}
    if found is not None:
        told["Upload-Offset"] = str(found.offset)
        if found.receipt:
            told[RECEIPT] = found.receipt
    return Response(status_code=status, headers=told)


def _refusal(denied: Denied) -> Response:
    headers = {"Tus-Resumable": TUS, "Cache-Control": "no-store"}
    if denied.kind is WRONG_TUS:
        headers["Tus-Version"] = TUS
    body = problems.encoded(denied.problem)
    return Response(body, denied.kind.status, headers, media_type="application/json")
