"""The footnotes and the summary of a coverage, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from desa_app.domain.coverage.count import Coverage
from desa_app.domain.coverage.level import CODE_LENGTH, Level
from desa_app.domain.coverage.row import Row
from desa_app.domain.coverage.suppression import SMALLEST_TOLD
from desa_app.domain.coverage.table import FEW, NOT_APPLICABLE, percent_text, state_word
from desa_app.domain.formats import show_date, show_number
from desa_app.domain.village import dotted
from desa_app.language import say

OLD_CODES_SHOWN = 10


def outside_note() -> str:
    """What is kept back in a report that leaves the immigration service."""
    return say(
        f"Untuk pihak luar: jumlah orang di bawah {SMALLEST_TOLD}, dan jumlah yang dapat membocorkannya, ditulis "
        f"{FEW}; kolom dari tawaran kerja mencurigakan tidak disertakan.",
        f"For outside: counts of fewer than {SMALLEST_TOLD} people, and those that would give them away, are written "
        f"{FEW}; columns that come from suspicious job offers are left out.",
    )


def period_text(coverage: Coverage) -> str:
    """``1 Januari 2025 – 30 Juni 2025``."""
    return f"{show_date(coverage.period.start)} – {show_date(coverage.period.end)}"


def scope_words(coverage: Coverage) -> list[str]:
    """What the coverage was narrowed to, a sentence a filter; none where everything is in it."""
    scope, place = coverage.scope, coverage.places.named
    said = []
    if scope.area:
        name = place(scope.area, _level_of(scope.area)).name or dotted(scope.area)
        said.append(say(f"Wilayah: {name}", f"Area: {name}"))
    if scope.office:
        name = place(scope.office, "office").name or scope.office
        said.append(say(f"Kantor: {name}", f"Office: {name}"))
    if scope.assigned:
        said.append(say("Hanya desa binaan", "Assisted villages only"))
    if scope.state:
        word = state_word(scope.state, coverage.rules)
        said.append(say(f"Sesi terakhir: {word}", f"Last session: {word}"))
    if scope.text:
        said.append(say(f"Berisi kata: {scope.text}", f"With the words: {scope.text}"))
    return said


def _level_of(area: str) -> Level:
    return next(level for level, length in CODE_LENGTH.items() if length == len(area))


def summary_lines(coverage: Coverage, *, outside: bool = False) -> list[str]:
    """What a report says, for a terminal or the head of a screen; one for ``outside`` tells of no small counts."""
    country = coverage.country
    low, high = _people(country.identified, outside), _people(country.unique_most, outside)
    reached, waiting = _people(country.reached, outside), _people(country.pending_reached, outside)
    return [
        say(f"Periode: {period_text(coverage)}", f"Period: {period_text(coverage)}"),
        *scope_words(coverage),
        _binaan_line(country),
        say(
            f"Semua desa/kelurahan dicakup: {_of(country.covered, country.villages, country.rate_all)}; "
            f"bukan binaan: {show_number(country.covered_unassigned)}",
            f"All villages covered: {_of(country.covered, country.villages, country.rate_all)}; "
            f"not assisted: {show_number(country.covered_unassigned)}",
        ),
        say(
            f"Sesi: {show_number(country.sessions)}; orang terjangkau: {reached}; orang unik: antara {low} dan {high}",
            f"Sessions: {show_number(country.sessions)}; people reached: {reached}; "
            f"distinct people: between {low} and {high}",
        ),
        say(
            f"Menunggu persetujuan: {show_number(country.pending_sessions)} sesi, {waiting} orang (belum dihitung)",
            f"Awaiting approval: {show_number(country.pending_sessions)} sessions, {waiting} people (not counted yet)",
        ),
    ]


def notes(coverage: Coverage, *, outside: bool = False) -> list[str]:
    """Every footnote that applies, then how the figures are defined."""
    return [*footnote_lines(coverage, outside=outside), *_definitions(coverage)]


def _people(count: int, outside: bool) -> str:
    return FEW if outside and 0 < count < SMALLEST_TOLD else show_number(count)


def _binaan_line(country: Row) -> str:
    share = _of(country.covered_assigned, country.assigned, country.rate_assigned)
    return say(f"Desa binaan dicakup: {share}", f"Assisted villages covered: {share}")


def _of(part: int, whole: int, rate: float | None) -> str:
    percent = NOT_APPLICABLE if rate is None else percent_text(rate)
    return say(
        f"{show_number(part)} dari {show_number(whole)} ({percent})",
        f"{show_number(part)} of {show_number(whole)} ({percent})",
    )


def footnote_lines(coverage: Coverage, *, outside: bool = False) -> Iterator[str]:
    """The footnotes that apply to these figures."""
    yield _laptops(coverage)
    yield _pending(coverage.country, outside)
    yield from _shared(coverage, outside)
    yield from _late(coverage, outside)
    yield from _codes(coverage)
    if lost := coverage.footnotes.not_valid:
        yield say(
            f"{show_number(lost)} sesi disetujui dalam periode ini tidak dihitung karena jumlah hadirnya kosong "
            "atau desanya tidak disebut.",
            f"{show_number(lost)} approved sessions of this period are not counted: no headcount or no village.",
        )


def _laptops(coverage: Coverage) -> str:
    laptops, synced = coverage.footnotes.laptops, coverage.footnotes.synced
    day = show_date(coverage.period.end)
    if laptops is None or synced is None:
        return say(
            f"Tidak diketahui berapa laptop kantor yang sudah sinkron sejak {day}; angka ini dapat bertambah.",
            f"It is not known how many of the office's laptops synced since {day}; the figures may grow.",
        )
    return say(
        f"{show_number(synced)} dari {show_number(laptops)} laptop kantor sudah sinkron sejak {day}.",
        f"{show_number(synced)} of {show_number(laptops)} office laptops synced since {day}.",
    )


def _pending(country: Row, outside: bool) -> str:
    sessions, people = show_number(country.pending_sessions), _people(country.pending_reached, outside)
    return say(
        f"Menunggu persetujuan: {sessions} sesi dengan {people} orang; tidak termasuk dalam angka lain.",
        f"Awaiting approval: {sessions} sessions with {people} people; in no other figure.",
    )


def _shared(coverage: Coverage, outside: bool) -> Iterator[str]:
    shared, excess, unspecified = coverage.footnotes[:3]
    people = _people(unspecified, outside)
    if shared:
        yield say(
            f"{show_number(shared)} sesi mencakup beberapa desa: dihitung sekali dalam jumlah wilayah atau kantor dan "
            f"sekali di setiap desa, sehingga jumlah sesi per desa lebih {show_number(excess)} dari totalnya. "
            f"{people} orang pada sesi itu tidak dirinci per desa.",
            f"{show_number(shared)} sessions were held for several villages: each counts once in an area's or office's "
            f"total and once in each village, so that villages add up to {show_number(excess)} sessions more than the "
            f"total. {people} people at them are not split by village.",
        )


def _late(coverage: Coverage, outside: bool) -> Iterator[str]:
    sessions, people = coverage.footnotes.late_sessions, _people(coverage.footnotes.late_reached, outside)
    if sessions:
        day = show_date(coverage.period.end)
        yield say(
            f"Terlambat: {show_number(sessions)} sesi dengan {people} orang disetujui atau diterima "
            f"setelah {day}; sudah termasuk.",
            f"Late: {show_number(sessions)} sessions with {people} people were approved or arrived after "
            f"{day}; they are included.",
        )


def _codes(coverage: Coverage) -> Iterator[str]:
    codes, inherited = coverage.footnotes.old_codes, coverage.footnotes.inherited
    if codes:
        listed = ", ".join(dotted(code) for code in codes[:OLD_CODES_SHOWN])
        more = ", …" if len(codes) > OLD_CODES_SHOWN else ""
        yield say(
            f"{show_number(len(codes))} kode desa tidak ada dalam daftar yang berlaku ({listed}{more}): sesi dan "
            "orangnya dihitung, tetapi tidak dalam angka desa dicakup wilayah; lihat baris 'kode lama'.",
            f"{show_number(len(codes))} village codes are not in the registry in force ({listed}{more}): their "
            "sessions and people count, but not in an area's villages covered; see the rows 'kode lama'.",
        )
    if inherited:
        yield say(
            f"{show_number(inherited)} desa mewarisi kunjungan dari kode lamanya; sesi dan orangnya tetap pada "
            "kode lama.",
            f"{show_number(inherited)} villages inherit visits of an old code; sessions and people stay there.",
        )


def _definitions(coverage: Coverage) -> Iterator[str]:
    recent, active = coverage.rules.recent_months, coverage.rules.active_months
    yield say(
        "Dihitung: sesi yang disetujui, tidak dihapus, bertanggal dalam periode, jumlah hadir paling sedikit 1, "
        "dengan paling sedikit satu desa. Dicakup: ada paling sedikit satu sesi seperti itu di desa itu.",
        "Counted: sessions approved, not deleted, dated in the period, headcount at least 1, at least one village. "
        "Covered: at least one such session in the village.",
    )
    yield say(
        f"Aktif {recent}/{active} bulan: sesi terakhir paling lama {recent}/{active} bulan kalender sebelum akhir "
        "periode.",
        f"Active {recent}/{active} months: last session at most {recent}/{active} calendar months before the end.",
    )
    yield say(
        "Cakupan binaan: desa binaan (SK berlaku pada akhir periode) yang dicakup, dibagi semua desa binaan; n/a bila "
        "tidak ada desa binaan. Cakupan semua: desa dicakup dibagi semua desa dan kelurahan.",
        "Coverage, assisted: assisted villages (SK in force at the end) that are covered, of all assisted ones; n/a "
        "where there is none. Coverage, all: villages covered of all villages.",
    )
    yield say(
        "Orang terjangkau: jumlah hadir atau jumlah peserta bernama, mana yang lebih besar, dijumlahkan per sesi. "
        "Orang unik: paling sedikit peserta bernama yang berbeda, paling banyak ditambah yang tanpa nama.",
        "People reached: headcount or named attendees, whichever is larger, summed over sessions. Distinct people: at "
        "least the different named ones, at most those plus the unnamed.",
    )
    yield say(
        f"Prioritas 0–100: tawaran mencurigakan, lama tanpa sesi, kantong migran, SEGERA terbuka "
        f"(aturan {coverage.rules.version}).",
        f"Priority 0–100: suspicious offers, time without a session, migrant pocket, open SEGERA "
        f"(rules {coverage.rules.version}).",
    )
