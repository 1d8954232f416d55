"""Sticks between laptops, a lead and headquarters: nobody has a line, and everything arrives once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from desa_app import stick
from desa_app.errors import Cancelled, Cloned, StickFull, StickUnusable
from desa_app.hq.sticks import Answered, answer_all
from desa_app.store.store import Store
from desa_app.sync import sticks
from desa_app.sync.sticks import Read, read, reply, write
from tests.sync.laptops import KENDAL, World, drain, me, ready, rows, states, visit


@pytest.fixture
def dewi(world: World) -> Store:
    """An officer's laptop."""
    return ready(world, "dewi")


@pytest.fixture
def budi(world: World) -> Store:
    """The lead's laptop."""
    return ready(world, "budi", role="lead")


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    """An empty stick."""
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


def waiting(store: Store) -> list[int]:
    """The numbers of the own changes that wait for headquarters."""
    return [n for n, state in states(store) if state == "pending"]


def endings(folder: Path) -> list[str]:
    """What kinds of files are on a stick."""
    return sorted(each.name.partition(".")[2] for each in folder.rglob("*.*") if each.is_file())


def post(world: World, place: Path, back: Path) -> list[Answered]:
    """Read a stick at headquarters."""
    return list(answer_all(world.hq, place, back))


def test_from_a_laptop_to_headquarters_and_back(world: World, dewi: Store, usb: Path) -> None:
    visit(dewi, "Siti", "Joko")
    done = write(dewi, usb)
    assert (done.changes, done.bundles, done.folder) == (3, 0, usb)
    assert done.size == sum(each.stat().st_size for each in usb.iterdir())
    [answered] = post(world, usb, usb)
    assert (answered.dev, answered.problem) == (me(dewi).dev, "")
    got = read(dewi, usb)
    assert (got.answered, got.pushed, got.unusable) == (1, 3, [])
    assert waiting(dewi) == []
    assert endings(usb) == []
    assert read(dewi, usb).is_empty


def test_through_a_lead_that_has_no_line_either(world: World, dewi: Store, budi: Store, usb: Path) -> None:
    lina, other = ready(world, "lina"), usb.parent / "other"
    for store in (dewi, lina):
        visit(store, f"Tamu {me(store).name}")
        write(store, usb)
    collected = read(budi, usb)
    assert (sorted(collected.collected), collected.brought) == (["Dewi", "Lina"], 0)
    for store in (dewi, lina):
        assert read(store, usb).leads == ["Budi"]
        assert set(store.bundles.relayed_changes()) == {1, 2}
        assert waiting(store) == [1, 2]
    visit(budi, "Wati")
    done = write(budi, other)
    assert (done.changes, done.bundles) == (2, 2)
    assert [each.problem for each in post(world, other, other)] == ["", "", ""]
    back = read(budi, other)
    assert (back.answered, back.pushed, back.kept_answers) == (1, 2, 2)
    assert read(budi, usb).brought == 2
    for store in (dewi, lina):
        assert read(store, usb).pushed == 2
        assert waiting(store) == []
    drain(dewi, lina, budi, hq=world.hq)
    assert rows(dewi) == rows(lina) == rows(budi)
    assert len(world.dots_in_logs()) == len(set(world.dots_in_logs()))


def test_what_was_begun_is_gone_on_with_and_what_is_new_is_written_anew(
    world: World, dewi: Store, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stick, "_STEP", 100)
    visit(dewi, "Siti")
    with pytest.raises(Cancelled):
        write(dewi, usb, cancelled=Pulled(after=3))
    [begun] = usb.iterdir()
    content = begun.read_bytes()
    write(dewi, usb)
    [whole] = usb.iterdir()
    assert whole.name == begun.name.removesuffix(".new")
    assert whole.read_bytes().startswith(content)
    with pytest.raises(Cancelled):
        write(dewi, usb, cancelled=Pulled(after=3))
    visit(dewi, "Joko")
    assert write(dewi, usb).changes == 4
    assert endings(usb) == ["changes.desa"]
    assert [each.problem for each in post(world, usb, usb)] == [""]
    read(dewi, usb)
    assert waiting(dewi) == []


class Pulled(threading.Event):
    """A stick that is pulled out after so many steps."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self._left = after

    def is_set(self) -> bool:
        self._left -= 1
        return self._left < 0


def test_a_stick_that_fails_loses_nothing(
    world: World, dewi: Store, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(dewi, "Siti")
    (usb / "file").touch()
    with pytest.raises(StickUnusable):
        write(dewi, usb / "file")

    def full(*_: object, **__: object) -> None:
        raise StickFull(name="usb")

    with monkeypatch.context() as patch:
        patch.setattr(stick, "write", full)
        with pytest.raises(StickFull):
            write(dewi, usb)
    assert waiting(dewi) == [1, 2]
    assert write(dewi, usb).changes == 2
    with pytest.raises(StickUnusable):
        read(dewi, usb / "gone")


def test_a_bad_file_stops_no_other_and_is_told(world: World, dewi: Store, budi: Store, usb: Path) -> None:
    visit(dewi, "Siti")
    write(dewi, usb)
    [good] = usb.iterdir()
    (usb / "cut.desa").write_bytes(good.read_bytes()[:-1])
    (usb / "other.desa").write_bytes(b"holiday")
    (usb / "receipt.desa").write_bytes(b"{}")
    (usb / "empty.desa").touch()
    collected = read(budi, usb)
    assert (collected.collected, len(collected.unusable)) == (["Dewi"], 4)
    assert all("[E112]" not in sentence and "Tidak ada yang diubah" in sentence for sentence in collected.unusable)
    answered = post(world, usb, usb.parent / "back")
    assert sorted(bool(each.problem) for each in answered) == [False, True, True, True]
    assert read(dewi, usb.parent / "back").pushed == 2


def test_the_parts_of_a_split_bundle_are_read_as_one(world: World, dewi: Store, usb: Path) -> None:
    visit(dewi, "Siti")
    write(dewi, usb, part_bytes=500)
    assert len(list(usb.iterdir())) > 2
    assert all(each.stat().st_size <= 500 for each in usb.iterdir())
    [answered] = post(world, usb, usb)
    assert answered.problem == ""
    assert read(dewi, usb).pushed == 2
    assert endings(usb) == []


def test_a_missing_part_is_no_bundle(world: World, dewi: Store, usb: Path) -> None:
    visit(dewi, "Siti")
    write(dewi, usb, part_bytes=500)
    sorted(usb.iterdir())[1].unlink()
    [answered] = post(world, usb, usb)
    assert "[H450]" in answered.problem


def test_one_file_alone_can_be_read(world: World, dewi: Store, usb: Path) -> None:
    visit(dewi, "Siti")
    write(dewi, usb)
    [answered] = post(world, next(usb.iterdir()), usb.parent / "back")
    assert answered.answers is not None
    assert read(dewi, answered.answers).pushed == 2


def test_an_officer_carries_nobody_else_s(world: World, dewi: Store, usb: Path) -> None:
    lina = ready(world, "lina")
    visit(lina, "Siti")
    write(lina, usb)
    assert read(dewi, usb) == Read()
    post(world, usb, usb)
    assert read(dewi, usb) == Read()
    assert dewi.bundles.carried() == []


def test_a_lead_of_another_office_takes_nothing(world: World, dewi: Store, usb: Path) -> None:
    wayan = ready(world, "wayan", office=KENDAL, role="lead")
    visit(dewi, "Siti")
    write(dewi, usb)
    got = read(wayan, usb)
    assert (got.collected, len(got.unusable)) == ([], 1)
    assert wayan.bundles.carried() == []


def test_answers_are_written_again_and_kept_for_a_season(world: World, dewi: Store, budi: Store, usb: Path) -> None:
    visit(dewi, "Siti")
    write(dewi, usb)
    read(budi, usb)
    [(carried, content)] = [(each, budi.bundles.bundle(each.id)) for each in budi.bundles.carried()]
    assert content is not None
    budi.bundles.keep_answers(carried.id, carried.dev, world.hq.carry(content), world.clock())
    assert budi.bundles.bundle(carried.id) is None
    assert reply(budi, usb) == reply(budi, usb.parent / "again") == 1
    world.clock.ms += 91 * 24 * 3600 * 1000
    visit(dewi, "Joko")
    write(dewi, usb.parent / "later")
    read(budi, usb.parent / "later")
    assert [each.id for each in budi.bundles.carried() if each.is_answered] == []


def test_removable_drives_of_linux_are_found() -> None:
    mounts = (
        "/dev/sda1 / ext4 rw 0 0\ntmpfs /media/x tmpfs rw 0 0\n"
        "/dev/sdb1 /media/dewi/STIK\\040BIRU vfat rw 0 0\n/dev/sdc1 /run/media/dewi/KINGSTON exfat rw 0 0\n"
    )
    assert sticks._linux_drives(mounts) == [Path("/media/dewi/STIK BIRU"), Path("/run/media/dewi/KINGSTON")]
    assert isinstance(sticks.drives(), list)


def test_a_lead_who_is_refused_has_collected_all_the_same(world: World, dewi: Store, budi: Store, usb: Path) -> None:
    copy = world.copy(budi, "copy")
    visit(budi, "Siti")
    drain(budi, hq=world.hq)
    for store in (copy, dewi):
        visit(store, "Joko")
        write(store, usb)
    post(world, usb, usb)
    with pytest.raises(Cloned):
        read(copy, usb)
    assert [each.name for each in copy.bundles.carried()] == ["Dewi"]
    assert waiting(copy) == [1, 2]
