"""Sessions and their people: recording, the life of a session, lists that are imported, and what is listed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.errors import InputError, NotAllowed, NotFound, WrongField
from desa_app.store.store import Store
from tests.store.conftest import CONSENT, SUMBEREJO, TODAY, WONOREJO, identity, people, session


def lead(store: Store) -> Store:
    """The laptop with its person as team lead."""
    store.enrolled(identity("lead"))
    return store


def officer(store: Store) -> Store:
    """The laptop with its person as officer."""
    store.enrolled(identity("officer"))
    return store


def listed_people(*persons: Attendee) -> list[Attendee]:
    """People as an import gives them: with their line and the name of it."""
    return [replace(person, row=row, import_key=f"k{person.full_name}") for row, person in enumerate(persons, 1)]


def names(store: Store, record: str) -> list[str | None]:
    """Who is on the list, in order."""
    return [person.full_name for person in store.sessions.attendees(record)]


def test_a_session_is_read_as_it_was_recorded(store: Store) -> None:
    whole = session(
        start=dt.time.fromisoformat("09:00:00+07:00"),
        villages=(WONOREJO, SUMBEREJO),
        venue="Balai Desa",
        topics=("TPPO", "Jalur resmi"),
        headcount_ages={"18-24": 4, "60+": 3},
        minutes="Ramai.\nBanyak tanya.",
        notice_given="ya",
    )
    saved = store.sessions.record(whole, people("Siti", hamlet="Krajan"))
    filled = ("id", "office_code", "created_at", "created_by", "village_names", "code_set")
    assert replace(saved, **{name: getattr(whole, name) for name in filled}) == whole
    assert saved.village_names == ("Wonorejo", "Sumberejo")
    assert saved.code_set == store.villages.version
    (siti,) = store.sessions.attendees(saved.id)
    assert (siti.session_id, siti.full_name, siti.hamlet) == (saved.id, "Siti", "Krajan")


def test_a_village_that_is_not_in_the_registry_is_refused_with_its_place(store: Store) -> None:
    with pytest.raises(WrongField, match=r"villages\[1\].*9999999999"):
        store.sessions.record(session(villages=(WONOREJO, "9999999999"), village_names=("Wonorejo", "Entah")))
    assert store.sessions.listed() == []


def test_a_name_goes_with_its_village_and_stays_as_it_was_then(store: Store) -> None:
    saved = store.sessions.record(session(village_names=("Nama karangan",)))
    assert saved.village_names == ("Wonorejo",)
    store.db.conn.execute("""UPDATE session SET village_names = '["Wonorejo Lama"]'""")
    kept = store.sessions.edit(saved.id, {"villages": [SUMBEREJO, WONOREJO]})
    assert kept.village_names == ("Sumberejo", "Wonorejo Lama")


@pytest.fixture
def as_saved(store: Store) -> Session:
    """A submittable session of Siti and Budi."""
    saved = store.sessions.record(session(venue="Balai"), listed_people(*people("Siti", "Budi")))
    return store.sessions.get(saved.id)


def test_the_life_of_a_session(store: Store, as_saved: Session) -> None:
    assert as_saved.status == "draf"
    assert store.sessions.submit(as_saved.id).status == "diajukan"
    back = lead(store).sessions.send_back(as_saved.id, "venue", "Isi nama balainya")
    assert (back.status, back.review_field, back.review_comment) == ("dikembalikan", "venue", "Isi nama balainya")
    officer(store).sessions.edit(as_saved.id, {"venue": "Balai Desa Wonorejo"})
    again = store.sessions.submit(as_saved.id)
    assert (again.status, again.review_comment) == ("diajukan", "Isi nama balainya")
    approved = lead(store).sessions.approve(as_saved.id)
    assert (approved.status, approved.review_field, approved.review_comment) == ("disetujui", None, None)


@pytest.mark.parametrize(("step", "arguments"), [("approve", ()), ("send_back", ("venue", "Isi"))])
def test_an_officer_does_not_review(store: Store, as_saved: Session, step: str, arguments: tuple[str, ...]) -> None:
    store.sessions.submit(as_saved.id)
    with pytest.raises(NotAllowed, match="ketua tim"):
        getattr(store.sessions, step)(as_saved.id, *arguments)
    assert store.sessions.get(as_saved.id).status == "diajukan"


def test_a_draft_is_not_approved_and_an_approved_one_not_submitted(store: Store, as_saved: Session) -> None:
    with pytest.raises(NotAllowed, match="Draf"):
        lead(store).sessions.approve(as_saved.id)
    store.sessions.submit(as_saved.id)
    store.sessions.approve(as_saved.id)
    for step in (store.sessions.submit, store.sessions.approve):
        with pytest.raises(NotAllowed, match="Disetujui"):
            step(as_saved.id)


@pytest.mark.parametrize(("field", "comment"), [("venue", " "), ("", "Isi"), ("entah", "Isi")])
def test_a_return_names_a_field_and_says_what_to_correct(
    store: Store, as_saved: Session, field: str, comment: str
) -> None:
    store.sessions.submit(as_saved.id)
    with pytest.raises(WrongField):
        lead(store).sessions.send_back(as_saved.id, field, comment)
    assert store.sessions.get(as_saved.id).status == "diajukan"


def test_somebodys_field_can_be_named_in_a_return(store: Store, as_saved: Session) -> None:
    store.sessions.submit(as_saved.id)
    assert lead(store).sessions.send_back(as_saved.id, "attendees[1].age", "?").review_field == "attendees[1].age"


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"date": None}, "date"),
        ({"date": TODAY + dt.timedelta(days=1)}, "date"),
        ({"villages": ()}, "villages"),
        ({"headcount_male": None}, "headcount_unknown"),
    ],
)
def test_what_is_unfinished_is_kept_but_not_handed_in(store: Store, values: dict[str, Any], path: str) -> None:
    saved = store.sessions.record(session(**values))
    with pytest.raises(WrongField, match=path):
        store.sessions.submit(saved.id)
    assert store.sessions.get(saved.id) == saved


def test_a_headcount_without_names_and_names_without_a_headcount_are_enough(store: Store) -> None:
    counted = store.sessions.record(session(headcount_male=12))
    named = store.sessions.record(session(headcount_male=None), people("Siti"))
    assert [store.sessions.submit(one.id).status for one in (counted, named)] == ["diajukan", "diajukan"]


def test_an_end_before_the_start_is_refused(store: Store) -> None:
    with pytest.raises(WrongField, match="end"):
        store.sessions.record(session(start=dt.time(10), end=dt.time(9)))
    assert store.sessions.listed() == []


@pytest.mark.parametrize("minor", [{"age": 17}, {"age": None, "birth_year": TODAY.year - 18}])
@pytest.mark.parametrize(
    ("kept", "path"), [({"full_name": "Rani"}, "full_name"), ({"full_name": None, "phone": "0812"}, "phone")]
)
def test_a_minor_is_not_named_without_a_guardian(
    store: Store, minor: dict[str, Any], kept: dict[str, Any], path: str
) -> None:
    with pytest.raises(WrongField, match=rf"attendees\[1\]\.{path}"):
        store.sessions.record(session(), [*people("Siti"), Attendee(**{**minor, **kept})])
    assert store.sessions.listed() == []
    saved = store.sessions.record(session(), [Attendee(**{**minor, **kept}, guardian_consent=CONSENT)])
    (person,) = store.sessions.attendees(saved.id)
    assert getattr(person, path) == kept[path]
    nameless = store.sessions.record(session(), [Attendee(**minor, sex="P")])
    assert len(store.sessions.attendees(nameless.id)) == 1


def test_a_nik_is_not_collected(store: Store) -> None:
    with pytest.raises(WrongField, match=r"attendees\[0\]\.nik"):
        store.sessions.record(session(), people("Siti", nik="3324081905900001"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("081234567890 / 085712345678", "+6281234567890"),
        ("tidak punya", None),
        (None, None),
    ],
)
def test_a_phone_is_kept_as_written_and_as_read(store: Store, written: str | None, read: str | None) -> None:
    saved = store.sessions.record(session(), people("Siti", phone=written, phone_e164="+62000"))
    (siti,) = store.sessions.attendees(saved.id)
    assert (siti.phone, siti.phone_e164) == (written, read)


def test_an_edit_changes_what_it_names_of_session_and_people(store: Store, as_saved: Session) -> None:
    siti, budi = store.sessions.attendees(as_saved.id)
    values = {"venue": None, "attendees": [{"id": budi.id, "age": 40}, {"full_name": "Cici"}]}
    edited = store.sessions.edit(as_saved.id, values)
    assert edited == replace(as_saved, venue=None)
    after = {person.full_name: person for person in store.sessions.attendees(as_saved.id)}
    assert after["Siti"] == siti
    assert after["Budi"] == replace(budi, age=40)
    assert after.keys() == {"Siti", "Budi", "Cici"}


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"venu": "Balai"}, "venu"),
        ({"headcount_male": "tujuh"}, "headcount_male"),
        ({"villages": ["33.24"]}, r"villages\[0\]"),
        ({"created_by": "p9"}, "created_by"),
        ({"attendees": [{"full_name": "Cici"}, {"age": 200}]}, r"attendees\[1\]\.age"),
        ({"attendees": ["Cici"]}, r"attendees\[0\]"),
    ],
)
def test_an_edit_that_is_wrong_names_the_place_and_changes_nothing(
    store: Store, as_saved: Session, values: dict[str, Any], path: str
) -> None:
    before = store.sessions.attendees(as_saved.id)
    with pytest.raises(WrongField, match=path):
        store.sessions.edit(as_saved.id, {"minutes": "Ramai", **values})
    assert store.sessions.get(as_saved.id) == as_saved
    assert store.sessions.attendees(as_saved.id) == before


def test_an_edit_touches_nobody_who_is_not_on_the_list(store: Store, as_saved: Session) -> None:
    elsewhere = store.sessions.record(Session(venue="Masjid"), people("Cici"))
    (cici,) = store.sessions.attendees(elsewhere.id)
    siti, budi = store.sessions.attendees(as_saved.id)
    store.sessions.record(as_saved, removed={budi.id: "pulang"})
    for stranger in (cici.id, budi.id, as_saved.id):
        with pytest.raises(WrongField, match=r"attendees\[0\]\.id"):
            store.sessions.edit(as_saved.id, {"attendees": [{"id": stranger, "age": 50}]})
    assert store.sessions.attendees(as_saved.id) == [siti]
    assert store.sessions.attendees(elsewhere.id) == [cici]


def test_somebody_taken_off_comes_back_when_saved_again(store: Store, as_saved: Session) -> None:
    siti, budi = store.sessions.attendees(as_saved.id)
    store.sessions.record(as_saved, removed={budi.id: "salah"})
    assert store.sessions.attendees(as_saved.id) == [siti]
    store.sessions.record(as_saved, [budi])
    assert store.sessions.attendees(as_saved.id) == [siti, budi]


def test_a_deleted_session_takes_no_step(store: Store, as_saved: Session) -> None:
    store.sessions.submit(as_saved.id)
    store.sessions.delete(as_saved.id, "ganda")
    lead(store)
    for step in (store.sessions.approve, store.sessions.submit, lambda record: store.sessions.edit(record, {})):
        with pytest.raises(NotFound):
            step(as_saved.id)
    assert store.sessions.listed() == []
    store.sessions.restore(as_saved.id)
    assert store.sessions.approve(as_saved.id).status == "disetujui"
    assert store.conflicts() == []


def test_what_is_listed(store: Store) -> None:
    old = store.sessions.record(session(date=TODAY - dt.timedelta(days=9), headcount_male=2), people("Ani", "Budi"))
    store.sessions.record(session(headcount_male=None, headcount_ages={"60+": 9}, venue="Balai"), people("Cici", None))
    store.sessions.record(Session(villages=(WONOREJO, SUMBEREJO)))
    (cici,) = [person for person in store.sessions.attendees(old.id) if person.full_name == "Budi"]
    store.sessions.record(old, removed={cici.id: "salah"})
    newest, older, undated = store.sessions.listed()
    assert (newest.date, newest.venue, newest.villages) == (TODAY, "Balai", ("Wonorejo",))
    assert (newest.headcount, newest.named, newest.reached, newest.status, newest.place) == (9, 1, 9, "draf", "saved")
    assert (older.headcount, older.named, older.reached) == (2, 1, 2)
    assert (undated.date, undated.villages, undated.reached) == (None, ("Wonorejo", "Sumberejo"), 0)


def test_a_returned_session_shows_its_comment_in_the_list(store: Store, as_saved: Session) -> None:
    store.sessions.submit(as_saved.id)
    lead(store).sessions.send_back(as_saved.id, "venue", "Isi nama balainya")
    (row,) = store.sessions.listed()
    assert (row.status, row.review_comment) == ("dikembalikan", "Isi nama balainya")


class TestImportedList:
    """An attendance list becomes a session; a second time it adds nobody."""

    PEOPLE = listed_people(*people("Siti", "Budi", "Cici"))

    def test_it_makes_a_session_of_its_village_and_day(self, store: Store) -> None:
        imported = store.sessions.import_list(WONOREJO, TODAY, self.PEOPLE, "a" * 64)
        assert (imported.added, imported.known) == (3, 0)
        made = imported.session
        assert (made.date, made.villages, made.village_names) == (TODAY, (WONOREJO,), ("Wonorejo",))
        assert (made.headcount, made.headcount_male) == (0, None)
        assert names(store, made.id) == ["Siti", "Budi", "Cici"]
        assert store.sessions.submit(made.id).status == "diajukan"

    def test_the_same_list_again_changes_nothing(self, store: Store) -> None:
        first = store.sessions.import_list(WONOREJO, TODAY, self.PEOPLE, "a" * 64)
        count = store.journal.count_pending()
        again = store.sessions.import_list(WONOREJO, TODAY, self.PEOPLE, "a" * 64)
        assert again == (first.session, 0, 3)
        assert store.journal.count_pending() == count

    def test_whoever_was_edited_or_taken_off_since_is_not_added_again(self, store: Store) -> None:
        record = store.sessions.import_list(WONOREJO, TODAY, self.PEOPLE, "a" * 64).session.id
        siti, budi, cici = store.sessions.attendees(record)
        edited = replace(siti, full_name="Siti Aminah", age=50)
        store.sessions.record(store.sessions.get(record), [edited], removed={budi.id: "pulang"})
        again = store.sessions.import_list(WONOREJO, TODAY, self.PEOPLE, "a" * 64)
        assert (again.session.id, again.added, again.known) == (record, 0, 3)
        assert store.sessions.attendees(record) == [edited, cici]

    @pytest.mark.parametrize("moved", [{"villages": [SUMBEREJO]}, {"date": "2026-11-20"}])
    def test_nor_where_the_sessions_own_place_or_day_was_corrected(self, store: Store, moved: dict[str, Any]) -> None:
        record = store.sessions.import_list(WONOREJO, TODAY, self.PEOPLE, "a" * 64).session.id
        store.sessions.edit(record, moved)
        again = store.sessions.import_list(WONOREJO, TODAY, self.PEOPLE, "a" * 64)
        assert (again.session.id, again.added, again.known) == (record, 0, 3)
        assert len(store.sessions.listed()) == 1

    def test_a_longer_list_adds_below_only_who_is_new(self, store: Store) -> None:
        record = store.sessions.import_list(WONOREJO, TODAY, self.PEOPLE, "a" * 64).session.id
        longer = listed_people(*people("Dewi", "Siti", "Budi", "Cici", "Eka"))
        imported = store.sessions.import_list(WONOREJO, TODAY, longer, "b" * 64)
        assert (imported.session.id, imported.added, imported.known) == (record, 2, 3)
        assert names(store, record) == ["Siti", "Budi", "Cici", "Dewi", "Eka"]

    def test_another_village_or_day_is_another_session(self, store: Store) -> None:
        places = [(WONOREJO, TODAY), (SUMBEREJO, TODAY), (WONOREJO, TODAY - dt.timedelta(days=7))]
        imported = [store.sessions.import_list(village, day, self.PEOPLE, "a" * 64) for village, day in places]
        assert [one.added for one in imported] == [3, 3, 3]
        assert len({one.session.id for one in imported}) == 3

    def test_a_session_made_by_hand_is_left_alone(self, store: Store) -> None:
        own = store.sessions.record(session(), people("Siti"))
        imported = store.sessions.import_list(WONOREJO, TODAY, self.PEOPLE, "a" * 64)
        assert imported.session.id != own.id
        assert names(store, own.id) == ["Siti"]

    def test_after_the_session_was_deleted_the_list_makes_a_new_one(self, store: Store) -> None:
        gone = store.sessions.import_list(WONOREJO, TODAY, self.PEOPLE, "a" * 64).session
        store.sessions.delete(gone.id, "salah berkas")
        again = store.sessions.import_list(WONOREJO, TODAY, self.PEOPLE, "a" * 64)
        assert again.session.id != gone.id
        assert again.added == 3

    def test_nobody_is_added_to_what_was_approved(self, store: Store) -> None:
        record = store.sessions.import_list(WONOREJO, TODAY, self.PEOPLE, "a" * 64).session.id
        store.sessions.submit(record)
        lead(store).sessions.approve(record)
        officer(store)
        assert store.sessions.import_list(WONOREJO, TODAY, self.PEOPLE, "a" * 64).known == 3
        with pytest.raises(NotAllowed):
            store.sessions.import_list(WONOREJO, TODAY, listed_people(*people("Dewi")), "b" * 64)
        assert names(store, record) == ["Siti", "Budi", "Cici"]

    def test_an_unknown_village_is_refused_and_nothing_is_imported(self, store: Store) -> None:
        with pytest.raises(InputError, match="9999999999"):
            store.sessions.import_list("9999999999", TODAY, self.PEOPLE, "a" * 64)
        assert store.sessions.listed() == []


def test_people_recorded_together_stay_in_their_order(store: Store) -> None:
    names = [f"Peserta {number}" for number in range(40)]
    saved = store.sessions.record(Session(venue="Balai"), [Attendee(full_name=name) for name in names])
    assert [person.full_name for person in store.sessions.attendees(saved.id)] == names
