"""One answer a person: who answers for the same once more, told by a digest, so that millions can pass."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.model.records import Record
from generator.model.schema import Once


@dataclass(slots=True)
class Repeats:
    """What was answered so far, by whom; an answer by nobody known, or for nothing known, repeats none."""

    once: Once | None
    seen: set[int] = field(default_factory=set)

    def has(self, answer: Record) -> bool:
        """Whether the same person answered for the same before; else it is remembered."""
        if self.once is None:
            return False
        values = answer.values
        person = next((who for name in self.once.person if (who := values.get(name))), None)
        if person is None or any(values.get(name) in codes for name, codes in self.once.unless.items()):
            return False
        about = tuple([values.get(name) for name in self.once.per])
        if None in about:
            return False
        key, known = hash((str(person).casefold(), about)), len(self.seen)
        self.seen.add(key)
        return len(self.seen) == known
