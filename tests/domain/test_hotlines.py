"""Whom to telephone about an urgent offer: numbers with source and date, those that fit, in the order to call."""

from __future__ import annotations

from desa_app.domain.offer import Offer
from desa_app.domain.reference import hotlines
from desa_app.domain.urgency import whom_to_call


def codes(offer: Offer) -> list[str]:
    return [each.code for each in whom_to_call(offer)]


def test_at_home_nobody_abroad_is_called() -> None:
    assert codes(Offer(suspected_country="KH")) == ["ketua tim", "Polri 110", "KP2MI"]


def test_abroad_the_embassy_where_they_are_or_are_headed() -> None:
    assert codes(Offer(stage="transit", suspected_country="KH"))[3:] == ["KBRI Phnom Penh", "PWNI Kemlu"]
    assert codes(Offer(stage="sudah di lokasi", offered_country="TH", suspected_country="MM"))[3:] == [
        "KBRI Yangon",
        "KBRI Bangkok",
        "PWNI Kemlu",
    ]
    assert codes(Offer(stage="transit"))[3:] == ["PWNI Kemlu"]


def test_minors_have_a_number_of_their_own() -> None:
    assert "SAPA 129" in codes(Offer(minors=1))
    assert "SAPA 129" not in codes(Offer(minors=0))


def test_every_number_says_where_it_is_from_and_when_it_was_looked_at() -> None:
    for each in hotlines():
        assert each.source
        assert (each.number is None) == (each.checked is None)
        assert str(each.label)
    assert len({each.code for each in hotlines()}) == len(hotlines())
