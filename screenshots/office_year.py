"""Twelve months of a district office as its laptops hold them: ``python -m screenshots.office_year FOLDER``.

Two officers and their lead live the year through the real stores and a real headquarters, whose clocks stand at the
day being lived: sessions and offers are recorded and handed in, once a week everybody synchronises, the lead decides
or sends back, the officers correct. Nine days before ``today`` is the first officer's last time at headquarters; what
came after waits on her laptop. So every place, status, conflict and refusal came about as in life. The same seed and
day give the same year but for the names that headquarters draws for people and devices.
"""

from __future__ import annotations

import base64
import datetime as dt
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from benchmarks.field_days import WIB, Day
from benchmarks.laptops import Clock
from desa_app.domain.review import Step
from desa_app.domain.roles import Role
from desa_app.domain.session import Position
from desa_app.domain.village import Village
from desa_app.hq.headquarters import Headquarters
from desa_app.store.identity import Identity
from desa_app.store.offers import Offers
from desa_app.store.sessions import Sessions
from desa_app.store.store import Store
from desa_app.sync.exchange import Asked, apply_answer, request_body
from desa_app.sync.pure.wire import MAX_BATCH, MAX_ROOM, Enrolment
from desa_app.ui.files.taking import Taker, take_evidence, take_photo
from screenshots.office_days import Gathering, Report, Rings, moment
from screenshots.photos import chat, hall

PASSPHRASE = "latihan-saja"
SEED = 20261124
TODAY = dt.date(2026, 11, 24)
OFFICE, OFFICE_NAME = "KANIM-SMG", "Kantor Imigrasi Kelas I TPI Semarang"
ADDRESS = "https://kantor-pusat.invalid"
"""Where these laptops think headquarters is; no such name can exist (RFC 2606)."""
REGENCY = "3324"
YEAR, LAST_SYNC = dt.timedelta(days=365), dt.timedelta(days=9)
_BIG = 212 / 9_000
"""The share of all people who come to the fullest hall."""
_UNDECIDED = dt.timedelta(days=24)
"""Since when the lead has not yet decided everything."""
_COMMENTS = (
    ("headcount_unknown", "Jumlah hadir tidak cocok dengan daftar hadir bertanda tangan; hitung ulang."),
    ("assignment_letter", "Nomor surat tugas bulan lalu. Perbaiki sesuai ST terbaru."),
    ("villages", "Menurut foto, peserta juga dari desa sebelah. Tambahkan desanya."),
    ("attendees[2].phone", "Nomor telepon ini milik peserta lain; tanyakan lagi."),
)
_SETTLED: tuple[tuple[Step, ...], ...] = (
    ("take up", "verify", "refer", "close"),
    ("take up", "verify", "refer", "close"),
    ("take up", "verify", "refer"),
    ("take up", "disprove"),
    ("take up", "mark duplicate"),
)
_UNDER_WAY: tuple[tuple[Step, ...], ...] = (
    ("take up", "verify", "refer"),
    ("take up", "verify"),
    ("take up",),
    ("take up", "return"),
    (),
)


class Size(NamedTuple):
    """How much an office does in a year."""

    villages: int = 40
    sessions: int = 300
    people: int = 9_000
    offers: int = 120


WHOLE = Size()


class OfficeYear(NamedTuple):
    """The folders of two of the office's laptops."""

    officer: Path
    lead: Path


class Visit(NamedTuple):
    """A session to be recorded by officer 0 or 1; ``is_draft`` where it is not handed in."""

    day: Day
    by: int
    is_draft: bool = False

    @property
    def saved_ms(self) -> int:
        return self.day.saved_ms


class Told(NamedTuple):
    """An offer to be recorded, and the steps that the lead will take."""

    report: Report
    by: int
    steps: tuple[Step, ...]
    is_draft: bool = False

    @property
    def saved_ms(self) -> int:
        return self.report.saved_ms


class Places(NamedTuple):
    """The villages of the office: those visited all year, those not for half a year, those not for a whole one,
    never; and neighbours that are nobody's *desa binaan*."""

    active: Sequence[Village]
    stale: Sequence[Village]
    old: Sequence[Village]
    never: Sequence[Village]
    neighbours: Sequence[Village]


def office_year(folder: Path, today: dt.date = TODAY, size: Size = WHOLE, seed: int = SEED) -> OfficeYear:
    """Make the year in ``folder``: ``laptop`` of an officer, ``lead`` of her team's lead; both open by PASSPHRASE."""
    folder.mkdir(parents=True, exist_ok=True)
    clock = Clock()
    clock.ms = moment(today - YEAR - dt.timedelta(days=150), 8)
    with Headquarters.create(f"sqlite:///{folder / 'hq.db'}", clock) as headquarters:
        office = _Office(headquarters, clock, folder)
        try:
            _live(office, today, size, random.Random(seed))
        finally:
            office.close()
    return OfficeYear(folder / "laptop", folder / "lead")


class _Office:
    """Headquarters and the laptops of an office on one clock, which stands at the moment being lived."""

    def __init__(self, headquarters: Headquarters, clock: Clock, folder: Path) -> None:
        self.headquarters, self.clock = headquarters, clock
        headquarters.load_villages()
        headquarters.add_office(OFFICE, OFFICE_NAME)
        self.officers = (
            self._laptop(folder / "laptop", "Dewi Kartikasari", "officer"),
            self._laptop(folder / "second", "Yusuf Bahtiar", "officer"),
        )
        self.lead = self._laptop(folder / "lead", "Rini Widyastuti", "lead")

    def _laptop(self, folder: Path, name: str, role: Role) -> Store:
        code = self.headquarters.add_person(name, role, OFFICE).code
        store = Store.open(folder, PASSPHRASE, self.clock)
        private = Ed25519PrivateKey.from_private_bytes(store.settings.signing_key())
        key = base64.b64encode(private.public_key().public_bytes_raw()).decode()
        got = self.headquarters.enrol(Enrolment(code, key, folder.name), "127.0.0.1")
        me = got.me
        store.enrolled(
            Identity(got.dev, me.person, name, role, me.office_code, me.office_name, got.hq, ADDRESS, got.hq_key)
        )
        return store

    def close(self) -> None:
        for store in (*self.officers, self.lead):
            store.close()

    def sync(self, store: Store) -> None:
        """Exchange with headquarters in this process until nothing is left."""
        me = store.me
        assert me is not None
        more = True
        while more:
            body, question = request_body(store, me, Asked(MAX_BATCH, MAX_ROOM))
            more = apply_answer(store, me, question, self.headquarters.exchange(body)).more

    def meet(self, ms: int) -> None:
        """Everybody synchronises at ``ms``: first the officers, then the lead, who sees what they brought."""
        self.clock.ms = max(self.clock.ms, ms)
        for store in (*self.officers, self.lead):
            self.sync(store)


def _live(office: _Office, today: dt.date, size: Size, chance: random.Random) -> None:
    """Week by week until the last time at headquarters, then what waits on the laptops since."""
    places = _places(office, today, size, chance)
    visits, told = list(_visits(office, places, today, size, chance)), list(_told(places, today, size, chance))
    begun: list[Visit | Told] = sorted([*visits, *told], key=lambda each: each.saved_ms)
    last = moment(today - LAST_SYNC, 16)
    lead = _Lead(office, {each.report.offer.id: each.steps for each in told}, today, chance)
    for _, week in groupby((each for each in begun if each.saved_ms < last), _week):
        _correct(office, today)
        for each in week:
            _record(office, each)
        office.meet(office.clock.ms + 3_600_000)
        lead.decide()
    _disagree(office, last)
    for each in begun:
        if each.saved_ms >= last:
            _record(office, each)
    _add_files(office.officers[0], today, chance)
    office.clock.ms = moment(today, 7)
    office.sync(office.officers[1])
    office.sync(office.lead)


def _add_files(store: Store, today: dt.date, chance: random.Random) -> None:
    """Photos for the last sessions on a laptop, and evidence for the offers that are urgent."""
    taken_at = dt.datetime.fromtimestamp(moment(today - dt.timedelta(days=1), 16) / 1000, WIB)
    for row in [row for row in store.sessions.listed() if row.place == "saved"][:3]:
        taker = Taker("Dewi Kartikasari", taken_at)
        photos = [take_photo(store.files, hall(chance), taker).attachment for _ in range(chance.randint(2, 4))]
        store.sessions.record(replace(store.sessions.get(row.id), photos=tuple(photos)))
    for alarm in [row for row in store.offers.listed() if row.alert and row.status in ("draf", "diajukan")]:
        offer = store.offers.get(alarm.id)
        taker = Taker("Dewi Kartikasari", taken_at, anonymous=offer.reporter_mode == "anonim")
        evidence = [take_evidence(store.files, chat(chance), taker).attachment for _ in range(2)]
        store.offers.record(replace(offer, evidence=tuple(evidence)))


def _week(each: Visit | Told) -> int:
    return each.saved_ms // (7 * 86_400_000)


def _record(office: _Office, each: Visit | Told) -> None:
    """What an officer types in and hands in."""
    store = office.officers[each.by]
    office.clock.ms = max(office.clock.ms, each.saved_ms)
    if isinstance(each, Visit):
        saved = store.sessions.record(each.day.session, each.day.attendees).id
    else:
        saved = store.offers.record(each.report.offer, each.report.recruiters).id
    if not each.is_draft:
        office.clock.ms += 60_000
        (store.sessions if isinstance(each, Visit) else store.offers).submit(saved)


def _correct(office: _Office, today: dt.date) -> None:
    """The officers mend what was sent back, but not yet what came back lately."""
    for store in office.officers:
        for row in store.sessions.listed():
            if row.status == "dikembalikan" and row.date and row.date < today - 2 * _UNDECIDED:
                store.sessions.edit(row.id, {"assignment_letter": f"W.13.IMI.IMI.1-GR.03.02-{row.date:%m%d}"})
                store.sessions.submit(row.id)


class _Lead:
    """The lead at the desk: most is approved, some sent back once, the latest waits."""

    def __init__(
        self, office: _Office, steps: Mapping[str, Sequence[Step]], today: dt.date, chance: random.Random
    ) -> None:
        self._office, self._steps, self._today, self._chance = office, steps, today, chance
        self._looked_at: set[str] = set()

    def decide(self) -> None:
        """Go through what was handed in, and synchronise."""
        self._sessions(self._office.lead.sessions)
        self._offers(self._office.lead.offers)
        self._office.sync(self._office.lead)

    def _sessions(self, sessions: Sessions) -> None:
        for row in sessions.listed():
            if row.status != "diajukan" or row.date is None:
                continue
            is_new = row.id not in self._looked_at
            self._looked_at.add(row.id)
            drawn = self._chance.random()
            if is_new and drawn < 0.06:
                sessions.send_back(row.id, *self._chance.choice(_COMMENTS))
            elif row.date < self._today - _UNDECIDED or (is_new and drawn < 0.3):
                sessions.approve(row.id)

    def _offers(self, offers: Offers) -> None:
        for row in offers.listed():
            if row.status != "diajukan":
                continue
            for step in self._steps.get(row.id, ()):
                told = ("visa", "Tanyakan lagi visa dan siapa yang memegang paspor.") if step == "return" else ()
                offers.move(row.id, step, *told)


def _disagree(office: _Office, last: int) -> None:
    """Both officers write the same minutes and the same story offline, and one changes what the lead decides
    meanwhile; then they meet at headquarters for the last time."""
    dewi, yusuf = office.officers
    office.meet(last - 7_200_000)
    waiting = [row.id for row in dewi.sessions.listed() if row.status == "diajukan"]
    for record in waiting[:2]:
        for store, text in ((dewi, "Ditutup pukul 11.40, berita acara menyusul."), (yusuf, "Ditutup pukul 12.05.")):
            session = store.sessions.get(record)
            store.sessions.record(replace(session, minutes=f"{session.minutes} {text}"))
    for record in [row.id for row in dewi.offers.listed() if row.status == "diajukan"][:1]:
        for store, text in ((dewi, "Katanya berangkat Jumat."), (yusuf, "Katanya berangkat minggu depan.")):
            offer = store.offers.get(record)
            store.offers.record(replace(offer, story=f"{offer.story} {text}"))
    for record in waiting[2:3]:
        dewi.sessions.delete(record, "Tercatat dua kali")
        office.lead.sessions.approve(record)
    for record in [row.id for row in dewi.offers.listed() if row.status == "draf"][:1]:
        office.lead.offers.submit(record)
        for step in ("take up", "verify"):
            office.lead.offers.move(record, step)
        dewi.offers.submit(record)
    office.clock.ms = max(office.clock.ms, last)
    for store in (office.lead, yusuf, dewi):
        office.sync(store)


def _places(office: _Office, today: dt.date, size: Size, chance: random.Random) -> Places:
    """Choose the villages and make them the office's; some letters are older than others."""
    near = [village for village in office.lead.villages.all() if village.regency_code == REGENCY]
    neighbours = max(1, size.villages // 6)
    drawn = chance.sample(near, size.villages + neighbours)
    few = max(1, size.villages // 10)
    for number, village in enumerate(drawn[neighbours:]):
        since = today - dt.timedelta(days=560 if number < size.villages * 2 // 3 else 300)
        sk = f"W.13.IMI.IMI.1-UM.01.01-{1200 + number // 8} Tahun {since.year}"
        office.headquarters.assign(village.code, OFFICE, sk, since, migrant_pocket=chance.choice((0.0, 0.5, 1.0)))
    never, old, stale, active = (
        drawn[start:end]
        for start, end in pairwise(
            (neighbours, neighbours + few, neighbours + 2 * few, neighbours + 3 * few, len(drawn))
        )
    )
    return Places(active, stale, old, never, drawn[:neighbours])


def _visits(office: _Office, places: Places, today: dt.date, size: Size, chance: random.Random) -> Iterator[Visit]:
    """The sessions, oldest first. The first officer's last ones are drafts, the fullest hall among them."""
    points = {point.code: point for point in office.lead.villages.points()}
    gathering = Gathering(chance)
    planned = sorted(_planned(places, today, size.sessions, chance), key=lambda each: each[0])
    lists = _lists(size, len(planned), chance)
    for left, ((date, held_in), people) in enumerate(zip(planned, lists, strict=True), start=-len(planned)):
        by = 0 if left >= -2 or chance.random() < 0.6 else 1
        here = points[held_in[0].code]
        point = Position(lat=round(here.latitude + 0.001, 5), lng=round(here.longitude - 0.001, 5), accuracy=12.0)
        yield Visit(gathering.day(held_in, date, people, point), by, is_draft=left in (-1, -2, -31))


def _planned(
    places: Places, today: dt.date, count: int, chance: random.Random
) -> Iterator[tuple[dt.date, Sequence[Village]]]:
    """When and where: half a week in the fasting month, more in the dry season, and some in the last days."""
    for village in places.old:
        yield today - dt.timedelta(days=chance.randint(400, 480)), [village]
    for village in places.stale:
        yield today - dt.timedelta(days=chance.randint(200, 330)), [village]
    recent = [1, 2, 3, 3, 5, 6, 7, 8][: max(2, count // 30)]
    days = [today - dt.timedelta(days=ago) for ago in range(10, YEAR.days)]
    weights = [_busy(day) for day in days]
    others = count - len(places.old) - len(places.stale) - len(recent)
    dates = [today - dt.timedelta(days=ago) for ago in recent] + chance.choices(days, weights, k=others)
    popular = [1 / (rank + 3) for rank in range(len(places.active))]
    for date in dates:
        held_in = chance.choices(places.active, popular)[0]
        if chance.random() < 0.04:
            held_in = chance.choice(places.neighbours)
        near = [each for each in places.active if each.district == held_in.district and each != held_in]
        yield date, [held_in, *near[:1]] if near and chance.random() < 0.08 else [held_in]


def _busy(day: dt.date) -> float:
    if day.weekday() == 6:
        return 0.0
    fasting = dt.date(2026, 2, 18) <= day <= dt.date(2026, 3, 22)
    return (0.2 if day.weekday() == 5 else 1.0) * (0.3 if fasting else 1.4 if day.month in (8, 9, 10) else 1.0)


def _lists(size: Size, sessions: int, chance: random.Random) -> list[int]:
    """How many people stand on each list, the fullest one last but one, none on one in eight; their sum is given."""
    weights = [
        0.0 if chance.random() < 0.12 else 3.0 if chance.random() < 0.04 else chance.uniform(0.4, 1.6)
        for _ in range(sessions)
    ]
    big = max(1, round(size.people * _BIG))
    weights[-2] = 0.0
    share = (size.people - big) / sum(weights)
    lists = [int(weight * share) for weight in weights]
    lists[-2] = big
    lists[-1] = max(14, lists[-1])
    lists[weights.index(max(weights))] += size.people - sum(lists)
    return lists


def _told(places: Places, today: dt.date, size: Size, chance: random.Random) -> Iterator[Told]:
    """The offers: the old ones settled, the newer ones under way, the last ones on the officer's laptop."""
    rings = Rings(chance)
    heard_in = [*places.active, *places.neighbours]
    recent = [0, 1, 2, 2, 4, 5, 7, 8, 11, 12, 12, 13][: max(2, size.offers // 10)]
    drafts = {0, 2, 11}
    ago = [*recent, *(chance.randint(14, YEAR.days - 5) for _ in range(size.offers - len(recent)))]
    for days in sorted(ago, reverse=True):
        date = today - dt.timedelta(days=days)
        report = rings.report(chance.choice(heard_in), date, *_leaving(days, chance))
        steps = chance.choice(_SETTLED if days > 50 else _UNDER_WAY) if days > 9 else ()
        yield Told(report, 0 if chance.random() < 0.65 or days in drafts else 1, steps, is_draft=days in drafts)


def _leaving(days_ago: int, chance: random.Random) -> tuple[int | None, str | None]:
    """In how many days people leave, and where they are by now."""
    if days_ago > 50:
        return chance.choice(((12, "pulang"), (30, "pulang"), (None, "pulang"), (None, "ditawari")))
    if days_ago in (1, 4, 8):
        return days_ago + 2, chance.choice(("siap berangkat", "transit"))
    if chance.random() < 0.06:
        return chance.choice((None, 2)), chance.choice(("transit", "sudah di lokasi"))
    return chance.choice((None, None, *(days_ago + more for more in (2, 6, 11, 13, 20, 34, 60)))), None


def main() -> None:
    """Make the year in the folder named on the command line."""
    made = office_year(Path(sys.argv[1]))
    print(made.officer, made.lead, sep="\n")


if __name__ == "__main__":
    main()
