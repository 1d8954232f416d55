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
                "Kantor pusat memerintahkan penghapusan data pribadi, dan itu telah dihapus dari laptop ini "
                f"({erased} catatan). Yang lain tidak berubah.",
                "Headquarters ordered personal data to be erased, and it is gone from this laptop "
                f"(records: {erased}). Nothing else changed.",
            )
        )
    if in_vain:
        said.append(
            say(
                f"{in_vain} perubahan Anda menyangkut data itu, jadi bagian itu tidak disimpan; isian lainnya aman di "
                "kantor pusat. Anda tidak perlu melakukan apa-apa.",
                f"What you changed of such data was not kept (changes: {in_vain}); all else in those changes is safe "
                "at headquarters. There is nothing you need to do.",
            )
        )
    return " ".join(said)
