"""The words that made-up field days are drawn from; they stand in ``words.toml``."""

from __future__ import annotations

from pathlib import Path

import msgspec


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names (given and later ones), what people are and where they live, and sentences with ``{person}`` and the
    like in them."""

    male: tuple[str, ...]
    female: tuple[str, ...]
    later: tuple[str, ...]
    titles: tuple[str, ...]
    hamlets: tuple[str, ...]
    trades: tuple[str, ...]
    countries: tuple[str, ...]
    jobs: tuple[str, ...]
    venues: tuple[str, ...]
    minutes: tuple[str, ...]
    questions: tuple[str, ...]
    stories: tuple[str, ...]


WORDS = msgspec.toml.decode(Path(__file__).with_suffix(".toml").read_bytes(), type=Words)
