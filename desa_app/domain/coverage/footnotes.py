"""What a reader must know beside the figures, as numbers; ``notes`` says them in sentences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from desa_app.domain.coverage.facts import Facts, OfficeFact, SessionFact
from desa_app.domain.coverage.people import Presence
from desa_app.domain.coverage.period import Period
from desa_app.domain.coverage.standing import APPROVED, Standing, is_valid


class Footnotes(NamedTuple):
    """Beside the figures of a period.

    ``excess``: by how much the villages' sessions add up to more than the total. ``late``: in the figures, but
    their approval arrived after the period. ``not_valid``: approved and dated in the period, yet not counted, because
    nobody was counted or no village is given. ``laptops`` and ``synced`` are None where no office tells.
    """

    shared_sessions: int
    excess: int
    unspecified: int
    late_sessions: int
    late_reached: int
    not_valid: int
    old_codes: tuple[str, ...]
    inherited: int
    laptops: int | None
    synced: int | None


def footnotes(facts: Facts, period: Period, counted: Sequence[Presence], standing: Standing) -> Footnotes:
    """The footnotes of the sessions counted in the period."""
    own_codes = {code for session in facts.sessions for code in session.villages}
    return about(
        Footnotes(
            *(0, 0, 0, 0, 0),
            not_valid=sum(_is_lost(session, period) for session in facts.sessions),
            old_codes=tuple(sorted(standing.codes - {village.code for village in facts.villages})),
            inherited=len(standing.last.keys() - own_codes),
            laptops=None,
            synced=None,
        ),
        period,
        counted,
        facts.offices,
    )


def about(known: Footnotes, period: Period, counted: Sequence[Presence], offices: Collection[OfficeFact]) -> Footnotes:
    """``known`` with the footnotes of these sessions and offices."""
    villages = [len(presence.by_village) for presence in counted]
    late = [presence for presence in counted if _is_late(presence.session, period)]
    laptops = [office.laptops for office in offices if office.laptops is not None]
    synced = [office.synced for office in offices if office.synced is not None]
    return known._replace(
        shared_sessions=sum(count > 1 for count in villages),
        excess=sum(count - 1 for count in villages),
        unspecified=sum(presence.everyone.unspecified for presence in counted),
        late_sessions=len(late),
        late_reached=sum(presence.everyone.reached for presence in late),
        laptops=sum(laptops) if laptops else None,
        synced=sum(synced) if laptops else None,
    )


def _is_late(session: SessionFact, period: Period) -> bool:
    return session.received is not None and session.received > period.end


def _is_lost(session: SessionFact, period: Period) -> bool:
    return session.status == APPROVED and session.date in period and not is_valid(session, period.end)
