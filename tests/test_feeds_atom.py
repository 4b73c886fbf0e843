"""News as Atom: well formed, complete by RFC 4287, newest first, and no text breaks out of its element."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree

from portal_example import TODAY, by_id, day, example, program, session, settings
from test_feeds_calendar import SITE, published

from generator.model.chronicle import Chronicle, continued
from generator.model.public import Portal
from generator.render.feeds import feed_files

ATOM = "{http://www.w3.org/2005/Atom}"


def feeds(portal: Portal, told: Chronicle | None = None, site: str = SITE) -> dict[str, ElementTree.Element]:
    """Every feed by its path."""
    shown = published(portal)
    told = told or continued(Chronicle(), shown.tables, TODAY)
    files = feed_files(shown, settings(), told, site)
    return {file.path: ElementTree.fromstring(file.make()) for file in files if file.path.endswith(".xml")}


def text(element: ElementTree.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def test_a_feed_has_all_that_atom_asks_for() -> None:
    for path, feed in feeds(example()).items():
        entries = feed.findall(f"{ATOM}entry")
        for element in (feed, *entries):
            assert text(element, "id").startswith("tag:contoh.go.id,2026:")
            assert text(element, "title")
            assert datetime.fromisoformat(text(element, "updated")).utcoffset() is not None
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == f"{SITE}{path}"
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Kota Contoh"
        assert len({text(entry, "id") for entry in entries}) == len(entries)


def test_what_changed_last_comes_first() -> None:
    runs = by_id([session("s-a", "a", 9), session("s-b", "b", 9, closes=5)])
    portal = example(programs=by_id([program("a"), program("b"), program("c")]), sessions=runs)
    told = continued(Chronicle(), published(portal).tables, TODAY)
    moved = replace(portal, sessions={**runs, "s-b": replace(runs["s-b"], starts_on=day(8))})
    feed = feeds(moved, continued(told, published(moved).tables, day(3)))["feed.xml"]
    entries = feed.findall(f"{ATOM}entry")
    assert [text(entry, "title") for entry in entries] == ["Program b", "Program a", "Program c"]
    assert text(entries[0], "updated") == text(feed, "updated") == "2026-11-24T00:00:00+07:00"
    assert text(entries[1], "updated") == "2026-11-21T00:00:00+07:00"
    assert "29 Nov–1 Des 2026, pendaftaran sampai 26 Nov 2026" in text(entries[0], "summary")


def test_hostile_text_stays_text() -> None:
    hostile = example(
        programs=by_id([program("a", title="<b>&amp;</title>]]>", summary="<script>")]), sessions={}
    )
    entry = feeds(hostile)["feed.xml"].find(f"{ATOM}entry")
    assert entry is not None
    assert (text(entry, "title"), list(entry.find(f"{ATOM}title") or ())) == ("<b>&amp;</title>]]>", [])


def test_without_an_address_links_are_relative() -> None:
    feed = feeds(example(), site="")["instansi/bkpsdm/feed.xml"]
    links = [link.get("href") or "" for link in feed.iter(f"{ATOM}link")]
    assert all(link.startswith("../../") for link in links)


def test_an_agency_without_programmes_has_a_feed() -> None:
    feed = feeds(example(programs={}, sessions={}))["instansi/bkpsdm/feed.xml"]
    assert (feed.findall(f"{ATOM}entry"), text(feed, "updated")) == ([], "2026-11-21T00:00:00+07:00")
