"""What the command line says of photos and evidence in a run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desa_app.domain.formats import show_number
from desa_app.language import say

if TYPE_CHECKING:
    from desa_app.sync.run import SyncReport


def file_lines(report: SyncReport) -> Iterator[str]:
    """What went and came, what waits and why; nothing where no file was concerned."""
    if report.files_sent or report.files_got:
        sent, got = show_number(report.files_sent), show_number(report.files_got)
        yield say(f"Berkas terkirim {sent}, diterima {got}.", f"Files sent {sent}, received {got}.")
    if report.files_left:
        left, size = show_number(report.files_left), show_number(report.files_left_bytes / 1e6, 1)
        yield say(
            f"{left} berkas menunggu ({size} MB); kirim dengan --files-now.",
            f"{left} files wait ({size} MB); send them with --files-now.",
        )
    if report.files_stopped:
        yield report.files_stopped
