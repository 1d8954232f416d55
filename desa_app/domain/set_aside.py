"""Why headquarters keeps a change aside (quarantine), as both ends and the people in front of them say it.

Codes are stable: they go over the line and lie in databases.
"""

from __future__ import annotations

from typing import NamedTuple

from desa_app.language import say


class Reason(NamedTuple):
    """A stable code and what it says."""

    code: str
    indonesian: str
    english: str

    @property
    def sentence(self) -> str:
        """The reason in the language in use."""
        return say(self.indonesian, self.english)


UNREADABLE = Reason("Q101", "perubahan tidak dapat dibaca", "the change can't be read")
TOO_LONG = Reason("Q102", "perubahan terlalu panjang", "the change is too long")
UNKNOWN_NOUN = Reason("Q103", "jenis catatan tidak dikenal di sini", "this kind of record is not written by laptops")
OTHER_PERSON = Reason("Q104", "ditulis atas nama orang lain", "written in another person's name")
FOREIGN_SCOPE = Reason("Q105", "untuk kantor lain", "meant for another office")
OTHER_HOME = Reason("Q106", "catatannya milik kantor lain", "the record belongs to another office")
WRONG_VALUE = Reason("Q107", "isian tidak dapat diterima", "the value can't be taken")
LEAD_ONLY = Reason("Q108", "hanya ketua tim yang boleh mengubah ini", "only a team lead may change this")
NEEDED_TO_RETURN = Reason(
    "Q109", "pengembalian perlu isian dan komentar", "a return needs the field to correct and a comment"
)
WAITS_FOR_PARENT = Reason("Q110", "menunggu catatan induknya", "waits for the record it belongs to")
WAITS_FOR_RECORD = Reason("Q111", "menunggu catatannya", "waits for the record itself")
REVOKED_LAPTOP = Reason(
    "Q112", "dari laptop yang telah dicabut; ketua tim memutuskan", "from a revoked laptop; the team lead decides"
)

REASONS = {
    reason.code: reason
    for reason in (
        UNREADABLE,
        TOO_LONG,
        UNKNOWN_NOUN,
        OTHER_PERSON,
        FOREIGN_SCOPE,
        OTHER_HOME,
        WRONG_VALUE,
        LEAD_ONLY,
        NEEDED_TO_RETURN,
        WAITS_FOR_PARENT,
        WAITS_FOR_RECORD,
        REVOKED_LAPTOP,
    )
}


def reason_of(code: str) -> str:
    """What a code says in the language in use; a code of a newer headquarters stays as it is."""
    return REASONS[code].sentence if code in REASONS else code
