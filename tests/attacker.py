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
from scipy.sparse import csr_array

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
