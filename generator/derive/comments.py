"""What people wrote beside their ratings, for HR alone; without whoever wrote it, when, or where they work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from generator.model.records import Answers


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

    def take(self, answers: Answers) -> None:
        """Keeps what answers say in words."""
        names = ("program", "level", "respondent_kind", "comment")
        for program, level, kind, comment in answers.rows(*names):
            if comment and isinstance(level, int) and (text := str(comment).strip()):
                self.written[Comment(str(program), level, str(kind or "peserta"), text)] += 1

    def __add__(self, other: Self) -> Self:
        return type(self)(self.written + other.written)

    def sorted(self) -> Iterator[Comment]:
        """All comments by programme, level and text, so that their order tells nothing of who wrote first."""
        return iter(sorted(self.written.elements()))
