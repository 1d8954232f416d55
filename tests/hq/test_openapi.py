"""The description is whole, and what really goes over the line fits it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desa_app.hq import openapi, problems
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.problems import Denied, Kind
from desa_app.sync.pure.change import decode
from desa_app.sync.pure.wire import MAX_BATCH, MAX_ROOM, Cursor
from tests.hq.laptops import OFFICE, Laptop, enrolment

Schema = dict[str, Any]
KINDS = [kind for kind in vars(problems).values() if isinstance(kind, Kind)]


@pytest.fixture(scope="module")
def description() -> Any:
    """The description as served."""
    return msgspec.json.decode(openapi.encoded())


def parts(value: Any) -> Iterator[Schema]:
    """Every object in a JSON value."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(each)


def target(description: Any, reference: str) -> Schema:
    """What a reference within the description points to."""
    found = description
    assert reference.startswith("#/")
    for name in reference[2:].split("/"):
        found = found[name]
    assert isinstance(found, dict)
    return found


def fits(description: Any, schema: Schema, value: Any) -> bool:
    """Whether a value fits a schema; an independent reading of JSON Schema, as far as ours go."""
    if "$ref" in schema:
        schema = {**target(description, schema["$ref"]), **{k: v for k, v in schema.items() if k != "$ref"}}
    return all(RULES[rule](description, schema, value) for rule in schema)


def _is(names: str) -> Callable[[Any], bool]:
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "null": type(None)}
    return lambda value: isinstance(value, kinds[names]) and (names == "boolean" or not isinstance(value, bool))


def _items(description: Any, schema: Schema, value: Any) -> bool:
    rest = value[len(schema.get("prefixItems", ())) :] if isinstance(value, list) else ()
    if schema["items"] is False:
        return not rest
    return all(fits(description, schema["items"], each) for each in rest)


def _further(description: Any, schema: Schema, value: Any) -> bool:
    further = [value[name] for name in value if name not in schema.get("properties", {})]
    if schema["additionalProperties"] is False:
        return not further
    return all(fits(description, schema["additionalProperties"], each) for each in further)


def _nothing(*_: Any) -> bool:
    return True


RULES: dict[str, Callable[[Any, Schema, Any], bool]] = {
    "title": _nothing,
    "description": _nothing,
    "default": _nothing,
    "type": lambda d, s, v: _is(s["type"])(v),
    "const": lambda d, s, v: v == s["const"],
    "enum": lambda d, s, v: v in s["enum"],
    "anyOf": lambda d, s, v: any(fits(d, each, v) for each in s["anyOf"]),
    "properties": lambda d, s, v: all(fits(d, s["properties"][name], v[name]) for name in s["properties"] if name in v),
    "required": lambda d, s, v: all(name in v for name in s["required"]),
    "additionalProperties": _further,
    "propertyNames": lambda d, s, v: all(fits(d, s["propertyNames"], name) for name in v),
    "prefixItems": lambda d, s, v: all(fits(d, one, each) for one, each in zip(s["prefixItems"], v, strict=False)),
    "items": _items,
    "minItems": lambda d, s, v: len(v) >= s["minItems"],
    "maxItems": lambda d, s, v: len(v) <= s["maxItems"],
    "minLength": lambda d, s, v: len(v) >= s["minLength"],
    "maxLength": lambda d, s, v: len(v) <= s["maxLength"],
    "minimum": lambda d, s, v: v >= s["minimum"],
    "maximum": lambda d, s, v: v <= s["maximum"],
    "pattern": lambda d, s, v: re.search(s["pattern"], v) is not None,
}
"""How a value is judged by each keyword; another keyword is a KeyError."""


def schema_of(description: Any, address: str, method: str, status: str = "") -> Schema:
    """The schema of a body: a request's, or the answer's of ``status``."""
    operation = description["paths"][address][method]
    body = operation["responses"][status] if status else operation["requestBody"]
    (content,) = body["content"].values()
    found: Schema = content["schema"]
    return found


def test_every_reference_leads_somewhere_and_nothing_is_left_over(description: Any) -> None:
    references = {part["$ref"] for part in parts(description) if "$ref" in part}
    assert references == {f"#/components/schemas/{name}" for name in description["components"]["schemas"]}
    assert all(target(description, reference)["title"] for reference in references)


def test_every_schema_speaks_json_schema_alone(description: Any) -> None:
    nested = ("properties", "items", "prefixItems", "anyOf", "additionalProperties", "propertyNames")
    left = [*description["components"]["schemas"].values()]
    while left:
        schema = left.pop()
        assert schema.keys() <= RULES.keys() | {"$ref"}
        assert not schema.get("pattern", "").endswith("Z"), "a pattern of Python's"
        for inner in (schema[name] for name in nested if name in schema):
            named = isinstance(inner, dict) and inner is schema.get("properties")
            left += inner.values() if named else inner if isinstance(inner, list) else [inner] if inner else []


def test_every_operation_says_what_comes_back(description: Any) -> None:
    operations = [each for path in description["paths"].values() for name, each in path.items() if name != "parameters"]
    assert description["openapi"] == "3.1.0"
    assert len({each["operationId"] for each in operations}) == len(operations) == 10
    for operation in operations:
        assert next(status for status in operation["responses"] if status != "default")[0] == "2"
        assert len(operation["responses"]) == 2
        assert all(response["description"] for response in operation["responses"].values())
        problem = operation["responses"]["default"]["content"]["application/json"]["schema"]
        assert problem == {"$ref": "#/components/schemas/Problem"}


def test_a_real_exchange_fits(description: Any, hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    up, down = (schema_of(description, "/v1/sync", "post", status) for status in ("", "200"))
    named = description["components"]["schemas"]
    session = siti.session()
    siti.push(hq.exchange, session, siti.session(headcount_male=-1))
    ahead = budi.edit("session", decode(session).record, {"venue": "Aula"}, [siti.dot(session)], stamp=2**62)
    budi.push(hq.exchange, ahead, room=0)
    cursors = {siti.scope: Cursor(0, 1)}
    payloads = [siti.session(), siti.journal[1], siti.journal[2]]
    for own_in_full in (True, False):
        body = siti.body(payloads, cursors=cursors, app="0.1.0", own_in_full=own_in_full)
        sent = [msgspec.json.decode(line) for line in body.splitlines()]
        answered = [msgspec.json.decode(line) for line in hq.exchange(body).splitlines()]
        assert all(fits(description, up, line) for line in sent)
        assert all(fits(description, down, line) for line in answered)
        kinds = ["Push", *["Change"] * 3, "Signature"]
        assert all(fits(description, named[kind], line) for kind, line in zip(kinds, sent, strict=True))
        kinds = ["Reply", *["Entry"] * (len(answered) - 2), "Signature"]
        assert all(fits(description, named[kind], line) for kind, line in zip(kinds, answered, strict=True))


def test_a_real_enrolment_fits(description: Any, hq: Headquarters) -> None:
    asked = enrolment(hq.add_person("Siti", "officer", OFFICE).code, Ed25519PrivateKey.generate())
    answer = hq.enrol(asked, "10.0.0.1")
    assert fits(description, schema_of(description, "/v1/enrol", "post"), msgspec.to_builtins(asked))
    assert fits(description, schema_of(description, "/v1/enrol", "post", "200"), msgspec.to_builtins(answer))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.number)
def test_every_problem_fits(description: Any, kind: Kind) -> None:
    body = msgspec.json.decode(problems.encoded(Denied(kind, "field").problem))
    assert fits(description, schema_of(description, "/v1/sync", "post", "default"), body)
    assert body["number"] == kind.number
    assert body["indonesian"] != body["english"]


def test_numbers_of_problems_are_stable_and_each_anothers() -> None:
    numbers = sorted(kind.number for kind in KINDS)
    assert numbers == [
        *("H400", "H401", "H402", "H403", "H404", "H405", "H409", "H413", "H415"),
        *("H426", "H429", "H430", "H431", "H432"),
        *("H440", "H441", "H442", "H443", "H444", "H445", "H446", "H447", "H448"),
        *("H450", "H451", "H452", "H500", "H503"),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Push", {"v": 1, "dev": "", "req": "r", "at": 1, "room": 0, "count": 0}),
        ("Push", {"v": 1, "dev": "d", "req": "r", "at": 1, "room": 0, "count": MAX_BATCH + 1}),
        ("Push", {"v": 1, "dev": "d", "req": "r", "at": 1, "room": MAX_ROOM + 1, "count": 0}),
        ("Push", {"v": 1, "dev": "d", "req": "r", "at": 1, "room": True, "count": 0}),
        ("Push", {"v": 1, "dev": "d", "req": "r", "at": 1, "room": 0, "count": 0, "cursors": {"": [1, 1]}}),
        ("Push", {"v": 1, "dev": "d", "req": "r", "at": 1, "room": 0, "count": 0, "cursors": {"ref": [-1, 1]}}),
        ("Push", {"v": 1, "dev": "d", "req": "r", "at": 1, "room": 0}),
        ("Answer", [0, 1, "ok"]),
        ("Answer", [1, 1, "fine"]),
        ("Answer", [1, 1]),
        ("Reply", {"hq": "h", "at": 1, "me": {}}),
        ("Entry", {"own": [1, 2, 3]}),
        ("Entry", {"c": {"n": 1}}),
        ("Enrolment", {"code": "AAAA", "public_key": "A" * 44, "more": 1}),
        ("Enrolment", {"code": "AAAA", "public_key": "A" * 43}),
    ],
)
def test_what_headquarters_refuses_does_not_fit(description: Any, name: str, value: Any) -> None:
    """Else the description would promise what the types don't take; and this test's reader would take anything."""
    assert not fits(description, description["components"]["schemas"][name], value)
