"""What scripts say and know: the same words, icons and limits as the pages."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import jinja2
from babel.dates import format_date

from generator.model.schema import ROOT, spoken_schema
from generator.render.search.facets import facets
from generator.settings import Settings
from generator.words import language, words


def script_words(settings: Settings) -> dict[str, Any]:
    """By the name under which a script asks for it."""
    said = words("pages")
    return {
        "registration": {
            state: _badge(badge)
            for state, badge in said["registration"].items()
            if state not in ("cancelled", "none")  # no day changes these
        },
        "events": said["events"],
        "groups": said["programs"]["groups"],
        "deadline": words("feeds")["deadline"],
        "opening": words("feeds")["opening"],
        "near_days": said["near_days"],
        "weekdays": [format_date(date(2023, 1, day), "EEEE", locale=language()) for day in range(1, 8)],
        "months": [format_date(date(2023, month, 1), "MMM", locale=language()) for month in range(1, 13)],
        "plan": said["plan"]["script"],
        "plan_steps": {
            **said["plan"]["steps"],
            **{name: _badge(said["plan"]["steps"][name]) for name in ("met", "short")},
        },
        "competency_kinds": spoken_schema("competencies").field("kind").labels,
        "yearly_hours": settings.yearly_hours,
        "closing_soon_days": settings.closing_soon_days,
        "facets": facets(),
        "kinds": words("search")["kinds"],
        "search": words("search")["script"],
    }


def _badge(badge: dict[str, str]) -> dict[str, str]:
    """A state as the component draws it, its icon as a path."""
    return {"tone": badge["tone"], "text": badge["text"], "shape": _shapes()[badge["icon"]]}


def _shapes() -> dict[str, str]:
    """The icons' paths, from the component that draws them."""
    shapes: dict[str, str] = vars(_templates().get_template("components/icon.html").module)["shapes"]
    return shapes


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    """Compiled once a process, and anew when a file changed."""
    return jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "site_templates"), autoescape=True)
