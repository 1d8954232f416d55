"""Taking files in and giving them out: what was dropped, pasted or chosen becomes bytes in the store and a name for
a record to keep. Runs on a background thread, with the files of its own store.

The bytes are on the disk before anybody hears of their name.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtGui import QImage

from desa_app import durable
from desa_app.domain.attachment import MOST_BYTES, PICTURES, Attachment, Kept, media_type_of, without_source
from desa_app.domain.camera_notes import captured_at, has_notes
from desa_app.errors import NotAllowed, ReportNotWritten, UnreadableFile
from desa_app.language import say
from desa_app.ui.files.pictures import THUMBNAIL_PX, Picture, cleaned, drawn, read, shrunk, thumbnail

if TYPE_CHECKING:
    from desa_app.store.files import Files

Given = Path | QImage
"""A file on this machine, or a picture of the clipboard."""
LARGE_PX = 4096
"""How large a picture is shown at most."""
_NAME_LETTERS = 120


@dataclass(frozen=True)
class Taken:
    """What a record keeps of a file, and its picture for a tile, where it has one."""

    attachment: Attachment
    thumbnail: QImage | None


@dataclass(frozen=True)
class Taker:
    """Who takes a file in, when, and whether into an anonymous report."""

    who: str | None
    now: dt.datetime
    anonymous: bool = False


def take_photo(files: Files, given: Given, taker: Taker) -> Taken:
    """A photo of a session: shrunk, nothing of what the camera noted but when. Raises UnreadableFile, StoreError."""
    content, name = _content(given)
    picture = shrunk(content, name)
    made = _moment(captured_at(content, _zone(taker)))
    return _kept(files, picture, taker, kept="diperkecil", captured=made)


def take_evidence(files: Files, given: Given, taker: Taker) -> Taken:
    """A piece of evidence: its bytes as they are, and a preview of a picture.

    For an anonymous report only pictures are taken, without name and time; one in which anything was noted is written
    anew. Raises UnreadableFile, NotAllowed, StoreError.
    """
    content, name = _content(given)
    if media_type_of(content) is None:
        why = say(
            "jenis berkas ini tidak diterima; yang diterima: gambar, PDF, suara, video, percakapan .txt atau .zip",
            "this kind of file is not taken; pictures, PDF, sound, video, and chats as .txt or .zip are",
        )
        raise UnreadableFile(name=name, why=why)
    if taker.anonymous:
        return _take_anonymous(files, content, name, taker)
    captured = _moment(captured_at(content, _zone(taker)))
    named = name[:_NAME_LETTERS] if isinstance(given, Path) else None
    return _take_original(files, content, taker, name=named, captured=captured)


def clean(files: Files, attachment: Attachment) -> Taken:
    """The same piece of evidence as an anonymous report may keep it; a file that told more is let go.

    Raises FileNotHere, FileDamaged, UnreadableFile, NotAllowed.
    """
    _refuse_untold(attachment.media_type, attachment.name or attachment.sha256[:12])
    content = files.get(attachment.sha256)
    plain = without_source(attachment)
    if not has_notes(content, attachment.media_type):
        return Taken(plain, None)
    picture = cleaned(content, attachment.sha256[:12])
    small = shrunk(picture.content, attachment.sha256[:12])
    name, preview = files.put(_file(picture), _file(small))
    files.let_go([attachment.sha256])
    told = {"media_type": picture.media_type, "size": len(picture.content), "preview": preview}
    return Taken(replace(plain, sha256=name, kept="dibersihkan", **told), thumbnail(small.image))


def tile(files: Files, attachment: Attachment) -> QImage:
    """The picture of an attachment for a tile. Raises FileNotHere, FileDamaged, UnreadableFile."""
    name = attachment.shown or attachment.sha256
    return thumbnail(read(files.get(name), name[:12], 2 * THUMBNAIL_PX))


def large(files: Files, attachment: Attachment) -> QImage:
    """The picture itself, as large as it is kept. Raises FileNotHere, FileDamaged, UnreadableFile."""
    return read(files.get(attachment.sha256), attachment.sha256[:12], LARGE_PX)


def write_copy(files: Files, attachment: Attachment, path: Path) -> Path:
    """Write the kept bytes where a person asked for them, in the clear. Raises FileNotHere, ReportNotWritten."""
    content = files.get(attachment.sha256)
    fresh = durable.beside(path)
    try:
        durable.write(fresh, content)
        durable.replace(fresh, path)
    except OSError as error:
        raise ReportNotWritten(name=path.name, why=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return path


def _take_anonymous(files: Files, content: bytes, name: str, taker: Taker) -> Taken:
    kind = media_type_of(content) or ""
    _refuse_untold(kind, name)
    if not has_notes(content, kind):
        return _take_original(files, content, taker)
    picture = cleaned(content, name)
    return _kept(files, picture, taker, kept="dibersihkan", preview=shrunk(picture.content, name))


def _refuse_untold(media_type: str, name: str) -> None:
    if media_type not in PICTURES:
        why = say(
            f"'{name}' dapat menyebut siapa pembuatnya, jadi laporan anonim hanya menerima gambar; ambil tangkapan "
            "layarnya, atau ubah cara melapor",
            f"'{name}' may tell who made it, so an anonymous report takes pictures only; take a screenshot of it, or "
            "change how the report is made",
        )
        raise NotAllowed(why=why)


def _take_original(
    files: Files, content: bytes, taker: Taker, *, name: str | None = None, captured: str | None = None
) -> Taken:
    kind = media_type_of(content) or ""
    original = Picture(content, kind, QImage())
    return _kept(files, original, taker, kept="asli", name=name, captured=captured, preview=_preview(content))


def _preview(content: bytes) -> Picture | None:
    """What can't be read as a picture is kept all the same: evidence is evidence."""
    try:
        return shrunk(content, "")
    except UnreadableFile:
        return None


def _kept(
    files: Files,
    picture: Picture,
    taker: Taker,
    *,
    kept: Kept,
    name: str | None = None,
    captured: str | None = None,
    preview: Picture | None = None,
) -> Taken:
    digests = files.put(_file(picture), *([_file(preview)] if preview else []))
    attachment = Attachment(
        sha256=digests[0],
        media_type=picture.media_type,
        captured_at=captured,
        added_by=taker.who,
        added_at=_moment(taker.now),
        name=name,
        size=len(picture.content),
        kept=kept,
        preview=digests[1] if preview else None,
    )
    seen = preview.image if preview else picture.image
    return Taken(attachment, None if seen.isNull() else thumbnail(seen))


def _file(picture: Picture) -> tuple[bytes, str]:
    return picture.content, picture.media_type


def _content(given: Given) -> tuple[bytes, str]:
    """The bytes, and what to call them in a sentence."""
    if isinstance(given, QImage):
        return drawn(given), say("gambar tempelan", "the pasted picture")
    try:
        size = given.stat().st_size
        if not given.is_file():
            raise UnreadableFile(name=given.name, why=say("itu folder, bukan berkas", "it is a folder, not a file"))
        if size > MOST_BYTES:
            most, found = MOST_BYTES // 1_000_000, -(-size // 1_000_000)
            why = say(f"ukurannya {found} MB, paling besar {most} MB", f"it has {found} MB, {most} MB at most")
            raise UnreadableFile(name=given.name, why=why)
        content = given.read_bytes()
    except OSError as error:
        raise UnreadableFile(name=given.name, why=error.strerror or str(error)) from error
    if not content:
        raise UnreadableFile(name=given.name, why=say("berkasnya kosong", "it is empty"))
    return content, given.name


def _moment(moment: dt.datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _zone(taker: Taker) -> dt.tzinfo:
    return taker.now.tzinfo or dt.UTC
