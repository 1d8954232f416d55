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


def error_of(code: str, details: dict[str, object]) -> DesaError:
    """The failure of a kept ``code``, to be said again; one of a newer version is told by its code alone."""
    kinds = [DesaError]
    for kind in kinds:
        kinds += kind.__subclasses__()
        if "code" in vars(kind) and kind.code == code:
            return kind(**details)
    return Unexpected(what=code)


class InputError(DesaError):
    """The user's input is wrong; nothing was changed."""

    code = "E100"


class WrongField(InputError):
    """A value that can't be taken; ``path`` names the field as ``attendees[3].age``."""

    code = "E101"
    indonesian = "Isian '{path}' tidak dapat diterima: {why}. Tidak ada yang disimpan; perbaiki lalu ulangi."
    english = "The field '{path}' can't be taken: {why}. Nothing was saved; correct it and try again."


class WrongLine(InputError):
    """A line of many that can't be taken; the other lines are. ``path`` names the field in it."""

    code = "E105"
    indonesian = "Baris {line}, isian '{path}' tidak dapat diterima: {why}. Baris ini dilewati; baris lain diproses."
    english = "Line {line}, field '{path}' can't be taken: {why}. It was skipped; the other lines were processed."


class RecordTooLarge(InputError):
    """A record that is more than headquarters ever takes; sizes in kilobytes."""

    code = "E107"
    indonesian = (
        "Catatan ini terlalu besar: {size} KB, paling banyak {limit} KB. Tidak ada yang disimpan; persingkat isinya "
        "lalu simpan lagi."
    )
    english = "This record is too large: {size} KB, {limit} KB at most. Nothing was saved; shorten it and save again."


class WrongRenewal(InputError):
    """A file or a code that renews no lease of this laptop; ``why`` is half a sentence."""

    code = "E108"
    indonesian = "Masa pakai laptop ini tidak diperpanjang: {why}. Tidak ada yang diubah; minta yang baru dari kantor."
    english = "This laptop's lease was not renewed: {why}. Nothing was changed; ask the office for a new one."


class FalseReceipt(InputError):
    """A receipt that proves nothing."""

    code = "E109"
    indonesian = (
        "Tanda terima '{name}' tidak membuktikan apa pun: {why}. Jangan jadikan pegangan; mintalah yang baru dari "
        "laptop yang membuatnya."
    )
    english = (
        "The receipt '{name}' proves nothing: {why}. Don't rely on it; ask for a new one from the laptop that made it."
    )


class UnreadableFile(InputError):
    """A file that is not what its name says, is empty, or is too large."""

    code = "E102"
    indonesian = "Berkas '{name}' tidak dapat dibaca: {why}. Tidak ada yang diubah."
    english = "The file '{name}' can't be read: {why}. Nothing was changed."


class NoBundle(InputError):
    """A file of a stick that is no whole, signed bundle for this laptop; ``why`` is half a sentence."""

    code = "E112"
    indonesian = "Berkas flashdisk '{name}' tidak dapat dipakai: {why}. Tidak ada yang diubah di laptop ini."
    english = "The file '{name}' of the stick can't be used: {why}. Nothing was changed on this laptop."


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


class RecordLeft(InputError):
    """A record that went to another office cannot be changed here any more."""

    code = "E126"
    indonesian = (
        "Catatan ini sudah pindah ke kantor lain dan tidak dapat diubah dari laptop ini. Yang sudah disimpan aman di "
        "kantor pusat; sampaikan perbaikannya kepada kantor itu."
    )
    english = (
        "This record has gone to another office and can't be changed from this laptop. What was saved is safe at "
        "headquarters; tell that office what to correct."
    )


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


class Unexpected(DesaError):
    """A fault of the program itself, not of the input or the surroundings; ``what`` is for support."""

    code = "E900"
    indonesian = (
        "Ada gangguan pada aplikasi ({what}). Yang sudah tersimpan tetap aman. "
        "Coba ulangi; bila terjadi lagi, sampaikan kode ini kepada pendukung."
    )
    english = (
        "The application met a fault ({what}). What was saved is safe. "
        "Try again; if it happens again, tell support this code."
    )


class WrongPassphrase(StoreError):
    """The passphrase does not open this laptop's key."""

    code = "E201"
    indonesian = "Kata sandi salah. Data di laptop ini tetap aman dan terkunci; coba lagi dengan kata sandi yang benar."
    english = "Wrong passphrase. The data on this laptop is safe and locked; try again with the right passphrase."


class NewerDatabase(StoreError):
    """The database was written by a newer version of the application."""

    code = "E202"
    indonesian = (
        "Basis data ini dibuat oleh desa_app versi yang lebih baru. Tidak ada yang diubah; pasang versi terbaru "
        "lalu buka kembali."
    )
    english = (
        "This database was made by a newer version of desa_app. Nothing was changed; install the newest version "
        "and open it again."
    )


class DamagedDatabase(StoreError):
    """The database file is not one of ours, or is damaged."""

    code = "E203"
    indonesian = (
        "Basis data '{name}' rusak atau bukan milik desa_app. Berkasnya dibiarkan apa adanya; salinan cadangan, bila "
        "ada, terletak di folder 'backups'. Hubungi kantor sebelum menghapus apa pun."
    )
    english = (
        "The database '{name}' is damaged or not one of desa_app's. The file was left as it is; backups lie in the "
        "folder 'backups'. Ask the office before deleting anything."
    )


class DiskFull(StoreError):
    """There is no room left on the disk."""

    code = "E204"
    retryable = True
    indonesian = (
        "Penyimpanan penuh: perubahan terakhir tidak tersimpan, semua yang tersimpan sebelumnya aman. "
        "Kosongkan ruang lalu simpan lagi."
    )
    english = (
        "The disk is full: the last change was not saved, everything saved before is safe. "
        "Free some room and save again."
    )


class DatabaseBusy(StoreError):
    """Another process holds the database for too long."""

    code = "E205"
    retryable = True
    indonesian = "Basis data sedang dipakai proses lain. Perubahan terakhir tidak tersimpan; coba lagi sebentar lagi."
    english = "The database is in use by another process. The last change was not saved; try again in a moment."


class KeyMissing(StoreError):
    """The key that opens the database is not where it should be."""

    code = "E206"
    indonesian = (
        "Kunci basis data tidak ditemukan ({where}). Datanya tetap ada tetapi terkunci; pulihkan kuncinya dari "
        "cadangan."
    )
    english = "The database's key was not found ({where}). The data is still there but locked; restore the key."


class NotEnrolled(StoreError):
    """This laptop has not joined a headquarters yet, so records would belong to nobody."""

    code = "E207"
    indonesian = (
        "Laptop ini belum terdaftar di kantor pusat. Yang Anda ketik tetap tersimpan di sini. Daftarkan laptop dengan "
        "alamat dan kode dari ketua tim (di jendela, atau dengan 'desa-app enrol')."
    )
    english = (
        "This laptop has not joined headquarters yet. What you typed stays here. Join with the address and the code "
        "from your team lead (in the window, or with 'desa-app enrol')."
    )


class AlreadyEnrolled(StoreError):
    """This laptop belongs to somebody already."""

    code = "E208"
    indonesian = "Laptop ini sudah terdaftar atas nama {name}. Tidak ada yang diubah."
    english = "This laptop is already enrolled for {name}. Nothing was changed."


class FolderUnusable(StoreError):
    """The data folder can't be written."""

    code = "E209"
    indonesian = "Folder data '{name}' tidak dapat dipakai: {why}. Pilih folder lain dengan --data-dir."
    english = "The data folder '{name}' can't be used: {why}. Choose another with --data-dir."


class PassphraseMissing(StoreError):
    """The database is opened by a passphrase, and there is nobody to ask for it."""

    code = "E210"
    indonesian = "Kata sandi diperlukan. Isi DESA_PASSPHRASE atau jalankan perintah ini di terminal."
    english = "A passphrase is needed. Set DESA_PASSPHRASE or run this command in a terminal."


class WeakPassphrase(StoreError):
    """A new passphrase that is too short to protect anything."""

    code = "E211"
    indonesian = "Kata sandi baru terlalu pendek: paling sedikit {count} huruf. Belum ada yang dibuat."
    english = "The new passphrase is too short: {count} characters at least. Nothing was made yet."


class BackupUnusable(StoreError):
    """A folder that was to be restored holds no whole backup."""

    code = "E212"
    indonesian = (
        "Cadangan di '{name}' tidak dapat dipakai: {why}. Data di laptop ini tidak diubah; pilih cadangan lain."
    )
    english = "The backup in '{name}' can't be used: {why}. This laptop's data was not changed; choose another backup."


class BackupStopped(StoreError):
    """The person stopped a backup that was being made."""

    code = "E214"
    indonesian = "Cadangan dihentikan; tidak ada cadangan baru. Data di laptop ini tidak berubah."
    english = "The backup was stopped; there is no new one. The data on this laptop did not change."


class NoPassphraseSet(StoreError):
    """The system's keyring opens this laptop's data, so there is no passphrase to change, lock or back up with."""

    code = "E213"
    indonesian = (
        "Data di laptop ini dibuka oleh sistem, bukan oleh kata sandi. Tidak ada yang diubah; buat kata sandi dahulu."
    )
    english = (
        "This laptop's data is opened by the system, not by a passphrase. Nothing was changed; set a passphrase first."
    )


class LeaseOver(StoreError):
    """This laptop was out of touch with headquarters for too long to show what it holds; ``day`` is its last day."""

    code = "E215"
    indonesian = (
        "Laptop ini terkunci sejak {day} karena terlalu lama tidak terhubung dengan kantor pusat. Tidak ada yang "
        "hilang: semua catatan aman di sini, {unsent} perubahan belum terkirim dan masih dapat dikirim. Sinkronkan, "
        "atau minta berkas atau kode pembuka dari kantor ('desa-app lease')."
    )
    english = (
        "This laptop is locked since {day} because it was out of touch with headquarters for too long. Nothing is "
        "lost: all records are safe here, {unsent} changes are not sent yet and can still be sent. Synchronise, or ask "
        "the office for a file or a code that opens it ('desa-app lease')."
    )


class NotProven(StoreError):
    """A record of which not every change is known to be at headquarters, so that no receipt covers it yet."""

    code = "E222"
    retryable = True
    indonesian = (
        "Catatan ini belum seluruhnya di kantor pusat, jadi belum ada tanda terimanya. Catatannya aman di laptop ini; "
        "sinkronkan dahulu, lalu coba lagi."
    )
    english = (
        "Not all of this record is at headquarters yet, so there is no receipt for it. The record is safe on this "
        "laptop; synchronise first, then try again."
    )


class StickFull(StoreError):
    """There is no room left on a stick."""

    code = "E217"
    retryable = True
    indonesian = (
        "Flashdisk '{name}' penuh. Semua catatan aman di laptop ini; kosongkan flashdisk atau pakai yang lain, lalu "
        "tulis lagi: yang sudah tertulis dilanjutkan."
    )
    english = (
        "The stick '{name}' is full. All records are safe on this laptop; free some room on it or take another, then "
        "write again: it goes on where it ended."
    )


class StickUnusable(StoreError):
    """A stick or folder that can't be read or written, or gives back something else than was written."""

    code = "E218"
    retryable = True
    indonesian = (
        "Flashdisk '{name}' tidak dapat dipakai: {why}. Semua catatan aman di laptop ini; coba lagi atau pakai "
        "flashdisk lain."
    )
    english = (
        "The stick '{name}' can't be used: {why}. All records are safe on this laptop; try again or take another stick."
    )


class FieldErased(StoreError):
    """A value for a field that headquarters has had erased for good."""

    code = "E223"
    indonesian = (
        "Isian '{field}' pada catatan ini telah dihapus atas perintah kantor pusat dan tidak dapat diisi lagi. Belum "
        "ada yang disimpan; kosongkan isian itu lalu simpan lagi."
    )
    english = (
        "Headquarters has had the field '{field}' of this record erased, and it can't be filled in again. Nothing was "
        "saved yet; leave that field empty and save again."
    )


class FileNotHere(StoreError):
    """A photo or piece of evidence whose bytes are on another laptop, or were lost on this one."""

    code = "E220"
    indonesian = (
        "Berkas ini tidak ada di laptop ini; catatannya lengkap. Ambil dari kantor pusat, buka di laptop yang "
        "menambahkannya, atau tambahkan lagi berkasnya."
    )
    english = (
        "This file is not on this laptop; its record is complete. Fetch it from headquarters, open it on the laptop "
        "that added it, or add the file again."
    )


class FileDamaged(StoreError):
    """A photo or piece of evidence whose bytes are no longer what its name says."""

    code = "E221"
    indonesian = (
        "Berkas ini rusak di laptop ini: isinya tidak cocok lagi dengan sidiknya. Catatannya utuh; tambahkan lagi "
        "berkasnya bila masih ada."
    )
    english = (
        "This file is damaged on this laptop: its bytes don't fit its digest any more. Its record is whole; add the "
        "file again if you still have it."
    )


class NoConnection(SyncError):
    """Headquarters can't be reached, or something else answered in its place."""

    code = "E301"
    indonesian = "Tidak ada sambungan ke kantor pusat ({why}). Semua catatan aman di laptop ini; coba lagi nanti."
    english = "No connection to headquarters ({why}). All records are safe on this laptop; try again later."


class Refused(SyncError):
    """Headquarters refused the request with a numbered problem."""

    code = "E303"
    retryable = False
    indonesian = "Kantor pusat menolak: {why} [{number}]. Semua catatan tetap aman di laptop ini."
    english = "Headquarters refused: {why} [{number}]. All records stay safe on this laptop."


class Revoked(Refused):
    """The laptop was revoked."""

    code = "E304"
    indonesian = (
        "Laptop ini telah dicabut oleh kantor, jadi tidak dapat sinkron. Catatan yang belum terkirim tetap ada di "
        "laptop; serahkan laptop kepada ketua tim."
    )
    english = (
        "The office has revoked this laptop, so it can't synchronise. Unsent records are still on it; "
        "hand it to the team lead."
    )


class TooOld(Refused):
    """This version of the application can send, but no longer read what headquarters has."""

    code = "E319"
    indonesian = (
        "Aplikasi ini terlalu lama untuk menerima catatan dari kantor pusat. Yang Anda simpan tetap aman dan tetap "
        "dapat dikirim; perbarui aplikasi, lalu sinkronkan lagi."
    )
    english = (
        "This application is too old to receive records from headquarters. What you saved is safe and can still be "
        "sent; update the application, then synchronise again."
    )


class Cloned(Refused):
    """Another laptop has used this one's change numbers: one of the two is a copy, or was restored from a backup."""

    code = "E307"
    indonesian = (
        "Laptop ini tampak sebagai salinan laptop lain atau dipulihkan dari cadangan, jadi tidak dapat sinkron. Semua "
        "catatan tetap aman di laptop ini; minta kode baru dari kantor lalu daftarkan ulang laptop ini."
    )
    english = (
        "This laptop looks like a copy of another, or like one restored from a backup, so it can't synchronise. All "
        "records stay safe on this laptop; ask the office for a new code and enrol this laptop again."
    )


class Forgotten(Refused):
    """Headquarters doesn't know this laptop: it went on from a backup that is older than its enrolment."""

    code = "E308"
    indonesian = (
        "Kantor pusat tidak mengenal laptop ini lagi, mungkin karena dipulihkan dari cadangan lama. Semua catatan "
        "tetap aman di laptop ini; minta kode baru dari kantor lalu daftarkan ulang laptop ini, maka semuanya dikirim "
        "lagi."
    )
    english = (
        "Headquarters doesn't know this laptop any more, perhaps because it was restored from an old backup. All "
        "records stay safe on this laptop; ask the office for a new code and enrol this laptop again, then everything "
        "is sent again."
    )


class Destroyed(Refused):
    """Headquarters ordered this laptop to destroy its data; it did. ``farewell`` is the signed body that says it."""

    code = "E309"
    indonesian = (
        "Laptop ini telah dicabut oleh kantor, dan datanya sudah dimusnahkan atas perintah kantor pusat. Yang dikirim "
        "sampai saat itu aman di kantor pusat. Serahkan laptop kepada ketua tim."
    )
    english = (
        "The office has revoked this laptop, and its data was destroyed by order of headquarters. What was sent until "
        "then is safe at headquarters. Hand the laptop to the team lead."
    )

    def __init__(self, farewell: bytes = b"") -> None:
        super().__init__()
        self.farewell = farewell


class NoCard(SyncError):
    """This laptop has nothing yet by which others would know its bundles."""

    code = "E312"
    indonesian = (
        "Laptop ini belum mengenal kunci penyegel kantor pusat, jadi belum dapat menulis ke flashdisk. Semua catatan "
        "aman di laptop ini; sinkronkan sekali lewat jaringan."
    )
    english = (
        "This laptop doesn't know headquarters' sealing key yet, so it can't write to a stick. All records are safe on "
        "this laptop; synchronise once over a line."
    )


class Unproven(SyncError):
    """An answer that does not carry headquarters' signature, or a log that does not fit what is here."""

    code = "E305"
    retryable = False
    indonesian = (
        "Jawaban dari kantor pusat tidak terbukti asli ({why}). Tidak ada yang diterapkan; catatan di laptop ini aman. "
        "Laporkan kepada admin pusat."
    )
    english = (
        "The answer from headquarters could not be proven genuine ({why}). Nothing was applied; the records on this "
        "laptop are safe. Tell the HQ administrator."
    )


class OtherLog(Unproven):
    """A page that does not continue the log as it was read here: headquarters has another one now, or what was kept
    of it on this laptop was damaged."""

    code = "E320"
    indonesian = (
        "Log kantor pusat tidak menyambung dengan yang pernah dibaca laptop ini ({why}). Tidak ada yang diterapkan dan "
        "tidak ada yang hilang; catatan di laptop ini aman. Jalankan 'desa-app check --against-hq'; bila terulang, "
        "laporkan kepada admin pusat."
    )
    english = (
        "Headquarters' log does not continue what this laptop has read of it ({why}). Nothing was applied and nothing "
        "is lost; the records on this laptop are safe. Run 'desa-app check --against-hq'; if it happens again, tell "
        "the HQ administrator."
    )


class Cancelled(SyncError):
    """The user stopped the synchronisation."""

    code = "E306"
    indonesian = "Sinkronisasi dihentikan. Yang sudah diterima kantor pusat tetap tercatat; sisanya aman di laptop ini."
    english = "Synchronisation stopped. What headquarters has received stays recorded; the rest is safe on this laptop."


class ReportNotWritten(DesaError):
    """A report that could not be written; an older file of that name is as it was."""

    code = "E501"
    retryable = True
    indonesian = "Laporan '{name}' tidak dapat ditulis: {why}. Berkas lama, bila ada, tetap utuh; coba lagi."
    english = "The report '{name}' can't be written: {why}. An older file, if any, is unharmed; try again."


class ReportStopped(DesaError):
    """The writing of a report that was cancelled half-way."""

    code = "E502"
    retryable = True
    indonesian = "Penulisan laporan dihentikan. Tidak ada berkas baru; berkas lama, bila ada, tetap utuh."
    english = "The report was stopped. No new file was written; an older one, if any, is unharmed."


class UnknownReportType(InputError):
    """A report's file name that ends in nothing we write."""

    code = "E106"
    indonesian = "Laporan '{name}' tidak dapat dibuat: nama berkasnya harus berakhir dengan {endings}."
    english = "The report '{name}' can't be made: its name must end in {endings}."


class HeadquartersError(DesaError):
    """The database that headquarters runs on can't be used as it is."""

    code = "E600"


class NotInitialised(HeadquartersError):
    """The database was not made by ``desa-hq init``."""

    code = "E601"
    indonesian = "Basis data kantor pusat '{name}' belum dibuat. Jalankan 'desa-hq init' lebih dahulu."
    english = "The headquarters database '{name}' has not been made yet. Run 'desa-hq init' first."


class NewerHq(HeadquartersError):
    """The headquarters database was written by a newer version."""

    code = "E602"
    indonesian = (
        "Basis data kantor pusat '{name}' dibuat oleh desa_app versi yang lebih baru. Tidak ada yang diubah; "
        "pasang versi terbaru lalu jalankan kembali."
    )
    english = (
        "The headquarters database '{name}' was made by a newer version of desa_app. Nothing was changed; install "
        "the newest version and run it again."
    )


class HqDatabaseUnusable(HeadquartersError):
    """The headquarters database can't be opened, is damaged, or is none."""

    code = "E603"
    indonesian = "Basis data kantor pusat '{name}' tidak dapat dipakai: {why}. Tidak ada yang diubah."
    english = "The headquarters database '{name}' can't be used: {why}. Nothing was changed."


class HqInUse(HqDatabaseUnusable):
    """The headquarters database is being served, or used by another command."""

    code = "E606"
    indonesian = "Basis data kantor pusat '{name}' sedang dipakai. Hentikan layanannya dahulu; tidak ada yang diubah."
    english = "The headquarters database '{name}' is in use. Stop whatever serves it first; nothing was changed."


class HqBackupUnusable(HeadquartersError):
    """A folder that holds no whole backup of headquarters, or can't hold one."""

    code = "E607"
    indonesian = "Cadangan kantor pusat di '{name}' tidak dapat dipakai: {why}. Tidak ada yang diubah."
    english = "The headquarters backup in '{name}' can't be used: {why}. Nothing was changed."


class CannotListen(HeadquartersError):
    """The address that headquarters is to be served at is in use, or is none of this machine's."""

    code = "E604"
    indonesian = "Kantor pusat tidak dapat melayani di {address}: {why}. Pilih yang lain dengan --host dan --port."
    english = "Headquarters can't be served at {address}: {why}. Choose another with --host and --port."


class StorageUnusable(HeadquartersError):
    """The place where headquarters keeps files can't be used: full, away, not allowed, or no such place."""

    code = "E605"
    indonesian = "Tempat berkas kantor pusat '{name}' tidak dapat dipakai: {why}. Tidak ada yang diubah."
    english = "The place of headquarters' files '{name}' can't be used: {why}. Nothing was changed."


class NoScreen(DesaError):
    """There is no screen to open a window on."""

    code = "E910"
    indonesian = "Tidak ada layar di komputer ini. Semua pekerjaan tersedia tanpa jendela: jalankan 'desa-app --help'."
    english = "This computer has no screen. All the work can be done without a window: run 'desa-app --help'."
