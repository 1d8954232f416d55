"""What a person is told of erasures that came with a run."""

from __future__ import annotations

from desa_app.language import say


def erasure_remark(erased: int, in_vain: int) -> str:
    """A sentence on so many records of which headquarters had something erased here, and on so many own changes of
    which it kept nothing for that; empty where there was neither."""
    said = []
    if erased:
        said.append(
            say(
                f"Kantor pusat memerintahkan penghapusan data pribadi: isinya pada {erased} catatan telah dihapus dari "
                "laptop ini. Catatannya tetap ada dan tetap dihitung.",
                f"Headquarters ordered personal data to be erased: what {erased} records said of it is gone from this "
                "laptop. The records stay and still count.",
            )
        )
    if in_vain:
        said.append(
            say(
                f"{in_vain} perubahan Anda menyangkut data yang sudah dihapus, jadi bagian itu tidak disimpan; isian "
                "lainnya aman di kantor pusat. Anda tidak perlu melakukan apa-apa.",
                f"{in_vain} of your changes were about data that has been erased, so that part was not kept; all else "
                "in them is safe at headquarters. There is nothing you need to do.",
            )
        )
    return " ".join(said)
