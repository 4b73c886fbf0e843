"""The page of a reader's own plan: a frame that their browser fills, for nothing of it ever leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.model.schema import spoken_schema
from generator.render.pages.competencies import post_name
from generator.render.pages.index import Index, grouped
from generator.render.pages.page import Page
from generator.render.pages.rows import trail
from generator.render.routes import PLAN
from generator.words import words

Options = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def plan_pages(index: Index) -> Iterator[Page]:
    """The one plan page."""
    said = words("pages")["plan"]
    yield Page(PLAN, "rencana", "plan", said["title"], said["description"], partial(_view, index))


def _view(index: Index) -> dict[str, object]:
    said = words("pages")["plan"]
    return {
        "crumbs": trail(index.routes.links(PLAN)),
        "privacy": said["privacy"],
        "goal": index.settings.yearly_hours,
        "kinds": tuple(said["kinds"].items()),
        "posts": _posts(index),
        "said": said["steps"],
    }


def _posts(index: Index) -> Options:
    """The posts that ask for something, code and name, under the name of their kind, as the source has them."""
    asking = {item.position for items in index.competency_positions.values() for item in items}
    posts = (post for post in index.portal.positions.values() if post.id in asking)
    by_kind, kinds = grouped(posts, lambda post: [post.kind]), spoken_schema("positions").field("kind").labels
    return tuple(
        (kinds[kind], tuple((post.id, post_name(index, post.id)) for post in by_kind[kind]))
        for kind in kinds
        if kind in by_kind
    )
