"""Text in attendance lists that is no person: totals, titles, signature blocks; and what titles say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desa_app.domain.formats import parse_date

_TOTAL = re.compile(
    r"(?:jumlah|jml|total|sub ?total|grand total|rekap\w*)\b.*"
    r"|(?:l|p|lk|pr|laki[- ]?laki|laki|perempuan|pria|wanita)\W*\s*\d+\s*(?:orang|org|jiwa)?\W*",
    re.IGNORECASE,
)
_ONLY_TOTAL = re.compile(r"(?:jumlah|jml|(?:sub|grand)? ?total)(?: (?:hadir|peserta|seluruh\w*))?\W*", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:daftar hadir|daftar peserta|absensi|absen|presensi|notulen|pemerintah|kecamatan|kec\.|kabupaten|kab\.|provinsi"
    r"|desa|kelurahan|hari|tanggal|tgl|tempat|lokasi|waktu|pukul|jam|acara|kegiatan|sosialisasi|penyuluhan|halaman|hal\."
    r"|page|lampiran|keterangan|catatan|nb|dusun|dsn|attendance|date|place|venue)\b",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:mengetahui|menyetujui|hormat kami|tertanda|ttd|nip|nrp|kepala (?:desa|kantor|dusun|seksi)|lurah|camat|plt"
    r"|petugas|penyuluh|notulis|panitia|ketua|sekretaris|dibuat oleh|yang membuat|pimpinan|narasumber|pemateri)"
    r"\b.*|\(.*\)|\(?\s*[._…]{4,}.*|[^\W\d][^\d,]*,\s*\d{1,2}[ -]\w+[ -]\d{4}",
    re.IGNORECASE,
)


def is_total(text: str, is_numbered: bool) -> bool:
    """Whether a row's text is a total; a numbered row only where it says nothing else."""
    return bool((_ONLY_TOTAL if is_numbered else _TOTAL).fullmatch(text))


def is_title(text: str) -> bool:
    """Whether a row's text starts as letterheads and captions do, or is only a date."""
    return bool(_TITLE.match(text)) or parse_date(text) is not None


def opens_signatures(text: str) -> bool:
    """Whether a text opens the block of signatures under a list: *Mengetahui*, a place and date, dots in brackets."""
    return bool(_SIGNATURE.fullmatch(text))


_LABELLED = {
    "date": r"(?:hari\s*/?\s*(?:dan\s+)?)?(?:tanggal|tgl|date)\b\.?\s*[:=]?\s*(.+)|hari\s*[:=]\s*(.+)",
    "venue": r"(?:tempat|lokasi|venue|place)\s*[:=]?\s*(.+)",
    "title": r"(?:acara|kegiatan|perihal|event)\s*[:=]?\s*(.+)",
    "village": r"(?:.*\b)?((?:desa|ds\.|kelurahan|kel\.|nagari|gampong|kampung)\s+(?!binaan\b)\S.*)",
}
_HEADLINE = re.compile(r"daftar|absen|presensi|hadir|sosialisasi|penyuluhan|binaan|attendance", re.IGNORECASE)


def hints_in(texts: Iterable[str]) -> dict[str, str]:
    """What the titles of a list say: ``title``, ``village``, ``date``, ``venue``; the first of each, as written.

    A title without a label such as *Acara:* is made of the lines that speak of a list, a briefing or outreach.
    """
    hints: dict[str, str] = {}
    headlines = []
    for text in (text.strip("*_ ") for text in texts):
        if parse_date(text):
            hints.setdefault("date", text)
        for kind, pattern in _LABELLED.items():
            match = re.fullmatch(pattern, text, re.IGNORECASE)
            if match:
                hints.setdefault(kind, next(group for group in match.groups() if group).strip(" :"))
        if _HEADLINE.search(text):
            headlines.append(text)
    if headlines:
        hints.setdefault("title", " – ".join(headlines[:3]))
    return hints
