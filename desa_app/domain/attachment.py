"""Photos and pieces of evidence: what a record says of a file, and which files are taken at all.

A record names a file by the SHA-256 of its bytes; the bytes themselves lie apart from it (SYNC.md, Files).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec.structs import replace

from desa_app.domain.fields import Line, Short

Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Kept = Literal["asli", "diperkecil", "dibersihkan"]
"""The bytes as they came, shrunk for looking at, or written anew without what the camera noted."""

MOST_BYTES = 25_000_000
"""The largest file that is taken: WhatsApp's own photos, voice notes and short videos are below 16 MB [ours]."""

NAMING = {"session": "photos", "offer": "evidence"}
"""The field of each record type that names files."""


class Attachment(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A photo or a piece of evidence, named by the SHA-256 of its bytes.

    ``preview`` names the shrunk picture of an original; a photo is its own. ``captured_at`` is when it was made as
    far as known, ``added_at`` and ``added_by`` (a name) when and by whom it was taken in; times carry their offset.
    """

    sha256: Sha256
    media_type: Short
    captured_at: str | None = None
    added_by: Short | None = None
    added_at: str | None = None
    name: Short | None = None
    caption: Line | None = None
    size: Annotated[int, msgspec.Meta(ge=0)] | None = None
    kept: Kept | None = None
    preview: Sha256 | None = None

    @property
    def shown(self) -> str | None:
        """The file to look at: the preview, else the photo itself; None for what is no picture."""
        return self.preview or (self.sha256 if self.media_type in PICTURES and self.kept != "asli" else None)

    @property
    def files(self) -> frozenset[str]:
        """The files that it names."""
        return frozenset(name for name in (self.sha256, self.preview) if name)


def moment(written: str | None) -> dt.datetime | None:
    """A time of an attachment; None where it is unknown or can't be read."""
    try:
        return dt.datetime.fromisoformat(written) if written else None
    except ValueError:
        return None


def digest(content: bytes) -> str:
    """What a file of these bytes is called."""
    return hashlib.sha256(content).hexdigest()


def without_source(attachment: Attachment) -> Attachment:
    """The piece of evidence as an anonymous report may keep it: nothing tells whose file it was, or when it was
    made (DOMAIN.md, People's data 4)."""
    return replace(attachment, name=None, captured_at=None)


def tells_its_source(attachment: Attachment) -> bool:
    """Whether it says, or may say, whose file it was: a document and a recording can't be written anew without."""
    return attachment != without_source(attachment) or attachment.media_type not in PICTURES


def moved(attachments: Sequence[Attachment], place: int, to: int) -> tuple[Attachment, ...]:
    """These attachments with the one at ``place`` put to ``to``."""
    order = list(attachments)
    order.insert(to, order.pop(place))
    return tuple(order)


PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp", "image/tiff"})
"""Pictures that can be shown, shrunk and written anew."""
HEIC = "image/heic"
"""What an iPhone's camera writes, and nothing here reads."""

_BEGINNINGS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"#!AMR", "audio/amr"),
    (8, b"WAVE", "audio/wav"),
    (8, b"WEBP", "image/webp"),
)
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"), HEIC),
    **dict.fromkeys((b"M4A ", b"M4B "), "audio/mp4"),
}

_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def media_type_of(content: bytes) -> str | None:
    """What the bytes are, whatever the file is called; None for what is not taken, such as a program."""
    if content[4:8] == b"ftyp":
        return _BRANDS.get(content[8:12], "video/mp4")
    found = (kind for place, begins, kind in _BEGINNINGS if content.startswith(begins, place))
    return next(found, None) or ("text/plain" if _is_text(content) else None)


def _is_text(content: bytes) -> bool:
    """An exported chat: UTF-8 without a control character that no text has."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and _NO_TEXT.search(text) is None


ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/tiff": "tif",
    HEIC: "heic",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/wav": "wav",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
    "text/plain": "txt",
}
"""How the name of a copy ends, by media type."""


def copy_name(attachment: Attachment) -> str:
    """What a copy on the disk is called: as the file was, else by its kind and digest."""
    return attachment.name or f"{attachment.sha256[:12]}.{ENDINGS.get(attachment.media_type, 'bin')}"
