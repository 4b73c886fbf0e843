"""The search index: what is found, in which bundle, the same bytes each time, and what when Pagefind fails."""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cbor2 import dumps, loads
from portal_example import agency, by_id, example, settings
from toy_portal import Built, digest, make

from generator.findings import CannotRun
from generator.model.public import Portal, Region
from generator.render.pages import pages
from generator.render.pages.index import index
from generator.render.search import engine
from generator.render.search.bundles import Bundle, bundles
from generator.render.search.engine import PROGRAM, Record, bundle_files
from generator.render.search.lean import ENTRY, SIGNATURE, lean
from generator.render.search.scopes import AT_ONCE, government, scopes
from generator.render.search.synonyms import Synonyms, load_synonyms

PROSE = {
    "tentang/index.html": b"<h1>Tentang</h1><nav>Menu</nav><article><p>Apa <b>itu</b> portal.</p></article>",
    "404.html": b"<h1>Tidak ada</h1>",
}
FOUND = Record(
    "program", "program/a/", "Satu", "", "Daring · 8 JP", "latihan tim", ("moda:daring", "biaya:gratis")
)
OTHER = Record("mentor", "mentor/b/", "Dua", "", "Luring", "tim kecil", ("moda:luring",))


def cut(portal: Portal, synonyms: Synonyms | None = None) -> dict[str, Bundle]:
    """The bundles of a portal by name."""
    built = index(portal, settings(), {})
    made = bundles(built, pages(built), PROSE, synonyms or Synonyms())
    return {bundle.name: bundle for bundle in made}


def records(portal: Portal, synonyms: Synonyms | None = None) -> dict[str, Record]:
    """Every record by its address."""
    return {each.url: each for bundle in cut(portal, synonyms).values() for each in bundle.make()}


def unpacked(content: bytes) -> bytes:
    return gzip.decompress(content).removeprefix(SIGNATURE)


def packed(content: bytes) -> bytes:
    return gzip.compress(SIGNATURE + content)


def test_every_row_section_and_prose_page_can_be_found() -> None:
    found = records(example())
    expected = {page.url for page in pages(index(example(), settings(), {})) if page.kind != "search"} | {
        "tentang/"
    }
    assert set(found) == expected
    assert found["tentang/"].title == "Tentang"
    assert found["tentang/"].text == "apa portal"


def test_what_a_reader_may_filter_by() -> None:
    facets = records(example())["program/lanjut/"].facets
    keys = {facet.partition(":")[0] for facet in facets}
    assert keys >= {"moda", "biaya", "tingkat", "jam", "jalur", "bentuk", "instansi", "wilayah", "kompetensi"}
    mentor = {facet.partition(":")[0] for facet in records(example())["mentor/m-7f3a/"].facets}
    assert mentor == {"tempat", "moda", "pimpinan", "instansi", "wilayah", "kompetensi"}


def test_a_district_is_found_with_its_city() -> None:
    regions = {
        region.code: region
        for region in [
            Region(code="19", name="Provinsi", kind="provinsi"),
            Region(code="19.71", name="Kota", kind="kota", parent="19"),
            Region(code="19.71.05", name="Kecamatan", kind="kecamatan", parent="19.71"),
            Region(code="x", name="Melingkar", kind="desa", parent="x"),
        ]
    }
    assert [government(regions, code) for code in ("19.71.05", "19.71", "19", "x", "77")] == [
        *("19.71", "19.71", "19"),
        *("x", "77"),
    ]


def test_with_many_governments_a_search_begins_with_what_is_open() -> None:
    many = [agency(f"dinas-{number}", region=f"{number}") for number in range(31, 31 + AT_ONCE)]
    portal = example(agencies={**example().agencies, **by_id(many)})
    assert len(scopes(portal)) == AT_ONCE + 3
    assert scopes(portal)[0].bundles == {"": ("terbuka",), "mentor": ("mentor",)}
    needed = {name for scope in scopes(portal) for names in scope.bundles.values() for name in names}
    made = cut(portal)
    assert needed == set(made)
    assert len(scopes(example())) == 1
    found = {each.url: each for name in ("terbuka", "mentor") for each in made[name].make()}
    assert {"program/lanjut/", "mentor/m-7f3a/", "instansi/dinas-31/"} <= set(found)
    facets = {facet.partition(":")[0] for each in found.values() for facet in each.facets}
    assert facets >= {"masa", "tempat", "kompetensi"}
    assert not facets & {"instansi", "wilayah"}, "twelve hundred agencies are no choice"


def test_a_bundle_is_made_of_what_it_shows() -> None:
    before, again = cut(example()), cut(example())
    assert {name: each.shown for name, each in before.items()} == {
        name: each.shown for name, each in again.items()
    }
    programs = {key: replace(each, summary="Lain.") for key, each in example().programs.items()}
    changed = cut(example(programs=programs))
    assert [name for name in before if before[name].shown != changed[name].shown] == ["21.72"]


def test_synonyms_are_found_by_each_other() -> None:
    synonyms = Synonyms([["diklat", "Pelatihan"], ["rumah sakit", "rsud"]])
    assert synonyms.expand("Pelatihan di Rumah Sakit") == "diklat rsud"
    assert synonyms.expand("rumah yang sakit") == ""


def test_the_portals_own_synonyms_can_be_read() -> None:
    groups = load_synonyms().groups
    assert len(groups) > 60
    assert all(phrase == phrase.strip() for group in groups for phrase in group)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- [", "synonyms-unreadable"),
        ("kata", "synonyms-unreadable"),
        ("- [satu]", "synonyms-group"),
        ("- [a, 1]", "synonyms-group"),
    ],
)
def test_a_list_of_synonyms_that_is_none_is_told(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "sinonim.yaml").write_text(text)
    with pytest.raises(CannotRun) as told:
        load_synonyms(tmp_path / "sinonim.yaml")
    assert told.value.code == code


def test_a_portal_of_ones_own_may_have_its_own_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "portal.yaml").write_text("name: Portal\n")
    monkeypatch.chdir(tmp_path)
    assert len(load_synonyms().groups) > 60
    (tmp_path / "content" / "sinonim.yaml").write_text("- [satu, dua]\n")
    assert load_synonyms().groups == [("satu", "dua")]


def test_no_list_of_synonyms_is_no_synonyms(tmp_path: Path) -> None:
    assert load_synonyms(tmp_path / "sinonim.yaml").groups == []


def test_the_same_records_give_the_same_bytes() -> None:
    """Pagefind itself does not: the order of its filters is that of a hash table."""
    made = [bundle_files([FOUND, OTHER]) for _ in range(4)]
    assert made[1:] == made[:-1]
    assert {*PROGRAM, ENTRY} < set(made[0])


def test_a_fragment_holds_what_a_row_of_results_shows_and_its_name_the_kind() -> None:
    run = "masa:420 2026-12-01/2026-12-02//"
    files = bundle_files([FOUND._replace(facets=(*FOUND.facets, run)), OTHER])
    fragments = {
        path.split("/")[1].split("_")[0]: json.loads(unpacked(content))
        for path, content in files.items()
        if path.startswith("fragment/")
    }
    assert set(fragments) == {"program", "mentor"}
    assert fragments["program"]["filters"] == {"f": ["jenis:program", run]}
    assert "latihan" not in str(fragments)


def test_words_that_begin_alike_stay_in_one_chunk_of_the_index() -> None:
    texts = [
        f"{first}{second}{third}{last}"
        for first in "bdg"
        for second in "ao"
        for third in "lnr"
        for last in "uo"
    ]
    records = [
        FOUND._replace(url=f"program/{n}/", text=" ".join(f"{text}b{n % 7}" for text in texts))
        for n in range(60)
    ]
    files = bundle_files(records)
    [listed] = [loads(unpacked(content)) for path, content in files.items() if path.endswith(".pf_meta")]
    chunks = [
        [word[0] for word in loads(unpacked(files[f"index/{stem}.pf_index"]))[0]] for *_, stem in listed[2]
    ]
    assert [(words[0], words[-1]) for words in chunks[1:]] == [
        (first, last) for first, last, _ in listed[2][1:]
    ]
    assert (*listed[2][0][:2], chunks[0]) == ("", "", []), "a search by facets alone asks for no word"
    starts = [{word[:4] for word in words} for words in chunks]
    assert len(chunks) > 3
    assert sum(map(len, starts)) == len(set().union(*starts))


def test_a_number_that_reads_like_the_beginning_of_a_word_is_none() -> None:
    words = [["satu", [[0x8361, [], []]], []], ["tiga", [[1, [], []]], []]]
    assert b"\x83\x61" in dumps(words[0][1])
    index = {"index/id_a.pf_index": packed(dumps([words]))}
    listed = {"pagefind.id_b.pf_meta": packed(dumps(["", [], [["satu", "tiga", "id_a"]], [], [], []]))}
    files = lean({**index, **listed, ENTRY: b'{"languages": {"id": {"hash": "id_b"}}}'})
    made = [loads(unpacked(content)) for path, content in files.items() if path.startswith("index/")]
    assert made == [[[]], [words]]


def test_a_site_without_pagefind_stands_and_says_so(standing: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    (standing.data / "programs.csv").write_text(
        (standing.data / "programs.csv").read_text().replace("Manajemen waktu", "Mengatur waktu")
    )
    report = make(*standing)
    assert {found.code for found in report.findings if found.origin == "cari/"} == {"search-failed"}
    assert "Mengatur waktu" in (standing.site / "program/manajemen-waktu/index.html").read_text()
    left = {path.split("/")[1] for path in digest(standing.site) if path.startswith("cari/")}
    assert left == {"index.html", "umum"}, "a bundle that is out of date could show who is gone"


def test_pagefind_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: "/bin/true")
    with pytest.raises(engine.EngineFailed):
        bundle_files([FOUND])
