"""Pages as a crawler sees them: what they refer to, and what can be referred to in them."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from kinds import url_of

OUTSIDE = ("http", "https", "mailto", "tel", "webcal")
REFERRING = ("href", "src", "srcset", "action", "poster", "data")


class Reference(NamedTuple):
    """One attribute that leads somewhere."""

    tag: str
    target: str
    rel: frozenset[str]

    @property
    def is_outside(self) -> bool:
        return urlsplit(self.target).scheme in OUTSIDE or self.target.startswith("//")


class Document(HTMLParser):
    """One page: its ids, its references, its headings of the first rank and its text."""

    def __init__(self, url: str, source: str) -> None:
        super().__init__()
        self.url = url
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.references: list[Reference] = []
        self.top_headings = 0
        self._text: list[str] = []
        self.feed(source)
        self.text = " ".join(" ".join(self._text).split())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        held = dict(attributes)
        rel = frozenset((held.get("rel") or "").split())
        self.tags.add(tag)
        self.attributes |= held.keys()
        self.ids += [value or "" for name, value in attributes if name == "id"]
        if "canonical" not in rel and tag != "base":  # these say where the page stands, and lead nowhere
            self.references += [
                Reference(tag, value or "", rel) for name, value in attributes if name in REFERRING
            ]
        self.top_headings += tag == "h1"

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    @property
    def texts(self) -> set[str]:
        """Each run of text between two tags."""
        return set(self._text)

    @property
    def inside(self) -> list[Reference]:
        return [reference for reference in self.references if not reference.is_outside]

    def target(self, reference: Reference) -> tuple[str, str]:
        """Path below the site and fragment that a reference inside the site leads to."""
        parts = urlsplit(urljoin(f"http://site/{self.url}", reference.target))
        return unquote(parts.path).removeprefix("/"), unquote(parts.fragment)

    def leads_to(self) -> set[str]:
        """Every path of the site that this page refers to."""
        return {self.target(reference)[0] for reference in self.inside}


def read_documents(site: Path) -> Mapping[str, Document]:
    """Every HTML page of a site by its URL."""
    pages = sorted(site.rglob("*.html"))
    return {url_of(site, page): Document(url_of(site, page), page.read_text("utf-8")) for page in pages}
