"""Bundles over HTTP: bytes in, bytes out, within limits; every refusal is a numbered problem and changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec
import pytest
import requests

from desa_app.hq.headquarters import Headquarters
from desa_app.hq.problems import NO_SEALING_KEY, Denied
from desa_app.hq.server import served
from desa_app.sync.pure import bundle as form
from desa_app.sync.pure.bundle import ADDRESS, MAX_BUNDLE_BYTES, MEDIA_TYPE, VERSION, Header
from desa_app.sync.pure.packing import TooLarge
from desa_app.sync.pure.sealing import new_sealing_key, public_sealing_key, seal, unseal
from desa_app.sync.pure.wire import Problem
from tests.hq.laptops import NOW_MS, Laptop


@pytest.fixture
def address(hq: Headquarters, url: str) -> Iterator[str]:
    """Where bundles are taken."""
    with served(url) as serving:
        yield serving + ADDRESS


def sealed_for(hq: Headquarters, content: bytes) -> bytes:
    """Content that headquarters can open."""
    return seal(content, [public_sealing_key(hq.identity.sealing_key)])


def bundle(hq: Headquarters, laptop: Laptop, *bodies: bytes, sealed: bytes | None = None) -> bytes:
    """A bundle of a laptop's requests."""
    inside = sealed_for(hq, form.packed(bodies)) if sealed is None else sealed
    digest = hashlib.sha256(inside).hexdigest()
    header = Header(VERSION, "00112233445566aa", "changes", laptop.dev, (hq.identity.hq,), NOW_MS, len(inside), digest)
    return form.assembled(header, laptop.key.sign(form.head(header)), inside)


@pytest.fixture
def secret() -> str:
    """What opens the answers to a laptop."""
    return new_sealing_key()


def post(address: str, content: bytes, kind: str = MEDIA_TYPE) -> requests.Response:
    return requests.post(address, data=content, headers={"Content-Type": kind}, timeout=10)


def number(response: requests.Response) -> tuple[int, str]:
    """Status and number of a refusal."""
    return response.status_code, msgspec.json.decode(response.content, type=Problem).number


def test_a_bundle_is_answered_for_its_sender_alone(hq: Headquarters, address: str, siti: Laptop, secret: str) -> None:
    first = siti.body([siti.session()], room=0, sealing_key=public_sealing_key(secret))
    answer = post(address, bundle(hq, siti, first, siti.body([siti.session()])))
    assert (answer.status_code, answer.headers["content-type"]) == (200, MEDIA_TYPE)
    answers = form.taken_apart(answer.content)
    assert (answers.header.to, answers.header.answered) == ((siti.dev,), "00112233445566aa")
    bodies = form.unpacked(unseal(answers.sealed, secret))
    assert [siti.take(body).fates for body in bodies] == [{1: ("ok", 1, "", "")}, {2: ("ok", 2, "", "")}]
    with pytest.raises(ValueError, match="another"):
        unseal(answers.sealed, hq.identity.sealing_key)


def test_each_refusal_has_its_number(hq: Headquarters, address: str, siti: Laptop, wayan: Laptop) -> None:
    good = bundle(hq, siti, siti.body([siti.session()]))
    stranger = seal(b"x", [public_sealing_key(new_sealing_key())])
    refused = [
        post(address, good, "application/json"),
        post(address, b""),
        post(address, good[:-1]),
        post(address, good + b"x"),
        post(address, bytes(MAX_BUNDLE_BYTES + 2 * form.MAX_HEAD_BYTES)),
        post(address, bundle(hq, siti, sealed=stranger)),
        post(address, bundle(hq, siti, sealed=sealed_for(hq, b"no content"))),
        post(address, bundle(hq, siti, sealed=sealed_for(hq, form.packed([b"no body\n"])))),
        post(address, bundle(hq, siti, b'{}\n{"sig":""}\n')),
        post(address, bundle(hq, siti, wayan.body([wayan.session()]))),
    ]
    assert [number(each) for each in refused] == [
        (415, "H415"),
        (400, "H450"),
        (400, "H450"),
        (400, "H450"),
        (413, "H413"),
        (403, "H451"),
        (403, "H451"),
        (403, "H451"),
        (400, "H400"),
        (400, "H400"),
    ]
    assert all(laptop.last_sync is None for laptop in hq.laptops())


def test_a_bomb_is_refused_before_it_goes_off(hq: Headquarters, siti: Laptop) -> None:
    bomb = form.packed([bytes(form.MAX_CONTENT_BYTES + 1)])
    assert len(bomb) < 1000
    with pytest.raises(TooLarge):
        form.unpacked(bomb)
    with pytest.raises(Denied):
        hq.carry(bundle(hq, siti, sealed=sealed_for(hq, bomb)))


def test_a_request_that_is_refused_ends_the_answers_there(hq: Headquarters, siti: Laptop, secret: str) -> None:
    """What comes behind was written on top of it."""
    first, other = siti.session(), siti.session(venue="Masjid")
    told = siti.body([first], sealing_key=public_sealing_key(secret))
    cloned = siti.body([other.replace(b'"n":2', b'"n":1')], request="cloned")
    answers = hq.carry(bundle(hq, siti, told, cloned, siti.body([other])))
    good, refused = form.unpacked(unseal(form.taken_apart(answers).sealed, secret))
    assert siti.take(good).fates == {1: ("ok", 1, "", "")}
    refusal = msgspec.json.decode(refused.split(b"\n")[0], type=form.Refusal)
    assert (refusal.request, refusal.problem.number) == ("cloned", "H409")


def test_a_sender_without_a_sealing_key_is_taken_from_but_can_t_be_answered(hq: Headquarters, siti: Laptop) -> None:
    with pytest.raises(Denied) as denied:
        hq.carry(bundle(hq, siti, siti.body([siti.session()])))
    assert denied.value.kind is NO_SEALING_KEY
    assert siti.push(hq.exchange).heads[siti.scope] == 1


def test_a_text_that_is_no_sealing_key_is_passed_over(hq: Headquarters, siti: Laptop, secret: str) -> None:
    """It must not keep the laptop's changes back."""
    for told in ("age1nonsense", secret, "x" * 120):
        assert siti.push(hq.exchange, sealing_key=told).reply.card == ""
    assert siti.push(hq.exchange, sealing_key=public_sealing_key(secret)).reply.card
