"""Jinja2 as this portal uses it: every value escaped, a missing one an error."""

from __future__ import annotations

from datetime import date

import jinja2

from generator.model.schema import ROOT
from generator.render.format import full_day
from generator.render.pages.page import Page
from generator.render.routes import ABOUT, mail_link, relative
from generator.settings import Settings
from generator.words import words

TEMPLATES = ROOT / "site_templates"


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
    return made


def body(environment: jinja2.Environment, page: Page, data_as_of: str) -> str:
    """The HTML body of a page, as of the ISO day on which its content last changed."""
    subject = words("pages")["report_subject"].format(title=page.title)
    report = mail_link(str(environment.globals["contact_email"]), subject)
    return environment.get_template(f"pages/{page.kind}.html").render(
        page.view,
        day_text=full_day(date.fromisoformat(data_as_of)),
        report_href=report or relative(page.url, ABOUT),
    )
