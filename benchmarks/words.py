"""Words that made-up field days are drawn from: names, trades and sentences as they stand on Indonesian lists."""

from __future__ import annotations

MALE = (
    "Ahmad Abdul Agus Andi Anwar Ari Arif Asep Bambang Bayu Beni Budi Cahyo Cecep Dadang Darmawan Dedi Deni Didik Doni "
    "Dwi Edi Eko Endang Faisal Fajar Ferdinan Firman Galih Gede Gunawan Hadi Hamid Hari Hasan Hendra Heri Herman "
    "Husein I.Wayan Ibnu Idris Ilham Imam Indra Iqbal Irfan Irwan Ismail Iwan Jajang Jamaludin Joko Junaidi Kadek "
    "Kardi Karyono Ketut Khairul Komang Kusnadi La.Ode Lukman M. Made Mahmud Mansur Marno Maulana Muh. Muhamad "
    "Muhammad Mulyadi Mulyono Mustofa Nana Nanang Nasir Nur Nurdin Nyoman Paijo Parlindungan Paulus Petrus Purwanto "
    "Putu Rahmat Ramli Ratno Reza Ridwan Rizki Robert Rohmat Roni Rudi Rusdi Sabar Saefudin Saiful Samsul Sarjono "
    "Sartono Slamet Sofyan Subagyo Subur Sudarmo Sudirman Sugeng Sugiyanto Suharto Sukarno Sulaiman Sumarno Sunardi "
    "Supardi Suparman Supriyadi Surya Suryanto Sutarno Sutrisno Suwarno Syahrul Syamsudin Tarmuji Tatang Taufik "
    "Teguh Toni Tri Tukiman Udin Ujang Untung Usman Wahid Wahyu Wasis Widodo Yahya Yanto Yohanes Yosef Yudi Yusuf "
    "Zaenal Zainudin Zulkifli"
).split()
FEMALE = (
    "Ade Ai Aisyah Alfiyah Ana Ani Anisa Aminah Asih Asmawati Astuti Ayu Cici Darmi Desi Dewi Diah Dian Dina Dwi Eka "
    "Elisabet Elis Endah Eni Erna Esti Eti Euis Evi Fadilah Fatimah Fitri Fitriani Halimah Hani Hartini Hasanah "
    "Hesti Ida Iis Iin Ika Imas Indah Ira Isnaini Jamilah Juariah Jumiati Kartika Kartini Khotimah Komariah Kurniasih "
    "Laila Lastri Leni Lilis Lina Linda Lisna Maemunah Mamik Maria Marlina Mariam Martha Maryati Mega Mei Mimin "
    "Miftahul Mujiati Mulyani Murni Muslimah Nani Neneng Ngatinem Ni.Kadek Ni.Luh Ni.Made Nining Novi Nunung Nur "
    "Nurhayati Nurjanah Nurlaela Nurul Paini Partini Purwanti Puspita Putri Rahayu Rahma Rani Ratna Ratih Reni Retno "
    "Rina Rini Riska Rohani Rohmah Romlah Rosita Rukmini Rusmiati Sainah Salamah Samini Sari Sarinah Sartika Sholikhah "
    "Siti Sofiah Sri Suharti Suharni Sukarti Sukini Sulastri Sumarni Sumiati Sunarti Suparmi Supriyati Surati "
    "Susanti Susi Suwarni Tasri'ah Tini Titin Tri Tuti Ulfah Umi Utami Wahyuni Warsini Wartini Wati Wiwik Wulan "
    "Yani Yanti Yati Yayuk Yuliana Yuli Yuni Zahra Zubaidah Zulaikha"
).split()
LATER = (
    "Abidin Achmad Aditya Afandi Agustina Alamsyah Ali Amalia Aminudin Andriyani Anggraini Anshori Apriani Ardiansyah "
    "Arifin Ariyanto Asmara Azis Aziz Bachtiar Baharudin Basri Basuki Budiman Budiyono Chasanah Damanik Daulay Dewanto "
    "Effendi Fadli Fauzi Febriani Firmansyah Ginting Habibi Hakim Halim Handayani Handoko Harahap Haryanto Hasibuan "
    "Hastuti Hermawan Hidayah Hidayat Hidayatulloh Hutabarat Hutagalung Irawan Iskandar Ismiyati Istiqomah Jatmiko "
    "Junaedi Karim Khasanah Koswara Kurnia Kurniawan Kusuma Kusumawati Laksono Lestari Lubis Ma'arif Ma'rifah Maesaroh "
    "Maghfiroh Mahendra Mahfud Manurung Mardiana Marpaung Mubarok Munawaroh Muslim Mutmainah Nababan Nasution "
    "Ningrum Ningsih Nugraha Nugroho Nurcahyo Nuraini Nurohman Oktaviani Pane Pangestu Permana Permatasari Pertiwi "
    "Prabowo Pramono Prasetya Prasetyo Pratama Pratiwi Priyanto Purnama Purnomo Purwaningsih Puspitasari Rachman "
    "Rahardjo Rahayu Rahmadani Rahmawati Ramadhan Rohman Rosyid Rusmana Sahputra Saputra Saputri Saragih Sembiring "
    "Septiani Setiadi Setiawan Setiawati Setyaningsih Setyawan Siahaan Sianturi Sihombing Simanjuntak Sinaga "
    "Siregar Sitompul Situmorang Sobari Sobirin Subekti Sudrajat Sugiarto Suhendar Suherman Sukmawati Sulistyo "
    "Sulistyowati Sunarko Suprapto Supriatna Suryadi Suryani Susanto Susilawati Susilo Sutanto Suwandi Syafi'i Syahputra "
    "Tambunan Tampubolon Tanjung Ulum Utomo Wahyudi Wardani Wibisono Wibowo Widiastuti Widyastuti Wijaya Wijayanti "
    "Winarno Wulandari Yulianti Yulianto Yusup Zaini Zebua"
).split()
TITLES = ("H. {}", "Hj. {}", "{}, S.Pd", "{}, S.Pd.I", "{}, S.H.", "Drs. {}", "{}, A.Md.Keb", "{}, S.Sos", "Ust. {}")
HAMLETS = (
    "Krajan,Krajan Lor,Krajan Kidul,Sidomulyo,Sidorejo,Karanganyar,Karangtengah,Ngemplak,Gebang,Kauman,Wonosari,Sumberejo,"
    "Pandean,Jetis,Kebonagung,Tegalsari,Mlaten,Klampok,Bulusari,Kalirejo,Pilang,Sawahan,Ngadirejo,Tlogo,Randusari,Purwosari,"
    "Blimbing,Gondang,Kedungsari,Mranggen,Suruhan,Tambangan,Bendosari,Plosorejo,Sambirejo,Winong,Dukuh,Gempol,Bakalan,Pucung"
).split(",")
TRADES = (
    "petani,buruh tani,ibu rumah tangga,pelajar,mahasiswa,wiraswasta,pedagang,buruh harian lepas,karyawan swasta,guru,"
    "nelayan,sopir,tukang kayu,tukang batu,penjahit,perangkat desa,kader posyandu,belum bekerja,pensiunan,buruh pabrik,"
    "ojek online,bidan,honorer,mantan PMI,peternak,montir,satpam,jual gorengan,warung,ART,BPD,ketua RT,kadus,PKK,"
    "karang taruna,buruh bangunan,guru ngaji,penggilingan padi,konveksi rumahan,tani tembakau"
).split(",")
COUNTRIES = "Taiwan,Hong Kong,Malaysia,Korea,Jepang,Singapura,Arab Saudi,Kamboja,Brunei,Thailand,Polandia,Dubai".split(
    ","
)
VENUES = (
    "Balai Desa {village}",
    "Aula kantor desa {village}",
    "Pendopo Kecamatan {district}",
    "Rumah Kadus {hamlet}",
    "Gedung PKK {village}",
    "SMK Negeri 1 {district}",
    "Mushola Al-{surname} dusun {hamlet}",
    "Gedung serbaguna RW {number}",
    "MI Miftahul Huda {village}",
    "Lapangan voli {hamlet}",
)
MINUTES = (
    "Acara dibuka oleh {person} pukul {hour} dilanjutkan menyanyikan lagu Indonesia Raya.",
    "Sambutan kepala desa {village} menekankan bahwa tahun lalu ada {number} warga berangkat tanpa dokumen ke {country}.",
    "{person} menjelaskan syarat paspor untuk bekerja dan bahwa biayanya dibayar sendiri ke bank, bukan lewat perantara.",
    "Peserta dari dusun {hamlet} menceritakan tetangganya yang ditawari kerja {job} di {country} gaji {number} juta.",
    "Diputar video pendek korban penipuan daring, beberapa ibu-ibu menangis.",
    "Hujan deras dari jam {hour}, listrik padam kira-kira {number} menit, acara diteruskan tanpa proyektor.",
    "Tanya jawab paling banyak tentang visa wisata yang dipakai bekerja dan cara mengecek P3MI di situs resmi.",
    "Bp. {person} minta agar penyuluhan diulang di dusun {hamlet} karena banyak pemuda yang merantau.",
    "Disepakati perangkat desa mencatat warga yang akan berangkat dan melapor ke kantor imigrasi lewat WA grup.",
    "Hadir juga Babinsa {person} dan Bhabinkamtibmas, keduanya siap membantu pendataan.",
    "Seorang mantan PMI, {person}, berbagi pengalaman {number} tahun kerja di {country}; paspornya dulu ditahan majikan.",
    "Brosur dibagikan {number} lembar, sisanya dititipkan di kantor desa.",
    "Bu {person} bertanya apakah anak umur 17 boleh membuat paspor untuk magang; dijawab harus ada izin orang tua.",
    "Data peserta ditulis tangan oleh {person}, ada yang nomor HP-nya menyusul.",
    "Ditemukan selebaran lowongan {job} ke {country} di warung dekat balai desa, difoto dan dicatat sebagai tawaran.",
    "Kendala: jalan ke {hamlet} rusak, petugas tiba terlambat {number} menit.",
    "Ditutup dengan doa oleh {person} pukul {hour}. Rencana kunjungan berikutnya bulan depan.",
    "Kader PKK akan memasang spanduk nomor pengaduan di posyandu {hamlet}.",
    "Sebagian peserta belum tahu beda PMI prosedural dan nonprosedural, dijelaskan ulang memakai bahasa daerah.",
    "Kades minta daftar P3MI resmi yang cabangnya ada di kabupaten, akan dikirim menyusul.",
)
STORIES = (
    "{person} dihubungi akun tak dikenal lewat {platform}, ditawari jadi {job} di {country} dengan gaji {number} juta.",
    "Katanya tidak perlu bisa bahasa, tiket dan hotel ditanggung, nanti dipotong gaji {number} bulan.",
    "Perekrut minta foto KTP, KK dan ijazah dikirim malam itu juga, mendesak karena kuota tinggal {number} orang.",
    "Akan berangkat lewat Batam naik feri lalu terbang dari Johor, paspor dipegang sponsor bernama {person}.",
    "Keluarga curiga sebab alamat kantor di {hamlet} ternyata rumah kosong.",
    "Sudah setor uang muka {number} juta ke rekening atas nama {person}, kuitansi tidak ada.",
    "Kontrak hanya berupa foto di WA dan nama perusahaannya ditulis berbeda-beda.",
    "Sepupunya berangkat lewat orang yang sama bulan lalu dan sekarang susah dihubungi.",
    "Disuruh mengaku wisata kalau ditanya petugas, dan menghapus percakapan di telepon.",
    "Pelapor ingin tahu apakah {country} memang membuka lowongan {job}; dijawab akan dicek ke BP3MI.",
    "Lowongan dibagikan di grup alumni SMK, ada {number} orang lain dari desa {village} yang sudah mendaftar.",
    "Orang tuanya tidak setuju tetapi anaknya, {person}, sudah dijanjikan berangkat setelah lebaran.",
)
QUESTIONS = (
    "Apakah paspor bisa dibuat di luar domisili? (dari {person})",
    "Berapa lama proses paspor untuk yang mau ke {country}?",
    "Kalau sudah terlanjur bayar calo {number} juta bagaimana?",
    "Anak saya sudah di {country}, HP tidak aktif sejak {number} minggu, lapor ke mana?",
    "Apa bedanya magang dan kerja di {country}?",
    "Apakah P3MI yang kantornya di {hamlet} itu resmi?",
)
JOBS = "admin,CS,operator,pelayan restoran,ABK,buruh kebun,asisten rumah tangga,gudang,marketing online,terapis".split(",")
