"""Cards and relay receipts: what laptops show each other where there is no line to headquarters.

A *card* is headquarters' word on whose a device is, with its keys, so that a lead's laptop knows a colleague's bundle
from a stranger's, and a colleague's laptop knows a lead's receipt from a forged one. A *relay receipt* is a lead's
word that a bundle lies on the lead's laptop; it says nothing of headquarters, and ends nothing that waits.

A card is a signed body of one line (``wire.signed``), told apart from all other signed lines by its field ``is``.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from desa_app.sync.pure.wire import Name

Key = Annotated[str, msgspec.Meta(max_length=120)]
"""A public key as text: base64 for signing (Ed25519), ``age1…`` for sealing (X25519)."""


class Card(msgspec.Struct, frozen=True, omit_defaults=True, tag="card", tag_field="is"):
    """A device's card. ``number`` counts the device's cards; ``readers`` are the sealing keys of those of the office,
    by device, who may open the bundles of this one as well as headquarters."""

    number: Annotated[int, msgspec.Meta(ge=0, le=2**53)] = msgspec.field(name="no")
    dev: Name
    person: str = msgspec.field(name="by")
    name: str
    role: Literal["officer", "lead", "hq"]
    office_code: str = msgspec.field(name="office")
    public_key: Key = msgspec.field(name="key")
    sealing_key: Key = msgspec.field(name="seal")
    hq: Name
    hq_key: Key = msgspec.field(name="hqkey")
    hq_sealing_key: Key = msgspec.field(name="hqseal")
    readers: dict[Name, Key] = msgspec.field(default_factory=dict)


class Relayed(msgspec.Struct, frozen=True, tag="relayed", tag_field="is"):
    """A lead has taken the bundle ``bundle`` of device ``dev`` to carry it on. ``signature`` (base64) is the lead's,
    over ``relayed_text``; ``card`` is the lead's."""

    bundle: Name
    dev: Name
    taken_ms: int = msgspec.field(name="at")
    signature: Annotated[str, msgspec.Meta(max_length=88)] = msgspec.field(name="sig")
    card: str


def relayed_text(lead: str, bundle: str, taken_ms: int, count: int, root: str) -> bytes:
    """What a lead's device signs: that it took so many changes, by the root over them that the bundle names; the lead
    can't read them, but whose they are can tell that it is these."""
    return f"desa relayed 1\n{lead}\n{bundle}\n{taken_ms}\n{count}\n{root}\n".encode()
