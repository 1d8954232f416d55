"""Files that are there whole or not at all: after a power cut, and for every process that looks."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def beside(path: Path) -> Path:
    """A name in the same folder to prepare ``path`` under; no other process has it."""
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")


def write(path: Path, content: bytes) -> None:
    """A file for its owner alone."""
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(content)


def replace(fresh: Path, path: Path) -> None:
    """Give a finished file its name; what had it before is gone. It is on the disk when this returns."""
    _sync_file(fresh)
    fresh.replace(path)
    _sync_folder(path.parent)


def install(fresh: Path, path: Path) -> None:
    """Give a finished file its name unless one has it already: then FileExistsError, and that one is as it was."""
    _sync_file(fresh)
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links, such as a stick
        if path.exists():
            raise FileExistsError(path) from None
        fresh.rename(path)
    fresh.unlink(missing_ok=True)
    _sync_folder(path.parent)


def finish(fresh: Path, path: Path) -> None:
    """Give a finished folder its name; all its files are on the disk when this returns."""
    keep(*fresh.iterdir())
    fresh.rename(path)
    _sync_folder(path.parent)


def append(path: Path, line: bytes) -> None:
    """Add a line to a file that only grows; it is on the disk when this returns. What was cut before stays a line of
    its own."""
    is_new = not path.exists()
    with path.open("ab") as file:
        file.write(b"\n" + line + b"\n")
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        _sync_folder(path.parent)


def keep(*paths: Path) -> None:
    """Have these files and folders, and the names they bear, on the disk."""
    for path in paths:
        if path.is_dir():
            _sync_folder(path)
        else:
            _sync_file(path)
            _sync_folder(path.parent)


def _sync_file(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows can't open a folder; NTFS keeps its own journal
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
