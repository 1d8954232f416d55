"""Joining a headquarters with a one-time code, and joining again where this laptop turned out to be a copy."""

from __future__ import annotations

import base64
import platform
import threading
from ipaddress import ip_address
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desa_app.errors import AlreadyEnrolled, WrongField
from desa_app.language import say
from desa_app.store.database import immediate
from desa_app.store.identity import Identity, Rejoin
from desa_app.store.store import IDENTITY, REJOIN, Store
from desa_app.sync import cards
from desa_app.sync.line import Line
from desa_app.sync.pure.sealing import public_sealing_key
from desa_app.sync.pure.wire import Enrolled, Enrolment
from desa_app.sync.road import Connect

SHORTEST_CODE, LONGEST_CODE = 4, 40


def enrol(store: Store, url: str, code: str, connect: Connect = Line) -> Identity:
    """Make this laptop the person's whom the code names. A lost answer can be asked for again with the same code.

    A laptop that headquarters refused joins again. As a copy of another it takes a key of its own and becomes another
    device, and what headquarters never took from it is written again under the new name. One that headquarters had
    forgotten or revoked gets its old name again by its key, and goes on. Nothing is dropped. Raises AlreadyEnrolled
    for any other enrolled laptop and at any other headquarters, WrongField, NoConnection, Refused; then the laptop
    stays as it was.
    """
    me = store.me
    refused: Rejoin | None = store.settings.get(REJOIN, Rejoin)
    if me is not None and (refused is None or refused.dev != me.dev):
        raise AlreadyEnrolled(name=me.name)
    is_copy = me is not None and refused is not None and refused.is_copy
    address = _checked_address(url)
    sealing = public_sealing_key(store.settings.sealing_key())
    line = connect(address, threading.Event())
    try:
        keys = _public_key(store, is_copy=is_copy), platform.node()[:120], sealing
        enrolled = line.enrol(Enrolment(_checked(code), *keys))
    finally:
        line.close()
    identity = _identity(enrolled, address)
    if me is not None and me.hq != identity.hq:
        raise AlreadyEnrolled(name=me.name)
    with immediate(store.db):
        if is_copy:
            store.settings.take_next_signing_key()
        store.settings.put(IDENTITY, identity)
        cards.keep(store, enrolled.card)
        if store.journal.dev != identity.dev:
            store.logs.fold(store.journal.become(identity.dev, identity.person))
        store.lease.renew(enrolled.lease_ms, enrolled.wall_ms)
        store.lease.keep_secret(enrolled.lease_secret)
    return identity


def _checked_address(url: str) -> str:
    """The address of a headquarters that nobody on the way can listen to: by https, or on this very machine."""
    try:
        parts = urlsplit(url.strip())
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname or ""))
    except ValueError:
        is_safe = False
    if not is_safe or not parts.hostname:
        raise WrongField(
            path="hq", why=say("alamatnya harus dimulai dengan https://", "the address must begin with https://")
        )
    return url.strip().rstrip("/")


def _is_here(host: str) -> bool:
    return host == "localhost" or ip_address(host).is_loopback


def _checked(code: str) -> str:
    """The code without the spaces around it, if it can be one at all."""
    stripped = code.strip()
    if not SHORTEST_CODE <= len(stripped) <= LONGEST_CODE:
        raise WrongField(path="code", why=say("kode tidak lengkap", "the code is not complete"))
    return stripped


def _public_key(store: Store, *, is_copy: bool) -> str:
    settings = store.settings
    private = Ed25519PrivateKey.from_private_bytes(settings.next_signing_key() if is_copy else settings.signing_key())
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()


def _identity(enrolled: Enrolled, address: str) -> Identity:
    me = enrolled.me
    return Identity(
        dev=enrolled.dev,
        person=me.person,
        name=me.name,
        role=me.role,
        office_code=me.office_code,
        office_name=me.office_name,
        hq=enrolled.hq,
        hq_url=address,
        hq_key=enrolled.hq_key,
    )
