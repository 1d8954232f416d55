"""What may be saved and what may be submitted.

Saving a draft is nearly always possible: an officer in a village must not lose what was typed. Only what must
never be stored is refused. What is merely unfinished is asked for before submitting, what is odd is a warning.
Types and limits of single fields are the record types' own business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from desa_app.domain.attachment import tells_its_source
from desa_app.domain.attendee import Attendee
from desa_app.domain.formats import fold_name
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.language import say

Severity = Literal["refuse", "before_submit", "warn"]
OLD_DAYS = 365
"""Age of a session's date that is more likely a slip of the pen [ours]."""


class Problem(msgspec.Struct, frozen=True):
    """Something wrong at ``path`` (as ``venue`` or ``attendees[3].age``), said in both languages."""

    path: str
    severity: Severity
    indonesian: str
    english: str

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the language in use."""
        return say(self.indonesian, self.english)


def stopping(problems: Iterable[Problem], *, submitting: bool) -> list[Problem]:
    """The problems that forbid to save, or, with ``submitting``, to submit."""
    stops: tuple[Severity, ...] = ("refuse", "before_submit") if submitting else ("refuse",)
    return [problem for problem in problems if problem.severity in stops]


def check_session(session: Session, attendees: Sequence[Attendee], today: dt.date) -> list[Problem]:
    """Everything wrong with a session and its attendees; deleted attendees are passed over, but keep their index."""
    present = [(index, person) for index, person in enumerate(attendees) if person.deletion is None]
    problems = [*_check_when(session, today), *_check_where_and_who(session, len(present))]
    for index, person in present:
        problems += check_attendee(person, session.date or today, f"attendees[{index}].")
    return [*problems, *_check_alike(present)]


def check_attendee(attendee: Attendee, day: dt.date, prefix: str = "") -> list[Problem]:
    """Everything wrong with one attendee of a session held on ``day``; ``prefix`` goes before each path."""
    return [msgspec.structs.replace(found, path=prefix + found.path) for found in _check_attendee(attendee, day)]


def check_offer(offer: Offer, recruiters: Sequence[Recruiter], today: dt.date) -> list[Problem]:
    """Everything wrong with an offer and its recruiters."""
    return [
        *_check_report(offer, today),
        *_check_substance(offer, [person for person in recruiters if person.deletion is None]),
        *_check_pay(offer),
        *_check_people(offer),
    ]


def _check_when(session: Session, today: dt.date) -> Iterator[Problem]:
    if session.date is None:
        yield Problem("date", "before_submit", "Isi tanggal sesi.", "Enter the date of the session.")
    elif session.date > today:
        yield Problem("date", "before_submit", "Tanggal sesi belum tiba.", "The date of the session is in the future.")
    elif (today - session.date).days > OLD_DAYS:
        yield Problem(
            "date", "warn", "Tanggal sesi lebih dari setahun lalu; periksa tahunnya.", "More than a year ago: check it."
        )
    if session.start and session.end and _is_before(session.end, session.start):
        yield Problem("end", "refuse", "Waktu selesai mendahului waktu mulai.", "The end is before the start.")


def _is_before(one: dt.time, other: dt.time) -> bool:
    """Whether ``one`` is earlier; as the clock on the wall says where one of the two has no offset."""
    if one.tzinfo is None or other.tzinfo is None:
        return one.replace(tzinfo=None) < other.replace(tzinfo=None)
    return one < other


def _check_where_and_who(session: Session, named: int) -> Iterator[Problem]:
    if not session.villages:
        yield Problem("villages", "before_submit", "Pilih sedikitnya satu desa.", "Choose at least one village.")
    if len(set(session.villages)) < len(session.villages):
        yield Problem("villages", "warn", "Ada desa yang disebut dua kali.", "A village stands there twice.")
    if session.headcount < 1 and named < 1:
        yield Problem(
            "headcount_unknown",
            "before_submit",
            "Isi jumlah hadir atau sedikitnya satu peserta.",
            "Enter the headcount or at least one participant.",
        )
    if 0 < session.headcount < named:
        yield Problem(
            "headcount_unknown",
            "warn",
            f"Jumlah hadir {session.headcount}, tetapi ada {named} nama.",
            f"The headcount is {session.headcount}, but there are {named} names.",
        )
    by_age = sum(session.headcount_ages.values())
    by_sex = sum(count or 0 for count in (session.headcount_male, session.headcount_female, session.headcount_unknown))
    if by_sex and by_age and by_sex != by_age:
        yield Problem(
            "headcount_ages",
            "warn",
            f"Menurut kelompok umur {by_age}, menurut jenis kelamin {by_sex}.",
            f"By age group {by_age}, by sex {by_sex}.",
        )


def _check_attendee(attendee: Attendee, day: dt.date) -> Iterator[Problem]:
    if attendee.is_minor_on(day) and attendee.guardian_consent is None:
        for name in ("full_name", "phone"):
            if getattr(attendee, name):
                yield Problem(
                    name,
                    "refuse",
                    "Peserta di bawah 18 tahun: nama dan telepon hanya dengan persetujuan wali. Kosongkan, atau catat "
                    "persetujuan walinya.",
                    "A participant under 18: name and phone only with a guardian's consent. Leave them empty, or "
                    "record the consent.",
                )
    if attendee.nik is not None:
        yield Problem("nik", "refuse", "NIK tidak dikumpulkan. Kosongkan.", "NIK is not collected. Leave it empty.")
    if attendee.age is not None and attendee.birth_year is not None:
        yield from _check_age(attendee.age, day.year - attendee.birth_year)
    if attendee.plans_where and attendee.plans_abroad != "ya":
        yield Problem(
            "plans_abroad",
            "warn",
            "Negara tujuan terisi, tetapi rencana bekerja di luar negeri bukan 'ya'.",
            "A destination is given, but the plan to work abroad is not 'ya'.",
        )


def _check_age(age: int, years: int) -> Iterator[Problem]:
    if age not in (years, years - 1):
        yield Problem(
            "age",
            "warn",
            f"Umur {age} tidak sesuai dengan tahun lahir.",
            f"The age {age} does not fit the year of birth.",
        )


def _check_alike(present: Iterable[tuple[int, Attendee]]) -> Iterator[Problem]:
    """Those who may be one person listed twice; whether they are is for a person to say."""
    first: dict[str, list[tuple[int, Attendee]]] = {}
    for index, person in present:
        if not person.full_name:
            continue
        namesakes = first.setdefault(fold_name(person.full_name), [])
        twin = next((row for row, other in namesakes if _may_be_one(person, other)), None)
        if twin is not None:
            yield Problem(
                f"attendees[{index}].full_name",
                "warn",
                f"Mirip dengan peserta ke-{twin + 1}; periksa apakah orang yang sama.",
                f"Like participant {twin + 1}: check whether it is the same person.",
            )
        namesakes.append((index, person))


def _may_be_one(one: Attendee, other: Attendee) -> bool:
    return one.sex is None or other.sex is None or one.sex == other.sex


def _check_report(offer: Offer, today: dt.date) -> Iterator[Problem]:
    if offer.reporter_mode == "anonim" and offer.reporter_contact:
        yield Problem(
            "reporter_contact",
            "refuse",
            "Laporan anonim tidak menyimpan kontak pelapor. Kosongkan, atau ubah cara melapor.",
            "An anonymous report keeps no contact. Leave it empty, or change how the report is made.",
        )
    if offer.reporter_mode == "anonim" and any(map(tells_its_source, offer.evidence)):
        yield Problem(
            "evidence",
            "refuse",
            "Bukti laporan anonim hanya gambar, tanpa nama berkas dan tanpa waktu pengambilan.",
            "Evidence of an anonymous report is a picture without a file name and without the time it was made.",
        )
    if offer.reporter_mode is None:
        yield Problem("reporter_mode", "before_submit", "Pilih cara melapor.", "Choose how the report is made.")
    if offer.village is None:
        yield Problem("village", "before_submit", "Pilih desa.", "Choose the village.")
    if offer.received_at is None:
        yield Problem("received_at", "before_submit", "Isi waktu laporan diterima.", "Enter when it was received.")
    elif offer.received_at.date() > today:
        yield Problem("received_at", "before_submit", "Waktu terima belum tiba.", "It is received in the future.")


def _check_substance(offer: Offer, recruiters: Sequence[Recruiter]) -> Iterator[Problem]:
    told = (offer.story, offer.job, offer.job_detail, offer.offered_country, offer.suspected_country)
    if not any((*told, offer.flags, recruiters)):
        yield Problem(
            "story",
            "before_submit",
            "Ceritakan tawarannya: pekerjaan, negara, perekrut, atau tanda bahaya.",
            "Tell the offer: job, country, recruiter or red flags.",
        )
    if offer.licence_check not in (None, "belum dicek") and offer.licence_checked_at is None:
        yield Problem("licence_checked_at", "warn", "Isi kapan izin dicek.", "Enter when the licence was checked.")
    if offer.departure_precision == "pasti" and offer.departure is None:
        yield Problem("departure", "warn", "Isi tanggal berangkat.", "Enter the departure date.")


def _check_pay(offer: Offer) -> Iterator[Problem]:
    if offer.pay_min is not None and offer.pay_max is not None and offer.pay_min > offer.pay_max:
        yield Problem(
            "pay_max", "warn", "Gaji tertinggi lebih kecil dari terendah.", "The highest pay is below the lowest."
        )
    if (offer.pay_min or offer.pay_max) and offer.pay_currency is None:
        yield Problem("pay_currency", "warn", "Pilih mata uang gaji.", "Choose the currency of the pay.")
    if offer.fee and offer.fee_currency is None:
        yield Problem("fee_currency", "warn", "Pilih mata uang biaya.", "Choose the currency of the fee.")


def _check_people(offer: Offer) -> Iterator[Problem]:
    if offer.affected is not None and (offer.minors or 0) > offer.affected:
        yield Problem(
            "minors",
            "warn",
            "Jumlah anak melebihi jumlah orang yang terdampak.",
            "There are more minors than affected people.",
        )
