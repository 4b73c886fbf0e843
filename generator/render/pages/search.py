"""The page that searches: what it says stands here; what it does is done in the reader's browser."""

from __future__ import annotations

from collections.abc import Iterator

from generator.render.pages.index import Index
from generator.render.pages.page import Link, Page
from generator.render.pages.rows import mentor_badge, trail
from generator.render.routes import SECTIONS, mail_link
from generator.render.search.scopes import AT_ONCE, SEARCH, STEP, scopes
from generator.render.states import Availability
from generator.words import words

LISTS = ("programs", "mentors", "agencies", "competencies", "providers")


def search_pages(index: Index) -> Iterator[Page]:
    """The one page for searching."""
    said, links, where = words("search"), index.routes.links(SEARCH), scopes(index.portal)
    competencies = {each.code: each.name for each in index.portal.competencies.values()}
    view = {
        "crumbs": trail(links),
        "lists": tuple(Link(words("pages")[name]["crumb"], links.to(SECTIONS[name])) for name in LISTS),
        "scopes": where if len(where) > 1 else (),
        "kinds": tuple(said["kinds"].items()),
        "need": mail_link(index.settings.contact_email, said["need"]),
        "orders": tuple(said["script"]["orders"].items()),
        "availabilities": tuple((state.value, mentor_badge(state)) for state in Availability),
        "told": {
            "scopes": {scope.value: scope.bundles for scope in where},
            "step": STEP if len(where) > 1 else AT_ONCE,
            "competencies": competencies,
        },
    }
    yield Page(SEARCH, "cari", "search", said["title"], said["description"], view)
