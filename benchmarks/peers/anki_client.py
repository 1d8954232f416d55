"""Run by Anki's own Python: keeps records as notes, a field for each of theirs, and synchronises them with its server.

``near`` is the server itself, where the collection is made and the kinds of notes are uploaded; ``far`` the same at the
end of a line. Prints the seconds from asking for the day's notes to be synchronised until they were.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from anki.collection import Collection


def main(path: str, near: str, far: str, records: str) -> None:
    kinds = json.loads(Path(records).read_text())
    collection = Collection(path)
    models = {kind: made(collection, kind, rows) for kind, rows in kinds.items()}
    auth = collection.sync_login("desa", "desa", near)
    collection.close_for_full_sync()
    collection.full_upload_or_download(auth=auth, server_usn=None, upload=True)
    collection.reopen(after_full_sync=True)
    deck = collection.decks.id("Default")
    for kind, rows in kinds.items():
        for row in rows:
            note = collection.new_note(models[kind])
            note.fields = [row.get(name, "") for name in fields(rows)]
            collection.add_note(note, deck)
    auth.endpoint = far
    start = time.perf_counter()
    done = collection.sync_collection(auth, False)
    seconds = time.perf_counter() - start
    if done.required not in (done.NO_CHANGES, done.NORMAL_SYNC):
        sys.exit(f"not synchronised: {done}")
    print(seconds)


def fields(rows: list[dict[str, str]]) -> list[str]:
    return sorted({name for row in rows for name in row})


def made(collection: Collection, kind: str, rows: list[dict[str, str]]) -> Any:
    model = collection.models.new(kind)
    for name in fields(rows):
        collection.models.add_field(model, collection.models.new_field(name))
    template = collection.models.new_template("Card 1")
    template["qfmt"] = "{{" + fields(rows)[0] + "}}"
    collection.models.add_template(model, template)
    collection.models.add(model)
    return collection.models.by_name(kind)


if __name__ == "__main__":
    main(*sys.argv[1:])
