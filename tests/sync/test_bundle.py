"""Bundles between real laptops and a real headquarters: what waits travels by hand, comes to headquarters once, and is
answered; whatever is cut, forged, late or for somebody else changes nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desa_app.errors import Cloned, NoBundle, NoCard, NotEnrolled
from desa_app.hq.keys import public_text
from desa_app.hq.problems import Denied
from desa_app.store.identity import Rejoin
from desa_app.store.store import REJOIN, Store
from desa_app.sync import bundle as bundles
from desa_app.sync import cards
from desa_app.sync.bundle import keep, make_bundles, opened, replies_for, take_answers, take_receipt
from desa_app.sync.enrol import enrol
from desa_app.sync.pure import bundle as form
from desa_app.sync.pure import wire
from desa_app.sync.pure.card import Relayed, relayed_text
from desa_app.sync.pure.sealing import public_sealing_key, seal, unseal
from desa_app.sync.pure.wire import Enrolment
from desa_app.sync.run import sync
from tests.sync.laptops import KENDAL, World, drain, me, ready, rows, states, visit


def opened_by(store: Store, sealed: bytes) -> bytes:
    """What a laptop can read of what was sealed."""
    return unseal(sealed, store.settings.sealing_key())


@pytest.fixture
def dewi(world: World) -> Store:
    """An officer's laptop that was in touch with headquarters once."""
    return ready(world, "dewi")


@pytest.fixture
def budi(world: World) -> Store:
    """The laptop of the officer's lead."""
    return ready(world, "budi", role="lead")


def written(store: Store) -> bytes:
    """The one bundle of everything that waits."""
    [made] = make_bundles(store)
    assert made.content is not None
    return made.content


def answer(store: Store, answers: bytes) -> Any:
    """Read answers."""
    return take_answers(store, "answers", opened("answers", answers))


def waiting(store: Store) -> list[int]:
    """The numbers of the own changes that wait for headquarters."""
    return [n for n, state in states(store) if state == "pending"]


def everything(store: Store) -> dict[str, Any]:
    """All that reading a file may change."""
    tables = ("journal", "cursor", "device", "setting", "bundle", "relayed", "spool")
    return rows(store) | {table: store.db.conn.execute(f"SELECT * FROM {table}").fetchall() for table in tables}


def carry(world: World, content: bytes) -> bytes:
    """What headquarters answers to a bundle."""
    return world.hq.carry(content)


# There and back.


def test_what_waits_comes_to_headquarters_and_the_answer_ends_its_waiting(world: World, dewi: Store) -> None:
    visit(dewi, "Siti Aminah", "Joko")
    content = written(dewi)
    assert waiting(dewi) == [1, 2, 3]
    answers = carry(world, content)
    assert waiting(dewi) == [1, 2, 3]
    outcome = answer(dewi, answers)
    assert (outcome.pushed, waiting(dewi)) == (3, [])
    assert len(world.dots_in_logs()) == 3 + offices(world)
    assert dewi.check() == []


def offices(world: World) -> int:
    """The changes in the logs that headquarters wrote itself."""
    return sum(dot.startswith("hq:") for dot in world.dots_in_logs())


def test_what_is_new_at_headquarters_comes_with_the_answer(world: World, dewi: Store) -> None:
    lina = ready(world, "lina")
    visit(lina, "Wati")
    drain(lina, hq=world.hq)
    outcome = answer(dewi, carry(world, written(dewi)))
    assert (outcome.pulled, rows(dewi)["attendee"]) == (2, rows(lina)["attendee"])
    assert dewi.check() == []


def test_a_laptop_that_never_had_a_line_syncs_by_hand_alone(world: World) -> None:
    """Its card came with its enrolment; everything else comes by hand."""
    store, code = world.stranger("yan"), world.code("yan")
    world.join(store, code)
    joined = Enrolment(
        code, public_text(store.settings.signing_key()), "", public_sealing_key(store.settings.sealing_key())
    )
    cards.keep(store, world.hq.enrol(joined, "127.0.0.1").card)
    visit(store, "Siti")
    outcome = answer(store, carry(world, written(store)))
    assert (outcome.pushed, waiting(store)) == (2, [])
    visit(store, "Wati")
    assert answer(store, carry(world, written(store))).pushed == 2
    assert len(rows(store)["attendee"]) == 2
    assert store.check() == []


def test_many_changes_go_in_several_requests_and_several_bundles(
    world: World, dewi: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "MAX_BATCH", 3)
    monkeypatch.setattr(bundles, "MOST_BYTES", 2500)
    for name in ("Siti", "Joko", "Wati", "Slamet", "Ayu", "Bagus"):
        visit(dewi, name)
    made = make_bundles(dewi)
    assert len(made) > 1
    assert [n for each in made for first, last in each.numbers for n in range(first, last + 1)] == [*range(1, 13)]
    for each in reversed(made):
        assert each.content
        answer(dewi, carry(world, each.content))
    assert waiting(dewi) == []
    assert dewi.check() == []


def test_a_bundle_read_twice_and_its_answer_read_twice_change_nothing(world: World, dewi: Store) -> None:
    visit(dewi, "Siti")
    content = written(dewi)
    first, second = carry(world, content), carry(world, content)
    dots = world.dots_in_logs()
    answer(dewi, first)
    before = rows(dewi), states(dewi)
    for each in (second, first, second):
        answer(dewi, each)
    assert (rows(dewi), states(dewi)) == before
    assert world.dots_in_logs() == dots
    assert dewi.check() == []


def test_what_is_saved_after_writing_waits_on(world: World, dewi: Store) -> None:
    visit(dewi, "Siti")
    content = written(dewi)
    visit(dewi, "Joko")
    answer(dewi, carry(world, content))
    assert waiting(dewi) == [3, 4]
    drain(dewi, hq=world.hq)
    assert waiting(dewi) == []


def test_a_lost_stick_costs_nothing(world: World, dewi: Store) -> None:
    visit(dewi, "Siti")
    written(dewi)
    visit(dewi, "Joko")
    assert answer(dewi, carry(world, written(dewi))).pushed == 4
    assert len(world.dots_in_logs()) == len(set(world.dots_in_logs()))


def test_what_was_erased_of_a_change_that_may_have_left_stays_as_it_was(world: World, dewi: Store) -> None:
    """Writing a bundle is sending: its numbers' bytes never change again."""
    visit(dewi, "Siti")
    written(dewi)
    assert dewi.db.conn.execute("SELECT sent FROM device").fetchone() == (2,)


# Late answers.


def test_an_answer_that_the_line_has_overtaken_changes_nothing(world: World, dewi: Store) -> None:
    visit(dewi, "Siti")
    late = carry(world, written(dewi))
    visit(dewi, "Joko")
    world.clock.ms += 1000
    drain(dewi, hq=world.hq)
    before = rows(dewi), states(dewi), dewi.logs.cursors()
    answer(dewi, late)
    assert (rows(dewi), states(dewi), dewi.logs.cursors()) == before
    assert dewi.check() == []


def test_an_answer_of_before_headquarters_was_restored_ends_no_waiting(world: World, dewi: Store) -> None:
    backup = world.back_up()
    visit(dewi, "Siti")
    late = carry(world, written(dewi))
    world.restore(backup, new_epoch=True)
    drain(dewi, hq=world.hq)
    world.restore(backup, new_epoch=True)
    drain(dewi, hq=world.hq)
    dewi.db.conn.execute("UPDATE journal SET state = 'pending' WHERE dev = ?", [me(dewi).dev])
    answer(dewi, late)
    assert waiting(dewi) == [1, 2]


def test_an_answer_of_the_same_moment_is_overtaken_by_what_was_read_since(world: World, dewi: Store) -> None:
    """Clocks of headquarters' machines may differ a little; its logs can't."""
    visit(dewi, "Siti")
    late = carry(world, written(dewi))
    visit(dewi, "Joko")
    drain(dewi, hq=world.hq)
    before = everything(dewi)
    answer(dewi, late)
    assert everything(dewi) == before


def test_an_answer_of_a_headquarters_that_went_on_from_a_backup_is_taken(world: World, dewi: Store) -> None:
    """The changes it settles were settled before, and read; the receipt that it brings is the one that counts."""
    backup = world.back_up()
    visit(dewi, "Siti")
    content = written(dewi)
    drain(dewi, hq=world.hq)
    world.clock.ms += 1000
    world.restore(backup, new_epoch=True)
    answer(dewi, carry(world, content))
    assert waiting(dewi) == []
    unproven = "SELECT n FROM journal WHERE dev = ? AND receipt IS NULL"
    assert dewi.db.conn.execute(unproven, [me(dewi).dev]).fetchall() == []
    drain(dewi, hq=world.hq)
    assert len(world.dots_in_logs()) == 2 + offices(world)
    assert dewi.check() == []


def test_two_sticks_may_be_answered_in_any_order(world: World, dewi: Store) -> None:
    visit(dewi, "Siti")
    first = written(dewi)
    visit(dewi, "Joko")
    second = written(dewi)
    answers = [carry(world, second), carry(world, first)]
    for each in answers:
        answer(dewi, each)
    assert waiting(dewi) == []
    assert len(world.dots_in_logs()) == len(set(world.dots_in_logs()))
    assert dewi.check() == []


def test_answers_to_another_enrolment_of_this_laptop_are_not_taken(world: World, online: str, dewi: Store) -> None:
    """Numbers begin again with a new name, so an old answer would end the waiting of other changes."""
    visit(dewi, "Siti")
    answers = carry(world, written(dewi))
    dewi.settings.put(REJOIN, Rejoin(me(dewi).dev, is_copy=True))
    enrol(dewi, online, world.code("dewi"))
    with pytest.raises(NoBundle):
        answer(dewi, answers)
    assert waiting(dewi) == [1, 2]


# What is of no use.


def test_without_a_card_nothing_is_written(world: World) -> None:
    with pytest.raises(NotEnrolled):
        make_bundles(world.stranger("yan"))
    with pytest.raises(NoCard):
        make_bundles(world.laptop("dewi"))


def cuts(content: bytes) -> list[int]:
    """Where to cut a file: everywhere in its head, and here and there behind it."""
    head = content.index(b"\n", len(form.MAGIC)) + 200
    return [*range(head), *range(head, len(content), 97), len(content) - 1]


def test_a_cut_bundle_is_never_taken_for_a_whole_one(world: World, dewi: Store, budi: Store) -> None:
    visit(dewi, "Siti")
    content = written(dewi)
    before = everything(budi)
    for length in cuts(content):
        with pytest.raises(NoBundle):
            keep(budi, "stick", content[:length])
        with pytest.raises(Denied):
            carry(world, content[:length])
    assert everything(budi) == before
    assert len(world.dots_in_logs()) == offices(world)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_changed_byte_is_noticed_by_everybody(world: World, data: st.DataObject) -> None:
    dewi, budi, content, answers = carried(world)
    place = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(NoBundle):
        keep(budi, "stick", changed(content, place))
    with pytest.raises(Denied):
        carry(world, changed(content, place))
    back = changed(answers, data.draw(st.integers(0, len(answers) - 1)))
    before = everything(dewi)
    with pytest.raises(NoBundle):
        answer(dewi, back)
    assert everything(dewi) == before


_made: dict[Path, tuple[Store, Store, bytes, bytes]] = {}


def carried(world: World) -> tuple[Store, Store, bytes, bytes]:
    """Two laptops, a bundle of the one and its answers; made once for all examples of a test."""
    if world.folder not in _made:
        dewi, budi = ready(world, "dewi"), ready(world, "budi", role="lead")
        visit(dewi, "Siti")
        content = written(dewi)
        _made[world.folder] = dewi, budi, content, carry(world, content)
    return _made[world.folder]


def changed(content: bytes, place: int) -> bytes:
    """The content with one byte changed."""
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | st.binary(max_size=300).map(lambda some: form.MAGIC + some))
def test_any_bytes_at_all_are_a_designed_error(world: World, content: bytes) -> None:
    dewi, budi, _, _ = carried(world)
    with pytest.raises(NoBundle):
        keep(budi, "stick", content)
    with pytest.raises(NoBundle):
        take_receipt(dewi, "stick", content)
    with pytest.raises(Denied):
        carry(world, content)


def resigned(store: Store, content: bytes, sealed: bytes | None = None, **other: Any) -> bytes:
    """A bundle as this laptop would have signed it had its header said something else, or held something else."""
    bundle = form.taken_apart(content)
    inside = bundle.sealed if sealed is None else sealed
    digest = {"size": len(inside), "sha256": hashlib.sha256(inside).hexdigest()}
    header = msgspec.structs.replace(bundle.header, **{**digest, **other})
    return form.assembled(header, cards.sign(store, form.head(header)), inside)


def test_a_bundle_in_anothers_name_is_refused(world: World, dewi: Store, budi: Store) -> None:
    lina = ready(world, "lina")
    visit(dewi, "Siti")
    content = written(dewi)
    card = form.taken_apart(written(lina)).header.card
    for forged in (
        resigned(lina, content),
        resigned(lina, content, sender=me(lina).dev),
        resigned(lina, content, sender=me(lina).dev, card=card),
        resigned(dewi, content, sender=me(lina).dev),
    ):
        with pytest.raises(Denied):
            carry(world, forged)
    for forged in (
        resigned(lina, content),
        resigned(lina, content, card=card),
        resigned(dewi, content, card=card),
        resigned(dewi, content, card=""),
    ):
        with pytest.raises(NoBundle):
            keep(budi, "stick", forged)
    assert budi.bundles.carried() == []
    assert len(world.dots_in_logs()) == offices(world)


def test_a_bundle_for_another_headquarters_of_another_office_or_version_is_refused(
    world: World, dewi: Store, budi: Store
) -> None:
    visit(dewi, "Siti")
    content = written(dewi)
    for other in ({"to": ("h-else",)}, {"version": 2}, {"kind": "answers"}):
        with pytest.raises(NoBundle):
            keep(budi, "stick", resigned(dewi, content, **other))
        with pytest.raises(Denied):
            carry(world, resigned(dewi, content, **other))
    wayan = ready(world, "wayan", office=KENDAL, role="lead")
    with pytest.raises(NoBundle):
        keep(wayan, "stick", content)


def test_answers_for_another_laptop_are_refused(world: World, dewi: Store) -> None:
    lina = ready(world, "lina")
    visit(dewi, "Siti")
    answers = carry(world, written(dewi))
    before = everything(lina)
    with pytest.raises(NoBundle):
        answer(lina, answers)
    assert everything(lina) == before


# What headquarters refuses comes back as well.


def test_a_copied_laptop_hears_of_it_by_hand(world: World, dewi: Store) -> None:
    copy = world.copy(dewi, "copy")
    visit(dewi, "Siti")
    visit(copy, "Joko")
    answer(dewi, carry(world, written(dewi)))
    with pytest.raises(Cloned):
        answer(copy, carry(world, written(copy)))
    assert len(waiting(copy)) == 2
    assert len(world.dots_in_logs()) == 2 + offices(world)


def test_a_refusal_that_headquarters_did_not_sign_is_none(world: World, dewi: Store) -> None:
    copy = world.copy(dewi, "copy")
    visit(dewi, "Siti")
    visit(copy, "Joko")
    answer(dewi, carry(world, written(dewi)))
    [body] = form.unpacked(opened_by(copy, opened("a", carry(world, written(copy))).sealed))
    refusal = msgspec.json.decode(wire.split(body)[2], type=form.Refusal)
    unsigned = wire.body(refusal, ())
    header = form.taken_apart(carry(world, written(copy))).header
    body = wire.signed(unsigned, cards.sign(copy, unsigned))
    sealed = seal(form.packed([body]), [public_sealing_key(copy.settings.sealing_key())])
    forged = form.assembled(header, cards.sign(copy, form.head(header)), sealed)
    with pytest.raises(NoBundle):
        answer(copy, forged)


# Who can read what.


def test_only_headquarters_can_open_a_bundle(world: World, dewi: Store, budi: Store) -> None:
    visit(dewi, "Siti Rahasia")
    bundle = form.taken_apart(written(dewi))
    for store in (dewi, budi):
        with pytest.raises(ValueError, match="another"):
            opened_by(store, bundle.sealed)
    assert bundle.header.to == (me(dewi).hq,)


def test_a_lead_can_open_it_only_where_the_office_allows_it(world: World, dewi: Store, budi: Store) -> None:
    world.hq.let_leads_read(me(dewi).office_code, may=True)
    drain(dewi, hq=world.hq)
    visit(dewi, "Siti")
    bundle = form.taken_apart(written(dewi))
    assert bundle.header.to == (me(dewi).hq, me(budi).dev)
    assert b"Siti" in form.unpacked(opened_by(budi, bundle.sealed))[0]
    world.hq.let_leads_read(me(dewi).office_code, may=False)
    drain(dewi, hq=world.hq)
    with pytest.raises(ValueError, match="another"):
        opened_by(budi, form.taken_apart(written(dewi)).sealed)


def test_a_card_is_sent_once_and_again_when_it_says_something_new(world: World, dewi: Store) -> None:
    first, _ = cards.own(dewi, me(dewi))
    assert cards.held(dewi, me(dewi)) == (first.number, "")
    drain(dewi, hq=world.hq)
    assert cards.own(dewi, me(dewi))[0] == first
    world.hq.rotate_key()
    drain(dewi, hq=world.hq)
    again, _ = cards.own(dewi, me(dewi))
    assert (again.number, again.hq_key) == (first.number + 1, me(dewi).hq_key)


# A lead carries.


def test_a_lead_keeps_what_it_cant_read_and_gives_a_receipt(world: World, dewi: Store, budi: Store) -> None:
    visit(dewi, "Siti Rahasia")
    content = written(dewi)
    kept = keep(budi, "stick", content)
    again = keep(budi, "stick", content)
    assert (kept.card.name, again.id) == ("Dewi", kept.id)
    [carried] = budi.bundles.carried()
    assert (carried.dev, carried.is_answered) == (me(dewi).dev, False)
    assert budi.bundles.bundle(carried.id) == content
    relay = take_receipt(dewi, "receipt", kept.receipt)
    assert (relay.lead, relay.name) == (me(budi).dev, "Budi")
    assert set(dewi.bundles.relayed_changes()) == {1, 2}


def test_a_lead_s_receipt_never_ends_the_waiting(world: World, dewi: Store, budi: Store) -> None:
    visit(dewi, "Siti")
    take_receipt(dewi, "receipt", keep(budi, "stick", written(dewi)).receipt)
    assert waiting(dewi) == [1, 2]
    assert dewi.status().unsent.records == 2
    visit(dewi, "Joko")
    assert set(dewi.bundles.relayed_changes()) == {1, 2}
    drain(dewi, hq=world.hq)
    assert dewi.bundles.relayed_changes() == {}


def receipts(world: World, dewi: Store, budi: Store) -> Iterator[bytes]:
    """Receipts that are none, each for another reason."""
    lina = ready(world, "lina")
    wayan = ready(world, "wayan", office=KENDAL, role="lead")
    visit(dewi, "Siti")
    content = written(dewi)
    good = msgspec.json.decode(keep(budi, "stick", content).receipt, type=Relayed)
    for other in (
        {"taken_ms": good.taken_ms + 1},
        {"bundle": "0" * 16},
        {"dev": me(lina).dev},
        {"signature": good.signature[::-1]},
        {"card": form.taken_apart(written(lina)).header.card},
        {"card": form.taken_apart(written(wayan)).header.card},
        {"card": form.taken_apart(written(budi)).header.card.replace("Budi", "Bubi")},
    ):
        yield msgspec.json.encode(msgspec.structs.replace(good, **other))
    for forger in (lina, wayan):
        yield forged_receipt(forger, content)


def forged_receipt(forger: Store, content: bytes) -> bytes:
    """A receipt that somebody signs who is no lead of that office."""
    header = form.taken_apart(content).header
    text = relayed_text(me(forger).dev, header.id, 1, header.count, header.root)
    signature = base64.b64encode(cards.sign(forger, text)).decode()
    return msgspec.json.encode(Relayed(header.id, header.sender, 1, signature, cards.own(forger, me(forger))[1]))


def test_a_forged_receipt_shows_nothing_as_with_the_lead(world: World, dewi: Store, budi: Store) -> None:
    for receipt in receipts(world, dewi, budi):
        with pytest.raises(NoBundle):
            take_receipt(dewi, "receipt", receipt)
    assert dewi.bundles.relayed_changes() == {}


def test_a_receipt_over_other_changes_is_refused(world: World, dewi: Store, budi: Store) -> None:
    """The lead signs what the bundle says it holds; a bundle that says something else than it holds gets no credit."""
    visit(dewi, "Siti")
    content = resigned(dewi, written(dewi), root="0" * 64)
    with pytest.raises(NoBundle):
        take_receipt(dewi, "receipt", keep(budi, "stick", content).receipt)


def test_another_bundle_under_the_same_name_is_refused(world: World, dewi: Store, budi: Store) -> None:
    visit(dewi, "Siti")
    content = written(dewi)
    kept = keep(budi, "stick", content)
    with pytest.raises(NoBundle):
        keep(budi, "stick", resigned(dewi, content, made_ms=1))
    assert budi.bundles.bundle(kept.id) == content


def test_a_lead_with_a_line_brings_it_on_and_the_answer_back(world: World, online: str, dewi: Store) -> None:
    budi = world.stranger("budi")
    world.join(budi, world.code("budi", role="lead"), online)
    sync(budi)
    visit(dewi, "Siti")
    keep(budi, "stick", written(dewi))
    assert sync(budi).forwarded == 1
    assert sync(budi).forwarded == 0
    assert waiting(dewi) == [1, 2]
    [answers] = replies_for(budi, me(dewi).dev)
    assert answer(dewi, answers).pushed == 2
    assert waiting(dewi) == []
    assert len(rows(budi)["attendee"]) == 1
    with pytest.raises(ValueError, match="another"):
        opened_by(budi, form.taken_apart(answers).sealed)


def test_a_bundle_that_headquarters_refuses_holds_up_no_other(world: World, online: str, dewi: Store) -> None:
    budi = world.stranger("budi")
    world.join(budi, world.code("budi", role="lead"), online)
    sync(budi)
    visit(dewi, "Siti")
    bad = keep(budi, "stick", resigned(dewi, written(dewi), b"not sealed at all"))
    good = keep(budi, "stick", written(dewi))
    assert sync(budi).forwarded == 1
    assert {each.id: (each.is_answered, each.refused) for each in budi.bundles.carried()} == {
        bad.id: (False, "H451"),
        good.id: (True, ""),
    }


def test_an_old_bundle_brings_nothing_erased_back(world: World, dewi: Store, budi: Store) -> None:
    """It lay on a stick, or in a lead's spool, while headquarters erased what it says (invariant 14)."""
    visit(dewi, "Zulkarnain Rahasia")
    content = written(dewi)
    keep(budi, "stick", content)
    drain(dewi, hq=world.hq)
    [attendee] = [row[0] for row in rows(dewi)["attendee"]]
    world.hq.erasing.erase([attendee], reason="permintaan", by="Ratna", fields=["full_name"])
    before = world.dots_in_logs()
    for old in (content, budi.bundles.bundle(budi.bundles.carried()[0].id)):
        assert old is not None
        carry(world, old)
    assert world.dots_in_logs() == before
    everything_there = b"".join(path.read_bytes() for path in world.folder.glob("hq.db*"))
    assert b"Zulkarnain" not in everything_there
    raw = b"".join(path.read_bytes() for path in budi.folder.glob("desa.db*"))
    assert b"Zulkarnain" not in raw + content
