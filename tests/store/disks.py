"""A small disk of its own, to be filled or made read-only: what a laptop meets, and nothing pretended."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MEBIBYTES = 4


class SmallDisk:
    """A mounted disk of four mebibytes."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._filler = place / "filler"

    def fill(self, leave: int = 0) -> None:
        """Leave only so many bytes."""
        room = shutil.disk_usage(self.place).free - leave
        with self._filler.open("ab") as file:
            file.write(bytes(max(room, 0)))

    def make_room(self) -> None:
        """Take away what it was filled with."""
        self._filler.unlink()

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Nothing can be written meanwhile."""
        mount("-o", "remount,ro", str(self.place))
        yield
        mount("-o", "remount,rw", str(self.place))


def mount(*arguments: str) -> None:
    """Run ``mount``; raises CalledProcessError or OSError where this machine or user can't."""
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


@contextmanager
def small_disk(place: Path) -> Iterator[SmallDisk]:
    """A small disk at ``place``; skips the test where none can be mounted."""
    place.mkdir()
    try:
        mount("-t", "tmpfs", "-o", f"size={MEBIBYTES}m", "tmpfs", str(place))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"a small disk can only be mounted by root: {error}")
    try:
        yield SmallDisk(place)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
