"""What earlier builds showed: when each page's content last changed, and which addresses are gone.

"Data per …" on a page is the day its content last changed; an address once published stays, and says
so when its row went. Building the same input again adds nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Seen(NamedTuple):
    """A page as it was last built: the digest of its content, and the day since when it is so (ISO)."""

    digest: str
    as_of: str


@dataclass(slots=True)
class History:
    """The pages of earlier builds (`before`) and of this one (`now`), by URL."""

    before: Mapping[str, Seen] = field(default_factory=dict)
    now: dict[str, Seen] = field(default_factory=dict)

    def as_of(self, url: str, digest: str, today: date) -> str:
        """The day since when a page's content is as it is; remembers the page for the next build."""
        seen = self.before.get(url)
        if seen is None or seen.digest != digest:
            seen = Seen(digest, today.isoformat())
        self.now[url] = seen
        return seen.as_of

    def missing(self) -> list[str]:
        """Addresses that were published once and that this build has no page for, sorted."""
        return sorted(self.before.keys() - self.now.keys())
