"""Folds evaluation answers into a mergeable tally: how often each set of scores was given, where and when.

A histogram is all there is: count and sum follow from it, and adding two of them is associative and
commutative, so shards may be folded apart and merged in any order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Self

from generator.model.public import ASPECTS, Value
from generator.model.records import Record

LEVELS: dict[Value, tuple[str, ...]] = {
    level: tuple(aspect for each, aspect in ASPECTS if each == level) for level, _ in ASPECTS
}
"""What is rated at each Kirkpatrick level."""

Group = tuple[str, str, int, int]
"""program, agency (the participant's), year, Kirkpatrick level."""


@dataclass(slots=True)
class Tally:
    """`answers[group, scores]` people of the group gave these scores, in the order of the level's aspects.

    A missing rating stands as None: it counts for nothing, and is never 0.
    """

    answers: Counter[tuple[Group, tuple[Value, ...]]] = field(default_factory=Counter)

    def add(self, answer: Record) -> None:
        """Folds one accepted answer; only the aspects of its own level count."""
        values = answer.values
        level = values["level"]
        group = (values["program"], values["agency"], values["submitted_at"].year, level)  # type: ignore[union-attr]
        self.answers[group, tuple([values[aspect] for aspect in LEVELS[level]])] += 1  # type: ignore[index]

    def __add__(self, other: Self) -> Self:
        return type(self)(self.answers + other.answers)
