"""Files on their way here: what is wanted from headquarters, and the pieces that have come of it.

They lie beside the files, under the same key; a piece is on the disk when ``keep`` returns, so a download goes on where
it was cut, even by a flat battery. Only a whole file whose digest is its name becomes one of this laptop's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from desa_app.domain.attachment import Attachment, digest
from desa_app.domain.file_choice import Absent
from desa_app.errors import FileDamaged
from desa_app.store.database import immediate

if TYPE_CHECKING:
    from desa_app.store.files import Files

_attachments = msgspec.json.Decoder(tuple[Attachment, ...])


class Wanted(NamedTuple):
    """A file that is wanted here. ``size`` is unknown (0) until headquarters has told it, ``held`` are the bytes that
    have come, ``is_asked`` says that a person waits for it, ``refusal`` why it didn't come (a number of
    headquarters)."""

    sha256: str
    media_type: str
    size: int = 0
    held: int = 0
    is_asked: bool = False
    refusal: str = ""


class Coming:
    """The files that are on their way to one laptop."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def ask(self, attachments: Iterable[Attachment]) -> list[str]:
        """A person wants these attachments: their files that are not here come with the next run; their names."""
        rows = [(each.sha256, each.media_type, each.size or 0) for piece in attachments for each in files_of(piece)]
        absent = self._files.absent(row[0] for row in rows)
        rows = [row for row in rows if row[0] in absent]
        if rows:
            with immediate(self._files.db) as db:
                db.conn.executemany(
                    "INSERT INTO wanted (sha256, media_type, size, asked_ms, refusal) VALUES (?, ?, ?, ?, '') "
                    "ON CONFLICT (sha256) DO UPDATE SET asked_ms = excluded.asked_ms, refusal = ''",
                    [(*row, self._files.clock()) for row in rows],
                )
        return [row[0] for row in rows]

    def asked(self) -> list[Wanted]:
        """What a person asked for and has not come yet, in the order of asking."""
        if not self._files.exists:
            return []
        rows = self._files.db.conn.execute(
            "SELECT sha256, media_type, size, (SELECT coalesce(sum(length(bytes)), 0) FROM piece "
            "WHERE piece.sha256 = wanted.sha256), refusal FROM wanted WHERE asked_ms IS NOT NULL "
            "AND sha256 NOT IN (SELECT sha256 FROM file) ORDER BY asked_ms, rowid"
        ).fetchall()
        return [Wanted(name, kind, size, held, True, why) for name, kind, size, held, why in rows]

    def absent(self, attachments: Iterable[Attachment]) -> dict[str, Absent]:
        """The files of these attachments that are not here, and how far they are."""
        asked = {each.sha256: each for each in self.asked()}
        names = self._files.absent(each.sha256 for piece in attachments for each in files_of(piece))
        waiting = {name: asked[name] for name in names & asked.keys()}
        found = {name: Absent(True, one.held, one.size, one.refusal) for name, one in waiting.items()}
        return dict.fromkeys(names, Absent()) | found

    def ahead(self, scope: str) -> list[Wanted]:
        """The evidence of a scope's living offers that is not here yet, the newest offer's first, pictures before the
        originals they show; behind all those what was not at headquarters, the longest ago first."""
        query = "SELECT evidence FROM offer WHERE scope = ? AND NOT deleted AND evidence IS NOT NULL ORDER BY id DESC"
        pieces = [
            each for (text,) in self._files.records.conn.execute(query, [scope]) for each in _attachments.decode(text)
        ]
        found = {each.sha256: each for piece in pieces for each in files_of(piece)}
        absent = self._files.absent(found)
        refused = self._refused()
        wanted = [each for name, each in found.items() if name in absent]
        return sorted(wanted, key=lambda each: refused.get(each.sha256, 0))

    def _refused(self) -> dict[str, int]:
        """When headquarters last didn't give a file."""
        query = "SELECT sha256, refused_ms FROM wanted WHERE refused_ms"
        return dict(self._files.db.conn.execute(query).fetchall()) if self._files.exists else {}

    def held(self, name: str) -> int:
        """How many bytes of a file have come, from its first on."""
        if not self._files.exists:
            return 0
        query = "SELECT coalesce(max(start + length(bytes)), 0) FROM piece WHERE sha256 = ?"
        return int(self._files.db.conn.execute(query, [name]).fetchone()[0])

    def keep(self, wanted: Wanted, first: int, content: bytes, size: int) -> int:
        """Keep the next bytes of a file of ``size`` bytes; how many are here then."""
        with immediate(self._files.db) as db:
            db.conn.execute(
                "INSERT INTO wanted (sha256, media_type, size, refusal) VALUES (?, ?, ?, '') "
                "ON CONFLICT (sha256) DO UPDATE SET size = excluded.size, refusal = ''",
                [wanted.sha256, wanted.media_type, size],
            )
            if content and first == self.held(wanted.sha256):
                db.conn.execute(
                    "INSERT INTO piece (sha256, start, bytes) VALUES (?, ?, ?)", [wanted.sha256, first, content]
                )
        return self.held(wanted.sha256)

    def finish(self, wanted: Wanted, at_ms: int) -> None:
        """All bytes are here: they become a file of this laptop. Raises FileDamaged where they are not what the name
        says; then none of them is kept."""
        name = wanted.sha256
        rows = self._files.db.conn.execute("SELECT bytes FROM piece WHERE sha256 = ? ORDER BY start", [name])
        content = b"".join(row[0] for row in rows.fetchall())
        is_right = digest(content) == name
        with immediate(self._files.db) as db:
            if is_right:
                self._files.insert(content, wanted.media_type, at_ms)
                db.conn.execute("DELETE FROM wanted WHERE sha256 = ?", [name])
            db.conn.execute("DELETE FROM piece WHERE sha256 = ?", [name])
        if not is_right:
            raise FileDamaged

    def refuse(self, wanted: Wanted, number: str) -> None:
        """Keep why a file didn't come, for whoever waits for it; a later run asks again."""
        with immediate(self._files.db) as db:
            db.conn.execute(
                "INSERT INTO wanted (sha256, media_type, size, refusal, refused_ms) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (sha256) DO UPDATE SET refusal = excluded.refusal, refused_ms = excluded.refused_ms",
                [wanted.sha256, wanted.media_type, wanted.size, number, self._files.clock()],
            )

    def forget_unnamed(self, named: Iterable[str]) -> None:
        """Drop what is on its way and no record names any more; within the caller's transaction."""
        names = set(named)
        db = self._files.db
        rows = db.conn.execute("SELECT sha256 FROM wanted UNION SELECT sha256 FROM piece").fetchall()
        gone = [row for row in rows if row[0] not in names]
        for table in ("wanted", "piece"):
            db.conn.executemany(f"DELETE FROM {table} WHERE sha256 = ?", gone)


def files_of(attachment: Attachment) -> list[Wanted]:
    """The files of an attachment: the picture to look at, then the original."""
    own = Wanted(attachment.sha256, attachment.media_type, attachment.size or 0)
    return [Wanted(attachment.preview, "image/jpeg"), own] if attachment.preview else [own]
