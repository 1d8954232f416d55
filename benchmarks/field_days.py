"""Made-up days in the villages, as varied as real ones: names, telephones, handwriting and villages differ.

What is typed has much to say about size on the wire and speed of merging, so nothing here repeats more than it would
in life: 700 names in ordinary combinations, telephone numbers spelled five ways, minutes put together from sentences
with people and places in them, offers whose answers differ. The same seed gives the same days.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.words import WORDS
from desa_app.domain.attendee import Attendee
from desa_app.domain.fields import Answer
from desa_app.domain.ids import new_id
from desa_app.domain.offer import Offer, Stop
from desa_app.domain.reference import materials, topics
from desa_app.domain.session import Session
from desa_app.domain.village import Village

SEED = 20261124
ATTENDEES, OFFERS = 30, 3
CHANGES = 1 + ATTENDEES + OFFERS
FIRST_DAY = dt.date(2026, 1, 5)
WIB = dt.timezone(dt.timedelta(hours=7))
_AGES = ((19, 8), (27, 22), (37, 26), (48, 22), (63, 14))
_SPELLINGS = ("0{}", "0{}", "+62{}", "62{}", "0{:.3}-{:.4}-{}", "0{:.3} {:.4} {}")
_PLANS: tuple[Answer | None, ...] = (None, "tidak", "ya", "tidak diketahui")
_FLAGS = tuple(f"R{number:02}" for number in range(1, 16))


class Day(NamedTuple):
    """What an officer records on one day; ``saved_ms`` is when, on the laptop's clock."""

    session: Session
    attendees: Sequence[Attendee]
    offers: Sequence[Offer]
    saved_ms: int


def field_days(villages: Sequence[Village], count: int, seed: int = SEED) -> Iterator[Day]:
    """``count`` working days of one officer in ``villages``."""
    chance = random.Random(seed)
    day = FIRST_DAY
    for _ in range(count):
        yield field_day(chance, chance.choice(villages), day)
        day += dt.timedelta(days=3 if day.weekday() == 4 else 1)


def field_day(
    chance: random.Random, village: Village, date: dt.date, attendees: int = ATTENDEES, offers: int = OFFERS
) -> Day:
    """One day in one village."""
    return _Field(chance, village, date).day(attendees, offers)


class _Field:
    """One village on one day."""

    def __init__(self, chance: random.Random, village: Village, date: dt.date) -> None:
        self._chance = chance
        self._village = village
        self._date = date
        self._start = dt.datetime.combine(date, dt.time(chance.choice((8, 9, 10, 13)), chance.choice((0, 30))), WIB)
        self._typed = self._start

    def day(self, people: int, reports: int) -> Day:
        attendees = [self._attendee(row) for row in range(1, people + 1)]
        session = self._session(attendees)
        offers = [self._offer(session) for _ in range(reports)]
        saved = self._typed + dt.timedelta(minutes=self._chance.randint(5, 40))
        return Day(session, attendees, offers, int(saved.timestamp() * 1000))

    def _session(self, attendees: Sequence[Attendee]) -> Session:
        pick = self._chance
        male = sum(person.sex == "L" for person in attendees)
        return Session(
            id=self._id(),
            date=self._date,
            start=self._start.timetz(),
            end=(self._start + dt.timedelta(minutes=pick.choice((90, 105, 120, 150)))).timetz(),
            villages=(self._village.code,),
            venue=self._text(pick.choice(WORDS.venues)),
            assignment_letter=f"W.13.IMI.IMI.1-GR.03.02-{pick.randint(100, 4999)}",
            topics=tuple(topic.code for topic in pick.sample(topics(), pick.randint(2, 4))),
            speakers=tuple(self.name() for _ in range(pick.randint(1, 3))),
            headcount_male=male + pick.randint(0, 6),
            headcount_female=len(attendees) - male + pick.randint(0, 9),
            minutes=self._sentences(WORDS.minutes, pick.randint(3, 9)),
            questions=self._sentences(WORDS.questions, pick.randint(1, 3)),
            materials=tuple(each.code for each in pick.sample(materials(), min(2, len(materials())))),
            notice_given="ya",
            language=pick.choice(("id", "jv", "id")),
        )

    def _attendee(self, row: int) -> Attendee:
        pick = self._chance
        sex = pick.choice("LPP")
        plans = pick.choices(_PLANS, (30, 40, 18, 12))[0]
        return Attendee(
            id=self._id(),
            row=row,
            full_name=self.name(sex),
            sex="L" if sex == "L" else "P",
            age=self._age(),
            hamlet=self._hamlet() if pick.random() < 0.9 else None,
            occupation=pick.choice(WORDS.trades) if pick.random() < 0.85 else None,
            phone=self._phone() if pick.random() < 0.65 else None,
            plans_abroad=plans,
            plans_where=pick.choice(WORDS.countries) if plans == "ya" else None,
        )

    def _offer(self, session: Session) -> Offer:
        pick = self._chance
        pay = pick.randint(5, 30) * 1_000_000.0
        return Offer(
            id=self._id(),
            village=self._village.code,
            received_at=self._typed.replace(second=0, microsecond=0),
            session_id=session.id,
            reporter_mode=pick.choice(("anonim", "rahasia", "terbuka")),
            reporter_relation=pick.choice(("calon pekerja", "keluarga", "tetangga", "perangkat desa")),
            may_contact=pick.choice(("ya", "tidak")),
            channel=pick.choice(("media sosial", "pesan instan", "tatap muka", "kenalan", "telepon")),
            offered_country=pick.choice(("TH", "MY", "SG", "KH", "AE")),
            suspected_country=pick.choice(("KH", "MM", None)),
            job=pick.choice(("admin/CS", "marketing", "operator judi", "entri data", "restoran")),
            pay_min=pay,
            pay_max=pay + pick.choice((0, 2_000_000.0, 5_000_000.0)),
            pay_currency="IDR",
            pay_period="bulan",
            fee=pick.choice((None, 1_500_000.0, 3_000_000.0, 7_500_000.0)),
            debt=pick.choice((None, "talangan", "potong gaji")),
            visa=pick.choice(("wisata", "kunjungan", "bebas visa", "belum ada")),
            passport_holder=pick.choice(("calon pekerja", "perekrut", "belum ada paspor")),
            route=tuple(Stop(place, "pesawat") for place in pick.sample(("Batam", "Johor", "Medan", "Bangkok"), 2)),
            departure=self._date + dt.timedelta(days=pick.randint(2, 60)),
            departure_precision=pick.choice(("pasti", "perkiraan", "bulan")),
            affected=pick.randint(1, 6),
            stage=pick.choice(("ditawari", "proses paspor", "siap berangkat")),
            flags={flag: pick.choice(("ya", "tidak", "tidak diketahui")) for flag in pick.sample(_FLAGS, 8)},
            story=self._sentences(WORDS.stories, pick.randint(2, 5)),
        )

    def name(self, sex: str = "L") -> str:
        """A name as it is written on a list; one in eight is a single word, one in ten has a title."""
        pick = self._chance
        given = WORDS.male if sex == "L" else WORDS.female
        parts = [pick.choice(given)]
        parts += pick.choices(((), (pick.choice(given),), (pick.choice(WORDS.later),)), (12, 20, 68))[0]
        if pick.random() < 0.2:
            parts.append(pick.choice(WORDS.later))
        name = " ".join(parts)
        if pick.random() < 0.1:
            name = pick.choice(WORDS.titles).format(name)
        return name.upper() if pick.random() < 0.1 else name

    def _age(self) -> int:
        upto, spread = self._chance.choice(_AGES)
        return self._chance.randint(max(18, upto - spread), upto + 8)

    def _hamlet(self) -> str:
        hamlet = self._chance.choice(WORDS.hamlets)
        return f"{hamlet} RT {self._number(9):02}/{self._number(6):02}" if self._chance.random() < 0.4 else hamlet

    def _phone(self) -> str:
        head = self._chance.choice(("812", "813", "821", "822", "852", "857", "856", "858", "877", "878", "895", "896"))
        middle, end = f"{self._chance.randrange(10**4):04}", f"{self._chance.randrange(10**4):04}"
        spelling = self._chance.choice(_SPELLINGS)
        return spelling.format(head, middle, end) if spelling.count("{") == 3 else spelling.format(head + middle + end)

    def _sentences(self, patterns: Sequence[str], count: int) -> str:
        return " ".join(self._text(pattern) for pattern in self._chance.sample(patterns, count))

    def _text(self, pattern: str) -> str:
        pick = self._chance
        return pattern.format(
            village=self._village.name,
            district=self._village.district,
            hamlet=pick.choice(WORDS.hamlets),
            person=self.name(),
            surname=pick.choice(WORDS.later),
            country=pick.choice(WORDS.countries),
            job=pick.choice(WORDS.jobs),
            platform=pick.choice(("WhatsApp", "Facebook", "Telegram", "TikTok")),
            number=self._number(30) + 1,
            hour=f"{pick.randint(8, 15):02}.{pick.choice((0, 15, 30, 45)):02}",
        )

    def _number(self, most: int) -> int:
        return self._chance.randint(1, most)

    def _id(self) -> str:
        """A new id, made when the line was begun: a person types for half a minute or so on each."""
        self._typed += dt.timedelta(milliseconds=self._chance.randint(15_000, 55_000))
        return new_id(int(self._typed.timestamp() * 1000), self._chance.randbytes(10))
