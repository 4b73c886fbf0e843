"""The HR officer's report: one private, self-contained page that wears the portal's own sheet."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.disk import write_private
from generator.model.accounts import Report
from generator.model.schema import ROOT
from generator.report import summary
from generator.settings import Settings
from generator.words import words

PAGE_FILE = "laporan.html"
TEMPLATES = ROOT / "site_templates"
ASSETS = TEMPLATES / "assets"
SHEETS = ("head.css", "portal.css")
HEADING_FONT = "plus-jakarta-sans-bold.woff2"


def write_page(state: Path, report: Report, settings: Settings, checked: datetime) -> Path:
    """Writes `laporan.html` into the state folder and returns its path; `checked` knows its time zone."""
    path = state / PAGE_FILE
    write_private(path, page(report, settings, checked).encode())
    return path


def page(report: Report, settings: Settings, checked: datetime) -> str:
    """The page as HTML text; nothing in it asks for another file."""
    account = summary.total(report.accounts.values())
    labels = words("report")["page"]["figures"]
    return (
        _templates()
        .get_template(f"report/{PAGE_FILE}")
        .render(
            settings=settings,
            words=words("report"),
            style=_style(),
            logo=_data_uri("icon.svg", "image/svg+xml"),
            checked=_moment(checked, settings),
            aside=" ".join(filter(None, (summary.set_aside(report), summary.waiting(report)))),
            figures=[
                (figure, "", labels[column])
                for figure, column in zip(summary.figures(account), summary.COLUMNS, strict=True)
            ],
            balance=summary.balance(report),
            hidden=summary.hidden(report),
            sources=summary.by_source(report),
            where=summary.where,
            severity=summary.severity,
            tables=summary.table_rows(report),
        )
    )


@lru_cache(maxsize=1)
def _templates() -> Environment:
    """Compiled once a process, and anew when a file changed: whoever follows the data reports often."""
    loader = FileSystemLoader(TEMPLATES)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _moment(checked: datetime, settings: Settings) -> str:
    """`21 November 2026, 06.00 WIB`."""
    local = checked.astimezone(ZoneInfo(settings.timezone))
    return str(format_datetime(local, "d MMMM y, HH.mm z", locale="id"))


def _style() -> Markup:
    """The portal's sheets with its font inside."""
    sheet = "".join((ASSETS / name).read_text("utf-8") for name in SHEETS)
    return Markup(sheet.replace(HEADING_FONT, _data_uri(HEADING_FONT, "font/woff2")))


def _data_uri(asset: str, kind: str) -> str:
    return f"data:{kind};base64,{b64encode((ASSETS / asset).read_bytes()).decode()}"
