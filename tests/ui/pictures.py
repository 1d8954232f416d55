"""Pictures for the tests: made here, with what a telephone's camera would have noted in them, and dropped."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QApplication, QWidget

TAKEN = "2026:11:24 09:15:30"
DEVICE = b"Kamera Dewi SM-A057F"
"""What must never be found again."""
PLACE = struct.pack("<6I", 6, 1, 54, 1, 1234, 100)
"""6 degrees, 54 minutes, 12.34 seconds, as the GPS block of EXIF has it."""


def encoded(image: QImage, kind: str = "JPEG") -> bytes:
    """The bytes of a picture file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind.encode()))
    assert writer.write(image)
    return bytes(buffer.data().data())


def scene(width: int = 2400, height: int = 1800, colour: str = "seagreen") -> QImage:
    """A picture whose upper left is red, so that a turn can be seen."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    painter = QPainter(image)
    painter.fillRect(0, 0, width // 2, height // 2, QColor("red"))
    painter.end()
    return image


def exif(orientation: int = 1, offset: str = "") -> bytes:
    """An APP1 segment: device, orientation, when and (with GPS) where; laid out by hand, little-endian."""
    first, inner, gps = 8, 8 + 2 + 4 * 12 + 4, 0
    texts = 400
    device, taken = DEVICE + b"\0", TAKEN.encode() + b"\0"
    zone = offset.encode() + b"\0"
    gps = inner + 2 + 2 * 12 + 4
    body = bytearray(700)
    struct.pack_into("<2sHI", body, 0, b"II", 42, first)
    entries = [
        (0x0110, 2, len(device), texts),
        (0x0112, 3, 1, orientation),
        (0x8769, 4, 1, inner),
        (0x8825, 4, 1, gps),
    ]
    _directory(body, first, entries)
    times = [(0x9003, 2, len(taken), texts + 60)]
    times += [(0x9011, 2, len(zone), texts + 100)] if offset else []
    _directory(body, inner, times)
    _directory(body, gps, [(0x0002, 5, 3, texts + 140)])
    for place, text in ((texts, device), (texts + 60, taken), (texts + 100, zone), (texts + 140, PLACE)):
        body[place : place + len(text)] = text
    segment = b"Exif\0\0" + bytes(body)
    return b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment


def _directory(body: bytearray, place: int, entries: list[tuple[int, int, int, int]]) -> None:
    struct.pack_into("<H", body, place, len(entries))
    for number, entry in enumerate(entries):
        struct.pack_into("<HHII", body, place + 2 + 12 * number, *entry)


def photographed(orientation: int = 1, offset: str = "", image: QImage | None = None) -> bytes:
    """A JPEG as a telephone writes it."""
    plain = encoded(image or scene())
    return plain[:2] + exif(orientation, offset) + plain[2:]


def told_png(image: QImage) -> bytes:
    """A PNG in which a program noted whose it is."""
    told = QImage(image)
    told.setText("Author", DEVICE.decode())
    told.setText("Location", PLACE.hex())
    return encoded(told, "PNG")


def put(folder: Path, name: str, content: bytes) -> Path:
    """A file to be dropped."""
    path = folder / name
    path.write_bytes(content)
    return path


def loaded(content: bytes) -> QImage:
    """The picture of these bytes."""
    return QImage.fromData(QByteArray(content))


def carried(*paths: Path) -> QMimeData:
    """What a file manager drags."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(widget: QWidget, mime: QMimeData) -> bool:
    """Drop something on a widget; whether it was taken."""
    at, act = QPoint(20, 20), Qt.DropAction.CopyAction
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, act, mime, button, none)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(at), act, mime, button, none))
    return enter.isAccepted()
