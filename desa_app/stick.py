"""Files on a stick, or in a folder that travels like one: there whole and proven, or not under their name.

A file is written under its name with ``.new`` behind it, brought to the medium, read back from there and only then
given its name. What was written before a cut stays, and writing the same content again goes on where it ended. FAT32
holds no file of 4 GB, so a longer one lies in parts: ``name.1``, ``name.2`` and so on.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from desa_app import durable
from desa_app.errors import StickFull, StickUnusable, UnreadableFile
from desa_app.language import say

PART_BYTES = (4 << 30) - (1 << 20)
FOLDER = "desa-app"
"""The folder of a stick that is looked into as well as the stick itself."""
ENDING = ".desa"
UNFINISHED = ".new"
_STEP = 256 << 10
_NAME = re.compile(r"(?P<name>.+\.desa)(?:\.(?P<part>[1-9][0-9]{0,3}))?\Z")

Step = Callable[[int, int], None]
"""Hears how many of how many bytes are on the medium, and ends the work by raising a DesaError."""


class Stored(NamedTuple):
    """A file of a stick by its name, and where its parts are, in order."""

    name: str
    parts: tuple[Path, ...]

    def read(self, limit: int) -> bytes:
        """All of it. Raises UnreadableFile for more than ``limit`` bytes, and where it can't be read."""
        try:
            if sum(part.stat().st_size for part in self.parts) > limit:
                raise UnreadableFile(name=self.name, why=say("terlalu besar", "too large"))
            return b"".join(part.read_bytes() for part in self.parts)
        except OSError as error:
            raise UnreadableFile(name=self.name, why=error.strerror or error) from error


def stored(place: Path) -> list[Stored]:
    """The files of a stick by name, whole or not; or the one that ``place`` itself is, or is a part of. Raises
    StickUnusable."""
    with _sentences(place):
        place.stat()
        if not place.is_dir():
            found = _NAME.match(place.name)
            others = place.parent.iterdir() if found and found["part"] else [place]
            return [each for each in _grouped(others) if place in each.parts] or [Stored(place.name, (place,))]
        inside = place / FOLDER
        return _grouped([*place.iterdir(), *(inside.iterdir() if inside.is_dir() else ())])


def _grouped(paths: Iterator[Path] | list[Path]) -> list[Stored]:
    parts: dict[tuple[Path, str], list[tuple[int, Path]]] = {}
    for path in paths:
        found = _NAME.match(path.name)
        if found and path.is_file():
            parts.setdefault((path.parent, found["name"]), []).append((int(found["part"] or 0), path))
    return [Stored(name, tuple(path for _, path in sorted(numbered))) for (_, name), numbered in sorted(parts.items())]


def write(
    folder: Path, name: str, content: bytes, step: Step = lambda done, of: None, part_bytes: int = PART_BYTES
) -> list[Path]:
    """Have ``content`` on the medium as ``name``, proven by reading it back; returns its files. What is there already
    of this very content is left as it is, what was begun is gone on with. Raises StickFull, StickUnusable."""
    pieces = [content[at : at + part_bytes] for at in range(0, len(content), part_bytes)]
    names = [name] if len(pieces) == 1 else [f"{name}.{place}" for place in range(1, len(pieces) + 1)]
    written: list[Path] = []
    with _sentences(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for place, (each, piece) in enumerate(zip(names, pieces, strict=True)):
            done = place * part_bytes
            _write_part(folder / each, piece, lambda here, done=done: step(done + here, len(content)))  # type: ignore[misc]
            written.append(folder / each)
    return written


def forget(folder: Path, name: str) -> None:
    """Take a file and what was begun of it off the medium."""
    with _sentences(folder):
        for path in list(folder.glob(f"{name}*")) if folder.is_dir() else []:
            if _NAME.match(path.name.removesuffix(UNFINISHED)):
                path.unlink(missing_ok=True)


def _write_part(path: Path, content: bytes, step: Callable[[int], None]) -> None:
    if _is(path, content):
        step(len(content))
        return
    fresh = path.with_name(path.name + UNFINISHED)
    with fresh.open("r+b" if fresh.exists() else "w+b") as file:
        done = _begun(file.read(len(content) + 1), content)
        file.seek(done)
        file.truncate()
        while done < len(content):
            done += file.write(content[done : done + _STEP])
            step(done)
        file.flush()
        os.fsync(file.fileno())
    if not _is(fresh, content):
        fresh.unlink()
        raise StickUnusable(
            name=str(path.parent),
            why=say("yang terbaca bukan yang ditulis", "what it gives back is not what was written"),
        )
    fresh.replace(path)
    durable.keep(path.parent)


def _begun(found: bytes, content: bytes) -> int:
    """How much of the content is there already."""
    return len(found) if len(found) <= len(content) and content.startswith(found) else 0


def _is(path: Path, content: bytes) -> bool:
    """Whether the medium itself, not the system's memory of it, gives back this content."""
    if not path.is_file() or path.stat().st_size != len(content):
        return False
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").digest() == hashlib.sha256(content).digest()


@contextmanager
def _sentences(place: Path) -> Iterator[None]:
    """Turn what the system says of a medium into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StickFull(name=str(place)) from error
        raise StickUnusable(name=str(place), why=error.strerror or str(error)) from error
