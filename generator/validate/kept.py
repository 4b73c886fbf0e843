"""Rows whose cells an earlier build judged: the same cells under the same schema need not meet the judge again.

Rows about people who may take their consent back are not kept: nobody would look for them here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from generator.memo import Memo
from generator.model.public import Value
from generator.model.records import Block
from generator.validate.canonical import Fault
from generator.validate.rows import Chunk, Fill

Kept = tuple[tuple[Value, ...], dict[str, Fault]]
"""A row's values in the schema's order, and what is wrong with its cells by field."""


@dataclass(slots=True)
class KeptRows:
    """The rows of one source, by the digest of their cells: those of the build before and those of this one."""

    memo: Memo
    key: str
    judge: Fill
    before: dict[bytes, Kept] = field(init=False)
    now: dict[bytes, Kept] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before = self.memo.get(self.key) or {}

    def fill(self, chunk: Chunk, block: Block) -> None:
        """Judges the rows that are new, and fills in all of them."""
        rows = list(block.rows())
        digests = [_digest(row) for row in rows]
        new = {each: row for each, row in zip(digests, rows, strict=True) if each not in self.before}
        fresh = Chunk(chunk.raw, chunk.schema, chunk.is_usable)
        self.judge(fresh, Block(range(len(new)), list(zip(*new.values(), strict=True))))
        judged = zip(*fresh.columns.values(), strict=True)
        made = {
            each: (values, fresh.faults.get(index, {}))
            for index, (each, values) in enumerate(zip(new, judged, strict=True))
        }
        kept = [made.get(each) or self.before[each] for each in digests]
        self.now.update(zip(digests, kept, strict=True))
        filled = (
            map(list, zip(*(values for values, _ in kept), strict=True))
            if kept
            else ([] for _ in fresh.columns)
        )
        chunk.columns.update(zip(fresh.columns, filled, strict=True))
        chunk.faults.update({index: faults for index, (_, faults) in enumerate(kept) if faults})

    def save(self) -> None:
        """Remembers this build's rows, and those alone."""
        if self.now.keys() == self.before.keys():
            self.memo.keep(self.key)
        else:
            self.memo.put(self.key, self.now)


def _digest(row: tuple[str, ...]) -> bytes:
    return hashlib.blake2b("\x1f".join(row).encode("utf-8", "surrogatepass"), digest_size=12).digest()
