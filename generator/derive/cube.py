"""Answers folded by where they stand: what every table of figures is cut from.

Private, and mergeable: adding two cubes is associative and commutative, so shards may be folded apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import repeat
from operator import itemgetter
from typing import Any, Self

from generator.model.figures import Key

Scores = tuple[int | Decimal | None, ...]
"""What one answer scored, one place a variable; None is a missing rating: it counts for nothing, and is never 0."""
Atom = tuple[Key, Scores]
"""Where an answer stands, and what it scored."""
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


@dataclass(slots=True, eq=False)
class Cube:
    """Answers by columns: where each stands (a column a dimension), what it scored, and how many stand and scored so.

    Whoever fills it sees to it that equal values are one object, and of scores it does so itself: then an answer takes
    some fifty bytes, and a nation's five million a quarter of a gigabyte.
    """

    shape: Shape
    columns: Sequence[list[str | int]] = ()
    scores: list[Scores] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    alike: dict[Scores, Scores] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.columns = self.columns or [[] for _ in self.shape.dimensions]

    @classmethod
    def of(cls, shape: Shape, atoms: Mapping[Atom, int]) -> Self:
        """The cube of so many answers at each atom."""
        made = cls(shape)
        for (key, scores), count in atoms.items():
            made.count(key, scores, count)
        return made

    @property
    def atoms(self) -> Counter[Atom]:
        """How many answers stand at each place and scored alike."""
        found = defaultdict[Atom, int](int)
        for atom, count in zip(
            zip(self.keys(self.shape.dimensions), self.scores, strict=False), self.times, strict=True
        ):
            found[atom] += count
        return Counter(found)

    def keys(self, dimensions: tuple[str, ...]) -> Iterable[Key]:
        """Where each answer stands along some dimensions."""
        columns = [self.columns[self.shape.dimensions.index(name)] for name in dimensions]
        return zip(*columns, strict=True) if columns else repeat((), len(self.times))

    def count(self, key: Key, scores: Scores = ONE, times: int = 1) -> None:
        """Folds answers that stand at one place and scored alike."""
        for column, value in zip(self.columns, key, strict=True):
            column.append(value)
        self.scores.append(self.alike.setdefault(scores, scores))
        self.times.append(times)

    def count_all(self, columns: Iterable[Iterable[Any]], scores: Iterable[Scores]) -> None:
        """Folds many answers: where they stand, by columns, and what each scored."""
        for column, values in zip(self.columns, columns, strict=True):
            column.extend(values)
        its = [*scores]
        self.scores.extend(map(self.alike.setdefault, its, its))
        self.times.extend(repeat(1, len(its)))

    def __add__(self, other: Self) -> Self:
        columns = [one + more for one, more in zip(self.columns, other.columns, strict=True)]
        return type(self)(self.shape, columns, self.scores + other.scores, self.times + other.times)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cube) and self.shape == other.shape and self.atoms == other.atoms

    def widened(self, names: tuple[str, ...], of: str, lookup: Callable[[str | int], Key]) -> Cube:
        """The cube with dimensions that another one determines: a programme's provider and organizer."""
        shape = replace(self.shape, dimensions=(*self.shape.dimensions, *names))
        column = self.columns[self.shape.dimensions.index(of)]
        wide = {value: lookup(value) for value in set(column)}
        more = [
            list(map({value: key[place] for value, key in wide.items()}.__getitem__, column))
            for place in range(len(names))
        ]
        return Cube(shape, [*self.columns, *more], self.scores, self.times)

    def narrowed(self, dimensions: tuple[str, ...]) -> Cube:
        """The cube along fewer dimensions."""
        columns = [self.columns[self.shape.dimensions.index(name)] for name in dimensions]
        return Cube(replace(self.shape, dimensions=dimensions), columns, self.scores, self.times)

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
