"""The kinds of page a portal has, and where the pages of each kind stand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

KINDS = {
    "home": "index.html",
    "programs": "program/index.html",
    "programs-further": "program/halaman/*/index.html",
    "program": "program/*/index.html",
    "mentors": "mentor/index.html",
    "mentor": "mentor/*/index.html",
    "agencies": "instansi/index.html",
    "agency": "instansi/*/index.html",
    "competencies": "kompetensi/index.html",
    "competency": "kompetensi/*/index.html",
    "providers": "penyelenggara/index.html",
    "provider": "penyelenggara/*/index.html",
    "evaluation": "evaluasi/index.html",
    "transparency": "transparansi/index.html",
    "data": "data/index.html",
    "data-figures": "data/angka/index.html",
    "search": "cari/index.html",
    "about": "tentang/index.html",
    "method": "metode/index.html",
    "plan": "rencana/index.html",
    "changes": "perubahan/index.html",
    "gone": "instansi/dinas-ditarik/index.html",
    "missing": "404.html",
}
PROSE = ("about", "method")


def fullest_pages(site: Path) -> Mapping[str, str]:
    """The URL of the largest page of each kind; a kind without a page fails."""
    return {
        kind: url_of(site, max(site.glob(pattern), key=lambda path: path.stat().st_size))
        for kind, pattern in KINDS.items()
    }


def url_of(site: Path, page: Path) -> str:
    """The URL of a page below the site: a folder, or a file that is no index."""
    return page.relative_to(site).as_posix().removesuffix("index.html")


def file_of(site: Path, url: str) -> Path:
    """The file of the site that answers a URL."""
    return site / (url if url.endswith(".html") else f"{url}index.html")
