"""What people decided, remembered between builds: approvals by officers, and consent that was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(slots=True)
class Decisions:
    """`approved`: the digest of what an officer approved, by row name; `withdrawn`: since when, by row name.

    `seen`: the ISO day on which an approval was first seen, by row name; not of those that stood there already
    when the portal `is_new`.

    A row's name is `table:key`. Both only ever come to hold what a build or a sync has seen.
    """

    approved: dict[str, str] = field(default_factory=dict)
    withdrawn: dict[str, datetime] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    is_new: bool = True

    def approve(self, name: str, digest: str, today: date) -> bool:
        """Whether what is approved is what the officer saw; the first look at an approved answer counts."""
        if name not in self.approved and not self.is_new:
            self.seen[name] = today.isoformat()
        return self.approved.setdefault(name, digest) == digest

    def undecide(self, name: str) -> None:
        """An answer that is not approved (any more) may be approved as it reads next time."""
        self.approved.pop(name, None)
        self.seen.pop(name, None)

    def withdraw(self, name: str, at: datetime) -> None:
        """Consent is taken back; only an answer after `at` can give it again."""
        self.withdrawn[name] = max(at, self.withdrawn.get(name, at))

    def is_withdrawn(self, name: str, given_at: datetime | None) -> bool:
        """Whether consent given at that time (None: at no known time) was taken back since."""
        at = self.withdrawn.get(name)
        return at is not None and (given_at is None or given_at <= at)

    def to_json(self) -> Mapping[str, Mapping[str, str]]:
        """The decisions as the state folder keeps them."""
        return {
            "approved": self.approved,
            "seen": self.seen,
            "withdrawn": {name: at.isoformat() for name, at in self.withdrawn.items()},
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Mapping[str, str]]) -> Decisions:
        """The decisions that were kept; ValueError, KeyError or TypeError when they were not kept whole."""
        return cls(
            approved=dict(kept["approved"]),
            withdrawn={name: datetime.fromisoformat(at) for name, at in kept["withdrawn"].items()},
            seen=dict(kept.get("seen", {})),
            is_new=False,
        )
