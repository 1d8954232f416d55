"""Joining a headquarters with a one-time code."""

from __future__ import annotations

import base64
import platform

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desa_app.errors import AlreadyEnrolled
from desa_app.store.identity import Identity
from desa_app.store.store import Store
from desa_app.sync.line import Line
from desa_app.sync.pure.wire import Enrolled, Enrolment


def enrol(store: Store, url: str, code: str) -> Identity:
    """Make this laptop the person's whom the code names. A lost answer can be asked for again with the same code.

    Raises AlreadyEnrolled, NoConnection, Refused; then the laptop stays as it was.
    """
    me = store.me
    if me is not None:
        raise AlreadyEnrolled(name=me.name)
    line = Line(url)
    try:
        enrolled = line.enrol(Enrolment(code.strip(), _public_key(store), platform.node()[:120]))
    finally:
        line.close()
    identity = _identity(enrolled, url)
    store.enrolled(identity)
    return identity


def _public_key(store: Store) -> str:
    private = Ed25519PrivateKey.from_private_bytes(store.settings.signing_key())
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()


def _identity(enrolled: Enrolled, url: str) -> Identity:
    me = enrolled.me
    return Identity(
        dev=enrolled.dev,
        person=me.person,
        name=me.name,
        role=me.role,
        office_code=me.office_code,
        office_name=me.office_name,
        hq=enrolled.hq,
        hq_url=url.rstrip("/"),
        hq_key=enrolled.hq_key,
    )
