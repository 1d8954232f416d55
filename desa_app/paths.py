"""Where things lie on this machine: the only place that knows appdirs and the shape of an installation."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import appdirs

DATA_DIR_VARIABLE = "DESA_DATA_DIR"


def resources() -> Path:
    """The folder of shipped data, in a frozen build, an installed wheel or a checkout, in that order.

    A wheel carries the folder inside the package; a checkout keeps it beside the package, so that people
    who correct data need not touch code.
    """
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources"] if frozen else []
    places += [package / "resources", package.parent / "resources"]
    return next((place for place in places if place.is_dir()), places[-1])


def guide() -> Path:
    """The folder of the user guide, a folder a language: within the shipped data, or in the checkout's docs/."""
    shipped = resources() / "guide"
    return shipped if shipped.is_dir() else resources().parent / "docs" / "guide"


def data_dir(chosen: str | Path | None = None) -> Path:
    """The folder of this laptop's database: the one chosen, else DESA_DATA_DIR, else the system's usual place."""
    return Path(chosen or os.environ.get(DATA_DIR_VARIABLE) or appdirs.user_data_dir("desa_app", False))


def cache_dir() -> Path:
    """Where things lie that can be built again at any time, such as the village search index."""
    return Path(os.environ.get("DESA_CACHE_DIR") or appdirs.user_cache_dir("desa_app", False))
