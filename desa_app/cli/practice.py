"""``desa-app practice``: the practice day of ``make run``."""

from __future__ import annotations

import sys

import click

from desa_app.cli.laptop import Leaf, chosen_folder


@click.command(cls=Leaf)
@click.option("--headless", is_flag=True, help="Tanpa jendela, juga bila ada layar.")
def practice(headless: bool) -> None:
    """Hari latihan: kantor pusat, laptop dan ketua tim sendiri; tidak ada yang nyata."""
    from desa_app.practice import practise

    sys.exit(practise(chosen_folder() / "practice", headless=headless))
