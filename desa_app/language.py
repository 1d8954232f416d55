"""The language of sentences outside Qt: errors, the command line and reports. Bahasa Indonesia first."""

from __future__ import annotations

import os
from typing import Literal

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")
LANGUAGE_NAMES: dict[Language, str] = {"id": "Bahasa Indonesia", "en": "English"}
"""What the languages call themselves."""

_current: Language = "en" if os.environ.get("DESA_LANG", "").lower().startswith("en") else "id"


def language() -> Language:
    """The language in use, ``id`` unless DESA_LANG or the settings chose otherwise."""
    return _current


def use_language(chosen: str) -> None:
    """Switch every later sentence to ``chosen``; raises ValueError for a language we don't speak."""
    global _current
    if chosen not in LANGUAGES:
        raise ValueError(f"unknown language {chosen!r}")
    _current = chosen


def say(indonesian: str, english: str) -> str:
    """The sentence in the language in use."""
    return english if _current == "en" else indonesian
