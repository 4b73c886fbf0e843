"""The page that stays where a row was withdrawn: it says nothing about whose it was."""

from __future__ import annotations

from generator.render.pages.page import Link, Page
from generator.render.routes import BORROWED, HOME, relative
from generator.words import words


def gone(url: str) -> Page:
    """The tombstone for a URL of a program, mentor, instansi or kompetensi that is no more."""
    said = words("pages")["gone"]
    section = url.split("/", 1)[0]
    section = BORROWED.get(section, section)
    return Page(
        url,
        section,
        "gone",
        said["title"],
        said["text"],
        {
            "crumbs": (Link(words("pages")["home"]["crumb"], relative(url, HOME)),),
            "way_out": Link(said["sections"][section], relative(url, f"{section}/")),
            "home": relative(url, HOME),
        },
    )
