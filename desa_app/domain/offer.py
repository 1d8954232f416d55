"""The suspicious job offer (*tawaran kerja mencurigakan*) and its recruiters. The offer is scored, never a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from desa_app.domain.attachment import PICTURES, Attachment, without_source
from desa_app.domain.fields import (
    BOTH,
    LEAD,
    PERSONAL,
    PUBLIC,
    SEALED,
    SILENT,
    Answer,
    Count,
    Country,
    Line,
    Phone,
    Record,
    Short,
    Text,
    VillageCode,
)

OfferStatus = Literal[
    "draf", "diajukan", "ditinjau", "dikembalikan", "terverifikasi", "tidak terbukti", "duplikat", "dirujuk", "selesai"
]
SETTLED: frozenset[OfferStatus] = frozenset({"selesai", "duplikat", "tidak terbukti"})
"""The statuses in which nothing of an offer waits for anybody any more."""
ReporterMode = Literal["anonim", "rahasia", "terbuka"]
Relation = Literal["calon pekerja", "keluarga", "tetangga", "perangkat desa", "guru", "lainnya"]
Channel = Literal[
    "tatap muka", "telepon", "media sosial", "pesan instan", "iklan cetak", "situs", "bursa kerja", "kenalan"
]
Job = Literal[
    "admin/CS", "marketing", "operator judi", "entri data", "IT", "gudang", "restoran", "PRT", "kebun", "ABK", "lainnya"
]
Currency = Literal["IDR", "USD", "MYR", "THB", "USDT"]
PayPeriod = Literal["jam", "hari", "minggu", "bulan", "tahun", "kontrak"]
Debt = Literal["none", "talangan", "potong gaji", "denda batal"]
Visa = Literal["kerja", "wisata", "kunjungan", "bebas visa", "ziarah/umrah", "belum ada"]
Holder = Literal["calon pekerja", "keluarga", "perekrut", "belum ada paspor"]
Precision = Literal["pasti", "perkiraan", "bulan", "tidak tahu"]
LicenceCheck = Literal["cocok", "tidak ditemukan", "kedaluwarsa", "belum dicek"]
Stage = Literal["ditawari", "proses paspor", "siap berangkat", "transit", "sudah di lokasi", "pulang"]
RecruiterRole = Literal["perekrut", "sponsor", "pengantar", "penampung"]
Platform = Literal["WhatsApp", "Telegram", "Facebook", "Instagram", "TikTok", "X", "LINE", "web", "lainnya"]
Money = Annotated[float, msgspec.Meta(ge=0, le=1e13)]
IDENTITY = ("reporter_contact", "session_id")
"""What could tell who reported: how to reach them, and the session on whose attendance list they may stand."""
FlagCode = Annotated[str, msgspec.Meta(pattern=r"^R[0-9]{2}\Z")]


class Stop(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A point of the route and how one gets there, as ``Batam`` by ``feri``."""

    place: Short
    mode: Short | None = None


class Call(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A telephone call for an urgent offer that was made: who was called, when, and the person who called."""

    whom: Short
    at: dt.datetime
    by: Short | None = None


class Offer(Record, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One report of a suspicious offer.

    ``flags`` are the officer's own answers by flag code (R01 …), kept beside the facts from which some flags
    follow. ``affected`` and ``minors`` count people; nobody affected is named. ``reporter_contact`` is sealed.
    The four ``verified_…`` answers are a lead's (rule M1).
    """

    noun: ClassVar[str] = "offer"

    village: Annotated[VillageCode | None, PUBLIC, LEAD] = None
    village_name: Annotated[Short | None, PUBLIC, SILENT] = None
    code_set: Annotated[Short | None, PUBLIC, SILENT] = None
    received_at: Annotated[dt.datetime | None, PUBLIC, LEAD] = None
    session_id: Annotated[str | None, PUBLIC, SILENT] = None
    reporter_mode: Annotated[ReporterMode | None, PUBLIC, LEAD] = None
    reporter_relation: Annotated[Relation | None, PUBLIC, LEAD] = None
    may_contact: Annotated[Answer | None, PUBLIC, LEAD] = None
    reporter_contact: Annotated[Line | None, SEALED, LEAD] = None
    channel: Annotated[Channel | None, PUBLIC, LEAD] = None
    offered_country: Annotated[Country | None, PUBLIC, LEAD] = None
    offered_city: Annotated[Short | None, PUBLIC, LEAD] = None
    suspected_country: Annotated[Country | None, PUBLIC, LEAD] = None
    suspected_city: Annotated[Short | None, PUBLIC, LEAD] = None
    job: Annotated[Job | None, PUBLIC, LEAD] = None
    job_detail: Annotated[Line | None, PUBLIC, BOTH] = None
    pay_min: Annotated[Money | None, PUBLIC, LEAD] = None
    pay_max: Annotated[Money | None, PUBLIC, LEAD] = None
    pay_currency: Annotated[Currency | None, PUBLIC, LEAD] = None
    pay_period: Annotated[PayPeriod | None, PUBLIC, LEAD] = None
    fee: Annotated[Money | None, PUBLIC, LEAD] = None
    fee_currency: Annotated[Currency | None, PUBLIC, LEAD] = None
    fee_to: Annotated[Line | None, PERSONAL, LEAD] = None
    debt: Annotated[Debt | None, PUBLIC, LEAD] = None
    visa: Annotated[Visa | None, PUBLIC, LEAD] = None
    passport_holder: Annotated[Holder | None, PUBLIC, LEAD] = None
    route: Annotated[tuple[Stop, ...], PUBLIC, LEAD] = ()
    departure: Annotated[dt.date | None, PUBLIC, LEAD] = None
    departure_precision: Annotated[Precision | None, PUBLIC, LEAD] = None
    contract: Annotated[Answer | None, PUBLIC, LEAD] = None
    p3mi_name: Annotated[Line | None, PUBLIC, LEAD] = None
    p3mi_licence: Annotated[Short | None, PUBLIC, LEAD] = None
    licence_check: Annotated[LicenceCheck | None, PUBLIC, LEAD] = None
    licence_checked_at: Annotated[dt.datetime | None, PUBLIC, SILENT] = None
    affected: Annotated[Count | None, PUBLIC, LEAD] = None
    minors: Annotated[Count | None, PUBLIC, LEAD] = None
    stage: Annotated[Stage | None, PUBLIC, LEAD] = None
    asking_for_help: Annotated[Answer | None, PUBLIC, LEAD] = None
    flags: Annotated[dict[FlagCode, Answer], PUBLIC, LEAD] = {}
    story: Annotated[Text | None, PERSONAL, BOTH] = None
    evidence: Annotated[tuple[Attachment, ...], PERSONAL, BOTH] = ()
    calls: Annotated[tuple[Call, ...], PUBLIC, BOTH] = ()
    verified_licence: Annotated[Answer | None, PUBLIC, LEAD] = None
    verified_job_order: Annotated[Answer | None, PUBLIC, LEAD] = None
    verified_visa: Annotated[Answer | None, PUBLIC, LEAD] = None
    verified_contract: Annotated[Answer | None, PUBLIC, LEAD] = None
    status: Annotated[OfferStatus, PUBLIC, LEAD] = "draf"
    review_field: Annotated[Short | None, PUBLIC, SILENT] = None
    review_comment: Annotated[Line | None, PUBLIC, BOTH] = None


def without_identity(values: Mapping[str, Any]) -> dict[str, Any]:
    """What an anonymous report may say of ``values``, plain JSON values by field: nothing tells who reported."""
    kept = {name: None if name in IDENTITY else value for name, value in values.items()}
    if kept.get("evidence"):
        pieces = msgspec.convert(kept["evidence"], tuple[Attachment, ...])
        kept["evidence"] = msgspec.to_builtins(_nameless_evidence(pieces))
    return kept


def nameless(offer: Offer) -> Offer:
    """The report as it may be kept when it is anonymous; another one as it is."""
    if offer.reporter_mode != "anonim":
        return offer
    return msgspec.structs.replace(offer, **dict.fromkeys(IDENTITY), evidence=_nameless_evidence(offer.evidence))


def _nameless_evidence(pieces: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """Only pictures stay, without their file's name and the time they were made."""
    return tuple(without_source(piece) for piece in pieces if piece.media_type in PICTURES)


class Recruiter(Record, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One recruiter of an offer, as far as the reporter knows. A record of its own, so that two officers can add
    one each at the same time."""

    noun: ClassVar[str] = "recruiter"
    parent: ClassVar[str | None] = "offer_id"

    offer_id: Annotated[str, PUBLIC, LEAD] = ""
    alias: Annotated[Short | None, PERSONAL, LEAD] = None
    role: Annotated[RecruiterRole | None, PUBLIC, LEAD] = None
    phone: Annotated[Phone | None, PERSONAL, LEAD] = None
    phone_e164: Annotated[Phone | None, PERSONAL, SILENT] = None
    handle: Annotated[Short | None, PERSONAL, LEAD] = None
    platform: Annotated[Platform | None, PUBLIC, LEAD] = None
    url: Annotated[Line | None, PERSONAL, LEAD] = None
    company: Annotated[Line | None, PUBLIC, LEAD] = None
    address: Annotated[Line | None, PERSONAL, LEAD] = None
    account: Annotated[Line | None, PERSONAL, LEAD] = None
    last_seen: Annotated[dt.date | None, PUBLIC, SILENT] = None
