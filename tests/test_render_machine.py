"""Data blocks, site maps and the page of changes: what cannot be seen on the demonstration."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from portal_example import HOSTILE, TODAY, by_id, example, program, session, settings
from test_feeds_calendar import published
from toy_portal import Built, make

from generator.model.chronicle import Chronicle, continued
from generator.model.public import Portal
from generator.render import linked, sitemap
from generator.render.environment import body, environment
from generator.render.pages import pages
from generator.render.pages.index import index

JINJA = environment(settings(), {})


def test_hostile_text_cannot_end_a_data_block() -> None:
    facts = {"name": f"</script>{HOSTILE}<!--&\u2028"}
    block = linked.script(facts)
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set(inside) & set("<>&\u2028")
    assert json.loads(inside)["name"] == facts["name"]
    assert linked.script(None) == ""


def test_a_degree_study_has_the_days_of_its_next_run() -> None:
    study = program("s2", track="pendidikan", mode="daring", quota=5)
    runs = by_id([session("s-1", "s2", 90, opens=10, closes=40), session("s-0", "s2", -90)])
    made = index(example(programs=by_id([study]), sessions=runs), settings(), {})
    told = linked.program(made, study)
    assert (told["@type"], told["educationalProgramMode"]) == ("EducationalOccupationalProgram", "Online")
    assert (told["startDate"], told["applicationDeadline"]) == ("2027-02-19", "2026-12-31")
    assert told["url"] == "../../program/s2/", "no address of the portal is known"


def test_a_site_map_of_a_nation_is_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 2)
    urls = {"": "2026-11-21", "program/": "", "program/a/": "2026-11-20"}
    files = dict(sitemap.sitemap_files("https://contoh.go.id/a&b/", urls))
    assert files.keys() == {"robots.txt", "sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"}
    trees = {name: ElementTree.fromstring(files[name]) for name in files if name.endswith(".xml")}
    assert [len(trees[f"sitemap-{number}.xml"]) for number in (1, 2)] == [2, 1]
    assert trees["sitemap.xml"].findtext("{*}sitemap/{*}loc") == "https://contoh.go.id/a&b/sitemap-1.xml"


def test_without_an_address_there_is_no_site_map() -> None:
    assert list(sitemap.sitemap_files("", {"": ""})) == []


def changes(portal: Portal, told: Chronicle) -> str:
    (page,) = [each for each in pages(index(portal, settings(), {}, "", told)) if each.kind == "changes"]
    return body(JINJA, page, page.view, "2026-11-21")


def test_the_page_of_changes_names_what_came_and_changed_and_counts_the_rest() -> None:
    before = published(example(programs=by_id([program("a"), program("b")]), sessions={}))
    told = continued(Chronicle(), before.tables, TODAY)
    assert "Perubahan data dicatat sejak 21 November 2026." in changes(before, told)
    many = [program(f"n-{number}") for number in range(20)]
    after = published(example(programs=by_id([program("a", title="Judul <b>baru</b>"), *many]), sessions={}))
    told = continued(told, after.tables, TODAY + timedelta(1))
    html = changes(after, told)
    assert "Minggu, 22 November 2026" in html
    assert "Program: berubah" in html and "Judul &lt;b&gt;baru&lt;/b&gt;" in html
    assert '<a href="../program/n-0/">Program n-0</a>' in html and "dan 8 lainnya" in html
    assert "1 tidak lagi tampil" in html
    assert "Program b" not in html, "what went is not named"


def test_a_run_goes_by_the_name_of_its_programme() -> None:
    run = session("s-1", "dasar", 9)
    before = published(example(sessions=by_id([run])))
    told = continued(Chronicle(), before.tables, TODAY)
    moved = published(example(sessions=by_id([replace(run, place="Aula")])))
    html = changes(moved, continued(told, moved.tables, TODAY))
    assert "Jadwal pelaksanaan: berubah" in html and "program/dasar/" in html


def test_a_mentor_who_withdrew_is_a_number_in_the_changes(standing: Built) -> None:
    """By the real command, on the toy: neither name nor id is left, in the site or in what is remembered."""
    mentors = standing.data / "mentors.csv"
    mentors.write_text(mentors.read_text().replace("2026-10-15,,,,,,ya", "2026-10-15,,,,,,tidak"))
    make(*standing)
    html = (standing.site / "perubahan/index.html").read_text()
    assert "1 tidak lagi tampil" in html
    assert "Contoh Dua" not in html and "m-19c0" not in html
    remembered = json.loads((standing.state / "memory.json").read_text())
    assert "m-19c0" not in json.dumps([remembered["tables"], remembered["log"]])
