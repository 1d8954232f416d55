"""The web application: bodies in and out, within limits; every refusal is a numbered problem in JSON."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import anyio.to_thread
import msgspec
from anyio import CapacityLimiter
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from desa_app.errors import HqDatabaseUnusable
from desa_app.hq import openapi, problems
from desa_app.hq.database import CONNECTIONS
from desa_app.hq.files_web import METHODS, FileEndpoint
from desa_app.hq.files_web import ROUTE as FILES_ROUTE
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.problems import (
    BUSY,
    FAULT,
    MALFORMED,
    NO_SUCH_ADDRESS,
    NO_SUCH_METHOD,
    TOO_LARGE,
    TOO_OLD,
    WRONG_TYPE,
    Denied,
    Kind,
)
from desa_app.sync.pure import bundle, packing
from desa_app.sync.pure.wire import (
    ADDRESS,
    ENROL_ADDRESS,
    MAX_BODY_BYTES,
    MAX_REQUEST_BYTES,
    MEDIA_TYPE,
    PROTOCOL,
    Enrolment,
)

HEALTH_ADDRESS = "/healthz"
OPENAPI_ADDRESS = "/openapi.json"
MAX_ENROLMENT_BYTES = 4 << 10
JSON = "application/json"

_log = logging.getLogger(__name__)
_enrolment = msgspec.json.Decoder(Enrolment)
Result = TypeVar("Result")


def create_app(database_url: str) -> Starlette:
    """The application on a database that ``Headquarters.create`` made; raises as ``Headquarters`` does."""
    return application(Headquarters(database_url))


def application(headquarters: Headquarters) -> Starlette:
    """The application of a headquarters, which it closes at its end."""
    endpoints = _Endpoints(headquarters)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with headquarters:
            yield

    routes = [
        Route(ADDRESS, endpoints.sync, methods=["POST"]),
        Route(ENROL_ADDRESS, endpoints.enrol, methods=["POST"]),
        Route(bundle.ADDRESS, endpoints.bundles, methods=["POST"]),
        Route(FILES_ROUTE, FileEndpoint(headquarters.files, endpoints.work).answer, methods=[*METHODS]),
        Route(HEALTH_ADDRESS, endpoints.health, methods=["GET"]),
        Route(OPENAPI_ADDRESS, endpoints.description, methods=["GET"]),
    ]
    handlers = {
        Denied: _denied,
        HTTPException: _http_error,
        HqDatabaseUnusable: _busy,
        PoolTimeout: _busy,
        ClientDisconnect: _gone,
        500: _fault,
    }
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return app


class _Endpoints:
    """What answers each address. Work on the database and on large bodies is done off the event loop."""

    def __init__(self, headquarters: Headquarters) -> None:
        self._headquarters = headquarters
        self._limiter: CapacityLimiter | None = None

    async def sync(self, request: Request) -> Response:
        _check_header(request, "content-type", MEDIA_TYPE)
        encoding = _encoding(request)
        packed = await _read(request, MAX_REQUEST_BYTES)
        answer = await self.work(
            lambda: packing.pack_quickly(self._headquarters.exchange(unpack(packed, encoding)), encoding)
        )
        return Response(answer, media_type=MEDIA_TYPE, headers={"content-encoding": encoding})

    async def bundles(self, request: Request) -> Response:
        _check_header(request, "content-type", bundle.MEDIA_TYPE)
        brought = await _read(request, bundle.MAX_BUNDLE_BYTES + bundle.MAX_HEAD_BYTES)
        answers = await self.work(lambda: self._headquarters.carry(brought))
        return Response(answers, media_type=bundle.MEDIA_TYPE)

    async def enrol(self, request: Request) -> Response:
        _check_header(request, "content-type", JSON)
        enrolment = _decoded(await _read(request, MAX_ENROLMENT_BYTES))
        address = request.client.host if request.client else ""
        enrolled = await self.work(lambda: self._headquarters.enrol(enrolment, address))
        return Response(msgspec.json.encode(enrolled), media_type=JSON)

    async def health(self, request: Request) -> Response:
        if not await self.work(self._headquarters.is_well):
            raise Denied(BUSY)
        return Response(msgspec.json.encode(openapi.Health()), media_type=JSON)

    async def description(self, request: Request) -> Response:
        return Response(openapi.encoded(), media_type=JSON)

    async def work(self, task: Callable[[], Result]) -> Result:
        """Run ``task`` in a thread, no more at a time than there are connections."""
        self._limiter = self._limiter or CapacityLimiter(CONNECTIONS)
        return await anyio.to_thread.run_sync(task, limiter=self._limiter)


def unpack(packed: bytes, encoding: str) -> bytes:
    """The body in a packed request; a bomb is refused after MAX_BODY_BYTES of it. Raises Denied."""
    try:
        return packing.unpack(packed, encoding, MAX_BODY_BYTES)
    except packing.Cut as error:
        raise Denied(MALFORMED, "body") from error
    except packing.Damaged as error:
        raise Denied(WRONG_TYPE, "content-encoding") from error
    except packing.TooLarge as error:
        raise Denied(TOO_LARGE) from error


def _encoding(request: Request) -> str:
    encoding = request.headers.get("content-encoding", "").strip().lower()
    if encoding not in packing.ENCODINGS:
        raise Denied(WRONG_TYPE, "content-encoding")
    return encoding


def _check_header(request: Request, name: str, wanted: str) -> None:
    if request.headers.get(name, "").partition(";")[0].strip().lower() != wanted:
        raise Denied(WRONG_TYPE, name)


async def _read(request: Request, limit: int) -> bytes:
    """The body as sent; refused as soon as it is longer than ``limit``."""
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > limit:
            raise Denied(TOO_LARGE)
    return bytes(found)


def _decoded(body: bytes) -> Enrolment:
    try:
        return _enrolment.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Denied(MALFORMED, "body") from error


def _answer(kind: Kind, field: str = "") -> Response:
    headers = {"upgrade": f"desa-sync/{PROTOCOL}"} if kind is TOO_OLD else None  # RFC 9110, 15.5.22
    return Response(problems.encoded(Denied(kind, field).problem), kind.status, headers, media_type=JSON)


async def _denied(request: Request, error: Exception) -> Response:
    assert isinstance(error, Denied)
    return _answer(error.kind, error.field)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kinds = {404: NO_SUCH_ADDRESS, 405: NO_SUCH_METHOD}
    return _answer(kinds.get(error.status_code, MALFORMED))


async def _busy(request: Request, error: Exception) -> Response:
    _log.error("database: %s", error)
    return _answer(BUSY)


async def _gone(request: Request, error: Exception) -> Response:
    """The line was cut in the middle of a request: nobody is left to answer, and nothing is wrong here."""
    return _answer(MALFORMED)


async def _fault(request: Request, error: Exception) -> Response:
    return _answer(FAULT)
