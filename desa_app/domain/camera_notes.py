"""What a camera or a program noted in a picture beside the picture itself: place, time, device, thumbnails, texts.

Nothing here is trusted to be well formed: what can't be followed counts as noted.
"""

from __future__ import annotations

import datetime as dt
import re
import struct
from collections.abc import Iterator

_START, _END, _SCAN, _APP0, _APP14, _EXIF = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE, 0xE1
_DRAWN = {*range(0xC0, 0xCF), 0xDB, 0xDD, _SCAN, _END, _APP0, _APP14}
"""The markers of a JPEG that its picture needs; APP0 is JFIF, APP14 the colours as Adobe wrote them."""
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_DRAWN = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"sBIT",
    b"bKGD",
    b"hIST",
    b"pHYs",
}
_EXIF_PLACE, _TAKEN, _OFFSET = 0x8769, 0x9003, 0x9011
_MOST_TAGS = 200


def has_notes(content: bytes, media_type: str) -> bool:
    """Whether anything but the picture lies in these bytes, or may; proven for JPEG and PNG only."""
    try:
        if media_type == "image/jpeg":
            return any(marker not in _DRAWN for marker, _ in _segments(content))
        return media_type != "image/png" or any(kind not in _PNG_DRAWN for kind in _chunks(content))
    except (struct.error, ValueError):
        return True


def captured_at(content: bytes, zone: dt.tzinfo) -> dt.datetime | None:
    """When the camera says that it took this JPEG; in ``zone`` where it names none."""
    try:
        for marker, segment in _segments(content):
            if marker == _EXIF and segment.startswith(b"Exif\0\0"):
                return _taken(segment[6:], zone)
    except (struct.error, ValueError, LookupError):
        pass
    return None


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of a JPEG by marker, up to its end; ValueError where it has none, or something follows it."""
    place = 2
    while True:
        if content[place : place + 1] != b"\xff":
            raise ValueError("no marker")
        marker = content[place + 1]
        if marker == _END:
            if place + 2 != len(content):
                raise ValueError("something follows")
            return
        (length,) = struct.unpack_from(">H", content, place + 2)
        yield marker, content[place + 4 : place + 2 + length]
        place += 2 + length
        if marker == _SCAN:
            found = _MARKER.search(content, place)
            if found is None:
                raise ValueError("no end")
            place = found.start()


def _chunks(content: bytes) -> Iterator[bytes]:
    """The kinds of the chunks of a PNG; ValueError where something follows the last."""
    place = len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", content, place)
        yield kind
        place += 12 + length
        if kind == b"IEND":
            if place != len(content):
                raise ValueError("something follows")
            return


def _taken(tiff: bytes, zone: dt.tzinfo) -> dt.datetime:
    order = {b"II": "<", b"MM": ">"}[tiff[:2]]
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (inner,) = struct.unpack_from(f"{order}I", _tags(tiff, first, order)[_EXIF_PLACE], 0)
    tags = _tags(tiff, inner, order)
    moment = dt.datetime.strptime(_text(tiff, tags[_TAKEN], order), "%Y:%m:%d %H:%M:%S")
    said = _text(tiff, tags[_OFFSET], order) if _OFFSET in tags else ""
    offset = dt.datetime.strptime(said, "%z").tzinfo if said else zone
    return moment.replace(tzinfo=offset)


def _tags(tiff: bytes, place: int, order: str) -> dict[int, bytes]:
    """Each tag of a directory with the four bytes of its value or its place, after the count of its letters."""
    (count,) = struct.unpack_from(f"{order}H", tiff, place)
    entries = (tiff[place + 2 + 12 * each : place + 14 + 12 * each] for each in range(min(count, _MOST_TAGS)))
    return {struct.unpack_from(f"{order}H", entry)[0]: entry[8:] + entry[4:8] for entry in entries}


def _text(tiff: bytes, value: bytes, order: str) -> str:
    place, count = struct.unpack_from(f"{order}II", value)
    return tiff[place : place + count].rstrip(b"\0 ").decode("ascii")
