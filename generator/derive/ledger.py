"""What was published so far, so that two publications beside each other tell no more than one of them.

Answers wait until they may be told: a release takes in the largest part of what waits by which **whatever
changes, changes by a group that is fit itself** (ten scores, five counts): each published group, and each rest of one
that its published parts leave. Answers that were corrected or deleted wait in the same way. Private: it holds folded
answers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from generator.derive.conceal import conceal
from generator.derive.cube import Atom, Cube, chooser
from generator.derive.disclosure import Screened, answers_of, dearness, screen, tables
from generator.derive.fitness import Fitness, fitness
from generator.derive.margins import Group, Margins, margins
from generator.derive.moments import Lane, number, packed
from generator.derive.release import Cut, Release
from generator.model.figures import FigureTable, Key
from generator.settings import Settings

Waiting = dict[Atom, int]
"""By how many answers an atom differs from what was released: more (or, below zero, fewer)."""
Owner = tuple[int, int]
"""A chain, and the finest published group on it that an answer is in: there it shows."""


@dataclass(slots=True)
class Batch:
    """What waits and would show in one place; in each of the `fresh` hidden groups there, somebody is new for sure."""

    atoms: list[Atom] = field(default_factory=list)
    fresh: set[int] = field(default_factory=set)

    def may_change(self, rated: Waiting, points: Mapping[Atom, Lane], fit: Fitness) -> bool:
        """Whether those who came, or those who went, are fit to be told as a group of their own."""
        came = sum(rated[atom] * points[atom] for atom in self.atoms if rated[atom] > 0)
        went = sum(-rated[atom] * points[atom] for atom in self.atoms if rated[atom] < 0)
        return fit.fits(came, len(self.fresh)) or fit.fits(went)


@dataclass(frozen=True, slots=True)
class Past:
    """A release as it was last published: the answers in it, and the groups that were shown, a set a variable."""

    answers: Cube
    least: int
    cuts: frozenset[Cut]
    shown: tuple[frozenset[Group], ...]

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Those of its answers."""
        return self.answers.shape.dimensions


@dataclass(slots=True)
class Ledger:
    """The releases published so far, by name; `waiting` counts the answers that each holds back."""

    pasts: dict[str, Past] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)

    def release(self, cube: Cube, release: Release, settings: Settings) -> dict[str, FigureTable]:
        """The release's tables, with as many of the answers as may be told by now; remembers them."""
        fit = fitness(release, settings)
        past = self.pasts.get(release.name)
        held = 0
        if past is None or past.dimensions != cube.shape.dimensions:
            screened, answers = screen(margins(cube, release), release, fit), cube
        else:
            atoms, had = cube.atoms, past.answers.atoms
            screened, taken = _amended(past, had, _differing(atoms, had), cube, release, fit)
            held, answers = sum(map(abs, _differing(atoms, taken).values())), Cube.of(cube.shape, taken)
        self.waiting[release.name] = held
        self.pasts[release.name] = _past(screened, answers, release, fit)
        return tables(screened, release, fit)

    def answers(self, name: str) -> Cube:
        """The answers of a release that were taken in: what else is worked out of them waits as they do."""
        return self.pasts[name].answers


def _differing(atoms: Mapping[Atom, int], from_those: Mapping[Atom, int]) -> Waiting:
    """By how many answers each atom differs, where it does."""
    found = {atom: n - had for atom, n in atoms.items() if n != (had := from_those.get(atom, 0))}
    return found | {atom: -had for atom, had in from_those.items() if atom not in atoms}


def _past(screened: Screened, answers: Cube, release: Release, fit: Fitness) -> Past:
    shown = tuple(
        frozenset(screened.made.groups[group] for group in answers.keys() - hidden)
        for answers, hidden in zip(screened.answers, screened.hidden, strict=True)
    )
    return Past(answers, fit.least, frozenset(release.cuts), shown)


def _amended(
    past: Past, had: Counter[Atom], waiting: Waiting, cube: Cube, release: Release, fit: Fitness
) -> tuple[Screened, Counter[Atom]]:
    """Takes in all that waits, then lets wait again what would show alone, until nothing does."""
    while True:
        atoms = had.copy()
        atoms.update(waiting)
        atoms = +atoms
        made = margins(Cube.of(cube.shape, atoms), release)
        screened, held = _attempt(past, waiting, made, release, fit)
        if not held:
            return screened, atoms
        waiting = {atom: differs for atom, differs in waiting.items() if atom not in held}


def _attempt(
    past: Past, waiting: Waiting, made: Margins, release: Release, fit: Fitness
) -> tuple[Screened, set[Atom]]:
    """The groups to hide if all that waits were told, and which of it would then show alone."""
    place = {group: place for place, group in enumerate(made.groups)}
    paths = {key: _paths(key, made, place, past.dimensions) for key in {key for key, _ in waiting}}
    answers, all_hidden, held = answers_of(made, release), list[set[int]](), set[Atom]()
    for at, its in enumerate(answers):
        rated = {atom: differs for atom, differs in waiting.items() if atom[1][at] is not None}
        gained = _gained(rated, paths)
        firm = (
            {place[group] for group in past.shown[at] if group in place} if past.least == fit.least else set()
        )
        hidden = {
            group
            for group in its.keys() - firm
            if made.groups[group].cut in past.cuts and gained[group] < fit.least
        }
        opened = conceal(its, made.chains, dearness(made, release), fit, hidden, firm)
        owned = _owned(
            rated, paths, its.keys() - hidden, {group for group in its if number(its[group]) <= gained[group]}
        )
        if (
            opened and not opened & owned.keys()
        ):  # nothing that waits could close it: other rules than last time
            conceal(its, made.chains, dearness(made, release), fit, hidden)
        points = {atom: packed(atom[1][at : at + 1]) for atom in rated}
        alone = opened | {owner for owner, batch in owned.items() if not batch.may_change(rated, points, fit)}
        held |= {atom for owner in alone if owner in owned for atom in owned[owner].atoms}
        all_hidden.append(hidden)
    return Screened(made, answers, all_hidden), held


def _paths(
    key: Key, made: Margins, place: Mapping[Group, int], dimensions: tuple[str, ...]
) -> Sequence[Sequence[int]]:
    """The groups that a key is in along each chain, the finest first."""
    groups = {
        cut: place.get(Group(cut, chooser(dimensions, its)(key)), -1) for cut, its in made.dimensions.items()
    }
    cuts = [[made.groups[level[0][0]].cut for level in chain if level] for chain in made.chains]
    return [[groups[cut] for cut in chain] for chain in cuts]


def _gained(rated: Waiting, paths: Mapping[Key, Sequence[Sequence[int]]]) -> Counter[int]:
    """How many answers each group would gain."""
    gained = Counter[int]()
    for (key, _), differs in rated.items():
        for group in {group for path in paths[key] for group in path}:
            gained[group] += max(differs, 0)
    return gained


def _owned(
    rated: Waiting, paths: Mapping[Key, Sequence[Sequence[int]]], shown: Set[int], fresh: Set[int]
) -> Mapping[Owner, Batch]:
    """Where each waiting answer would show, chain by chain; all that is in `fresh` groups came only now."""
    owned = defaultdict[Owner, Batch](Batch)
    for atom in rated:
        for chain, path in enumerate(paths[atom[0]]):
            owner = next((group for group in path if group in shown), None)
            if owner is not None:
                owned[chain, owner].atoms.append(atom)
                if path[0] != owner and path[0] in fresh:
                    owned[chain, owner].fresh.add(path[0])
    return owned
