"""A release's margins: every group that a table tells of, what it answered, and which group lies within which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from generator.derive.cube import Cube, Scores, chooser
from generator.derive.moments import packed
from generator.derive.release import Cut, Release
from generator.model.figures import Key


class Group(NamedTuple):
    """One group of a margin: its cut, and its key along the cut and all that follows from it."""

    cut: Cut
    key: Key


@dataclass(frozen=True, slots=True)
class Margins:
    """`sums[group]` is the packed moments of its answers; `dimensions` what the keys of each cut's groups hold.

    A chain is a list of levels, the widest first: each maps its groups to the one group of the level above
    that holds them (the first: to None).
    """

    dimensions: Mapping[Cut, Cut]
    sums: Mapping[Group, int]
    chains: Sequence[Sequence[Mapping[Group, Group | None]]]


def margins(cube: Cube, release: Release) -> Margins:
    """Every group of the release's cuts with somebody in it (or listed by its codes), and the chains they form."""
    cuts = sorted(
        {cut for plan in release.plans for cut in plan.cuts} | {()}, key=lambda cut: (len(cut), cut)
    )
    whole = {cut: _closure(cut, release) for cut in cuts}
    groups = {cut: _groups(cube, cut, whole[cut], release) for cut in cuts}
    sums = {group: total for each in groups.values() for group, total in each.items()}
    chains = [
        [_level(groups, whole, above, cut) for above, cut in zip((None, *chain), chain, strict=False)]
        for chain in _chains((), whole)
    ]
    return Margins(whole, sums, chains)


def _closure(cut: Cut, release: Release) -> Cut:
    """The cut's dimensions and those that follow from them, in the cube's order."""
    reached = {*cut, *(name for of in cut for name in release.determines.get(of, ()))}
    return tuple(name for name in release.shape.dimensions if name in reached)


def _groups(cube: Cube, cut: Cut, dimensions: Cut, release: Release) -> dict[Group, int]:
    chosen, known = chooser(cube.shape.dimensions, dimensions), dict[Scores, int]()
    sums: dict[Key, int] = {}
    for (key, scores), count in cube.atoms.items():
        add = known.get(scores)
        if add is None:
            add = known[scores] = packed(scores)
        group = chosen(key)
        sums[group] = sums.get(group, 0) + (add if count == 1 else add * count)
    for key in list(_listed(sums, dimensions, release)):
        sums.setdefault(key, 0)
    return {Group(cut, key): total for key, total in sums.items()}


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


def _level(
    groups: Mapping[Cut, Mapping[Group, int]], whole: Mapping[Cut, Cut], above: Cut | None, cut: Cut
) -> dict[Group, Group | None]:
    if above is None:
        return dict.fromkeys(groups[cut])
    upward = chooser(whole[cut], whole[above])
    return {group: Group(above, upward(group.key)) for group in groups[cut]}
