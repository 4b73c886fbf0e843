"""The route table: where every page stands. A row without a page has no route, so no link can lead to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_letters, digits
from urllib.parse import quote, urlsplit

from generator.model.public import Portal

HOME = ""
PROGRAMS = "program/"
MENTORS = "mentor/"
AGENCIES = "instansi/"
COMPETENCIES = "kompetensi/"
PROVIDERS = "penyelenggara/"
EVALUATION = "evaluasi/"
TRANSPARENCY = "transparansi/"
DATA = "data/"
FIGURES = "data/angka/"
ABOUT = "tentang/"
METHOD = "metode/"
PLAN = "rencana/"
REGIONS = "wilayah/"
CHANGES = "perubahan/"
GOVERNMENTS = "daerah/"
BORROWED = {"daerah": "instansi"}
"""Sections in another's shell: one of their own would cost every portal that is above no other."""
SECTIONS = {
    "home": HOME,
    "programs": PROGRAMS,
    "mentors": MENTORS,
    "agencies": AGENCIES,
    "competencies": COMPETENCIES,
    "providers": PROVIDERS,
    "evaluation": EVALUATION,
    "data": DATA,
    "plan": PLAN,
    "governments": GOVERNMENTS,
}
"""The pages that everything else hangs below, by their name in `words/pages.yaml`."""

_PLAIN = frozenset(ascii_letters + digits + "_.-~%")
PROGRAM, MENTOR, AGENCY, COMPETENCY, PROVIDER = "program", "mentor", "agency", "competency", "provider"


@dataclass(frozen=True, slots=True)
class Routes:
    """The URL of every row that has a page, by kind and id, and where the portal stands (empty: unknown)."""

    urls: Mapping[tuple[str, str], str]
    site_url: str = ""

    def absolute(self, url: str) -> str | None:
        """The whole address of a page or file; None where it is not known."""
        return self.site_url + url if self.site_url else None

    def links(self, url: str) -> Links:
        """The links of the page that stands at `url`."""
        return Links(self, relative(url, HOME) if url else "")


@dataclass(frozen=True, slots=True)
class Links:
    """Links from one page; `base` leads from it to the home page."""

    routes: Routes
    base: str

    def to(self, url: str) -> str:
        """A relative link to a page or file of the site."""
        return self.base + url or "./"

    def row(self, kind: str, key: str | None) -> str | None:
        """A relative link to a row's page; None when it has none."""
        url = self.routes.urls.get((kind, key or ""))
        return None if url is None else self.base + url


def routes(portal: Portal, site_url: str = "") -> Routes:
    """The routes of a portal; where two codes differ in case alone, the first has the page."""
    urls = {(PROGRAM, key): f"{PROGRAMS}{key}/" for key in portal.programs}
    urls |= {(MENTOR, key): f"{MENTORS}{key}/" for key in portal.mentors}
    urls |= {(AGENCY, key): f"{AGENCIES}{key}/" for key in portal.agencies}
    urls |= {(PROVIDER, key): f"{PROVIDERS}{key}/" for key in portal.providers}
    by_url = {f"{COMPETENCIES}{key.lower()}/": key for key in reversed(list(portal.competencies))}
    return Routes(urls | {(COMPETENCY, key): url for url, key in by_url.items()}, site_url)


def relative(from_url: str, to_url: str) -> str:
    """A link from one page to another page or file of the site, both told from the site's root."""
    return "../" * from_url.count("/") + to_url or "./"


def further_page(list_url: str, number: int) -> str:
    """The URL of the n-th page of a list, counted from 1."""
    return list_url if number == 1 else f"{list_url}halaman/{number}/"


def web_link(text: str | None) -> str | None:
    """The address where it is plain http or https and reads as the place it leads to; None for any other."""
    address = (text or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    is_plain = address.isprintable() and "\\" not in address and "@" not in parts.netloc
    return parts.geturl() if is_plain and parts.scheme in ("http", "https") and parts.netloc else None


def mail_link(address: str | None, subject: str = "", text: str = "") -> str | None:
    """A mailto link; None when the text is no address. Lines of the mail end as mail's do (RFC 6068)."""
    if not address or address.count("@") != 1:
        return None
    parts = {"subject": quoted(subject), "body": "%0D%0A".join(map(quoted, text.split("\n")))}
    filled = "&".join(f"{name}={part}" for name, part in parts.items() if part)
    return f"mailto:{quote(address, safe='@')}" + (f"?{filled}" if filled else "")


def quoted(text: str) -> str:
    """A text within an address, as `quote` has it with nothing safe: each mark at once, wherever it stands."""
    marks = {*text} - _PLAIN
    text = text.replace("%", "%25")
    for mark in marks:
        text = text.replace(mark, _octets(mark))
    return text


@lru_cache(maxsize=4096)
def _octets(mark: str) -> str:
    return quote(mark, safe="")


def phone_link(number: str | None) -> str | None:
    """A tel link of the digits that stand in the text; None when there are too few to ring."""
    digits = re.sub(r"[^0-9]", "", number or "")
    return f"tel:{'+' if (number or '').strip().startswith('+') else ''}{digits}" if len(digits) > 4 else None
