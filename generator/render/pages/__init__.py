"""Every page that data makes: one module a kind of page, one index under them all."""

from __future__ import annotations

from collections.abc import Iterator

from generator.render.pages.agencies import agency_lists, agency_pages
from generator.render.pages.changes import change_pages
from generator.render.pages.competencies import competency_lists, competency_pages
from generator.render.pages.evaluation import evaluation_pages
from generator.render.pages.gone import gone
from generator.render.pages.governments import government_lists
from generator.render.pages.home import home_pages, offers
from generator.render.pages.index import Index, index
from generator.render.pages.ingredients import Ask, Ingredients, Kept, Lookup, Notes, Tracing, differing
from generator.render.pages.mentors import mentor_lists, mentor_pages
from generator.render.pages.open_data import data_pages
from generator.render.pages.page import Page, View
from generator.render.pages.plan import plan_pages
from generator.render.pages.programs import program_lists, program_pages
from generator.render.pages.providers import provider_lists, provider_pages
from generator.render.pages.search import search_pages
from generator.render.pages.transparency import transparency_pages

__all__ = [
    "Ask",
    "Index",
    "Ingredients",
    "Kept",
    "Lookup",
    "Notes",
    "Page",
    "Tracing",
    "View",
    "differing",
    "gone",
    "index",
    "offers",
    "pages",
]

KINDS = (
    home_pages,
    government_lists,
    program_lists,
    program_pages,
    mentor_lists,
    mentor_pages,
    agency_lists,
    agency_pages,
    competency_lists,
    competency_pages,
    provider_lists,
    provider_pages,
    evaluation_pages,
    transparency_pages,
    data_pages,
    plan_pages,
    search_pages,
    change_pages,
)


def pages(built: Index) -> Iterator[Page]:
    """All pages of a portal, each URL once."""
    for kind in KINDS:
        yield from kind(built)
