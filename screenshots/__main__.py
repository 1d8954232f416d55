"""Takes a picture of every screen: ``python -m screenshots FOLDER [--only NAME …]``.

Each is taken in both languages, light and dark, at 1366 × 768 and 1920 × 1080, on the laptops of a seeded year of an
office (``screenshots.office_year``). Needs no screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import click

SIZES = ((1366, 768), (1920, 1080))


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--only", multiple=True, metavar="NAME", help="Pictures whose name matches, as 'session*'.")
@click.option("--year", type=click.Path(exists=True, path_type=Path), help="A year made before, instead of a new one.")
@click.option("--once", is_flag=True, help="Each once: Bahasa Indonesia, light, the smaller size.")
def main(folder: Path, only: Sequence[str], year: Path | None, once: bool) -> None:
    """Write a picture of every screen into FOLDER."""
    from screenshots.takes import Take, take_all

    takes = [
        Take(language, theme, width, height)  # type: ignore[arg-type]
        for language, theme, (width, height) in product(("id", "en"), ("light", "dark"), SIZES)
    ]
    click.echo(f"{folder}: {take_all(folder, takes[:1] if once else takes, only, year)}")


if __name__ == "__main__":
    main()
