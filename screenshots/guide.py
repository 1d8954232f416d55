"""Takes the pictures of the user guide: ``python -m screenshots.guide`` writes them anew, a folder a language."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from desa_app.language import LANGUAGES
from screenshots.takes import Take, take_all

GUIDE = Path(__file__).parent.parent / "docs" / "guide"
SHOWN = {
    "home": "home",
    "sessions": "sessions",
    "session": "session_of_212",
    "offers": "offers",
    "offer": "offer_urgent",
    "villages": "villages_map",
    "coverage": "coverage",
    "sync": "sync",
    "search": "search",
    "paper": "paper",
    "settings": "settings",
}
"""The picture that each page of the guide shows, by its name in ``screenshots.shots``."""
_WIDTH_PX = 800


def main() -> None:
    """Take each once a language, light, at the usual size, and keep it small."""
    takes = [Take(language, "light", 1366, 768, kept=_WIDTH_PX) for language in LANGUAGES]
    with tempfile.TemporaryDirectory() as place:
        taken = Path(place)
        take_all(taken, takes, tuple(SHOWN.values()))
        for take in takes:
            folder = GUIDE / take.language / "pictures"
            folder.mkdir(parents=True, exist_ok=True)
            for page, name in SHOWN.items():
                shutil.move(taken / take.file(name), folder / f"{page}.png")


if __name__ == "__main__":
    main()
