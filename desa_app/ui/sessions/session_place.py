"""Where the work in the session form stands, so that it opens there again after a close, a kill or a dead battery."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from desa_app.domain.review import may_edit
from desa_app.domain.session import Session
from desa_app.errors import NotFound

if TYPE_CHECKING:
    from desa_app.store.store import Store

_PLACE, _OPEN = "session_place", "session_sections"


class SessionPlace(msgspec.Struct, frozen=True, omit_defaults=True):
    """The session in the form, and in it the field, or the line and column of the grid, that had the cursor."""

    session: str
    field: str = ""
    row: int | None = None
    column: int = 0


def keep_place(store: Store, place: SessionPlace | None) -> None:
    """Remember the place; None once the form was left on purpose."""
    if store.settings.get(_PLACE, SessionPlace | None) != place:
        store.settings.put(_PLACE, place)


def kept_place(store: Store) -> SessionPlace | None:
    """The place to go back to: in a session that is still there and not handed in yet."""
    place: SessionPlace | None = store.settings.get(_PLACE, SessionPlace | None)
    if place is None:
        return None
    if store.unclaimed.session(place.session):
        return place
    try:
        session: Session = store.sessions.get(place.session)
    except NotFound:
        return None
    is_open = session.deletion is None and session.status in ("draf", "dikembalikan")
    me = store.me
    return place if is_open and may_edit(me.role if me else "officer", session.status) else None


def keep_open(store: Store, sections: list[str]) -> None:
    """Remember which sections are open."""
    store.settings.put(_OPEN, sections)


def kept_open(store: Store) -> list[str] | None:
    """The sections that were open last; None where nobody folded any."""
    sections: list[str] | None = store.settings.get(_OPEN, list[str])
    return sections
