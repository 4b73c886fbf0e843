"""Whoever reads every published figure and solves for the hidden ones, by linear programming.

The attacker knows which groups are listed, which group lies within which, how bands and rounding work, and the
thresholds. An insider knows besides how many people stand behind every published figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array, hstack, vstack

from generator.commands.auditing import Interval as Reading
from generator.commands.auditing import Line as Total
from generator.model.figures import ALL, Counted, FigureTable, Key, Published, Suppressed

Interval = tuple[float, float]
Place = tuple[str, Key]
"""A table's name and a key in it."""


@dataclass(frozen=True)
class Line:
    """What is known of one figure: between `least` and `most` people stand at these atoms."""

    place: Place
    atoms: tuple[int, ...]
    least: float
    most: float
    is_hidden: bool


def pinned(lines: Sequence[Line], atoms: int, places: Iterable[Place]) -> dict[Place, Interval]:
    """The narrowest interval that the number of people at each place can be pinned to."""
    wanted = set(places)
    if not wanted:
        return {}
    limits = [(line.atoms, 1.0, line.most) for line in lines if line.most < inf]
    limits += [(line.atoms, -1.0, -line.least) for line in lines if line.least > 0]
    entries = [(row, atom, sign) for row, (members, sign, _) in enumerate(limits) for atom in members]
    rows, columns, signs = zip(*entries, strict=True)
    matrix = csr_array((signs, (rows, columns)), shape=(len(limits), atoms))
    most = np.array([limit for *_, limit in limits])
    return {line.place: _interval(line, matrix, most) for line in lines if line.place in wanted}


def _interval(line: Line, matrix: Any, most: Any) -> Interval:
    aim = np.zeros(matrix.shape[1])
    aim[list(line.atoms)] = 1
    low = linprog(aim, A_ub=matrix, b_ub=most, method="highs")
    high = linprog(-aim, A_ub=matrix, b_ub=most, method="highs")
    assert low.status == 0, low.message
    return round(low.fun, 6), round(-high.fun, 6) if high.status == 0 else inf


def read_lines(
    tables: Iterable[FigureTable],
    dimensions: tuple[str, ...],
    atoms: Sequence[Key],
    tell: Callable[[Published | Counted | Suppressed], Interval],
) -> list[Line]:
    """What tables of one variable tell: a group that is not listed where others of its margin are has nobody."""
    lines = []
    for table in tables:
        places = [dimensions.index(name) for name in table.dimensions]
        by_key: dict[Key, list[int]] = {}
        cuts = {tuple(value != ALL for value in key) for key in table.cells}
        for number, atom in enumerate(atoms):
            for cut in cuts:
                key = tuple(atom[at] if is_in else ALL for at, is_in in zip(places, cut, strict=True))
                by_key.setdefault(key, []).append(number)
        for key, members in by_key.items():
            figure = table.cells.get(key)
            least, most = tell(figure) if figure else (0.0, 0.0)  # type: ignore[arg-type]
            is_hidden = isinstance(figure, Suppressed)
            lines.append(Line((table.name, key), tuple(members), least, most, is_hidden))
    return lines


def told(figure: Published | Counted | Suppressed) -> Interval:
    """What a figure tells of how many there are; who is listed as hidden among scores is somebody."""
    if isinstance(figure, Suppressed):
        return 1, inf
    if isinstance(figure, Counted):
        return max(5, figure.count - 2), figure.count + 2
    least, _, most = figure.responses.rstrip("+").partition("-")
    return int(least), float(most or inf)


def possible(
    values: Mapping[str, Sequence[str]], follows: Callable[[Key], Key] = lambda key: ()
) -> list[Key]:
    """Every place where somebody may stand."""
    return [(*key, *follows(key)) for key in product(*values.values())]


def attacked_site(
    known: Mapping[Place, Reading], lines: Sequence[Total], targets: Sequence[Place]
) -> dict[Place, Interval]:
    """The narrowest interval that each hidden number of a site can be solved to, of all numbers and totals at once."""
    found: dict[Place, Interval] = {}
    for places, totals in _apart(known, lines, targets):
        at = {place: number for number, place in enumerate(places)}
        told = _equations(totals, at) | {
            "bounds": [(known[place].low, known[place].high) for place in places]
        }
        for place in set(targets) & at.keys():
            aim = np.zeros(len(at))
            aim[at[place]] = 1
            found[place] = _solved(aim, told), -_solved(-aim, told)
    return found


def attacked_means(
    known: Mapping[Place, Reading],
    lines: Sequence[Total],
    means: Mapping[Place, Interval],
    targets: Sequence[Place],
) -> dict[Place, Interval]:
    """The narrowest interval of each hidden group's mean, `means` being what is known of everybody's.

    Unknown are how many answered and the sum of what they scored, both as a share of the group that is attacked
    (Charnes and Cooper's way of turning a ratio into a linear programme).
    """
    found: dict[Place, Interval] = {}
    for places, totals in _apart(known, lines, targets):
        at = {place: number for number, place in enumerate(places)}
        size, told = len(at), _equations(totals, at)
        rows = [row for place in places for row in _ratios(at[place], size, known[place], means[place])]
        nothing = csr_array((told["A_eq"].shape[0], 1))
        told["A_eq"] = hstack([block_diag([told["A_eq"], told["A_eq"]]), vstack([nothing, nothing])])
        told["b_eq"] = np.zeros(told["A_eq"].shape[0])
        told["A_ub"], told["b_ub"] = csr_array(np.array(rows)), np.zeros(len(rows))
        for place in set(targets) & at.keys():
            told["bounds"] = [(0, inf)] * (2 * size + 1)
            told["bounds"][at[place]] = (1, 1)
            aim = np.zeros(2 * size + 1)
            aim[size + at[place]] = 1
            found[place] = _solved(aim, told), -_solved(-aim, told)
    return found


def _ratios(number: int, size: int, reading: Reading, mean: Interval) -> list[Any]:
    """Rows over numbers, sums and the scale: how many there may be, and how much they may have scored."""
    limits = [(size + number, 1, number, -mean[1]), (size + number, -1, number, mean[0])]
    limits.append((number, -1, 2 * size, reading.low))
    if reading.high < inf:
        limits.append((number, 1, 2 * size, -reading.high))
    rows = []
    for one, sign, other, factor in limits:
        row = np.zeros(2 * size + 1)
        row[one], row[other] = sign, factor
        rows.append(row)
    return rows


def _apart(
    known: Mapping[Place, Reading], lines: Sequence[Total], targets: Sequence[Place]
) -> list[tuple[list[Place], list[Total]]]:
    """The places that lines join to each target, and these lines."""
    near: dict[Place, list[Total]] = {}
    for line in lines:
        for place in (line.total, *line.parts):
            near.setdefault(place, []).append(line)
    found, seen = [], set[Place]()
    for start in targets:
        reached, totals, ahead = dict[Place, None](), dict[int, Total](), [start]
        while ahead and start not in seen:
            place = ahead.pop()
            if place not in reached:
                reached[place] = None
                fresh = [line for line in near.get(place, ()) if id(line) not in totals]
                totals |= {id(line): line for line in fresh}
                ahead += [each for line in fresh for each in (line.total, *line.parts)]
        if start not in seen:
            found.append((list(reached), list(totals.values())))
        seen |= reached.keys()
    return found


def _equations(totals: Sequence[Total], at: Mapping[Place, int]) -> dict[str, Any]:
    """Parts less their total are nought; no more than that where some parts may be missing."""
    whole, some = ([total for total in totals if total.is_whole is is_whole] for is_whole in (True, False))
    told = {"A_eq": _matrix(whole, at), "b_eq": np.zeros(len(whole))}
    return told | ({"A_ub": _matrix(some, at), "b_ub": np.zeros(len(some))} if some else {})


def _matrix(totals: Sequence[Total], at: Mapping[Place, int]) -> Any:
    entries = [
        (row, at[place], sign)
        for row, line in enumerate(totals)
        for sign, places in ((1.0, line.parts), (-1.0, (line.total,)))
        for place in places
    ]
    rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((signs, (rows, columns)), shape=(len(totals), len(at)))


def _solved(aim: Any, told: Mapping[str, Any]) -> float:
    """The least that the aim can come to; minus infinity where there is none."""
    solved = linprog(aim, method="highs", **told)
    assert solved.status in (0, 3), solved.message
    return round(float(solved.fun), 6) if solved.status == 0 else -inf
