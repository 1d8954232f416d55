"""The files people hand in are checked by the records' own declarations, and every wrong field is named by its path."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from desa_app.domain.attendee import Attendee
from desa_app.domain.drafts import OfferFile, SessionFile, checked, keeping, shown_fields, without_children
from desa_app.domain.fields import Deletion
from desa_app.domain.offer import Offer
from desa_app.domain.session import Session
from desa_app.errors import WrongField

KENDAL = "3324082014"


def test_a_session_with_its_attendees() -> None:
    values = {
        "date": "2025-11-18",
        "start": "9.00",
        "end": "11:30",
        "villages": ["33.24.08.2014"],
        "headcount_female": 12,
        "attendees": [{"full_name": "Siti", "sex": "P", "village": "33.24.08.2014"}, {"full_name": "Budi"}],
    }
    draft = checked(values, SessionFile)
    assert (draft.date, draft.start, draft.end) == (dt.date(2025, 11, 18), dt.time(9), dt.time(11, 30))
    assert draft.villages == (KENDAL,)
    assert [(person.full_name, person.village) for person in draft.attendees] == [("Siti", KENDAL), ("Budi", None)]
    session = without_children(draft, Session)
    assert type(session) is Session
    assert (session.headcount, session.villages) == (12, (KENDAL,))


def test_an_offer_with_its_recruiters() -> None:
    values = {"village": "33.24.08.2014", "offered_country": "KH", "recruiters": [{"alias": "Mas Bro"}]}
    draft = checked(values, OfferFile)
    assert (draft.village, draft.recruiters[0].alias) == (KENDAL, "Mas Bro")
    assert without_children(draft, Offer) == Offer(village=KENDAL, offered_country="KH")


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"date": "18-11-2025"}, "date"),
        ({"start": "sembilan"}, "start"),
        ({"villages": ["3324082014", "33.24.08"]}, "villages[1]"),
        ({"villages": [3324082014]}, "villages[0]"),
        ({"villages": "3324082014"}, "villages"),
        ({"headcount_male": -1}, "headcount_male"),
        ({"headcount_male": "dua belas"}, "headcount_male"),
        ({"attendees": [{}, {"age": 200}]}, "attendees[1].age"),
        ({"attendees": [{"sex": "X"}]}, "attendees[0].sex"),
        ({"attendees": ["Siti"]}, "attendees[0]"),
        ({"attendees": [{"hobi": "catur"}]}, "attendees[0].hobi"),
        ({"attendees": [{"consent": {"version": "1"}}]}, "attendees[0].consent.language"),
        ({"lokasi": "Balai Desa"}, "lokasi"),
        ({"office_code": "SMG"}, "office_code"),
        ({"created_by": "seseorang"}, "created_by"),
        ({"deletion": None}, "deletion"),
        ([], "$"),
        ("teks", "$"),
    ],
)
def test_a_wrong_field_is_named_by_its_path(values: Any, path: str) -> None:
    with pytest.raises(WrongField) as refused:
        checked(values, SessionFile)
    assert refused.value.details["path"] == path
    assert f"'{path}'" in refused.value.sentence


def test_what_is_shown_can_be_handed_in_again() -> None:
    session = Session(
        id="01936f2e-7a10-7c3b-8f00-000000000001",
        office_code="SMG",
        created_at="2025-11-18T09:00:00+07:00",
        created_by="p1",
        date=dt.date(2025, 11, 18),
        start=dt.time(9, tzinfo=dt.timezone(dt.timedelta(hours=7))),
        villages=(KENDAL,),
    )
    shown = shown_fields(session)
    assert not {"office_code", "created_at", "created_by", "deletion"} & shown.keys()
    assert keeping(session, checked(shown, Session)) == session


def test_an_edit_keeps_what_the_application_had_filled_in() -> None:
    deleted = Deletion(reason="salah")
    old = Attendee(id="01936f2e-7a10-7c3b-8f00-000000000001", office_code="SMG", created_by="p1", deletion=deleted)
    new = keeping(old, Attendee(full_name="Siti"))
    assert (new.id, new.office_code, new.created_by, new.deletion, new.full_name) == (
        *(old.id, "SMG", "p1", deleted, "Siti"),
    )
