"""The gates of a build: all that may keep a new site from being shown, asked once it is staged."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

from generator.findings import Place, Refused, finding
from generator.model.accounts import FindingLog
from generator.publish.gates import Limits, Link, dangling, gates, numbered
from generator.publish.tree import Staging
from generator.render.shells import SECTIONS
from generator.settings import Settings

UNSEEN = {"script", "style"}


def limits_of(settings: Settings, accepts_shrink: bool) -> Limits:
    """How far a build may go; with `accepts_shrink` a person looked at what a table lost."""
    return Limits(
        shrink_percent=100 if accepts_shrink else settings.shrink_limit_percent,
        page_kb=settings.page_size_limit_kb,
        site_mb=settings.site_size_limit_mb,
    )


def pass_gates(
    before: Mapping[str, int],
    accepted: Mapping[str, int],
    prose: Mapping[str, bytes],
    staging: Staging,
    log: FindingLog,
    limits: Limits,
) -> None:
    """Refused when a gate says no. A link in prose to a row that is not there is only a finding.

    What data makes is judged before: its links come from the route table, its values were looked at as
    they came in. Prose is the operator's own, so its pages are read.
    """
    read = {path: _Prose(page) for path, page in prose.items()}
    links = [Link(path, href) for path, page in read.items() for href in page.hrefs]
    for link in dangling([link for link in links if _is_to_a_row(link)], staging.files):
        log.add(finding("prose-link-dead", Place("", link.page), href=link.href))
    others = [link for link in links if not _is_to_a_row(link)]
    private = numbered({path: page.text for path, page in read.items()})
    sizes = {path: entry.size for path, entry in staging.files.items()}
    for reason in gates(before, accepted, others, private, sizes, limits):
        raise Refused("gate-refused", reason=reason)


class _Prose(HTMLParser):
    """A page of prose: where it links to, and what a reader reads."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self._texts: list[str] = []
        self._is_seen = True
        self.feed(page.decode("utf-8"))

    @property
    def text(self) -> str:
        """All text of the page, a line for each piece."""
        return "\n".join(self._texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a link; a `<base>` leads nowhere, it says where links start."""
        self._is_seen = tag not in UNSEEN
        self.hrefs += [value or "" for name, value in attrs if name == "href" and tag != "base"]

    def handle_endtag(self, tag: str) -> None:
        """What follows a script is seen again."""
        self._is_seen = True

    def handle_data(self, data: str) -> None:
        """Notes a text."""
        if self._is_seen:
            self._texts.append(data)


def _is_to_a_row(link: Link) -> bool:
    return any(f"{section}/" in link.href for section in SECTIONS)
