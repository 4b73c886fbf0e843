"""Feeds: calendars and news of the whole portal, of each region and of each agency."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.chronicle import Chronicle
from generator.model.public import Portal
from generator.render.data_files import DataFile
from generator.render.feeds.atom import feed_file, news
from generator.render.feeds.calendars import calendar_file, runs
from generator.render.feeds.scope import scopes
from generator.render.routes import routes
from generator.settings import Settings

__all__ = ["feed_files"]


def feed_files(
    portal: Portal, settings: Settings, chronicle: Chronicle, site_url: str = ""
) -> Iterator[DataFile]:
    """Every feed: a calendar and the news of each scope."""
    known = routes(portal, site_url)
    shown = runs(portal, settings, chronicle, known)
    told = news(portal, settings, chronicle, known, shown.sessions)
    for scope in scopes(portal, settings):
        yield calendar_file(shown, scope)
        yield feed_file(told, scope)
