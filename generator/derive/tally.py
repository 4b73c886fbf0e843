"""Folds evaluation answers into a mergeable tally: how often each score was given, where and when.

A histogram is all there is: count and sum follow from it, and adding two of them is associative and
commutative, so shards may be folded apart and merged in any order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from generator.model.public import ASPECTS
from generator.model.records import Record

Group = tuple[str, str, str, int, str]
"""program, agency (the participant's), year, Kirkpatrick level, aspect."""


@dataclass(slots=True)
class Tally:
    """Scores by group: `scores[group, score]` answers gave that score. Missing ratings are not counted."""

    scores: Counter[tuple[Group, Decimal]] = field(default_factory=Counter)

    def add(self, answer: Record) -> None:
        """Folds one accepted answer; only the aspects of its own level count."""
        submitted, values = answer.day("submitted_at"), answer.values
        if submitted is None:
            return
        program, agency, year = answer.text("program"), answer.text("agency"), str(submitted.year)
        for level, aspect in ASPECTS:
            score = values.get(aspect)
            if level == values["level"] and isinstance(score, int | float | Decimal):
                self.scores[(program, agency, year, level, aspect), Decimal(score)] += 1

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.scores + other.scores)
