"""Every link leads somewhere, wherever the site is put."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from documents import Document

CONTRACT = (
    *("index.html", "program/index.html", "mentor/index.html", "instansi/index.html"),
    *(
        "kompetensi/index.html",
        "penyelenggara/index.html",
        "evaluasi/index.html",
        "data/index.html",
        "tentang/index.html",
    ),
    *("404.html", "data/datapackage.json", "data/status.json"),
    *("data/evaluation_figures.csv", "data/evaluation_figures.json"),
)
LISTS = {
    "programs": ("program/", "id"),
    "mentors": ("mentor/", "id"),
    "agencies": ("instansi/", "id"),
    "competencies": ("kompetensi/", "code"),
    "providers": ("penyelenggara/", "id"),
}


def test_every_address_of_the_contract_exists(site: Path) -> None:
    assert [path for path in CONTRACT if not (site / path).is_file()] == []


def test_every_reference_inside_the_site_resolves(site: Path, documents: Mapping[str, Document]) -> None:
    def leads_nowhere(document: Document, path: str, fragment: str) -> bool:
        folder = path == "" or path.endswith("/")
        if not (site / (f"{path}index.html" if folder else path)).is_file():
            return True
        return bool(fragment) and fragment not in documents[path].ids

    dead = [
        (document.url, reference.target)
        for document in documents.values()
        for reference in document.inside
        if leads_nowhere(document, *document.target(reference))
    ]
    assert dead == []


def test_every_reference_inside_the_site_is_relative(documents: Mapping[str, Document]) -> None:
    absolute = [
        (document.url, reference.target)
        for document in documents.values()
        for reference in document.inside
        if reference.target.startswith("/") or urlsplit(reference.target).scheme
    ]
    assert absolute == []


def test_only_links_lead_outside_and_they_say_so(documents: Mapping[str, Document]) -> None:
    outside = [(d.url, each) for d in documents.values() for each in d.references if each.is_outside]
    assert {each.tag for _, each in outside} <= {"a"}, "a page loads nothing from another host"
    web = [(url, each) for url, each in outside if urlsplit(each.target).scheme in ("http", "https", "")]
    assert [(url, each.target) for url, each in web if not each.rel >= {"external", "noopener"}] == []


def test_ids_are_unique_in_a_page(documents: Mapping[str, Document]) -> None:
    assert [url for url, document in documents.items() if len(set(document.ids)) < len(document.ids)] == []


def test_every_page_has_one_heading_of_the_first_rank(documents: Mapping[str, Document]) -> None:
    assert [url for url, document in documents.items() if document.top_headings != 1] == []


def test_stylesheets_refer_to_files_of_the_site(site: Path) -> None:
    for sheet in site.rglob("*.css"):
        for target in re.findall(r"url\(\s*['\"]?([^'\")]+)", sheet.read_text("utf-8")):
            if not target.startswith("data:"):
                assert (sheet.parent / target).is_file(), f"{sheet.name}: {target}"


@pytest.mark.parametrize("table", LISTS)
def test_every_row_with_a_page_stands_in_its_list(
    site: Path, documents: Mapping[str, Document], table: str
) -> None:
    folder, key = LISTS[table]
    with (site / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        pages = {f"{folder}{row[key].lower()}/" for row in csv.DictReader(file)}
    listed = set().union(*(documents[url].leads_to() for url in _list_pages(documents, folder)))
    assert len(pages) > 1
    assert pages - set(documents) == set(), "rows without a page"
    assert pages - listed == set(), "rows that no list shows"


def _list_pages(documents: Mapping[str, Document], folder: str) -> set[str]:
    """The list and its further pages, as its pager leads from one to the next."""
    known, ahead = set[str](), {folder}
    while ahead:
        known |= ahead
        linked = set().union(*(documents[url].leads_to() for url in ahead))
        ahead = {url for url in linked if url.startswith(urljoin(folder, "halaman/"))} - known
    return known
