"""``python -m benchmarks``: all of them, printed and written to docs/benchmarks.md; with names these alone, printed."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import apply, coverage, day, footprint, form, lists, push, report, save, search, start, villages
from benchmarks import map as village_map
from benchmarks.measure import Finding

MODULES = (start, footprint, save, apply, push, day, villages, search, form, lists, coverage, village_map)
BENCHMARKS = {module.__name__.rpartition(".")[2]: module for module in MODULES}
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main(names: Sequence[str]) -> int:
    """Run the benchmarks named, or all; returns 0, or 2 for a name that none has. A goal missed is not a failure:
    a busy machine misses some."""
    unknown = set(names) - BENCHMARKS.keys()
    if unknown:
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    load = report.load_before()
    findings: list[Finding] = []
    for name in names or BENCHMARKS:
        print(f"{name} …", file=sys.stderr, flush=True)
        findings += BENCHMARKS[name].measure()
    print(report.table(findings))
    if not names:
        PAGE.write_text(report.page(findings, BENCHMARKS, dt.date.today(), load), encoding="utf-8")
        print(f"\ndocs/{PAGE.name}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
