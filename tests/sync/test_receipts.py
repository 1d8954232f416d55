"""Receipts: headquarters signs for each change it made durable, a record is shown there on nothing less, and whoever
has its key can check a single record offline."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desa_app.errors import FalseReceipt, NotProven, Unproven
from desa_app.hq import keys
from desa_app.store.database import immediate
from desa_app.store.receipt_file import export_receipt, proven_words, read_receipt
from desa_app.sync.exchange import Asked, apply_answer, request_body
from desa_app.sync.pure import wire
from desa_app.sync.pure.proof import Link, Proof
from desa_app.sync.pure.receipt import Endorsement, Statement, climbed, endorsed_text, key_id, path, root
from desa_app.sync.pure.signing import raw, text
from desa_app.sync.pure.wire import Answer, Reply
from tests.sync.laptops import ALL, World, drain, exchange, me, states, visit

leaves = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40, unique=True)


# The tree.


@given(leaves, st.data())
def test_every_leaf_climbs_to_the_root_and_to_nothing_else(leaves: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    siblings = path(leaves, place)
    assert climbed(leaves[place], place, len(leaves), siblings) == root(leaves)
    assert climbed(b"another leaf", place, len(leaves), siblings) != root(leaves)
    assert climbed(leaves[place], place, len(leaves), [*siblings, b"\0" * 32]) is None
    assert climbed(leaves[place], len(leaves), len(leaves), siblings) is None
    if siblings:
        assert climbed(leaves[place], place, len(leaves), siblings[:-1]) is None


@given(leaves)
def test_another_order_or_another_leaf_is_another_root(leaves: list[bytes]) -> None:
    if len(leaves) > 1:
        assert root(leaves[::-1]) != root(leaves)
        assert root(leaves[:-1]) != root(leaves)


def test_the_root_is_that_of_rfc_6962() -> None:
    """Appendix of certificate-transparency's own test vectors: eight entries, their leaves hashed with 0x00."""
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    hashed = [hashlib.sha256(b"\0" + bytes.fromhex(entry)).digest() for entry in entries]
    assert root(hashed).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert root(hashed[:7]).hex() == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
    assert root(hashed[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"


# Settling.


def test_a_record_is_at_headquarters_only_with_its_receipt(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    session = visit(dewi, "Siti")
    assert dewi.places.of("session", session) == "saved"
    drain(dewi, budi, hq=world.hq)
    for store in (dewi, budi):
        assert store.places.of("session", session) == "hq"
        assert store.check() == []
    assert dewi.status().tallies["session"].hq == budi.status().tallies["session"].hq == 1


FORGED: dict[str, Callable[[Reply], Reply]] = {
    "none": lambda reply: replace(reply, receipt=""),
    "another": lambda reply: replace(reply, receipt=base64.b64encode(bytes(64)).decode()),
    "no base64": lambda reply: replace(reply, receipt="?"),
    "for another time": lambda reply: replace(reply, wall_ms=reply.wall_ms + 1),
    "for fewer changes": lambda reply: replace(reply, answers=(Answer(1, 1, "ok", 1),)),
    "for more changes": lambda reply: replace(reply, answers=(Answer(1, 3, "ok", 1),)),
}


@pytest.mark.parametrize("name", FORGED)
def test_without_a_receipt_that_fits_nothing_is_settled(world: World, name: str) -> None:
    dewi = world.laptop("dewi")
    visit(dewi, "Siti")
    body, question = request_body(dewi, me(dewi), Asked(2, 0))
    session = visit(dewi)
    answer = world.hq.exchange(body)
    forged = world.resigned(answer, lambda reply, lines: (FORGED[name](reply), lines))
    with pytest.raises(Unproven):
        apply_answer(dewi, me(dewi), question, forged)
    assert [state for _, state in states(dewi)] == ["pending"] * 3
    assert apply_answer(dewi, me(dewi), question, answer).pushed == 2
    assert dewi.places.of("session", session) == "saved"


def test_what_headquarters_set_aside_is_signed_for_too(world: World) -> None:
    dewi = world.laptop("dewi")
    session = visit(dewi, venue="Balai\0Desa")
    drain(dewi, hq=world.hq)
    assert dewi.places.of("session", session) == "quarantined"
    assert dewi.db.conn.execute("SELECT count(*) FROM journal WHERE receipt IS NULL").fetchone() == (0,)


def test_a_headquarters_that_lost_changes_is_no_longer_said_to_hold_them(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    backup = world.back_up()
    session = visit(dewi, "Siti")
    drain(dewi, budi, hq=world.hq)
    world.restore(backup, new_epoch=True)
    exchange(budi, world.hq)
    assert budi.places.of("session", session) == "saved"
    drain(dewi, budi, hq=world.hq)
    assert [store.places.of("session", session) for store in (dewi, budi)] == ["hq", "hq"]


def test_what_was_set_aside_and_lost_by_headquarters_waits_here_again(world: World) -> None:
    dewi = world.laptop("dewi")
    backup = world.back_up()
    session = visit(dewi, venue="Balai\0Desa")
    drain(dewi, hq=world.hq)
    world.restore(backup, new_epoch=True)
    exchange(dewi, world.hq)
    assert (states(dewi), dewi.places.of("session", session)) == ([(1, "pending")], "saved")
    drain(dewi, hq=world.hq)
    assert dewi.places.of("session", session) == "quarantined"


def test_with_the_lead_is_what_the_lead_signed_for_until_it_is_edited(world: World) -> None:
    dewi = world.laptop("dewi")
    session = visit(dewi, "Siti")
    with immediate(dewi.db):
        dewi.db.conn.execute("UPDATE journal SET relayed = 1 WHERE state = 'pending'")
    assert dewi.places.of("session", session) == "lead"
    assert (dewi.status().tallies["session"].lead, dewi.status().unsent.records) == (1, 2)
    assert dewi.journal.count_pending() == 2
    dewi.sessions.edit(session, {"venue": "Masjid"})
    assert dewi.places.of("session", session) == "saved"
    drain(dewi, hq=world.hq)
    assert dewi.places.of("session", session) == "hq"


# The file.


@pytest.fixture
def proved(world: World, tmp_path: Path) -> tuple[World, str, Path]:
    """A session with two people whose receipt was exported by a colleague."""
    dewi, budi = world.laptop("dewi"), world.laptop("budi", role="lead")
    session = visit(dewi, "Siti", "Joko")
    drain(dewi, budi, hq=world.hq)
    budi.sessions.edit(session, {"venue": "Masjid Agung"})
    drain(budi, hq=world.hq)
    file = tmp_path / "receipt.json"
    export_receipt(budi, session, file)
    return world, session, file


def test_a_receipt_is_verified_with_the_key_alone(proved: tuple[World, str, Path]) -> None:
    world, session, file = proved
    proven = read_receipt(file.name, file.read_bytes(), [key_of(world)])
    assert (proven.noun, proven.record, proven.children, proven.changes) == ("session", session, 2, 4)
    assert proven.first_ms <= proven.last_ms == world.clock.ms
    assert session in proven_words(proven)
    assert b"Siti" not in file.read_bytes()
    assert b"Masjid" not in file.read_bytes()


def key_of(world: World) -> bytes:
    return raw(world.hq.enrol(wire.Enrolment(world.code(), base64.b64encode(bytes(32)).decode()), "here").hq_key)


SPOILT: dict[str, Callable[[Proof], object]] = {
    "another record": lambda proof: replace(proof, record=proof.record[:-1] + "x"),
    "another noun": lambda proof: replace(proof, noun="offer"),
    "another headquarters": lambda proof: replace(proof, hq="h0"),
    "no change": lambda proof: replace(proof, changes=()),
    "a change twice": lambda proof: replace(proof, changes=(*proof.changes, proof.changes[0])),
    "another number": lambda proof: on_one(proof, lambda one: replace(one, n=77)),
    "another device": lambda proof: on_one(proof, lambda one: replace(one, dev="dx")),
    "another hash": lambda proof: on_one(proof, lambda one: replace(one, sha256="0" * 64)),
    "another place": lambda proof: on_one(proof, lambda one: replace(one, place=one.place ^ 1)),
    "no such receipt": lambda proof: on_one(proof, lambda one: replace(one, receipt=9)),
    "a path cut": lambda proof: on_one(proof, lambda one: replace(one, path=one.path[:-1])),
    "another time": lambda proof: on_receipts(proof, at_ms=1),
    "another count": lambda proof: on_receipts(proof, count=1),
    "another root": lambda proof: on_receipts(proof, root="0" * 64),
    "another key": lambda proof: on_receipts(proof, key="0" * 16),
    "another signature": lambda proof: on_receipts(proof, signature=base64.b64encode(bytes(64)).decode()),
    "no receipt": lambda proof: [],
}


def on_one(proof: Proof, change: Callable[[Link], Link]) -> Proof:
    """The proof with another link in the place of the one that hangs lowest in its tree."""
    others = sorted(proof.changes, key=lambda each: len(each.path))
    return replace(proof, changes=(*others[:-1], change(others[-1])))


def on_receipts(proof: Proof, **values: object) -> Proof:
    others = tuple(replace(each, **values) for each in proof.receipts)
    return replace(proof, receipts=others)


@pytest.mark.parametrize("name", SPOILT)
def test_a_file_that_was_changed_proves_nothing(proved: tuple[World, str, Path], name: str) -> None:
    world, _, file = proved
    spoilt = SPOILT[name](msgspec.json.decode(file.read_bytes(), type=Proof))
    with pytest.raises(FalseReceipt):
        read_receipt(file.name, msgspec.json.encode(spoilt), [key_of(world)])


@pytest.mark.parametrize("content", [b"", b"\xff", b"{}", b"[" * 100_000, b'{"desa_receipt":2}'])
def test_what_is_no_receipt_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(FalseReceipt):
        read_receipt("x", content, [bytes(32)])


def test_a_key_that_signed_nothing_proves_nothing(proved: tuple[World, str, Path]) -> None:
    with pytest.raises(FalseReceipt, match="kunci"):
        read_receipt("x", proved[2].read_bytes(), [bytes(32)])


def test_a_key_that_speaks_for_itself_proves_nothing(proved: tuple[World, str, Path]) -> None:
    world, _, file = proved
    proof = msgspec.json.decode(file.read_bytes(), type=Proof)
    forger = Ed25519PrivateKey.generate()
    own = forger.public_key().public_bytes_raw()
    receipts = tuple(
        replace(
            each,
            key=key_id(own),
            signature=text(forger.sign(Statement(proof.hq, each.at_ms, each.count, bytes.fromhex(each.root)).text())),
        )
        for each in proof.receipts
    )
    for named in (own, key_of(world)):
        vouched = Endorsement(text(own), text(forger.sign(endorsed_text(proof.hq, named))))
        forged = replace(proof, receipts=receipts, keys=(vouched,))
        assert read_receipt("x", msgspec.json.encode(forged), [own]).changes == 4
        with pytest.raises(FalseReceipt):
            read_receipt("x", msgspec.json.encode(forged), [key_of(world)])


def test_there_is_no_receipt_while_anything_of_the_record_waits(world: World, tmp_path: Path) -> None:
    dewi = world.laptop("dewi")
    session = visit(dewi, "Siti")
    drain(dewi, hq=world.hq)
    dewi.sessions.edit(session, {"venue": "Masjid"})
    with pytest.raises(NotProven):
        export_receipt(dewi, session, tmp_path / "receipt.json")
    assert list(tmp_path.glob("receipt*")) == []
    assert [one for one in dewi.exports.recent() if one.kind == "receipt"] == []


# Another key.


def test_laptops_follow_headquarters_to_another_key_and_old_receipts_stay_good(world: World, tmp_path: Path) -> None:
    dewi = world.laptop("dewi")
    old_key = key_of(world)
    old, new, file = visit(dewi, "Siti"), "", tmp_path / "receipt.json"
    drain(dewi, hq=world.hq)
    for _ in range(2):
        world.hq.rotate_key()
    new = visit(dewi, "Joko")
    drain(dewi, hq=world.hq)
    new_key = key_of(world)
    assert (raw(me(dewi).hq_key), new_key != old_key) == (new_key, True)
    assert [key_id(each) for each in dewi.receipts.trusted_keys()][::2] == [key_id(old_key), key_id(new_key)]
    for record, trusted in ((old, [old_key]), (new, [new_key]), (new, [old_key]), (old, dewi.receipts.trusted_keys())):
        export_receipt(dewi, record, file)
        assert read_receipt(file.name, file.read_bytes(), trusted).record == record
    export_receipt(dewi, old, file)
    with pytest.raises(FalseReceipt):
        read_receipt(file.name, file.read_bytes(), [new_key])
    assert dewi.check() == []


def test_a_key_that_the_old_one_does_not_name_is_not_followed(world: World) -> None:
    dewi = world.laptop("dewi")
    drain(dewi, hq=world.hq)
    world.hq.rotate_key()
    body, question = request_body(dewi, me(dewi), ALL)
    answer = world.hq.exchange(body)
    unsigned, signature, *_ = wire.split(answer)
    (named,) = wire.endorsements(answer)
    for endorsed in ((), (Endorsement(named.key, base64.b64encode(bytes(64)).decode()),)):
        with pytest.raises(Unproven):
            apply_answer(dewi, me(dewi), question, wire.signed(unsigned, signature, endorsed))
    apply_answer(dewi, me(dewi), question, answer)


def test_a_receipt_costs_little_on_the_line(world: World) -> None:
    dewi = world.laptop("dewi")
    drain(dewi, hq=world.hq)
    visit(dewi, *[f"Orang {number}" for number in range(30)])
    body, _ = request_body(dewi, me(dewi), ALL)
    reply = msgspec.json.decode(world.hq.exchange(body).split(b"\n")[0], type=Reply)
    assert len(reply.receipt) == 88
    assert reply.people is None


# Other versions.


def test_a_laptop_that_knows_nothing_of_receipts_is_answered_and_one_that_knows_more_is_understood(
    world: World,
) -> None:
    dewi = world.laptop("dewi")
    visit(dewi, "Siti")
    body, question = request_body(dewi, me(dewi), ALL)
    _, _, header, lines = wire.split(body)
    told = msgspec.json.decode(header)
    older = {name: value for name, value in told.items() if name not in ("k", "p")}
    for said in (older, told | {"of tomorrow": {"x": [1]}}):
        unsigned = wire.body(said, lines)
        key = Ed25519PrivateKey.from_private_bytes(dewi.settings.signing_key())
        answer = world.hq.exchange(wire.signed(unsigned, key.sign(unsigned)))
    unsigned, _, header, lines = wire.split(answer)
    more = wire.body(msgspec.json.decode(header) | {"of tomorrow": {"x": [1]}}, lines)
    signed = wire.signed(more, keys.sign(world.hq.identity.private_key, more))
    assert apply_answer(dewi, me(dewi), question, signed).pushed == 2


# Colleagues.


def test_a_laptop_learns_its_colleagues_names_and_keeps_those_who_left(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi", role="lead")
    wayan = world.laptop("wayan", office="KANIM-KDL")
    drain(dewi, hq=world.hq)
    names = dewi.colleagues.names()
    assert {names[me(one).person] for one in (dewi, budi)} == {"Dewi", "Budi"}
    assert me(wayan).person not in names
    assert set(dewi.colleagues.machines()) >= {me(dewi).dev, me(budi).dev}
    mark = dewi.colleagues.mark
    siti = world.laptop("siti")
    drain(dewi, hq=world.hq)
    assert dewi.colleagues.mark != mark
    assert dewi.colleagues.names()[me(siti).person] == "Siti"
