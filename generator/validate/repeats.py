"""One answer a person: who answers for the same once more, told by a digest, so that millions can pass."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.model.public import Value
from generator.model.schema import Once


@dataclass(slots=True)
class Repeats:
    """What was answered so far, by whom; an answer by nobody known, or for nothing known, repeats none."""

    once: Once | None
    seen: set[int] = field(default_factory=set)

    def among(self, columns: Mapping[str, Sequence[Value]], rejected: Container[int]) -> Iterator[int]:
        """The rows in which the same person answers for the same as before; the others are remembered.

        `columns` have the rows' values by field; a rejected row answers nothing.
        """
        if self.once is None:
            return
        per = [columns[name] for name in self.once.per]
        several = [(columns[name], codes) for name, codes in self.once.unless.items() if name in columns]
        for index, person in self._people(columns):
            what = tuple([column[index] for column in per])
            if None in what or index in rejected or any(column[index] in codes for column, codes in several):
                continue
            key, known = hash((str(person).casefold(), what)), len(self.seen)
            self.seen.add(key)
            if len(self.seen) == known:
                yield index

    def _people(self, columns: Mapping[str, Sequence[Value]]) -> Iterator[tuple[int, Value]]:
        """The rows that name somebody, and whom."""
        told = [columns[name] for name in (self.once.person if self.once else ()) if name in columns]
        if len(told) == 1:
            yield from ((index, person) for index, person in enumerate(told[0]) if person is not None)
            return
        for index, people in enumerate(zip(*told, strict=True)):
            person = next((each for each in people if each is not None), None)
            if person is not None:
                yield index, person
