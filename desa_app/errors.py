"""Every failure a user can meet, in one tree.

::

    DesaError                   what happened, what is safe, what to do
    ├── InputError              the user's input or file is wrong: nothing was changed
    ├── StoreError              this laptop's database
    ├── SyncError               the way to headquarters
    └── HqError                 what headquarters answers, as numbered JSON

A subclass states its ``code`` (stable, for support and tests) and whether trying again later can help
(``retryable``). The sentence is given in both languages where the failure is raised or by the class.
"""

from __future__ import annotations

from desa_app.language import say


class DesaError(Exception):
    """A failure with a sentence for a person: what happened, what is safe, what to do.

    ``indonesian`` and ``english`` are templates for ``details``; a subclass gives defaults for both.
    """

    code = "E000"
    retryable = False
    indonesian = "Terjadi kesalahan: {what}."
    english = "Something went wrong: {what}."

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details = details

    @property
    def sentence(self) -> str:
        """The sentence for the user, in the language in use."""
        return say(self.indonesian, self.english).format(**self.details)

    def __str__(self) -> str:
        return f"{self.sentence} [{self.code}]"


class InputError(DesaError):
    """The user's input is wrong; nothing was changed."""

    code = "E100"


class WrongField(InputError):
    """A value that can't be taken; ``path`` names the field as ``attendees[3].age``."""

    code = "E101"
    indonesian = "Isian '{path}' tidak dapat diterima: {why}. Tidak ada yang disimpan; perbaiki lalu ulangi."
    english = "The field '{path}' can't be taken: {why}. Nothing was saved; correct it and try again."


class UnreadableFile(InputError):
    """A file that is not what its name says, is empty, or is too large."""

    code = "E102"
    indonesian = "Berkas '{name}' tidak dapat dibaca: {why}. Tidak ada yang diubah."
    english = "The file '{name}' can't be read: {why}. Nothing was changed."


class NotFound(InputError):
    """A record, village or office that is not here."""

    code = "E103"
    indonesian = "{what} tidak ditemukan. Periksa kembali kodenya."
    english = "{what} was not found. Check the code."


class NotAllowed(InputError):
    """A step that this role or this record's state does not permit."""

    code = "E104"
    indonesian = "Tidak diizinkan: {why}."
    english = "Not allowed: {why}."


class StoreError(DesaError):
    """This laptop's database can't be used as it is."""

    code = "E200"


class SyncError(DesaError):
    """The exchange with headquarters did not finish; what was saved stays on this laptop."""

    code = "E300"
    retryable = True


class HqError(DesaError):
    """A numbered answer of headquarters to a bad request."""

    code = "E400"
