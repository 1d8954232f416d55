"""Pictures written anew: small, upright, and nothing left of what the camera noted; what is broken is said."""

from __future__ import annotations

import contextlib
import datetime as dt
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from desa_app.domain.attachment import media_type_of
from desa_app.domain.camera_notes import captured_at, has_notes
from desa_app.errors import UnreadableFile
from desa_app.ui.files import pictures
from desa_app.ui.files.pictures import LONGEST_PX, THUMBNAIL_PX, cleaned, shrunk, thumbnail
from tests.ui.pictures import DEVICE, PLACE, encoded, exif, loaded, photographed, scene, told_png

WIB = dt.timezone(dt.timedelta(hours=7))
WIT = dt.timezone(dt.timedelta(hours=9))


def test_the_notes_of_these_tests_are_what_a_reader_finds() -> None:
    content = photographed(6, "+09:00")
    assert DEVICE in content
    assert PLACE in content
    assert captured_at(content, WIB) is not None


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_shrunk_upright_and_stripped(orientation: int) -> None:
    taken = shrunk(photographed(orientation), "foto.jpg")
    size = taken.image.size()
    assert max(size.width(), size.height()) == LONGEST_PX
    assert (size.width() > size.height()) == (orientation <= 4)
    assert taken.media_type == "image/jpeg"
    for secret in (b"Exif", DEVICE, PLACE, b"2026:11:24"):
        assert secret not in taken.content
    assert not has_notes(taken.content, "image/jpeg")
    again = loaded(taken.content)
    assert again.size() == size
    corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
    red = [
        (x, y)
        for x, y in corners
        if QColor(again.pixel(20 + x * (size.width() - 40), 20 + y * (size.height() - 40))).red() > 200
    ]
    expected = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
    assert red == [expected[orientation]]


def test_what_is_small_stays_its_size() -> None:
    assert shrunk(encoded(scene(300, 200)), "x").image.size() == scene(300, 200).size()


@pytest.mark.parametrize("kind", ["PNG", "BMP", "WEBP", "TIFF"])
def test_other_kinds_are_taken_too(kind: str) -> None:
    taken = shrunk(encoded(scene(2000, 1000), kind), "x")
    assert taken.image.size().width() == LONGEST_PX
    assert media_type_of(taken.content) == taken.media_type


def screenshot() -> QImage:
    """Words on a plain ground."""
    image = QImage(1080, 2400, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    font = QFont()
    font.setPixelSize(44)
    painter.setFont(font)
    for line in range(40):
        painter.setPen(QColor("darkred" if line % 3 else "black"))
        painter.drawText(40, 60 + 58 * line, f"Gaji {line} juta, tiket dibayari, berangkat besok")
    painter.end()
    return image


def test_a_screenshot_stays_sharp_and_without_its_notes() -> None:
    taken = shrunk(told_png(screenshot()), "layar.png")
    assert taken.media_type == "image/png"
    assert DEVICE not in taken.content
    assert not has_notes(taken.content, "image/png")


def noise(width: int, height: int) -> QImage:
    """A picture that no lossless file makes small."""
    state, pixels = 1, bytearray()
    for _ in range(width * height):
        state = state * 1103515245 + 12345 & 0x7FFFFFFF
        pixels += struct.pack("<I", 0xFF000000 | (120 + (state >> 16) % 16) * 0x010101)
    return QImage(bytes(pixels), width, height, QImage.Format.Format_RGB32).copy()


def test_a_photo_that_comes_as_png_becomes_a_jpeg() -> None:
    assert shrunk(encoded(noise(400, 300), "PNG"), "x").media_type == "image/jpeg"


def test_what_is_clear_becomes_white() -> None:
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    assert shrunk(encoded(image, "PNG"), "x").image.pixelColor(5, 5) == QColor("white")


def test_written_anew_at_its_size_for_an_anonymous_report() -> None:
    taken = cleaned(photographed(6), "x")
    assert (taken.image.width(), taken.image.height()) == (1800, 2400)
    for secret in (b"Exif", DEVICE, PLACE):
        assert secret not in taken.content


def test_a_very_large_one_is_written_anew_at_twelve_megapixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_CLEAN_PIXELS", 120_000)
    taken = cleaned(encoded(scene(1200, 900)), "x")
    assert abs(taken.image.width() * taken.image.height() - 120_000) < 1000


def test_a_thumbnail_is_small() -> None:
    small = thumbnail(scene())
    assert (small.width(), small.height()) == (THUMBNAIL_PX, 240)
    assert thumbnail(scene(30, 20)).width() == 30


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is that large, and has no pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (png_of(60_000, 60_000), "megapiksel"),
        (png_of(200, 200), "rusak atau terpotong"),
        (b"\xff\xd8\xff\xe0 ini bukan foto", "rusak atau terpotong"),
        (b"", "bukan gambar"),
        (b"halo", "bukan gambar"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "bukan gambar"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "HEIC"),
        (b"\x89PNG\r\n\x1a\n", "rusak atau terpotong"),
    ],
)
def test_what_is_no_whole_picture_is_said(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        shrunk(content, "aneh.jpg")
    assert why in refused.value.sentence
    assert "aneh.jpg" in refused.value.sentence


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "BMP", "WEBP", "TIFF"]),
    st.integers(0, 400),
    st.integers(0, 255),
    st.integers(3, 4000),
)
def test_any_damage_gives_a_picture_or_a_sentence(kind: str, place: int, byte: int, length: int) -> None:
    content = bytearray(encoded(scene(64, 48), kind))
    content[min(place, len(content) - 1)] = byte
    with contextlib.suppress(UnreadableFile):
        assert shrunk(bytes(content[:length]), "x").content


def test_when_it_was_taken_is_read_before_it_is_stripped() -> None:
    assert captured_at(photographed(), WIB) == dt.datetime(2026, 11, 24, 9, 15, 30, tzinfo=WIB)
    assert captured_at(photographed(1, "+09:00"), WIB) == dt.datetime(2026, 11, 24, 9, 15, 30, tzinfo=WIT)
    assert captured_at(encoded(scene(40, 30)), WIB) is None
    assert captured_at(b"", WIB) is None


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 700))
def test_notes_of_any_shape_are_read_or_left(patch: bytes, place: int) -> None:
    segment = bytearray(exif())
    segment[4 + place : 4 + place + len(patch)] = patch
    content = b"\xff\xd8" + bytes(segment) + b"\xff\xd9"
    found = captured_at(content, WIB)
    assert found is None or found.tzinfo is not None
    assert has_notes(content, "image/jpeg")
    assert has_notes(patch, "image/jpeg")


def test_notes_are_found_wherever_they_hide() -> None:
    plain, drawn = encoded(scene(64, 48)), encoded(scene(64, 48), "PNG")
    comment = b"\xff\xfe" + struct.pack(">H", 2 + len(DEVICE)) + DEVICE
    assert not has_notes(shrunk(plain, "x").content, "image/jpeg")
    assert has_notes(plain[:2] + comment + plain[2:], "image/jpeg")
    assert has_notes(plain + b"trailer", "image/jpeg")
    assert has_notes(plain[:-2], "image/jpeg")
    assert has_notes(photographed(), "image/jpeg")
    assert has_notes(told_png(scene(64, 48)), "image/png")
    assert has_notes(shrunk(drawn, "x").content + b"x", "image/png")
    assert has_notes(plain, "image/webp"), "no other kind is proven"
