"""``docs/files.md`` tells the truth: its examples are the shipped samples, are taken, and every field is there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from desa_app.domain.attendee import Attendee
from desa_app.domain.drafts import STORE_FIELDS, OfferFile, SessionFile, checked
from desa_app.domain.fields import Record, fields_of
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.risk import RiskRules, assess_line
from desa_app.domain.session import Session
from desa_app.paths import resources

PAGE = (Path(__file__).parent.parent / "docs" / "files.md").read_text(encoding="utf-8")
SESSION, OFFER, CASE, SCORED = map(json.loads, re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))
FILLED_IN = {
    *STORE_FIELDS,
    "counted_as",
    "offer_id",
    "row",
    "import_key",
    "code_set",
    "phone_e164",
    "village_name",
    "village_names",
}


def test_the_examples_are_the_shipped_samples_and_are_taken() -> None:
    for example, name, kind in ((SESSION, "contoh_sesi.json", SessionFile), (OFFER, "contoh_tawaran.json", OfferFile)):
        assert example == json.loads((resources() / "sample" / name).read_bytes())
        assert checked(example, kind).id == example["id"]


def test_the_scored_example_is_what_the_rules_say() -> None:
    assert assess_line(json.dumps(CASE), RiskRules.load()) == SCORED


@pytest.mark.parametrize("kind", [Session, Attendee, Offer, Recruiter], ids=lambda kind: kind.noun)
def test_every_field_is_in_the_table(kind: type[Record]) -> None:
    listed = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    assert fields_of(kind).keys() - FILLED_IN <= listed
