"""What a record is found by, and what typed text asks for: the rules of the search over everything.

A record is found by the beginnings of its words, in today's spelling or the old one, and by three or more digits from
any part of its numbers. The contract, which :func:`is_found` states in full: every term typed must be in the record.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from desa_app.domain.attendee import ADULT_AGE
from desa_app.domain.formats import month_names
from desa_app.domain.labels import all_labels
from desa_app.domain.reference import countries
from desa_app.domain.village_text import respell, words

SHORTEST_NUMBER = 3
"""Digits from which a part of a number tells anything; also the size of the pieces that the index keeps."""
MOST_TERMS = 8
_SHORTEST_HIDDEN_NUMBER = 6
_NUMERIC = re.compile(r"[+(]?\d[\d()+.\-/]*")
_TOKEN = re.compile(r"[^\W_]+(?:['`´‘’ʼ][^\W_]+)*")


class Found(NamedTuple):
    """What a record is found by: small letters of words, and numbers by their digits; empty for none."""

    words: str = ""
    numbers: str = ""


class Term(NamedTuple):
    """One thing asked for: beginnings of words, or, where ``digits`` are given, that part of a number instead."""

    words: tuple[str, ...]
    digits: str = ""


def person_found(name: str | None, phone: str | None, e164: str | None, *, age: int | None, is_agreed: bool) -> Found:
    """What an attendee is found by. A minor without a guardian's consent is found by nothing, as nothing may be kept;
    ``age`` is the age on the day, as far as it is known."""
    if age is not None and age < ADULT_AGE and not is_agreed:
        return Found()
    return Found(_words(name), _numbers(e164 or phone))


def recruiter_found(
    names: Iterable[str | None], contacts: Iterable[str | None], phone: str | None, account: str | None
) -> Found:
    """What a recruiter is found by: ``names`` of the person and the company, handles and addresses of ``contacts``
    in pieces and run together, and every longer number in any of them."""
    written = [contact for contact in contacts if contact]
    hidden = [digits for contact in written for digits in re.findall(rf"\d{{{_SHORTEST_HIDDEN_NUMBER},}}", contact)]
    together = ["".join(words(contact)) for contact in written]
    return Found(_words(*names, *written, *together), _numbers(phone, account, *hidden))


def session_found(villages: Iterable[str], codes: Iterable[str], day: str | None, *texts: str | None) -> Found:
    """What a session is found by: names and codes of its villages, its date in figures and words, its texts."""
    return Found(_words(*villages, _day_words(day), *texts), _numbers(*codes))


def offer_found(village: str | None, code: str | None, received: str | None, *values: str | None) -> Found:
    """What an offer is found by; coded ``values`` such as a country or a position count by their words in both
    languages."""
    spoken = [text for value in values if value for text in _spoken(value)]
    return Found(_words(village, _day_words(received), *spoken), _numbers(code))


def terms(text: str) -> tuple[Term, ...]:
    """What typed text asks for, in order; digits that stand together are one number however they are spaced.

    >>> terms("siti 0812-34 56")
    (Term(words=('siti',), digits=''), Term(words=('0812', '34', '56'), digits='8123456'))
    """
    found: list[Term] = []
    number: list[str] = []
    for piece in text.split():
        if _NUMERIC.fullmatch(piece):
            number.append(piece)
            continue
        found += [*_number_terms(number), Term(tuple(words(piece)))]
        number = []
    found += _number_terms(number)
    return tuple(term for term in found if term.words)[:MOST_TERMS]


def spellings(word: str) -> tuple[str, ...]:
    """A word as it is written, and in the spelling where old and new are the same."""
    modern = respell(word)
    return (word,) if modern == word else (word, modern)


def is_found(found: Found, asked: Sequence[Term]) -> bool:
    """Whether a record with these words and numbers answers to all terms: what the index must agree with."""
    held, numbers = found.words.split(), found.numbers.split()
    return all(
        _any_number(numbers, term.digits)
        or all(any(each.startswith(spellings(word)) for each in held) for word in term.words)
        for term in asked
    )


def number_pieces(digits: str) -> str:
    """A number in overlapping pieces of three digits, as the index keeps it: a part of it is a run of pieces."""
    return " ".join(digits[at : at + SHORTEST_NUMBER] for at in range(len(digits) - SHORTEST_NUMBER + 1))


def marks(shown: str, asked: Sequence[Term]) -> list[tuple[int, int]]:
    """Where shown text answers to what was asked, as (start, length) in order, to be made bold."""
    spans = [*_word_marks(shown, asked), *_number_marks(shown, asked)]
    merged: list[tuple[int, int]] = []
    for start, length in sorted(spans):
        if merged and start <= sum(merged[-1]):
            before, held = merged.pop()
            start, length = before, max(held, start + length - before)
        merged.append((start, length))
    return merged


def _word_marks(shown: str, asked: Sequence[Term]) -> Iterator[tuple[int, int]]:
    typed = [word for term in asked for word in term.words]
    for token in _TOKEN.finditer(shown):
        folded = "".join(words(token[0]))
        for word in typed:
            if folded.startswith(word):
                yield token.start(), _reach(token[0], word)
            elif respell(folded).startswith(respell(word)):
                yield token.start(), len(token[0])


def _reach(token: str, word: str) -> int:
    """How many characters of a token its first letters take, apostrophes between them included."""
    for length in range(len(word), len(token)):
        if len("".join(words(token[:length]))) >= len(word):
            return length
    return len(token)


def _number_marks(shown: str, asked: Sequence[Term]) -> Iterator[tuple[int, int]]:
    at = [place for place, letter in enumerate(shown) if letter.isdigit()]
    digits = "".join(shown[place] for place in at)
    for term in asked:
        start = digits.find(term.digits) if term.digits else -1
        if start >= 0:
            yield at[start], at[start + len(term.digits) - 1] + 1 - at[start]


def _number_terms(pieces: Sequence[str]) -> list[Term]:
    if not pieces:
        return []
    digits = _comparable("".join(pieces))
    spoken = tuple(word for piece in pieces for word in words(piece))
    return [Term(spoken, digits if len(digits) >= SHORTEST_NUMBER else "")]


def _any_number(numbers: Iterable[str], digits: str) -> bool:
    return bool(digits) and any(digits in number for number in numbers)


def _comparable(number: str) -> str:
    """The digits of a number without the zeros before it, which only a call within the country has."""
    return re.sub(r"\D", "", number).lstrip("0")


def _numbers(*written: str | None) -> str:
    digits = [_comparable(number) for number in written if number]
    return " ".join(dict.fromkeys(each for each in digits if len(each) >= SHORTEST_NUMBER))


def _words(*texts: str | None) -> str:
    return " ".join(dict.fromkeys(each for text in texts if text for word in words(text) for each in _held(word)))


@lru_cache(maxsize=2**14)
def _held(word: str) -> tuple[str, ...]:
    """The spellings of a word, kept because names repeat: a country has a few thousand."""
    return spellings(word)


def _day_words(day: str | None) -> str | None:
    """A date's words, from its ISO form: ``5 05 mei may 2026``."""
    if not day:
        return None
    date = dt.date.fromisoformat(day[:10])
    return " ".join((str(date.day), f"{date:%d %m}", *month_names(date.month), str(date.year)))


def _spoken(value: str) -> tuple[str, ...]:
    return _both_languages().get(value, (value,))


@cache
def _both_languages() -> dict[str, tuple[str, str]]:
    """The words of countries and coded values in both languages: the index outlives a change of language."""
    listed = {country.code: country.label for country in countries()} | all_labels().values
    return {code: (label.id, label.en) for code, label in listed.items()}
