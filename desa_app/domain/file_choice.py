"""When photos and evidence may go over the line, and what waits for it."""

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


NO_FILES = FilesWaiting()
"""No file waits."""
