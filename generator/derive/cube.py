"""Answers folded by where they stand: what every table of figures is cut from.

Private, and mergeable: adding two cubes is associative and commutative, so shards may be folded apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
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
    """`atoms[key, scores]` answers stand at `key` and scored so; scores that are `alike` are one object."""

    shape: Shape
    atoms: Counter[tuple[Key, Scores]] = field(default_factory=Counter)
    alike: dict[Scores, Scores] = field(default_factory=dict, repr=False, compare=False)

    def count(self, key: Key, scores: Scores = ONE, times: int = 1) -> None:
        """Folds answers that stand at one place and scored alike."""
        self.atoms[key, scores] += times

    def count_all(self, keys: Iterable[Key], scores: Iterable[Scores]) -> None:
        """Folds many answers: where each of them stands, and what it scored."""
        its = [*scores]
        self.atoms.update(zip(keys, map(self.alike.setdefault, its, its), strict=False))

    def __add__(self, other: Self) -> Self:
        atoms = self.atoms.copy()
        atoms.update(other.atoms)
        return type(self)(self.shape, atoms)

    def widened(self, names: tuple[str, ...], of: str, lookup: Callable[[str | int], Key]) -> Cube:
        """The cube with dimensions that another one determines: a programme's provider and organizer."""
        at = self.shape.dimensions.index(of)
        shape = Shape((*self.shape.dimensions, *names), self.shape.variable_dimensions, self.shape.variables)
        wide = {value: lookup(value) for value in {key[at] for key, _ in self.atoms}}
        return Cube(
            shape, Counter({((*key, *wide[key[at]]), scores): n for (key, scores), n in self.atoms.items()})
        )

    def narrowed(self, dimensions: tuple[str, ...]) -> Cube:
        """The cube along fewer dimensions."""
        chosen = chooser(self.shape.dimensions, dimensions)
        atoms = defaultdict[tuple[Key, Scores], int](int)
        for (key, scores), count in self.atoms.items():
            atoms[chosen(key), scores] += count
        return Cube(replace(self.shape, dimensions=dimensions), Counter(atoms))

    def cut(self, dimensions: tuple[str, ...]) -> Mapping[Key, Counter[Scores]]:
        """The answers of each group along some dimensions, by what they scored."""
        groups: dict[Key, Counter[Scores]] = {}
        for (group, scores), count in self.narrowed(dimensions).atoms.items():
            groups.setdefault(group, Counter())[scores] = count
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
