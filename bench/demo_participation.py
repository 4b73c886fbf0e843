"""Makes `registrations.csv` of the demonstration package: who registered, came, completed, or why not."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from bench.demo_people import Person
from bench.demo_tables import SEED, Row, write
from generator.model.schema import load_schema

FIELDS = [field.name for field in load_schema("registrations").fields]
MOST = 34
REASONS = {
    "tugas-kantor": 38,
    "jadwal": 16,
    "tidak-diizinkan": 9,
    "jarak": 8,
    "biaya": 5,
    "kurang-sesuai": 8,
    "tempat-penuh": 6,
    "belum-perlu": 7,
    "sakit-keluarga": 11,
    "lainnya": 3,
}
"""How often each reason is given."""
CHANCES = {"pppk": 0.62, "pelaksana": 0.6, "jpt-pratama": 1.3, "administrator": 1.5, "50-ke-atas": 0.7}
"""How likely someone of a group takes part, beside others: the demonstration's opportunities are uneven."""


class Held(Protocol):
    """A session that people attended."""

    session: str
    seats: int
    hours: str
    weights: dict[str, float]


def write_registrations(
    runs: Iterable[Held],
    answers: Iterable[Row],
    people: Mapping[str, list[Person]],
) -> None:
    """Writes the rows; at least as many attended as answered. The last rows are bad on purpose."""
    draw = random.Random(f"{SEED}-registrations")
    answered = Counter(
        (row["session"], row["agency"]) for row in answers if row["level"] == "1" and row["session"]
    )
    weights = {agency: [_chance(person) for person in staff] for agency, staff in people.items()}
    rows = [
        row
        for run in runs
        for agency in _coming(draw, run, answered)
        for row in _registration(draw, run, agency, draw.choices(people[agency], weights[agency])[0])
    ]
    done = next(row for row in rows if row["status"] == "selesai")
    slips = [
        {"session": "tidak-ada-2026-1"},
        {"hours": "9000"},
        {"status": "mungkin"},
        {"gender": ""},
        {"session": "tpi-evaluasi-pascapelatihan-2027-1"},
    ]
    write("registrations.csv", FIELDS, FIELDS, [*rows, *(done | slip for slip in slips)])


def _coming(draw: random.Random, run: Held, answered: Counter[tuple[str, str]]) -> Iterator[str]:
    """The agency of each one who attended, those who answered first."""
    came = [
        agency
        for (session, agency), count in answered.items()
        if session == run.session
        for _ in range(count)
    ]
    target = round(min(run.seats, MOST) * draw.uniform(0.45, 0.95))
    yield from came
    yield from draw.choices(list(run.weights), list(run.weights.values()), k=max(0, target - len(came)))


def _registration(draw: random.Random, run: Held, agency: str, person: Person) -> Iterator[Row]:
    """Somebody who attended, and now and then a colleague who registered and did not come."""
    groups = {name: value for name, value in person._asdict().items() if name != "tenure_band"}
    row = {"session": run.session, "agency": agency, **groups}
    completed = draw.random() < 0.9
    yield row | {"status": "selesai" if completed else "hadir", "hours": run.hours if completed else ""}
    if draw.random() < 0.16:
        reason = draw.choices(list(REASONS), list(REASONS.values()))[0]
        yield row | {"status": "batal", "reason_kind": reason}


def _chance(person: Person) -> float:
    chance = 1.0
    for group in (person.employment, person.position_kind, person.age_band):
        chance *= CHANCES.get(group, 1)
    return chance
