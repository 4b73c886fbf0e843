"""What follows from a row's number alone: ids, days, and which row belongs to which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bench import texts

TODAY = date(2026, 11, 21)
"""The day that the packages are made for; mentors have confirmed shortly before it."""
FIRST_DAY = date(2024, 1, 8)
PAST_DAYS, AHEAD_DAYS = 900, 200
SESSIONS = 2


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows a package has, before the bad ones."""

    agencies: int
    programs: int
    mentors: int
    answers: int

    @property
    def governments(self) -> int:
        """Cities and regencies: each has one of every unit."""
        return -(-self.agencies // len(texts.UNITS))


def region_code(government: int) -> str:
    return f"{11 + government // 20}.{1 + government % 20:02}"


def place_name(government: int) -> str:
    last = texts.LAST_NAMES[government % len(texts.LAST_NAMES)]
    first = texts.FIRST_NAMES[government // len(texts.LAST_NAMES) % len(texts.FIRST_NAMES)]
    return f"{'Kota' if government % 3 == 0 else 'Kabupaten'} {first} {last}"


def agency_id(number: int) -> str:
    government, slot = divmod(number, len(texts.UNITS))
    return f"{texts.UNITS[slot].kind}-{government}-{slot}"


def topic(program: int) -> texts.Topic:
    return texts.TOPICS[program % len(texts.TOPICS)]


def track(form: str) -> str:
    if form == "tugas-belajar":
        return "pendidikan"
    return "nonklasikal" if form in texts.OUTSIDE_CLASS else "klasikal"


def program_id(number: int) -> str:
    return f"{topic(number).slug}-{number}"


def program_agency(program: int, size: Size) -> int:
    return program * 37 % size.agencies


def session_id(program: int, run: int) -> str:
    return f"{program_id(program)}-{run + 1}"


def session_days(program: int, run: int) -> tuple[date, date]:
    """First and last day of a run: the first is over, the second is near or ahead."""
    if run == 0:
        starts = FIRST_DAY + timedelta(program * 619 % PAST_DAYS)
    else:
        starts = TODAY + timedelta(program * 619 % AHEAD_DAYS - 5)
    return starts, starts + timedelta(program % 5)


def provider_count(size: Size) -> int:
    return 3 + size.programs // 100


def competency_codes() -> list[str]:
    return [
        f"{texts.PREFIXES[kind]}-{number:02}"
        for kind, names in texts.COMPETENCIES.items()
        for number in range(1, len(names) + 1)
    ]
