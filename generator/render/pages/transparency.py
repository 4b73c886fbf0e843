"""The transparency page: who is reached, and what decisions go along with; figures of groups for a resident."""

from __future__ import annotations

from collections.abc import Iterator

from generator.render.pages.fairness import reach
from generator.render.pages.flow import funnel
from generator.render.pages.index import Index
from generator.render.pages.merit import appraisals, aspects, association, decided
from generator.render.pages.page import Link, Page
from generator.render.pages.processing import processing
from generator.render.pages.rows import trail
from generator.render.routes import DATA, EVALUATION, FIGURES, METHOD, TRANSPARENCY
from generator.words import words


def transparency_pages(index: Index) -> Iterator[Page]:
    """The one page, with the sections that there are figures for."""
    said, links = words("transparency"), index.routes.links(TRANSPARENCY)
    found = (
        *(funnel(index), reach(index, links), association(index), decided(index), appraisals(index)),
        processing(index),
    )
    sections = tuple(section for section in found if section)
    tables = index.portal.figure_tables
    view = {
        "title": said["title"],
        "lead": said["lead"],
        "crumbs": trail(links, "evaluation"),
        "chips": tuple(Link(section.title, f"#{section.anchor}") for section in sections),
        "sections": sections,
        "aspects": aspects(index),
        "is_kept": index.keeps_figures,
        "said": said["check"],
        "reading": said["check"]["reading_text"].format(
            count=index.settings.count_threshold, score=index.settings.score_threshold
        ),
        "empty": said["none"],
        "downloads": tuple(
            Link(text, links.to(f"{DATA}{name}.csv"))
            for name, text in said["check"]["tables"].items()
            if name in tables
        ),
        "dictionary": links.to(FIGURES),
        "method": links.to(METHOD),
        "evaluation": links.to(EVALUATION),
    }
    yield Page(TRANSPARENCY, "evaluasi", "transparency", said["title"], said["description"], view)
