"""Indonesian words that the made packages are put together from. Places and people are fictional."""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """An agency that every local government has; `above` is the slot of the unit that it belongs to."""

    kind: str
    name: str
    head: str
    above: int | None = None


class Topic(NamedTuple):
    """What a programme may be about."""

    slug: str
    title: str
    field: str
    form: str


# fmt: off
FIRST_NAMES = (
    "Teluk", "Muara", "Tanjung", "Bukit", "Lembah", "Pulau", "Ranah", "Gunung", "Telaga", "Padang", "Rimba",
    "Pantai", "Hulu", "Selat",
)
LAST_NAMES = (
    "Cempaka", "Kenanga", "Melati", "Seruni", "Dahlia", "Anggrek", "Teratai", "Mawar", "Flamboyan",
    "Kemuning", "Cendana", "Meranti", "Damar", "Gaharu", "Ulin", "Jati", "Pinus", "Beringin", "Mahoni",
    "Trembesi", "Ketapang", "Bakau", "Nipah", "Rotan", "Bambu",
)
# fmt: on

OFFICES = (
    Unit("sekretariat", "Sekretariat Daerah", "Sekretaris Daerah"),
    Unit("inspektorat", "Inspektorat Daerah", "Inspektur"),
    Unit("badan", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "Kepala Badan"),
    Unit("dinas", "Dinas Pendidikan", "Kepala Dinas"),
    Unit("dinas", "Dinas Kesehatan", "Kepala Dinas"),
    Unit("rsud", "Rumah Sakit Umum Daerah", "Direktur", 4),
    Unit("dinas", "Dinas Pekerjaan Umum dan Penataan Ruang", "Kepala Dinas"),
    Unit("dinas", "Dinas Komunikasi dan Informatika", "Kepala Dinas"),
    Unit("dinas", "Dinas Sosial", "Kepala Dinas"),
    Unit("dinas", "Dinas Perhubungan", "Kepala Dinas"),
    Unit("dinas", "Dinas Lingkungan Hidup", "Kepala Dinas"),
    Unit("dinas", "Dinas Kependudukan dan Pencatatan Sipil", "Kepala Dinas"),
    Unit("dinas", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "Kepala Dinas"),
    Unit("badan", "Badan Perencanaan Pembangunan Daerah", "Kepala Badan"),
    Unit("badan", "Badan Keuangan dan Aset Daerah", "Kepala Badan"),
    Unit("badan", "Badan Penanggulangan Bencana Daerah", "Kepala Pelaksana"),
    Unit("dinas", "Dinas Perpustakaan dan Kearsipan", "Kepala Dinas"),
    Unit("dinas", "Dinas Pariwisata dan Kebudayaan", "Kepala Dinas"),
)
UNITS = (
    *OFFICES,
    *(Unit("kecamatan", f"Kecamatan {name}", "Camat", 0) for name in LAST_NAMES[:10]),
    *(Unit("puskesmas", f"Puskesmas {name}", "Kepala Puskesmas", 4) for name in LAST_NAMES[:6]),
    *(Unit("sekolah", f"SMP Negeri Contoh {number}", "Kepala Sekolah", 3) for number in range(1, 7)),
)

# fmt: off
COMPETENCIES = {
    "manajerial": (
        "Integritas", "Kerja Sama", "Komunikasi", "Orientasi pada Hasil", "Pelayanan Publik",
        "Pengembangan Diri dan Orang Lain", "Mengelola Perubahan", "Pengambilan Keputusan",
    ),
    "sosiokultural": ("Perekat Bangsa",),
    "teknis": (
        "Manajemen Kepegawaian", "Analisis Jabatan", "Penyusunan Anggaran", "Pengadaan Barang dan Jasa",
        "Penatausahaan Aset", "Pengawasan Internal", "Penyusunan Peraturan", "Analisis Kebijakan",
        "Pengelolaan Data", "Keamanan Informasi", "Layanan Digital", "Teknologi Pembelajaran",
        "Penilaian Siswa", "Kepemimpinan Sekolah", "Keselamatan Pasien", "Manajemen Rumah Sakit",
        "Surveilans Penyakit", "Gizi Masyarakat", "Perencanaan Wilayah", "Pengawasan Bangunan",
        "Manajemen Lalu Lintas", "Penanggulangan Bencana", "Pengelolaan Sampah", "Kearsipan",
        "Pelayanan Perizinan",
    ),
}
# fmt: on
PREFIXES = {"manajerial": "MAN", "sosiokultural": "SOS", "teknis": "TEK"}

TOPICS = (
    Topic("teknologi-pendidikan", "Teknologi pendidikan untuk guru", "Pendidikan", "pelatihan-teknis"),
    Topic(
        "manajemen-rumah-sakit",
        "Manajemen rumah sakit: alur pasien dan mutu",
        "Kesehatan",
        "pelatihan-teknis",
    ),
    Topic("manajemen-waktu", "Manajemen waktu dan prioritas kerja", "Kepegawaian", "lokakarya"),
    Topic("komunikasi-publik", "Komunikasi publik yang jernih dan santun", "Komunikasi", "kursus"),
    Topic("pengelolaan-data", "Sistem pengelolaan data perangkat daerah", "Informatika", "bimbingan-teknis"),
    Topic(
        "kepemimpinan-pengawas", "Kepemimpinan bagi pejabat pengawas", "Kepegawaian", "pelatihan-kepemimpinan"
    ),
    Topic("pengadaan", "Pengadaan barang dan jasa pemerintah", "Keuangan", "pelatihan-fungsional"),
    Topic("anggaran", "Penyusunan anggaran berbasis kinerja", "Keuangan", "bimbingan-teknis"),
    Topic("layanan-perizinan", "Layanan perizinan tanpa tatap muka", "Perizinan", "pelatihan-jarak-jauh"),
    Topic("tanggap-bencana", "Tanggap darurat dan posko bencana", "Kebencanaan", "pelatihan-teknis"),
    Topic("coaching-kinerja", "Coaching kinerja bagi kepala bidang", "Kepegawaian", "coaching"),
    Topic("magang-kota", "Magang lintas perangkat daerah", "Kepegawaian", "magang"),
    Topic("komunitas-guru", "Komunitas belajar guru mata pelajaran", "Pendidikan", "komunitas-belajar"),
    Topic("keamanan-informasi", "Keamanan informasi untuk semua pegawai", "Informatika", "e-learning"),
    Topic("patok-banding", "Patok banding pelayanan publik", "Organisasi", "patok-banding"),
    Topic("tugas-belajar", "Tugas belajar magister administrasi publik", "Kepegawaian", "tugas-belajar"),
)

OUTSIDE_CLASS = (
    "coaching",
    "magang",
    "komunitas-belajar",
    "e-learning",
    "patok-banding",
    "pelatihan-jarak-jauh",
)
"""Forms of the track nonklasikal among the topics."""

AUDIENCES = (
    "Guru ASN jenjang SD dan SMP",
    "Pejabat pengawas dan administrator di seluruh perangkat daerah",
    "Perawat, bidan, dan tenaga administrasi fasilitas kesehatan",
    "Pengelola kepegawaian dan analis sumber daya manusia aparatur",
    "Bendahara, pejabat penatausahaan keuangan, dan penyusun anggaran",
)
SUMMARIES = (
    "Peserta memetakan pekerjaan sehari-hari dan memilih satu perbaikan yang dapat dikerjakan dalam sebulan.",
    "Setiap pertemuan berisi contoh dari kantor peserta, latihan berpasangan, dan umpan balik.",
    "Bahan disusun bersama praktisi dan diperbarui setiap angkatan berdasarkan hasil evaluasi peserta.",
    "Sesudah pelatihan, peserta didampingi selama enam minggu sampai rencana tindak lanjutnya berjalan.",
    "Pendekatan kelas kecil memberi ruang untuk bertanya dan berlatih langsung dengan data kantor.",
    "Program ini menutup kesenjangan yang ditemukan pada penilaian kompetensi tahun sebelumnya.",
)
OBJECTIVES = (
    "Memetakan alur kerja dan menemukan penantian yang sia-sia",
    "Menyusun satu bahan ajar atau naskah kerja yang siap dipakai",
    "Mengusulkan satu perbaikan layanan lengkap dengan ukuran hasilnya",
    "Membaca data kinerja dan menjelaskannya kepada pimpinan",
    "Menerapkan daftar periksa mutu pada pekerjaan sendiri",
    "Memimpin rapat singkat yang berakhir dengan keputusan",
)
CRITERIA = (
    "ASN aktif di perangkat daerah penyelenggara atau unit di bawahnya",
    "Mendapat persetujuan atasan langsung",
    "Didahulukan yang belum memenuhi 20 JP tahun ini",
    "Bersedia menyusun rencana tindak lanjut",
    "Belum pernah mengikuti program yang sama dalam dua tahun terakhir",
)
# fmt: off
TAGS = (
    "digital", "pendidikan", "kesehatan", "kepemimpinan", "pelayanan", "keuangan", "data", "kebencanaan",
)
# fmt: on
PLACES = (
    "Aula BKPSDM, lantai 2",
    "Ruang Kelas Cendana",
    "Gedung Diklat, Ruang 3",
    "Daring",
    "Balai Kota, Ruang Rapat 1",
)

# fmt: off
PEOPLE_FIRST = (
    "Bintang", "Samudra", "Cakrawala", "Embun", "Fajar", "Guruh", "Hujan", "Kabut", "Langit", "Mega",
    "Ombak", "Pelangi", "Rintik", "Senja",
)
PEOPLE_MIDDLE = (
    "Tenang", "Jernih", "Teduh", "Lapang", "Hening", "Cerah", "Lembut", "Biru", "Hijau", "Putih", "Kuning",
    "Ungu", "Merah",
)
PEOPLE_LAST = (
    "Pertiwi", "Khatulistiwa", "Nusantara", "Bahari", "Lestari", "Sentosa", "Sejahtera", "Gemilang",
    "Mandiri", "Persada", "Buana",
)
# fmt: on
POSITIONS = (
    "Kepala Bidang Pengembangan Kompetensi",
    "Kepala Bidang Mutasi",
    "Guru Ahli Madya",
    "Perawat Ahli Muda",
    "Analis Kebijakan Ahli Muda",
    "Perencana Ahli Madya",
    "Pranata Komputer Ahli Pertama",
    "Auditor Ahli Muda",
)
RANKS = ("Penata (III/c)", "Penata Tingkat I (III/d)", "Pembina (IV/a)", "Pembina Tingkat I (IV/b)")
EXPERTISE = (
    "Perencanaan karier dan pengembangan kompetensi pegawai",
    "Manajemen mutu pelayanan dan penyusunan standar operasional",
    "Teknologi pembelajaran dan penyusunan bahan ajar",
    "Penyusunan anggaran dan pengendalian kegiatan",
    "Analisis kebijakan dan penulisan naskah dinas",
)
HELP = (
    "Menyusun rencana karier tiga tahun",
    "Membaca hasil penilaian kompetensi",
    "Menyiapkan diri menghadapi uji kompetensi jabatan fungsional",
    "Membahas kasus nyata dari kantor setiap dua pekan",
    "Mengelola tim kecil dan memimpin rapat yang singkat",
)
HOURS_FREE = (
    "Selasa dan Kamis sore",
    "Rabu, 14.00–16.00",
    "Jumat pagi",
    "Senin dan Rabu, sesudah jam kantor",
)

COMMENTS = (
    "Latihan kelompoknya membantu",
    "Bahan mudah dipahami",
    "Ruang kelas agak panas",
    "Waktu tanya jawab terlalu singkat",
    "Pengajar memberi contoh dari kantor kami",
    "Mohon bahan dikirim sebelum kelas dimulai",
    "Sudah kami terapkan di unit kerja",
    "Perlu pendampingan lanjutan",
)
