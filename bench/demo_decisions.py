"""Makes what the demonstration package tells of appraisals, assessments, decisions and the merit system."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence

from bench.demo_people import TENURES, Person
from bench.demo_tables import SEED, Row, place_of, write
from generator.model.schema import load_schema

BANDS = ("sangat-baik", "baik", "butuh-perbaikan", "kurang", "sangat-kurang")
FITS = ("belum-sesuai", "cukup-sesuai", "sesuai")
PERIODS = ("2024-S1", "2024-S2", "2025-S1", "2025-S2", "2026-S1")
ROUNDS = (("2024", "2025-01-31"), ("2025", "2026-01-31"), ("2026-S1", "2026-07-31"))
COUNTED = ("very_good", "good", "needs_improvement", "poor", "very_poor")
LAGS = ("0-6", "7-12", "13-24", "di-atas-24")
ASSESSED = {"MAN-01": 0.6, "MAN-03": 0.5, "MAN-05": 0.55, "MAN-06": 0.45, "MAN-07": 0.35, "SOS-01": 0.6}
"""Competencies that everybody is assessed in, and how readily somebody climbs one more level."""
UNITS = ("Sekretariat", "Bidang Perencanaan", "Bidang Layanan", "Bidang Pembinaan", "UPT Contoh")


def write_decisions(people: Mapping[str, list[Person]], programs: Sequence[str]) -> None:
    """Writes the register of decisions; promotions follow performance and competence, and tenure a little."""
    draw = random.Random(f"{SEED}-decisions")
    rows = [
        _decision(draw, period, agency, draw.choice(staff), programs)
        for period in PERIODS
        for agency, staff in people.items()
        for _ in range(max(3, min(12, len(staff) // 25)))
    ]
    slips = [{"period": "2028"}, {"kind": "diangkat"}, {"unit": ""}, {"after_program": "tidak-ada"}]
    _write("decisions", [*rows, *(rows[0] | slip for slip in slips)])


def write_reviews(people: Mapping[str, list[Person]]) -> None:
    """Writes the appraisal rounds of each agency as counts."""
    draw = random.Random(f"{SEED}-reviews")
    rows = [
        _review(draw, agency, len(staff), period, due)
        for period, due in ROUNDS
        for agency, staff in people.items()
    ]
    slips = [
        {"period": "2023", "completed": "99999"},
        {"period": "2026-S3"},
        {"period": "2022", "good": "99999"},
    ]
    _write("reviews", [*rows, *(rows[0] | slip for slip in slips)])


def write_assessments(people: Mapping[str, list[Person]]) -> None:
    """Writes how many of each agency reached which level of the competencies that are assessed."""
    draw = random.Random(f"{SEED}-assessments")
    rows = []
    for agency, staff in people.items():
        share, tilt = draw.uniform(0.3, 0.9), draw.uniform(-0.08, 0.08)
        for competency, ease in ASSESSED.items():
            bent = ease + tilt + draw.uniform(-0.06, 0.06)
            levels = Counter(_climbed(draw, bent) for _ in range(round(share * len(staff))))
            rows += [
                {"agency": agency, "competency": competency, "level": str(level), "count": str(count)}
                for level, count in sorted(levels.items())
            ]
    slips = [{"level": "6"}, {"competency": "MAN-99"}, {"count": "banyak"}]
    _write("competency_assessments", [*rows, *(rows[0] | slip for slip in slips)])


def write_merit(agencies: Sequence[str]) -> None:
    """Writes the eight aspects of the merit system for the staff agency of each government."""
    draw = random.Random(f"{SEED}-merit")
    aspects = list(load_schema("merit_aspects").field("aspect").labels)
    rows = [
        {"agency": agency, "year": str(year), "aspect": aspect, "score": f"{score + 2.5 * (year - 2024):.1f}"}
        for agency in agencies
        if agency.endswith("-bkpsdm")
        for aspect in aspects
        for score in [draw.uniform(58, 88)]
        for year in (2024, 2025)
    ]
    _write("merit_aspects", [*rows, rows[0], rows[0] | {"year": "2023", "score": "650"}])


def _decision(draw: random.Random, period: str, agency: str, person: Person, programs: Sequence[str]) -> Row:
    performance = draw.choices(range(5), (20, 62, 11, 5, 2))[0]
    fit = draw.choices(range(3), (2, 4, 4))[0]
    tenure = TENURES.index(person.tenure_band)
    near = [each for each in programs if each.startswith(_prefix(agency))]
    kind = _kind(draw, performance, fit, tenure)
    trained = draw.random() < (0.7 if kind in ("promosi", "mutasi") else 0.3)
    return {
        "period": period,
        "agency": agency,
        "unit": draw.choice(UNITS),
        "kind": kind,
        "performance_band": BANDS[performance],
        "competency_fit": FITS[fit],
        "tenure_band": person.tenure_band,
        "program": draw.choice(near) if kind == "pelatihan" else "",
        "followed_up": "" if kind == "tidak-ada" else draw.choice(("ya", "ya", "ya", "tidak")),
        "nominator_unit": draw.choices(UNITS, (9, 4, 3, 3, 1))[0] if kind == "promosi" else "",
        "after_program": draw.choice(near) if trained else "",
        "lag_band": draw.choice(LAGS) if trained else "",
    }


def _kind(draw: random.Random, performance: int, fit: int, tenure: int) -> str:
    """What was decided: the low-performing are mostly trained, the able promoted, with a slight bow to tenure."""
    if performance >= 2 and draw.random() < 0.72:
        return "pelatihan"
    promoted = 0.06 + 0.1 * (performance == 0) + 0.09 * fit + 0.03 * tenure - 0.06 * (performance >= 2)
    chance = draw.random()
    if chance < promoted:
        return "promosi"
    return "mutasi" if chance < promoted + 0.16 else "pelatihan" if chance < promoted + 0.3 else "tidak-ada"


def _review(draw: random.Random, agency: str, staff: int, period: str, due: str) -> Row:
    completed = (
        staff
        if draw.random() < (0.6 if period == ROUNDS[-1][0] else 0.95)
        else round(staff * draw.uniform(0.78, 0.99))
    )
    shares = [
        draw.uniform(0.12, 0.24),
        0.0,
        draw.uniform(0.02, 0.08),
        draw.uniform(0, 0.03),
        draw.uniform(0, 0.01),
    ]
    counts = [int(completed * share) for share in shares]
    counts[1] = completed - sum(counts)
    bands = {name: str(count) for name, count in zip(COUNTED, counts, strict=True)}
    return {
        "agency": agency,
        "period": period,
        "due_on": due,
        "expected": str(staff),
        "completed": str(completed),
        **bands,
    }


def _climbed(draw: random.Random, ease: float) -> int:
    """The level somebody reached, 0 to 5."""
    level = 0
    while level < 5 and draw.random() < ease + 0.3 * (level < 2):
        level += 1
    return level


def _prefix(agency: str) -> str:
    """How the ids of a place's programmes begin."""
    prefixes = {"tanjung-pinang": "tpi-", "pangkal-pinang": "pgk-", "gerunggang": "grg-", "bandung": "bdg-"}
    return prefixes.get(place_of(agency), "mdn-")


def _write(table: str, rows: Sequence[Row]) -> None:
    fields = [field.name for field in load_schema(table).fields]
    write(f"{table.replace('_', '-')}.csv", fields, fields, rows)
