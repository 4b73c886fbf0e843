"""One answer a person: whoever answers for the same twice counts once, however the rows are parted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from generator.model.days import months_after
from generator.model.public import Value
from generator.model.records import RawRow, RawTable
from generator.model.schema import Once, form_schema, load_schema
from generator.validate.cells import cell_judges
from generator.validate.headers import match_headers
from generator.validate.repeats import Repeats
from generator.validate.rows import CHUNK, Share, by_columns, judge_chunks

HEADERS = ("program", "session", "level", "nip")


def source(rows: list[list[str]]) -> RawTable:
    def walk() -> Iterator[RawRow]:
        yield from enumerate(rows, start=2)

    return RawTable("evaluations", "Uji", "uji.csv", False, "", 0, HEADERS, walk)


def test_all_rows_of_a_person_fall_to_one_share() -> None:
    schema = load_schema("evaluations")
    rows = [["p", "s", "1", f"{number % 700:018}" if number % 2 else ""] for number in range(CHUNK + 99)]
    raw = source(rows)
    judges, columns = cell_judges(form_schema("evaluations")), match_headers(raw, schema)
    dealt = [
        [
            record
            for chunk in judge_chunks(
                raw, schema, columns, by_columns(columns, lambda: judges), Share(which, 3)
            )
            for record in chunk.records()
        ]
        for which in range(3)
    ]
    assert sorted(record.row for share in dealt for record in share) == list(range(2, len(rows) + 2))
    people = [{record.text("nip") for record in share} - {""} for share in dealt]
    assert sum(map(len, people)) == 350 == len(set.union(*people))


def repeated(repeats: Repeats, answer: dict[str, Value]) -> bool:
    return bool(list(repeats.among({name: [value] for name, value in answer.items()}, ())))


def test_the_second_answer_of_a_person_is_a_repeat() -> None:
    repeats = Repeats(Once(("nip", "email"), ("session", "level"), {"kind": ("atasan",)}))
    first = {"nip": "1", "email": "a@contoh.go.id", "session": "s", "level": 1, "kind": None}
    assert not repeated(repeats, first)
    assert repeated(repeats, first)
    for change in ({"level": 2}, {"session": "t"}, {"nip": "2"}, {"kind": "atasan"}, {"session": None}):
        assert not repeated(repeats, first | change), change
    assert not repeated(repeats, first | {"nip": None})
    assert repeated(repeats, first | {"nip": None, "email": "A@contoh.go.id"})
    assert not repeated(repeats, first | {"nip": None, "email": None})


def test_a_rejected_answer_is_none() -> None:
    repeats, rows = Repeats(Once(("nip",), ("session",), {})), {"nip": ["1"] * 4, "session": ["s"] * 4}
    assert list(repeats.among(rows, rejected={0})) == [2, 3]


def test_where_nothing_is_said_nothing_repeats() -> None:
    assert not repeated(Repeats(None), {"nip": "1"})


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 4), 6, date(2026, 9, 4)),
        (date(2026, 3, 4), 12, date(2027, 3, 4)),
    ],
)
def test_months_after(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later
