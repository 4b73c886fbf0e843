"""The rows of each table of a made package, one by one, in the order of its references."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from random import Random

from bench import texts
from bench.facts import (
    FIRST_DAY,
    PAST_DAYS,
    SESSIONS,
    TODAY,
    Size,
    agency_id,
    competency_codes,
    place_name,
    program_agency,
    program_id,
    provider_count,
    region_code,
    session_days,
    session_id,
    topic,
    track,
)

Row = dict[str, object]

LEVELS = (1,) * 14 + (2,) * 3 + (3,) * 2 + (4,)
RATINGS = (1,) + (2,) * 2 + (3,) * 7 + (4,) * 18 + (5,) * 12
"""As often as they occur: three answers of four are of the first level, most ratings are kind."""
LATER = {1: (1, 15), 2: (1, 15), 3: (93, 120), 4: (185, 220)}
"""Days after which each level is answered: from, to."""


def _regions(size: Size, rng: Random) -> Iterator[Row]:
    for government in range(size.governments):
        province, place = region_code(government)[:2], place_name(government)
        if government % 20 == 0:
            yield {"code": province, "name": f"Provinsi Contoh {province}", "kind": "provinsi", "parent": ""}
        kind = place.partition(" ")[0].lower()
        yield {"code": region_code(government), "name": place, "kind": kind, "parent": province}
        for number, name in enumerate(texts.LAST_NAMES[:10], start=1):
            code = f"{region_code(government)}.{number:02}"
            yield {
                "code": code,
                "name": f"Kecamatan {name}",
                "kind": "kecamatan",
                "parent": region_code(government),
            }


def _agencies(size: Size, rng: Random) -> Iterator[Row]:
    for number in range(size.agencies):
        government, slot = divmod(number, len(texts.UNITS))
        unit, place, address = texts.UNITS[slot], place_name(government), agency_id(number)
        first = government * len(texts.UNITS)
        goals = rng.sample(texts.OBJECTIVES, 2)
        yield {
            "id": address,
            "name": f"{unit.name} {place}",
            "short_name": unit.name[:80],
            "kind": unit.kind,
            "region": region_code(government),
            "parent": "" if unit.above is None else agency_id(first + unit.above),
            "head_title": unit.head,
            "email": f"{address}@contoh.go.id",
            "phone": f"0{rng.randrange(21, 99)}1-{rng.randrange(200_000, 799_999)}",
            "website": f"https://{address}.contoh.go.id",
            "staff_count": rng.randrange(12, 1500),
            "staff_year": 2026,
            "goals": "\n".join(goals),
        }


def _competencies(size: Size, rng: Random) -> Iterator[Row]:
    for kind, names in texts.COMPETENCIES.items():
        for number, name in enumerate(names, start=1):
            yield {
                "code": f"{texts.PREFIXES[kind]}-{number:02}",
                "name": name,
                "kind": kind,
                "description": f"{name}: {rng.choice(texts.OBJECTIVES).lower()}, sesuai jenjang jabatannya.",
            }


def _providers(size: Size, rng: Random) -> Iterator[Row]:
    for number in range(provider_count(size)):
        start = FIRST_DAY + timedelta(rng.randrange(PAST_DAYS))
        yield {
            "id": f"mitra-{number}",
            "name": f"Lembaga Pelatihan {texts.LAST_NAMES[number % 25]} {number + 1}",
            "kind": "lembaga-pelatihan",
            "mou_number": f"{number + 1:03}/PKS-CONTOH/{start.year}",
            "mou_start": start,
            "mou_end": start + timedelta(3 * 365),
            "website": f"https://mitra-{number}.contoh.id",
        }


def _programs(size: Size, rng: Random) -> Iterator[Row]:
    for number in range(size.programs):
        subject, agency = topic(number), program_agency(number, size)
        budget = rng.randrange(10, 150) * 1_000_000
        yield {
            "id": program_id(number),
            "title": f"{subject.title}, {place_name(agency // len(texts.UNITS))}, angkatan {number % 90 + 1}",
            "agency": agency_id(agency),
            "provider": f"mitra-{rng.randrange(provider_count(size))}" if rng.random() < 0.3 else "",
            "track": track(subject.form),
            "form": subject.form,
            "field_of_work": subject.field,
            "mode": rng.choice(("luring", "daring", "hibrida")),
            "level": rng.choice(("dasar", "menengah", "lanjutan")),
            "hours": rng.choice((2, 8, 16, 20, 24, 40, 120)),
            "cost": rng.choice((0, 0, 0, "500.000", 1_250_000)),
            "funding": rng.choice(("apbd", "apbn", "mitra", "tanpa-biaya")),
            "quota": 40,
            "audience": rng.choice(texts.AUDIENCES),
            "criteria": "\n".join(rng.sample(texts.CRITERIA, 3)),
            "summary": " ".join(rng.sample(texts.SUMMARIES, 3)),
            "objectives": "\n".join(rng.sample(texts.OBJECTIVES, 4)),
            "series": subject.title if rng.random() < 0.2 else "",
            "contact_email": f"{agency_id(agency)}@contoh.go.id",
            "registration_url": f"https://daftar.contoh.go.id/{program_id(number)}",
            "stage": rng.choice(("perencanaan", "pengembangan", "evaluasi")),
            "tags": "; ".join(rng.sample(texts.TAGS, 2)),
            "decision_basis": f"Analisis kebutuhan pelatihan tahun {rng.randrange(2023, 2027)}",
            "budget": budget,
            "realisation": budget * rng.randrange(70, 101) // 100,
        }


def _program_competencies(size: Size, rng: Random) -> Iterator[Row]:
    codes = competency_codes()
    for number in range(size.programs):
        for code in rng.sample(codes, 2):
            yield {"program": program_id(number), "competency": code, "level": rng.randrange(1, 6)}


def _sessions(size: Size, rng: Random) -> Iterator[Row]:
    for number in range(size.programs):
        for run in range(SESSIONS):
            starts, ends = session_days(number, run)
            yield {
                "id": session_id(number, run),
                "program": program_id(number),
                "starts_on": f"{starts:%d/%m/%Y}",
                "ends_on": f"{ends:%d/%m/%Y}",
                "registration_opens": f"{starts - timedelta(40):%d/%m/%Y}",
                "registration_closes": f"{starts - timedelta(7):%d/%m/%Y}",
                "place": rng.choice(texts.PLACES),
                "seats": rng.randrange(15, 41),
                "status": rng.choice(("pasti", "direncanakan", "dibatalkan")) if run else "pasti",
            }


def _mentors(size: Size, rng: Random) -> Iterator[Row]:
    codes = competency_codes()
    for number in range(size.mentors):
        parts = rng.choice(texts.PEOPLE_FIRST), rng.choice(texts.PEOPLE_MIDDLE), rng.choice(texts.PEOPLE_LAST)
        yield {
            "id": f"m-{number:05x}",
            "name": " ".join(parts) + rng.choice((", S.Sos.", ", S.Pd., M.Si.", "")),
            "position": rng.choice(texts.POSITIONS),
            "agency": agency_id(number * 7 % size.agencies),
            "rank": rng.choice(texts.RANKS),
            "competencies": "; ".join(rng.sample(codes, 2)),
            "expertise": rng.choice(texts.EXPERTISE),
            "help_offered": "\n".join(rng.sample(texts.HELP, 3)),
            "capacity": rng.randrange(1, 6),
            "mode": rng.choice(("luring", "daring", "hibrida")),
            "is_leader": rng.choice(("ya", "tidak", "tidak")),
            "confirmed_on": TODAY - timedelta(rng.randrange(1, 90)),
            "availability": rng.choice(texts.HOURS_FREE),
            "channel": "Tatap muka di kantor atau rapat daring",
            "consent": "ya",
            "nip": f"1900000019{number:08}",
            "email": f"m-{number:05x}@contoh.go.id",
        }


def _evaluations(size: Size, rng: Random) -> Iterator[Row]:
    for number in range(size.answers):
        program = int(size.programs * rng.random() ** 1.5)
        level = rng.choice(LEVELS)
        _, ends = session_days(program, 0)
        first = program_agency(program, size) // len(texts.UNITS) * len(texts.UNITS)
        later = rng.randrange(*LATER[level])
        day = ends + timedelta(later)
        sent = datetime(day.year, day.month, day.day) + timedelta(seconds=rng.randrange(25_000, 80_000))
        before = rng.randrange(60, 150) / 2
        yield {
            "submitted_at": f"{sent:%d/%m/%Y %H:%M:%S}",
            "program": program_id(program),
            "session": session_id(program, 0),
            "agency": agency_id(rng.randrange(first, min(first + len(texts.UNITS), size.agencies))),
            "level": level,
            "material": _rating(rng) if level == 1 else "",
            "trainer": _rating(rng) if level == 1 else "",
            "facility": _rating(rng) if level == 1 else "",
            "relevance": _rating(rng) if level == 1 else "",
            "pre_score": str(before).replace(".", ",") if level == 2 else "",
            "post_score": str(before + rng.randrange(0, 50) / 2).replace(".", ",") if level == 2 else "",
            "applied": _rating(rng) if level == 3 else "",
            "impact": _rating(rng) if level == 4 else "",
            "respondent_kind": "peserta" if level < 3 else rng.choice(("peserta", "atasan")),
            "comment": ". ".join(rng.sample(texts.COMMENTS, 2)) + f" ({number})."
            if rng.random() < 0.3
            else "",
            "nip": f"1900000019{number:08}" if level == 2 else "",
        }


TABLES: Mapping[str, Callable[[Size, Random], Iterator[Row]]] = {
    "regions": _regions,
    "agencies": _agencies,
    "competencies": _competencies,
    "providers": _providers,
    "programs": _programs,
    "program_competencies": _program_competencies,
    "sessions": _sessions,
    "mentors": _mentors,
    "evaluations": _evaluations,
}


def _rating(rng: Random) -> int:
    return rng.choice(RATINGS)
