"""What is wrong with a value is said with its path, in the language in use."""

from __future__ import annotations

from typing import Any

import pytest

from desa_app.domain.drafts import SessionFile, checked
from desa_app.errors import WrongField
from desa_app.language import use_language


@pytest.mark.parametrize(
    ("values", "path", "why"),
    [
        ({"attendees": [{"age": "tua"}]}, "attendees[0].age", "harus bilangan bulat"),
        ({"headcount_male": -1}, "headcount_male", "paling sedikit 0"),
        ({"attendees": [{"age": 300}]}, "attendees[0].age", "paling banyak 120"),
        ({"venue": "x" * 500}, "venue", "paling panjang 400 huruf"),
        ({"villages": ["33"]}, "villages[0]", "bentuknya tidak cocok"),
        ({"status": "selesai"}, "status", "'selesai' bukan salah satu pilihannya"),
        ({"headcount_ages": {"0-5": 1}}, "headcount_ages", "'0-5' bukan salah satu pilihannya"),
        ({"tempat": 1}, "tempat", "tidak ada isian bernama ini"),
        ({"attendees": [{"umur": 1}]}, "attendees[0].umur", "tidak ada isian bernama ini"),
        ({"date": "kemarin"}, "date", "tulis hari seperti 2025-11-18"),
        ({"start": "pagi"}, "start", "tulis jam seperti 09:00"),
        ({"attendees": 3}, "attendees", "harus daftar"),
        ({"villages": None}, "villages", "harus daftar"),
        ({"position": {}}, "position.lat", "harus diisi"),
        ([], "$", "harus objek JSON"),
    ],
)
def test_path_and_reason(values: Any, path: str, why: str) -> None:
    with pytest.raises(WrongField) as caught:
        checked(values, SessionFile)
    assert caught.value.details == {"path": path, "why": why}


def test_in_english_too() -> None:
    use_language("en")
    with pytest.raises(WrongField) as caught:
        checked({"headcount_male": "twelve"}, SessionFile)
    assert caught.value.details["why"] == "it must be a whole number"
