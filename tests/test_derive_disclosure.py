"""Disclosure control against an attacker who solves for what is hidden; and what hiding costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import inf

import pytest
from attacker import Interval, Line, pinned, possible, read_lines, told
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st
from portal_example import settings

from generator.derive.cube import Cube, Shape
from generator.derive.disclosure import protect
from generator.derive.fitness import rounded
from generator.derive.moments import lane, moments, packed
from generator.derive.release import Plan, Release
from generator.model.figures import ALL, Counted, FigureTable, Key, Published, Suppressed

VALUES = {"program": ["p0", "p1", "p2", "p3"], "agency": ["a0", "a1", "a2"], "period": ["2025", "2026"]}
WHOSE = {"p0": ("v0", "o0"), "p1": ("v0", "o1"), "p2": ("v1", "o1"), "p3": ("v1", "o0")}
DIMENSIONS = (*VALUES, "provider", "organizer")
ATOMS = possible(VALUES, lambda key: WHOSE[str(key[0])])

MARGINS = (("period",), ("program",), ("agency",))
SHAPES = {
    "margins": ((), *MARGINS),
    "linked": ((), *MARGINS, ("provider",), ("organizer",)),
    "grid": ((), ("agency",), ("period",), ("agency", "period")),
    "chain": ((), ("period",), ("period", "agency")),
}


def release(cuts: Sequence[tuple[str, ...]], *, is_scored: bool) -> Release:
    measures = ("responses", "mean") if is_scored else ("count",)
    plan = Plan("figures", DIMENSIONS, tuple(cuts), measures)
    codes = {} if is_scored else {"period": ("2025", "2026")}
    follows = {"program": ("provider", "organizer")}
    return Release("tried", Shape(DIMENSIONS), (plan,), is_scored, follows, codes)


def cube(counts: Sequence[int], scores: Sequence[int] = (1, 3, 5)) -> Cube:
    """So many people at each atom, of several minds."""
    made = Cube(Shape(DIMENSIONS))
    for atom, count in zip(ATOMS, counts, strict=True):
        for number in range(count):
            made.count(atom, (scores[number % len(scores)],))
    return made


def attacked(
    table: FigureTable, tell: Callable[[Published | Counted | Suppressed], Interval], targets: int = 6
) -> dict[Key, Interval]:
    """What the attacker makes of some hidden figures."""
    lines: list[Line] = read_lines([table], DIMENSIONS, ATOMS, tell)
    places = [line.place for line in lines if line.is_hidden][:targets]
    return (
        {key: interval for (_, key), interval in pinned(lines, len(ATOMS), places).items()} if places else {}
    )


COUNTS = st.lists(
    st.one_of(st.just(0), st.integers(0, 3), st.integers(0, 14)), min_size=len(ATOMS), max_size=len(ATOMS)
)


@pytest.mark.parametrize("shape", SHAPES)
@given(COUNTS)
@bounded(max_examples=8, deadline=None)
def test_no_hidden_group_of_answers_is_pinned_to_less_than_ten(shape: str, counts: list[int]) -> None:
    table = protect(cube(counts), release(SHAPES[shape], is_scored=True), settings())["figures"]
    assert [(key, at) for key, at in attacked(table, told).items() if at[1] - at[0] < 10] == []


@pytest.mark.parametrize("shape", SHAPES)
@given(COUNTS)
@bounded(max_examples=8, deadline=None)
def test_no_hidden_count_is_pinned_to_less_than_five(shape: str, counts: list[int]) -> None:
    table = protect(cube(counts), release(SHAPES[shape], is_scored=False), settings())["figures"]

    def tell(figure: Published | Counted | Suppressed) -> Interval:
        return (0, inf) if isinstance(figure, Suppressed) else told(figure)

    assert [(key, at) for key, at in attacked(table, tell).items() if at[1] - at[0] < 5] == []


@pytest.mark.parametrize("shape", ["margins", "chain"])
@given(COUNTS)
@bounded(max_examples=8, deadline=None)
def test_an_insider_who_knows_every_published_number_gains_nothing_along_a_chain(
    shape: str, counts: list[int]
) -> None:
    answers = cube(counts)
    table = protect(answers, release(SHAPES[shape], is_scored=True), settings())["figures"]
    numbers = {id(figure): number for figure, number in _numbered(table, answers)}

    def tell(figure: Published | Counted | Suppressed) -> Interval:
        return told(figure) if isinstance(figure, Suppressed) else (numbers[id(figure)], numbers[id(figure)])

    assert [(key, at) for key, at in attacked(table, tell).items() if at[1] - at[0] < 10] == []


def _numbered(table: FigureTable, answers: Cube) -> list[tuple[object, int]]:
    return [
        (
            figure,
            sum(
                count
                for (atom, _), count in answers.atoms.items()
                if all(wanted in (ALL, value) for wanted, value in zip(key, atom, strict=True))
            ),
        )
        for key, figure in table.cells.items()
    ]


def figures(counts: dict[str, int], shape: str = "margins") -> dict[Key, str]:
    """By programme: whether its figure is shown, when so many answered in each."""
    answers = cube([0] * len(ATOMS))
    for program, count in counts.items():
        for number in range(count):
            answers.count((program, "a0", "2026", *WHOSE[program]), (1 + number % 5,))
    made = protect(answers, release(SHAPES[shape], is_scored=True), settings())["figures"].cells
    return {key: "hidden" if figure == Suppressed() else "shown" for key, figure in made.items()}


def by_program(counts: dict[str, int], shape: str = "margins") -> dict[object, str]:
    return {key[0]: said for key, said in figures(counts, shape).items() if key[0] != ALL}


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    assert by_program({"p0": 40, "p1": 20, "p2": 4}) == {"p0": "shown", "p1": "hidden", "p2": "hidden"}


def test_small_groups_that_are_enough_together_cost_no_other() -> None:
    assert by_program({"p0": 40, "p1": 8, "p2": 7}) == {"p0": "shown", "p1": "hidden", "p2": "hidden"}


def test_a_group_that_is_all_of_another_is_hidden_with_it() -> None:
    """The provider of one programme alone would give that programme away."""
    told_of = figures({"p0": 40, "p2": 6, "p1": 6}, "linked")
    assert told_of[ALL, ALL, ALL, "v1", ALL] == "hidden"


def test_a_hidden_total_is_not_told_by_its_only_year() -> None:
    """Eleven answers to four programmes: less than ten and the four, of whom it is known that somebody answered."""
    answers = Cube(Shape(DIMENSIONS))
    for number in range(11):
        program = f"p{number % 4}"
        answers.count((program, "a0", "2025", *WHOSE[program]), (1 + number % 5,))
    table = protect(answers, release(SHAPES["margins"], is_scored=True), settings())["figures"]
    assert {*table.cells.values()} == {Suppressed()}


@pytest.mark.parametrize(
    ("scores", "shown"),
    [
        ((4,) * 12, False),
        ((5,) * 11 + (4,), False),
        ((5,) * 10 + (4, 3), True),
        ((0,) * 11 + (90,), False),
        ((1, 5) * 6, True),
    ],
)
def test_no_group_is_shown_that_is_of_one_mind_or_of_one_weight(scores: tuple[int, ...], shown: bool) -> None:
    answers = Cube(Shape(DIMENSIONS))
    for score in scores:
        answers.count(ATOMS[0], (score,))
    made = protect(answers, release(((),), is_scored=True), settings())["figures"].cells
    assert [figure != Suppressed() for figure in made.values()] == [shown]


def test_an_empty_group_of_a_closed_list_is_hidden_like_a_small_one() -> None:
    """Else twelve of twelve would be told: nobody is in the other year, and all are in this one."""
    answers = Cube(Shape(DIMENSIONS))
    answers.count(ATOMS[0], times=12)
    cuts = (("agency",), ("agency", "period"))
    made = protect(answers, release(cuts, is_scored=False), settings())["figures"].cells
    told_of = {key[1:3]: figure for key, figure in made.items()}
    assert told_of == {
        ("a0", ALL): Counted(10),
        ("a0", "2025"): Suppressed(),
        ("a0", "2026"): Suppressed(),
    }


@pytest.mark.parametrize(("count", "told_as"), [(5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (1002, 1000)])
def test_counts_are_rounded_to_fives(count: int, told_as: int) -> None:
    assert rounded(count) == told_as


@given(st.lists(st.tuples(st.integers(0, 100) | st.none(), st.decimals("0", "5", places=2)), min_size=1))
def test_moments_add_up(answers: list[tuple[int | None, Decimal]]) -> None:
    whole = sum(packed(scores) for scores in answers)
    for place in (0, 1):
        scores = [Decimal(each[place]) for each in answers if each[place] is not None]  # type: ignore[arg-type]
        told_of = moments(lane(whole, place))
        assert told_of.number == len(scores)
        assert (told_of.total, told_of.squares) == (sum(scores) * 1000, sum(s * s for s in scores) * 10**6)
        if scores:
            mean = sum(scores) / len(scores)
            assert abs(told_of.mean - mean) <= Decimal("0.05")
            variance = sum((score - mean) ** 2 for score in scores) / len(scores)
            assert abs(told_of.spread - variance.sqrt()) <= Decimal("0.0501")


def test_the_order_of_answers_changes_no_figure() -> None:
    counts = [number % 5 for number in range(len(ATOMS))]
    one, other = cube(counts), cube(counts)
    other = Cube.of(other.shape, dict(reversed(other.atoms.items())))
    for shape in SHAPES.values():
        asked = release(shape, is_scored=True)
        assert protect(one, asked, settings()) == protect(other, asked, settings())
