"""The evaluation overview: four levels, year by year, agency by agency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.figures import ASPECTS, Figure, Group, Published
from generator.render import format
from generator.render.pages.figures import LOW_RATING, aspect_title, level_figures, value
from generator.render.pages.groups import Cell, Line, many_cell
from generator.render.pages.index import Index
from generator.render.pages.page import Link, Page
from generator.render.pages.paging import pager
from generator.render.pages.raters import agreement, gain, partners, respondents, responses, schedule
from generator.render.pages.rows import agency_label, trail
from generator.render.routes import (
    AGENCY,
    DATA,
    EVALUATION,
    FIGURES,
    METHOD,
    TRANSPARENCY,
    Links,
    further_page,
)
from generator.words import words

BY_AGENCY = ((1, "relevance"), (2, "post_score"), (3, "applied"), (4, "impact"))


AGENCIES_SHOWN = 20


def evaluation_pages(index: Index) -> Iterator[Page]:
    """The overview with the first agencies; the other agencies stand on further pages."""
    said = words("pages")["evaluation"]
    agencies = _agencies(index)
    size = min(index.settings.list_page_size, AGENCIES_SHOWN)
    total = max(1, -(-len(agencies) // size))
    for number in range(1, total + 1):
        url = further_page(EVALUATION, number)
        links = index.routes.links(url)
        shown = agencies[(number - 1) * size : number * size]
        view = {
            "crumbs": trail(links, *(["evaluation"] if number > 1 else [])),
            "agency_heads": (
                *(said["agency"], *(aspect_title(aspect) for _, aspect in BY_AGENCY)),
                words("pages")["answers"]["count"],
            ),
            "agencies": tuple(_agency_line(index, links, agency) for agency in shown),
            "pager": pager(links, EVALUATION, number, total),
            "threshold": index.settings.score_threshold,
            "is_kept": index.keeps_figures,
            "csv": links.to(f"{DATA}evaluation_figures.csv"),
            "json": links.to(f"{DATA}evaluation_figures.json"),
            "dictionary": links.to(FIGURES),
            "method": links.to(METHOD),
            "transparency": links.to(TRANSPARENCY),
        }
        view |= _overview(index, links) if number == 1 else {}
        kind = "evaluation" if number == 1 else "evaluation_agencies"
        yield Page(url, "evaluasi", kind, said["title"], said["description"], view)


def _overview(index: Index, links: Links) -> dict[str, object]:
    figures, settings, said = index.portal.figures, index.settings, words("transparency")
    years = figures.periods
    groups = [figures.of(period=year) for year in years]
    return {
        "levels": level_figures(figures.of()),
        "gain": gain(figures.of()),
        "said": said,
        "raters": (*responses(index), *respondents(index)),
        "agreement": agreement(index),
        "schedule": schedule(index, links),
        "schedule_lead": said["schedule"]["lead"].format(
            level_3=settings.level_3_months,
            level_4=settings.level_4_months,
            grace=settings.evaluation_grace_months,
        ),
        "partners": partners(index, links),
        "low": format.decimal(LOW_RATING),
        "year_heads": (words("pages")["evaluation"]["aspect"], *years),
        "years": _years(groups),
    }


def _years(groups: Sequence[Group]) -> tuple[Line, ...]:
    """A line for each aspect, and one that says from how many answers a year's figures come."""
    lines = tuple(
        Line(Link(aspect_title(aspect), None), tuple(_cell(group.get((level, aspect))) for group in groups))
        for level, aspect in ASPECTS
        if any((level, aspect) in group for group in groups)
    )
    count = Link(words("pages")["answers"]["count"], None)
    return (*lines, Line(count, tuple(many_cell(group.values()) for group in groups))) if lines else ()


def _agencies(index: Index) -> list[str]:
    """Agencies that have figures of all programmes and years, in the portal's order."""
    figures = index.portal.figures
    return [agency for agency in index.portal.agencies if figures.of(agency=agency)]


def _agency_line(index: Index, links: Links, agency: str) -> Line:
    group = index.portal.figures.of(agency=agency)
    head = Link(agency_label(index, agency), links.row(AGENCY, agency))
    told = [group.get(key) for key in BY_AGENCY]
    return Line(head, (*map(_cell, told), many_cell(told)))


def _cell(figure: Figure | None) -> Cell:
    return Cell(value(figure), figure is not None and not isinstance(figure, Published))
