"""Makes what the demonstration package tells of people from a seed: answers, attendance, decisions.

Run `python -m bench.demo_answers` after a change of programmes, sessions, agencies or mentors in
`content/data`. The same tables and seed give the same bytes. The last rows of each file are bad on
purpose, so that the first build shows what setting aside looks like.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import sqrt

from bench.demo_decisions import write_assessments, write_decisions, write_merit, write_reviews
from bench.demo_participation import write_registrations
from bench.demo_people import people_of, write_workforce
from bench.demo_requests import write_requests
from bench.demo_tables import (
    LAST_DAY,
    SEED,
    Row,
    as_typed,
    fit_agencies,
    form_headers,
    nobodys_nip,
    place_of,
    read,
    write,
)
from generator.model.schema import load_schema

FIELDS = [field.name for field in load_schema("evaluations").fields]
NEIGHBOURS = {"pangkal-pinang": ("pangkal-pinang", "gerunggang")}
CIRCLES = {
    "Pendidikan": ("disdik", "smpn", "sdn"),
    "Kesehatan": ("dinkes", "rsud", "puskesmas"),
    "Pekerjaan umum": ("dpupr", "dsdabm", "dsdabmbk"),
}
"""Who comes to a programme of a field of work: the agencies of its place with these beginnings."""

UNTESTED = ("seminar", "sosialisasi", "coaching", "mentoring", "komunitas-belajar", "patok-banding", "magang")
"""Forms without a test before and after."""

MEANS = {"material": 4.15, "trainer": 4.3, "facility": 3.75, "relevance": 4.1, "applied": 3.7, "impact": 3.5}
"""Where ratings (1 to 5) lie before programmes, agencies and people differ."""

LATER = ((3, "applied", 0.3, 93, 153), (4, "impact", 0.18, 185, 305))
"""Level, aspect, share of people who answer, and after how many days (from, to)."""

COMMENTS = (
    "Contohnya dekat dengan pekerjaan kami.",
    "Waktu latihan perlu ditambah.",
    "Ruangnya terlalu dingin, selebihnya baik.",
    "Mohon bahan dibagikan sehari sebelumnya.",
    "Pengajar sabar menjawab pertanyaan.",
    "Sesi siang terasa padat.",
    "Diskusi kelompok paling membantu.",
    "Sambungan internet sempat terputus.",
    "Saya langsung memakainya pada pekan yang sama.",
    "Akan lebih baik bila ada pendampingan lanjutan.",
    "Tugas akhirnya menantang, tetapi berguna.",
    "Perlu contoh dari unit kecil seperti kami.",
    "Rekan seunit ingin ikut angkatan berikutnya.",
    "Pengeras suara di barisan belakang kurang jelas.",
    "Materinya sudah kami kenal, mohon tingkat lanjutannya.",
)
LATER_COMMENTS = (
    "Prosedur baru sudah dipakai di unit.",
    "Belum banyak berubah karena beban kerja tinggi.",
    "Waktu layanan terasa lebih singkat.",
    "Perlu dukungan atasan agar berlanjut.",
    "Laporan bulanan lebih cepat selesai.",
    "Alat kerjanya belum tersedia di unit.",
)


@dataclass(frozen=True, slots=True)
class Run:
    """One session that people have attended, with who came and how good its programme is."""

    session: str
    program: str
    form: str
    ends_on: date
    seats: int
    hours: str
    weights: dict[str, float]
    quality: dict[str, float]


def main() -> None:
    """Writes the files and says how many rows each has."""
    draw = random.Random(SEED)
    agencies = fit_agencies()
    runs = list(_runs(agencies))
    answers = [answer for run in runs for answer in _answers(draw, run)]
    answers.sort(key=lambda row: row["submitted_at"])
    for year, slip in (("2024", {"material": "6"}), ("2025", {"trainer": "delapan"})):
        rows = [row for row in answers if row["submitted_at"].startswith(year)]
        write(f"evaluations-{year}.csv", FIELDS, FIELDS, [*rows, rows[0] | slip])
    newest = [as_typed("evaluations", row) for row in answers if row["submitted_at"].startswith("2026")]
    rows = newest + _slips(newest)
    write("evaluations-form.csv", FIELDS, form_headers("evaluations", FIELDS), rows)
    write_requests(draw, agencies)
    people = people_of(agencies)
    write_workforce(people)
    write_registrations(runs, answers, people)
    write_decisions(people, sorted({run.program for run in runs}))
    write_reviews(people)
    write_assessments(people)
    write_merit(list(agencies))


def _slips(rows: list[Row]) -> list[Row]:
    """Bad answers to the evaluation form, each of another kind."""
    tested = next(row for row in rows if row["level"] == "2" and row["session"])
    other = next(row for row in rows if row["program"] != tested["program"])
    return [
        tested | {"post_score": "105"},
        tested | {"submitted_at": "29/02/2026 10:12:40"},
        tested | {"program": "tpi-kelas-digital", "session": ""},
        tested | {"program": other["program"]},
        tested | {"nip": "1,90001E+17"},
        tested | {"level": "5"},
    ]


def _programs() -> dict[str, Row]:
    """The programmes that people may have attended: those of the office, and the form's approved ones."""
    names = {field.title: field.name for field in load_schema("programs").fields}
    codes = {label: code for code, label in load_schema("programs").field("form").labels.items()}
    answered = [
        {names.get(header, header): cell for header, cell in row.items()}
        for row in read("programs-form.csv")
        if row["Persetujuan"] == "Setuju"
    ]
    rows = [*read("programs.csv"), *answered]
    return {row["id"]: row | {"form": codes.get(row["form"], row["form"])} for row in rows}


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        return None


def _runs(agencies: dict[str, Row]) -> Iterator[Run]:
    """Every session that is over, or that has met again and again for a while."""
    programs = _programs()
    for row in read("sessions.csv", ";"):
        starts, ends, program = _day(row["starts_on"]), _day(row["ends_on"]), programs.get(row["program"])
        if not program or not starts or not ends or row["status"] == "dibatalkan":
            continue
        if row["recurrence"] and starts < LAST_DAY < ends:
            ends = LAST_DAY - timedelta(days=9)
        if starts <= ends < LAST_DAY:
            seats = int(row["seats"] or 20)
            weights = _guests(program, agencies)
            key, form, hours = program["id"], program["form"], program["hours"]
            yield Run(row["id"], key, form, ends, seats, hours, weights, _quality(key))


def _quality(program: str) -> dict[str, float]:
    taste = random.Random(f"{SEED}-{program}")
    return {aspect: taste.gauss(mean, 0.35) for aspect, mean in MEANS.items()} | {"gain": taste.gauss(17, 5)}


def _guests(program: Row, agencies: dict[str, Row]) -> dict[str, float]:
    """Where participants come from, and how many: by size, the organiser's own people first."""
    place = place_of(program["agency"])
    near = [each for each in agencies if place_of(each) in NEIGHBOURS.get(place, (place,))]
    circle = CIRCLES.get(program["field_of_work"], ("",))
    own = [each for each in near if each.removeprefix(f"{place_of(each)}-").startswith(circle)]
    return {
        each: sqrt(int(agencies[each]["staff_count"])) * (3 if each == program["agency"] else 1)
        for each in own or near
    }


def _answers(draw: random.Random, run: Run) -> Iterator[Row]:
    """Answers at the four levels: at the end, and of fewer people some months later."""
    people = max(3, round(min(run.seats, 48) * draw.uniform(0.24, 0.55)))
    for agency in draw.choices(list(run.weights), list(run.weights.values()), k=people):
        mood = draw.gauss(random.Random(f"{SEED}-{agency}").gauss(0, 0.15), 0.35)
        yield _reaction(draw, run, agency, mood)
        if run.form not in UNTESTED and draw.random() < 0.5:
            yield _learning(draw, run, agency)
        yield from _later(draw, run, agency, mood)


def _answer(draw: random.Random, run: Run, agency: str, level: int, days: int) -> Row:
    clock = time(draw.randrange(8, 21), draw.randrange(60), draw.randrange(60))
    return {
        "submitted_at": datetime.combine(run.ends_on + timedelta(days=days), clock).isoformat(" "),
        "program": run.program,
        "session": run.session if draw.random() < 0.95 else "",
        "agency": agency,
        "level": str(level),
        "nip": nobodys_nip(draw) if draw.random() < 0.3 else "",
    }


def _rating(draw: random.Random, mean: float) -> str:
    """A rating from 1 to 5; now and then a question is left empty."""
    return "" if draw.random() < 0.04 else str(min(5, max(1, round(draw.gauss(mean, 0.6)))))


def _reaction(draw: random.Random, run: Run, agency: str, mood: float) -> Row:
    row = _answer(draw, run, agency, 1, draw.randrange(0, 5))
    for aspect in ("material", "trainer", "facility", "relevance"):
        row[aspect] = _rating(draw, run.quality[aspect] + mood)
    row["respondent_kind"] = draw.choice(("peserta", "peserta", ""))
    row["comment"] = draw.choice(COMMENTS) if draw.random() < 0.2 else ""
    return row


def _learning(draw: random.Random, run: Run, agency: str) -> Row:
    row = _answer(draw, run, agency, 2, draw.randrange(0, 3))
    before = min(90.0, max(20.0, draw.gauss(58, 11)))
    after = min(100.0, max(before - 5, before + draw.gauss(run.quality["gain"], 8)))
    row["pre_score"] = f"{round(before * 2) / 2:g}" if draw.random() < 0.96 else ""
    row["post_score"] = f"{round(after * 2) / 2:g}"
    return row


def _later(draw: random.Random, run: Run, agency: str, mood: float) -> Iterator[Row]:
    """What alumni, superiors and mentors say some months later, where that day has come."""
    for level, aspect, share, first, last in LATER:
        days = draw.randrange(first, last)
        if draw.random() > share or run.ends_on + timedelta(days=days) > LAST_DAY:
            continue
        row = _answer(draw, run, agency, level, days)
        row[aspect] = _rating(draw, run.quality[aspect] + mood)
        row["respondent_kind"] = draw.choice(("peserta", "peserta", "peserta", "atasan", "atasan", "mentor"))
        row["comment"] = draw.choice(LATER_COMMENTS) if draw.random() < 0.15 else ""
        yield row


if __name__ == "__main__":
    main()
