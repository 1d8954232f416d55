"""What was typed before the laptop was anybody's: kept over a restart, recorded once under its person's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from desa_app.domain.attendee import Attendee
from desa_app.domain.ids import new_id
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.errors import NotEnrolled, WrongField
from desa_app.store.home import home
from desa_app.store.identity import Identity
from desa_app.store.store import Store
from tests.store.conftest import NOW, OFFICE, PASSPHRASE, WONOREJO

DEWI = Identity("A1", "p1", "Dewi", "officer", OFFICE, "Kantor Imigrasi Semarang", "hq", "http://127.0.0.1:9", "x")


def fresh(number: int) -> str:
    return new_id(number, bytes(10))


def typed(store: Store) -> tuple[Session, Offer]:
    """A session of one person and a report of one recruiter."""
    session = Session(id=fresh(1), date=NOW.date(), villages=(WONOREJO,), village_names=("Kediten",))
    offer = Offer(id=fresh(2), received_at=NOW, reporter_mode="rahasia", story="Kerja admin")
    store.unclaimed.keep_session(session, [Attendee(id=fresh(3), full_name="Siti Aminah")])
    store.unclaimed.keep_offer(offer, [Recruiter(id=fresh(4), alias="Joko")])
    return session, offer


def test_it_is_there_after_a_restart_and_is_recorded_once(tmp_path: Path) -> None:
    store = Store.open(tmp_path, PASSPHRASE)
    session, offer = typed(store)
    store.close()
    store = Store.open(tmp_path, PASSPHRASE)
    assert store.unclaimed.session(session.id) is not None
    assert {task.record for task in home(store).drafts} == {session.id, offer.id}
    assert not home(store).is_claimed
    with pytest.raises(NotEnrolled):
        store.unclaimed.claimed()
    store.enrolled(DEWI)
    assert store.unclaimed.claimed()
    assert not store.unclaimed.claimed()
    saved = store.sessions.get(session.id)
    assert (saved.created_by, saved.office_code, saved.villages) == ("p1", OFFICE, (WONOREJO,))
    assert [one.full_name for one in store.sessions.attendees(session.id)] == ["Siti Aminah"]
    assert store.offers.get(offer.id).story == "Kerja admin"
    assert [one.alias for one in store.offers.recruiters(offer.id)] == ["Joko"]
    assert [task.record for task in home(store).drafts] == [offer.id, session.id]
    assert store.check() == []
    store.close()


def test_to_be_cut_off_while_it_is_recorded_doubles_nothing(tmp_path: Path) -> None:
    store = Store.open(tmp_path, PASSPHRASE)
    session, _ = typed(store)
    kept = store.unclaimed.kept()
    store.enrolled(DEWI)
    store.unclaimed.claimed()
    store.settings.put("unclaimed", kept)
    store.unclaimed.claimed()
    assert [row.id for row in store.sessions.listed()] == [session.id]
    assert len(store.sessions.attendees(session.id)) == 1
    assert store.check() == []
    store.close()


def test_what_may_not_be_kept_is_not_kept_here_either(tmp_path: Path) -> None:
    store = Store.open(tmp_path, PASSPHRASE)
    child = Attendee(id=fresh(3), full_name="Siti Aminah", age=12)
    with pytest.raises(WrongField):
        store.unclaimed.keep_session(Session(id=fresh(1), date=NOW.date()), [child])
    assert store.unclaimed.kept().sessions == {}
    store.close()
