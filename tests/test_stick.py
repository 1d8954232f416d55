"""Files on a stick: whole and proven or not there at all, gone on with after a cut, in parts where they are long."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app import stick
from desa_app.errors import Cancelled, StickFull, StickUnusable, UnreadableFile

NAME = "d1-0011223344556677.changes.desa"
CONTENT = os.urandom(10_000)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a short file is written in several steps."""
    monkeypatch.setattr(stick, "_STEP", 1000)


def cut_after(steps: int) -> Callable[[int, int], None]:
    """Ends the writing after so many steps, as pulling the stick would."""
    heard: list[int] = []

    def step(done: int, of: int) -> None:
        heard.append(done)
        if len(heard) == steps:
            raise Cancelled

    return step


def names(folder: Path) -> list[str]:
    """The names on the stick."""
    return sorted(each.name for each in folder.iterdir())


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    assert stick.write(tmp_path / "new", NAME, CONTENT, lambda *each: heard.append(each)) == [tmp_path / "new" / NAME]
    [found] = stick.stored(tmp_path / "new")
    assert found.read(len(CONTENT)) == CONTENT
    assert heard == [(done, 10_000) for done in range(1000, 10_001, 1000)]
    assert names(tmp_path / "new") == [NAME]


@pytest.mark.parametrize("steps", range(1, 11))
def test_a_cut_file_has_no_name_and_is_gone_on_with(tmp_path: Path, steps: int) -> None:
    with pytest.raises(Cancelled):
        stick.write(tmp_path, NAME, CONTENT, cut_after(steps))
    assert stick.stored(tmp_path) == []
    heard: list[int] = []
    stick.write(tmp_path, NAME, CONTENT, lambda done, of: heard.append(done))
    assert len(heard) == 10 - steps
    assert stick.stored(tmp_path)[0].read(10_000) == CONTENT
    assert names(tmp_path) == [NAME]


@pytest.mark.parametrize("begun", [b"", b"something else", CONTENT[:999] + b"?", CONTENT + b"more", CONTENT])
def test_what_was_begun_of_something_else_is_written_anew(tmp_path: Path, begun: bytes) -> None:
    (tmp_path / f"{NAME}.new").write_bytes(begun)
    stick.write(tmp_path, NAME, CONTENT)
    assert (tmp_path / NAME).read_bytes() == CONTENT
    assert names(tmp_path) == [NAME]


@pytest.mark.parametrize("there", [b"", CONTENT[:-1], CONTENT[:-1] + b"?"])
def test_a_damaged_file_of_that_name_is_replaced(tmp_path: Path, there: bytes) -> None:
    (tmp_path / NAME).write_bytes(there)
    stick.write(tmp_path, NAME, CONTENT)
    assert (tmp_path / NAME).read_bytes() == CONTENT


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    [path] = stick.write(tmp_path, NAME, CONTENT)
    before = path.stat()
    stick.write(tmp_path, NAME, CONTENT)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@given(size=st.integers(1, 3000), part=st.integers(300, 1000))
def test_a_long_file_lies_in_parts_that_a_small_file_system_takes(
    tmp_path_factory: pytest.TempPathFactory, size: int, part: int
) -> None:
    folder = tmp_path_factory.mktemp("stick")
    written = stick.write(folder, NAME, CONTENT[:size], part_bytes=part)
    assert len(written) == -(-size // part)
    assert all(path.stat().st_size <= part for path in written)
    [found] = stick.stored(folder)
    assert found.read(size) == CONTENT[:size]
    assert stick.stored(written[-1])[0].read(size) == CONTENT[:size]


def test_parts_are_below_what_fat32_takes_and_ten_of_them_keep_their_order(tmp_path: Path) -> None:
    assert stick.PART_BYTES < 4 << 30
    stick.write(tmp_path, NAME, CONTENT, part_bytes=900)
    assert len(names(tmp_path)) == 12
    assert stick.stored(tmp_path)[0].read(10_000) == CONTENT


def test_a_cut_between_parts_is_gone_on_with(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        stick.write(tmp_path, NAME, CONTENT, cut_after(5), part_bytes=3000)
    assert names(tmp_path) == [f"{NAME}.1", f"{NAME}.2.new"]
    stick.write(tmp_path, NAME, CONTENT, part_bytes=3000)
    assert names(tmp_path) == [f"{NAME}.{place}" for place in range(1, 5)]


def failing(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the disk fail whenever it is asked to keep something."""

    def fsync(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)


def test_a_full_stick_is_told_and_what_it_holds_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        failing(patch, errno.ENOSPC)
        with pytest.raises(StickFull):
            stick.write(tmp_path, NAME, CONTENT)
    assert stick.stored(tmp_path) == []
    stick.write(tmp_path, NAME, CONTENT)
    assert names(tmp_path) == [NAME]


def test_a_stick_that_was_pulled_out_or_can_t_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StickUnusable):
        stick.write(tmp_path / "file", NAME, CONTENT)
    with pytest.raises(StickUnusable):
        stick.stored(tmp_path / "file" / "inside")
    failing(monkeypatch, errno.EIO)
    with pytest.raises(StickUnusable):
        stick.write(tmp_path, NAME, CONTENT)


def test_a_stick_that_gives_back_something_else_gives_the_file_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A counterfeit stick takes more than it holds, and loses it silently."""
    keep = os.fsync

    def fsync(handle: int) -> None:
        os.pwrite(handle, b"\0" * 100, 5000)
        keep(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(StickUnusable):
        stick.write(tmp_path, NAME, CONTENT)
    assert names(tmp_path) == []


def test_the_medium_is_asked_and_not_the_memory_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten: list[Any] = []
    monkeypatch.setattr(os, "posix_fadvise", lambda *asked: forgotten.append(asked[1:]), raising=False)
    monkeypatch.setattr(os, "POSIX_FADV_DONTNEED", 4, raising=False)
    stick.write(tmp_path, NAME, CONTENT)
    assert forgotten == [(0, 0, 4)]


def test_other_files_of_a_stick_are_nobody_s_business(tmp_path: Path) -> None:
    for name in ("holiday.jpg", f"{NAME}.new", f"{NAME}.bak", f"{NAME}.0", "desa", ".desa"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.desa").mkdir()
    assert stick.stored(tmp_path) == []
    assert [each.name for each in stick.stored(tmp_path / "holiday.jpg")] == ["holiday.jpg"]


def test_the_stick_s_own_folder_is_looked_into_as_well(tmp_path: Path) -> None:
    stick.write(tmp_path / stick.FOLDER, NAME, CONTENT)
    assert [each.read(10_000) for each in stick.stored(tmp_path)] == [CONTENT]


def test_a_file_that_is_too_large_or_gone_is_told(tmp_path: Path) -> None:
    stick.write(tmp_path, NAME, CONTENT)
    [found] = stick.stored(tmp_path)
    with pytest.raises(UnreadableFile):
        found.read(9_999)
    (tmp_path / NAME).unlink()
    with pytest.raises(UnreadableFile):
        found.read(10_000)


def test_a_file_is_taken_off_with_all_its_parts(tmp_path: Path) -> None:
    stick.write(tmp_path, NAME, CONTENT, part_bytes=3000)
    (tmp_path / f"{NAME}.5.new").touch()
    (tmp_path / "keep.desa").touch()
    stick.forget(tmp_path, NAME)
    assert names(tmp_path) == ["keep.desa"]
    stick.forget(tmp_path / "nowhere", NAME)
