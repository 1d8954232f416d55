"""What commands of headquarters have in common."""

from __future__ import annotations

import click

DEFAULT_DATABASE = "sqlite:///hq.db"

database_option = click.option(
    "--database",
    metavar="URL",
    envvar="DESA_HQ_DATABASE",
    default=DEFAULT_DATABASE,
    show_default=True,
    help="Basis data kantor pusat; juga DESA_HQ_DATABASE.",
)
