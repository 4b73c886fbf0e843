"""Makes the mentoring requests of the demonstration package; `bench.demo_answers` runs it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from bench.demo_tables import LAST_DAY, Row, as_typed, form_headers, nobodys_nip, place_of, read, write

FIELDS = [
    *("submitted_at", "submitter_email", "mentor", "agency", "goal", "status", "rank", "position", "kind"),
    *("conflict", "decided_on", "nip", "email", "response_id"),
]
STATUSES = ("baru", "diterima", "diterima", "diterima", "ditolak", "selesai")
AGES = {"baru": (1, 20), "diterima": (5, 150), "ditolak": (5, 150), "selesai": (200, 700)}
"""How many days ago a request of each status came: from, to."""

GOALS = (
    "Menyusun rencana karier tiga tahun",
    "Menyiapkan diri untuk uji kompetensi",
    "Memahami tugas pada seratus hari pertama di jabatan baru",
    "Belajar memimpin rapat dan membagi tugas",
    "Menyusun portofolio kenaikan jenjang fungsional",
    "Merencanakan dan melaksanakan proyek dengan efisien",
    "Menata pengelolaan data di unit",
    "Menyampaikan usulan perbaikan layanan kepada pimpinan",
    "Menyesuaikan diri setelah pindah unit",
    "Menata waktu kerja yang padat",
    "Menyiapkan diri mengikuti seleksi terbuka",
    "Menulis naskah kebijakan yang ringkas",
    "Mendampingi rekan yang baru bertugas",
    "Memilih pelatihan lanjutan yang sesuai bakat",
)
POSITIONS = (
    ("Penata Muda (III/a)", "Analis Kebijakan Ahli Pertama"),
    ("Penata Muda Tk. I (III/b)", "Analis SDM Aparatur Ahli Pertama"),
    ("Pengatur (II/c)", "Pengelola Layanan"),
    ("Penata (III/c)", "Kepala Subbagian Umum"),
    ("PPPK golongan IX", "Pranata Komputer Ahli Pertama"),
    ("PPPK golongan IX", "Guru Ahli Pertama"),
    ("Pengatur Tk. I (II/d)", "Perawat Terampil"),
    ("Penata Muda (III/a)", "Teknik Jalan dan Jembatan Ahli Pertama"),
)


def write_requests(draw: random.Random, agencies: Iterable[str]) -> None:
    """Writes the mentoring form's answers, a few bad ones last."""
    requests = sorted(_requests(draw, list(agencies)), key=lambda row: row["submitted_at"])
    rows = [as_typed("mentoring_requests", row) for row in requests]
    slip = next(row for row in rows if row["status"] == "Baru")
    bad = [
        slip | {"mentor": "m-0000", "response_id": "2_ABaOnucontoh01"},
        slip | {"status": "Menunggu", "response_id": "2_ABaOnucontoh02"},
        slip | {"goal": "", "response_id": "2_ABaOnucontoh03"},
    ]
    headers = form_headers("mentoring_requests", FIELDS)
    write("mentoring-requests-form.csv", FIELDS, headers, rows + bad)


def _requests(draw: random.Random, agencies: list[str]) -> Iterator[Row]:
    """One to five requests a mentor; those accepted never exceed the capacity."""
    for mentor in _mentors():
        near = [each for each in agencies if place_of(each) == place_of(mentor["agency"])]
        free = int(mentor["capacity"])
        for _ in range(draw.randrange(1, 6)):
            status = draw.choice(STATUSES)
            if status == "diterima" and free == 0:
                status = "selesai"
            free -= status == "diterima"
            yield _request(draw, mentor, draw.choice([*near, mentor["agency"]]), status)


def _mentors() -> Iterator[Row]:
    """The mentors who may show: consenting, confirmed of late, and without a slip in their row."""
    oldest, newest = (LAST_DAY - timedelta(days=175)).isoformat(), LAST_DAY.isoformat()
    for row in read("mentors.csv"):
        shows = row["consent"] == "ya" and oldest < row["confirmed_on"] <= newest
        is_fit = row["capacity"].isdigit() and row["expertise"] and "TEK-99" not in row["competencies"]
        if shows and is_fit and "08" not in row["channel"]:
            yield row


def _request(draw: random.Random, mentor: Row, agency: str, status: str) -> Row:
    day = LAST_DAY - timedelta(days=draw.randrange(*AGES[status]))
    moment = datetime.combine(day, time(draw.randrange(8, 20), draw.randrange(60), draw.randrange(60)))
    decided = min(day + timedelta(days=draw.randrange(1, 9)), LAST_DAY)
    rank, position = draw.choice(POSITIONS)
    email = f"pemohon-{draw.randrange(16**4):04x}@contoh.go.id"
    is_boss = agency == mentor["agency"] and mentor["is_leader"] == "ya"
    return {
        "submitted_at": moment.isoformat(" "),
        "submitter_email": email,
        "mentor": mentor["id"],
        "agency": agency,
        "goal": draw.choice(GOALS),
        "status": status,
        "rank": rank,
        "position": position,
        "kind": "atasan-langsung" if is_boss else "lintas-unit",
        "conflict": draw.choice(("Tidak ada", "Tidak ada", "Tidak ada", "Pernah satu tim")),
        "decided_on": "" if status == "baru" else decided.isoformat(),
        "nip": nobodys_nip(draw) if draw.random() < 0.8 else "",
        "email": email,
        "response_id": f"2_ABaOnu{draw.randrange(16**10):010x}",
    }
