"""Makes ``docs/window.png`` anew: ``python -m tests.ui.window_picture``.

The picture is of the window itself: the practice day is lived from the sample files, one more session is typed after
it, and the form shows that one, in Bahasa Indonesia at 1366 × 768. Everybody in it is invented.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from desa_app.app import picture
from desa_app.domain.attendee import Attendee, Consent
from desa_app.domain.session import Session
from desa_app.language import use_language
from desa_app.practice import PASSPHRASE, Place, practise
from desa_app.store.store import Store

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "window.png"
VILLAGE = "3324082010"
WIB = dt.timezone(dt.timedelta(hours=7))
GUARDIAN = Consent("1", "id", "lisan", "2025-11-21T09:40:00+07:00")
PEOPLE = (
    ("Siti Aminah", "P", 34, "Krajan", "petani", "0812 3456 7890", "ya"),
    ("Budi Santoso", "L", 41, "Krajan", "pedagang", "0857-4321-0987", "tidak"),
    ("Nur Hidayah", "P", 27, "Dukuh Lor", "ibu rumah tangga", "0813 5555 0142", "ya"),
    ("Slamet", "L", 58, "Dukuh Lor", "petani", None, "tidak"),
    ("Sri Wahyuningsih", "P", 23, "Ngablak", "penjahit", "0878 6500 1122", "ya"),
    ("Joko Prasetyo", "L", 19, "Ngablak", "lulusan SMK", "0895 3300 4411", "ya"),
    (None, "P", 16, "Krajan", "pelajar", None, "tidak diketahui"),
    ("Rini Astuti", "P", 31, "Krajan", "mantan PMI", "0821 7788 9900", "tidak"),
    ("Agus Salim, S.Pd.", "L", 45, "Tegalsari", "guru", "0811 2700 333", "tidak"),
    ("Wahyu Hidayat", "L", 22, "Tegalsari", "buruh harian", "0838 1200 7654", "ya"),
    ("Maryam", "P", 63, "Tegalsari", None, None, "tidak"),
    ("Dwi Lestari", "P", 17, "Krajan", "pelajar", "0896 2211 0033", "tidak diketahui"),
    ("Endang Purwati", "P", 38, "Dukuh Lor", "kader PKK", "0815 7000 2468", "tidak"),
    ("Hendra Kurniawan", "L", 26, "Ngablak", "sopir", "0852 9191 3535", "ya"),
)


def main() -> None:
    """Live the practice day in a folder of its own and take the picture."""
    use_language("id")
    with tempfile.TemporaryDirectory() as folder:
        practise(Path(folder), headless=True)
        laptop = Place(Path(folder)).laptop
        picture(laptop, PASSPHRASE, PICTURE, page="session", session=one_more(laptop), practice=True)


def one_more(laptop: Path) -> str:
    """A session as it is typed in the village, not handed in yet; returns its id."""
    store = Store.open(laptop, PASSPHRASE)
    people = [
        Attendee(
            row=row,
            full_name=name,
            sex="P" if sex == "P" else "L",
            age=age,
            hamlet=hamlet,
            occupation=work,
            phone=phone,
            plans_abroad=plan,  # type: ignore[arg-type]
            guardian_consent=GUARDIAN if name and age < 18 else None,
        )
        for row, (name, sex, age, hamlet, work, phone, plan) in enumerate(PEOPLE, start=1)
    ]
    session = Session(
        date=dt.date(2025, 11, 21),
        start=dt.time(9, 30, tzinfo=WIB),
        end=dt.time(11, 15, tzinfo=WIB),
        villages=(VILLAGE,),
        venue="Balai Desa",
        assignment_letter="W13.IMI.3-GR.01.01-118",
        officers=("Dewi",),
        headcount_male=9,
        headcount_female=14,
    )
    saved = store.sessions.record(session, people)
    store.close()
    return saved.id


if __name__ == "__main__":
    main()
