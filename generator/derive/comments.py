"""What people wrote beside their ratings, for HR alone; without whoever wrote it, when, or where they work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from generator.model.records import Record


class Comment(NamedTuple):
    """What was written about a programme at one Kirkpatrick level, by a participant, superior or mentor."""

    program: str
    level: int
    respondent: str
    text: str


@dataclass(slots=True)
class Comments:
    """A fold of the comments of accepted answers."""

    written: Counter[Comment] = field(default_factory=Counter)

    def add(self, answer: Record) -> None:
        """Keeps what one answer says in words."""
        if text := answer.text("comment").strip():
            kind, level = answer.text("respondent_kind") or "peserta", answer.number("level") or 0
            self.written[Comment(answer.text("program"), level, kind, text)] += 1

    def __add__(self, other: Self) -> Self:
        return type(self)(self.written + other.written)

    def sorted(self) -> Iterator[Comment]:
        """All comments by programme, level and text, so that their order tells nothing of who wrote first."""
        return iter(sorted(self.written.elements()))
