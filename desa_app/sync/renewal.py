"""A lease renewed without a line: by a file that headquarters signed, or by a code that somebody reads out."""

from __future__ import annotations

import msgspec

from desa_app.errors import NotEnrolled, WrongRenewal
from desa_app.language import say
from desa_app.store.identity import Identity
from desa_app.store.store import Store
from desa_app.sync import cards
from desa_app.sync.pure import lease
from desa_app.sync.pure.lease import LONGEST_MS, Lease, Ticket

_tickets = msgspec.json.Decoder(Ticket)


def read_ticket(store: Store, content: bytes) -> Lease:
    """Renew the lease by a file's content. Raises NotEnrolled, WrongRenewal; then nothing was changed."""
    me = _me(store)
    try:
        ticket = _tickets.decode(cards.proven(store, me, content))
    except (ValueError, msgspec.MsgspecError) as error:
        why = say("berkas ini bukan perpanjangan dari kantor pusat", "this file is no renewal from headquarters")
        raise WrongRenewal(why=why) from error
    if (ticket.hq, ticket.dev) != (me.hq, me.dev):
        raise WrongRenewal(why=say("berkas ini untuk laptop lain", "this file is for another laptop"))
    return _brought(store, ticket.until_ms, ticket.wall_ms)


def take_code(store: Store, written: str) -> Lease:
    """Renew the lease by a code as it was heard. Raises NotEnrolled, WrongRenewal; then nothing was changed."""
    me, secret = _me(store), store.lease.secret
    day = lease.read_code(written, secret, me.dev) if secret else None
    if day is None:
        why = say("kode ini salah dengar atau untuk laptop lain", "this code was misheard or is for another laptop")
        raise WrongRenewal(why=why)
    until_ms = lease.day_end_ms(day)
    return _brought(store, until_ms, until_ms - LONGEST_MS)


def _me(store: Store) -> Identity:
    me = store.me
    if me is None:
        raise NotEnrolled
    return me


def _brought(store: Store, until_ms: int, written_ms: int) -> Lease:
    found = store.lease.bring(until_ms, written_ms)
    if found is None:
        why = say(
            "sudah pernah dipakai, atau lewat masanya menurut jam laptop ini; periksa juga tanggal di laptop",
            "it was used before, or is over by this laptop's clock; check the laptop's date, too",
        )
        raise WrongRenewal(why=why)
    return found
