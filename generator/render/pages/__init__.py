"""Every page that data makes: one module a kind of page, one index under them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from generator.form_links import FormLink
from generator.model.public import Portal
from generator.render.pages.agencies import agency_lists, agency_pages
from generator.render.pages.competencies import competency_lists, competency_pages
from generator.render.pages.evaluation import evaluation_pages
from generator.render.pages.gone import gone
from generator.render.pages.home import home_pages
from generator.render.pages.index import index
from generator.render.pages.mentors import mentor_lists, mentor_pages
from generator.render.pages.open_data import data_pages
from generator.render.pages.page import Page, View
from generator.render.pages.plan import plan_pages
from generator.render.pages.programs import program_lists, program_pages
from generator.render.pages.search import search_pages
from generator.render.pages.transparency import transparency_pages
from generator.settings import Settings

__all__ = ["Page", "View", "gone", "pages"]

KINDS = (
    home_pages,
    program_lists,
    program_pages,
    mentor_lists,
    mentor_pages,
    agency_lists,
    agency_pages,
    competency_lists,
    competency_pages,
    evaluation_pages,
    transparency_pages,
    data_pages,
    plan_pages,
    search_pages,
)


def pages(
    portal: Portal,
    settings: Settings,
    forms: Mapping[str, FormLink] = MappingProxyType({}),
    site_url: str = "",
) -> Iterator[Page]:
    """All pages of a portal, each URL once, with ways to the forms that it has (by form id)."""
    built = index(portal, settings, forms, site_url)
    for kind in KINDS:
        yield from kind(built)
