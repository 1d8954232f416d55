"""People come with a code, a code makes one laptop, and guessing codes leads nowhere."""

from __future__ import annotations

import base64
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from desa_app.errors import NotFound, WrongField
from desa_app.hq import keys, schema
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.people import CODE_DAYS, DAY_MS, GUESS_MS, HEADQUARTERS, MOST_GUESSES, Invitation
from desa_app.hq.problems import (
    EXPIRED_CODE,
    MALFORMED,
    REVOKED,
    TOO_MANY_GUESSES,
    USED_CODE,
    WRONG_CODE,
    Denied,
    Kind,
)
from desa_app.sync.pure.letters import ALPHABET
from desa_app.sync.pure.wire import Enrolment, Me
from tests.hq.laptops import NOW_MS, OFFICE, Clock, Laptop, enrolled, enrolment

HERE, THERE = "10.0.0.1", "10.0.0.2"


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def invitation(hq: Headquarters) -> Invitation:
    return hq.add_person("Siti", "officer", OFFICE)


def denied(hq: Headquarters, wanted: Enrolment, address: str = HERE) -> Kind:
    """Why an enrolment is refused."""
    with pytest.raises(Denied) as refusal:
        hq.enrol(wanted, address)
    return refusal.value.kind


def guesses(hq: Headquarters) -> int:
    with hq.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(schema.guess)) or 0


def test_a_code_makes_a_laptop_of_its_person(
    hq: Headquarters, invitation: Invitation, key: Ed25519PrivateKey, clock: Clock
) -> None:
    clock.ms += 1
    answer = hq.enrol(enrolment(invitation.code, key, "laptop-1"), HERE)
    assert answer.me == Me(invitation.person, "Siti", "officer", OFFICE, "Kantor Imigrasi Kendal")
    assert (answer.hq, answer.hq_key) == (hq.identity.hq, keys.public_text(hq.identity.private_key))
    (laptop,) = hq.laptops()
    assert laptop[:6] == (answer.dev, invitation.person, "Siti", "officer", OFFICE, "laptop-1")
    assert laptop.enrolled == dt.datetime.fromtimestamp(NOW_MS / 1000 + 0.001, dt.UTC)
    assert set(laptop[7:]) == {None}
    siti = Laptop(answer.dev, answer.me.person, OFFICE, answer.hq_key, key)
    assert siti.push(hq.exchange, siti.session()).fates[1].result == "ok"


def test_codes_are_long_and_each_another(hq: Headquarters) -> None:
    codes = {hq.add_person("Siti", "officer", OFFICE).code for _ in range(50)}
    assert len(codes) == 50
    assert {len(code) for code in codes} == {14}
    assert set("".join(codes)) <= {*ALPHABET, "-"}
    assert not set("ILOU") & set(ALPHABET)


def test_no_code_lies_in_the_database(hq: Headquarters, invitation: Invitation) -> None:
    with hq.database.reading() as connection:
        kept = repr(connection.execute(select(schema.code)).all())
    assert invitation.code not in kept
    assert invitation.code.replace("-", "") not in kept


@pytest.mark.parametrize("written", ["as given", "small", "without hyphens", "with spaces", "misread"])
def test_a_code_is_taken_as_people_write_it(
    hq: Headquarters, invitation: Invitation, key: Ed25519PrivateKey, written: str
) -> None:
    code = {
        "as given": invitation.code,
        "small": invitation.code.lower(),
        "without hyphens": invitation.code.replace("-", ""),
        "with spaces": f" {invitation.code.replace('-', ' ')} ",
        "misread": invitation.code.replace("0", "O").replace("1", "I"),
    }[written]
    assert hq.enrol(enrolment(code, key), HERE).me.person == invitation.person


def test_a_lost_answer_can_be_asked_for_again(
    hq: Headquarters, invitation: Invitation, key: Ed25519PrivateKey, clock: Clock
) -> None:
    first = hq.enrol(enrolment(invitation.code, key), HERE)
    clock.ms += CODE_DAYS * DAY_MS + 1
    again = hq.enrol(enrolment(invitation.code, key, "renamed"), THERE)
    assert (again.dev, again.me, again.hq_key, again.lease_secret) == (
        first.dev,
        first.me,
        first.hq_key,
        first.lease_secret,
    )
    assert len(hq.laptops()) == 1


def test_a_used_code_makes_no_second_laptop(hq: Headquarters, invitation: Invitation, key: Ed25519PrivateKey) -> None:
    hq.enrol(enrolment(invitation.code, key), HERE)
    assert denied(hq, enrolment(invitation.code, Ed25519PrivateKey.generate())) is USED_CODE
    assert len(hq.laptops()) == 1


def test_a_code_used_twice_at_once_makes_one_laptop(hq: Headquarters, invitation: Invitation) -> None:
    def enrol(_: int) -> str:
        try:
            return hq.enrol(enrolment(invitation.code, Ed25519PrivateKey.generate()), HERE).me.name
        except Denied as refusal:
            return refusal.kind.number

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(enrol, range(4))) == [USED_CODE.number] * 3 + ["Siti"]
    assert len(hq.laptops()) == 1


def test_a_code_expires(hq: Headquarters, invitation: Invitation, key: Ed25519PrivateKey, clock: Clock) -> None:
    assert invitation.expires == dt.datetime.fromtimestamp(NOW_MS / 1000, dt.UTC) + dt.timedelta(days=CODE_DAYS)
    clock.ms += CODE_DAYS * DAY_MS + 1
    assert denied(hq, enrolment(invitation.code, key)) is EXPIRED_CODE
    clock.ms -= 1
    assert hq.enrol(enrolment(invitation.code, key), HERE)


def test_a_person_can_have_another_laptop(hq: Headquarters, siti: Laptop, key: Ed25519PrivateKey) -> None:
    """As after a clone: the same person under a new device's name."""
    again = hq.invite(siti.person)
    answer = hq.enrol(enrolment(again.code, key), HERE)
    assert answer.me.person == siti.person
    assert answer.dev != siti.dev
    assert len(hq.people()) == 1


def test_a_revoked_laptop_does_not_come_back_with_its_code(
    hq: Headquarters, invitation: Invitation, key: Ed25519PrivateKey
) -> None:
    hq.revoke(hq.enrol(enrolment(invitation.code, key), HERE).dev)
    assert denied(hq, enrolment(invitation.code, key)) is REVOKED


def test_a_laptop_stays_revoked_since_the_first_time(hq: Headquarters, siti: Laptop, clock: Clock) -> None:
    hq.revoke(siti.dev)
    clock.ms += DAY_MS
    hq.revoke(siti.dev)
    assert [each.revoked for each in hq.laptops()] == [dt.datetime.fromtimestamp(NOW_MS / 1000, dt.UTC)]


def test_wrong_codes_are_wrong_and_then_too_many(
    hq: Headquarters, invitation: Invitation, key: Ed25519PrivateKey, clock: Clock
) -> None:
    for _ in range(MOST_GUESSES):
        assert denied(hq, enrolment("AAAA-AAAA-AAAA", key)) is WRONG_CODE
        clock.ms += 1
    assert denied(hq, enrolment("AAAA-AAAA-AAAA", key)) is TOO_MANY_GUESSES
    assert denied(hq, enrolment(invitation.code, key)) is TOO_MANY_GUESSES, "the right code is no way out"
    assert denied(hq, enrolment("AAAA-AAAA-AAAA", key), THERE) is WRONG_CODE, "others can go on"
    clock.ms = NOW_MS + GUESS_MS - 1
    assert denied(hq, enrolment(invitation.code, key)) is TOO_MANY_GUESSES
    clock.ms += 1
    assert hq.enrol(enrolment(invitation.code, key), HERE).me.person == invitation.person


def test_being_turned_away_counts_as_no_guess(hq: Headquarters, key: Ed25519PrivateKey, clock: Clock) -> None:
    """Else whoever keeps trying stays locked out for ever, and takes the office's address with him."""
    for _ in range(MOST_GUESSES + 5):
        denied(hq, enrolment("AAAA-AAAA-AAAA", key))
    assert guesses(hq) == MOST_GUESSES
    clock.ms += GUESS_MS
    assert denied(hq, enrolment("AAAA-AAAA-AAAA", key)) is WRONG_CODE
    assert guesses(hq) == 1, "what is long ago is forgotten"


def test_a_right_code_does_not_forgive_wrong_ones(
    hq: Headquarters, invitation: Invitation, key: Ed25519PrivateKey
) -> None:
    for _ in range(MOST_GUESSES - 1):
        denied(hq, enrolment("AAAA-AAAA-AAAA", key))
    hq.enrol(enrolment(invitation.code, key), HERE)
    assert denied(hq, enrolment("AAAA-AAAA-AAAA", key)) is WRONG_CODE
    assert denied(hq, enrolment("AAAA-AAAA-AAAA", key)) is TOO_MANY_GUESSES


def test_many_at_once_get_no_more_guesses(hq: Headquarters, key: Ed25519PrivateKey) -> None:
    with ThreadPoolExecutor(8) as pool:
        kinds = list(pool.map(lambda n: denied(hq, enrolment(f"AAAA-AAAA-{n:04}", key)), range(2 * MOST_GUESSES)))
    assert kinds.count(WRONG_CODE) == MOST_GUESSES
    assert kinds.count(TOO_MANY_GUESSES) == MOST_GUESSES


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"public_key": "é" * 44}, "public_key"),
        ({"public_key": "-" * 44}, "public_key"),
        ({"public_key": "A" * 44}, "public_key"),
        ({"public_key": base64.b64encode(bytes(31)).decode()}, "public_key"),
        ({"machine": "a\0b"}, "machine"),
        ({"machine": "\x1b[2J"}, "machine"),
    ],
    ids=["no ASCII", "no base64", "33 bytes", "31 bytes", "NUL in the machine's name", "an escape in it"],
)
def test_an_enrolment_that_is_none_is_refused_before_its_code_is_tried(
    hq: Headquarters, invitation: Invitation, key: Ed25519PrivateKey, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Denied) as refusal:
        hq.enrol(msgspec.structs.replace(enrolment(invitation.code, key), **wrong), HERE)
    assert (refusal.value.kind, refusal.value.field) == (MALFORMED, field)
    assert guesses(hq) == 0
    assert hq.enrol(enrolment(invitation.code, key), HERE)


@pytest.mark.parametrize("name", ["", "  ", "x" * 401, "a\nb", "a\0b"])
def test_a_person_has_a_name(hq: Headquarters, name: str) -> None:
    with pytest.raises(WrongField):
        hq.add_person(name, "officer", OFFICE)
    assert not hq.people()


def test_what_is_not_there_is_not_found(hq: Headquarters, siti: Laptop) -> None:
    with pytest.raises(NotFound):
        hq.add_person("Siti", "officer", "XYZ")
    for nobody in ("p0000000000", HEADQUARTERS):
        with pytest.raises(NotFound):
            hq.invite(nobody)
        with pytest.raises(NotFound):
            hq.revoke(nobody)
    assert len(hq.people()) == 1


def test_lists_leave_headquarters_itself_out(hq: Headquarters, clock: Clock) -> None:
    names = ["Wayan", "Budi"]
    devs = []
    for name in names:
        devs.append(enrolled(hq, name=name).dev)
        clock.ms += 1
    assert [person.name for person in hq.people()] == sorted(names)
    assert [laptop.dev for laptop in hq.laptops()] == devs
