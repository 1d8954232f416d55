"""The findings as a table, and as the page docs/benchmarks.md."""

from __future__ import annotations

import datetime as dt
import inspect
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import PySide6
from sqlcipher3 import dbapi2 as sqlcipher

from benchmarks.measure import Finding, Quantity

HEAD = ("what", "measured", "peer", "ratio", "goal", "met")
RIGHT = ("measured", "peer", "ratio", "goal")
_NONE = "–"
_PAGE = """\
# How fast, and how small

Written by `make bench` on {day}; change the benchmarks, not this page. `python -m benchmarks save apply` measures
some of them and prints only. A *peer* is the least that any program of this kind would have to do on the same machine,
in the same minute, with the same durability; the goal is a ratio where there is a peer, else the figure itself.

{table}

Measured on: {machine}.

Times differ by a tenth from run to run, on a busy machine by far more; ratios by a twentieth; bytes and shares not at
all. All records are made up from one seed (`benchmarks/field_days.py`): names, telephone numbers, handwriting and
minutes vary as in life, because both bytes and speed depend on it.

## How each is measured

{methods}"""


def cells(findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    """The table's rows as text."""
    return [_row(finding) for finding in findings]


def _row(finding: Finding) -> tuple[str, ...]:
    ratio = f"{finding.ratio:.2f} ×" if finding.ratio is not None else _NONE
    met = {None: "", True: "yes", False: "NO"}[finding.is_met]
    return (finding.what, str(finding.measured), str(finding.peer or _NONE), ratio, _goal(finding), met)


def _goal(finding: Finding) -> str:
    if finding.goal is None:
        return _NONE
    unit = "×" if finding.peer else finding.measured.unit
    return f"≤ {finding.goal:g} {unit}"


def table(findings: Sequence[Finding]) -> str:
    """The table in Markdown, padded so that it reads well on a terminal, too."""
    rows = [HEAD, *cells(findings)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    rules = ["-" * (width - 1) + (":" if name in RIGHT else "-") for name, width in zip(HEAD, widths, strict=True)]
    return "\n".join(_line(row, widths) for row in (rows[0], rules, *rows[1:]))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell.rjust(width) if name in RIGHT else cell.ljust(width)
        for name, cell, width in zip(HEAD, row, widths, strict=True)
    )
    return f"| {' | '.join(padded)} |"


def page(findings: Sequence[Finding], benchmarks: Mapping[str, ModuleType], day: dt.date, load: float | None) -> str:
    """The whole page. ``load`` is how busy the machine was before (runnable processes, a minute's mean)."""
    methods = "\n\n".join(_method(name, module) for name, module in benchmarks.items())
    return _PAGE.format(day=day.isoformat(), table=table(findings), machine=machine(load), methods=methods) + "\n"


def _method(name: str, module: ModuleType) -> str:
    """A benchmark's own docstring: its first line is the title."""
    title, _, how = (inspect.getdoc(module) or "").partition("\n\n")
    return f"### `{name}`: {title.rstrip('.')}\n\n{how.strip().replace('``', '`')}"


def machine(load: float | None) -> str:
    """What it was measured on; no names of hosts, people or folders."""
    cores = os.cpu_count() or 1
    parts = [
        f"{cores} cores{_processor()}",
        *_memory(),
        f"{platform.system()} on {platform.machine()}",
        f"Python {platform.python_version()}",
        f"PySide6 {PySide6.__version__}",
        f"SQLCipher's SQLite {sqlcipher.sqlite_version} on the laptop, SQLite {sqlite3.sqlite_version} at headquarters",
    ]
    busy = [f"load {load:.1f} before the start"] if load is not None else []
    return ", ".join([*parts, *busy])


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f" ({names[0]})" if names and names[0] != "unknown" else ""


def _memory() -> list[str]:
    if "SC_PHYS_PAGES" not in getattr(os, "sysconf_names", {}):
        return []
    size = Quantity(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, "GiB of memory")
    return [f"{size.value:.0f} {size.unit}"]


def load_before() -> float | None:
    """How busy the machine is, None where the system doesn't tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None
