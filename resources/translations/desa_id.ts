<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="id_ID">
<context>
    <name>About</name>
    <message>
        <source>village registry {version}</source>
        <translation>daftar desa {version}</translation>
    </message>
    <message>
        <source>Works of others in this program</source>
        <translation>Karya pihak lain di aplikasi ini</translation>
    </message>
</context>
<context>
    <name>AnswerField</name>
    <message>
        <source>Yes</source>
        <translation>Ya</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Tidak</translation>
    </message>
    <message>
        <source>Don&apos;t know</source>
        <translation>Tidak tahu</translation>
    </message>
</context>
<context>
    <name>AskBar</name>
    <message>
        <source>Not now</source>
        <translation>Nanti saja</translation>
    </message>
</context>
<context>
    <name>AttendeeGrid</name>
    <message>
        <source>Same as above</source>
        <translation>Sama seperti di atas</translation>
    </message>
    <message>
        <source>Fill in from an earlier session</source>
        <translation>Isi dari sesi sebelumnya</translation>
    </message>
    <message>
        <source>The guardian agrees</source>
        <translation>Wali setuju</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Tempel</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Ulangi</translation>
    </message>
    <message>
        <source>Remove line</source>
        <translation>Hapus baris</translation>
    </message>
    <message>
        <source>Type the first name above, or copy a list in Excel or WhatsApp and paste it here with Ctrl+V. Nobody is added before you have seen what was understood.</source>
        <translation>Ketik nama pertama di atas, atau salin daftar dari Excel atau WhatsApp lalu tempel di sini dengan Ctrl+V. Tidak ada yang ditambahkan sebelum Anda melihat apa yang terbaca.</translation>
    </message>
</context>
<context>
    <name>AttendeeTable</name>
    <message>
        <source>“{text}” can&apos;t be read here and is not saved.</source>
        <translation>“{text}” tidak terbaca di sini dan tidak disimpan.</translation>
    </message>
    <message>
        <source>Under 18: name and phone are not saved until a guardian agrees (Guardian: Y).</source>
        <translation>Di bawah 18 tahun: nama dan nomor HP tidak disimpan sebelum wali setuju (kolom Wali: tekan Y).</translation>
    </message>
    <message>
        <source>Kept as written, but it does not look like a phone number.</source>
        <translation>Disimpan seperti ditulis, tetapi tidak tampak seperti nomor HP.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>L/P</source>
        <translation>L/P</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Umur</translation>
    </message>
    <message>
        <source>Hamlet</source>
        <translation>Dusun</translation>
    </message>
    <message>
        <source>Occupation</source>
        <translation>Pekerjaan</translation>
    </message>
    <message>
        <source>Mobile</source>
        <translation>No. HP</translation>
    </message>
    <message>
        <source>Abroad?</source>
        <translation>Ke LN?</translation>
    </message>
    <message>
        <source>Guardian</source>
        <translation>Wali</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ya</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Tidak</translation>
    </message>
    <message>
        <source>Line {row} may be the same person: {who}.</source>
        <translation>Mungkin orang yang sama dengan baris {row}: {who}.</translation>
    </message>
    <message>
        <source>May be {who}, who also came on {date}.</source>
        <translation>Mungkin {who}; juga hadir {date}.</translation>
    </message>
</context>
<context>
    <name>CallPrompt</name>
    <message>
        <source>Hide numbers</source>
        <translation>Sembunyikan nomor</translation>
    </message>
    <message>
        <source>Show numbers</source>
        <translation>Tampilkan nomor</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Called: {calls}</source>
        <translation>Sudah ditelepon: {calls}</translation>
    </message>
    <message>
        <source>{number} copied</source>
        <translation>{number} disalin</translation>
    </message>
</context>
<context>
    <name>ChoiceChips</name>
    <message>
        <source>Something else? Type it and press Enter</source>
        <translation>Lainnya? Ketik lalu tekan Enter</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>Lainnya</translation>
    </message>
</context>
<context>
    <name>CityField</name>
    <message>
        <source>e.g. a city or a compound</source>
        <translation>mis. nama kota atau kompleks</translation>
    </message>
    <message>
        <source>{name} is named in public reports on scam compounds ({report}, {day}).</source>
        <translation>{name} disebut dalam laporan publik tentang kompleks penipuan ({report}, {day}).</translation>
    </message>
    <message>
        <source>{place} · publicly reported</source>
        <translation>{place} · dilaporkan publik</translation>
    </message>
</context>
<context>
    <name>Contested</name>
    <message>
        <source>Written at the same time, the team lead decides: {values}</source>
        <translation>Ditulis pada waktu yang sama, ketua tim memutuskan: {values}</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>dan {count} lagi</translation>
    </message>
</context>
<context>
    <name>CoverageFilters</name>
    <message>
        <source>This month</source>
        <translation>Bulan ini</translation>
    </message>
    <message>
        <source>This quarter</source>
        <translation>Triwulan ini</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Tahun ini</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>Tahun lalu</translation>
    </message>
    <message>
        <source>Last 12 months</source>
        <translation>12 bulan terakhir</translation>
    </message>
    <message>
        <source>Choose days …</source>
        <translation>Pilih tanggal …</translation>
    </message>
    <message>
        <source>to</source>
        <translation>s.d.</translation>
    </message>
    <message>
        <source>Assisted villages only</source>
        <translation>Hanya desa binaan</translation>
    </message>
    <message>
        <source>Search village, area …</source>
        <translation>Cari desa, wilayah …</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Hapus saringan</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Dari</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Sampai</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Wilayah</translation>
    </message>
    <message>
        <source>Immigration office</source>
        <translation>Kantor imigrasi</translation>
    </message>
    <message>
        <source>Last session</source>
        <translation>Sesi terakhir</translation>
    </message>
    <message>
        <source>All areas</source>
        <translation>Semua wilayah</translation>
    </message>
    <message>
        <source>All offices</source>
        <translation>Semua kantor</translation>
    </message>
    <message>
        <source>Session: {when}</source>
        <translation>Sesi: {when}</translation>
    </message>
    <message>
        <source>ends before it starts</source>
        <translation>berakhir sebelum dimulai</translation>
    </message>
    <message>
        <source>Session: any time</source>
        <translation>Sesi: kapan saja</translation>
    </message>
</context>
<context>
    <name>CoverageView</name>
    <message>
        <source>Village coverage</source>
        <translation>Cakupan desa</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Tingkat</translation>
    </message>
    <message>
        <source>Not covered</source>
        <translation>Belum dicakup</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} baris</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Ekspor …</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Yang ditampilkan</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Buka folder</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>Singkirkan</translation>
    </message>
    <message>
        <source>Nothing here fits the filters</source>
        <translation>Tidak ada yang cocok dengan saringan</translation>
    </message>
    <message>
        <source>Clear a filter, or choose another period or level.</source>
        <translation>Hapus satu saringan, atau pilih periode atau tingkat lain.</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Ringkasan</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabel</translation>
    </message>
    <message>
        <source>Counting …</source>
        <translation>Sedang menghitung …</translation>
    </message>
    <message>
        <source>Writing: {done} of {of}</source>
        <translation>Menulis: {done} dari {of}</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Tersimpan: {path}</translation>
    </message>
    <message>
        <source>{count} more footnotes are in the overview.</source>
        <translation>{count} catatan lain ada di Ringkasan.</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 baris</translation>
    </message>
</context>
<context>
    <name>DetailPane</name>
    <message>
        <source>History …</source>
        <translation>Riwayat …</translation>
    </message>
    <message>
        <source>Every value that was ever written: whose, when, on which laptop</source>
        <translation>Semua nilai yang pernah ditulis: oleh siapa, kapan, di laptop mana</translation>
    </message>
    <message>
        <source>Receipt …</source>
        <translation>Tanda terima …</translation>
    </message>
    <message>
        <source>Headquarters&apos; signed word that it holds this record, as a file</source>
        <translation>Pernyataan bertanda tangan dari kantor pusat bahwa catatan ini ada di sana, sebagai berkas</translation>
    </message>
</context>
<context>
    <name>Door</name>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
</context>
<context>
    <name>Draft</name>
    <message>
        <source>Saving …</source>
        <translation>Menyimpan …</translation>
    </message>
    <message>
        <source>Saved on this laptop {time}</source>
        <translation>Tersimpan di laptop ini {time}</translation>
    </message>
    <message>
        <source>Everything you type is saved by itself</source>
        <translation>Semua yang diketik tersimpan sendiri</translation>
    </message>
</context>
<context>
    <name>Enrolment</name>
    <message>
        <source>Join headquarters</source>
        <translation>Daftarkan laptop ke kantor pusat</translation>
    </message>
    <message>
        <source>Address of headquarters</source>
        <translation>Alamat kantor pusat</translation>
    </message>
    <message>
        <source>One-time code</source>
        <translation>Kode sekali pakai</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Daftarkan</translation>
    </message>
    <message>
        <source>Both are needed.</source>
        <translation>Keduanya harus diisi.</translation>
    </message>
    <message>
        <source>Your team lead gives you the address of headquarters and a code that works once. You can begin without them: what you type stays on this laptop, encrypted, and gets your name once it has joined.</source>
        <translation>Ketua tim memberi alamat kantor pusat dan kode sekali pakai. Tanpa itu pun Anda bisa mulai: yang diketik tersimpan terenkripsi di laptop ini, dan menjadi atas nama Anda setelah laptop terdaftar.</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Nanti saja</translation>
    </message>
</context>
<context>
    <name>EvidenceCard</name>
    <message>
        <source>Piece of evidence ({kind})</source>
        <translation>Bukti ({kind})</translation>
    </message>
    <message>
        <source>Caption: what it shows, whose chat</source>
        <translation>Keterangan: apa isinya, percakapan dengan siapa</translation>
    </message>
    <message>
        <source>Caption of {name}</source>
        <translation>Keterangan {name}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Salin</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Lihat</translation>
    </message>
    <message>
        <source>Save a copy …</source>
        <translation>Simpan salinan …</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Copy all 64 digits of the digest</source>
        <translation>Salin ke-64 angka sidiknya</translation>
    </message>
    <message>
        <source>The copy lies on the disk unencrypted</source>
        <translation>Salinannya tersimpan di disk tanpa enkripsi</translation>
    </message>
    <message>
        <source>Added by {who}, {when}</source>
        <translation>Ditambahkan {who}, {when}</translation>
    </message>
    <message>
        <source>Added by {who}</source>
        <translation>Ditambahkan {who}</translation>
    </message>
    <message>
        <source>Made {when}</source>
        <translation>Dibuat {when}</translation>
    </message>
    <message>
        <source>can&apos;t be shown here</source>
        <translation>tidak dapat ditampilkan di sini</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Ambil</translation>
    </message>
</context>
<context>
    <name>EvidenceList</name>
    <message>
        <source>Add evidence …</source>
        <translation>Tambah bukti …</translation>
    </message>
    <message>
        <source>Screenshots, photos, chats, recordings: drop them here, paste with Ctrl+V, or choose files. The original is kept unchanged, with its digest, who added it and when.</source>
        <translation>Tangkapan layar, foto, percakapan, rekaman: seret ke sini, tempel dengan Ctrl+V, atau pilih berkasnya. Berkas asli disimpan utuh, beserta sidiknya, siapa yang menambahkan, dan kapan.</translation>
    </message>
    <message>
        <source>Anonymous: only pictures, without file name, time, place or device; where there were any, rewritten.</source>
        <translation>Anonim: hanya gambar, tanpa nama berkas, waktu, lokasi, atau data alat; bila ada, gambarnya ditulis ulang.</translation>
    </message>
    <message>
        <source>Screenshots and photos: drop them here, paste with Ctrl+V, or choose files.</source>
        <translation>Tangkapan layar dan foto: seret ke sini, tempel dengan Ctrl+V, atau pilih berkasnya.</translation>
    </message>
</context>
<context>
    <name>ExportBar</name>
    <message>
        <source>Export CSV</source>
        <translation>Ekspor CSV</translation>
    </message>
    <message>
        <source>Export Excel</source>
        <translation>Ekspor Excel</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Personal data leave this laptop unencrypted. Take them only where the task needs them.</source>
        <translation>Data pribadi keluar dari laptop ini tanpa enkripsi. Sertakan hanya bila tugas memerlukannya.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export coverage</source>
        <translation>Ekspor cakupan</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>Jenis berkas</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Tingkat</translation>
    </message>
    <message>
        <source>For readers outside</source>
        <translation>Untuk pihak luar</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>Simpan sebagai …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Berkas</translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation>Isinya</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Pratinjau</translation>
    </message>
    <message>
        <source>Every level</source>
        <translation>Semua tingkat</translation>
    </message>
    <message>
        <source>Counts only: no name, telephone number or report of anybody is in the file.</source>
        <translation>Hanya jumlah: tidak ada nama, nomor telepon, atau laporan siapa pun dalam berkas ini.</translation>
    </message>
    <message>
        <source>For use within the immigration service: small counts are told as they are.</source>
        <translation>Untuk dipakai di dalam Imigrasi: angka kecil ditulis apa adanya.</translation>
    </message>
    <message>
        <source>Making the preview …</source>
        <translation>Membuat pratinjau …</translation>
    </message>
    <message>
        <source>A sheet for each level, the villages not covered with their priority, and the notes.</source>
        <translation>Satu lembar tiap tingkat, desa yang belum dicakup beserta prioritasnya, dan catatan.</translation>
    </message>
    <message>
        <source>One level with its notes below; semicolons and decimal commas, as Excel in Indonesia reads.</source>
        <translation>Satu tingkat dengan catatan di bawahnya; titik koma dan koma desimal, seperti dibaca Excel di Indonesia.</translation>
    </message>
    <message>
        <source>A point for each village or area with its figures, for QGIS and other maps (RFC 7946).</source>
        <translation>Satu titik tiap desa atau wilayah dengan angkanya, untuk QGIS dan peta lain (RFC 7946).</translation>
    </message>
    <message>
        <source>A report on A4: figures, charts, table, the villages to be visited first, notes.</source>
        <translation>Laporan A4: angka, grafik, tabel, desa yang perlu didahulukan, dan catatan.</translation>
    </message>
    <message>
        <source>coverage</source>
        <translation>cakupan-desa</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Ekspor</translation>
    </message>
    <message>
        <source>A sheet with this level, and one with the notes.</source>
        <translation>Satu lembar untuk tingkat ini, dan satu untuk catatannya.</translation>
    </message>
</context>
<context>
    <name>ExportLog</name>
    <message>
        <source>Every file and every print is noted here: what, when, by whom, how much. Never what it says.</source>
        <translation>Setiap berkas dan cetakan tercatat di sini: apa, kapan, oleh siapa, berapa banyak. Isinya tidak pernah dicatat.</translation>
    </message>
    <message>
        <source>Nothing has left this laptop yet.</source>
        <translation>Belum ada yang keluar dari laptop ini.</translation>
    </message>
    <message>
        <source>Exports from this laptop</source>
        <translation>Ekspor dari laptop ini</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Waktu</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Apa</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Jumlah</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Orang</translation>
    </message>
    <message>
        <source>with names</source>
        <translation>dengan nama</translation>
    </message>
    <message>
        <source>no names</source>
        <translation>tanpa nama</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Oleh</translation>
    </message>
    <message>
        <source>Coverage report</source>
        <translation>Laporan cakupan</translation>
    </message>
    <message>
        <source>List of sessions</source>
        <translation>Daftar sesi</translation>
    </message>
    <message>
        <source>List of offers</source>
        <translation>Daftar tawaran kerja</translation>
    </message>
    <message>
        <source>Papers as PDF</source>
        <translation>Dokumen PDF</translation>
    </message>
    <message>
        <source>Papers printed</source>
        <translation>Dokumen dicetak</translation>
    </message>
    <message>
        <source>Copy of a photo or evidence</source>
        <translation>Salinan foto atau bukti</translation>
    </message>
    <message>
        <source>Support file</source>
        <translation>Berkas dukungan</translation>
    </message>
    <message>
        <source>Backup, encrypted</source>
        <translation>Cadangan terenkripsi</translation>
    </message>
    <message>
        <source>Receipt of a record</source>
        <translation>Tanda terima catatan</translation>
    </message>
</context>
<context>
    <name>FileCard</name>
    <message>
        <source>Photos and evidence</source>
        <translation>Foto dan bukti</translation>
    </message>
    <message>
        <source>They go after the records</source>
        <translation>Dikirim setelah catatan</translation>
    </message>
    <message>
        <source>When photos and evidence go</source>
        <translation>Kapan foto dan bukti dikirim</translation>
    </message>
    <message>
        <source>Send them now</source>
        <translation>Kirim sekarang</translation>
    </message>
    <message>
        <source>{count} files to go, {size}</source>
        <translation>{count} berkas lagi, {size}</translation>
    </message>
    <message>
        <source>{count} files are not at headquarters yet, {size}.</source>
        <translation>{count} berkas belum sampai kantor pusat, {size}.</translation>
    </message>
    <message>
        <source>{count} files are to come here.</source>
        <translation>{count} berkas akan diambil ke laptop ini.</translation>
    </message>
    <message>
        <source>All files of this laptop are at headquarters.</source>
        <translation>Semua berkas laptop ini sudah di kantor pusat.</translation>
    </message>
    <message>
        <source>They wait while the system says, or can&apos;t say that it isn&apos;t, mobile data.</source>
        <translation>Menunggu selama jaringannya data seluler, atau sistem tidak dapat memastikannya.</translation>
    </message>
    <message>
        <source>They wait until you send them here.</source>
        <translation>Menunggu sampai Anda mengirimnya di sini.</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Selalu</translation>
    </message>
    <message>
        <source>Not on mobile data</source>
        <translation>Tidak dengan data seluler</translation>
    </message>
    <message>
        <source>Only when I say so</source>
        <translation>Hanya bila saya minta</translation>
    </message>
</context>
<context>
    <name>FileHolder</name>
    <message>
        <source>Taking in {count} files …</source>
        <translation>Menerima {count} berkas …</translation>
    </message>
    <message>
        <source>On its way: {percent} %</source>
        <translation>Dalam perjalanan: {percent} %</translation>
    </message>
    <message>
        <source>whoever added it</source>
        <translation>yang menambahkannya</translation>
    </message>
    <message>
        <source>Not at headquarters yet: still on the laptop of {who}.</source>
        <translation>Belum di kantor pusat: masih di laptop {who}.</translation>
    </message>
    <message>
        <source>Headquarters does not open it for this laptop.</source>
        <translation>Kantor pusat tidak membukanya untuk laptop ini.</translation>
    </message>
    <message>
        <source>It comes with the next contact with headquarters.</source>
        <translation>Diambil pada sinkronisasi berikutnya.</translation>
    </message>
    <message>
        <source>Not on this laptop; it can be fetched from headquarters.</source>
        <translation>Berkas ini tidak ada di laptop ini; dapat diambil dari kantor pusat.</translation>
    </message>
</context>
<context>
    <name>FilesDesk</name>
    <message>
        <source>Photo removed.</source>
        <translation>Foto dihapus.</translation>
    </message>
    <message>
        <source>Evidence removed.</source>
        <translation>Bukti dihapus.</translation>
    </message>
    <message>
        <source>Add evidence</source>
        <translation>Tambah bukti</translation>
    </message>
    <message>
        <source>Evidence ({kinds})</source>
        <translation>Bukti ({kinds})</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Tambah foto</translation>
    </message>
    <message>
        <source>Photos ({kinds})</source>
        <translation>Foto ({kinds})</translation>
    </message>
    <message>
        <source>Save a copy (it is not encrypted)</source>
        <translation>Simpan salinan (tanpa enkripsi)</translation>
    </message>
    <message>
        <source>Copied to {path}. The copy is not encrypted.</source>
        <translation>Disalin ke {path}. Salinan ini tidak terenkripsi.</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Any time</source>
        <translation>Kapan saja</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Bulan ini</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Bulan lalu</translation>
    </message>
    <message>
        <source>Last 3 months</source>
        <translation>3 bulan terakhir</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Tahun ini</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>Tahun lalu</translation>
    </message>
    <message>
        <source>Choose days …</source>
        <translation>Pilih tanggal …</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Masa</translation>
    </message>
    <message>
        <source>from</source>
        <translation>dari</translation>
    </message>
    <message>
        <source>to</source>
        <translation>sampai</translation>
    </message>
    <message>
        <source>Period from</source>
        <translation>Masa dari</translation>
    </message>
    <message>
        <source>Period to</source>
        <translation>Masa sampai</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Hapus saringan</translation>
    </message>
</context>
<context>
    <name>FirstDay</name>
    <message>
        <source>Begin with your first session</source>
        <translation>Mulailah dengan sesi pertama</translation>
    </message>
    <message>
        <source>Record an outreach session as it was: where, when, how many. Two minutes are enough.</source>
        <translation>Catat sesi penyuluhan apa adanya: di mana, kapan, berapa orang. Dua menit cukup.</translation>
    </message>
    <message>
        <source>Begin the first session</source>
        <translation>Mulai sesi pertama</translation>
    </message>
    <message>
        <source>Import attendance list</source>
        <translation>Impor daftar hadir</translation>
    </message>
    <message>
        <source>What you type is saved as you type</source>
        <translation>Yang diketik langsung tersimpan</translation>
    </message>
    <message>
        <source>It stays on this laptop, encrypted, without any signal. Synchronise when there is one.</source>
        <translation>Tersimpan di laptop ini, terenkripsi, tanpa sinyal. Sinkronkan saat sinyal ada.</translation>
    </message>
    <message>
        <source>A headcount is enough</source>
        <translation>Jumlah hadir saja cukup</translation>
    </message>
    <message>
        <source>Names are optional. A minor&apos;s name and phone need a guardian&apos;s consent.</source>
        <translation>Nama boleh kosong. Nama dan nomor anak perlu persetujuan wali.</translation>
    </message>
    <message>
        <source>Everything is found with {keys}</source>
        <translation>Semua dicari dengan {keys}</translation>
    </message>
    <message>
        <source>Villages, people, numbers of recruiters, and what this program can do, with its keys.</source>
        <translation>Desa, peserta, nomor perekrut, dan semua yang bisa dilakukan di sini beserta tombolnya.</translation>
    </message>
</context>
<context>
    <name>FlagAnswers</name>
    <message>
        <source>from above: {answer}</source>
        <translation>dari atas: {answer}</translation>
    </message>
</context>
<context>
    <name>Headcount</name>
    <message>
        <source>Male</source>
        <translation>Laki-laki</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>Perempuan</translation>
    </message>
    <message>
        <source>Sex unknown</source>
        <translation>Tidak dicatat</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Tak tahu</translation>
    </message>
    <message>
        <source>By sex {a}, by age {b}: the larger counts.</source>
        <translation>Menurut jenis kelamin {a}, menurut umur {b}: yang lebih besar dipakai.</translation>
    </message>
    <message>
        <source>More people listed than counted: the list counts.</source>
        <translation>Nama lebih banyak daripada hitungan: daftar nama yang dipakai.</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Dihitung</translation>
    </message>
    <message>
        <source>On the list</source>
        <translation>Tercatat</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Selisih</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Jumlah</translation>
    </message>
    <message>
        <source>{counted} counted · {listed} listed · {rest} without a name</source>
        <translation>{counted} dihitung · {listed} tercatat · {rest} tanpa nama</translation>
    </message>
    <message>
        <source>list {count}</source>
        <translation>tercatat {count}</translation>
    </message>
    <message>
        <source>Count as the list does ({male} L, {female} P)</source>
        <translation>Pakai hitungan daftar ({male} L, {female} P)</translation>
    </message>
</context>
<context>
    <name>HeadcountField</name>
    <message>
        <source>Headcount by sex and by age</source>
        <translation>Jumlah hadir menurut jenis kelamin dan umur</translation>
    </message>
</context>
<context>
    <name>HelpView</name>
    <message>
        <source>Help</source>
        <translation>Bantuan</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Daftar isi</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Panduan</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>Riwayat</translation>
    </message>
    <message>
        <source>Only what was changed</source>
        <translation>Hanya yang pernah diubah</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Isian</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Nilai</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Siapa</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Kapan</translation>
    </message>
    <message>
        <source>Laptop</source>
        <translation>Laptop</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Sesudah itu</translation>
    </message>
    <message>
        <source>(sealed)</source>
        <translation>(disegel)</translation>
    </message>
    <message>
        <source>emptied</source>
        <translation>dikosongkan</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Ditampilkan</translation>
    </message>
    <message>
        <source>Kept beside it</source>
        <translation>Tersimpan di sampingnya</translation>
    </message>
    <message>
        <source>Replaced: {who}</source>
        <translation>Diganti: {who}</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>Diganti</translation>
    </message>
    <message>
        <source>Choose a line to read it whole.</source>
        <translation>Pilih satu baris untuk membacanya utuh.</translation>
    </message>
    <message>
        <source>Replaced by {who}, {when}, {laptop}</source>
        <translation>Diganti oleh {who}, {when}, {laptop}</translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>Home</source>
        <translation>Beranda</translation>
    </message>
    <message>
        <source>Opening this laptop&apos;s records</source>
        <translation>Membuka catatan di laptop ini</translation>
    </message>
    <message>
        <source>Synchronise</source>
        <translation>Sinkronkan</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>Sesi baru</translation>
    </message>
    <message>
        <source>Last synchronised {date}, {time}</source>
        <translation>Terakhir sinkron {date}, {time}</translation>
    </message>
    <message>
        <source>Not synchronised yet; until then everything is on this laptop alone</source>
        <translation>Belum pernah sinkron; sampai saat itu semuanya hanya ada di laptop ini</translation>
    </message>
    <message>
        <source>Everything is at headquarters</source>
        <translation>Semua sudah di kantor pusat</translation>
    </message>
    <message>
        <source>{count} not at headquarters yet, oldest {days} days</source>
        <translation>{count} belum sampai kantor pusat, tertua {days} hari</translation>
    </message>
    <message>
        <source>{count} not at headquarters yet</source>
        <translation>{count} belum sampai kantor pusat</translation>
    </message>
    <message>
        <source>All of them</source>
        <translation>Semuanya</translation>
    </message>
    <message>
        <source>Urgent offers</source>
        <translation>Tawaran segera</translation>
    </message>
    <message>
        <source>Sent back for correction</source>
        <translation>Dikembalikan untuk perbaikan</translation>
    </message>
    <message>
        <source>Waiting for your review</source>
        <translation>Menunggu tinjauan Anda</translation>
    </message>
    <message>
        <source>Drafts to finish</source>
        <translation>Draf yang belum selesai</translation>
    </message>
    <message>
        <source>To be settled</source>
        <translation>Perlu diselesaikan</translation>
    </message>
    <message>
        <source>Nothing else waits for you.</source>
        <translation>Tidak ada lagi yang menunggu Anda.</translation>
    </message>
    <message>
        <source>{count} values were written by two people at once</source>
        <translation>{count} isian ditulis dua orang pada saat yang sama</translation>
    </message>
    <message>
        <source>Choose which one holds</source>
        <translation>Pilih mana yang benar</translation>
    </message>
    <message>
        <source>{count} changes were set aside at headquarters</source>
        <translation>{count} perubahan disisihkan di kantor pusat</translation>
    </message>
    <message>
        <source>See why and correct them</source>
        <translation>Lihat alasannya dan perbaiki</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sesi</translation>
    </message>
    <message>
        <source>Job offer</source>
        <translation>Tawaran kerja</translation>
    </message>
    <message>
        <source>Village not named yet</source>
        <translation>Desa belum diisi</translation>
    </message>
    <message>
        <source>to {country}</source>
        <translation>ke {country}</translation>
    </message>
    <message>
        <source>telephone now</source>
        <translation>telepon sekarang</translation>
    </message>
    <message>
        <source>My villages</source>
        <translation>Desa saya</translation>
    </message>
    <message>
        <source>All villages and the map</source>
        <translation>Semua desa dan peta</translation>
    </message>
    <message>
        <source>Kec. {district}, {regency}</source>
        <translation>Kec. {district}, {regency}</translation>
    </message>
    <message>
        <source>Urgent offers: {count}</source>
        <translation>Tawaran segera: {count}</translation>
    </message>
    <message>
        <source>Never visited</source>
        <translation>Belum dikunjungi</translation>
    </message>
    <message>
        <source>Over 12 months</source>
        <translation>Lebih dari 12 bulan</translation>
    </message>
    <message>
        <source>Over 6 months</source>
        <translation>Lebih dari 6 bulan</translation>
    </message>
    <message>
        <source>SK of {date}</source>
        <translation>SK tanggal {date}</translation>
    </message>
    <message>
        <source>Session of {date}</source>
        <translation>Sesi {date}</translation>
    </message>
    <message>
        <source>Last visit {date}</source>
        <translation>Terakhir {date}</translation>
    </message>
    <message>
        <source>No approved visit yet</source>
        <translation>Belum ada kunjungan yang disetujui</translation>
    </message>
    <message>
        <source>Visited</source>
        <translation>Sudah dikunjungi</translation>
    </message>
    <message>
        <source>Not assigned</source>
        <translation>Belum ditetapkan</translation>
    </message>
    <message>
        <source>Join headquarters</source>
        <translation>Daftarkan laptop</translation>
    </message>
    <message>
        <source>This laptop has not joined headquarters yet</source>
        <translation>Laptop ini belum terdaftar di kantor pusat</translation>
    </message>
    <message>
        <source>You can begin all the same: what you type stays on this laptop, encrypted. It gets your name, and can be submitted, once the laptop has joined with the code from your team lead.</source>
        <translation>Anda sudah bisa mulai: yang diketik tersimpan terenkripsi di laptop ini. Setelah laptop didaftarkan dengan kode dari ketua tim, semuanya menjadi atas nama Anda dan dapat diajukan.</translation>
    </message>
    <message>
        <source>Not approved yet</source>
        <translation>Belum disetujui</translation>
    </message>
</context>
<context>
    <name>HqDesk</name>
    <message>
        <source>Settled. It holds on every laptop once they have synchronised.</source>
        <translation>Diputuskan. Berlaku di semua laptop setelah sinkron.</translation>
    </message>
</context>
<context>
    <name>ImportPreview</name>
    <message>
        <source>Import attendance list</source>
        <translation>Impor daftar hadir</translation>
    </message>
    <message>
        <source>{people} people understood, {skipped} rows not taken. Nothing is stored yet.</source>
        <translation>{people} orang dipahami, {skipped} baris tidak diambil. Belum ada yang disimpan.</translation>
    </message>
    <message>
        <source>Make the session</source>
        <translation>Buat sesi</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nanti saja</translation>
    </message>
    <message>
        <source>Attendance list: {name}</source>
        <translation>Daftar hadir: {name}</translation>
    </message>
    <message>
        <source>The session needs its village and its date.</source>
        <translation>Sesi perlu desa dan tanggalnya.</translation>
    </message>
</context>
<context>
    <name>LastWord</name>
    <message>
        <source>The data is destroyed</source>
        <translation>Data telah dimusnahkan</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
</context>
<context>
    <name>LeaseDoor</name>
    <message>
        <source>Locked</source>
        <translation>Terkunci</translation>
    </message>
    <message>
        <source>This laptop is locked</source>
        <translation>Laptop ini terkunci</translation>
    </message>
    <message>
        <source>It was out of touch with headquarters for too long, so since {day} it shows nothing any more.</source>
        <translation>Laptop ini terlalu lama tidak terhubung dengan kantor pusat, jadi sejak {day} tidak menampilkan apa pun.</translation>
    </message>
    <message>
        <source>Open with the code</source>
        <translation>Buka dengan kode</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Nothing is lost: all records are safe and encrypted here. {count} changes are not sent yet.</source>
        <translation>Tidak ada yang hilang: semua catatan aman dan tersandi di sini. {count} perubahan belum terkirim.</translation>
    </message>
    <message>
        <source>Synchronise now</source>
        <translation>Sinkronkan sekarang</translation>
    </message>
    <message>
        <source>Open with a file …</source>
        <translation>Buka dengan berkas …</translation>
    </message>
    <message>
        <source>Calling headquarters …</source>
        <translation>Menghubungi kantor pusat …</translation>
    </message>
    <message>
        <source>The file from the office</source>
        <translation>Berkas dari kantor</translation>
    </message>
    <message>
        <source>Or a code that the office reads out to you; there this laptop is called {dev}</source>
        <translation>Atau kode yang dibacakan kantor lewat telepon; di sana laptop ini bernama {dev}</translation>
    </message>
</context>
<context>
    <name>ListDesk</name>
    <message>
        <source>Taken back: nothing is deleted.</source>
        <translation>Dibatalkan: tidak ada yang dihapus.</translation>
    </message>
    <message>
        <source>{done} Not ready: {count}. {why}</source>
        <translation>{done} Belum siap: {count}. {why}</translation>
    </message>
    <message>
        <source>{count} records written to {name}.</source>
        <translation>{count} catatan ditulis ke {name}.</translation>
    </message>
    <message>
        <source>The export was stopped; no file was written.</source>
        <translation>Ekspor dihentikan; tidak ada berkas yang ditulis.</translation>
    </message>
    <message>
        <source>Receipt written to {name}. Anybody can check it with &apos;desa-app receipt verify&apos;.</source>
        <translation>Tanda terima ditulis ke {name}. Siapa pun dapat memeriksanya dengan &apos;desa-app receipt verify&apos;.</translation>
    </message>
</context>
<context>
    <name>ListField</name>
    <message>
        <source>Type and press Enter</source>
        <translation>Ketik lalu tekan Enter</translation>
    </message>
    <message>
        <source>Press to remove, or Backspace in the empty line</source>
        <translation>Tekan untuk menghapus, atau Backspace di baris kosong</translation>
    </message>
</context>
<context>
    <name>ListScreen</name>
    <message>
        <source>Group by month</source>
        <translation>Kelompokkan per bulan</translation>
    </message>
    <message>
        <source>Take the sorting away and show the months again</source>
        <translation>Hapus urutan dan tampilkan per bulan lagi</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Rincian</translation>
    </message>
    <message>
        <source>Show or hide the details at the right (F4)</source>
        <translation>Tampilkan atau sembunyikan rincian di kanan (F4)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Buka</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>Ajukan</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Ekspor …</translation>
    </message>
    <message>
        <source>Print …</source>
        <translation>Cetak …</translation>
    </message>
    <message>
        <source>Delete …</source>
        <translation>Hapus …</translation>
    </message>
    <message>
        <source>Nothing matches these filters</source>
        <translation>Tidak ada yang cocok dengan saringan ini</translation>
    </message>
    <message>
        <source>Write less, choose a longer period, or clear the filters (Esc).</source>
        <translation>Ketik lebih sedikit, pilih masa yang lebih panjang, atau hapus saringan (Esc).</translation>
    </message>
    <message>
        <source>Writing {done} of {total} …</source>
        <translation>Menulis {done} dari {total} …</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Membaca …</translation>
    </message>
    <message>
        <source>{count} chosen</source>
        <translation>{count} dipilih</translation>
    </message>
    <message>
        <source>What is {status} only the team lead deletes.</source>
        <translation>Yang sudah {status} hanya dapat dihapus ketua tim.</translation>
    </message>
    <message>
        <source>Choose a line to see its details here. Enter opens it.</source>
        <translation>Pilih satu baris untuk melihat rinciannya di sini. Enter membukanya.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Ekspor</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>Urutkan menurut</translation>
    </message>
    <message>
        <source>Fold all months</source>
        <translation>Lipat semua bulan</translation>
    </message>
    <message>
        <source>Unfold all months</source>
        <translation>Buka lipatan semua bulan</translation>
    </message>
    <message>
        <source>Data conflict</source>
        <translation>Konflik data</translation>
    </message>
    <message>
        <source>Data conflict ({count})</source>
        <translation>Konflik data ({count})</translation>
    </message>
    <message>
        <source>receipt</source>
        <translation>tanda-terima</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Tanda terima</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Sessions</source>
        <translation>Sesi</translation>
    </message>
    <message>
        <source>Job offers</source>
        <translation>Tawaran kerja</translation>
    </message>
    <message>
        <source>Synchronise</source>
        <translation>Sinkron</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Cakupan</translation>
    </message>
    <message>
        <source>Not enrolled yet</source>
        <translation>Belum terdaftar</translation>
    </message>
    <message>
        <source>Everything is at headquarters</source>
        <translation>Semua sudah di kantor pusat</translation>
    </message>
    <message>
        <source>not at headquarters yet, oldest {days} days</source>
        <translation>belum sampai kantor pusat, tertua {days} hari</translation>
    </message>
    <message>
        <source>not at headquarters yet</source>
        <translation>belum sampai kantor pusat</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Beranda</translation>
    </message>
    <message>
        <source>Villages</source>
        <translation>Desa</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Pengaturan</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Cari</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Search …   {keys}</source>
        <translation>Cari …   {keys}</translation>
    </message>
    <message>
        <source>Join headquarters</source>
        <translation>Daftarkan laptop</translation>
    </message>
    <message>
        <source>only on this laptop until it has joined</source>
        <translation>hanya di laptop ini sampai laptop terdaftar</translation>
    </message>
</context>
<context>
    <name>NewPassphrase</name>
    <message>
        <source>Protect this laptop&apos;s data</source>
        <translation>Lindungi data di laptop ini</translation>
    </message>
    <message>
        <source>Everything is stored encrypted. Choose a passphrase of at least {count} characters. Nobody can recover it: write it down and keep it apart from the laptop.</source>
        <translation>Semua data disimpan terenkripsi. Pilih kata sandi sedikitnya {count} huruf. Tidak ada yang dapat memulihkannya: catat dan simpan terpisah dari laptop.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Kata sandi</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Sekali lagi</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Mulai</translation>
    </message>
    <message>
        <source>At least {count} characters, please.</source>
        <translation>Sedikitnya {count} huruf.</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>Keduanya tidak sama.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Put away</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
</context>
<context>
    <name>NumberCard</name>
    <message>
        <source>Called</source>
        <translation>Sudah</translation>
    </message>
    <message>
        <source>I have called: {whom}</source>
        <translation>Saya sudah menelepon: {whom}</translation>
    </message>
    <message>
        <source>Number …</source>
        <translation>Nomor …</translation>
    </message>
    <message>
        <source>Number of {whom}</source>
        <translation>Nomor {whom}</translation>
    </message>
</context>
<context>
    <name>OfferDesk</name>
    <message>
        <source>Submitted. The team lead reviews it.</source>
        <translation>Sudah diajukan. Ketua tim akan meninjaunya.</translation>
    </message>
    <message>
        <source>The report is now: {status}</source>
        <translation>Status laporan sekarang: {status}</translation>
    </message>
    <message>
        <source>This is where you were. The report is not handed in yet.</source>
        <translation>Di sini pekerjaan Anda terakhir. Laporan ini belum diajukan.</translation>
    </message>
</context>
<context>
    <name>OfferForm</name>
    <message>
        <source>The offer</source>
        <translation>Tawaran</translation>
    </message>
    <message>
        <source>Recruiters</source>
        <translation>Perekrut</translation>
    </message>
    <message>
        <source>Red flags: Y yes · T no · U don&apos;t know · arrows move</source>
        <translation>Tanda bahaya: Y ya · T tidak · U tidak tahu · panah untuk pindah</translation>
    </message>
    <message>
        <source>Job offers</source>
        <translation>Tawaran kerja</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>Ajukan</translation>
    </message>
    <message>
        <source>e.g. 12,5 jt</source>
        <translation>mis. 12,5 jt</translation>
    </message>
    <message>
        <source>New report</source>
        <translation>Laporan baru</translation>
    </message>
    <message>
        <source>Returned ({field}): {comment}</source>
        <translation>Dikembalikan ({field}): {comment}</translation>
    </message>
    <message>
        <source>The team lead has decided this report. Ask for it to be returned if it needs correction.</source>
        <translation>Ketua tim sudah memutuskan laporan ini. Mintalah dikembalikan bila perlu diperbaiki.</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>Keselamatan</translation>
    </message>
    <message>
        <source>Who tells</source>
        <translation>Yang bercerita</translation>
    </message>
    <message>
        <source>Travel</source>
        <translation>Perjalanan</translation>
    </message>
    <message>
        <source>People affected</source>
        <translation>Orang terdampak</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Bukti</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Putuskan</translation>
    </message>
    <message>
        <source>Read the opening again</source>
        <translation>Baca pembuka lagi</translation>
    </message>
    <message>
        <source>Verified by the team lead</source>
        <translation>Sudah diperiksa ketua tim</translation>
    </message>
    <message>
        <source>The contact is sealed: opening it needs a reason and is logged.</source>
        <translation>Kontak disegel: membukanya perlu alasan dan dicatat.</translation>
    </message>
    <message>
        <source>The reporter agrees to be named to the agencies that take the case up.</source>
        <translation>Pelapor bersedia disebut kepada instansi yang menangani.</translation>
    </message>
    <message>
        <source>Anonymous. Not stored: name and contact of the reporter, the session, this laptop&apos;s position, and what pictures tell of camera, place and file. What was typed of it before is deleted from this laptop.</source>
        <translation>Anonim. Tidak disimpan: nama dan kontak pelapor, sesi, posisi laptop ini, serta EXIF dan nama berkas gambar. Yang sempat diketik sudah dihapus dari laptop ini.</translation>
    </message>
    <message>
        <source>A contact was sent before this report became anonymous: ask headquarters to erase it (within 72 hours).</source>
        <translation>Ada kontak yang terkirim sebelum laporan ini anonim: mintalah kantor pusat menghapusnya (dalam 72 jam).</translation>
    </message>
    <message>
        <source>{answered} of {total} answered</source>
        <translation>{answered} dari {total} terjawab</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Periksa</translation>
    </message>
    <message>
        <source>Alt+{number} goes here, Alt+0 folds</source>
        <translation>Alt+{number} menuju ke sini, Alt+0 melipat</translation>
    </message>
</context>
<context>
    <name>OfferList</name>
    <message>
        <source>Suspicious job offers</source>
        <translation>Tawaran kerja mencurigakan</translation>
    </message>
    <message>
        <source>New report</source>
        <translation>Laporan baru</translation>
    </message>
    <message>
        <source>No report yet</source>
        <translation>Belum ada laporan</translation>
    </message>
    <message>
        <source>When somebody tells of an offer that sounds too good, press New report. You see the risk at once.</source>
        <translation>Bila ada yang bercerita tentang tawaran yang terlalu bagus, tekan Laporan baru. Risikonya langsung terlihat.</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Diterima</translation>
    </message>
    <message>
        <source>Village</source>
        <translation>Desa</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>Negara tujuan</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>Risiko</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Skor</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>Urgensi</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Where it is</source>
        <translation>Berada di</translation>
    </message>
    <message>
        <source>Reports: {count}. {prompt}</source>
        <translation>Laporan: {count}. {prompt}</translation>
    </message>
    <message>
        <source>All villages</source>
        <translation>Semua desa</translation>
    </message>
    <message>
        <source>Any risk</source>
        <translation>Semua risiko</translation>
    </message>
    <message>
        <source>Any urgency</source>
        <translation>Semua urgensi</translation>
    </message>
    <message>
        <source>Any status</source>
        <translation>Semua status</translation>
    </message>
    <message>
        <source>Any place</source>
        <translation>Di mana saja</translation>
    </message>
    <message>
        <source>reports: {reports} · high or critical: {severe}</source>
        <translation>laporan: {reports} · tinggi atau kritis: {severe}</translation>
    </message>
    <message>
        <source>Telephone now</source>
        <translation>Telepon sekarang</translation>
    </message>
    <message>
        <source>Without a date</source>
        <translation>Tanpa tanggal</translation>
    </message>
    <message>
        <source>{total} reports</source>
        <translation>{total} laporan</translation>
    </message>
    <message>
        <source>{found} of {total} reports</source>
        <translation>{found} dari {total} laporan</translation>
    </message>
    <message>
        <source>With the recruiters (names, phones, accounts) and what happened</source>
        <translation>Beserta perekrut (nama, telepon, akun) dan kronologi</translation>
    </message>
    <message>
        <source>job-offers</source>
        <translation>tawaran-kerja</translation>
    </message>
    <message>
        <source>RISK</source>
        <translation>RISIKO</translation>
    </message>
    <message>
        <source>STILL UNKNOWN, MATTERS MOST</source>
        <translation>BELUM DIKETAHUI, PALING PENTING</translation>
    </message>
    <message>
        <source>OFFER</source>
        <translation>TAWARAN</translation>
    </message>
    <message>
        <source>RECRUITERS</source>
        <translation>PEREKRUT</translation>
    </message>
    <message>
        <source>HISTORY</source>
        <translation>RIWAYAT</translation>
    </message>
    <message>
        <source>The lead asks: {comment}</source>
        <translation>Catatan ketua tim: {comment}</translation>
    </message>
    <message>
        <source>Not enough data yet</source>
        <translation>Data belum cukup</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Terjawab</translation>
    </message>
    <message>
        <source>BY RISK</source>
        <translation>RISIKO</translation>
    </message>
    <message>
        <source>{count} reports chosen</source>
        <translation>{count} laporan dipilih</translation>
    </message>
    <message>
        <source>seen in {count} other reports</source>
        <translation>juga di {count} laporan lain</translation>
    </message>
    <message>
        <source>Why delete this report?</source>
        <translation>Mengapa laporan ini dihapus?</translation>
    </message>
    <message>
        <source>Why delete these {count} reports?</source>
        <translation>Mengapa {count} laporan ini dihapus?</translation>
    </message>
    <message>
        <source>Export this report</source>
        <translation>Ekspor laporan ini</translation>
    </message>
    <message>
        <source>Export {count} reports</source>
        <translation>Ekspor {count} laporan</translation>
    </message>
    <message>
        <source>Search village, name, phone</source>
        <translation>Cari desa, nama, nomor HP</translation>
    </message>
</context>
<context>
    <name>OfferListDesk</name>
    <message>
        <source>Submitted. The team lead reviews it.</source>
        <translation>Sudah diajukan. Ketua tim akan meninjaunya.</translation>
    </message>
    <message>
        <source>{count} reports submitted. The team lead reviews them.</source>
        <translation>{count} laporan diajukan. Ketua tim akan meninjaunya.</translation>
    </message>
    <message>
        <source>The report is deleted.</source>
        <translation>Laporan dihapus.</translation>
    </message>
    <message>
        <source>{count} reports deleted.</source>
        <translation>{count} laporan dihapus.</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>Footnotes</source>
        <translation>Catatan kaki</translation>
    </message>
    <message>
        <source>No approved session in this period and scope</source>
        <translation>Belum ada sesi yang disetujui pada periode dan saringan ini</translation>
    </message>
    <message>
        <source>A session counts once the team lead has approved it. Choose a longer period, clear the filters, or synchronise so that approvals arrive.</source>
        <translation>Sesi dihitung setelah disetujui ketua tim. Pilih periode yang lebih panjang, hapus saringan, atau sinkronkan supaya persetujuan masuk.</translation>
    </message>
    <message>
        <source>No village</source>
        <translation>Tidak ada desa</translation>
    </message>
    <message>
        <source>Assisted villages by last session: {count}</source>
        <translation>Desa binaan menurut sesi terakhir: {count}</translation>
    </message>
    <message>
        <source>No assisted village here (n/a)</source>
        <translation>Tidak ada desa binaan di sini (n/a)</translation>
    </message>
    <message>
        <source>All villages by last session: {count}</source>
        <translation>Semua desa menurut sesi terakhir: {count}</translation>
    </message>
    <message>
        <source>No session</source>
        <translation>Tidak ada sesi</translation>
    </message>
    <message>
        <source>Sessions by month: {count}</source>
        <translation>Sesi per bulan: {count}</translation>
    </message>
    <message>
        <source>People reached by sex: {count}</source>
        <translation>Orang terjangkau menurut jenis kelamin: {count}</translation>
    </message>
    <message>
        <source>People reached by age group: {count}</source>
        <translation>Orang terjangkau menurut kelompok umur: {count}</translation>
    </message>
    <message>
        <source>of {count} assisted villages</source>
        <translation>dari {count} desa binaan</translation>
    </message>
    <message>
        <source>{rate} of {count} villages</source>
        <translation>{rate} dari {count} desa</translation>
    </message>
    <message>
        <source>{count} people, not counted yet</source>
        <translation>{count} orang, belum dihitung</translation>
    </message>
    <message>
        <source>Assisted, covered</source>
        <translation>Binaan dicakup</translation>
    </message>
    <message>
        <source>Villages covered</source>
        <translation>Desa dicakup</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesi</translation>
    </message>
    <message>
        <source>approved, in this period</source>
        <translation>disetujui, pada periode ini</translation>
    </message>
    <message>
        <source>People reached</source>
        <translation>Orang terjangkau</translation>
    </message>
    <message>
        <source>distinct people: {count}</source>
        <translation>orang unik: {count}</translation>
    </message>
    <message>
        <source>Awaiting approval</source>
        <translation>Menunggu persetujuan</translation>
    </message>
    <message>
        <source>Counted from what this laptop may see. Only approved sessions count.</source>
        <translation>Dihitung dari yang boleh dilihat laptop ini. Hanya sesi yang disetujui dihitung.</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Preview</source>
        <translation>Pratinjau</translation>
    </message>
    <message>
        <source>Page {number}</source>
        <translation>Halaman {number}</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>A name, a number, a village, something to do …</source>
        <translation>Nama, nomor, desa, atau yang ingin dilakukan …</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>Cari apa saja</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Hasil</translation>
    </message>
    <message>
        <source>↑ ↓ choose   ·   Enter opens   ·   Esc closes</source>
        <translation>↑ ↓ memilih   ·   Enter membuka   ·   Esc menutup</translation>
    </message>
    <message>
        <source>Nothing found for “{text}”. Try fewer letters, three or more digits of a number, or a village with its district.</source>
        <translation>“{text}” tidak ditemukan. Coba lebih sedikit huruf, tiga angka atau lebih dari sebuah nomor, atau desa dengan kecamatannya.</translation>
    </message>
</context>
<context>
    <name>PaperDesk</name>
    <message>
        <source>Written: {path}</source>
        <translation>Tersimpan: {path}</translation>
    </message>
</context>
<context>
    <name>PaperDialog</name>
    <message>
        <source>Print</source>
        <translation>Cetak</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Kertas</translation>
    </message>
    <message>
        <source>With names</source>
        <translation>Dengan nama</translation>
    </message>
    <message>
        <source>Blank</source>
        <translation>Kosong</translation>
    </message>
    <message>
        <source>Names on the sheet</source>
        <translation>Nama di daftar</translation>
    </message>
    <message>
        <source>Lines to sign</source>
        <translation>Jumlah baris</translation>
    </message>
    <message>
        <source>Number of the record</source>
        <translation>Nomor berita acara</translation>
    </message>
    <message>
        <source>Save as PDF …</source>
        <translation>Simpan sebagai PDF …</translation>
    </message>
    <message>
        <source>Print …</source>
        <translation>Cetak …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Address of the office, for the letterhead</source>
        <translation>Alamat kantor, untuk kop surat</translation>
    </message>
    <message>
        <source>{count} pages; the first {shown} are shown</source>
        <translation>{count} halaman; {shown} yang pertama ditampilkan</translation>
    </message>
    <message>
        <source>{count} pages</source>
        <translation>{count} halaman</translation>
    </message>
    <message>
        <source>One page</source>
        <translation>Satu halaman</translation>
    </message>
    <message>
        <source>To be signed by the participants. A minor&apos;s name stands on it only where a guardian agreed.</source>
        <translation>Untuk ditandatangani peserta. Nama anak hanya tercantum bila wali setuju.</translation>
    </message>
    <message>
        <source>The official record in Indonesian, signed by the village head and the officer.</source>
        <translation>Berita acara resmi, ditandatangani kepala desa dan petugas.</translation>
    </message>
    <message>
        <source>What was done and how many came, for your own file: no names of participants.</source>
        <translation>Apa yang dilakukan dan berapa yang hadir, untuk arsip sendiri: tanpa nama peserta.</translation>
    </message>
    <message>
        <source>Making the preview …</source>
        <translation>Menyiapkan pratinjau …</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>Simpan sebagai PDF</translation>
    </message>
    <message>
        <source>To be filled in and signed by hand at the session.</source>
        <translation>Untuk diisi dan ditandatangani dengan tangan saat sesi.</translation>
    </message>
</context>
<context>
    <name>PassphraseForm</name>
    <message>
        <source>Present passphrase</source>
        <translation>Kata sandi sekarang</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>Kata sandi baru</translation>
    </message>
    <message>
        <source>The new one again</source>
        <translation>Kata sandi baru sekali lagi</translation>
    </message>
    <message>
        <source>Change passphrase</source>
        <translation>Ganti kata sandi</translation>
    </message>
    <message>
        <source>At least {count} characters, please.</source>
        <translation>Paling sedikit {count} huruf.</translation>
    </message>
    <message>
        <source>The two new ones are not the same.</source>
        <translation>Kedua kata sandi baru tidak sama.</translation>
    </message>
</context>
<context>
    <name>PastePreview</name>
    <message>
        <source>Pasted list</source>
        <translation>Daftar yang ditempel</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nanti saja</translation>
    </message>
    <message>
        <source>Space leaves a row out or takes it in</source>
        <translation>Spasi: lewati atau ambil baris</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Ditambah</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ya</translation>
    </message>
    <message>
        <source>no</source>
        <translation>tidak</translation>
    </message>
    <message>
        <source>{people} people to add, {skipped} rows left out. Nothing is added yet.</source>
        <translation>{people} orang akan ditambahkan, {skipped} baris dilewati. Belum ada yang ditambahkan.</translation>
    </message>
    <message>
        <source>Add {count} people</source>
        <translation>Tambahkan {count} orang</translation>
    </message>
</context>
<context>
    <name>PeopleSide</name>
    <message>
        <source>People</source>
        <translation>Peserta</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Remove line</source>
        <translation>Hapus baris</translation>
    </message>
    <message>
        <source>The guardian agrees</source>
        <translation>Wali setuju</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>Isikan</translation>
    </message>
    <message>
        <source>People ({count})</source>
        <translation>Peserta ({count})</translation>
    </message>
    <message>
        <source>Line {row}: {sentence}</source>
        <translation>Baris {row}: {sentence}</translation>
    </message>
    <message>
        <source>{count} lines have something to look at; it is marked.</source>
        <translation>{count} baris perlu dilihat; sudah ditandai.</translation>
    </message>
    <message>
        <source>Tab next field · Enter next person · L/P sex · Ctrl+D same as above · Ctrl+V paste · Ctrl+Z undo · Esc done · Alt+1–6 sections</source>
        <translation>Tab isian berikut · Enter orang berikut · L/P jenis kelamin · Ctrl+D ulangi atas · Ctrl+V tempel · Ctrl+Z urungkan · Esc selesai · Alt+1–6 bagian</translation>
    </message>
</context>
<context>
    <name>PhotoStrip</name>
    <message>
        <source>Photos</source>
        <translation>Dokumentasi</translation>
    </message>
    <message>
        <source>Drop photos here, paste them with Ctrl+V, or choose files. They are shrunk, and the place and device that the camera noted are taken off.</source>
        <translation>Seret foto ke sini, tempel dengan Ctrl+V, atau pilih berkasnya. Foto diperkecil; lokasi dan data alat dari kamera dibuang.</translation>
    </message>
    <message>
        <source>Add photos …</source>
        <translation>Tambah foto …</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Lihat</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Geser kiri</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Geser kanan</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>Keterangan</translation>
    </message>
    <message>
        <source>Taken at</source>
        <translation>Waktu foto</translation>
    </message>
    <message>
        <source>Faces to be recognised? Only of people who agreed to be photographed; children only with a guardian.</source>
        <translation>Ada wajah yang dikenali? Hanya orang yang setuju difoto; anak hanya dengan izin wali.</translation>
    </message>
    <message>
        <source>Photo {place} of {count}</source>
        <translation>Foto {place} dari {count}</translation>
    </message>
    <message>
        <source>Being taken in: {name}</source>
        <translation>Sedang diterima: {name}</translation>
    </message>
    <message>
        <source>{count} photos</source>
        <translation>{count} foto</translation>
    </message>
    <message>
        <source>No photos</source>
        <translation>Tidak ada foto</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Ambil</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Picture</source>
        <translation>Gambar</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Sebelumnya</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Berikutnya</translation>
    </message>
    <message>
        <source>Full size</source>
        <translation>Ukuran penuh</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Spasi</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} dari {count}</translation>
    </message>
</context>
<context>
    <name>PracticeBand</name>
    <message>
        <source>PRACTICE · nothing here is real and nothing goes to the real headquarters</source>
        <translation>LATIHAN · data di sini bukan data sungguhan dan tidak dikirim ke kantor pusat yang sebenarnya</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Tur</translation>
    </message>
    <message>
        <source>Begin again</source>
        <translation>Mulai dari awal</translation>
    </message>
    <message>
        <source>Empties practice and opens it anew</source>
        <translation>Mengosongkan latihan dan membukanya lagi</translation>
    </message>
</context>
<context>
    <name>ReasonBar</name>
    <message>
        <source>Delete</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>Alasan lain</translation>
    </message>
    <message>
        <source>Reason of the deletion</source>
        <translation>Alasan penghapusan</translation>
    </message>
</context>
<context>
    <name>RecruiterCard</name>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Kept as written; no known number</source>
        <translation>Disimpan seperti ditulis; bukan nomor yang dikenal</translation>
    </message>
    <message>
        <source>Recruiter {number}</source>
        <translation>Perekrut {number}</translation>
    </message>
    <message>
        <source>Seen in other reports here: {count}</source>
        <translation>Terlihat di {count} laporan lain di sini</translation>
    </message>
    <message>
        <source>no date</source>
        <translation>tanpa tanggal</translation>
    </message>
    <message>
        <source>Read as {value}</source>
        <translation>Terbaca {value}</translation>
    </message>
</context>
<context>
    <name>RecruiterList</name>
    <message>
        <source>Add a recruiter</source>
        <translation>Tambah perekrut</translation>
    </message>
    <message>
        <source>Recruiter {name} removed.</source>
        <translation>Perekrut {name} dihapus.</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore a backup</source>
        <translation>Pulihkan cadangan</translation>
    </message>
    <message>
        <source>Restore the backup of {day}?</source>
        <translation>Pulihkan cadangan {day}?</translation>
    </message>
    <message>
        <source>It was made at {time} and holds {sessions} sessions, {people} people and {offers} offers. What is on this laptop now moves aside into the folder &apos;backups&apos;; nothing is deleted.</source>
        <translation>Dibuat pukul {time}, memuat {sessions} sesi, {people} orang, dan {offers} tawaran. Isi laptop ini sekarang dipindahkan ke folder &apos;backups&apos;; tidak ada yang dihapus.</translation>
    </message>
    <message>
        <source>{count} records here are not at headquarters yet: synchronise first if you can.</source>
        <translation>{count} catatan di sini belum sampai kantor pusat: sinkronkan dahulu bila bisa.</translation>
    </message>
    <message>
        <source>Afterwards headquarters may ask for a new code, because the copy is older.</source>
        <translation>Sesudahnya kantor pusat mungkin meminta kode baru, karena salinannya lebih lama.</translation>
    </message>
    <message>
        <source>Passphrase of the backup</source>
        <translation>Kata sandi cadangan itu</translation>
    </message>
    <message>
        <source>Restore and open again</source>
        <translation>Pulihkan dan buka lagi</translation>
    </message>
</context>
<context>
    <name>ReturnDialog</name>
    <message>
        <source>Return for correction</source>
        <translation>Kembalikan untuk perbaikan</translation>
    </message>
    <message>
        <source>Which field</source>
        <translation>Isian yang mana</translation>
    </message>
    <message>
        <source>What is to be corrected</source>
        <translation>Apa yang harus diperbaiki</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Kembalikan</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nanti saja</translation>
    </message>
</context>
<context>
    <name>RiskPanel</name>
    <message>
        <source>Risk of this offer</source>
        <translation>Risiko tawaran ini</translation>
    </message>
    <message>
        <source>STILL UNKNOWN, MATTERS MOST</source>
        <translation>BELUM DIKETAHUI, PALING MENENTUKAN</translation>
    </message>
    <message>
        <source>RED FLAGS</source>
        <translation>TANDA BAHAYA</translation>
    </message>
    <message>
        <source>WHY</source>
        <translation>MENGAPA</translation>
    </message>
    <message>
        <source>Score {score}</source>
        <translation>Skor {score}</translation>
    </message>
    <message>
        <source>Nothing: every flag is answered.</source>
        <translation>Tidak ada: semua tanda sudah dijawab.</translation>
    </message>
    <message>
        <source>to {level}</source>
        <translation>menjadi {level}</translation>
    </message>
    <message>
        <source>Not enough data: {share} answered</source>
        <translation>Data belum cukup: {share} terjawab</translation>
    </message>
    <message>
        <source>open</source>
        <translation>belum</translation>
    </message>
</context>
<context>
    <name>RouteField</name>
    <message>
        <source>Add a point</source>
        <translation>Tambah titik</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Enter next point · Alt+↑ ↓ move · Ctrl+Delete remove · Ctrl+Z undo</source>
        <translation>Enter titik berikutnya · Alt+↑ ↓ pindah · Ctrl+Delete hapus · Ctrl+Z urungkan</translation>
    </message>
</context>
<context>
    <name>SafePlace</name>
    <message>
        <source>Before you take a report</source>
        <translation>Sebelum menerima laporan</translation>
    </message>
    <message>
        <source>Say this to the person in front of you, in your own words.</source>
        <translation>Sampaikan kepada pelapor dengan kata-kata Anda sendiri.</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nanti saja</translation>
    </message>
    <message>
        <source>A safe place</source>
        <translation>Tempat yang aman</translation>
    </message>
    <message>
        <source>Is this a safe place to talk, with nobody listening?</source>
        <translation>Apakah tempat ini aman untuk bicara, tidak ada yang mendengarkan?</translation>
    </message>
    <message>
        <source>May we contact you?</source>
        <translation>Boleh kami hubungi?</translation>
    </message>
    <message>
        <source>May we contact you afterwards, and how is it safe? You may also stay anonymous.</source>
        <translation>Bolehkah kami menghubungi lagi nanti, dan lewat apa yang aman? Boleh juga tetap anonim.</translation>
    </message>
    <message>
        <source>No promises</source>
        <translation>Tanpa janji</translation>
    </message>
    <message>
        <source>We can&apos;t promise what will come of it. No report does anything to anybody by itself.</source>
        <translation>Kami tidak dapat menjanjikan hasilnya. Laporan ini tidak dengan sendirinya berakibat apa pun bagi siapa pun.</translation>
    </message>
    <message>
        <source>Offer another place or time. Write nothing down that is not safe to have.</source>
        <translation>Tawarkan tempat atau waktu lain. Jangan menulis apa pun yang tidak aman untuk disimpan.</translation>
    </message>
    <message>
        <source>Y yes · T no · U don&apos;t know · Enter begins</source>
        <translation>Y ya · T tidak · U tidak tahu · Enter mulai</translation>
    </message>
    <message>
        <source>Begin the report</source>
        <translation>Mulai laporan</translation>
    </message>
</context>
<context>
    <name>SearchDesk</name>
    <message>
        <source>Recent</source>
        <translation>Terakhir</translation>
    </message>
    <message>
        <source>Often needed</source>
        <translation>Sering dipakai</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Peserta</translation>
    </message>
    <message>
        <source>Recruiters</source>
        <translation>Perekrut</translation>
    </message>
    <message>
        <source>Villages</source>
        <translation>Desa</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesi</translation>
    </message>
    <message>
        <source>Job offers</source>
        <translation>Tawaran kerja</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Perintah</translation>
    </message>
    <message>
        <source>Without a name</source>
        <translation>Tanpa nama</translation>
    </message>
    <message>
        <source>Village not named yet</source>
        <translation>Desa belum diisi</translation>
    </message>
    <message>
        <source>to {country}</source>
        <translation>ke {country}</translation>
    </message>
    <message>
        <source>{kind}, Kec. {district}, {regency}, {province}</source>
        <translation>{kind}, Kec. {district}, {regency}, {province}</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>open</source>
        <translation>terbuka</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>terlipat</translation>
    </message>
</context>
<context>
    <name>SessionChoice</name>
    <message>
        <source>A session recorded earlier</source>
        <translation>Sesi yang dicatat sebelumnya</translation>
    </message>
</context>
<context>
    <name>SessionDesk</name>
    <message>
        <source>Submitted. It counts once the team lead has approved it.</source>
        <translation>Sudah diajukan. Sesi dihitung setelah disetujui ketua tim.</translation>
    </message>
    <message>
        <source>Approved. The session counts now.</source>
        <translation>Disetujui. Sesi ini sekarang dihitung.</translation>
    </message>
    <message>
        <source>Returned to the officer with your comment.</source>
        <translation>Dikembalikan kepada petugas beserta catatan Anda.</translation>
    </message>
    <message>
        <source>{count} people added from the pasted list.</source>
        <translation>{count} orang ditambahkan dari daftar yang ditempel.</translation>
    </message>
    <message>
        <source>This is where you were. The session is not handed in yet.</source>
        <translation>Anda tadi sampai di sini. Sesi ini belum diajukan.</translation>
    </message>
    <message>
        <source>No name was understood in what you pasted.</source>
        <translation>Tidak ada nama yang terbaca dari yang Anda tempel.</translation>
    </message>
</context>
<context>
    <name>SessionForm</name>
    <message>
        <source>Sessions</source>
        <translation>Sesi</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>Ajukan</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Setujui</translation>
    </message>
    <message>
        <source>Return for correction</source>
        <translation>Kembalikan untuk perbaikan</translation>
    </message>
    <message>
        <source>e.g. Village hall</source>
        <translation>mis. Balai desa</translation>
    </message>
    <message>
        <source>e.g. 19/5/2025</source>
        <translation>mis. 19/5/2025</translation>
    </message>
    <message>
        <source>Returned ({field}): {comment}</source>
        <translation>Dikembalikan ({field}): {comment}</translation>
    </message>
    <message>
        <source>The team lead has approved this session. Ask for it to be returned if it needs correction.</source>
        <translation>Ketua tim sudah menyetujui sesi ini. Mintalah dikembalikan bila perlu diperbaiki.</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>Sesi baru</translation>
    </message>
    <message>
        <source>Copy from an earlier session …</source>
        <translation>Salin dari sesi sebelumnya …</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Cetak</translation>
    </message>
    <message>
        <source>There is no earlier session yet</source>
        <translation>Belum ada sesi sebelumnya</translation>
    </message>
    <message>
        <source>Copied from {session}.</source>
        <translation>Disalin dari {session}.</translation>
    </message>
    <message>
        <source>The headcount is that of the list now.</source>
        <translation>Jumlah hadir kini sama dengan daftar.</translation>
    </message>
    <message>
        <source>When and where</source>
        <translation>Waktu dan tempat</translation>
    </message>
    <message>
        <source>Headcount</source>
        <translation>Jumlah hadir</translation>
    </message>
    <message>
        <source>Topics and materials</source>
        <translation>Materi dan bahan</translation>
    </message>
    <message>
        <source>Minutes and questions</source>
        <translation>Notulen dan pertanyaan</translation>
    </message>
    <message>
        <source>Notice and legal basis</source>
        <translation>Pemberitahuan dan dasar hukum</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Dokumentasi</translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation>belum diisi</translation>
    </message>
</context>
<context>
    <name>SessionList</name>
    <message>
        <source>Outreach sessions</source>
        <translation>Sesi penyuluhan</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>Sesi baru</translation>
    </message>
    <message>
        <source>Import attendance list</source>
        <translation>Impor daftar hadir</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Setujui</translation>
    </message>
    <message>
        <source>Return for correction</source>
        <translation>Kembalikan untuk perbaikan</translation>
    </message>
    <message>
        <source>No session yet</source>
        <translation>Belum ada sesi</translation>
    </message>
    <message>
        <source>Press New session, or import the attendance list of a village office (Excel or CSV).</source>
        <translation>Tekan Sesi baru, atau impor daftar hadir dari kantor desa (Excel atau CSV).</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Tanggal</translation>
    </message>
    <message>
        <source>Villages</source>
        <translation>Desa</translation>
    </message>
    <message>
        <source>Venue</source>
        <translation>Tempat</translation>
    </message>
    <message>
        <source>Reached</source>
        <translation>Terjangkau</translation>
    </message>
    <message>
        <source>With name</source>
        <translation>Bernama</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Where it is</source>
        <translation>Berada di</translation>
    </message>
    <message>
        <source>Village</source>
        <translation>Desa</translation>
    </message>
    <message>
        <source>All villages</source>
        <translation>Semua desa</translation>
    </message>
    <message>
        <source>Any status</source>
        <translation>Semua status</translation>
    </message>
    <message>
        <source>Any place</source>
        <translation>Di mana saja</translation>
    </message>
    <message>
        <source>sessions: {sessions} · people reached: {people}</source>
        <translation>sesi: {sessions} · orang dijangkau: {people}</translation>
    </message>
    <message>
        <source>Without a date</source>
        <translation>Tanpa tanggal</translation>
    </message>
    <message>
        <source>{total} sessions</source>
        <translation>{total} sesi</translation>
    </message>
    <message>
        <source>{found} of {total} sessions</source>
        <translation>{found} dari {total} sesi</translation>
    </message>
    <message>
        <source>With the attendance lists (names, phones) and notes</source>
        <translation>Beserta daftar hadir (nama, telepon) dan notulen</translation>
    </message>
    <message>
        <source>sessions</source>
        <translation>sesi</translation>
    </message>
    <message>
        <source>SESSION</source>
        <translation>SESI</translation>
    </message>
    <message>
        <source>HISTORY</source>
        <translation>RIWAYAT</translation>
    </message>
    <message>
        <source>The lead asks: {comment}</source>
        <translation>Catatan ketua tim: {comment}</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Waktu</translation>
    </message>
    <message>
        <source>BY SEX</source>
        <translation>JENIS KELAMIN</translation>
    </message>
    <message>
        <source>BY AGE</source>
        <translation>KELOMPOK UMUR</translation>
    </message>
    <message>
        <source>{count} sessions chosen</source>
        <translation>{count} sesi dipilih</translation>
    </message>
    <message>
        <source>BY STATUS</source>
        <translation>STATUS</translation>
    </message>
    <message>
        <source>Why delete this session?</source>
        <translation>Mengapa sesi ini dihapus?</translation>
    </message>
    <message>
        <source>Why delete these {count} sessions?</source>
        <translation>Mengapa {count} sesi ini dihapus?</translation>
    </message>
    <message>
        <source>Export this session</source>
        <translation>Ekspor sesi ini</translation>
    </message>
    <message>
        <source>Export {count} sessions</source>
        <translation>Ekspor {count} sesi</translation>
    </message>
    <message>
        <source>Search village, venue, date</source>
        <translation>Cari desa, tempat, tanggal</translation>
    </message>
    <message>
        <source>Return …</source>
        <translation>Kembalikan …</translation>
    </message>
</context>
<context>
    <name>SessionListDesk</name>
    <message>
        <source>Submitted. It counts once the team lead has approved it.</source>
        <translation>Sudah diajukan. Sesi dihitung setelah disetujui ketua tim.</translation>
    </message>
    <message>
        <source>Approved. The session counts now.</source>
        <translation>Disetujui. Sesi ini sekarang dihitung.</translation>
    </message>
    <message>
        <source>Returned to the officer with your comment.</source>
        <translation>Dikembalikan kepada petugas beserta catatan Anda.</translation>
    </message>
    <message>
        <source>Attendance lists (*.xlsx *.csv *.tsv *.txt)</source>
        <translation>Daftar hadir (*.xlsx *.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>Import attendance list</source>
        <translation>Impor daftar hadir</translation>
    </message>
    <message>
        <source>{count} people imported.</source>
        <translation>{count} orang diimpor.</translation>
    </message>
    <message>
        <source>{count} sessions submitted. They count once the team lead has approved them.</source>
        <translation>{count} sesi diajukan. Sesi dihitung setelah disetujui ketua tim.</translation>
    </message>
    <message>
        <source>{count} sessions approved. They count now.</source>
        <translation>{count} sesi disetujui dan sekarang dihitung.</translation>
    </message>
    <message>
        <source>The session is deleted.</source>
        <translation>Sesi dihapus.</translation>
    </message>
    <message>
        <source>{count} sessions deleted.</source>
        <translation>{count} sesi dihapus.</translation>
    </message>
</context>
<context>
    <name>SettingsDesk</name>
    <message>
        <source>The passphrase is changed. The old one opens nothing here any more.</source>
        <translation>Kata sandi sudah diganti. Yang lama tidak membuka apa pun lagi di sini.</translation>
    </message>
    <message>
        <source>Where shall the backup go?</source>
        <translation>Di mana cadangan disimpan?</translation>
    </message>
    <message>
        <source>The backup is made and verified: {path}</source>
        <translation>Cadangan sudah dibuat dan diperiksa: {path}</translation>
    </message>
    <message>
        <source>Which backup?</source>
        <translation>Cadangan yang mana?</translation>
    </message>
    <message>
        <source>Save the support file</source>
        <translation>Simpan berkas dukungan</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Tersimpan: {path}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Pengaturan</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Ikut sistem</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Terang</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Gelap</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Biasa</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>Besar</translation>
    </message>
    <message>
        <source>Very large</source>
        <translation>Sangat besar</translation>
    </message>
    <message>
        <source>{count} minutes</source>
        <translation>{count} menit</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Tidak pernah</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Bahasa</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Warna</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Ukuran huruf</translation>
    </message>
    <message>
        <source>Lock when nobody has touched it for</source>
        <translation>Kunci bila tidak disentuh selama</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>Kunci sekarang</translation>
    </message>
    <message>
        <source>The system opens this laptop&apos;s data. Set a passphrase to be able to lock it.</source>
        <translation>Data laptop ini dibuka oleh sistem. Buat kata sandi agar dapat dikunci.</translation>
    </message>
    <message>
        <source>A backup holds every record and photo, encrypted under your passphrase. Make one on a stick before you travel, and keep it apart from the laptop.</source>
        <translation>Cadangan memuat semua catatan dan foto, terenkripsi dengan kata sandi Anda. Buatlah di USB sebelum berangkat, dan simpan terpisah dari laptop.</translation>
    </message>
    <message>
        <source>Back up to a folder or stick …</source>
        <translation>Cadangkan ke folder atau USB …</translation>
    </message>
    <message>
        <source>Restore …</source>
        <translation>Pulihkan …</translation>
    </message>
    <message>
        <source>Practice has its own data and its own headquarters. Nothing of it ever reaches the real one.</source>
        <translation>Latihan punya data dan kantor pusat sendiri. Tidak ada yang pernah sampai ke kantor pusat sebenarnya.</translation>
    </message>
    <message>
        <source>Open practice</source>
        <translation>Buka latihan</translation>
    </message>
    <message>
        <source>A support file tells counts, versions and error codes: no names, no numbers, no places.</source>
        <translation>Berkas dukungan memuat jumlah, versi, dan kode galat: tanpa nama, nomor, atau tempat.</translation>
    </message>
    <message>
        <source>Make a support file …</source>
        <translation>Buat berkas dukungan …</translation>
    </message>
    <message>
        <source>How it looks</source>
        <translation>Tampilan</translation>
    </message>
    <message>
        <source>Protection</source>
        <translation>Perlindungan</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Cadangan</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>Latihan</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Tentang</translation>
    </message>
    <message>
        <source>Last backup: {moment}.</source>
        <translation>Cadangan terakhir: {moment}.</translation>
    </message>
    <message>
        <source>No backup was made yet.</source>
        <translation>Belum pernah dibuat cadangan.</translation>
    </message>
    <message>
        <source>Exports from this laptop</source>
        <translation>Ekspor dari laptop ini</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
</context>
<context>
    <name>SettleDialog</name>
    <message>
        <source>Data conflict</source>
        <translation>Konflik data</translation>
    </message>
    <message>
        <source>These were written at the same time. The one you keep holds on every laptop; the others stay in the history.</source>
        <translation>Nilai-nilai ini ditulis pada waktu yang sama. Yang Anda pilih berlaku di semua laptop; yang lain tetap ada dalam riwayat.</translation>
    </message>
    <message>
        <source>Keep this (shown now)</source>
        <translation>Pilih ini (yang ditampilkan)</translation>
    </message>
    <message>
        <source>Keep this</source>
        <translation>Pilih ini</translation>
    </message>
    <message>
        <source>Open the record</source>
        <translation>Buka catatannya</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>Putuskan nanti</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>{answered} of {total} answered</source>
        <translation>{answered} dari {total} terjawab</translation>
    </message>
</context>
<context>
    <name>StickCard</name>
    <message>
        <source>USB stick</source>
        <translation>Flashdisk</translation>
    </message>
    <message>
        <source>Stick or folder</source>
        <translation>Flashdisk atau folder</translation>
    </message>
    <message>
        <source>Look for sticks again</source>
        <translation>Cari flashdisk lagi</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Tulis</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Baca</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>No stick is in</source>
        <translation>Tidak ada flashdisk</translation>
    </message>
    <message>
        <source>Which folder?</source>
        <translation>Folder yang mana?</translation>
    </message>
    <message>
        <source>Without a line: write what waits to a stick and hand it to the team lead or to headquarters. It is sealed: whoever finds it can&apos;t read it. Read it when it comes back.</source>
        <translation>Tanpa jaringan: tulis yang belum terkirim ke flashdisk, lalu serahkan kepada ketua tim atau kantor pusat. Isinya disegel: siapa pun yang menemukannya tidak dapat membacanya. Baca flashdisk itu saat kembali.</translation>
    </message>
    <message>
        <source>Without a line: read colleagues&apos; sticks here to collect what they hold, sealed. It goes to headquarters with the next synchronisation, or written to a stick; read colleagues&apos; sticks again to bring the answers back.</source>
        <translation>Tanpa jaringan: baca flashdisk rekan di sini untuk mengumpulkan isinya, tetap tersegel. Isinya sampai ke kantor pusat saat sinkron berikutnya, atau lewat flashdisk lain; baca lagi flashdisk rekan untuk membawa jawabannya.</translation>
    </message>
    <message>
        <source>Stopped. Write again to go on where it ended; nothing is lost.</source>
        <translation>Terhenti. Tulis lagi untuk melanjutkan; tidak ada yang hilang.</translation>
    </message>
    <message>
        <source>Nothing waits here. The stick asks headquarters what is new.</source>
        <translation>Tidak ada yang menunggu. Flashdisk ini menanyakan apa yang baru di kantor pusat.</translation>
    </message>
    <message>
        <source>Written and checked: {count} changes, {size}.</source>
        <translation>Tertulis dan diperiksa: {count} perubahan, {size}.</translation>
    </message>
    <message>
        <source>Now eject the stick and hand it over. Here everything stays ‘not sent’ until the answer of headquarters has been read.</source>
        <translation>Sekarang lepas flashdisk dengan aman lalu serahkan. Di sini semuanya tetap ‘belum terkirim’ sampai jawaban kantor pusat dibaca.</translation>
    </message>
    <message>
        <source>Headquarters has answered: {sent} changes are there, {got} new ones came.</source>
        <translation>Kantor pusat menjawab: {sent} perubahan sudah sampai, {got} yang baru diterima.</translation>
    </message>
    <message>
        <source>{count} were set aside; see the reason below.</source>
        <translation>{count} disisihkan; lihat alasannya di bawah.</translation>
    </message>
    <message>
        <source>{name} has taken your bundle to carry it on.</source>
        <translation>{name} sudah mengambil kiriman Anda untuk diteruskan.</translation>
    </message>
    <message>
        <source>There is nothing on it for this laptop.</source>
        <translation>Tidak ada apa-apa di situ untuk laptop ini.</translation>
    </message>
    <message>
        <source>Collected from {names}; receipts are on the stick. Give it back; synchronise soon.</source>
        <translation>Dikumpulkan dari {names}; tanda terima ada di flashdisk. Kembalikan flashdisknya, lalu segera sinkronkan.</translation>
    </message>
    <message>
        <source>Answers for colleagues here: {count}.</source>
        <translation>Jawaban untuk rekan di sini: {count}.</translation>
    </message>
    <message>
        <source>Answers for colleagues now on the stick: {count}.</source>
        <translation>Jawaban untuk rekan yang kini ada di flashdisk: {count}.</translation>
    </message>
    <message>
        <source>Answers taken for colleagues: {count}. Read their sticks to bring them.</source>
        <translation>Jawaban yang diambil untuk rekan: {count}. Baca flashdisk mereka untuk membawanya.</translation>
    </message>
    <message>
        <source>Colleagues&apos; bundles with it: {bundles}; answers for them: {answers}.</source>
        <translation>Kiriman rekan yang ikut: {bundles}; jawaban untuk rekan: {answers}.</translation>
    </message>
    <message>
        <source>Colleagues&apos; bundles here that are not at headquarters yet: {count}.</source>
        <translation>Kiriman rekan di sini yang belum sampai kantor pusat: {count}.</translation>
    </message>
    <message>
        <source>Folder …</source>
        <translation>Folder …</translation>
    </message>
</context>
<context>
    <name>StillNeeded</name>
    <message>
        <source>Still needed before submitting</source>
        <translation>Masih diperlukan sebelum diajukan</translation>
    </message>
    <message>
        <source>Everything needed is there. Ctrl+Enter submits.</source>
        <translation>Semua yang diperlukan sudah ada. Ctrl+Enter mengajukan.</translation>
    </message>
</context>
<context>
    <name>StopLine</name>
    <message>
        <source>Place, e.g. Batam</source>
        <translation>Tempat, mis. Batam</translation>
    </message>
    <message>
        <source>Reached by, e.g. ferry</source>
        <translation>Naik apa, mis. feri</translation>
    </message>
    <message>
        <source>Point {number} of the route</source>
        <translation>Titik {number} pada rute</translation>
    </message>
    <message>
        <source>Means of travel to point {number}</source>
        <translation>Kendaraan ke titik {number}</translation>
    </message>
    <message>
        <source>bus</source>
        <translation>bus</translation>
    </message>
    <message>
        <source>car</source>
        <translation>mobil</translation>
    </message>
    <message>
        <source>motorbike</source>
        <translation>sepeda motor</translation>
    </message>
    <message>
        <source>train</source>
        <translation>kereta</translation>
    </message>
    <message>
        <source>ferry</source>
        <translation>feri</translation>
    </message>
    <message>
        <source>plane</source>
        <translation>pesawat</translation>
    </message>
    <message>
        <source>boat</source>
        <translation>perahu</translation>
    </message>
    <message>
        <source>on foot</source>
        <translation>jalan kaki</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Pindah ke atas</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Pindah ke bawah</translation>
    </message>
    <message>
        <source>Remove this point</source>
        <translation>Hapus titik ini</translation>
    </message>
</context>
<context>
    <name>SupportPreview</name>
    <message>
        <source>Support file</source>
        <translation>Berkas dukungan</translation>
    </message>
    <message>
        <source>This is all that it says. Send it to whoever supports you, if you agree.</source>
        <translation>Hanya ini isinya. Kirimkan kepada pendukung Anda bila setuju.</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>Simpan …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
</context>
<context>
    <name>SyncPanel</name>
    <message>
        <source>Synchronise</source>
        <translation>Sinkron</translation>
    </message>
    <message>
        <source>Synchronise now</source>
        <translation>Sinkronkan</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batalkan</translation>
    </message>
    <message>
        <source>Set aside by headquarters</source>
        <translation>Disisihkan kantor pusat</translation>
    </message>
    <message>
        <source>Data conflicts: the team lead decides</source>
        <translation>Konflik data: ketua tim memutuskan</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Disisihkan</translation>
    </message>
    <message>
        <source>At headquarters</source>
        <translation>Di kantor pusat</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Isian</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Alasan</translation>
    </message>
    <message>
        <source>Values written at the same time</source>
        <translation>Nilai yang ditulis bersamaan</translation>
    </message>
    <message>
        <source>{count} records are not at headquarters yet</source>
        <translation>{count} catatan belum sampai kantor pusat</translation>
    </message>
    <message>
        <source>Everything is at headquarters</source>
        <translation>Semua sudah di kantor pusat</translation>
    </message>
    <message>
        <source>The oldest waits since {day}.</source>
        <translation>Yang tertua menunggu sejak {day}.</translation>
    </message>
    <message>
        <source>Last contact with headquarters: {moment}.</source>
        <translation>Terakhir tersambung dengan kantor pusat: {moment}.</translation>
    </message>
    <message>
        <source>No contact with headquarters yet.</source>
        <translation>Belum pernah tersambung dengan kantor pusat.</translation>
    </message>
    <message>
        <source>This laptop&apos;s clock is {minutes} minutes off. Please set it; nothing is lost because of it.</source>
        <translation>Jam laptop ini selisih {minutes} menit. Mohon dibetulkan; tidak ada data yang hilang karenanya.</translation>
    </message>
    <message>
        <source>Calling headquarters …</source>
        <translation>Menghubungi kantor pusat …</translation>
    </message>
    <message>
        <source>{sent} sent, {left} to go · {got} received, {coming} to come</source>
        <translation>{sent} terkirim, {left} lagi · {got} diterima, {coming} lagi</translation>
    </message>
    <message>
        <source>Done: {sent} changes sent, {got} received, {size} KB on the line.</source>
        <translation>Selesai: {sent} perubahan terkirim, {got} diterima, {size} KB lewat jaringan.</translation>
    </message>
    <message>
        <source>{count} were set aside; see the reason below.</source>
        <translation>{count} disisihkan; alasannya di bawah.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Jeda</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Lanjutkan</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>Perbaiki</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Lihat</translation>
    </message>
    <message>
        <source>What goes, and where the records are</source>
        <translation>Yang akan dikirim, dan di mana catatan berada</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Riwayat</translation>
    </message>
    <message>
        <source>Each contact with headquarters is noted here: what went, what came, how it ended.</source>
        <translation>Setiap sambungan ke kantor pusat dicatat di sini: apa yang terkirim, apa yang datang, bagaimana akhirnya.</translation>
    </message>
    <message>
        <source>KB</source>
        <translation>KB</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Waktu</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Lama</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Terkirim</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Diterima</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>Hasil</translation>
    </message>
    <message>
        <source>{count} changes are known to wait for you there.</source>
        <translation>{count} perubahan sudah menunggu di sana untuk diterima.</translation>
    </message>
    <message>
        <source>What comes is known once headquarters answers.</source>
        <translation>Yang akan datang baru diketahui setelah kantor pusat menjawab.</translation>
    </message>
    <message>
        <source>Paused. What was sent stays sent.</source>
        <translation>Dijeda. Yang sudah terkirim tetap terkirim.</translation>
    </message>
    <message>
        <source>about {time} more</source>
        <translation>kira-kira {time} lagi</translation>
    </message>
    <message>
        <source>{count} seconds</source>
        <translation>{count} detik</translation>
    </message>
    <message>
        <source>{count} minutes</source>
        <translation>{count} menit</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Selesai</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Menghentikan …</translation>
    </message>
    <message>
        <source>To send</source>
        <translation>Akan dikirim</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} dtk</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} mnt</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesi</translation>
    </message>
    <message>
        <source>Participants</source>
        <translation>Peserta</translation>
    </message>
    <message>
        <source>Job offers</source>
        <translation>Tawaran kerja</translation>
    </message>
    <message>
        <source>Recruiters</source>
        <translation>Perekrut</translation>
    </message>
    <message>
        <source>Nothing to send yet</source>
        <translation>Belum ada yang perlu dikirim</translation>
    </message>
    <message>
        <source>{sent} files sent, {got} received.</source>
        <translation>{sent} berkas terkirim, {got} diterima.</translation>
    </message>
    <message>
        <source>The line broke before {count} files were sent; they go on from there next time.</source>
        <translation>Sambungan terputus sebelum {count} berkas terkirim; nanti dilanjutkan dari sana.</translation>
    </message>
    <message>
        <source>With the lead</source>
        <translation>Di ketua tim</translation>
    </message>
    <message>
        <source>The records are at headquarters, files still wait</source>
        <translation>Catatan sudah di kantor pusat, berkas masih menunggu</translation>
    </message>
    <message>
        <source>Colleagues&apos; bundles brought on: {count}; bring the answers back on their sticks.</source>
        <translation>Kiriman rekan yang diteruskan: {count}; bawa jawabannya di flashdisk mereka.</translation>
    </message>
    <message>
        <source>This laptop locks on {day} unless it synchronises before. Nothing is lost then.</source>
        <translation>Laptop ini terkunci pada {day} kecuali disinkronkan sebelumnya. Tidak ada yang hilang karenanya.</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Leave</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Selesai</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Lanjut</translation>
    </message>
</context>
<context>
    <name>Unlock</name>
    <message>
        <source>Unlock</source>
        <translation>Buka kunci</translation>
    </message>
    <message>
        <source>Unlock this laptop&apos;s data</source>
        <translation>Buka data laptop ini</translation>
    </message>
    <message>
        <source>Type the passphrase you chose when you set this laptop up.</source>
        <translation>Ketik kata sandi yang dipilih saat laptop ini disiapkan.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Kata sandi</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Buka</translation>
    </message>
</context>
<context>
    <name>VillageDetail</name>
    <message>
        <source>Close the details</source>
        <translation>Tutup rincian</translation>
    </message>
    <message>
        <source>Close the details (Esc)</source>
        <translation>Tutup rincian (Esc)</translation>
    </message>
    <message>
        <source>New session here</source>
        <translation>Sesi baru di sini</translation>
    </message>
    <message>
        <source>Show on the map</source>
        <translation>Tunjukkan di peta</translation>
    </message>
    <message>
        <source>No letter (SK) in force: not an assisted village today.</source>
        <translation>Tidak ada SK yang berlaku: saat ini bukan desa binaan.</translation>
    </message>
    <message>
        <source>Letter (SK) {number}
since {start}</source>
        <translation>SK {number}
sejak {start}</translation>
    </message>
    <message>
        <source>Letter (SK) {number}
{start} to {end}</source>
        <translation>SK {number}
{start} s.d. {end}</translation>
    </message>
    <message>
        <source>SESSIONS ({count})</source>
        <translation>SESI ({count})</translation>
    </message>
    <message>
        <source>OFFERS ({count})</source>
        <translation>TAWARAN KERJA ({count})</translation>
    </message>
    <message>
        <source>NEIGHBOURS NEVER VISITED, WITHIN {km} KM</source>
        <translation>TETANGGA YANG BELUM PERNAH DIKUNJUNGI, DALAM {km} KM</translation>
    </message>
    <message>
        <source>Your office has no session here that counts.</source>
        <translation>Kantor Anda belum punya sesi yang terhitung di sini.</translation>
    </message>
    <message>
        <source>Last visit: {date}
Sessions: {sessions} · People reached: {reached}</source>
        <translation>Kunjungan terakhir: {date}
Sesi: {sessions} · Orang terjangkau: {reached}</translation>
    </message>
    <message>
        <source>Waiting for approval: {count}</source>
        <translation>Menunggu persetujuan: {count}</translation>
    </message>
</context>
<context>
    <name>VillageMap</name>
    <message>
        <source>Map of the villages</source>
        <translation>Peta desa</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Perbesar</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Perkecil</translation>
    </message>
    <message>
        <source>My office&apos;s villages</source>
        <translation>Desa kantor saya</translation>
    </message>
    <message>
        <source>The whole country</source>
        <translation>Seluruh Indonesia</translation>
    </message>
    <message>
        <source>Preparing the map …</source>
        <translation>Menyiapkan peta …</translation>
    </message>
    <message>
        <source>{state}, urgent offer</source>
        <translation>{state}, ada tawaran SEGERA</translation>
    </message>
    <message>
        <source>District {name}</source>
        <translation>Kecamatan {name}</translation>
    </message>
    <message>
        <source>{count} villages. Tab goes through those in sight, Enter opens one.</source>
        <translation>{count} desa. Tab menelusuri yang terlihat, Enter membukanya.</translation>
    </message>
</context>
<context>
    <name>VillageOverview</name>
    <message>
        <source>Villages</source>
        <translation>Desa</translation>
    </message>
    <message>
        <source>Search village, district …</source>
        <translation>Cari desa, kecamatan …</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabel</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Peta</translation>
    </message>
    <message>
        <source>Search all villages</source>
        <translation>Cari di semua desa</translation>
    </message>
    <message>
        <source>Province</source>
        <translation>Provinsi</translation>
    </message>
    <message>
        <source>Regency</source>
        <translation>Kabupaten/kota</translation>
    </message>
    <message>
        <source>Boundaries: BPS / OCHA ROAP, COD-AB Indonesia 2020, CC BY 3.0 IGO, modified. No endorsement.</source>
        <translation>Batas wilayah: BPS / OCHA ROAP, COD-AB Indonesia 2020, CC BY 3.0 IGO, diubah. Bukan pengesahan resmi.</translation>
    </message>
    <message>
        <source>{count} shown</source>
        <translation>{count} ditampilkan</translation>
    </message>
    <message>
        <source>No village found</source>
        <translation>Desa tidak ditemukan</translation>
    </message>
    <message>
        <source>No village yet</source>
        <translation>Belum ada desa</translation>
    </message>
    <message>
        <source>Assisted villages come from headquarters when you synchronise. Those with a session are here, too.</source>
        <translation>Desa binaan datang dari kantor pusat saat sinkron. Desa yang sudah ada sesinya juga tampil di sini.</translation>
    </message>
    <message>
        <source>No unvisited neighbour</source>
        <translation>Tidak ada tetangga yang belum dikunjungi</translation>
    </message>
    <message>
        <source>Villages beside yours that nobody has visited stand here, the nearest first.</source>
        <translation>Di sini tampil desa di sekitar desa Anda yang belum pernah dikunjungi, yang terdekat lebih dulu.</translation>
    </message>
    <message>
        <source>My villages</source>
        <translation>Desa saya</translation>
    </message>
    <message>
        <source>Unvisited neighbours</source>
        <translation>Tetangga belum dikunjungi</translation>
    </message>
    <message>
        <source>All villages</source>
        <translation>Semua desa</translation>
    </message>
    <message>
        <source>All provinces</source>
        <translation>Semua provinsi</translation>
    </message>
    <message>
        <source>All regencies</source>
        <translation>Semua kabupaten/kota</translation>
    </message>
    <message>
        <source>Try fewer letters, or the name of the district.</source>
        <translation>Coba lebih sedikit huruf, atau nama kecamatannya.</translation>
    </message>
</context>
<context>
    <name>VillagePicker</name>
    <message>
        <source>No village found. Try fewer letters, or the district.</source>
        <translation>Desa tidak ditemukan. Coba huruf lebih sedikit, atau nama kecamatannya.</translation>
    </message>
    <message>
        <source>Kec. {district}, {regency}, {province}</source>
        <translation>Kec. {district}, {regency}, {province}</translation>
    </message>
    <message>
        <source>Your last villages</source>
        <translation>Desa terakhir Anda</translation>
    </message>
    <message>
        <source>Near {village}</source>
        <translation>Dekat {village}</translation>
    </message>
    <message>
        <source>Press to remove, or Backspace in the empty line</source>
        <translation>Tekan untuk menghapus, atau Backspace di baris kosong</translation>
    </message>
    <message>
        <source>Type a village or district</source>
        <translation>Ketik desa atau kecamatan</translation>
    </message>
</context>
<context>
    <name>VillageRows</name>
    <message>
        <source>Village</source>
        <translation>Desa</translation>
    </message>
    <message>
        <source>District, regency</source>
        <translation>Kecamatan, kabupaten/kota</translation>
    </message>
    <message>
        <source>Lies beside</source>
        <translation>Letaknya</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Cakupan</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>Kunjungan terakhir</translation>
    </message>
    <message>
        <source>Letter (SK)</source>
        <translation>SK</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesi</translation>
    </message>
    <message>
        <source>Reached</source>
        <translation>Terjangkau</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>Tawaran</translation>
    </message>
    <message>
        <source>{km} from {village}</source>
        <translation>{km} dari {village}</translation>
    </message>
</context>
<context>
    <name>commands</name>
    <message>
        <source>Search everything</source>
        <translation>Cari apa saja</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>Sesi baru</translation>
    </message>
    <message>
        <source>New job offer report</source>
        <translation>Laporan tawaran kerja baru</translation>
    </message>
    <message>
        <source>Import attendance list</source>
        <translation>Impor daftar hadir</translation>
    </message>
    <message>
        <source>Synchronise now</source>
        <translation>Sinkronkan sekarang</translation>
    </message>
    <message>
        <source>Go to Home</source>
        <translation>Buka Beranda</translation>
    </message>
    <message>
        <source>Go to Sessions</source>
        <translation>Buka Sesi</translation>
    </message>
    <message>
        <source>Go to Job offers</source>
        <translation>Buka Tawaran kerja</translation>
    </message>
    <message>
        <source>Go to Villages</source>
        <translation>Buka Desa</translation>
    </message>
    <message>
        <source>Go to Coverage</source>
        <translation>Buka Cakupan</translation>
    </message>
    <message>
        <source>Go to Synchronise</source>
        <translation>Buka Sinkron</translation>
    </message>
    <message>
        <source>Go to Settings</source>
        <translation>Buka Pengaturan</translation>
    </message>
    <message>
        <source>Export coverage</source>
        <translation>Ekspor cakupan desa</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Kunci</translation>
    </message>
    <message>
        <source>Help on this page</source>
        <translation>Bantuan halaman ini</translation>
    </message>
    <message>
        <source>Show me around</source>
        <translation>Tur singkat</translation>
    </message>
</context>
<context>
    <name>tour</name>
    <message>
        <source>This is practice</source>
        <translation>Ini latihan</translation>
    </message>
    <message>
        <source>Nothing here is real. Home shows what waits: records to send, drafts to finish, what came back, and your villages. Let&apos;s live one day of field work.</source>
        <translation>Tidak ada yang nyata di sini. Beranda menunjukkan yang menunggu: catatan untuk dikirim, draf untuk diselesaikan, yang dikembalikan, dan desa Anda. Mari jalani satu hari di lapangan.</translation>
    </message>
    <message>
        <source>Record a session</source>
        <translation>Catat sesi</translation>
    </message>
    <message>
        <source>In the village, press Ctrl+N. A new session begins with today&apos;s date.</source>
        <translation>Di desa, tekan Ctrl+N. Sesi baru dimulai dengan tanggal hari ini.</translation>
    </message>
    <message>
        <source>Say where</source>
        <translation>Sebutkan desanya</translation>
    </message>
    <message>
        <source>Type a village as you know it, for example “ds wonorejo kaliwungu”, and press Enter.</source>
        <translation>Ketik nama desa seperti biasa, misalnya “ds wonorejo kaliwungu”, lalu tekan Enter.</translation>
    </message>
    <message>
        <source>Write down who came</source>
        <translation>Catat yang hadir</translation>
    </message>
    <message>
        <source>Tab goes to the next field, Enter to the next person, L or P is enough for the sex. A list from WhatsApp or Excel can be pasted whole. Everything is kept by itself, also when the battery dies.</source>
        <translation>Tab ke isian berikutnya, Enter ke orang berikutnya, cukup L atau P untuk jenis kelamin. Daftar dari WhatsApp atau Excel dapat ditempel utuh. Semua tersimpan sendiri, juga bila baterai habis.</translation>
    </message>
    <message>
        <source>Hand it in</source>
        <translation>Ajukan</translation>
    </message>
    <message>
        <source>When all is there, hand the session in. It counts once the team lead has approved it.</source>
        <translation>Setelah lengkap, ajukan sesi itu. Sesi dihitung setelah disetujui ketua tim.</translation>
    </message>
    <message>
        <source>Take a report</source>
        <translation>Terima laporan</translation>
    </message>
    <message>
        <source>Somebody tells of a suspicious job offer? The form begins with a safe place and asks one thing after the other: Y, T and U are the answers yes, no and don&apos;t know.</source>
        <translation>Ada yang bercerita tentang tawaran kerja mencurigakan? Formulir dimulai dari tempat yang aman, lalu bertanya satu per satu: Y, T, dan U untuk ya, tidak, dan tidak tahu.</translation>
    </message>
    <message>
        <source>Send it when there is a signal</source>
        <translation>Kirim saat ada sinyal</translation>
    </message>
    <message>
        <source>Synchronise sends what waits and says what arrived. In practice a practice lead approves at once. That is all; F1 helps on every page.</source>
        <translation>Sinkron mengirim yang menunggu dan memberi tahu apa yang sampai. Di latihan, ketua tim latihan langsung menyetujui. Itu saja; F1 membantu di setiap halaman.</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Returned</source>
        <translation>Dikembalikan</translation>
    </message>
    <message>
        <source>At headquarters</source>
        <translation>Di kantor pusat</translation>
    </message>
    <message>
        <source>Set aside at HQ</source>
        <translation>Disisihkan pusat</translation>
    </message>
    <message>
        <source>Saved here</source>
        <translation>Tersimpan</translation>
    </message>
    <message>
        <source>Visited within 6 months</source>
        <translation>Dalam 6 bulan terakhir</translation>
    </message>
    <message>
        <source>6 to 12 months ago</source>
        <translation>6–12 bulan lalu</translation>
    </message>
    <message>
        <source>Over 12 months ago</source>
        <translation>Lebih dari 12 bulan lalu</translation>
    </message>
    <message>
        <source>Not visited</source>
        <translation>Belum dikunjungi</translation>
    </message>
    <message>
        <source>Unvisited neighbour</source>
        <translation>Tetangga belum dikunjungi</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Kini</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Dicatat</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Dihapus</translation>
    </message>
    <message>
        <source>Restored</source>
        <translation>Dipulihkan</translation>
    </message>
    <message>
        <source>by you</source>
        <translation>oleh Anda</translation>
    </message>
    <message>
        <source>With the team lead</source>
        <translation>Di ketua tim</translation>
    </message>
    <message>
        <source>edited, not deleted</source>
        <translation>diubah, tidak dihapus</translation>
    </message>
    <message>
        <source>deleted: {reason}</source>
        <translation>dihapus: {reason}</translation>
    </message>
    <message>
        <source>you</source>
        <translation>Anda</translation>
    </message>
    <message>
        <source>a colleague</source>
        <translation>rekan</translation>
    </message>
    <message>
        <source>this laptop</source>
        <translation>laptop ini</translation>
    </message>
    <message>
        <source>by {name}</source>
        <translation>oleh {name}</translation>
    </message>
</context>
</TS>
