"""Photos and evidence over the line: addresses, what a request about a file is signed over, what headquarters' receipt
says, and how large the next chunk is (SYNC.md, Files).

Uploads are tus 1.0 (core, creation, checksum), downloads are ranges; both are at ``/v1/files/{sha256}``. A request
carries an HTTP message signature (RFC 9421) of the device over its method, its path and every header of ``COVERED``
that it has; ``created`` is by headquarters' clock and ``nonce`` is used once, so that nothing can be sent again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

ADDRESS = "/v1/files/"
TUS = "1.0.0"
TUS_EXTENSIONS = "creation,checksum"
CHECKSUMS = ("sha256", "sha1")
"""Digests that a chunk may be checked by; tus asks for the second, laptops send the first."""
CHUNK_TYPE = "application/offset+octet-stream"
MIN_CHUNK, MAX_CHUNK, FIRST_CHUNK = 32 << 10, 1 << 20, 64 << 10
WINDOW_S = 300
"""How far ``created`` may be from headquarters' clock."""
RECEIPT = "Desa-Receipt"
"""The header in which headquarters signs that it has a whole file: ``<milliseconds> <base64>``."""
COVERED = ("content-type", "range", "upload-checksum", "upload-length", "upload-offset")
"""Headers that mean something in a request about a file."""

_QUICK_S, _SLOW_S = 1.0, 4.0
_INPUT = re.compile(
    r'desa=\((?P<names>[a-z@" -]*)\);created=(?P<created>[0-9]{1,12});nonce="(?P<nonce>[0-9a-f]{16,64})"'
    r';keyid="(?P<dev>[^"\\\s]{1,120})";alg="ed25519"\Z'
)
_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})\Z")


class Stamp(NamedTuple):
    """Who signed a request, when (seconds since 1970 by headquarters' clock), and the word it is told apart by."""

    dev: str
    created: int
    nonce: str


class Asked(NamedTuple):
    """What a signature covers of a request: its method, its path, its headers by their names in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]

    @property
    def components(self) -> dict[str, str]:
        """The parts that are signed, in their order."""
        own = {"@method": self.method, "@path": self.path}
        return own | {name: self.headers[name].strip() for name in COVERED if name in self.headers}


def signature_input(asked: Asked, stamp: Stamp) -> str:
    """The header ``Signature-Input`` of a request."""
    return f"desa={_parameters(asked, stamp)}"


def signed_text(asked: Asked, stamp: Stamp) -> bytes:
    """What the device signs: RFC 9421's signature base."""
    lines = [f'"{name}": {value}' for name, value in asked.components.items()]
    return "\n".join([*lines, f'"@signature-params": {_parameters(asked, stamp)}']).encode()


def _parameters(asked: Asked, stamp: Stamp) -> str:
    names = " ".join(f'"{name}"' for name in asked.components)
    return f'({names});created={stamp.created};nonce="{stamp.nonce}";keyid="{stamp.dev}";alg="ed25519"'


def read_input(asked: Asked, written: str) -> Stamp | None:
    """The stamp in a header ``Signature-Input``; None where it is none of ours or leaves anything uncovered."""
    found = _INPUT.match(written)
    if found is None:
        return None
    stamp = Stamp(found["dev"], int(found["created"]), found["nonce"])
    return stamp if written == signature_input(asked, stamp) else None


def signature_header(encoded: str) -> str:
    """The header ``Signature`` of a signature in base64."""
    return f"desa=:{encoded}:"


def read_signature(written: str) -> str:
    """The base64 in a header ``Signature``; empty where it is none of ours."""
    is_ours = written.startswith("desa=:") and written.endswith(":") and len(written) > len("desa=::")
    return written[len("desa=:") : -1] if is_ours else ""


def receipt_text(hq: str, sha256: str, size: int, at_ms: int) -> bytes:
    """What headquarters signs when a whole file, proven to be what its name says, is durable there."""
    return f"desa file\n{hq}\n{sha256}\n{size}\n{at_ms}".encode()


def read_range(written: str, size: int) -> tuple[int, int] | None:
    """First and last byte that a header ``Range`` asks of a file; None where it can't be given."""
    found = _RANGE.match(written)
    if found is None:
        return None
    first, last = int(found[1]), int(found[2] or size - 1)
    return (first, min(last, size - 1)) if first < size and first <= last else None


def next_chunk(chunk: int, seconds: float) -> int:
    """How large the next chunk is when this one took so long: a chunk that is lost costs little, and a quick line is
    not spent on waiting."""
    if seconds < _QUICK_S:
        return min(MAX_CHUNK, 2 * chunk)
    return smaller_chunk(chunk) if seconds > _SLOW_S else chunk


def smaller_chunk(chunk: int) -> int:
    """How large the next chunk is after the line broke."""
    return max(MIN_CHUNK, chunk // 2)
