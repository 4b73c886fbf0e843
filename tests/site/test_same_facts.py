"""One fact reads the same wherever it is told: page, JSON-LD, calendar, news and open data."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import icalendar
import pytest
from documents import Document

from generator.render.format import short_day, span

SITE_URL = "https://karier.contoh.go.id/"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
TODAY = date(2026, 11, 21)
SHOWN_SINCE = date(2026, 10, 1)

Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def programs(site: Path) -> Rows:
    return rows(site, "programs")


@pytest.fixture(scope="session")
def runs(site: Path) -> Mapping[str, Rows]:
    """The published sessions by programme."""
    found: dict[str, Rows] = defaultdict(list)
    for row in rows(site, "sessions"):
        found[row["program"]].append(row)
    return found


def rows(site: Path, table: str) -> Rows:
    with (site / f"data/{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def linked(site: Path, url: str) -> Mapping[str, Any]:
    """The one data block of a page."""
    (block,) = LINKED.findall((site / url / "index.html").read_text("utf-8"))
    found: Mapping[str, Any] = json.loads(block)
    return found


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_json_ld_says_what_the_data_says(site: Path, programs: Rows, runs: Mapping[str, Rows]) -> None:
    agencies = {row["id"]: row for row in rows(site, "agencies")}
    for row in programs:
        told = linked(site, f"program/{row['id']}/")
        assert (told["name"], told["description"]) == (row["title"], row["summary"])
        assert told["url"] == f"{SITE_URL}program/{row['id']}/"
        assert told["provider"]["name"] == agencies[row["agency"]]["name"]
        assert told["offers"]["price"] == int(row["cost"])
        if row["track"] == "pendidikan":
            assert told["@type"] == "EducationalOccupationalProgram"
            continue
        assert told["@type"] == "Course"
        instances = {run["identifier"]: run for run in told.get("hasCourseInstance", [])}
        assert instances.keys() == {run["id"] for run in runs[row["id"]]}
        for run in runs[row["id"]]:
            found = instances[run["id"]]
            assert (found["startDate"], found["endDate"]) == (run["starts_on"], run["ends_on"])
            assert found["offers"].get("validThrough", "") == run["registration_closes"]
            assert found.get("location", {}).get("name", "") == run["place"]
            assert found["eventStatus"].endswith("Cancelled") == (run["status"] == "dibatalkan")
    for key, row in agencies.items():
        told = linked(site, f"instansi/{key}/")
        assert (told["@type"], told["name"]) == ("GovernmentOrganization", row["name"])
        assert told.get("email", "") == row["email"]
    for row in rows(site, "providers"):
        told = linked(site, f"penyelenggara/{row['id']}/")
        assert (told["@type"], told["name"]) == ("EducationalOrganization", row["name"])
        assert told.get("hasCredential", {}).get("name", "") == row["accreditation"]


def test_no_data_block_speaks_of_a_mentor(site: Path) -> None:
    names = [row["name"] for row in rows(site, "mentors")]
    for page in site.rglob("index.html"):
        for block in LINKED.findall(page.read_text("utf-8")):
            assert not [name for name in names if name in block], page
    assert LINKED.findall(next(site.glob("mentor/m-*/index.html")).read_text("utf-8")) == []


def test_calendars_say_what_the_data_says(site: Path, programs: Rows, runs: Mapping[str, Rows]) -> None:
    titles = {row["id"]: row for row in programs}
    events = {str(event["UID"]): event for event in calendar(site / "kalender.ics").walk("VEVENT")}
    shown = [run for each in runs.values() for run in each if day(run["ends_on"]) >= SHOWN_SINCE]
    uids = {f"{run['id']}@contoh.go.id" for run in shown}
    assert {uid for uid in events if not uid.startswith("tutup-")} == uids
    for run in shown:
        event = events[f"{run['id']}@contoh.go.id"]
        last = run["starts_on"] if run["recurrence"] else run["ends_on"]
        assert str(event["SUMMARY"]) == titles[run["program"]]["title"]
        assert (event.start, event.end) == (day(run["starts_on"]), day(last) + timedelta(1))
        assert str(event.get("LOCATION", "")) == run["place"]
        assert (str(event["STATUS"]) == "CANCELLED") == (run["status"] == "dibatalkan")
        assert str(event["URL"]) == f"{SITE_URL}program/{run['program']}/"
        if run["registration_closes"]:
            deadline = events[f"tutup-{run['id']}@contoh.go.id"]
            assert f"{deadline.start:%Y-%m-%d %H.%M}" == f"{run['registration_closes']} 23.59"


def test_every_agency_and_its_regions_have_both_feeds(site: Path, programs: Rows) -> None:
    by_agency: dict[str, set[str]] = defaultdict(set)
    for row in programs:
        by_agency[row["agency"]].add(f"{SITE_URL}program/{row['id']}/")
    for agency in rows(site, "agencies"):
        folder = site / "instansi" / agency["id"]
        held = {str(event["URL"]) for event in calendar(folder / "kalender.ics").walk("VEVENT")}
        assert held <= by_agency[agency["id"]]
        assert {link for _, link, _ in news(folder / "feed.xml")} <= by_agency[agency["id"]]
        region = site / "wilayah" / agency["region"]
        assert held <= {str(event["URL"]) for event in calendar(region / "kalender.ics").walk("VEVENT")}
        assert (region / "feed.xml").is_file()


def test_news_says_what_the_data_says(site: Path, programs: Rows, runs: Mapping[str, Rows]) -> None:
    known = {f"{SITE_URL}program/{row['id']}/": row for row in programs}
    entries = news(site / "feed.xml")
    assert len(entries) == 40
    for title, link, summary in entries:
        row = known[link]
        assert title == row["title"]
        assert row["summary"] in summary
        for run in runs[row["id"]]:
            if day(run["ends_on"]) >= SHOWN_SINCE:
                assert span(day(run["starts_on"]), day(run["ends_on"])) in summary
                if run["registration_closes"] and run["status"] != "dibatalkan":
                    assert short_day(day(run["registration_closes"])) in summary


def test_pages_say_the_days_of_each_run(documents: Mapping[str, Document], runs: Mapping[str, Rows]) -> None:
    for program, each in runs.items():
        said = documents[f"program/{program}/"].text
        for run in each:
            assert span(day(run["starts_on"]), day(run["ends_on"])) in said
            assert run["place"] in said


def test_the_site_map_names_every_lasting_page(site: Path, documents: Mapping[str, Document]) -> None:
    tree = ElementTree.parse(site / "sitemap.xml").getroot()
    told = {url.findtext(f"{MAP}loc") or "": url.findtext(f"{MAP}lastmod") for url in tree}
    gone = {url for url, document in documents.items() if "Halaman ini sudah tidak ada" in document.text}
    assert told.keys() == {f"{SITE_URL}{url}" for url in documents.keys() - gone - {"404.html"}}
    assert told[SITE_URL] == str(TODAY)
    assert f"Sitemap: {SITE_URL}sitemap.xml" in (site / "robots.txt").read_text()


def test_every_page_says_where_it_stands_and_what_it_is_called(site: Path) -> None:
    for page in site.rglob("index.html"):
        html = page.read_text("utf-8")
        url = f"{SITE_URL}{page.relative_to(site).as_posix().removesuffix('index.html')}"
        assert f'<link rel="canonical" href="{url}">' in html, url
        assert f'<meta property="og:url" content="{url}">' in html
        title = re.search(r"<title>(.*?)(?: - Portal Karier ASN)?</title>", html)
        shown = re.search(r'<meta property="og:title" content="(.*?)">', html)
        assert title and shown and shown[1] == title[1], url


def test_the_catalogue_names_every_open_table(site: Path) -> None:
    catalogue = json.loads((site / "data/catalog.jsonld").read_text("utf-8"))
    datasets = {each["dct:identifier"]: each for each in catalogue["dcat:dataset"]}
    assert datasets.keys() == {path.stem for path in (site / "data").glob("*.csv")}
    for name, dataset in datasets.items():
        assert day(dataset["dct:modified"]["@value"]) <= TODAY
        files = [each["dcat:downloadURL"]["@id"] for each in dataset["dcat:distribution"]]
        assert files == [f"{SITE_URL}data/{name}.{suffix}" for suffix in ("csv", "json")]
        assert all((site / file.removeprefix(SITE_URL)).is_file() for file in files)


def calendar(path: Path) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(path.read_bytes())


def news(path: Path) -> list[tuple[str, str, str]]:
    """Title, link and summary of each entry."""
    entries = ElementTree.parse(path).getroot().findall(f"{ATOM}entry")
    return [
        (
            entry.findtext(f"{ATOM}title") or "",
            next(link.get("href") or "" for link in entry.findall(f"{ATOM}link")),
            entry.findtext(f"{ATOM}summary") or "",
        )
        for entry in entries
    ]
