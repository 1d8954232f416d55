"""Finding people, recruiters, sessions and offers by what was typed: exact words first, then beginnings, then words
within a typing error or two; of equals the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

import msgspec
from rapidfuzz.distance import OSA
from sqlite_utils import Database

from desa_app.domain.search import Term, number_pieces, spellings, terms
from desa_app.store.search_index import span
from desa_app.store.village_search import allowed_errors

Noun = Literal["attendee", "recruiter", "session", "offer"]
MOST_OF_A_NOUN = 8
SHORTEST_MISTYPED = 4
SHORTEST_BEGUN = 5
"""Letters from which the beginning of a word may be mistyped, too: of four, one error leaves anything."""
_MOST_NEAR = 24
_texts = msgspec.json.Decoder(tuple[str, ...])


class Hit(NamedTuple):
    """A record found. ``opens`` is the session or offer that it is or belongs to; ``title`` what it is called (None
    where it has no name), ``contact`` its number or handle; village and date tell namesakes apart."""

    noun: Noun
    record: str
    opens: tuple[str, str]
    title: str | None
    contact: str | None
    villages: tuple[str, ...]
    date: dt.date | None


class Search:
    """Searching one database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, text: str, most: int = MOST_OF_A_NOUN) -> list[Hit]:
        """What typed text may mean, people first, at most so many of a noun; nothing for text without a term."""
        asked = terms(text)
        if not asked:
            return []
        near = cache(self._near)
        return [hit for noun in _SHOWN for hit in self._of(noun, asked, most, near)]

    def recent(self, most: int = 5) -> list[Hit]:
        """The sessions and offers made last, for when nothing is typed yet."""
        made = [hit for noun in ("session", "offer") for hit in self._hits(noun, f"{_LATEST[noun]} LIMIT ?", [most])]
        return sorted(made, key=lambda hit: hit.record, reverse=True)[:most]

    def own_villages(self) -> frozenset[str]:
        """The codes of the villages that this laptop knows something of: of two that are called alike, these first."""
        query = (
            "SELECT value FROM session, json_each(session.villages) UNION SELECT village FROM assignment "
            "UNION SELECT village FROM offer WHERE village IS NOT NULL"
        )
        return frozenset(code for (code,) in self._db.conn.execute(query))

    def _of(self, noun: str, asked: Sequence[Term], most: int, near: Callable[[str], list[str]]) -> list[Hit]:
        found: dict[str, Hit] = {}
        for spelled in (self._exact, self._begun, near):
            if len(found) < most:
                for hit in self._matching(noun, _expression(asked, spelled), most):
                    found.setdefault(hit.record, hit)
        return list(found.values())[:most]

    def _matching(self, noun: str, expression: str, most: int) -> list[Hit]:
        return self._hits(noun, _MATCHING[noun], [expression, *span(noun), most])

    def _hits(self, noun: str, query: str, values: Sequence[Any]) -> list[Hit]:
        return [_HITS[noun](*row) for row in self._db.conn.execute(query, values)]

    @staticmethod
    def _exact(word: str) -> list[str]:
        return [_quoted(word)]

    @staticmethod
    def _begun(word: str) -> list[str]:
        return [f"{_quoted(each)} *" for each in spellings(word)]

    def _near(self, word: str) -> list[str]:
        """Words of the index within a typing error or two, whole or as far as the word is typed."""
        errors = allowed_errors(word) if len(word) >= SHORTEST_MISTYPED and word.isalpha() else 0
        near = [] if not errors else [term for term in self._vocabulary(word[0]) if _is_near(word, term, errors)]
        return self._begun(word) + [_quoted(term) for term in near[:_MOST_NEAR]]

    def _vocabulary(self, letter: str) -> Iterator[str]:
        """Words of the index with this first letter: few people err there, and most words have another."""
        query = "SELECT term FROM search_word WHERE term >= ? AND term < ?"
        return (term for (term,) in self._db.conn.execute(query, [letter, chr(ord(letter) + 1)]))


def _is_near(word: str, term: str, errors: int) -> bool:
    compared = {term, term[: len(word)] if len(word) >= SHORTEST_BEGUN else term}
    return any(OSA.distance(word, each, score_cutoff=errors) <= errors for each in compared)


def _quoted(word: str) -> str:
    return f'words : "{word}"'


def _expression(asked: Sequence[Term], spelled: Callable[[str], list[str]]) -> str:
    """The terms in FTS5's language, each word in the spellings given."""
    return " AND ".join(f"({_term(term, spelled)})" for term in asked)


def _term(term: Term, spelled: Callable[[str], list[str]]) -> str:
    said = " AND ".join(f"({' OR '.join(spelled(word))})" for word in term.words)
    return f'({said}) OR numbers : "{number_pieces(term.digits)}"' if term.digits else said


_FOUND = "FROM search CROSS JOIN entry ON entry.place = search.rowid CROSS JOIN"
_WHERE = "WHERE search MATCH ? AND search.rowid BETWEEN ? AND ?"
_ORDER = "ORDER BY search.rowid DESC LIMIT ?"
_SESSION = "session.id, session.village_names, session.venue, session.date"
_OFFER = "offer.id, offer.village_name, offer.suspected_country, offer.offered_country, offer.received_at"
_MATCHING = {
    "attendee": f"SELECT attendee.id, attendee.full_name, attendee.phone, {_SESSION} {_FOUND} attendee "
    "ON attendee.id = entry.record CROSS JOIN session ON session.id = attendee.session_id "
    f"{_WHERE} AND NOT session.deleted {_ORDER}",
    "recruiter": "SELECT recruiter.id, recruiter.alias, recruiter.company, recruiter.handle, recruiter.phone, "
    f"{_OFFER} {_FOUND} recruiter ON recruiter.id = entry.record CROSS JOIN offer ON offer.id = recruiter.offer_id "
    f"{_WHERE} AND NOT offer.deleted {_ORDER}",
    "session": f"SELECT {_SESSION} {_FOUND} session ON session.id = entry.record {_WHERE} {_ORDER}",
    "offer": f"SELECT {_OFFER} {_FOUND} offer ON offer.id = entry.record {_WHERE} {_ORDER}",
}
_LATEST = {
    "session": f"SELECT {_SESSION} FROM session WHERE NOT deleted ORDER BY id DESC",
    "offer": f"SELECT {_OFFER} FROM offer WHERE NOT deleted ORDER BY id DESC",
}


def _person(
    record: str, name: str | None, phone: str | None, session: str, villages: str | None, _: str | None, day: str | None
) -> Hit:
    return Hit("attendee", record, ("session", session), name, phone, _names(villages), _date(day))


def _recruiter(
    record: str,
    alias: str | None,
    company: str | None,
    handle: str | None,
    phone: str | None,
    offer: str,
    village: str | None,
    *rest: str | None,
) -> Hit:
    contact = " · ".join(each for each in (phone, handle) if each) or None
    villages = (village,) if village else ()
    return Hit("recruiter", record, ("offer", offer), alias or company, contact, villages, _date(rest[-1]))


def _session(record: str, villages: str | None, venue: str | None, day: str | None) -> Hit:
    return Hit("session", record, ("session", record), venue, None, _names(villages), _date(day))


def _offer(record: str, village: str | None, suspected: str | None, offered: str | None, received: str | None) -> Hit:
    villages = (village,) if village else ()
    return Hit("offer", record, ("offer", record), suspected or offered, None, villages, _date(received))


def _names(villages: str | None) -> tuple[str, ...]:
    return _texts.decode(villages) if villages else ()


def _date(day: str | None) -> dt.date | None:
    return dt.date.fromisoformat(day[:10]) if day else None


_HITS: dict[str, Callable[..., Hit]] = {
    "attendee": _person,
    "recruiter": _recruiter,
    "session": _session,
    "offer": _offer,
}
_SHOWN: tuple[Noun, ...] = ("attendee", "recruiter", "session", "offer")
