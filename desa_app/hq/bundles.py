"""Bundles at headquarters: each body in one is a request of the line and is answered as on the line; the answers go
back as a bundle that only its sender can open. Reading a bundle twice changes nothing, as with any request.

Who brings a bundle doesn't matter: it is signed by the device whose changes it holds, and carries no other's.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator

from desa_app.hq import cards, keys, people
from desa_app.hq.access import Sender
from desa_app.hq.database import Database
from desa_app.hq.exchange import parse
from desa_app.hq.keys import Identity
from desa_app.hq.problems import (
    BAD_SIGNATURE,
    MALFORMED,
    NO_BUNDLE,
    NO_SEALING_KEY,
    NOT_FOR_HERE,
    UNKNOWN_DEVICE,
    Denied,
)
from desa_app.sync.pure import bundle as form
from desa_app.sync.pure import wire
from desa_app.sync.pure.bundle import VERSION, Bundle, Header, Refusal
from desa_app.sync.pure.sealing import seal, unseal
from desa_app.sync.pure.signing import is_signed_by

Exchange = Callable[[bytes], bytes]
"""Answers one body; raises Denied."""


class Post:
    """What takes bundles in and gives their answers."""

    def __init__(self, database: Database, identity: Identity, exchange: Exchange, now_ms: int) -> None:
        self._database = database
        self._identity = identity
        self._exchange = exchange
        self._now_ms = now_ms

    def answered(self, content: bytes) -> bytes:
        """The bundle of answers to a bundle; what it brought is durable when this returns. Raises Denied, and then
        changed nothing."""
        bundle, sender = self._proven(content)
        bodies = self._unsealed(bundle)
        answers = form.packed(self._answers(bundle.header, bodies))
        with self._database.reading() as connection:
            sealing_key = cards.sealing_key_of(connection, sender.dev)
        if not sealing_key:
            raise Denied(NO_SEALING_KEY, "from")
        return self._sealed(bundle.header, seal(answers, [sealing_key]))

    def _proven(self, content: bytes) -> tuple[Bundle, Sender]:
        try:
            bundle = form.taken_apart(content)
            unsigned, signature, _, _ = wire.split(bundle.head)
        except ValueError as error:
            raise Denied(NO_BUNDLE) from error
        header = bundle.header
        if header.version != VERSION or header.kind != "changes":
            raise Denied(NO_BUNDLE, "v" if header.version != VERSION else "kind")
        if self._identity.hq not in header.to:
            raise Denied(NOT_FOR_HERE, "to")
        with self._database.reading() as connection:
            sender = people.sender(connection, header.sender)
        if sender is None:
            raise Denied(UNKNOWN_DEVICE, "from")
        if not is_signed_by(sender.public_key, signature, unsigned):
            raise Denied(BAD_SIGNATURE, "sig")
        return bundle, sender

    def _unsealed(self, bundle: Bundle) -> list[bytes]:
        """The bodies, all of which are the sender's and can be read: a bundle is taken whole or not at all."""
        try:
            bodies = list(form.unpacked(unseal(bundle.sealed, self._identity.sealing_key)))
        except ValueError as error:
            raise Denied(NOT_FOR_HERE, "sealed") from error
        for body in bodies:
            if parse(body).push.dev != bundle.header.sender:
                raise Denied(MALFORMED, "dev")
        return bodies

    def _answers(self, header: Header, bodies: list[bytes]) -> Iterator[bytes]:
        """An answer for each request, up to the first that is refused: what follows it was written on top of it."""
        for body in bodies:
            push = parse(body).push
            try:
                yield self._exchange(body)
            except Denied as denied:
                unsigned = wire.body(Refusal(push.request, denied.problem), ())
                signature = keys.sign(self._identity.private_key, unsigned)
                yield wire.signed(unsigned, signature, self._identity.endorsed(push.known_key))
                return

    def _sealed(self, asked: Header, sealed: bytes) -> bytes:
        header = Header(
            version=VERSION,
            id=secrets.token_hex(8),
            kind="answers",
            sender=self._identity.hq,
            to=(asked.sender,),
            made_ms=self._now_ms,
            size=len(sealed),
            sha256=hashlib.sha256(sealed).hexdigest(),
            answered=asked.id,
        )
        signature = keys.sign(self._identity.private_key, form.head(header))
        return form.assembled(header, signature, sealed, self._identity.endorsed(""))
