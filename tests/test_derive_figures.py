"""Evaluation figures: folds merge in any order, and nothing is shown of fewer than ten answers."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal_example import settings

from generator.derive.evaluation import Evaluations, evaluation_tables
from generator.derive.fitness import band
from generator.derive.ledger import Ledger
from generator.derive.mentoring import Seats
from generator.model.figures import ALL, ASPECTS, EVALUATION, Cell, Figures, Key, Published, Suppressed
from generator.model.records import Record, Registry, Shelf, answers_of
from generator.model.schema import load_schema

SCORES = st.integers(10, 50).map(lambda tenths: Decimal(tenths) / 10)
ANSWER = st.fixed_dictionaries(
    {
        "submitted_at": st.sampled_from([datetime(2025, 12, 31, 23, 59), datetime(2026, 1, 1)]),
        "program": st.sampled_from(["p", "q"]),
        "agency": st.sampled_from(["a", "b", "c"]),
        "level": st.integers(1, 4),
        **{aspect: st.none() | SCORES for _, aspect in ASPECTS},
    }
)
ANSWERS = st.lists(ANSWER, max_size=60)


def record(table: str, **values: object) -> Record:
    return Record(table, "Uji", "uji.csv", 2, values)  # type: ignore[arg-type]


def fold(answers: list[dict[str, object]]) -> Evaluations:
    tally = Evaluations()
    tally.take(answers_of([record("evaluations", **answer) for answer in answers]))
    return tally


@given(ANSWERS, ANSWERS, ANSWERS)
def test_tallies_merge_in_any_order(a: list, b: list, c: list) -> None:  # type: ignore[type-arg]
    one, two, three = fold(a), fold(b), fold(c)
    assert one + two == two + one
    assert (one + two) + three == one + (two + three) == fold([*c, *a, *b])


@given(ANSWERS, st.integers(0, 15))
def test_only_groups_of_ten_and_more_are_shown(answers: list, threshold: int) -> None:  # type: ignore[type-arg]
    figures = figures_of(answers, threshold).table.cells
    groups = counted(answers)
    assert set(figures) == set(groups)
    for cell, figure in figures.items():
        scores = groups[cell]
        if figure == Suppressed():
            continue
        assert isinstance(figure, Published)
        assert len(scores) >= max(10, threshold)
        assert len(set(scores)) > 1
        least, _, most = figure.responses.rstrip("+").partition("-")
        assert int(least) <= len(scores) <= int(most or 10**9)
        assert figure.mean.as_tuple().exponent == -1
        mean = Fraction(sum(map(Fraction, scores)), len(scores))
        assert abs(Fraction(figure.mean) - mean) <= Fraction(1, 20)


def counted(answers: list[dict[str, object]]) -> dict[Cell, list[Decimal]]:
    """Every margin's scores, counted the slow way."""
    groups: defaultdict[Cell, list[Decimal]] = defaultdict(list)
    for answer in answers:
        for level, aspect in ASPECTS:
            if answer["level"] == level and (score := answer[aspect]) is not None:
                program, agency = answer["program"], answer["agency"]
                year = str(answer["submitted_at"].year)  # type: ignore[attr-defined]
                for place in {(ALL, ALL, ALL), (ALL, ALL, year), (program, ALL, ALL), (ALL, agency, ALL)}:
                    groups[Cell(*place, level, aspect)].append(score)  # type: ignore[arg-type]
    return groups


@pytest.mark.parametrize(
    ("responses", "name"),
    [
        *((10, "10-19"), (19, "10-19"), (20, "20-49"), (49, "20-49"), (50, "50-99"), (100, "100-199")),
        *((200, "200-499"), (500, "500-999"), (999, "500-999"), (1000, "1000+"), (10**6, "1000+")),
    ],
)
def test_bands(responses: int, name: str) -> None:
    assert band(responses) == name


def figures_of(answers: list[dict[str, object]], threshold: int = 10) -> Figures:
    programs: dict[str | int, Key] = {"p": ("tanpa-mitra", "a"), "q": ("tanpa-mitra", "a")}
    made = evaluation_tables(fold(answers), programs, settings(score_threshold=threshold), Ledger())
    return Figures.of_table(made[EVALUATION])


def varied(answers: int) -> list[dict[str, object]]:
    """Answers of two minds, at one place."""
    return [answered(Decimal(3 + 2 * (number % 2))) for number in range(answers)]


def answered(material: Decimal) -> dict[str, object]:
    """An answer that rates the material and nothing else."""
    place = {"submitted_at": datetime(2026, 3, 1), "program": "p", "agency": "a", "level": 1}
    return {**place, **{aspect: None for _, aspect in ASPECTS}, "material": material}


@pytest.mark.parametrize(("answers", "threshold", "shown"), [(9, 0, False), (10, 0, True), (10, 11, False)])
def test_nine_answers_are_hidden_whatever_the_settings_say(answers: int, threshold: int, shown: bool) -> None:
    figure = figures_of(varied(answers), threshold).of()[1, "material"]
    assert (figure != Suppressed()) is shown


def test_a_missing_rating_is_no_zero() -> None:
    figures = figures_of(varied(10))
    assert figures.of(program="p") == {(1, "material"): Published("10-19", Decimal("4.0"))}


def test_a_mean_of_a_half_rounds_up() -> None:
    figures = figures_of([answered(Decimal(score)) for score in (3, 5) * 9 + (4, 5)])
    figure = figures.of()[1, "material"]
    assert isinstance(figure, Published)
    assert (figure.responses, figure.mean) == ("20-49", Decimal("4.1"))


@given(st.lists(st.sampled_from(["baru", "diterima", "ditolak", "selesai"]), max_size=9), st.integers(0, 5))
def test_only_accepted_requests_take_a_place(requests: list[str], capacity: int) -> None:
    seats, mentor = Seats(), record("mentors", id="m-1", capacity=capacity)
    seats.take(answers_of([record("mentoring_requests", mentor="m-1", status=status) for status in requests]))
    taken = requests.count("diterima")
    assert seats.free(mentor) == max(0, capacity - taken)
    registry = Registry({"mentors": Shelf(load_schema("mentors"), {"m-1": mentor})})
    assert [found.code for found in seats.findings(registry)] == ["mentor-over-capacity"] * (taken > capacity)
