"""Jinja2 as this portal uses it: every value escaped, a missing one an error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import SimpleNamespace

import jinja2

from generator.model.schema import ROOT
from generator.render.format import full_day
from generator.render.pages.page import Page, View
from generator.render.qr import qr_svg
from generator.render.quick import QuickEnvironment
from generator.render.routes import ABOUT, CHANGES, mail_link, relative
from generator.render.translation import Spoken
from generator.settings import Settings
from generator.words import words

TEMPLATES = ROOT / "site_templates"
ROW_DEPTH = 2
"""Folders below the root at which a page about one row stands."""
RECURRING = ("icon", "level_mark", "hidden_cell", "badge", "button", "note", "list_row")


def environment(
    settings: Settings, assets: Mapping[str, str], compiled: jinja2.BytecodeCache | None = None
) -> jinja2.Environment:
    """The environment of all page bodies: the address that mistakes are told to, and assets by their source name.

    `compiled` remembers the code that templates were turned into.
    """
    made = QuickEnvironment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=[Spoken],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled,
    )
    made.globals["contact_email"] = settings.contact_email
    made.globals["assets"] = assets
    made.globals["qr_svg"] = qr_svg
    made.globals["ui"] = _components(made)
    made.globals["parts"] = made.get_template("pages/_parts.html").module
    return made


def _components(environment: jinja2.Environment) -> SimpleNamespace:
    """Every component by name, imported once for all pages; those that recur alike are drawn once.

    What recurs comes first, so that the components that import it find the remembering one.
    """
    others = sorted({path.stem for path in TEMPLATES.glob("components/*.html")} - set(RECURRING))
    ui = SimpleNamespace()
    for name in (*RECURRING, *others):
        module = environment.get_template(f"components/{name}.html").module
        if name in RECURRING:
            setattr(module, name, lru_cache(maxsize=16384)(getattr(module, name)))
        setattr(ui, name, getattr(module, name))
    return ui


def body(environment: jinja2.Environment, page: Page, view: View, data_as_of: str, outdated: str = "") -> str:
    """The HTML body of a page, as of the ISO day on which its content last changed; what of it is outdated."""
    report = _report_link(str(environment.globals["contact_email"]), page, view)
    return environment.get_template(f"pages/{page.kind}.html").render(
        view,
        day_text=full_day(date.fromisoformat(data_as_of)),
        outdated=outdated,
        history_href=relative(page.url, CHANGES),
        report_href=report or relative(page.url, ABOUT),
    )


def _report_link(contact: str, page: Page, view: View) -> str | None:
    """A mail to the portal's contact about this page, and about the row that it shows where it shows one."""
    said, (_, _, key) = words("pages")["report"], page.url.removesuffix("/").partition("/")
    lines = [said["page"].format(title=page.title, url=page.url)]
    if key and page.url.count("/") == ROW_DEPTH:
        source = view.get("source")
        lines.append(said["row_of" if source else "row"].format(key=key, source=source))
    text = "\n".join(lines) + said["questions"]
    return mail_link(contact, said["subject"].format(title=page.title), text)
