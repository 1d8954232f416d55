"""Headquarters' order to a revoked laptop: to show nothing any more, and to destroy what it holds.

Only an answer that headquarters signed to this laptop's own question is such an order, whichever way it came: nobody on
the line can give one, nor repeat one. What waited was in the question, and headquarters keeps it for the team lead.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desa_app import __version__
from desa_app.errors import Destroyed
from desa_app.store.database import immediate
from desa_app.store.identity import Identity, Rejoin
from desa_app.store.store import REJOIN, Store
from desa_app.sync.pure import wire
from desa_app.sync.pure.wire import Push, Reply


def obey(store: Store, me: Identity, reply: Reply) -> None:
    """Lock, and destroy the data where nothing of it is to be sent before. Raises Destroyed where it did."""
    with immediate(store.db):
        store.journal.settle(reply.answers)
        store.lease.end()
        store.settings.put(REJOIN, Rejoin(me.dev))
    if reply.revoked != "left" or not (store.journal.count_pending() or store.files.waiting()):
        destroy(store, me)


def destroy(store: Store, me: Identity) -> None:
    """Destroy the data of this laptop. Raises Destroyed, with what tells headquarters that it is done."""
    farewell = _farewell(store, me)
    store.destroy()
    raise Destroyed(farewell)


def _farewell(store: Store, me: Identity) -> bytes:
    """The body that says so, signed while there is a key to sign with."""
    push = Push(
        protocol=wire.PROTOCOL,
        dev=me.dev,
        request=store.chance(8).hex(),
        wall_ms=store.clock(),
        room=0,
        count=0,
        app=__version__,
        destroyed=True,
    )
    unsigned = wire.body(push, ())
    key = Ed25519PrivateKey.from_private_bytes(store.settings.signing_key())
    return wire.signed(unsigned, key.sign(unsigned))
