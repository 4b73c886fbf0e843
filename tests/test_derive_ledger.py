"""Publications beside each other: what comes in waits until it shows alone no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import inf

import pytest
from attacker import Interval, Line, pinned, read_lines, told
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st
from portal_example import settings
from test_derive_disclosure import ATOMS, DIMENSIONS, SHAPES, WHOSE, cube, release

from generator.derive.cube import Cube, Shape
from generator.derive.disclosure import protect
from generator.derive.ledger import Ledger
from generator.derive.loss import represented
from generator.model.figures import ALL, Counted, FigureTable, Key, Published, Suppressed

ASKED = release(SHAPES["margins"], is_scored=True)


def answers(*groups: tuple[str, str, int]) -> Cube:
    """So many answers of several minds about a programme, from an agency, in 2026."""
    made = Cube(Shape(DIMENSIONS))
    for program, agency, count in groups:
        for number in range(count):
            made.count((program, agency, "2026", *WHOSE[program]), (1 + number % 5,))
    return made


FIRST = (("p0", "a0", 40), ("p1", "a1", 40), ("p2", "a0", 30))


def published(*builds: Cube) -> list[Mapping[Key, object]]:
    """The figures after each build, one after another, with one ledger."""
    ledger = Ledger()
    return [ledger.release(build, ASKED, settings())["figures"].cells for build in builds]


def test_a_first_release_holds_nothing_back() -> None:
    ledger = Ledger()
    first = ledger.release(answers(*FIRST), ASKED, settings())
    assert first == protect(answers(*FIRST), ASKED, settings())
    assert ledger.waiting == {"tried": 0}


def test_what_hiding_costs_is_told_margin_by_margin() -> None:
    """A programme of five takes one of thirty along; of two providers, the one that has it, and so the other."""
    ledger, linked = Ledger(), release(SHAPES["linked"], is_scored=True)
    small = answers(("p0", "a0", 40), ("p1", "a0", 5), ("p2", "a0", 30), ("p3", "a1", 30))
    ledger.release(small, linked, settings())
    shares = {
        cut: (told, simply) for cut, told, simply in represented(ledger.pasts["tried"], linked, settings())
    }
    assert shares[()] == shares["agency",] == (1, 1)
    assert shares["program",] == (70 / 105, 70 / 105)
    assert shares["provider",] == (0, 1)


def test_the_same_answers_again_change_nothing() -> None:
    ledger = Ledger()
    first = ledger.release(answers(*FIRST), ASKED, settings())
    kept = ledger.pasts["tried"]
    assert ledger.release(answers(*FIRST), ASKED, settings()) == first
    assert ledger.pasts["tried"] == kept


def test_nine_new_answers_change_no_figure_and_ten_do() -> None:
    first, nine, ten = published(
        answers(*FIRST), answers(*FIRST, ("p0", "a0", 9)), answers(*FIRST, ("p0", "a0", 10))
    )
    assert first == nine
    assert ten != first


def test_one_answer_beside_ten_waits_in_the_total_too() -> None:
    """Else the change of the total less that of the one programme would be that answer."""
    ledger = Ledger()
    ledger.release(answers(*FIRST), ASKED, settings())
    ledger.release(answers(*FIRST, ("p0", "a0", 10), ("p1", "a1", 1)), ASKED, settings())
    told_of = Counter[str]()
    for (key, _), count in ledger.pasts["tried"].answers.atoms.items():
        told_of[str(key[0])] += count
    assert told_of == {"p0": 50, "p1": 40, "p2": 30}
    assert ledger.waiting == {"tried": 1}


def test_ten_new_answers_of_one_mind_wait_for_another() -> None:
    """Two publications would tell what each of the ten said."""
    ledger = Ledger()
    first = ledger.release(answers(*FIRST), ASKED, settings())
    after = answers(*FIRST)
    after.count(("p0", "a0", "2026", *WHOSE["p0"]), (5,), times=10)
    assert ledger.release(after, ASKED, settings()) == first
    after.count(("p0", "a0", "2026", *WHOSE["p0"]), (2,), times=2)
    assert ledger.release(after, ASKED, settings()) != first


@pytest.mark.parametrize(("came", "waits"), [(6, True), (7, False)])
def test_a_group_that_is_listed_anew_has_somebody_so_one_more_must_come(came: int, waits: bool) -> None:
    """Of ten who came to two hidden groups, one of them new, at most nine can be in the old one."""
    ledger = Ledger()
    small = (("p1", "a1", 8), ("p2", "a0", 8))
    ledger.release(answers(FIRST[0], *small), ASKED, settings())
    ledger.release(answers(FIRST[0], *small, ("p2", "a0", came), ("p3", "a0", 4)), ASKED, settings())
    assert (ledger.waiting == {"tried": came + 4}) is waits


def test_a_deleted_answer_goes_when_ten_came() -> None:
    fewer = answers(("p0", "a0", 39), *FIRST[1:])
    first, deleted = published(answers(*FIRST), fewer)
    assert deleted == first
    ledger = Ledger()
    ledger.release(answers(*FIRST), ASKED, settings())
    ledger.release(answers(("p0", "a0", 39), *FIRST[1:], ("p0", "a0", 15)), ASKED, settings())
    assert sum(ledger.pasts["tried"].answers.atoms.values()) == 124
    assert ledger.waiting == {"tried": 0}


def test_a_group_that_fell_below_ten_stays_as_it_was() -> None:
    """To take it away after one answer went would tell of that one."""
    whole = answers(("p0", "a0", 10), ("p1", "a0", 40), ("p2", "a0", 40))
    fewer = answers(("p0", "a0", 9), ("p1", "a0", 40), ("p2", "a0", 40))
    before, after = published(whole, fewer)
    assert after == before


def test_a_mistake_of_many_rows_is_mended_at_once() -> None:
    doubled, right = answers(*FIRST, *FIRST), answers(*FIRST)
    _, mended = published(doubled, right)
    assert mended == protect(right, ASKED, settings())["figures"].cells


def test_a_group_that_was_told_stays_told() -> None:
    small = ("p3", "a0", 4)
    before, after = published(answers(*FIRST), answers(*FIRST, small, ("p1", "a1", 20)))
    assert {key for key, figure in before.items() if figure != Suppressed()} <= {
        key for key, figure in after.items() if figure != Suppressed()
    }


def test_a_raised_threshold_hides_at_once() -> None:
    ledger = Ledger()
    build = answers(*FIRST, ("p3", "a2", 12))
    ledger.release(build, ASKED, settings())
    strict = ledger.release(build, ASKED, settings(score_threshold=35))["figures"].cells
    shown = {key[0] for key, figure in strict.items() if figure != Suppressed()}
    assert "p3" not in shown
    assert "p2" not in shown


STREAM = st.lists(
    st.lists(st.integers(0, 5), min_size=len(ATOMS), max_size=len(ATOMS)), min_size=3, max_size=3
)


@pytest.mark.parametrize("shape", SHAPES)
@given(STREAM)
@bounded(max_examples=6, deadline=None)
def test_no_new_answers_are_pinned_by_any_two_publications(shape: str, stream: list[list[int]]) -> None:
    """The attacker solves all publications at once for how many came to a group between two of them."""
    tables, taken = streamed(shape, stream)
    lines = [
        line
        for time, table in enumerate(tables)
        for line in moved(read_lines([table], DIMENSIONS, ATOMS, told), time)
    ]
    targets = [
        Line(("new", (key, time)), tuple(atom + time * len(ATOMS) for atom in members), 0, inf, True)
        for time in range(1, len(tables))
        for key, members in grouped(tables[-1]).items()
        if 0 < sum(taken[time][atom] for atom in members) < 10
    ][:6]
    pins = pinned([*lines, *targets], len(ATOMS) * len(tables), [line.place for line in targets])
    assert {place: at for place, at in pins.items() if at[1] - at[0] < 10} == {}


def streamed(shape: str, stream: Sequence[Sequence[int]]) -> tuple[list[FigureTable], list[list[int]]]:
    """The table at each time, and how many answers of each atom each time took in."""
    ledger, asked = Ledger(), release(SHAPES[shape], is_scored=True)
    tables, taken, before, all_counts = [], [], [0] * len(ATOMS), [0] * len(ATOMS)
    for counts in stream:
        all_counts = [old + new for old, new in zip(all_counts, counts, strict=True)]
        tables.append(ledger.release(cube(all_counts), asked, settings())["figures"])
        now = Counter[Key]()
        for (key, _), count in ledger.pasts["tried"].answers.atoms.items():
            now[key] += count
        taken.append([now[atom] - old for atom, old in zip(ATOMS, before, strict=True)])
        before = [now[atom] for atom in ATOMS]
    return tables, taken


def moved(lines: Sequence[Line], time: int) -> list[Line]:
    """Lines of one publication, about the answers of all times up to it."""
    size = len(ATOMS)
    return [
        Line(
            ("at", (time, *line.place)),  # type: ignore[arg-type]
            tuple(atom + each * size for each in range(time + 1) for atom in line.atoms),
            line.least,
            line.most,
            line.is_hidden,
        )
        for line in lines
    ]


def grouped(table: FigureTable) -> Mapping[Key, list[int]]:
    return {
        key: [
            number
            for number, atom in enumerate(ATOMS)
            if all(wanted in (ALL, value) for wanted, value in zip(key, atom, strict=True))
        ]
        for key in table.cells
    }


def test_without_the_ledger_the_attack_finds_the_one_new_answer() -> None:
    """The attack is worth something: an insider reads one answer off two publications that know no ledger."""
    before, after = answers(*FIRST), answers(*FIRST, ("p0", "a0", 1))

    def exactly(build: Cube) -> list[Line]:
        table = protect(build, ASKED, settings())["figures"]
        numbers = {key: 0 for key in table.cells}
        for (atom, _), count in build.atoms.items():
            for key in numbers:
                if all(wanted in (ALL, value) for wanted, value in zip(key, atom, strict=True)):
                    numbers[key] += count
        by_figure = {id(figure): float(numbers[key]) for key, figure in table.cells.items()}

        def tell(figure: Published | Counted | Suppressed) -> Interval:
            return by_figure[id(figure)], by_figure[id(figure)]

        return read_lines([table], DIMENSIONS, ATOMS, tell)

    lines = moved(exactly(before), 0) + moved(exactly(after), 1)
    size = len(ATOMS)
    of_p0 = tuple(number + size for number, atom in enumerate(ATOMS) if atom[0] == "p0")
    target = Line(("new", ("p0",)), of_p0, 0, inf, True)
    assert pinned([*lines, target], 2 * size, [target.place]) == {target.place: (1, 1)}
