"""When photos and evidence may go over the line, what waits for it, and what is not here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Choice = Literal["always", "unmetered", "asked"]
"""With every run, only where the line isn't paid by the megabyte, or only when a person says so."""
CHOICES: tuple[Choice, ...] = get_args(Choice)


@dataclass(frozen=True)
class FilesWaiting:
    """The files that headquarters doesn't have yet, their bytes, and when they may go; ``asked`` are those that a
    person waits for here."""

    count: int = 0
    size: int = 0
    choice: Choice = "always"
    asked: int = 0


@dataclass(frozen=True)
class Absent:
    """A file that is not on this laptop. ``is_asked`` says that a person waits for it, ``held`` and ``size`` how much
    of it has come, ``refusal`` why it didn't (a number of headquarters)."""

    is_asked: bool = False
    held: int = 0
    size: int = 0
    refusal: str = ""


NO_FILES = FilesWaiting()
"""No file waits."""
