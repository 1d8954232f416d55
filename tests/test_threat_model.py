"""Every test that the threat model names is there, so that nothing is said to be stopped that nobody looks at."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAMED = re.compile(r"`(test_\w+)`")


def test_what_stops_somebody_is_tested() -> None:
    page = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(NAMED.findall(page))
    assert {name for name in named if f"def {name}(" not in code} == set()
    rows = [line for line in page.splitlines() if line.startswith("|") and not line.startswith(("| who", "|---"))]
    assert all(NAMED.search(row) for row in rows)
    assert len(rows) > 20
