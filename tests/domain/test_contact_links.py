"""Contacts as people write them: links and accounts are read as what they lead to, so that two reports meet."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.contact import contact_keys, contacts_by_field, read_handle, read_link
from desa_app.domain.known_offers import KnownOffers
from desa_app.domain.offer import Offer, Recruiter

TODAY = dt.date(2026, 11, 24)
NUMBER = "+6281234567890"


@pytest.mark.parametrize(
    ("url", "kind", "value"),
    [
        ("https://wa.me/6281234567890", "phone", NUMBER),
        ("wa.me/+6281234567890?text=halo", "phone", NUMBER),
        ("https://api.whatsapp.com/send?phone=6281234567890&text=x", "phone", NUMBER),
        ("https://t.me/Joko_Kerja", "handle", "joko_kerja"),
        ("https://www.instagram.com/joko.kerja/?hl=id", "handle", "joko.kerja"),
        ("https://m.facebook.com/joko.kerja", "handle", "joko.kerja"),
        ("https://www.tiktok.com/@joko", "handle", "joko"),
        ("https://twitter.com/joko", "handle", "joko"),
        ("https://www.facebook.com/groups/lowongan", "url", "facebook.com/groups/lowongan"),
        ("https://t.me/+AbCdEf", "url", "t.me/+abcdef"),
        ("https://facebook.com/profile.php?id=100", "url", "facebook.com/profile.php?id=100"),
        ("https://chat.whatsapp.com/AbC", "url", "chat.whatsapp.com/abc"),
        ("kerja-luar.example/lowongan/", "url", "kerja-luar.example/lowongan"),
    ],
)
def test_a_link_is_read_as_what_it_leads_to(url: str, kind: str, value: str) -> None:
    found = read_link(url)
    assert found is not None
    assert (found.kind, found.value) == (kind, value)


def test_an_account_is_read_with_and_without_its_sign() -> None:
    assert read_handle("@Joko", "Telegram") == read_handle(" joko ", "Telegram") == read_link("t.me/joko")
    assert read_handle("x.com/joko", None) == read_link("twitter.com/joko")
    assert read_handle("0812-3456-7890", "WhatsApp") == read_link("wa.me/6281234567890")
    assert read_handle("", None) is None
    assert read_link("  ") is None


def test_the_same_person_is_met_however_the_contact_was_written() -> None:
    by_link, by_phone = Recruiter(url="https://wa.me/6281234567890"), Recruiter(phone_e164=NUMBER)
    by_account = Recruiter(handle="0812 3456 7890", platform="WhatsApp")
    assert contact_keys(by_link) == contact_keys(by_phone) == contact_keys(by_account)
    assert contact_keys(Recruiter(url="t.me/joko")) == contact_keys(Recruiter(handle="@joko", platform="Telegram"))


@given(st.text(max_size=40), st.text(max_size=60), st.text(max_size=40))
def test_whatever_is_typed_is_read_or_left_alone(handle: str, url: str, account: str) -> None:
    found = contacts_by_field(Recruiter(handle=handle, url=url, account=account))
    assert all(keys and all(keys) for keys in found.values())


def test_other_reports_are_named_newest_first_with_what_they_share() -> None:
    def report(number: int, day: int) -> Offer:
        return Offer(id=f"o{number}", received_at=dt.datetime(2026, 3, day, 9), village_name=f"Desa {number}")

    mine, *others = [report(number, day) for number, day in ((1, 5), (2, 9), (3, 7), (4, 8))]
    named = [
        Recruiter(id="r1", offer_id="o1", phone_e164=NUMBER, account="1234567890"),
        Recruiter(id="r2", offer_id="o2", phone_e164=NUMBER),
        Recruiter(id="r3", offer_id="o3", phone_e164=NUMBER, account="123-456-7890"),
        Recruiter(id="r4", offer_id="o4", phone_e164="+6285700001111"),
    ]
    known = KnownOffers([mine, *others], named, TODAY)
    assert [(each.offer_id, each.village, each.fields) for each in known.sightings(mine, named[0])] == [
        ("o2", "Desa 2", ("phone",)),
        ("o3", "Desa 3", ("account", "phone")),
    ]
    assert known.repeats(mine, named[:1]) == 2
    assert known.sightings(mine, Recruiter(alias="Mas Joko")) == []
