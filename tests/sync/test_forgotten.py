"""A headquarters that goes on from an old backup: what it has forgotten is on laptops, and all of it comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from desa_app.domain.session import Session
from desa_app.errors import AlreadyEnrolled, Destroyed, Forgotten
from desa_app.hq import backup, schema
from desa_app.hq.backup import back_up, restore
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.server import served
from desa_app.store.identity import Rejoin
from desa_app.store.records import Save
from desa_app.store.store import IDENTITY, REJOIN, Store
from desa_app.sync import cards
from desa_app.sync.enrol import enrol
from desa_app.sync.pure.testimony import MOST
from desa_app.sync.run import sync
from tests.sync.laptops import ALL, KENDAL, World, exchange, me, rows, shown, states, visit


def at(store: Store, url: str) -> Store:
    """The laptop, whose headquarters answers at ``url``."""
    store.settings.put(IDENTITY, msgspec.structs.replace(me(store), hq_url=url))
    return store


def run(world: World, *stores: Store) -> None:
    """Each laptop synchronises in its turn."""
    with served(world.url) as url:
        for store in stores:
            sync(at(store, url))


def backed_up(world: World) -> Path:
    world.clock.ms += 60_000
    return back_up(world.hq, world.folder / "backups", world.clock.ms)


def go_back(world: World, made: Path) -> None:
    """Headquarters goes on from a backup."""
    world.hq.close()
    world.clock.ms += 60_000
    restore(made, world.url, world.clock)
    world.hq = Headquarters(world.url, world.clock)


def whole(world: World) -> None:
    """The logs of headquarters hold together."""
    with world.hq.database.reading() as connection:
        assert backup.check(connection) == []
    assert len(world.dots_in_logs()) == len(set(world.dots_in_logs()))


def test_changes_of_a_laptop_that_is_gone_come_back_from_a_colleagues(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi", role="lead")
    visit(dewi, "Siti")
    run(world, dewi, budi)
    made = backed_up(world)
    session = visit(dewi, "Joko", "Wati")
    dewi.records.save([Save(msgspec.structs.replace(dewi.sessions.get(session), venue="Masjid"))])
    run(world, dewi, budi)
    before, dots = shown(budi), sorted(world.dots_in_logs())
    go_back(world, made)
    run(world, budi)
    assert sorted(world.dots_in_logs()) == dots
    whole(world)
    run(world, budi)
    assert shown(budi) == before
    assert budi.check() == []
    newcomer = world.laptop("rini")
    run(world, newcomer)
    assert shown(newcomer) == before
    run(world, dewi, budi)
    assert sorted(world.dots_in_logs()) == dots
    assert rows(dewi) == rows(budi) == rows(newcomer)
    assert {state for _, state in states(dewi)} == {"acked"}


def test_they_come_in_as_many_requests_as_it_takes(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    run(world, dewi, budi)
    made = backed_up(world)
    visit(dewi, *(f"Orang {number}" for number in range(MOST + 40)))
    run(world, dewi, budi)
    dots = sorted(world.dots_in_logs())
    go_back(world, made)
    run(world, budi)
    assert sorted(world.dots_in_logs()) == dots
    whole(world)


def test_a_laptop_that_joined_after_the_backup_comes_back_by_its_card(world: World) -> None:
    budi = world.laptop("budi", role="lead")
    run(world, budi)
    made = backed_up(world)
    with served(world.url) as url:
        dewi = world.stranger("dewi")
        enrol(dewi, url, world.code("dewi"))
        visit(dewi, "Siti")
        sync(dewi)
        sync(at(budi, url))
    who, dots = me(dewi), sorted(world.dots_in_logs())
    go_back(world, made)
    visit(dewi, "Joko")
    run(world, budi, dewi)
    assert (me(dewi).dev, me(dewi).person) == (who.dev, who.person)
    assert set(dots) < set(world.dots_in_logs())
    assert {state for _, state in states(dewi)} == {"acked"}
    assert [each.name for each in world.hq.laptops() if each.dev == who.dev] == [who.name]
    run(world, budi)
    assert rows(budi) == rows(dewi)
    whole(world)


@pytest.mark.parametrize(
    "forgery",
    [
        lambda card, other: card.replace('"role":"officer"', '"role":"lead"'),
        lambda card, other: card.replace('"key":"', '"key":"AAAA'),
        lambda card, other: other,
        lambda card, other: card[:-20],
        lambda card, other: "kartu",
    ],
    ids=["another role", "another key", "a colleague's", "cut", "none"],
)
def test_nobody_comes_back_by_a_card_that_is_not_theirs(
    world: World, forgery: Callable[[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backed_up(world)
    with served(world.url) as url:
        dewi, budi = world.stranger("dewi"), world.stranger("budi")
        for store in (dewi, budi):
            enrol(store, url, world.code("dewi"))
            sync(store)
    go_back(world, made)
    forged = forgery(cards.text(dewi), cards.text(budi))
    assert forged != cards.text(dewi)
    monkeypatch.setattr(cards, "text", lambda store: forged)
    with pytest.raises(Forgotten):
        run(world, dewi)
    assert world.hq.laptops() == []


def test_what_was_said_is_said_again_where_headquarters_forgets_it_before_it_is_read(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    run(world, dewi, budi)
    made = backed_up(world)
    visit(dewi, "Siti")
    run(world, dewi, budi)
    dots = sorted(world.dots_in_logs())
    go_back(world, made)
    asked = replace(ALL, testifies=True)
    while sorted(world.dots_in_logs()) != dots:
        exchange(budi, world.hq, replace(asked, room=0) if budi.testimony.waiting() else asked)
    go_back(world, made)
    run(world, budi)
    assert sorted(world.dots_in_logs()) == dots
    whole(world)


def test_one_that_was_revoked_before_headquarters_forgot_it_stays_revoked(world: World) -> None:
    made = backed_up(world)
    with served(world.url) as url:
        dewi = world.stranger("dewi")
        enrol(dewi, url, world.code("dewi"))
        sync(dewi)
    world.hq.revoke(me(dewi).dev, "left")
    go_back(world, made)
    visit(dewi, "Siti")
    with pytest.raises(Destroyed):
        run(world, dewi)
    assert len(world.hq.quarantined()) == 2


def test_without_a_card_a_code_brings_it_back_under_its_old_name(world: World) -> None:
    made = backed_up(world)
    dewi = world.laptop("dewi")
    visit(dewi, "Siti")
    run(world, dewi)
    dewi.settings.put("card", "")
    dots = world.dots_in_logs()
    go_back(world, made)
    visit(dewi, "Joko")
    with pytest.raises(Forgotten, match="kode baru"):
        run(world, dewi)
    before = shown(dewi)
    person = me(dewi).person
    with world.hq.database.writing() as connection:
        connection.execute(
            schema.person.insert().values(person=person, name="Dewi", role="officer", office_code="KANIM-SMG")
        )
    with served(world.url) as url:
        assert enrol(dewi, url, world.hq.invite(person).code).dev == me(dewi).dev
        sync(dewi)
    assert shown(dewi) == before
    assert set(dots) < set(world.dots_in_logs())
    assert {state for _, state in states(dewi)} == {"acked"}
    assert dewi.check() == []


def test_another_headquarters_is_not_joined_with_the_records_of_this(world: World, tmp_path: Path) -> None:
    dewi = world.laptop("dewi")
    visit(dewi, "Siti")
    run(world, dewi)
    before = me(dewi), rows(dewi)
    url = f"sqlite:///{tmp_path / 'anew.db'}"
    with Headquarters.create(url, world.clock) as anew, served(url) as address:
        anew.add_office("KANIM-SMG", "Kantor Imigrasi Semarang")
        dewi.settings.put(REJOIN, Rejoin(me(dewi).dev))
        with pytest.raises(AlreadyEnrolled):
            enrol(dewi, address, anew.add_person("Dewi", "officer", "KANIM-SMG").code)
    assert (me(dewi), rows(dewi)) == before


def test_headquarters_own_changes_come_back_and_its_numbers_are_given_once(world: World) -> None:
    dewi, wayan = world.laptop("dewi"), world.laptop("wayan", KENDAL)
    run(world, dewi, wayan)
    made = backed_up(world)
    world.hq.add_office("KANIM-SMG", "Kantor Imigrasi Kelas I Semarang")
    world.hq.add_office("KANIM-SLO", "Kantor Imigrasi Surakarta")
    run(world, dewi, wayan)
    go_back(world, made)
    world.hq.add_office("KANIM-KDL", "Kantor Imigrasi Kelas II Kendal")
    run(world, dewi, wayan, dewi)
    whole(world)
    assert rows(dewi)["office"] == rows(wayan)["office"]
    names = {row["code"]: row["name"] for row in dewi.db.query("SELECT code, name FROM office")}
    assert names["KANIM-SMG"] == "Kantor Imigrasi Kelas I Semarang"
    assert names["KANIM-KDL"] == "Kantor Imigrasi Kelas II Kendal"
    assert dewi.check() == wayan.check() == []


def test_an_office_that_was_added_since_comes_back_with_its_laptops(world: World) -> None:
    budi = world.laptop("budi", role="lead")
    run(world, budi)
    made = backed_up(world)
    world.hq.add_office("KANIM-SLO", "Kantor Imigrasi Surakarta")
    with served(world.url) as url:
        stores = [world.stranger("rini"), world.stranger("made")]
        for store in stores:
            enrol(store, url, world.code("rini", "KANIM-SLO"))
            visit(store, "Siti")
            sync(store)
    dots = sorted(world.dots_in_logs())
    go_back(world, made)
    run(world, *stores, *stores)
    assert sorted(world.dots_in_logs()) == dots
    assert rows(stores[0]) == rows(stores[1])
    for store in stores:
        assert {state for _, state in states(store)} == {"acked"}
        assert store.check() == []
    whole(world)


def test_a_key_that_came_into_use_since_the_backup_stays_in_use(world: World) -> None:
    dewi = world.laptop("dewi")
    run(world, dewi)
    made = backed_up(world)
    world.hq.rotate_key()
    run(world, dewi)
    go_back(world, made)
    visit(dewi, "Siti")
    run(world, dewi)
    assert {state for _, state in states(dewi)} == {"acked"}


FORGERIES = {
    "another device's": lambda line: line.replace(b'"d":"', b'"d":"x', 1),
    "other words": lambda line: line.replace(b"Siti", b"Rini", 1),
    "another signature": lambda line: line.replace(b'"signature":"', b'"signature":"AAAA', 1),
    "another place": lambda line: line.replace(b'"p":', b'"p":1', 1),
    "nothing": lambda line: b"{}",
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_a_change_that_headquarters_never_signed_for_is_not_taken(
    world: World, forgery: Callable[[bytes], bytes]
) -> None:
    """A colleague's laptop can put no words into another's mouth, nor alter what was said."""
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    run(world, dewi, budi)
    made = backed_up(world)
    visit(dewi, "Siti")
    run(world, dewi, budi)
    go_back(world, made)
    before = world.dots_in_logs()
    honest = budi.receipts.witnessed

    def forged(dev: str, n: int, receipt: int) -> bytes | None:
        line = honest(dev, n, receipt)
        return line and forgery(line)

    budi.receipts.witnessed = forged  # type: ignore[method-assign]
    run(world, budi)
    assert [dot for dot in world.dots_in_logs() if dot not in before and not dot.startswith(me(dewi).dev)] == []
    with world.hq.database.reading() as connection:
        payloads = connection.scalars(select(schema.log.c.payload)).all()
    assert not any(b"Rini" in payload for payload in payloads)
    assert list(world.hq.quarantined()) == []
    run(world, dewi)
    whole(world)


def test_colleagues_and_their_own_laptop_never_double_what_they_both_bring(world: World) -> None:
    stores = [world.laptop(name) for name in ("dewi", "budi", "rini")]
    run(world, *stores)
    made = backed_up(world)
    for store in stores:
        visit(store, "Siti")
    run(world, *stores, *stores)
    dots = sorted(world.dots_in_logs())
    for order in ((0, 1, 2), (2, 0, 1)):
        go_back(world, made)
        run(world, *(stores[place] for place in order), *stores)
        assert sorted(world.dots_in_logs()) == dots
        whole(world)
        assert len({str(rows(store)) for store in stores}) == 1
        assert all(store.check() == [] for store in stores)


def test_a_restore_that_nobody_announced_is_noticed_as_well(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    run(world, dewi, budi)
    copy = world.back_up()
    visit(dewi, "Siti")
    run(world, dewi, budi)
    dots = sorted(world.dots_in_logs())
    world.restore(copy, new_epoch=False)
    run(world, budi)
    assert sorted(world.dots_in_logs()) == dots


def test_the_venue_that_a_colleague_saw_is_what_headquarters_shows_again(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi", role="lead")
    session = visit(dewi, "Siti")
    run(world, dewi, budi)
    made = backed_up(world)
    dewi.records.save([Save(msgspec.structs.replace(dewi.sessions.get(session), venue="Masjid"))])
    run(world, dewi, budi)
    go_back(world, made)
    run(world, budi, budi)
    with world.hq.database.reading() as connection:
        table = schema.RECORD_TABLES[Session.noun]
        assert connection.scalars(select(table.c.venue)).all() == ["Masjid"]
