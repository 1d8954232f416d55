"""Write what this version writes: ``python -m tests.golden.write [--again]``, see README.md."""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from desa_app import __version__
from desa_app.domain.attendee import Attendee
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.store.database import FILE
from desa_app.store.key import FILE as KEY_FILE
from desa_app.store.records import Save
from desa_app.store.store import Store
from desa_app.sync.bundle import make_bundles
from desa_app.sync.exchange import request_body
from tests.sync.laptops import ALL, Templates, World, drain, me, shown, visit

GOLDEN = Path(__file__).parent


class Said(msgspec.Struct, frozen=True):
    """The moment in which a version wrote its files (milliseconds since 1970), the name of the request and how many
    changes it carries, and what the laptop showed: the values of its living records by noun."""

    wall_ms: int
    request: str
    carried: int
    shown: dict[str, list[dict[str, Any]]]


def write(place: Path) -> None:
    """Live the history and keep what it leaves in the folder ``place``."""
    place.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), Templates.made(Path(folder) / "templates"))
        try:
            _keep(world, _lived(world), place)
        finally:
            world.close()


def _lived(world: World) -> Store:
    """A laptop with something of everything."""
    dewi, budi = world.laptop("dewi"), world.laptop("budi", role="lead")
    session = visit(dewi, "Siti Aminah", "Joko", minutes="Awal", headcount_male=3)
    dewi.offers.record(Offer(story="Kerja admin di Kamboja", offered_city="Phnom Penh"), [Recruiter(alias="Mas Yo")])
    gone = visit(dewi, venue="Salah ketik")
    drain(dewi, budi, hq=world.hq)
    dewi.sessions.delete(gone, "dicatat dua kali")
    for store, venue in ((dewi, "Balai Desa Karanganyar"), (budi, "Balai Desa Gandri")):
        store.records.save([Save(msgspec.structs.replace(store.records.get(Session, session), venue=venue))])
    visit(dewi, "Wati", venue="Balai\0Desa")
    drain(dewi, budi, dewi, hq=world.hq)
    [joko] = [each for each in dewi.records.children(Attendee, session) if each.full_name == "Joko"]
    dewi.records.save([Save(msgspec.structs.replace(joko, phone="0812 3456 7890"))])
    visit(dewi, "Rahayu", venue="Masjid Jami")
    return dewi


def _keep(world: World, dewi: Store, place: Path) -> None:
    body, question = request_body(dewi, me(dewi), ALL)
    [bundle] = make_bundles(dewi)
    assert bundle.content is not None
    said = Said(world.clock.ms, question.name, question.carried, shown(dewi))
    dewi.db.execute("VACUUM")
    dewi.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (place / "laptop").mkdir()
    for file in (FILE, KEY_FILE):
        shutil.copy(dewi.folder / file, place / "laptop" / file)
    (place / "hq.db.gz").write_bytes(gzip.compress(world.back_up().read_bytes(), 9, mtime=0))
    (place / "request.ndjson").write_bytes(body)
    (place / "answer.ndjson").write_bytes(world.hq.exchange(body))
    (place / "bundle.desa").write_bytes(bundle.content)
    (place / "said.json").write_bytes(msgspec.json.format(msgspec.json.encode(said), indent=1) + b"\n")


if __name__ == "__main__":
    target = GOLDEN / __version__
    if target.exists() and "--again" in sys.argv:
        shutil.rmtree(target)
    write(target)
