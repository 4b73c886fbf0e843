"""The page of a reader's own plan: a frame that their browser fills, for nothing of it ever leaves it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.render.pages.index import Index
from generator.render.pages.page import Page
from generator.render.pages.rows import trail
from generator.render.routes import PLAN
from generator.words import words


def plan_pages(index: Index) -> Iterator[Page]:
    """The one plan page."""
    said = words("pages")["plan"]
    view = {
        "crumbs": trail(index.routes.links(PLAN)),
        "privacy": said["privacy"],
        "goal": index.settings.yearly_hours,
        "kinds": tuple(said["kinds"].items()),
    }
    yield Page(PLAN, "rencana", "plan", said["title"], said["description"], view)
