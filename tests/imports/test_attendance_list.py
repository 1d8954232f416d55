"""Attendance lists in the shapes village offices keep them: who is read, what is noted, what is listed as skipped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from desa_app.imports.attendance_list import AttendanceList, describe, read_attendance, read_pasted
from desa_app.imports.columns import field_of
from desa_app.language import use_language
from desa_app.paths import resources

Table = list[list[object]]
Saved = Callable[..., Path]


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    """Saves sheets as an XLSX with the given merges in its first sheet."""

    def save(*sheets: Table, merges: tuple[str, ...] = ()) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for rows in sheets:
            sheet = book.create_sheet()
            for row in rows:
                sheet.append(row)
        for merge in merges:
            book.worksheets[0].merge_cells(merge)
        path = tmp_path / "daftar.xlsx"
        book.save(path)
        return path

    return save


def names(attendance: AttendanceList) -> list[str]:
    return [person.full_name for person in attendance.people]


def reasons(attendance: AttendanceList) -> dict[int, str]:
    return {skipped.row: skipped.reason for skipped in attendance.skipped}


def csv_of(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "daftar.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_sample_list_is_read_whole() -> None:
    attendance = read_attendance(resources() / "sample" / "contoh_daftar_hadir.xlsx")
    assert len(attendance.people) == 34
    assert attendance.columns == {
        "full_name": "Nama", "sex": "L/P", "age": "Umur", "address": "Alamat", "phone": "No. HP",
    }  # fmt: skip
    assert reasons(attendance) == {1: "title", 2: "title", 3: "title", 4: "title", 43: "signature", 47: "signature"}
    assert attendance.hints["village"] == "Desa Wonorejo Kec. Kaliwungu Kab. Kendal"
    assert attendance.hints["date"] == "28-10-2025"
    person = attendance.people[1]
    assert (person.row, person.full_name, person.sex, person.age) == (8, "Wiwik Handayani", "P", 25)
    assert (person.address, person.phone, person.phone_e164) == ("RT 01/RW 02", "084234094445", "+6284234094445")
    assert all(not person.notes for person in attendance.people)


def test_old_excel_csv_with_letterhead_totals_and_signatures() -> None:
    attendance = read_attendance(resources() / "sample" / "contoh_excel_lama.csv")
    assert names(attendance) == [
        "Hj. Siti Nur’aini, S.Pd", "Slamet Riyadi", "Yuliana Dewi", "André Setiawan", "Suyatmi",
        "Bagas Prasetyo", "Bagas Prasetyo",
    ]  # fmt: skip
    assert [person.age for person in attendance.people] == [47, 52, 23, 31, None, 19, 44]
    assert attendance.people[1].phone == "8157458126"
    assert attendance.people[1].phone_e164 == "+628157458126"
    assert attendance.people[4].notes == ("umur 'tiga puluh' tidak dibaca",)
    assert {row: reason for row, reason in reasons(attendance).items() if row > 6} == {
        14: "blank", 15: "total", 16: "total", 17: "total", 19: "signature", 20: "signature", 21: "signature",
        23: "signature",
    }  # fmt: skip
    assert attendance.hints["date"] == "Kamis, 13 November 2025"
    assert attendance.hints["venue"] == "Balai Desa Wonorejo"


def test_two_lists_side_by_side_under_a_header_of_two_rows_with_ticks() -> None:
    attendance = read_attendance(resources() / "sample" / "contoh_dua_kolom.xlsx")
    read = {person.full_name: (person.row, person.sex, person.birth_year) for person in attendance.people}
    assert read == {
        "Fatimah": (8, "P", 1988), "Sukardi": (9, "L", 1961), "Eka Putri Rahayu": (10, "P", 2004),
        "Zainal Arifin": (11, "L", 1999), "Lilis Suryani": (12, "P", 1975), "Darsono": (8, "L", 1958),
        "Endang S.": (9, "P", 1990), "Tri Wibowo": (10, "L", None), "Ratna Sari": (11, "P", 1995),
    }  # fmt: skip
    hamlets = {person.full_name: person.address for person in attendance.people}
    assert hamlets["Eka Putri Rahayu"] == "Dusun Krajan", "a cell merged over three rows counts for all three"
    assert hamlets["Lilis Suryani"] == "Dusun Sumberan"
    assert {row for row, reason in reasons(attendance).items() if reason == "signature"} == {16, 17, 20}


def test_the_pasted_sample() -> None:
    attendance = read_attendance(resources() / "sample" / "contoh_tempelan.txt")
    said = [(p.full_name, p.sex, p.age, p.birth_year, p.hamlet, p.address, p.occupation) for p in attendance.people]
    assert said == [
        ("Siti Aminah", "P", 34, None, None, None, "petani"),
        ("Budi Santoso", "L", 41, None, "Krajan", None, None),
        ("Ahmad Fauzi, S.Pd", "L", 40, None, None, "RT 01/RW 02", "guru"),
        ("Wiwik Handayani", "P", 29, None, None, None, None),
        ("Dewi Lestari", "P", None, 2003, None, None, "ibu rumah tangga"),
        ("Joko", None, None, None, None, None, None),
    ]
    assert [p.phone_e164 for p in attendance.people][3] == "+6285183873074"
    assert reasons(attendance) == {1: "title", 2: "title", 3: "title", 11: "blank", 12: "total"}
    assert attendance.hints["date"] == "Kamis, 13 November 2025"


@pytest.mark.parametrize(
    "line",
    [
        "1. Siti Aminah, P, 34, petani",
        "1) Siti Aminah / P / 34 th / petani",
        "(1) Siti Aminah (P) 34 tahun - petani",
        "• Siti Aminah; P; 34; petani",
        "- Siti Aminah, perempuan, usia 34, petani",
        "*1.* Siti Aminah | P | 34 thn | Petani",
        "1️⃣ Siti Aminah, petani, P, 34",
        "\u200e[28/10/25 09.12.33] Bu Kader: 1. Siti Aminah, P, 34, petani",
        "1. Siti Aminah/P/34/petani",
        "1. Siti Aminah, JK: P, Umur: 34, Pekerjaan: petani",
    ],
)
def test_a_pasted_line_in_many_shapes(line: str) -> None:
    (person,) = read_pasted(line).people
    assert (person.full_name, person.sex, person.age, (person.occupation or "").lower()) == (
        "Siti Aminah", "P", 34, "petani",
    )  # fmt: skip
    assert person.notes == ()


@pytest.mark.parametrize(
    ("line", "age", "occupation", "birth_year"),
    [
        ("1. Siti, P, 34 petani", 34, "petani", None),
        ("1. Siti (P) 34th buruh 081234567890", 34, "buruh", None),
        ("1. Siti, P, 34 tahun tukang sayur", 34, "tukang sayur", None),
        ("1. Siti, P, 17 Agustus 1990", None, None, 1990),
    ],
)
def test_age_and_occupation_that_no_sign_separates(
    line: str, age: int | None, occupation: str | None, birth_year: int | None
) -> None:
    (person,) = read_pasted(line).people
    assert (person.full_name, person.sex) == ("Siti", "P")
    assert (person.age, person.occupation, person.birth_year) == (age, occupation, birth_year)


def test_a_pasted_sheet_is_read_as_a_table() -> None:
    attendance = read_pasted("No\tNama\tL/P\tUmur\n1\tSiti Aminah\tP\t34\n2\tBudi\tL\t40\n")
    assert [(p.row, p.full_name, p.sex, p.age) for p in attendance.people] == [
        (2, "Siti Aminah", "P", 34), (3, "Budi", "L", 40),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = ["No|Nama|L/P|Alamat", '1|André|L|"RT 01, RW 02; Krajan"', '2|Zoë|P|"Jl. Mawar | 3"', "3|Budi|L|Krajan"]
    text = "\r\n".join(row if delimiter == "|" else row.replace("|", delimiter) for row in rows[:2] + rows[3:])
    attendance = read_attendance(csv_of(tmp_path, text, encoding))
    assert names(attendance) == ["André", "Budi"]
    assert attendance.people[0].address == "RT 01, RW 02; Krajan"


def test_headers_with_small_typing_errors_spacing_and_english(tmp_path: Path) -> None:
    text = "NO;N A M A  L E N G K A P;Jenis kelmain (L/P);Usia (Th);Perkerjaan;Nomer HP;Tanda Tagan\n"
    text += "1;Siti;P;34;petani;081234567890;x\n"
    attendance = read_attendance(csv_of(tmp_path, text))
    assert attendance.columns["occupation"] == "Perkerjaan"
    (person,) = attendance.people
    assert (person.sex, person.age, person.occupation, person.phone_e164) == ("P", 34, "petani", "+6281234567890")
    english = read_attendance(csv_of(tmp_path, "Full name,Gender,Age,Phone number\nSiti,F,34,081234567890\n"))
    assert (english.people[0].sex, english.people[0].age) == ("P", 34)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Nama / Jabatan", "full_name"),
        ("Jabatan/Nama", "full_name"),
        ("Nama Lengkap dan Gelar", "full_name"),
        ("Jns. Klmn", "sex"),
        ("Dusun / RT / RW", "hamlet"),
        ("Jabatan/Unsur", "occupation"),
        ("No. HP Aktif/WA", "phone"),
    ],
)
def test_a_header_of_several_words_is_taken_for_one_of_them(header: str, field: str) -> None:
    assert field_of(header) == field


@pytest.mark.parametrize("header", ["Pendidikan", "Agama", "Rencana bekerja di luar negeri", "Kelompok umur", ""])
def test_a_header_of_something_else_is_taken_for_nothing(header: str) -> None:
    assert field_of(header) is None


@pytest.mark.parametrize("name", ["Hadi", "Peserta Satu", "L"])
def test_a_person_in_the_first_row_is_not_taken_for_a_second_header_row(tmp_path: Path, name: str) -> None:
    attendance = read_attendance(csv_of(tmp_path, f"No;Nama;L/P\n;{name};\n2;Siti;P\n"))
    assert names(attendance) == [name, "Siti"]


def test_a_lone_mark_under_the_header_is_a_row_and_not_a_header(tmp_path: Path) -> None:
    attendance = read_attendance(csv_of(tmp_path, "No;Nama;L/P\n;;P\n2;Siti;P\n"))
    assert (names(attendance), reasons(attendance)) == (["Siti"], {2: "title"})


def test_both_rows_of_a_repeated_header_and_the_second_of_the_first_are_listed(tmp_path: Path) -> None:
    page = "No;Nama;Jenis Kelamin;;Umur\nUrut;Lengkap;L;P;(Th)\n{};{};;v;34\n"
    attendance = read_attendance(csv_of(tmp_path, page.format(1, "Siti") + page.format(2, "Tini")))
    assert [(person.full_name, person.sex) for person in attendance.people] == [("Siti", "P"), ("Tini", "P")]
    assert reasons(attendance) == {2: "header", 4: "header", 5: "header"}


def test_cells_merged_across_and_a_header_over_two_columns(saved: Saved) -> None:
    rows: Table = [
        ["DAFTAR HADIR PESERTA", None, None, None, None],
        ["No", "Nama", None, "L/P", "Umur"],
        [1, "Siti Aminah", None, "P", "34"],
        [2, "Budi", None, "L", "40"],
    ]
    attendance = read_attendance(saved(rows, merges=("A1:E1", "B2:C2", "B3:C3", "B4:C4")))
    assert [(p.row, p.full_name, p.sex, p.age) for p in attendance.people] == [
        (3, "Siti Aminah", "P", 34), (4, "Budi", "L", 40),
    ]  # fmt: skip
    assert reasons(attendance) == {1: "title"}


def test_numbers_that_were_kept_from_excel_by_a_mark(tmp_path: Path) -> None:
    attendance = read_attendance(
        csv_of(tmp_path, "Nama;Umur;HP\n'Aisyah;'45;=\"081234567890\"\nBudi;40;'+62 812 3456 7891\n")
    )
    assert [(p.full_name, p.age, p.phone, p.phone_e164) for p in attendance.people] == [
        ("'Aisyah", 45, "081234567890", "+6281234567890"), ("Budi", 40, "+62 812 3456 7891", "+6281234567891"),
    ]  # fmt: skip


def test_numbers_kept_as_text_and_text_kept_as_numbers(saved: Saved) -> None:
    header: list[object] = ["Nama", "Umur", "No HP"]
    attendance = read_attendance(saved([header, ["Siti", "34 th", 81234567890.0], ["Budi", 40.0, 6281234567891]]))
    assert [(p.age, p.phone, p.phone_e164) for p in attendance.people] == [
        (34, "81234567890", "+6281234567890"), (40, "6281234567891", "+6281234567891"),
    ]  # fmt: skip


def test_a_phone_that_excel_has_cut_short_is_kept_and_noted(tmp_path: Path) -> None:
    attendance = read_attendance(csv_of(tmp_path, "Nama;HP\nSiti;6,28123E+12\nBudi;8,1234567890E+10\n"))
    cut, whole = attendance.people
    assert (cut.phone, cut.phone_e164) == ("6,28123E+12", None)
    assert "6,28123E+12" in cut.notes[0]
    assert whole.phone_e164 == "+6281234567890"


def test_birth_columns(tmp_path: Path) -> None:
    text = "Nama;TTL\nSiti;Kendal, 19-05-1990\nBudi;19 Mei 1960\nTini;19/05/60\nJoko;kemarin\n"
    attendance = read_attendance(csv_of(tmp_path, text))
    assert [person.birth_year for person in attendance.people] == [1990, 1960, 1960, None]
    assert attendance.people[3].notes == ("kelahiran 'kemarin' tidak dibaca",)


def test_pages_with_repeated_headers_titles_and_signatures(tmp_path: Path) -> None:
    foot = ";Mengetahui,;\n;Kepala Desa;\n;Supardi, S.H.;\n;NIP. 197;\n"
    page = "DAFTAR HADIR;;\nNo;Nama;Umur\n(1);(2);(3)\n{};{};30\n" + foot
    attendance = read_attendance(csv_of(tmp_path, page.format(1, "Siti") + page.format(2, "Budi")))
    assert names(attendance) == ["Siti", "Budi"]
    assert reasons(attendance) == {
        1: "title", 3: "header", 5: "signature", 6: "signature", 7: "signature", 8: "signature",
        9: "title", 10: "header", 11: "header", 13: "signature", 14: "signature", 15: "signature", 16: "signature",
    }  # fmt: skip


def test_several_sheets_and_a_hidden_one(saved: Saved) -> None:
    header: list[object] = ["Nama", "Umur"]
    path = saved([header, ["Siti", 34]], [["Rekap"], ["ada 2 orang"]], [header, ["Budi", 40], ["Siti", 34]])
    book = openpyxl.load_workbook(path)
    book.create_sheet("Lama", 0).append(["Nama"])
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    attendance = read_attendance(path)
    assert [(person.sheet, person.row, person.full_name) for person in attendance.people] == [
        ("Sheet", 2, "Siti"), ("Sheet2", 2, "Budi"),
    ]  # fmt: skip
    assert [(skipped.sheet, skipped.row, skipped.reason) for skipped in attendance.skipped] == [
        ("Sheet1", 1, "no_header"), ("Sheet1", 2, "no_header"), ("Sheet2", 3, "duplicate"),
    ]  # fmt: skip
    assert any("Lama" in remark for remark in attendance.remarks)


def test_a_list_without_a_header_is_guessed_and_says_so(tmp_path: Path) -> None:
    text = "1;Siti Aminah;P;34;petani;081234567890\n2;Budi Santoso;L;41;guru;081234567891\n3;Tini;P;29;irt;-\n"
    attendance = read_attendance(csv_of(tmp_path, text))
    assert [(p.full_name, p.sex, p.age, p.occupation) for p in attendance.people] == [
        ("Siti Aminah", "P", 34, "petani"), ("Budi Santoso", "L", 41, "guru"), ("Tini", "P", 29, "irt"),
    ]  # fmt: skip
    assert "ditebak" in attendance.columns["full_name"]
    assert any("ditebak" in remark for remark in attendance.remarks)


def test_the_same_name_with_another_age_phone_or_hamlet_is_another_person(tmp_path: Path) -> None:
    text = "No;Nama;L/P;Umur;Dusun;HP\n1;Siti;P;34;Krajan;\n2;Siti;P;35;Krajan;\n3;Siti;P;34;Sumberan;\n"
    text += "4;Siti;P;34;Krajan;081234567890\n5;SITI;P;34;krajan;-\n"
    attendance = read_attendance(csv_of(tmp_path, text))
    assert [person.row for person in attendance.people] == [2, 3, 4, 5]
    assert len({person.key for person in attendance.people}) == 4
    assert reasons(attendance) == {6: "duplicate"}


def test_keys_do_not_depend_on_the_order_of_rows_columns_or_the_kind_of_file(tmp_path: Path, saved: Saved) -> None:
    one = read_attendance(csv_of(tmp_path, "Nama;Umur;HP\nSiti;34;0812-3456-7890\nBudi;40;\n"))
    other = read_attendance(
        saved([["HP", "No", "Usia", "Nama"], ["", 1, 40, "BUDI"], [81234567890, 2, "34 th", "Siti"]])
    )
    assert {person.key for person in one.people} == {person.key for person in other.people}
    assert all(len(person.key) == 10 for person in one.people)


def test_what_has_no_place_in_the_record_is_noted_with_its_text(tmp_path: Path) -> None:
    text = "Nama;JK;Umur;Keterangan;NIK\nSiti;AB;200;datang terlambat;3324085905900001\n"
    attendance = read_attendance(csv_of(tmp_path, text))
    (person,) = attendance.people
    assert person.notes == (
        "tidak diambil: Keterangan 'datang terlambat'", "umur '200' tidak dibaca", "jenis kelamin 'AB' tidak dibaca",
    )  # fmt: skip
    assert any("NIK" in remark and "Keterangan" in remark for remark in attendance.remarks)


def test_no_nik_leaves_the_file(tmp_path: Path) -> None:
    nik = "3324085905900001"
    text = f"Nama;Umur;NIK;Ket\nSiti;34;{nik};{nik}\nSiti;34;{nik};{nik}\nJumlah;;{nik};\n;;{nik};\n"
    attendance = read_attendance(csv_of(tmp_path, text))
    assert len(attendance.people) == 1
    assert nik not in repr(attendance)
    assert nik not in repr(read_pasted(f"1. Siti, P, 34, {nik}\n2. \n{nik}\n"))


def test_a_name_beyond_120_letters_is_cut_and_kept_in_the_note(tmp_path: Path) -> None:
    name = " ".join(["Siti"] * 60)
    (person,) = read_attendance(csv_of(tmp_path, f"Nama;Umur\n{name};34\n")).people
    assert len(person.full_name) <= 120
    assert any(name in note for note in person.notes)


def test_p_beside_w_is_pria(tmp_path: Path) -> None:
    attendance = read_attendance(csv_of(tmp_path, "Nama;JK\nBudi;P\nSiti;W\n"))
    assert [person.sex for person in attendance.people] == ["L", "P"]
    only_p = read_attendance(csv_of(tmp_path, "Nama;JK\nSiti;P\nTini;P\n"))
    assert [person.sex for person in only_p.people] == ["P", "P"]
    assert any("perempuan" in remark for remark in only_p.remarks)


def test_a_formula_without_a_stored_result_is_reported(saved: Saved) -> None:
    attendance = read_attendance(saved([["Nama", "Umur"], ["Siti", "=2025-1991"], ["=A2", 30]]))
    (person,) = attendance.people
    assert person.notes == ("umur '=2025-1991' tidak dibaca",)
    assert reasons(attendance) == {3: "unreadable"}


def test_a_person_whose_name_is_merged_over_two_rows_is_one_person(saved: Saved) -> None:
    rows: Table = [["No", "Nama", "Umur", "HP"], [1, "Siti", 34, "081234567890"], ["", "", "", "081234567891"]]
    attendance = read_attendance(saved(rows, merges=("B2:B3",)))
    assert names(attendance) == ["Siti"]
    assert [(skipped.reason, "081234567891" in skipped.text) for skipped in attendance.skipped] == [("continued", True)]


def test_the_preview_says_every_row_in_both_languages() -> None:
    attendance = read_attendance(resources() / "sample" / "contoh_excel_lama.csv")
    text = "\n".join(describe(attendance))
    assert "Baris 11: Suyatmi, P, dusun Ngemplak, pekerjaan Ibu rumah tangga [! umur 'tiga puluh' tidak dibaca]" in text
    assert "Baris 15: dilewati (baris jumlah): Jumlah | 7 orang" in text
    use_language("en")
    try:
        assert "Row 15: skipped (total): Jumlah | 7 orang" in "\n".join(describe(attendance))
    finally:
        use_language("id")
