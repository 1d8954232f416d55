"""Says what is cut off on the pages, in a process whose scale is its own.

``python -m tests.ui.page_check FOLDER TEXT_SIZE WIDTH HEIGHT``: FOLDER is an enrolled laptop's, opened by the office
year's passphrase; the window gets the size that a screen leaves it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from desa_app.app import application
from screenshots.office_year import PASSPHRASE
from screenshots.stage import Stage
from screenshots.takes import AT

PAGES = ("home", "sessions", "offers", "villages", "coverage", "sync", "settings")


def main(folder: str, text_size: str, width: str, height: str) -> None:
    """Go through the pages in both languages."""
    application()
    stage = Stage(Path(folder), PASSPHRASE, AT)
    stage.window.resize(int(width), int(height))
    for language in ("id", "en"):
        stage.wear(language=language, text_size=text_size)
        for page in PAGES:
            stage.go(page)
            report(stage, f"{language} {page}")
        stage.desktop.sessions.open(stage.known.fullest)
        stage.rest()
        report(stage, f"{language} session")
        stage.desktop.offers.open(stage.known.urgent)
        stage.rest()
        report(stage, f"{language} offer")
    stage.close()


def report(stage: Stage, where: str) -> None:
    """Say what is cut off where."""
    for cut in stage.cut_off():
        print(f"{where}: {cut}")


if __name__ == "__main__":
    main(*sys.argv[1:])
