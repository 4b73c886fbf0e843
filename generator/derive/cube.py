"""Answers folded by where they stand: what every table of figures is cut from.

Private, and mergeable: adding two cubes is associative and commutative, so shards may be folded apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from operator import itemgetter
from typing import Self

from generator.model.figures import Key

Scores = tuple[int | Decimal | None, ...]
"""What one answer scored, one place a variable; None is a missing rating: it counts for nothing, and is never 0."""
ONE: Scores = (1,)
"""What a person or a decision scores that is only counted."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a cube's keys and scores mean.

    `dimensions` name the places of a key. `variables` are what is measured, each as the end of its figures'
    keys (`(1, "material")`, named by `variable_dimensions`); a cube that only counts has one, without a name.
    """

    dimensions: tuple[str, ...]
    variable_dimensions: tuple[str, ...] = ()
    variables: tuple[Key, ...] = ((),)


@dataclass(slots=True)
class Cube:
    """`atoms[key, scores]` answers stand at `key` and scored so."""

    shape: Shape
    atoms: Counter[tuple[Key, Scores]] = field(default_factory=Counter)

    def count(self, key: Key, scores: Scores = ONE, times: int = 1) -> None:
        """Folds answers that stand at one place and scored alike."""
        self.atoms[key, scores] += times

    def __add__(self, other: Self) -> Self:
        return type(self)(self.shape, self.atoms + other.atoms)

    def widened(self, names: tuple[str, ...], of: str, lookup: Callable[[str | int], Key]) -> Cube:
        """The cube with dimensions that another one determines: a programme's provider and organizer."""
        at = self.shape.dimensions.index(of)
        shape = Shape((*self.shape.dimensions, *names), self.shape.variable_dimensions, self.shape.variables)
        wide = {value: lookup(value) for value in {key[at] for key, _ in self.atoms}}
        return Cube(
            shape, Counter({((*key, *wide[key[at]]), scores): n for (key, scores), n in self.atoms.items()})
        )

    def cut(self, dimensions: tuple[str, ...]) -> Mapping[Key, Counter[Scores]]:
        """The answers of each group along some dimensions, by what they scored."""
        chosen = chooser(self.shape.dimensions, dimensions)
        groups: dict[Key, Counter[Scores]] = {}
        for (key, scores), count in self.atoms.items():
            group = chosen(key)
            if group not in groups:
                groups[group] = Counter()
            groups[group][scores] += count
        return groups


def chooser(dimensions: tuple[str, ...], wanted: tuple[str, ...]) -> Callable[[Key], Key]:
    """Picks the wanted places of a key."""
    places = [dimensions.index(name) for name in wanted]
    if not places:
        return lambda key: ()
    if len(places) == 1:
        place = places[0]
        return lambda key: (key[place],)
    return itemgetter(*places)
