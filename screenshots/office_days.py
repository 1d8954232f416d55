"""What an office writes down in a year: sessions with their people, and offers with their recruiters.

The days come from ``benchmarks.field_days``; here they are given what makes a year look lived: full halls and small
circles, people who come again, minors, lines without a name, names of one word and of ten, recruiters who turn up in
many villages, offers of every risk and urgency. The same chance gives the same year.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from benchmarks.field_days import WIB, Day, field_day
from desa_app.domain.attendee import Attendee, Consent
from desa_app.domain.ids import new_id
from desa_app.domain.offer import Offer, Recruiter, RecruiterRole
from desa_app.domain.session import AGE_GROUPS, AgeGroup, Position, Session
from desa_app.domain.village import Village

_RARE_NAMES = (
    ("Ma'ruf", "L"),
    ("Nu'man Al-Faruq", "L"),
    ("Sa'adah", "P"),
    ("Rif'atul Jannah", "P"),
    ("Mu'awanah", "P"),
    ("Jum'at", "L"),
    ("R. Ay. Retno Kusumaning Dyah Wulandari Prawirodiningrat", "P"),
    ("Drs. H. Muhammad Zainul Arifin Abdurrahman Wahid Hasyim, M.Pd.I.", "L"),
    ("Siti Nurul Khotimatus Sa'diyah binti H. Abdul Qodir Jaelani", "P"),
    ("I Gusti Ngurah Agung Bagus Surya Wiratama", "L"),
    ("Ng", "L"),
    ("Li", "P"),
    ("D'Souza", "L"),
    ("Sri-Rahayu", "P"),
    ("Y. Bb. Suharno", "L"),
)
_AGES = ((8, 17), (18, 24), (25, 34), (35, 44), (45, 59), (60, 79))
_AGE_WEIGHTS = (6, 17, 24, 24, 20, 9)
_COMES_AGAIN, _RARE, _NAMELESS, _GUARDED = 0.07, 0.03, 0.03, 0.3
_FIRMS = (
    "PT Karya Bahari Nusantara",
    "CV Mitra Kerja Mandiri",
    "Golden Crown Service Co., Ltd.",
    "PT Cahaya Sukses Internasional Manpower",
    "LPK Hikari Jaya",
)
_ALIASES = (
    "Pak Darto",
    "Mbak Yuli",
    "Kak Jessica",
    "Om Benny",
    "Bu Haji",
    "Koko Alvin",
    "Mas Rendi Batam",
    "Teh Ratna",
    "Admin Loker Resmi",
    "Vivi",
    "Bang Togar",
    "Mister Lim",
    "Ustaz Komar",
    "Ibu Sulis Penyalur",
)
_CITIES = (("KH", "Sihanoukville"), ("KH", "Poipet"), ("MM", "Myawaddy"), ("TH", "Mae Sot"), ("KH", "Phnom Penh"))
_ROLES: tuple[RecruiterRole, ...] = ("perekrut", "sponsor", "pengantar", "penampung")

_LOW: dict[str, Any] = {
    "offered_country": "JP",
    "offered_city": "Nagoya",
    "suspected_country": None,
    "suspected_city": None,
    "job": "gudang",
    "visa": "kerja",
    "debt": "none",
    "passport_holder": "calon pekerja",
    "contract": "ya",
    "channel": "bursa kerja",
    "licence_check": "cocok",
    "p3mi_name": "PT Cahaya Sukses Internasional Manpower",
}
_MIDDLE: dict[str, Any] = {
    "offered_country": "MY",
    "suspected_country": None,
    "job": "restoran",
    "visa": "kunjungan",
    "debt": "none",
    "passport_holder": "keluarga",
    "contract": "tidak diketahui",
    "channel": "kenalan",
    "licence_check": "belum dicek",
}
_HIGH: dict[str, Any] = {
    "offered_country": "TH",
    "offered_city": "Bangkok",
    "job": "marketing",
    "visa": "wisata",
    "debt": None,
    "passport_holder": "calon pekerja",
    "contract": "tidak diketahui",
    "channel": "media sosial",
    "licence_check": "belum dicek",
}
_CRITICAL: dict[str, Any] = {
    "offered_country": "TH",
    "offered_city": "Bangkok",
    "job": "admin/CS",
    "visa": "wisata",
    "debt": "potong gaji",
    "passport_holder": "perekrut",
    "contract": "tidak",
    "channel": "pesan instan",
    "licence_check": "tidak ditemukan",
}
_PROFILES = ((_LOW, 18), (_MIDDLE, 32), (_HIGH, 32), (_CRITICAL, 18))
_SAID: dict[int, dict[str, Any]] = {
    0: dict.fromkeys(("R01", "R02", "R05", "R06", "R09", "R11", "R12", "R13", "R14"), "tidak"),
    1: {"R01": "tidak", "R05": "tidak", "R06": "tidak", "R11": "tidak", "R13": "tidak", "R14": "ya"},
    2: {"R01": "ya", "R05": "tidak diketahui", "R06": "tidak diketahui", "R11": "tidak", "R12": "tidak"},
    3: {"R01": "ya", "R02": "ya", "R05": "ya", "R06": "ya", "R11": "ya", "R12": "ya", "R14": "ya", "R15": "ya"},
}
"""By profile, what the officer answered of the flags that no field tells."""


class Report(NamedTuple):
    """An offer and its recruiters, and when it was taken down."""

    offer: Offer
    recruiters: Sequence[Recruiter]
    saved_ms: int


class Gathering:
    """The sessions of one year: who came before comes again, in the same village."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._came: dict[str, list[Attendee]] = {}

    def day(self, held_in: Sequence[Village], date: dt.date, people: int, point: Position | None) -> Day:
        """A session with ``people`` lines on its list; none at all is a headcount without names."""
        day = field_day(self._chance, held_in[0], date, people, offers=0)
        attendees = [self._lived(person, held_in, date) for person in day.attendees]
        self._came.setdefault(held_in[0].code, []).extend(person for person in attendees if person.full_name)
        return day._replace(session=self._counted(day.session, held_in, attendees, point), attendees=attendees)

    def _lived(self, person: Attendee, held_in: Sequence[Village], date: dt.date) -> Attendee:
        pick = self._chance
        known = self._came.get(held_in[0].code)
        if known and pick.random() < _COMES_AGAIN:
            return replace(pick.choice(known), id=person.id, row=person.row)
        low, high = pick.choices(_AGES, _AGE_WEIGHTS)[0]
        age = pick.randint(low, high)
        person = replace(person, age=age, village=pick.choice(held_in).code if len(held_in) > 1 else None)
        if pick.random() < _RARE:
            name, sex = pick.choice(_RARE_NAMES)
            person = replace(person, full_name=name, sex=sex)
        if age < 18:
            return self._minor(person, date)
        if age > 19 and pick.random() < 0.25:
            person = replace(person, age=None, birth_year=date.year - age)
        return replace(person, full_name=None, phone=None) if pick.random() < _NAMELESS else person

    def _minor(self, person: Attendee, date: dt.date) -> Attendee:
        """A child: named only where a guardian agreed."""
        person = replace(person, occupation="pelajar", phone=None, plans_abroad=None, plans_where=None)
        if self._chance.random() < _GUARDED:
            return replace(person, guardian_consent=Consent("1", "id", "lisan", f"{date}T09:40:00+07:00", "Kadus"))
        return replace(person, full_name=None)

    def _counted(
        self, session: Session, held_in: Sequence[Village], people: Sequence[Attendee], point: Position | None
    ) -> Session:
        pick = self._chance
        sexes = Counter(person.sex for person in people)
        uncounted = pick.choice((0, 0, 0, 2, 5, 9)) if people else pick.randint(14, 70)
        male = sexes["L"] + uncounted * pick.randint(30, 60) // 100
        female = len(people) + uncounted - male
        ages = _ages(people, session.date, uncounted) if pick.random() < 0.6 else {}
        return replace(
            session,
            villages=tuple(village.code for village in held_in),
            headcount_male=male,
            headcount_female=female,
            headcount_ages=ages,
            position=point if pick.random() < 0.6 else None,
            officers=pick.choice((("Dewi Kartikasari",), ("Dewi Kartikasari", "Yusuf Bahtiar"), ("Yusuf Bahtiar",))),
        )


def _ages(people: Sequence[Attendee], day: dt.date | None, uncounted: int) -> dict[AgeGroup, int]:
    counted: Counter[AgeGroup] = Counter(_group(person.age_on(day)) for person in people)
    counted["unknown"] += uncounted
    return {group: counted[group] for group in AGE_GROUPS if counted[group]}


def _group(age: int | None) -> AgeGroup:
    if age is None:
        return "unknown"
    return next((group for group, (_, high) in zip(AGE_GROUPS, _AGES, strict=False) if age <= high), "60+")


class Rings:
    """Offers whose recruiters are a few dozen people, so that the same number turns up in several reports."""

    def __init__(self, chance: random.Random, size: int = 34) -> None:
        self._chance = chance
        self._known = [self._recruiter(number) for number in range(size)]

    def report(self, village: Village, date: dt.date, departs: int | None, stage: str | None) -> Report:
        """An offer told in a village; it leaves ``departs`` days after, None where nobody knows."""
        pick = self._chance
        day = field_day(pick, village, date, attendees=0, offers=1)
        kind = pick.choices(range(len(_PROFILES)), [weight for _, weight in _PROFILES])[0]
        offer = replace(
            day.offers[0],
            session_id=None,
            affected=pick.randint(1, 6),
            minors=pick.choice((0, 0, 0, 1)),
            fee_currency="IDR",
            route=() if kind == 0 else day.offers[0].route,
            departure=date + dt.timedelta(days=departs) if departs is not None else None,
            departure_precision="tidak tahu" if departs is None else pick.choice(("pasti", "perkiraan")),
            stage=stage or day.offers[0].stage,
            flags=_SAID[kind],
            **self._place(kind),
        )
        if offer.licence_check != "belum dicek":
            offer = replace(offer, licence_checked_at=offer.received_at)
        found = pick.sample(self._known, pick.choices((1, 2, 3, 4), (58, 25, 12, 5))[0])
        recruiters = [replace(one, id=new_id(day.saved_ms, pick.randbytes(10))) for one in found]
        return Report(offer, recruiters, day.saved_ms)

    def _place(self, kind: int) -> dict[str, Any]:
        if kind < 2:
            return _PROFILES[kind][0]
        country, city = self._chance.choice(_CITIES)
        return {**_PROFILES[kind][0], "suspected_country": country, "suspected_city": city}

    def _recruiter(self, number: int) -> Recruiter:
        pick = self._chance
        alias = _ALIASES[number % len(_ALIASES)] if number < len(_ALIASES) else None
        digits = f"{pick.choice(('812', '813', '857', '895'))}{pick.randrange(10**7):07}"
        handle = (
            f"@{pick.choice(('loker', 'kerja', 'info', 'agen'))}_{pick.choice(('resmi', 'luarnegeri', 'gaji20jt'))}"
        )
        return Recruiter(
            alias=alias,
            role=pick.choice(_ROLES),
            phone=pick.choice(
                (
                    f"0{digits}",
                    f"+62 {digits[:3]} {digits[3:]}",
                    f"62{digits}",
                    None,
                    f"+855 12 {digits[3:6]} {digits[6:9]}",
                )
            ),
            handle=f"{handle}{number}" if pick.random() < 0.6 else None,
            platform=pick.choice(("WhatsApp", "Facebook", "Telegram", "TikTok")),
            company=pick.choice(_FIRMS) if pick.random() < 0.35 else None,
            account=f"BCA {pick.randrange(10**9, 10**10)} a.n. {pick.choice(_ALIASES)}"
            if pick.random() < 0.2
            else None,
        )


def moment(day: dt.date, hour: int, minute: int = 0) -> int:
    """A time of a day in WIB, in milliseconds since 1970."""
    return int(dt.datetime.combine(day, dt.time(hour, minute), WIB).timestamp() * 1000)
