"""Several records at once: deleted and restored in one transaction, handed in as far as they are ready; and the turns
of a record's life that the journal knows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from desa_app.domain.offer import Offer
from desa_app.domain.session import Session
from desa_app.errors import NotAllowed
from desa_app.store.life import CREATED, DELETED, RESTORED, life
from desa_app.store.store import Store
from tests.store.conftest import TODAY, WONOREJO


def ready(store: Store, number: int) -> str:
    return store.sessions.record(Session(date=TODAY, villages=(WONOREJO,), headcount_male=number)).id


def listed(store: Store) -> set[str]:
    return {row.id for row in store.sessions.listed()}


def test_several_sessions_are_deleted_with_one_reason_and_brought_back(store: Store) -> None:
    ids = [ready(store, number) for number in (1, 2, 3)]
    store.sessions.delete_all(ids[:2], "tercatat dua kali")
    assert listed(store) == {ids[2]}
    reasons = {store.sessions.get(record).deletion for record in ids[:2]}
    assert {deletion.reason for deletion in reasons if deletion} == {"tercatat dua kali"}
    store.sessions.restore(*ids[:2])
    assert listed(store) == set(ids)


def test_of_several_deletions_all_happen_or_none(store: Store, other: Store) -> None:
    first = ready(store, 1)
    decided = ready(other, 2)
    other.sessions.submit(decided)
    other.sessions.approve(decided)
    mine = ready(other, 3)
    with pytest.raises(NotAllowed):
        _as_officer(other).sessions.delete_all([mine, decided], "salah")
    assert {mine, decided} <= listed(other)
    assert first in listed(store)


def test_several_are_handed_in_as_far_as_they_are_ready(store: Store) -> None:
    good = [ready(store, 1), ready(store, 2)]
    bare = store.sessions.record(Session(venue="Balai")).id
    moved = store.sessions.submit_all([*good, bare])
    assert [session.id for session in moved.sessions] == good
    assert len(moved.refused) == 1
    assert {row.id: row.status for row in store.sessions.listed()} == {
        good[0]: "diajukan",
        good[1]: "diajukan",
        bare: "draf",
    }


def test_several_are_approved_by_a_lead_only(store: Store, other: Store) -> None:
    ids = [ready(other, 1), ready(other, 2)]
    other.sessions.submit_all(ids)
    assert [session.status for session in other.sessions.approve_all(ids).sessions] == ["disetujui"] * 2
    mine = ready(store, 3)
    store.sessions.submit(mine)
    assert [type(why) for why in store.sessions.approve_all([mine]).refused] == [NotAllowed]


def test_several_offers_too(store: Store) -> None:
    ids = [store.offers.record(Offer(village=WONOREJO, job="marketing")).id for _ in range(3)]
    store.offers.delete_all(ids, "ganda")
    assert store.offers.listed() == []
    store.offers.restore(*ids)
    assert {row.id for row in store.offers.listed()} == set(ids)
    moved = store.offers.submit_all(ids)
    assert len(moved.offers) + len(moved.refused) == 3


def test_the_life_of_a_session(store: Store) -> None:
    record = ready(store, 4)
    store.sessions.submit(record)
    store.sessions.delete(record, "salah desa")
    store.sessions.restore(record)
    turns = life(store.journal, record, {"p1": "Dewi"})
    assert [turn.what for turn in turns] == [CREATED, "diajukan", DELETED, RESTORED]
    assert turns[2].words == "salah desa"
    assert {(turn.person, turn.name) for turn in turns} == {("p1", "Dewi")}


def test_a_returned_session_tells_the_leads_comment(other: Store) -> None:
    record = ready(other, 4)
    other.sessions.submit(record)
    other.sessions.send_back(record, "venue", "Tempatnya kosong")
    assert [(turn.what, turn.words) for turn in life(other.journal, record, {})][-1] == (
        "dikembalikan",
        "Tempatnya kosong",
    )


def _as_officer(store: Store) -> Store:
    me = store.me
    assert me is not None
    store.enrolled(replace(me, role="officer"))
    return store
