"""Takes a picture of every screen: ``python -m screenshots FOLDER [--only NAME …]``.

Each is taken in both languages, light and dark, at 1366 × 768 and 1920 × 1080, on the laptops of a seeded year of an
office (``screenshots.office_year``). Needs no screen. ``screenshots.guide`` takes those of the guide and the README.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import click

SIZES = ("1366x768", "1920x1080")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--only", multiple=True, metavar="NAME", help="Pictures whose name matches, as 'session*'.")
@click.option("--language", "languages", multiple=True, default=("id", "en"), type=click.Choice(["id", "en"]))
@click.option("--theme", "themes", multiple=True, default=("light", "dark"), type=click.Choice(["light", "dark"]))
@click.option("--size", "sizes", multiple=True, default=SIZES, metavar="WxH", help="Sizes of the window.")
@click.option("--width", type=int, help="Make the pictures this wide.")
@click.option("--year", type=click.Path(exists=True, path_type=Path), help="A year made before, instead of a new one.")
def main(
    folder: Path,
    only: Sequence[str],
    languages: Sequence[str],
    themes: Sequence[str],
    sizes: Sequence[str],
    width: int | None,
    year: Path | None,
) -> None:
    """Write a picture of every screen into FOLDER."""
    from screenshots.takes import Take, take_all

    takes = [
        Take(language, theme, *_sides(size), kept=width)  # type: ignore[arg-type]
        for language, theme, size in product(languages, themes, sizes)
    ]
    click.echo(f"{folder}: {take_all(folder, takes, only, year)}")


def _sides(size: str) -> tuple[int, int]:
    width, height = size.split("x")
    return int(width), int(height)


if __name__ == "__main__":
    main()
