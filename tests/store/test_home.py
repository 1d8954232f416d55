"""The first page's content in one look: what waits where, for whom, and what is due in the villages."""

from __future__ import annotations

import datetime as dt

from msgspec import structs

from desa_app.domain.fields import Answer
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.store.database import immediate
from desa_app.store.home import Home, Task, home
from desa_app.store.records import Save, upsert
from desa_app.store.store import Store
from desa_app.sync.pure.rows import shape
from tests.store.conftest import NOW, OFFICE, SUMBEREJO, WONOREJO, Clock, OneLog, people, session


def assigned(store: Store, code: str, start: dt.date) -> None:
    """A letter for a village, as it comes from headquarters."""
    values = {
        "id": f"00000000-0000-7000-8000-00{code}",
        "scope": "reference",
        "village": code,
        "office": OFFICE,
        "sk": "SK",
        "deleted": 0,
    }
    row = {**dict.fromkeys(shape("assignment").columns), **values, "start": start.isoformat(), "registers": "{}"}
    with immediate(store.db):
        upsert(store.db, "assignment", [tuple({**row, "conflicts": "", "updated_ms": 0}.values())])


def urgent_offer() -> Offer:
    """People who are on their way to Cambodia: somebody must telephone."""
    flags: dict[str, Answer] = {f"R{number:02}": "ya" for number in (1, 3, 9, 11)}
    return Offer(
        reporter_mode="rahasia",
        village=WONOREJO,
        received_at=NOW,
        suspected_country="KH",
        stage="transit",
        asking_for_help="ya",
        flags=flags,
    )


def test_nothing_was_recorded_yet(store: Store) -> None:
    found = home(store)
    assert found.is_new
    assert found.unsent.records == 0
    assert [*found.returned, *found.drafts, *found.waiting, *found.urgent, *found.villages] == []
    assert found.last_sync is None


def test_drafts_and_what_came_back_with_the_comment(store: Store, other: Store, clock: Clock) -> None:
    log = OneLog()
    draft = store.sessions.record(session(venue="Balai")).id
    clock.ms += 1000
    back = store.sessions.record(session(venue="Masjid")).id
    store.sessions.submit(back)
    offer = store.offers.record(urgent_offer(), [Recruiter(alias="Rudi")]).id
    store.offers.submit(offer)
    assert ids(home(store).drafts) == [draft]
    assert home(store).waiting == ()
    log.exchange(store, other)
    assert {task.record for task in home(other).waiting} == {back, offer}
    other.sessions.send_back(back, "venue", "Tulis alamat lengkap.")
    other.offers.move(offer, "take up")
    other.offers.move(offer, "return", "visa", "Tanyakan visanya.")
    log.exchange(store, other)
    log.exchange(store, other)
    returned = {task.record: (task.noun, task.what, task.comment) for task in home(store).returned}
    assert returned == {
        back: ("session", "Masjid", "Tulis alamat lengkap."),
        offer: ("offer", "KH", "Tanyakan visanya."),
    }
    assert ids(home(other).waiting) == []


def ids(tasks: tuple[Task, ...]) -> list[str]:
    """The records of tasks, in order."""
    return [task.record for task in tasks]


def test_urgent_offers_of_which_somebody_must_telephone_come_first(store: Store, clock: Clock) -> None:
    calm = store.offers.record(Offer(village=WONOREJO, received_at=NOW, stage="ditawari")).id
    loud = store.offers.record(urgent_offer()).id
    clock.ms += 1000
    quiet = store.offers.record(Offer(village=WONOREJO, received_at=NOW, stage="transit")).id
    found = [offer.id for offer in home(store).urgent]
    assert found == [loud, quiet]
    assert calm not in found


def test_what_is_due_in_the_villages(store: Store) -> None:
    assigned(store, WONOREJO, dt.date(2026, 1, 5))
    assigned(store, SUMBEREJO, dt.date(2026, 2, 5))
    store.sessions.record(session(villages=(SUMBEREJO,)))
    due = {one.village.village.code: (one.need, one.since) for one in home(store).villages}
    assert due == {WONOREJO: ("first", dt.date(2026, 1, 5)), SUMBEREJO: ("waiting", store.today())}
    store.db.execute("DELETE FROM assignment")


def test_conflicts_and_changes_set_aside_are_counted(store: Store, other: Store) -> None:
    log = OneLog()
    record = store.sessions.record(session(), people("Siti")).id
    log.exchange(store, other)
    for laptop, day in ((store, dt.date(2026, 11, 1)), (other, dt.date(2026, 11, 2))):
        laptop.records.save([Save(replaced(laptop, record, day))])
    log.exchange(store, other)
    log.exchange(store, other)
    found: Home = home(other)
    assert found.conflicts == 1
    assert found.unsent.records == 0


def replaced(laptop: Store, record: str, day: dt.date) -> Session:
    """A session on another day."""
    return structs.replace(laptop.sessions.get(record), date=day)
