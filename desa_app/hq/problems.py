"""Every numbered answer to a bad request. Numbers are stable: laptops and support rely on them.

A request that is refused changed nothing; what is wrong with one change is a matter of quarantine instead
(``quarantine.py``), so that it never holds up the others.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from desa_app.sync.pure.wire import Problem


class Kind(NamedTuple):
    """A numbered problem, the HTTP status it goes with, and what it says."""

    number: str
    status: int
    indonesian: str
    english: str
    retryable: bool = False


class Denied(Exception):
    """A request is refused. ``field`` names what is wrong in it, where that can be told."""

    def __init__(self, kind: Kind, field: str = "") -> None:
        super().__init__(kind.number)
        self.kind = kind
        self.field = field

    @property
    def problem(self) -> Problem:
        """The body of the answer."""
        number, _, indonesian, english, retryable = self.kind
        return Problem(number, indonesian, english, retryable, self.field)


MALFORMED = Kind(
    "H400",
    400,
    "Permintaan tidak dapat dibaca. Tidak ada yang diubah; perbarui aplikasi bila ini terulang.",
    "The request can't be read. Nothing was changed; update the application if this happens again.",
)
UNKNOWN_DEVICE = Kind(
    "H401",
    401,
    "Laptop ini tidak dikenal di kantor pusat. Daftarkan dengan kode dari kantor.",
    "This laptop is not known at headquarters. Enrol it with a code from the office.",
)
BAD_SIGNATURE = Kind(
    "H402",
    401,
    "Tanda tangan laptop ini tidak cocok. Tidak ada yang diubah; hubungi admin pusat.",
    "This laptop's signature does not fit. Nothing was changed; ask the HQ administrator.",
)
REVOKED = Kind(
    "H403",
    403,
    "Laptop ini telah dicabut oleh kantor. Serahkan laptop kepada ketua tim.",
    "The office has revoked this laptop. Hand it to the team lead.",
)
NO_SUCH_ADDRESS = Kind("H404", 404, "Alamat ini tidak ada.", "There is no such address.")
NO_SUCH_METHOD = Kind("H405", 405, "Cara ini tidak ada untuk alamat ini.", "This address takes no such method.")
CLONED = Kind(
    "H409",
    409,
    "Laptop ini tampak sebagai salinan atau hasil pemulihan cadangan. Tidak ada yang hilang; daftarkan ulang laptop.",
    "This laptop looks like a copy, or like one restored from a backup. Nothing is lost; enrol it again.",
)
TOO_LARGE = Kind(
    "H413",
    413,
    "Kiriman terlalu besar. Tidak ada yang diubah; kirim dalam bagian yang lebih kecil.",
    "The request is too large. Nothing was changed; send it in smaller parts.",
)
WRONG_TYPE = Kind(
    "H415",
    415,
    "Bentuk kiriman ini tidak diterima di sini.",
    "This kind of content is not accepted here.",
)
TOO_OLD = Kind(
    "H426",
    426,
    "Aplikasi di laptop ini terlalu lama untuk membaca log. Kirimannya tetap diterima; perbarui aplikasi.",
    "The application on this laptop is too old to read the logs. What it sends is still taken; update it.",
)
TOO_MANY_GUESSES = Kind(
    "H429",
    429,
    "Terlalu banyak kode yang salah. Tunggu seperempat jam lalu coba lagi.",
    "Too many wrong codes. Wait a quarter of an hour and try again.",
    retryable=True,
)
WRONG_CODE = Kind(
    "H430",
    403,
    "Kode pendaftaran salah. Periksa huruf dan angkanya.",
    "The enrolment code is wrong. Check its letters and digits.",
)
EXPIRED_CODE = Kind(
    "H431",
    403,
    "Kode pendaftaran sudah kedaluwarsa. Minta kode baru dari kantor.",
    "The enrolment code has expired. Ask the office for a new one.",
)
USED_CODE = Kind(
    "H432",
    403,
    "Kode pendaftaran sudah dipakai oleh laptop lain. Minta kode baru dari kantor.",
    "The enrolment code was used by another laptop. Ask the office for a new one.",
)
STALE = Kind(
    "H440",
    401,
    "Jam pada permintaan ini terlalu jauh dari jam kantor pusat. Sinkronkan lagi.",
    "The time of this request is too far from headquarters' clock. Synchronise again.",
    retryable=True,
)
REPLAYED = Kind(
    "H441",
    401,
    "Permintaan ini sudah pernah diterima. Tidak ada yang diubah.",
    "This request was received before. Nothing was changed.",
)
NOT_NAMED = Kind(
    "H442",
    403,
    "Tidak ada catatan yang boleh dibaca laptop ini yang menyebut berkas itu.",
    "No record that this laptop may read names that file.",
)
FILE_NOT_HERE = Kind(
    "H443",
    404,
    "Berkas ini belum sampai di kantor pusat; masih di laptop yang menambahkannya.",
    "This file has not reached headquarters yet; it is still on the laptop that added it.",
)
WRONG_OFFSET = Kind(
    "H444",
    409,
    "Kiriman berkas ini tidak melanjutkan yang sudah ada. Tanyakan dahulu sampai di mana.",
    "This part does not continue what is here of the file. Ask first how far it is.",
)
WRONG_TUS = Kind("H445", 412, "Versi tus ini tidak dilayani.", "This version of tus is not spoken here.")
WRONG_RANGE = Kind("H446", 416, "Berkas ini tidak memiliki bagian itu.", "The file has no such part.")
WRONG_CHECKSUM = Kind(
    "H447",
    460,
    "Bagian berkas ini rusak di jalan. Tidak ada yang disimpan; kirim lagi.",
    "This part of the file was damaged on its way. Nothing was kept; send it again.",
    retryable=True,
)
WRONG_DIGEST = Kind(
    "H448",
    460,
    "Isi berkas tidak cocok dengan sidiknya. Kirimannya dibuang; kirim lagi dari awal.",
    "The file's bytes don't fit its digest. What was sent is dropped; send it again from the start.",
)
NO_BUNDLE = Kind(
    "H450",
    400,
    "Ini bukan kiriman flashdisk yang utuh. Tidak ada yang diubah; minta pengirim menulisnya lagi.",
    "This is not a whole bundle. Nothing was changed; ask the sender to write it again.",
)
NOT_FOR_HERE = Kind(
    "H451",
    403,
    "Kiriman flashdisk ini bukan untuk kantor pusat ini. Tidak ada yang diubah.",
    "This bundle is not for this headquarters. Nothing was changed.",
)
NO_SEALING_KEY = Kind(
    "H452",
    403,
    "Kunci penyegel laptop pengirim belum dikenal, jadi jawabannya tidak dapat disegel. Isinya sudah diterima; "
    "sinkronkan laptop itu sekali lewat jaringan.",
    "The sender's sealing key is not known yet, so the answer can't be sealed. What it holds was taken; synchronise "
    "that laptop once over a line.",
)
FAULT = Kind(
    "H500",
    500,
    "Ada gangguan di kantor pusat. Catatan Anda aman di laptop; coba lagi nanti.",
    "Headquarters met a fault. Your records are safe on the laptop; try again later.",
    retryable=True,
)
BUSY = Kind(
    "H503",
    503,
    "Kantor pusat sedang sibuk atau penuh. Catatan Anda aman di laptop; coba lagi sebentar lagi.",
    "Headquarters is busy or full. Your records are safe on the laptop; try again in a moment.",
    retryable=True,
)


def encoded(problem: Problem) -> bytes:
    """The problem as JSON."""
    return msgspec.json.encode(problem)
