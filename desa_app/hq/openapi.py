"""The description of the web interface (OpenAPI 3.1), made from the very types that go over the line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from desa_app.hq.files_web import ROUTE as FILES_ROUTE
from desa_app.sync.pure import bundle
from desa_app.sync.pure.change import Change
from desa_app.sync.pure.files import CHUNK_TYPE, MAX_CHUNK, RECEIPT, TUS
from desa_app.sync.pure.wire import (
    ADDRESS,
    ENROL_ADDRESS,
    MEDIA_TYPE,
    PROTOCOL,
    Enrolled,
    Enrolment,
    Entry,
    Problem,
    Push,
    Reply,
    Signature,
)

_COMPONENTS = "#/components/schemas/"


class Health(msgspec.Struct, frozen=True):
    """Headquarters and its database answer."""

    ok: bool = True


@cache
def encoded() -> bytes:
    """The description as JSON."""
    return msgspec.json.format(msgspec.json.encode(described()))


def described() -> dict[str, Any]:
    """The description as plain values."""
    kinds = (Push, Change, Signature, Reply, _entry(), Enrolment, Enrolled, Problem, Health)
    _, components = msgspec.json.schema_components(kinds, ref_template=_COMPONENTS + "{name}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "desa_app headquarters", "version": str(PROTOCOL)},
        "paths": {
            ADDRESS: {"post": _sync()},
            ENROL_ADDRESS: {"post": _operation("enrol", "Join a laptop by a one-time code", "Enrolled", "Enrolment")},
            bundle.ADDRESS: {"post": _bundles()},
            FILES_ROUTE: _files(),
            "/healthz": {"get": _operation("health", "Whether headquarters answers", "Health")},
            "/openapi.json": {"get": _description()},
        },
        "components": {"schemas": _without_python(components)},
    }


def _entry() -> type[msgspec.Struct]:
    """A line of a page with what is in its raw bytes: a change."""
    fields: list[tuple[str, Any, Any]] = []
    for each in msgspec.structs.fields(Entry):
        is_raw = each.type is msgspec.Raw
        kind, default = (Change | msgspec.UnsetType, msgspec.UNSET) if is_raw else (each.type, each.default)
        fields.append((each.name, kind, msgspec.field(name=each.encode_name, default=default)))
    return msgspec.defstruct("Entry", fields, namespace={"__doc__": Entry.__doc__})


def _without_python(value: Any) -> Any:
    """A schema whose patterns end as JSON Schema writes it, which knows no ``\\Z``."""
    if isinstance(value, dict):
        return {key: _without_python(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_python(each) for each in value]
    return value.removesuffix("\\Z") + "$" if isinstance(value, str) and value.endswith("\\Z") else value


def _sync() -> dict[str, Any]:
    return {
        "operationId": "sync",
        "summary": "One exchange: changes and cursors up, answers and pages of the logs down",
        "parameters": [
            {"name": "Content-Encoding", "in": "header", "required": True, "schema": {"enum": ["br", "gzip"]}},
        ],
        "requestBody": {
            "required": True,
            "description": "Packed JSON lines: a Push, `count` Changes, a Signature over all lines before it",
            "content": _content(["Push", "Change", "Signature"], MEDIA_TYPE),
        },
        "responses": _responses(
            "Packed JSON lines: a Reply, the Entries of its pages in order, a Signature by headquarters",
            _content(["Reply", "Entry", "Signature"], MEDIA_TYPE),
        ),
    }


def _bundles() -> dict[str, Any]:
    """Bundles are bytes, sealed for headquarters and for their sender; who brings them doesn't matter."""
    content = {bundle.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}
    return {
        "operationId": "bundles",
        "summary": "A sealed bundle of requests up, the sealed bundle of answers to its sender down",
        "requestBody": {"required": True, "content": content},
        "responses": _responses("The answers, sealed for the laptop whose bundle it was", content),
    }


def _operation(name: str, summary: str, answer: str, body: str = "") -> dict[str, Any]:
    request = {"requestBody": {"required": True, "content": _content([body])}} if body else {}
    return {
        "operationId": name,
        "summary": summary,
        **request,
        "responses": _responses(summary, _content([answer])),
    }


def _files() -> dict[str, Any]:
    """tus 1.0 (core, creation, checksum) and ranges; every request is signed as RFC 9421 says."""
    upload = {"Tus-Resumable": TUS, "Upload-Offset": "bytes that are here", RECEIPT: "once all of them are"}
    return {
        "parameters": [{"name": "sha256", "in": "path", "required": True, "schema": {"pattern": "^[0-9a-f]{64}$"}}],
        "options": _plain("fileCapabilities", "What of tus is spoken here", "204", {"Tus-Version": TUS}),
        "head": _plain("fileOffset", "How far an upload is", "200", upload),
        "post": _plain("fileBegin", "Begin an upload, or learn how far it is", "201", upload, "Upload-Length"),
        "patch": _plain(
            "fileAppend",
            f"The next bytes of an upload, {MAX_CHUNK} at most",
            "204",
            upload,
            "Upload-Offset",
            "Upload-Checksum",
            body=CHUNK_TYPE,
        ),
        "get": _plain("fileRead", "A file, or a range of it", "206", {"Content-Range": "which bytes"}, "Range"),
    }


def _plain(
    name: str, summary: str, status: str, told: Mapping[str, str], *asked: str, body: str = ""
) -> dict[str, Any]:
    """An operation that speaks in headers."""
    signed = [] if name == "fileCapabilities" else ["Signature-Input", "Signature"]
    content = {"requestBody": {"content": {body: {"schema": {"type": "string"}}}}} if body else {}
    headers = {header: {"description": text, "schema": {"type": "string"}} for header, text in told.items()}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [{"name": each, "in": "header", "schema": {"type": "string"}} for each in (*signed, *asked)],
        **content,
        "responses": {
            status: {"description": summary, "headers": headers},
            "default": _responses("", {})["default"],
        },
    }


def _description() -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": "description",
        "summary": "This description",
        "responses": _responses("OpenAPI 3.1", content),
    }


def _responses(description: str, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "200": {"description": description, "content": content},
        "default": {"description": "A numbered problem; nothing was changed", "content": _content(["Problem"])},
    }


def _content(names: list[str], media_type: str = "application/json") -> dict[str, Any]:
    """A body of one type, or of lines of several."""
    references = [{"$ref": _COMPONENTS + name} for name in names]
    return {media_type: {"schema": references[0] if len(references) == 1 else {"anyOf": references}}}
