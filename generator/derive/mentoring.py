"""Counts the accepted mentoring requests of each mentor, and days until answers; nothing else of a request is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from generator.derive.processing import Handled
from generator.findings import Finding, finding
from generator.model.records import Answers, Record, Registry, day_of
from generator.model.schema import load_schema


@dataclass(slots=True)
class Seats:
    """How many places of each mentor are taken; how many requests were sent and decided on which days."""

    taken: Counter[str] = field(default_factory=Counter)
    handled: Counter[Handled] = field(default_factory=Counter)

    def take(self, answers: Answers) -> None:
        """Folds requests; only an accepted one (`diterima`) takes a place."""
        for status, mentor, *days in answers.rows("status", "mentor", "submitted_at", "decided_on"):
            if status == "diterima":
                self.taken[str(mentor or "")] += 1
            sent, decided = map(day_of, days)
            if sent and decided:
                self.handled[Handled(answers.table, sent, decided)] += 1

    def __add__(self, other: Self) -> Self:
        return type(self)(self.taken + other.taken, self.handled + other.handled)

    def free(self, mentor: Record) -> int:
        """Places that no accepted request holds; never below zero."""
        return max(0, (mentor.number("capacity") or 0) - self.taken[mentor.text("id")])

    def findings(self, registry: Registry) -> Iterator[Finding]:
        """A finding for each mentor who accepted more than their capacity."""
        title = load_schema("mentors").field("capacity").title
        for mentor in registry.all("mentors"):
            taken, capacity = self.taken[mentor.text("id")], mentor.number("capacity") or 0
            if taken > capacity:
                yield finding("mentor-over-capacity", mentor.place(title), taken=taken, capacity=capacity)
