"""The coverage report on paper: the text of the PDF itself read back, its fonts, its pages, and what is left out.

The reader below understands what Qt writes: content streams of glyphs, and each font's table from glyphs to letters.
What a page looks like is tested where it is drawn into a picture: nothing may lie outside the margins.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QImage

from desa_app.domain.coverage import (
    AssignmentFact,
    AttendeeFact,
    Coverage,
    Facts,
    Level,
    OfferFact,
    OfficeFact,
    Period,
    Row,
    Scope,
    SessionFact,
    coverage,
    narrowed,
    rules_in_force,
)
from desa_app.domain.village import Village
from desa_app.errors import ReportNotWritten, ReportStopped
from desa_app.language import use_language
from desa_app.reports.coverage import Report
from desa_app.ui.coverage.coverage_pdf import (
    MOST_ROWS,
    MOST_UNCOVERED,
    _ahead,
    coverage_pages,
    table_level,
    write_coverage_pdf,
)
from desa_app.ui.paper.pages import PAGE, pictures

AT = dt.datetime(2026, 1, 7, 14, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
YEAR = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
JUNE = dt.date(2025, 6, 15)


def counted(villages: int = 30, sessions: int = 3, headcount: int = 40) -> Coverage:
    registry = [
        Village(f"33{number // 100:02d}08{2000 + number % 100}", f"Desa {number}", "desa", "Kaliwungu",
                f"Kabupaten {number // 100}", "Jawa Tengah")
        for number in range(villages)
    ]  # fmt: skip
    facts = Facts(
        registry,
        assignments=[AssignmentFact(one.code, "SMG", dt.date(2025, 1, 1)) for one in registry],
        sessions=[
            SessionFact(f"s{place}", "SMG", JUNE, (one.code,), headcount, "disetujui", JUNE, (headcount - 3, 3))
            for place, one in enumerate(registry[:sessions])
        ],
        attendees=[AttendeeFact("s0", None, "siti", "P", 34)],
        offers=[OfferFact(registry[-1].code, JUNE, "kritis", urgent_open=True)],
        offices=[OfficeFact("SMG", "Kantor Imigrasi Semarang", 4, 3)],
    )
    return coverage(facts, YEAR, rules_in_force())


def report(found: Coverage, by: Level | None = "regency", *, outside: bool = False) -> Report:
    return Report(found, "Budi, Kantor Imigrasi Semarang", AT, by, outside)


def objects(pdf: bytes) -> dict[int, bytes]:
    """The PDF's objects by number."""
    return {int(number): body for number, body in re.findall(rb"(?s)\n(\d+) 0 obj\n(.*?)\nendobj", pdf)}


def stream(body: bytes) -> bytes:
    """What an object's stream holds."""
    content = re.search(rb"(?s)stream\r?\n(.*?)\r?\n?endstream", body)
    if content is None:
        return b""
    return zlib.decompressobj().decompress(content[1]) if b"FlateDecode" in body else content[1]


def letters_of(font: bytes, found: dict[int, bytes]) -> dict[int, str]:
    """From glyphs to letters."""
    number = re.search(rb"/ToUnicode (\d+) 0 R", font)
    assert number is not None
    letters: dict[int, str] = {}
    for first, last, letter in re.findall(
        rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", stream(found[int(number[1])])
    ):
        for step in range(int(last, 16) - int(first, 16) + 1):
            letters[int(first, 16) + step] = chr(int(letter, 16) + step)
    for first, listed in re.findall(
        rb"<([0-9A-Fa-f]+)>\s*<[0-9A-Fa-f]+>\s*\[([^\]]*)\]", stream(found[int(number[1])])
    ):
        for step, letter in enumerate(re.findall(rb"<([0-9A-Fa-f]+)>", listed)):
            letters[int(first, 16) + step] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    return letters


def texts(path: Path) -> list[str]:
    """The letters of each page, in the order they are drawn, without spaces."""
    found = objects(path.read_bytes())
    pages = [body for body in found.values() if re.search(rb"/Type /Page\b", body)]
    read = []
    for page in pages:
        resources = re.search(rb"/Resources (\d+) 0 R", page)
        contents = re.search(rb"/Contents (\d+) 0 R", page)
        assert resources is not None
        assert contents is not None
        fonts = {
            name: letters_of(found[int(number)], found)
            for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", found[int(resources[1])])
        }
        read.append(written(stream(found[int(contents[1])]), fonts))
    return read


def written(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    letters: dict[int, str] = {}
    said = []
    for name, shown in re.findall(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>", content):
        if name:
            letters = fonts[name]
        else:
            said += [letters.get(int(shown[place : place + 4], 16), "") for place in range(0, len(shown), 4)]
    return "".join("".join(said).split())


def has(text: str, words: str) -> bool:
    return "".join(words.split()) in text


@pytest.mark.usefixtures("dressed")
def test_the_pdf_says_who_made_what_of_which_and_every_figure(tmp_path: Path) -> None:
    found = report(narrowed(counted(), Scope(assigned=True)))
    written_to = write_coverage_pdf(found, tmp_path / "a.pdf")
    pages = texts(tmp_path / "a.pdf")
    assert list(written_to.rows.values()) == [len(pages)]
    whole = "".join(pages)
    for words in (
        "Laporan Cakupan Desa Binaan Imigrasi",
        "Periode 1 Januari 2025 – 31 Desember 2025",
        "Hanya desa binaan",
        "Dibuat oleh Budi, Kantor Imigrasi Semarang, 7 Januari 2026 14:30",
        "3 dari 4 laptop kantor sudah sinkron sejak 31 Desember 2025",
        "3/30 (10,0 %)",
        "Sesi per bulan",
        "Laki-laki",
        "111 (92,5 %)",
        "9 (7,5 %)",
        "6–12 bulan",
        "Kabupaten/Kota",
        "Kabupaten 0",
        "Desa yang perlu didahulukan (25 dari 30 belum dicakup)",
        "SEGERA terbuka",
        "Prioritas 0–100",
    ):
        assert has(whole, words), words
    for number, page in enumerate(pages, start=1):
        assert has(page, f"Halaman {number} dari {len(pages)}")


@pytest.mark.usefixtures("dressed")
def test_the_pdf_is_a4_and_carries_its_fonts(tmp_path: Path) -> None:
    write_coverage_pdf(report(counted()), tmp_path / "a.pdf")
    found = objects((tmp_path / "a.pdf").read_bytes())
    boxes = {body[1] for one in found.values() if (body := re.search(rb"/MediaBox \[([^\]]+)\]", one))}
    assert [round(float(edge)) for box in boxes for edge in box.split()] == [0, 0, 595, 842]
    fonts = [one for one in found.values() if b"/FontDescriptor" in one and b"/Type /FontDescriptor" in one]
    assert fonts
    assert all(re.search(rb"/FontFile\d? \d+ 0 R", one) for one in fonts)
    assert any(b"AtkinsonHyperlegible" in one for one in fonts)


@pytest.mark.usefixtures("dressed")
def test_a_long_table_goes_on_with_its_head_and_more_is_for_a_spreadsheet(tmp_path: Path) -> None:
    long = report(counted(villages=120, sessions=3), "village")
    write_coverage_pdf(long, tmp_path / "a.pdf")
    pages = texts(tmp_path / "a.pdf")
    assert sum(has(page, "Desa/Kelurahan") for page in pages) > 2
    assert has("".join(pages), "Desa 119")
    many = report(counted(villages=400, sessions=3), "village")
    assert table_level(many) == "regency", f"more than {MOST_ROWS} villages are not for paper"
    assert len(coverage_pages(many)) < 6


@pytest.mark.usefixtures("dressed")
def test_outside_small_counts_and_offers_are_not_on_the_paper(tmp_path: Path) -> None:
    small = counted(villages=3, sessions=1, headcount=4)
    write_coverage_pdf(report(small, "village", outside=True), tmp_path / "a.pdf")
    whole = "".join(texts(tmp_path / "a.pdf"))
    assert has(whole, "Untuk pihak luar")
    assert has(whole, "Perempuan*")
    assert not has(whole, "3 (75,0 %)")
    assert not has(whole, "didahulukan")
    assert not has(whole, "SEGERA terbuka (15)")
    write_coverage_pdf(report(small, "village"), tmp_path / "b.pdf")
    assert has("".join(texts(tmp_path / "b.pdf")), "3 (75,0 %)")


@pytest.mark.usefixtures("dressed")
def test_without_a_session_the_paper_says_what_there_is(tmp_path: Path) -> None:
    write_coverage_pdf(report(counted(villages=2, sessions=0)), tmp_path / "a.pdf")
    whole = "".join(texts(tmp_path / "a.pdf"))
    assert not has(whole, "Sesi per bulan")
    assert has(whole, "belum pernah")
    assert has(whole, "0/2 (0,0 %)")


@pytest.mark.usefixtures("dressed")
def test_the_paper_speaks_english(tmp_path: Path) -> None:
    use_language("en")
    write_coverage_pdf(report(counted()), tmp_path / "a.pdf")
    whole = "".join(texts(tmp_path / "a.pdf"))
    assert has(whole, "Coverage of the Assisted Villages")
    assert has(whole, "Page 1 of")


@pytest.mark.usefixtures("dressed")
def test_nothing_is_drawn_outside_the_margins() -> None:
    paper = coverage_pages(report(counted(villages=120), "village"))
    for picture in pictures(paper, round(PAGE.width()), most=20):
        assert outside_of(picture, 40) == set()
    assert len(pictures(paper, 400, most=2)) == 2


def outside_of(picture: QImage, edge: int) -> set[tuple[int, int]]:
    """Where there is anything nearer to the paper's edge than so many pixels."""
    width, height = picture.width(), picture.height()
    border = {(x, y) for x in range(width) for y in (*range(0, edge, 3), *range(height - edge, height, 3))}
    border |= {(x, y) for y in range(height) for x in (*range(0, edge, 3), *range(width - edge, width, 3))}
    return {(x, y) for x, y in border if picture.pixelColor(x, y).lightness() < 250}


@pytest.mark.usefixtures("dressed")
def test_a_pdf_that_is_stopped_or_refused_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, of: int) -> None:
        if done == 1:
            raise ReportStopped

    with pytest.raises(ReportStopped):
        write_coverage_pdf(report(counted()), tmp_path / "a.pdf", stop)
    with pytest.raises(ReportNotWritten):
        write_coverage_pdf(report(counted()), tmp_path / "tidak ada" / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_the_first_villages_are_not_a_few_of_a_crowd() -> None:
    (one, *_) = [row for row in report(counted()).uncovered().rows if not isinstance(row, Row)]
    crowd = [msgspec.structs.replace(one, priority=30.0)] * 1_000
    some = [msgspec.structs.replace(one, priority=float(priority)) for priority in (65, 50, 47)]
    assert _ahead([*some, *crowd]) == some
    assert len(_ahead(crowd)) == MOST_UNCOVERED, "where nothing else is to be said"
    assert len(_ahead([*some, *crowd[:50]])) == MOST_UNCOVERED, "a few dozen are an office's own"
    assert _ahead(some) == some
