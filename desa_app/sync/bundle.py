"""Bundles on this laptop: its own changes out, headquarters' answers in, and colleagues' bundles that it carries.

A bundle is nothing but exchanges that travel by hand: the same requests, the same answers, each applied in one
transaction as if it had come over the line. Reading anything that is no whole, signed bundle for this laptop raises
NoBundle and changes nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from desa_app.errors import Cloned, NoBundle, NotEnrolled, Refused
from desa_app.language import say
from desa_app.store.bundles import Made, Relay
from desa_app.store.identity import Identity, Rejoin
from desa_app.store.store import REJOIN, Store
from desa_app.sync import cards
from desa_app.sync.exchange import Asked, Outcome, Question, apply_late_answer, request_body
from desa_app.sync.line import failure_of
from desa_app.sync.pure import bundle as form
from desa_app.sync.pure import wire
from desa_app.sync.pure.bundle import VERSION, Bundle, Header, NotWhole, Refusal
from desa_app.sync.pure.card import Card, Relayed, relayed_text
from desa_app.sync.pure.change import change_hash, decode
from desa_app.sync.pure.receipt import Named, in_order, named, root
from desa_app.sync.pure.sealing import seal, unseal
from desa_app.sync.pure.signing import is_signed_by, raw
from desa_app.sync.pure.wire import MAX_BATCH, MAX_ROOM, Name, runs
from desa_app.sync.road import Road

MOST_BYTES = 14 << 20
"""Of changes in one bundle, before they are packed: so that it is never more than MAX_BUNDLE_BYTES."""
_questions = msgspec.json.Decoder(list[Question])
_refusals = msgspec.json.Decoder(Refusal)
_relayed = msgspec.json.Decoder(Relayed)
_LEADS = ("lead", "hq")


class _Request(msgspec.Struct):
    """What any answer says of which request it is to."""

    request: Name = msgspec.field(name="req")


_requests = msgspec.json.Decoder(_Request)


class Kept(NamedTuple):
    """A colleague's bundle that was taken: whose it is, and this laptop's receipt for it."""

    id: str
    card: Card
    receipt: bytes


def enrolled(store: Store) -> Identity:
    """Whose laptop this is. Raises NotEnrolled."""
    if store.me is None:
        raise NotEnrolled
    return store.me


# This laptop's own changes.


def make_bundles(store: Store) -> list[Made]:
    """Everything that waits here as bundles, nearly always one; and the question what is new at headquarters. They are
    kept until a medium holds them. Raises NotEnrolled, NoCard."""
    me = enrolled(store)
    card, text = cards.own(store, me)
    made, after, more = [], 0, True
    while more:
        bodies: list[bytes] = []
        questions: list[Question] = []
        changes: list[Named] = []
        size = 0
        while more and size < MOST_BYTES and len(bodies) < form.MAX_BODIES - 1:
            body, question = request_body(store, me, Asked(MAX_BATCH, room=0), after)
            held = list(_changes(me.dev, body))
            more = bool(held)
            after = held[-1].n if held else after
            if held:
                bodies.append(body)
                questions.append(question)
                changes += held
                size += len(body)
        if not more:
            body, question = request_body(store, me, Asked(0, MAX_ROOM), after)
            bodies.append(body)
            questions.append(question)
        made.append(_kept(store, me, card, text, bodies, questions, changes))
    return made


def _changes(dev: str, body: bytes) -> Iterator[Named]:
    for line in wire.split(body)[3]:
        yield named(dev, decode(line).number, change_hash(dev, line), line)


def _kept(
    store: Store,
    me: Identity,
    card: Card,
    text: str,
    bodies: list[bytes],
    questions: list[Question],
    changes: list[Named],
) -> Made:
    sealed = seal(form.packed(bodies), [card.hq_sealing_key, *card.readers.values()])
    header = Header(
        version=VERSION,
        id=store.chance(8).hex(),
        kind="changes",
        sender=me.dev,
        to=(me.hq, *card.readers),
        made_ms=store.clock(),
        size=len(sealed),
        sha256=hashlib.sha256(sealed).hexdigest(),
        card=text,
        count=len(changes),
        root=_root(changes),
    )
    content = form.assembled(header, cards.sign(store, form.head(header)), sealed)
    numbers = tuple(runs(each.n for each in changes))
    made = Made(header.id, me.dev, header.made_ms, numbers, msgspec.json.encode(questions), content)
    store.bundles.keep_made(made)
    return made


def unwritten(store: Store) -> list[Made]:
    """The bundles that a medium is to hold: those that were begun where they still say all there is, else new ones."""
    me = enrolled(store)
    begun = store.bundles.unwritten(me.dev)
    if begun and _says_all(store, begun):
        return begun
    store.bundles.written(each.id for each in begun)
    return make_bundles(store)


def _says_all(store: Store, begun: Sequence[Made]) -> bool:
    """Whether everything that waits now is in these bundles, and no log was read on since."""
    cursors = store.logs.cursors()
    asked = [question for each in begun for question in _questions.decode(each.questions)]
    return store.bundles.is_all(begun) and all(question.cursors == cursors for question in asked)


def _root(changes: Sequence[Named]) -> str:
    return root([each.leaf for each in in_order(changes)]).hex() if changes else ""


def take_answers(store: Store, name: str, bundle: Bundle) -> Outcome:
    """Apply headquarters' answers to a bundle of this laptop, as much of them as is not overtaken by what came since.
    Raises NoBundle, and what headquarters refused (Refused, Revoked, Cloned)."""
    me = enrolled(store)
    made = store.bundles.made(bundle.header.answered)
    if me.dev not in bundle.header.to or made is None:
        raise NoBundle(name=name, why=say("bukan jawaban untuk laptop ini", "it holds no answers for this laptop"))
    try:
        cards.proven(store, me, bundle.head)
        answers = list(form.unpacked(unseal(bundle.sealed, store.settings.sealing_key())))
        asked = {question.name: question for question in _questions.decode(made.questions)}
        answered = [(asked[_request_of(answer)], answer) for answer in answers]
    except (ValueError, KeyError, msgspec.MsgspecError) as error:
        raise NoBundle(name=name, why=say("isinya tidak terbukti asli", "it can't be proven genuine")) from error
    done = Outcome()
    for question, answer in answered:
        outcome = _applied(store, me, question, answer)
        done = Outcome(
            done.pushed + outcome.pushed,
            done.pulled + outcome.pulled,
            done.quarantined + outcome.quarantined,
            done.offered_again + outcome.offered_again,
            outcome.more,
        )
    return done


def _request_of(answer: bytes) -> str:
    return _requests.decode(wire.split(answer)[2]).request


def _applied(store: Store, me: Identity, question: Question, answer: bytes) -> Outcome:
    refusal = _refusal(answer)
    if refusal is None:
        return apply_late_answer(store, me, question, answer)
    failure = failure_of(refusal.problem)
    if isinstance(failure, Cloned):
        store.settings.put(REJOIN, Rejoin(me.dev, is_copy=True))
    raise failure


def _refusal(answer: bytes) -> Refusal | None:
    try:
        return _refusals.decode(wire.split(answer)[2])
    except msgspec.MsgspecError:
        return None


def is_receipt_for(me: Identity, name: str, content: bytes) -> bool:
    """Whether a receipt is for a bundle of this laptop. Raises NoBundle for what is no receipt."""
    try:
        return _relayed.decode(content).dev == me.dev
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NoBundle(name=name, why=say("bukan tanda terima", "it is no receipt")) from error


def take_receipt(store: Store, name: str, content: bytes) -> Relay:
    """Keep a lead's receipt for a bundle of this laptop. It ends no change's waiting. Raises NoBundle where it is none
    that a lead of the own office has signed over the very changes of that bundle."""
    me = enrolled(store)
    try:
        relayed = _relayed.decode(content)
        lead = cards.colleague(store, me, relayed.card)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise NoBundle(name=name, why=say("bukan tanda terima", "it is no receipt")) from error
    made = store.bundles.made(relayed.bundle)
    if made is None or made.dev != relayed.dev or relayed.dev != me.dev:
        raise NoBundle(name=name, why=say("bukan untuk laptop ini", "it is not for this laptop"))
    if lead.role not in _LEADS or lead.office_code != me.office_code:
        raise NoBundle(name=name, why=say("bukan dari ketua tim kantor ini", "it is not from a lead of this office"))
    changes = store.bundles.changes(made)
    text = relayed_text(lead.dev, made.id, relayed.taken_ms, len(changes), _root(changes))
    if not cards.is_of(lead, relayed.signature, text):
        raise NoBundle(name=name, why=say("tanda tangannya tidak cocok", "its signature does not fit"))
    relay = Relay(made.id, lead.dev, lead.name, relayed.taken_ms, content)
    store.bundles.note_relay(relay)
    return relay


# Colleagues' bundles, on a lead's laptop.


def keep(store: Store, name: str, content: bytes) -> Kept:
    """Take a colleague's bundle into the spool, unread, and give a receipt for it; taking it twice is as taking it
    once. Raises NoBundle where it is not whole, not from a laptop of the own office, or not for headquarters."""
    me = enrolled(store)
    _, text = cards.own(store, me)
    bundle = opened(name, content)
    card = _sender(store, me, name, bundle)
    header = bundle.header
    if not store.bundles.keep(header.id, card.dev, card.name, content, store.clock()):
        raise NoBundle(name=name, why=say("kiriman lain memakai nama yang sama", "another bundle has the same name"))
    taken_ms = store.clock()
    statement = relayed_text(me.dev, header.id, taken_ms, header.count, header.root)
    signature = base64.b64encode(cards.sign(store, statement)).decode()
    return Kept(header.id, card, msgspec.json.encode(Relayed(header.id, card.dev, taken_ms, signature, text)))


def _sender(store: Store, me: Identity, name: str, bundle: Bundle) -> Card:
    """Whose bundle it is, on headquarters' word and by the device's own signature."""
    try:
        card = cards.colleague(store, me, bundle.header.card)
        unsigned, signature, _, _ = wire.split(bundle.head)
        is_own = card.dev == bundle.header.sender
        is_signed = is_own and is_signed_by(raw(card.public_key), signature, unsigned)
    except ValueError:
        is_signed = False
    if not is_signed:
        raise NoBundle(name=name, why=say("pengirimnya tidak terbukti", "its sender can't be proven"))
    if me.hq not in bundle.header.to or bundle.header.kind != "changes":
        raise NoBundle(name=name, why=say("bukan untuk kantor pusat ini", "it is not for this headquarters"))
    if card.office_code != me.office_code and me.role != "hq":
        raise NoBundle(name=name, why=say("dari kantor lain", "it is from another office"))
    return card


def keep_answers(store: Store, name: str, content: bytes) -> None:
    """Take answers for a colleague, to bring them back. Raises NoBundle."""
    me, bundle = enrolled(store), opened(name, content)
    try:
        cards.proven(store, me, bundle.head)
    except ValueError as error:
        raise NoBundle(name=name, why=say("bukan dari kantor pusat ini", "it is not from this headquarters")) from error
    store.bundles.keep_answers(bundle.header.answered, bundle.header.to[0], content, store.clock())


def replies_for(store: Store, dev: str) -> list[bytes]:
    """The bundles of answers that this laptop has for a colleague's."""
    return [answers for _, answers in store.bundles.answers(dev)]


def forward(store: Store, road: Road) -> int:
    """Bring every colleague's bundle that has no answer yet to headquarters; returns how many were answered. One that
    headquarters refuses is kept, and holds up no other."""
    count = 0
    for each in store.bundles.carried():
        content = store.bundles.bundle(each.id)
        if content is None:
            continue
        try:
            answers = road.carry(content)
        except Refused as refused:
            store.bundles.refused(each.id, str(refused.details.get("number", "")))
            continue
        if opened(each.id, answers).header.answered == each.id:
            keep_answers(store, each.id, answers)
            count += 1
    return count


def opened(name: str, content: bytes) -> Bundle:
    """A whole bundle of this version. Raises NoBundle."""
    try:
        bundle = form.taken_apart(content)
    except NotWhole as error:
        why = say("terpotong atau rusak; tulis lagi di laptop pengirim", "it was cut or is damaged; write it again")
        raise NoBundle(name=name, why=why) from error
    except ValueError as error:
        raise NoBundle(name=name, why=say("bukan kiriman desa_app", "it is no bundle of desa_app")) from error
    if bundle.header.version != VERSION:
        raise NoBundle(name=name, why=say("dari desa_app versi lain", "it is of another version of desa_app"))
    return bundle
