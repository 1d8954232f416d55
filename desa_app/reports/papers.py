"""What the papers of a session say: the attendance sheet, the official record, the summary. Words and their order
alone; how they lie on a page is the window's matter.

The attendance sheet and the record (*berita acara*) are official papers and so in Indonesian whatever the window
speaks: letterhead of the office, number, body, signatures, as Indonesian offices write them. A name stands on paper
only where it may be stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from desa_app.domain.attendee import Attendee, storable
from desa_app.domain.formats import month_names, show_date, show_number
from desa_app.domain.labels import label, value_label, words_of
from desa_app.domain.session import AGE_GROUPS, Session
from desa_app.domain.spelled import spelled
from desa_app.domain.tally import tally
from desa_app.domain.village import Village
from desa_app.language import say

Kind = Literal["attendance", "record", "summary"]
KINDS: tuple[Kind, ...] = ("attendance", "record", "summary")
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_DOTS = "…" * 12
TO_SIGN = "\t\r"
"""What a cell to sign begins with: where its number stands, in the middle or at the left."""
_LONGEST = 1200
"""Letters of a paragraph; a longer one goes on in the next, so that a page can end between them."""
_NOTICE = (
    "Pemberitahuan: nama dan nomor HP boleh tidak diisi. Data dipakai untuk pembinaan desa dan perlindungan calon "
    "pekerja migran, dilindungi UU Nomor 27 Tahun 2022, dan dapat diminta untuk diperbaiki atau dihapus. Anak di bawah "
    "18 tahun tidak menuliskan nama atau nomor HP tanpa persetujuan wali."
)


@dataclass(frozen=True)
class Letterhead:
    """The head of an office's papers: the service above, the office, its address."""

    service: tuple[str, ...]
    office: str
    address: str = ""


@dataclass(frozen=True)
class Title:
    """The paper's name, with its number below where it has one."""

    text: str
    number: str = ""


@dataclass(frozen=True)
class Facts:
    """Names of things and what they are, one below the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Heading:
    """What the part below is about."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text. It ``keeps`` with what comes next: nobody signs a page without words."""

    text: str
    small: bool = False
    keeps: bool = False


@dataclass(frozen=True)
class Numbered:
    """A list of short texts, numbered."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table with lines: titles, the shares of the width, rows. ``to_sign`` rows are high enough for a hand."""

    titles: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    to_sign: bool = False
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Signature:
    """A place to sign: what stands above it, the office of who signs, and the name where it is known."""

    above: str
    office: str
    name: str = ""


@dataclass(frozen=True)
class Signatures:
    """Signatures side by side, never parted from each other by the end of a page."""

    places: tuple[Signature, ...]


Part = Letterhead | Title | Facts | Heading | Paragraph | Numbered | Grid | Signatures


@dataclass(frozen=True)
class Visit:
    """A session as papers need it: its people, its villages with their parents, and whose paper it is."""

    session: Session
    people: Sequence[Attendee]
    villages: Sequence[Village]
    letterhead: Letterhead
    officer: str
    number: str = ""
    offers: int = 0
    blank_lines: int = field(default=0)
    """Lines of an attendance sheet without names; 0 fills it with the people of the list."""


def parts(kind: Kind, visit: Visit) -> list[Part]:
    """The parts of a paper in order."""
    makers = {"attendance": _attendance, "record": _record, "summary": _summary}
    return list(makers[kind](visit))


def paper_title(kind: Kind) -> str:
    """What a paper is called, in the language in use."""
    titles = {
        "attendance": say("Daftar hadir", "Attendance sheet"),
        "record": say("Berita acara", "Official record"),
        "summary": say("Ringkasan sesi", "Session summary"),
    }
    return titles[kind]


def _attendance(visit: Visit) -> Iterator[Part]:
    yield visit.letterhead
    yield Title("DAFTAR HADIR PESERTA SESI PENYULUHAN")
    yield Facts(tuple(_occasion(visit)))
    filled = [] if visit.blank_lines else list(visit.people)
    rows = [_person(number, person, visit.session.date) for number, person in enumerate(filled, start=1)]
    rows += [_blank(number) for number in range(len(rows) + 1, visit.blank_lines + 1)]
    yield Grid(
        ("No.", "Nama", "L/P", "Umur", "Dusun/Alamat", "Pekerjaan", "Nomor HP", "Tanda tangan"),
        (0.5, 2.4, 0.5, 0.6, 1.5, 1.4, 1.6, 1.9),
        tuple(rows),
        to_sign=True,
    )
    yield Paragraph(_NOTICE, small=True, keeps=True)
    yield _signatures(visit)


def _person(number: int, person: Attendee, day: dt.date | None) -> tuple[str, ...]:
    shown = storable(person, day) if day else person
    age = shown.age_on(day)
    return (
        f"{number}",
        shown.full_name or "",
        shown.sex or "",
        "" if age is None else f"{age}",
        shown.hamlet or shown.address or "",
        shown.occupation or "",
        shown.phone or "",
        _place_to_sign(number),
    )


def _blank(number: int) -> tuple[str, ...]:
    return (f"{number}", *[""] * 6, _place_to_sign(number))


def _place_to_sign(number: int) -> str:
    """Odd numbers sign at the left (``\\r``), even ones at the right (``\\t``): so a hand has two lines of room."""
    return f"{TO_SIGN[number % 2]}{number}."


def _record(visit: Visit) -> Iterator[Part]:
    session = visit.session
    yield visit.letterhead
    yield Title("BERITA ACARA\nPELAKSANAAN SESI PENYULUHAN DESA BINAAN IMIGRASI", f"Nomor: {visit.number or _DOTS}")
    yield Paragraph(_opening(visit))
    yield Numbered(session.officers or (visit.officer or _DOTS,))
    letter = f" berdasarkan surat tugas nomor {session.assignment_letter}" if session.assignment_letter else ""
    yield Paragraph(f"telah melaksanakan sesi penyuluhan{letter} dengan hasil sebagai berikut.")
    yield Heading("Peserta")
    yield from _counts(visit, official=True)
    yield from _listed("Materi", session.topics)
    yield from _listed("Narasumber", session.speakers)
    yield from _listed("Bahan yang dibagikan", session.materials)
    yield from _told("Jalannya sesi", session.minutes)
    yield from _told("Pertanyaan peserta", session.questions)
    yield Paragraph(
        "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya, dan "
        "ditandatangani oleh pihak-pihak di bawah ini.",
        keeps=True,
    )
    yield _signatures(visit)


def _opening(visit: Visit) -> str:
    session = visit.session
    when = f"Pada hari ini, {_day_in_words(session.date)}," if session.date else f"Pada hari ini, {_DOTS},"
    hours = f" pukul {_hours(session)}," if session.start else ""
    where = " dan ".join(_village_in_full(village) for village in visit.villages) or _DOTS
    venue = f"{session.venue}, {where}" if session.venue else where
    return f"{when}{hours} bertempat di {venue}, kami yang bertugas:"


def _day_in_words(day: dt.date) -> str:
    month = month_names(day.month)[0]
    words = f"tanggal {spelled(day.day)} bulan {month} tahun {spelled(day.year)}"
    return f"{_DAYS[day.weekday()]} {words} ({day:%d-%m-%Y})"


def _day(day: dt.date | None) -> str:
    return f"{_DAYS[day.weekday()]}, {day.day} {month_names(day.month)[0]} {day.year}" if day else _DOTS


def _hours(session: Session) -> str:
    zones = {7: "WIB", 8: "WITA", 9: "WIT"}
    if session.start is None:
        return ""
    offset = session.start.utcoffset()
    zone = zones.get(int(offset.total_seconds() // 3600), "") if offset is not None else ""
    end = f"–{session.end:%H.%M}" if session.end else ""
    return f"{session.start:%H.%M}{end} {zone}".strip()


def _village_in_full(village: Village) -> str:
    return ", ".join(
        (
            f"{_kind(village)} {village.name}",
            f"Kecamatan {village.district}",
            village.regency,
            f"Provinsi {village.province}",
        )
    )


def _kind(village: Village) -> str:
    return {"kelurahan": "Kelurahan", "desa": "Desa", "desa adat": "Desa Adat"}[village.kind]


def _occasion(visit: Visit) -> Iterator[tuple[str, str]]:
    """When and where, for the head of a sheet."""
    session = visit.session
    yield "Hari, tanggal", _day(session.date)
    yield "Pukul", _hours(session) or _DOTS
    yield "Tempat", session.venue or _DOTS
    for number, village in enumerate(visit.villages):
        yield "Desa/Kelurahan" if not number else "", _village_in_full(village)
    if session.assignment_letter:
        yield "Surat tugas", session.assignment_letter
    if session.topics:
        yield "Materi", ", ".join(map(_official_word, session.topics))


def _official_word(code: str) -> str:
    """A topic or material in Indonesian, whatever the window speaks."""
    return words_of(code).id


def _counts(visit: Visit, *, official: bool) -> Iterator[Part]:
    """How many came, by sex and by age group: as counted, or by the list where nobody counted."""
    session, listed = visit.session, tally(visit.people, visit.session.date)
    counted = {
        name: getattr(session, name) or 0 for name in ("headcount_male", "headcount_female", "headcount_unknown")
    }
    sexes = counted if any(counted.values()) else {name: listed.sexes.get(name, 0) for name in counted}
    ages = session.headcount_ages or listed.ages
    if official:
        yield Paragraph(_counted_in_words(visit, sexes, listed.named))
    else:
        yield Facts(tuple((label("session", name), show_number(count)) for name, count in sexes.items()))
    groups = [group for group in AGE_GROUPS if ages.get(group)]
    if groups:
        titles = tuple(words_of(group).id if official else value_label(group) for group in groups)
        row = tuple(show_number(ages[group]) for group in groups)
        yield Grid(titles, (1.0,) * len(groups), (row,), numbers=frozenset(range(len(groups))))


def _counted_in_words(visit: Visit, sexes: Mapping[str, int], named: int) -> str:
    everybody = reached(visit)
    parts = [f"Laki-laki {sexes['headcount_male']} orang", f"perempuan {sexes['headcount_female']} orang"]
    if sexes["headcount_unknown"]:
        parts.append(f"tidak dicatat {sexes['headcount_unknown']} orang")
    total = f"seluruhnya {everybody} ({spelled(everybody)}) orang"
    return f"{', '.join(parts)}; {total}, di antaranya {named} orang tercatat namanya."


def reached(visit: Visit) -> int:
    """People reached, as coverage counts them: where nobody was counted, the list counts."""
    listed = tally(visit.people, visit.session.date)
    return max(visit.session.headcount or listed.listed, listed.named)


def _listed(title: str, codes: Sequence[str]) -> Iterator[Part]:
    if codes:
        yield Heading(title)
        yield Numbered(tuple(map(_official_word, codes)))


def _told(title: str, text: str | None) -> Iterator[Part]:
    if text:
        yield Heading(title)
        for line in text.splitlines():
            for start in range(0, len(line), _LONGEST):
                yield Paragraph(line[start : start + _LONGEST])


def _signatures(visit: Visit) -> Signatures:
    """Each village's head at the left, the officer at the right, as is usual where both sign."""
    villages = visit.villages or ()
    heads = [
        Signature("Mengetahui,", f"{'Lurah' if village.kind == 'kelurahan' else 'Kepala Desa'} {village.name}")
        for village in villages
    ] or [Signature("Mengetahui,", "Kepala Desa/Lurah")]
    first = villages[0].name if villages else _DOTS
    place = f"{first}, {_day(visit.session.date).partition(', ')[2] or _DOTS}"
    officers = visit.session.officers
    name = officers[0] if officers else visit.officer
    return Signatures((*heads, Signature(place, "Petugas Imigrasi Pembina Desa", name)))


def _summary(visit: Visit) -> Iterator[Part]:
    session = visit.session
    yield visit.letterhead
    yield Title(paper_title("summary").upper(), ", ".join(village.name for village in visit.villages))
    yield Facts(tuple(_summary_facts(visit)))
    yield Heading(say("Peserta", "Participants"))
    yield from _counts(visit, official=False)
    for name in ("topics", "speakers", "materials"):
        values = getattr(session, name)
        if values:
            yield Heading(label("session", name))
            yield Numbered(tuple(value_label(value) for value in values))
    yield from _told(label("session", "minutes"), session.minutes)
    yield from _told(label("session", "questions"), session.questions)


def _summary_facts(visit: Visit) -> Iterator[tuple[str, str]]:
    session = visit.session
    yield label("session", "date"), show_date(session.date) if session.date else "—"
    if session.start:
        yield label("session", "start"), _hours(session)
    yield (
        label("session", "villages"),
        "; ".join(f"{village.name}, {village.district}, {village.regency}" for village in visit.villages) or "—",
    )
    yield label("session", "venue"), session.venue or "—"
    yield label("session", "officers"), ", ".join(session.officers) or visit.officer or "—"
    yield label("session", "status"), value_label(session.status)
    yield say("Orang terjangkau", "People reached"), show_number(reached(visit))
    yield say("Tawaran dilaporkan di sesi ini", "Offers reported at this session"), show_number(visit.offers)
