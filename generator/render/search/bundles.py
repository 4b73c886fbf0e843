"""How the portal is cut into bundles, each indexed alone and only when what it holds changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from html.parser import HTMLParser
from typing import NamedTuple

from generator.memo import digest
from generator.model.public import Agency, Mentor, Program
from generator.render.pages.index import Index, grouped
from generator.render.pages.page import Page
from generator.render.search.engine import Record
from generator.render.search.records import (
    Vocabulary,
    agency_record,
    competency_record,
    mentor_record,
    program_record,
    provider_record,
    record,
)
from generator.render.search.scopes import AT_ONCE, MENTORS, OPEN, SHARED, government
from generator.render.search.synonyms import Synonyms
from generator.render.states import Availability

LOCAL = ("instansi:", "wilayah:")
"""Facets to choose by once a government was chosen."""
FREE = (Availability.ACCEPTING, Availability.UNCONFIRMED)
ROWS = ("program", "mentor", "agency", "competency", "provider", "gone", "search")
"""Kinds of page that have records of their own, or none."""


class Bundle(NamedTuple):
    """Records that are indexed together; `shown` is the digest of all that they are made of."""

    name: str
    shown: str
    make: Callable[[], list[Record]]


def bundles(
    index: Index, pages: Iterable[Page], prose: Mapping[str, bytes], synonyms: Synonyms
) -> Iterator[Bundle]:
    """A bundle for each government, and one to three of what concerns all of them."""
    portal = index.portal
    words_of = Vocabulary(synonyms)
    known = (portal.competencies, portal.regions, portal.providers)
    common = digest(synonyms.groups, *(index.ingredients.of((*each.values(),)) for each in known))
    parts = _by_government(index)
    for name, part in parts.items():
        yield Bundle(name, _shown(index, part, common), partial(_rows, index, words_of, part))
    named = [(page.url, page.title, page.description) for page in pages if _is_section(page)]
    shown = digest(common, named, sorted(prose.items()))
    shared = partial(_shared, index, words_of, named, prose)
    yield Bundle(SHARED, shown, shared)
    if len(parts) > AT_ONCE:
        taking = tuple(each for each in index.programs if index.leading[each.id].takes_registrations)
        now = Part(taking, (), tuple(portal.agencies.values()))
        more = digest(shown, _shown(index, now, common))
        yield Bundle(OPEN, more, lambda: [*_anywhere(_rows(index, words_of, now)), *shared()])
        free = Part((), tuple(each for each in index.mentors if index.availability[each.id] in FREE), ())
        places = [(each.id, each.name, each.short_name, each.region) for each in now.agencies]
        told = digest(places, _shown(index, free, common))
        yield Bundle(MENTORS, told, lambda: _anywhere(_rows(index, words_of, free)))


class Part(NamedTuple):
    """What one bundle holds of the portal's rows."""

    programs: tuple[Program, ...]
    mentors: tuple[Mentor, ...]
    agencies: tuple[Agency, ...]


def _by_government(index: Index) -> dict[str, Part]:
    portal = index.portal
    codes = {key: government(portal.regions, agency.region) for key, agency in portal.agencies.items()}
    programs = grouped(index.programs, lambda program: [codes[program.agency]])
    mentors = grouped(index.mentors, lambda mentor: [codes[mentor.agency]])
    agencies = grouped(portal.agencies.values(), lambda agency: [codes[agency.id]])
    return {
        code: Part(programs.get(code, ()), mentors.get(code, ()), agencies[code]) for code in sorted(agencies)
    }


def _shown(index: Index, part: Part, common: str) -> str:
    read = index.ingredients.of
    return digest(
        common,
        read(part.agencies),
        [(read((each, *index.built_by.get(each.id, ()))), index.runs(each)) for each in part.programs],
        [(read(each), index.availability[each.id]) for each in part.mentors],
    )


def _rows(index: Index, words_of: Vocabulary, part: Part) -> list[Record]:
    """The records of a part, what one can act on first."""
    return [
        *(program_record(index, each, words_of) for each in part.programs),
        *(mentor_record(index, each, words_of) for each in part.mentors),
        *(agency_record(index, each, words_of) for each in part.agencies),
    ]


def _anywhere(records: Iterable[Record]) -> list[Record]:
    """Records of all governments, without what only one has few of: 1,200 agencies are no choice, but 16 KB."""
    return [
        each._replace(facets=tuple(f for f in each.facets if not f.startswith(LOCAL))) for each in records
    ]


def _shared(
    index: Index, words_of: Vocabulary, pages: Iterable[tuple[str, str, str]], prose: Mapping[str, bytes]
) -> list[Record]:
    competencies = (competency_record(index, each, words_of) for each in index.portal.competencies.values())
    providers = (provider_record(index, each, words_of) for each in index.portal.providers.values())
    sections = (record(words_of, "halaman", url, title, (), (text,)) for url, title, text in pages)
    return [*filter(None, competencies), *providers, *sections, *_prose(prose, words_of)]


def _is_section(page: Page) -> bool:
    """Whether a page is none of a row, which has a record of its own, nor a list's further page."""
    return page.kind not in ROWS and "/halaman/" not in page.url


def _prose(prose: Mapping[str, bytes], words_of: Vocabulary) -> Iterator[Record]:
    for path, content in prose.items():
        if path.endswith("/index.html"):
            read = _Prose(content)
            yield record(words_of, "halaman", path.removesuffix("index.html"), read.title, (), (read.text,))


class _Prose(HTMLParser):
    """A page of prose: its first heading, and the text of its article."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.title = ""
        self._texts: list[str] = []
        self._open: list[str] = []
        self.feed(page.decode("utf-8"))

    @property
    def text(self) -> str:
        """The words of the article."""
        return " ".join(" ".join(self._texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes where it is."""
        if tag in ("h1", "article"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Notes where it no longer is."""
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        """Keeps what is read."""
        if "h1" in self._open:
            self.title += data
        elif "article" in self._open:
            self._texts.append(data)
