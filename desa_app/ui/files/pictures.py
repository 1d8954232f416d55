"""Pictures, read with care and written anew: shrunk, upright, and nothing in them but what is to be seen.

Runs on a background thread. What a person hands in may be broken or made to burst the memory, so its size is asked
before it is read, by the decoder of the kind that its first bytes tell, and by no other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QColorSpace, QImage, QImageReader, QImageWriter, QPainter

from desa_app.domain.attachment import HEIC, PICTURES, media_type_of
from desa_app.errors import UnreadableFile
from desa_app.language import say

LONGEST_PX = 1600
"""The longer side of a photo and of a preview (DOMAIN.md, Attachment)."""
THUMBNAIL_PX = 320
"""Sharp in a tile at 200 %."""
QUALITY = 80
MOST_PIXELS = 40_000_000
"""What is read whole: 160 MB of memory while it is."""
MOST_JPEG_PIXELS = 120_000_000
"""A JPEG is shrunk while it is read, so that it may be as large as any telephone's."""
_CLEAN_PIXELS = 12_000_000
_PNG_WORTH = 3
"""How many times the size of a JPEG a PNG may have: a screenshot's letters stay sharp in it; a photo never fits."""


class Picture(NamedTuple):
    """Bytes to be kept, their media type, and the picture they show."""

    content: bytes
    media_type: str
    image: QImage


def shrunk(content: bytes, name: str) -> Picture:
    """The picture at no more than 1600 px, for looking at. Raises UnreadableFile."""
    return _written(read(content, name, LONGEST_PX), is_drawn=media_type_of(content) != "image/jpeg")


def cleaned(content: bytes, name: str) -> Picture:
    """The picture as large as it is, or as twelve megapixels, written anew. Raises UnreadableFile."""
    with _opened(content, name) as (_, size):
        scale = min(1.0, math.sqrt(_CLEAN_PIXELS / (size.width() * size.height())))
        longest = math.ceil(max(size.width(), size.height()) * scale)
    return _written(read(content, name, longest), is_drawn=media_type_of(content) != "image/jpeg")


def drawn(image: QImage) -> bytes:
    """A picture of the clipboard as PNG, its pixels alone."""
    return _encoded(_bare(QImage(image)), b"png")


def thumbnail(image: QImage) -> QImage:
    """A small copy for a tile."""
    return image if max(image.width(), image.height()) <= THUMBNAIL_PX else _within(image, THUMBNAIL_PX)


def read(content: bytes, name: str, longest: int) -> QImage:
    """The picture upright, in common colours, its longer side no more than ``longest``. Raises UnreadableFile."""
    with _opened(content, name) as (reader, size):
        if max(size.width(), size.height()) > longest:
            within = size.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio)
            reader.setScaledSize(within.expandedTo(QSize(1, 1)))
        image = reader.read()
    if image.isNull():
        raise _broken(name)
    return _bare(image)


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[tuple[QImageReader, QSize]]:
    """The reader of a picture that was not read yet, and its size. Raises UnreadableFile."""
    kind = _readable(content, name)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.removeprefix("image/").encode()))
    try:
        reader.setAutoDetectImageFormat(False)
        reader.setAutoTransform(True)
        yield reader, _size(reader, kind, name)
    finally:
        # A decoder may look at its device once more as it goes, so the buffer must be there still.
        reader.setDevice(None)  # type: ignore[arg-type]


def _size(reader: QImageReader, kind: str, name: str) -> QSize:
    size = reader.size()
    if size.isEmpty():
        raise _broken(name)
    most = MOST_JPEG_PIXELS if kind == "image/jpeg" else MOST_PIXELS
    if size.width() * size.height() > most:
        millions = most // 1_000_000
        why = say(f"gambarnya lebih dari {millions} megapiksel", f"it has more than {millions} megapixels")
        raise UnreadableFile(name=name, why=why)
    return size


def _readable(content: bytes, name: str) -> str:
    """The media type, where it is that of a picture that is read here."""
    kind = media_type_of(content)
    if kind in PICTURES:
        return str(kind)
    if kind == HEIC:
        why = say(
            "gambar HEIC dari iPhone belum didukung; kirim lewat WhatsApp, atau di iPhone pilih Pengaturan > Kamera > "
            "Format > Paling Kompatibel, lalu pakai berkas JPG-nya",
            "HEIC pictures of an iPhone are not supported; send it by WhatsApp, or choose Settings > Camera > Formats "
            "> Most Compatible on the iPhone, and use the JPG",
        )
        raise UnreadableFile(name=name, why=why)
    raise UnreadableFile(name=name, why=say("bukan gambar (JPG, PNG, WebP)", "it is no picture (JPG, PNG, WebP)"))


def _broken(name: str) -> UnreadableFile:
    why = say("gambarnya rusak atau terpotong", "the picture is damaged or cut off")
    return UnreadableFile(name=name, why=why)


def _bare(image: QImage) -> QImage:
    """The pixels alone: texts, colour profile and resolution stay behind; what is clear becomes white."""
    if image.colorSpace().isValid():
        image.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    bare = QImage(image.size(), QImage.Format.Format_RGB32)
    bare.fill(QColor("white"))
    painter = QPainter(bare)
    image.setDevicePixelRatio(1)
    painter.drawImage(0, 0, image)
    painter.end()
    return bare


def _within(image: QImage, longest: int) -> QImage:
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(QSize(longest, longest), keep, smooth)


def _written(image: QImage, *, is_drawn: bool) -> Picture:
    """As JPEG; what was no JPEG before, so perhaps a screenshot, as PNG unless that is far larger."""
    photo = _encoded(image, b"jpeg")
    drawn = _encoded(image, b"png") if is_drawn else b""
    if drawn and len(drawn) <= _PNG_WORTH * len(photo):
        return Picture(drawn, "image/png", image)
    return Picture(photo, "image/jpeg", image)


def _encoded(image: QImage, kind: bytes) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    if kind == b"jpeg":
        writer.setQuality(QUALITY)
        writer.setOptimizedWrite(True)
        writer.setProgressiveScanWrite(True)
    if not writer.write(image):
        raise UnreadableFile(name=kind.decode(), why=writer.errorString())
    return bytes(buffer.data().data())
