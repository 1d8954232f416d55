"""How a person likes the window: language, theme, text size, when it locks. They lie beside the database, not in it,
because the window wears them before the database is opened; nothing in them tells of anybody.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from desa_app.language import LANGUAGES, Language

FILE = "preferences.json"
Theme = Literal["system", "light", "dark"]
TextSize = Literal["normal", "large", "larger"]
CHOICES: dict[str, tuple[Any, ...]] = {
    "language": LANGUAGES,
    "theme": get_args(Theme),
    "text_size": get_args(TextSize),
    "lock_minutes": (0, 5, 10, 30),
}
"""What each may be; 0 minutes is never."""


@dataclass(frozen=True)
class Preferences:
    """The choices of one data folder."""

    language: Language = "id"
    theme: Theme = "system"
    text_size: TextSize = "normal"
    lock_minutes: int = 10


def preferences(folder: Path) -> Preferences:
    """The choices kept in ``folder``. What can't be read, or is no choice (a newer version's), is as it was at first:
    how a window looks never keeps it from opening."""
    try:
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    return replace(Preferences(), **_known(kept))


def keep_preferences(folder: Path, chosen: Preferences) -> None:
    """Keep the choices; where the disk is full or read-only they hold for this time only."""
    fresh = folder / f"{FILE}.new"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(asdict(chosen), indent=1), encoding="utf-8")
        fresh.replace(folder / FILE)


def _known(kept: Any) -> dict[str, Any]:
    values = kept if isinstance(kept, dict) else {}
    return {each.name: values[each.name] for each in fields(Preferences) if values.get(each.name) in CHOICES[each.name]}
