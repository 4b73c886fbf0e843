"""The list of competencies by kind, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from generator.model.figures import ALL, Published
from generator.model.public import Competency
from generator.model.schema import label, spoken_schema
from generator.render import format, linked
from generator.render.pages.index import Index, grouped
from generator.render.pages.page import Link, Page, Row
from generator.render.pages.paging import Listing, Titled, list_pages
from generator.render.pages.rows import BRIEF, agency_label, mentor_row, program_row, trail
from generator.render.routes import COMPETENCIES, COMPETENCY, MENTOR, METHOD, PROGRAM, Links
from generator.render.search.scopes import SEARCH
from generator.words import words

SHOWN, LINKED = 10, 60
"""How many are told as rows, and up to which one by a link alone."""
SHOWN_A_LEVEL = 3
"""How many programmes of one level are told as rows; a plan's next steps are among them."""


class AskedLevel(NamedTuple):
    """A level, and the posts that ask for it."""

    level: int
    posts: tuple[str, ...]


class Reached(NamedTuple):
    """A level, and the programmes that lead there, the next to join first."""

    level: int
    rows: tuple[Row, ...]


def competency_lists(index: Index) -> Iterator[Page]:
    """All competencies under their kind."""
    said = words("pages")["competencies"]
    kinds = list(spoken_schema("competencies").field("kind").labels)
    items = [
        (_kind(competency), competency)
        for competency in sorted(index.portal.competencies.values(), key=lambda item: kinds.index(item.kind))
        if (COMPETENCY, competency.code) in index.routes.urls
    ]
    listing = Listing(
        COMPETENCIES,
        "kompetensi",
        "competencies",
        said["title"],
        said["description"],
        partial(_row, index),
    )
    return list_pages(index.routes, listing, items, index.settings.list_page_size)


def competency_pages(index: Index) -> Iterator[Page]:
    """A page for each competency."""
    for code, competency in index.portal.competencies.items():
        url = index.routes.urls.get((COMPETENCY, code))
        if url is not None:
            view = partial(_view, index, index.routes.links(url), competency)
            yield Page(
                url,
                "kompetensi",
                "competency",
                competency.name,
                competency.description,
                view,
                about=(competency,),
            )


def _view(index: Index, links: Links, competency: Competency) -> dict[str, object]:
    programs = index.competency_programs.get(competency.code, ())
    by_level = grouped(programs, lambda pair: [str(pair[0])])
    shown = {level: [each for _, each in pairs[:SHOWN_A_LEVEL]] for level, pairs in by_level.items()}
    told = {program.id for group in shown.values() for program in group}
    mentors = index.competency_mentors.get(competency.code, ())
    return {
        "linked": linked.competency(index, competency),
        "name": competency.name,
        "description": format.prose(competency.description),
        "kind": label("competencies", "kind", competency.kind),
        "code": competency.code,
        "crumbs": trail(links, "competencies"),
        "positions": _positions(index, competency),
        "programs": tuple(
            Reached(int(level), tuple(program_row(index, links, program) for program in shown[level]))
            for level in sorted(shown)
        ),
        "more_programs": (
            *(
                Link(each.title, links.row(PROGRAM, each.id))
                for _, each in programs[:LINKED]
                if each.id not in told
            ),
            *_search(links, "program", competency, len(programs)),
        ),
        "mentors": tuple(mentor_row(index, links, mentor) for mentor in mentors[:SHOWN]),
        "more_mentors": (
            *(Link(each.name, links.row(MENTOR, each.id)) for each in mentors[SHOWN:LINKED]),
            *_search(links, "mentor", competency, len(mentors)),
        ),
        "basis": competency.source,
        "is_kept": index.keeps_figures,
        "reached": _reached(index, competency),
        "method": links.to(METHOD),
    }


def _reached(index: Index, competency: Competency) -> str:
    """The sentence on the level that those who were assessed reached on average; empty where it is not told."""
    figure = dict(index.competence.get(ALL, ())).get(competency.code)
    if not isinstance(figure, Published):
        return ""
    said: str = words("transparency")["competence"]
    return said.format(mean=format.decimal(figure.mean), responses=format.band(figure.responses))


def _search(links: Links, kind: str, competency: Competency, size: int) -> Iterator[Link]:
    """The way to all of them, where they are more than a page of 25 KiB can hold."""
    if size > LINKED:
        asked = urlencode({"jenis": kind, "kompetensi": competency.code})
        yield Link(
            words("pages")["competency"][kind].format(n=format.whole(size)), f"{links.to(SEARCH)}?{asked}"
        )


def _kind(competency: Competency) -> Titled:
    return Titled(label("competencies", "kind", competency.kind), competency.kind)


def _row(index: Index, links: Links, competency: Competency) -> Row:
    counted = words("pages")["counted"]
    programs = len(index.competency_programs.get(competency.code, ()))
    mentors = len(index.competency_mentors.get(competency.code, ()))
    posts = len(index.competency_positions.get(competency.code, ()))
    return Row(
        href=links.row(COMPETENCY, competency.code) or "",
        title=competency.name,
        facts=format.facts(
            competency.code,
            counted["programs"].format(n=programs) if programs else None,
            counted["mentors"].format(n=mentors) if mentors else None,
            counted["positions"].format(n=posts) if posts else None,
        ),
        lead=format.brief(competency.description, BRIEF),
    )


def _positions(index: Index, competency: Competency) -> tuple[AskedLevel, ...]:
    """The levels that posts ask for, highest first."""
    asked = grouped(index.competency_positions.get(competency.code, ()), lambda item: [str(item.level)])
    return tuple(
        AskedLevel(int(level), tuple(post_name(index, item.position) for item in asked[level]))
        for level in sorted(asked, reverse=True)
    )


def post_name(index: Index, key: str) -> str:
    """A post, with its agency where it is of one alone."""
    post = index.portal.positions[key]
    agency = agency_label(index, post.agency)
    return f"{post.name} ({agency})" if agency else post.name
