"""Villages of the registry (Kepmendagri 300.2.2-2138/2025 as amended): codes, kinds and parents."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

Kind = Literal["kelurahan", "desa", "desa adat"]
KINDS: dict[str, Kind] = {"1": "kelurahan", "2": "desa", "3": "desa adat"}
"""What the seventh digit of a village code says."""

_DOTTED = re.compile(r"(?P<code>\d{2}([.\s]?\d{2}([.\s]?\d{2}([.\s]?\d{4})?)?)?)")


class Village(msgspec.Struct, frozen=True, gc=False):
    """A village with its parents, as every list must show it: 27,596 villages share their name with another.

    Codes are digits without dots: 10 for the village, 6 district, 4 regency, 2 province.
    """

    code: str
    name: str
    kind: Kind
    district: str
    regency: str
    province: str

    @property
    def district_code(self) -> str:
        """Code of the *kecamatan*, 6 digits."""
        return self.code[:6]

    @property
    def regency_code(self) -> str:
        """Code of the *kabupaten* or *kota*, 4 digits."""
        return self.code[:4]

    @property
    def province_code(self) -> str:
        """Code of the *provinsi*, 2 digits."""
        return self.code[:2]

    @property
    def shown_code(self) -> str:
        """The code as people write it: ``33.24.08.2014``."""
        return dotted(self.code)


def kind_of(code: str) -> Kind:
    """The kind a village code states; ValueError for one that no village can have."""
    if len(code) != 10 or code[6] not in KINDS:
        raise ValueError(f"not a village code: {code!r}")
    return KINDS[code[6]]


def digits(code: str) -> str:
    """A code of any level without its dots or spaces; ValueError if it can't be one.

    >>> digits("33.24.08.2014")
    '3324082014'
    """
    if not _DOTTED.fullmatch(code.strip()):
        raise ValueError(f"not an area code: {code!r}")
    return re.sub(r"[.\s]", "", code)


def dotted(code: str) -> str:
    """A code of any level as the ministry prints it.

    >>> dotted("3324082014"), dotted("3324")
    ('33.24.08.2014', '33.24')
    """
    return ".".join(part for part in (code[:2], code[2:4], code[4:6], code[6:]) if part)
