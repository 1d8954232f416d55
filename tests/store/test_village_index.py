"""The index of the registry is built where it is missing, damaged or of another edition; shown on a small registry."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path

import pytest

from desa_app.store.village_index import Index, read_spelling
from desa_app.store.village_search import VillageSearch

FILES = {
    "provinces.csv": "code,name\n33,Jawa Tengah\n65,Kalimantan Utara\n",
    "regencies.csv.gz": "code,name\n33.24,Kabupaten Kendal\n65.03,Kabupaten Nunukan\n",
    "districts.csv.gz": "code,name\n33.24.08,Kaliwungu\n65.03.01,Nunukan\n",
    "villages.csv.gz": "code,name\n33.24.08.2014,Wonorejo\n33.24.08.2015,Sei Karang/Mororejo\n"
    "65.03.01.1001,Nunukan Timur\n",
    "village_points.csv.gz": "code,lat,lng,src\n33.24.08.2014,-6.9,110.2,v\n33.24.08.2015,-6.9,110.3,d\n",
    "code_changes.csv": "old_code,new_code,kind\n33.24.07.2001,33.24.08.2014,moved\n",
    "abbreviations.csv": "short,full\nsei,sungai\n",
    "aliases.csv": "alias,code,kind\nKaltim,64,short\nKdl,33.24,short\nKendhal,33.24,former\n",
    "former_provinces.csv": "code,former,until\n65,Kalimantan Timur,2012-10-25\n",
}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "villages"
    folder.mkdir()
    for name, text in FILES.items():
        data = text.encode()
        (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    with_parent = FILES["provinces.csv"] + "64,Kalimantan Timur\n"
    (folder / "provinces.csv").write_text(with_parent)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def names(index: Index) -> list[str]:
    return [name for (name,) in index.rows("SELECT name FROM villages ORDER BY code")]


ALL = ["Wonorejo", "Sei Karang/Mororejo", "Nunukan Timur"]


def built(folder: Path, sources: Path) -> Path:
    Index(folder, sources).close()
    (file,) = folder.iterdir()
    return file


def test_it_is_built_once_and_opened_again(folder: Path, sources: Path) -> None:
    file = built(folder, sources)
    made = file.stat().st_mtime_ns
    index = Index(folder, sources)
    assert names(index) == ALL
    index.close()
    assert file.stat().st_mtime_ns == made
    assert [entry.name for entry in folder.iterdir()] == [file.name], "nothing unfinished is left"


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + bytes(5_000)])
def test_what_is_no_index_is_replaced_on_opening(folder: Path, sources: Path, content: bytes) -> None:
    built(folder, sources).write_bytes(content)
    index = Index(folder, sources)
    assert names(index) == ALL
    index.close()


def test_an_index_cut_short_is_replaced_on_opening(folder: Path, sources: Path) -> None:
    file = built(folder, sources)
    file.write_bytes(file.read_bytes()[:-4096])
    index = Index(folder, sources)
    assert names(index) == ALL
    index.close()


def test_an_index_damaged_within_is_replaced_when_it_is_met(folder: Path, sources: Path) -> None:
    file = built(folder, sources)
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    file.write_bytes(data)
    index = Index(folder, sources)
    assert names(index) == ALL
    index.close()


def test_a_wrong_query_is_no_damage(folder: Path, sources: Path) -> None:
    index = Index(folder, sources)
    with pytest.raises(Exception, match="no such table"):
        index.rows("SELECT * FROM elsewhere")
    index.close()


def test_another_edition_is_another_index_and_the_old_one_goes(folder: Path, sources: Path) -> None:
    old = built(folder, sources)
    (sources / "villages.csv.gz").write_bytes(gzip.compress(b"code,name\n33.24.08.2014,Wonorejo Baru\n"))
    index = Index(folder, sources)
    assert names(index) == ["Wonorejo Baru"]
    index.close()
    assert not old.exists()


def test_several_may_build_at_once(folder: Path, sources: Path) -> None:
    found: list[list[str]] = []

    def work() -> None:
        index = Index(folder, sources)
        found.append(names(index))
        index.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [ALL] * 4
    assert len(list(folder.iterdir())) == 1


def test_a_folder_that_is_a_file_is_an_os_error(tmp_path: Path, sources: Path) -> None:
    (tmp_path / "berkas").touch()
    with pytest.raises(OSError, match="berkas"):
        Index(tmp_path / "berkas", sources)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sungai karang", "3324082015"),
        ("Mororejo, Kdl", "3324082015"),
        ("wonorejo kendhal", "3324082014"),
        ("Nunukan Timur, Kalimantan Timur", "6503011001"),
        ("Nunukan Timur Kaltim", "6503011001"),
    ],
)
def test_other_names_are_in_the_index(folder: Path, sources: Path, text: str, code: str) -> None:
    index = Index(folder, sources)
    first = VillageSearch(index, read_spelling(sources)).find(text)[0]
    assert first.code == code
    assert first.score > 0.9, "every word is explained"
    index.close()


@pytest.mark.parametrize("order", [("Sei Karang", "Sungai Karang"), ("Sungai Karang", "Sei Karang")])
def test_what_is_written_as_typed_goes_first(folder: Path, sources: Path, order: tuple[str, str]) -> None:
    villages = "code,name\n33.24.08.2001,{}\n33.24.08.2002,{}\n".format(*order)
    (sources / "villages.csv.gz").write_bytes(gzip.compress(villages.encode()))
    index = Index(folder, sources)
    search = VillageSearch(index, read_spelling(sources))
    code_of = dict(zip(order, ("3324082001", "3324082002"), strict=True))
    assert search.find("sungai karang")[0].code == code_of["Sungai Karang"]
    assert search.find("sei karang")[0].code == code_of["Sei Karang"]
    assert not any(found.sure for found in search.find("sei karang kaliwungu"))
    index.close()
