"""A release's margins: every group that a table tells of, what it answered, and which group lies within which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple, TypeVar

from generator.derive.cube import Cube, chooser
from generator.derive.moments import packed
from generator.derive.release import Cut, Release
from generator.model.figures import Key

Where = TypeVar("Where")


class Group(NamedTuple):
    """One group of a margin: its cut, and its key along the cut and all that follows from it."""

    cut: Cut
    key: Key


Level = Sequence[tuple[int, int]]
"""Groups of one cut, each with the group of the level above that holds it (or -1), by their places."""
Chain = Sequence[Level]
"""Levels that hold each other, the finest first."""


@dataclass(frozen=True, slots=True)
class Margins:
    """`sums[i]` is the packed moments of `groups[i]`; `dimensions` tells what the keys of each cut hold."""

    dimensions: Mapping[Cut, Cut]
    groups: Sequence[Group]
    sums: Sequence[int]
    chains: Sequence[Chain]


def margins(cube: Cube, release: Release) -> Margins:
    """Every group of the release's cuts with somebody in it (or listed by its codes), and the chains they form."""
    whole = {cut: _closure(cut, release) for cut in release.cuts}
    sums = _sums(cube, whole, release)
    groups = [Group(cut, key) for cut, each in sums.items() for key in each]
    place = {group: place for place, group in enumerate(groups)}
    total = [each for by_key in sums.values() for each in by_key.values()]
    return Margins(whole, groups, total, [_chain(cuts, whole, sums, place) for cuts in _chains((), whole)])


def _closure(cut: Cut, release: Release) -> Cut:
    """The cut's dimensions and those that follow from them, in the cube's order."""
    reached = {*cut, *(name for of in cut for name in release.determines.get(of, ()))}
    return tuple(name for name in release.shape.dimensions if name in reached)


def _sums(cube: Cube, whole: Mapping[Cut, Cut], release: Release) -> dict[Cut, dict[Key, int]]:
    """The packed moments along each cut, the finest first, each from the smallest of the finer ones."""
    known = {scores: packed(scores) for scores in set(cube.scores)}
    adds = [
        known[scores] if count == 1 else known[scores] * count  # else a new number for each of millions
        for scores, count in zip(cube.scores, cube.times, strict=True)
    ]
    sums: dict[Cut, dict[Key, int]] = {}
    for cut in sorted(whole, key=lambda cut: -len(whole[cut])):
        finer = [other for other in sums if set(whole[cut]) <= set(whole[other])]
        nearest = min(finer, key=lambda other: len(sums[other]), default=None)
        if nearest is None:
            sums[cut] = _of_answers(cube, whole[cut], adds)
        else:
            upward = chooser(whole[nearest], whole[cut])
            sums[cut] = _summed(map(upward, sums[nearest]), sums[nearest].values())
        for key in list(_listed(sums[cut], whole[cut], release)):
            sums[cut].setdefault(key, 0)
    return {cut: dict(sorted(sums[cut].items())) for cut in whole}


def _of_answers(cube: Cube, cut: Cut, adds: Iterable[int]) -> dict[Key, int]:
    """What answers add at each key; of a key of one place, a tuple is not made for each of them."""
    if len(cut) != 1:
        return _summed(cube.keys(cut), adds)
    column = cube.columns[cube.shape.dimensions.index(cut[0])]
    return {(value,): total for value, total in _summed(column, adds).items()}


def _summed(keys: Iterable[Where], adds: Iterable[int]) -> dict[Where, int]:
    """What is to be added at each key."""
    sums = defaultdict[Where, int](int)
    for key, add in zip(keys, adds, strict=True):
        sums[key] += add
    return dict(sums)


def _listed(sums: Mapping[Key, int], dimensions: Cut, release: Release) -> Iterator[Key]:
    """The keys that stand beside each other one when its coded dimensions take all their codes."""
    if not any(name in release.codes for name in dimensions):
        return
    for key in list(sums):
        places = zip(dimensions, key, strict=True)
        yield from product(*(release.codes.get(name, (value,)) for name, value in places))


def _chains(last: Cut, whole: Mapping[Cut, Cut]) -> Iterator[list[Cut]]:
    """Every longest row of cuts in which each is finer than the one before it, from one cut on."""
    finer = [cut for cut in whole if cut != last and set(last) <= set(whole[cut])]
    next_ones = [
        cut for cut in finer if not any(other != cut and set(other) <= set(whole[cut]) for other in finer)
    ]
    if not next_ones:
        yield [last]
    for cut in next_ones:
        for rest in _chains(cut, whole):
            yield [last, *rest]


def _chain(
    cuts: Sequence[Cut],
    whole: Mapping[Cut, Cut],
    sums: Mapping[Cut, Mapping[Key, int]],
    place: Mapping[Group, int],
) -> Chain:
    levels: list[Level] = []
    for above, cut in zip((None, *cuts), cuts, strict=False):
        upward = None if above is None else chooser(whole[cut], whole[above])
        levels.append(
            [
                (place[Group(cut, key)], -1 if upward is None else place[Group(above or (), upward(key))])
                for key in sums[cut]
            ]
        )
    return levels[::-1]
