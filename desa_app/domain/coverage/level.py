"""The levels coverage is counted at."""

from __future__ import annotations

from typing import Literal

Level = Literal["village", "district", "regency", "province", "office", "country"]
Listed = Level | Literal["uncovered"]
"""What a table can list: the places of a level, or the villages not covered."""
LEVELS: tuple[Level, ...] = ("village", "district", "regency", "province", "office", "country")

AREA_LEVELS: tuple[Level, ...] = ("village", "district", "regency", "province", "country")
"""Each lies in the next."""
CODE_LENGTH: dict[Level, int] = {"village": 10, "district": 6, "regency": 4, "province": 2, "country": 0}
"""How many digits of a village's code name the area it lies in; the country is the empty code."""
