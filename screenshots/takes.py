"""Takes the pictures: every shot in every language, colour scheme and size asked for."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from fnmatch import fnmatch
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import click
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from benchmarks.field_days import WIB
from benchmarks.laptops import lone_laptop
from desa_app.app import application
from desa_app.language import Language
from desa_app.preferences import Theme
from desa_app.ui.style import set_theme
from desa_app.ui.translation import speak
from screenshots.office_year import PASSPHRASE, TODAY, office_year
from screenshots.shots import DOORS, SHOTS, Laptop, Shot
from screenshots.stage import Stage, alone

AT = dt.datetime.combine(TODAY, dt.time(17, 40), WIB)
"""When the pictures are taken, by the laptops' clocks: at dusk, after a day in the villages."""
SCREEN = {"width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1.0, "x": 0, "y": 0, "name": "screen"}


class Take(NamedTuple):
    """How a picture is taken, and how wide it is kept, where not as it was taken."""

    language: Language
    theme: Theme
    width: int
    height: int
    kept: int | None = None

    def file(self, name: str) -> str:
        return f"{name}-{self.language}-{self.theme}-{self.width}x{self.height}.png"

    def save(self, picture: QImage, folder: Path, name: str) -> None:
        """Keep a picture under the name of what it shows and how it was taken."""
        if self.kept is not None and self.kept < picture.width():
            picture = picture.scaledToWidth(self.kept, Qt.TransformationMode.SmoothTransformation)
        if not picture.save(str(folder / self.file(name))):
            raise OSError(f"{folder / self.file(name)} can't be written")


def without_screen(folder: Path) -> None:
    """Have Qt draw on a large screen that nobody sees, in western Indonesian time. Comes before the application."""
    config = folder / "screen.json"
    config.write_text(json.dumps({"screens": [SCREEN]}))
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={config}"
    os.environ["TZ"] = "Asia/Jakarta"
    time.tzset()


def take_all(folder: Path, takes: Sequence[Take], only: Sequence[str] = (), year: Path | None = None) -> int:
    """Take the pictures whose names match one of ``only``, or all; returns how many. ``year`` is an office's year
    made before."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        without_screen(Path(place))
        app = application()
        app.setCursorFlashTime(0)
        chosen = [shot for shot in SHOTS if _matches(shot.name, only)]
        laptops = _laptops(Path(place), year, {shot.laptop for shot in chosen})
        for laptop, shots in groupby(sorted(chosen, key=lambda shot: shot.laptop), key=lambda shot: shot.laptop):
            with closing(Stage(laptops[laptop], PASSPHRASE, AT, practice=laptop == "practice")) as stage:
                _take_in_turn(stage, list(shots), takes, folder)
        doors = {name: door for name, door in DOORS.items() if _matches(name, only)}
        for name, door in doors.items():
            for take in takes:
                speak(app, take.language)
                set_theme(take.theme)
                take.save(alone(door()), folder, name)
    return len(takes) * (len(chosen) + len(doors))


def _matches(name: str, only: Sequence[str]) -> bool:
    return not only or any(fnmatch(name, pattern) for pattern in only)


def _take_in_turn(stage: Stage, shots: Sequence[Shot], takes: Sequence[Take], folder: Path) -> None:
    """All shots in one language and theme, then in the next: to change clothes takes longer than to turn a page."""
    for (language, theme), worn in groupby(takes, key=lambda take: (take.language, take.theme)):
        stage.wear(language=language, theme=theme)
        sizes = list(worn)
        for shot in shots:
            _take(stage, shot, sizes, folder)


def _take(stage: Stage, shot: Shot, takes: Sequence[Take], folder: Path) -> None:
    put_away = shot.arrange(stage)
    for take in takes:
        stage.window.resize(take.width, take.height)
        take.save(stage.rest(), folder, shot.name)
        for cut in stage.cut_off():
            click.echo(f"{take.file(shot.name)}: {cut}", err=True)
    if put_away is not None:
        put_away()
    stage.tidy()


def _laptops(place: Path, year: Path | None, wanted: set[Laptop]) -> dict[Laptop, Path]:
    """Copies of the laptops, so that a year made before stays as it is."""
    found: dict[Laptop, Path] = {}
    if wanted & {"officer", "lead"}:
        source = year or office_year(place / "year").officer.parent
        found |= {"officer": place / "officer", "lead": place / "lead"}
        shutil.copytree(source / "laptop", found["officer"])
        shutil.copytree(source / "lead", found["lead"])
    for name in wanted - found.keys():
        found[name] = place / name
        lone_laptop(found[name], passphrase=PASSPHRASE).close()
    return found
