"""Who works where in the demonstration package: invented people as groups, and `workforce.csv` that counts them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from bench.demo_tables import SEED, Row, write
from generator.model.schema import load_schema

YEARS = (2025, 2026)
FIELDS = [field.name for field in load_schema("workforce").fields]
AGES = ("di-bawah-30", "30-39", "40-49", "50-ke-atas")
TENURES = ("0-5", "6-10", "11-20", "di-atas-20")
SERVING = ("sekolah", "puskesmas", "rsud", "dinas")
"""Kinds of agency where most hold a functional post, most are women, and many are PPPK."""


class Person(NamedTuple):
    """What is told of somebody: groups only."""

    position_kind: str
    rank_group: str
    employment: str
    gender: str
    age_band: str
    tenure_band: str


def people_of(agencies: Mapping[str, Row]) -> dict[str, list[Person]]:
    """The people of each agency, as many as its staff count says."""
    return {key: _people(key, row["kind"], int(row["staff_count"])) for key, row in agencies.items()}


def write_workforce(people: Mapping[str, list[Person]]) -> None:
    """Writes the people of each year by group; every year some are new. The last rows are bad on purpose."""
    rows = [
        {"agency": agency, "year": str(year), **group._asdict(), "count": str(count)}
        for year in YEARS
        for agency, staff in people.items()
        for group, count in sorted(Counter(staff[: len(staff) - (2026 - year) * len(staff) // 30]).items())
    ]
    slips = [{"count": "-3"}, {"agency": "bandung-taman-kota"}, {"age_band": "35 tahun"}]
    write("workforce.csv", FIELDS, FIELDS, [*rows, *(rows[0] | slip for slip in slips)])


def _people(agency: str, kind: str, count: int) -> list[Person]:
    draw = random.Random(f"{SEED}-{agency}-staff")
    return [_person(draw, kind in SERVING) for _ in range(count)]


def _person(draw: random.Random, is_serving: bool) -> Person:
    employment = "pppk" if draw.random() < (0.34 if is_serving else 0.14) else "pns"
    age = draw.choices(range(4), (3, 4, 3, 1) if employment == "pppk" else (1, 4, 4, 3))[0]
    tenure = min(age, 1) if employment == "pppk" else max(0, min(3, age + draw.choice((-1, 0, 0))))
    gender = "perempuan" if draw.random() < (0.64 if is_serving else 0.44) else "laki-laki"
    if employment == "pppk":
        post = "fungsional" if is_serving or draw.random() < 0.6 else "pelaksana"
        rank = "ix-xii" if post == "fungsional" else "v-viii"
    else:
        post = draw.choices(
            ("jpt-pratama", "administrator", "pengawas", "pelaksana", "fungsional"),
            (0 if age < 2 else 0.6, 0 if age < 1 else 3, 6, 20, 75 if is_serving else 40),
        )[0]
        high = post in ("jpt-pratama", "administrator") or (age > 1 and draw.random() < 0.3)
        rank = "iv" if high else "ii" if post == "pelaksana" and draw.random() < 0.5 else "iii"
    return Person(post, rank, employment, gender, AGES[age], TENURES[tenure])
