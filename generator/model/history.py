"""What earlier builds showed: when each page's content last changed, and which addresses are gone.

"Data per …" on a page is the day its content last changed; an address once published stays, and says
so when its row went. Building the same input again adds nothing here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
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

    def seen(self, url: str, digest: str, today: date) -> Seen:
        """The page with the day since when its content is as it is."""
        before = self.before.get(url)
        return before if before and before.digest == digest else Seen(digest, today.isoformat())

    def missing(self, urls: Collection[str]) -> list[str]:
        """Addresses that were published once and that are not among this build's, sorted."""
        return sorted(self.before.keys() - set(urls))
