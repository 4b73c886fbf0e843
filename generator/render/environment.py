"""Jinja2 as this portal uses it: every value escaped, a missing one an error."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from types import SimpleNamespace

import jinja2

from generator.model.schema import ROOT
from generator.render.format import full_day
from generator.render.pages.page import Page
from generator.render.routes import ABOUT, mail_link, relative
from generator.settings import Settings
from generator.words import words

TEMPLATES = ROOT / "site_templates"
RECURRING = ("badge", "button", "hidden_cell", "icon", "level_mark", "list_row", "note")


def environment(settings: Settings) -> jinja2.Environment:
    """The environment of all page bodies, with the address that mistakes are told to."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["contact_email"] = settings.contact_email
    made.globals["ui"] = _components(made)
    return made


def _components(environment: jinja2.Environment) -> SimpleNamespace:
    """Every component by name, imported once for all pages; those that recur alike are drawn once."""
    names = [path.stem for path in sorted(TEMPLATES.glob("components/*.html"))]
    ui = {name: getattr(environment.get_template(f"components/{name}.html").module, name) for name in names}
    return SimpleNamespace(**ui | {name: lru_cache(maxsize=16384)(ui[name]) for name in RECURRING})


def body(environment: jinja2.Environment, page: Page, data_as_of: str) -> str:
    """The HTML body of a page, as of the ISO day on which its content last changed."""
    subject = words("pages")["report_subject"].format(title=page.title)
    report = mail_link(str(environment.globals["contact_email"]), subject)
    return environment.get_template(f"pages/{page.kind}.html").render(
        page.view,
        day_text=full_day(date.fromisoformat(data_as_of)),
        report_href=report or relative(page.url, ABOUT),
    )
