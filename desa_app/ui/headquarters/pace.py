"""How long a run still takes, by how fast it went so far."""

from __future__ import annotations

_SURE_AFTER_S = 2.0
"""Before that a pace says more about the first handshake than about the line."""


def seconds_left(done: int, left: int, elapsed_s: float) -> int | None:
    """Seconds until ``left`` changes are through at the pace of the ``done`` ones; None while nobody can tell."""
    if done <= 0 or elapsed_s < _SURE_AFTER_S:
        return None
    return round(left * elapsed_s / done)
