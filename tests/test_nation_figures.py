"""The nation's figures: sums of what governments publish, in which nothing has a part that they hide."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from portal_example import example, settings
from test_render_raters import drawn

from generator.derive.cube import Cube, Scores
from generator.derive.evaluation import SHAPE, Evaluations, evaluation_tables
from generator.derive.ledger import Ledger
from generator.derive.nation import counts, nation, tallies, with_nation
from generator.model.chronicle import Chronicle
from generator.model.figures import (
    ALL,
    EVALUATION,
    NATION,
    Counted,
    FigureTable,
    Published,
    Rate,
    Suppressed,
)
from generator.model.nation import Place, Told
from generator.model.public import Government, Region
from generator.render.catalog import catalog_file
from generator.render.pages.gone import gone
from generator.render.pages.page import Link
from generator.render.sitemap import sitemap_files

WHOSE = {"p0": ("lpk", "a0"), "p1": ("lpk", "a1")}
KEYS = st.tuples(
    st.sampled_from([*WHOSE]),
    st.sampled_from(["a0", "a1"]),
    st.sampled_from(["2025", "2026"]),
    st.just("peserta"),
)
RATED = st.tuples(*[st.none() | st.integers(1, 5)] * 4, *[st.none()] * 4)
ATOMS = st.dictionaries(st.tuples(KEYS, RATED), st.integers(3, 20), min_size=1, max_size=8)
Atoms = Mapping[tuple[tuple[str, ...], Scores], int]
DAY = date(2026, 11, 21)


def government(key: str, **facts: object) -> Government:
    return Government(
        **{"id": key, "name": key, "address": "", "agencies": 1, "programs": 2, "mentors": 3} | facts
    )


def released(atoms: Atoms) -> tuple[FigureTable, Cube]:
    """What a government publishes of its answers, and those answers."""
    ledger, cube = Ledger(), Cube.of(SHAPE, atoms)
    tables = evaluation_tables(Evaluations(cube), WHOSE, settings(), ledger)
    return tables[EVALUATION], ledger.answers("evaluation")


def told(*of_each: dict[Place, int]) -> list[Told]:
    return [Told(government(f"34.{at:02}"), DAY, each) for at, each in enumerate(of_each)]


def answered(counts: dict[str, int]) -> tuple[FigureTable, Cube]:
    """The same of so many answers of a year, of several minds."""
    keys = [(("p0", "a0", year, "peserta"), at) for year, count in counts.items() for at in range(count)]
    return released(Counter((key, (1 + at % 5, *[None] * 7)) for key, at in keys))


MANY = answered({"2025": 40, "2026": 40})


def years(table: FigureTable) -> Iterator[tuple[Place, object]]:
    for (program, agency, *place), figure in table.cells.items():
        if program == agency == ALL:
            yield tuple(place), figure  # type: ignore[misc]


@given(st.lists(ATOMS, min_size=1, max_size=2))
def test_every_figure_is_a_sum_of_figures_that_are_shown(of_each: list[Atoms]) -> None:
    """So no difference of it and theirs leaves anything that one of them hides."""
    governments = [released(atoms) for atoms in of_each]
    tallied = [tallies(*each) for each in governments]
    shown = [
        {place: each for place, each in years(table) if isinstance(each, Published)}
        for table, _ in governments
    ]
    assert [each.keys() for each in tallied] == [each.keys() for each in shown]
    cells = nation(told(*tallied)).tables[NATION].cells
    assert cells.keys() == {place for each in shown for place in each}
    for place, figure in cells.items():
        means = [each[place].mean for each in shown if place in each]
        assert isinstance(figure, Published) and min(means) <= figure.mean <= max(means)


def test_a_year_that_a_government_hides_has_no_part_in_the_nations() -> None:
    """Nine answers of 2026: were they added, the nation's figure less the other government's would be theirs."""
    few = answered({"2024": 40, "2025": 40, "2026": 9})
    table, _ = few
    hidden = {place[0] for place, figure in years(table) if not isinstance(figure, Published)}
    assert "2026" in hidden
    many = answered({"2024": 40, "2025": 40, "2026": 40})
    together = nation(told(tallies(*few), tallies(*many))).tables[NATION].cells
    alone = nation(told(tallies(*many))).tables[NATION].cells
    for place, figure in together.items():
        if place[0] in hidden:
            assert figure == alone[place]
    assert together[ALL, 1, "material"].responses == "200-499"  # type: ignore[union-attr]


def test_a_site_made_of_other_answers_than_the_ledgers_tells_nothing() -> None:
    table, _ = answered({"2025": 40, "2026": 40})
    _, others = answered({"2025": 400, "2026": 400})
    assert tallies(table, others) == {}


def test_who_took_part_is_added_up_as_each_site_tells_it() -> None:
    funnel = FigureTable(
        "funnel",
        ("period", "agency", "program", "stage"),
        ("count",),
        {
            ("2026", ALL, ALL, "attended"): Counted(40),
            ("2026", "a0", ALL, "attended"): Counted(15),
            ("2026", ALL, ALL, "completed"): Suppressed(),
        },
    )
    reach = FigureTable(
        "reach", ("period", "agency", "gender"), ("part",), {("2026", ALL, ALL): Rate(40, 200)}
    )
    people = counts(funnel, reach)
    assert people == {("2026", "attended"): 40, ("2026", "reached"): 40, ("2026", "staff"): 200}
    assert counts(None, None) == {}
    each = [Told(government(name), DAY, {}, people) for name in ("34.04", "34.71")]
    text = drawn(with_nation(example(), nation(each)), "daerah/")
    assert "80 kehadiran pada 2026" in text and "selesai pada 2026" not in text
    assert "20,0 per 100 pegawai kehadiran di antara 400 pegawai" in text


def test_governments_stand_under_their_province_with_what_they_publish_together() -> None:
    regions = {
        "34": Region(code="34", name="DI Yogyakarta", kind="provinsi"),
        "34.71": Region(code="34.71", name="Yogyakarta", kind="kota", parent="34"),
    }
    all_told = [
        Told(
            government("34.71", name="Kota Yogyakarta", address="https://jogja.contoh.id/"),
            DAY,
            tallies(*MANY),
        ),
        Told(government("bkn", name="Badan Kepegawaian Negara", since=date(2026, 11, 2)), DAY),
    ]
    portal = with_nation(example(regions=regions), nation(all_told))
    assert [row[:3] for row in portal.tables["governments"].rows] == [
        ("34.71", "Kota Yogyakarta", "https://jogja.contoh.id/"),
        ("bkn", "Badan Kepegawaian Negara", None),
    ]
    text = drawn(portal, "daerah/")
    assert text.index("DI Yogyakarta") < text.index("Kota Yogyakarta") < text.index("Pemerintah pusat")
    assert "Portalnya belum dapat diperbarui sejak 2 November 2026." in text
    assert "Gabungan angka yang diterbitkan 1 dari 2 pemerintah." in text and "Materi 3,0" in text
    assert "2 pemerintah punya portal sendiri 0 dari 4 program membuka" in drawn(portal, "")
    assert gone("daerah/halaman/2/").view["way_out"] == Link("Lihat semua instansi", "../../../instansi/")
    nothing_of_its_own = replace(
        portal, programs={}, mentors={}, sessions={}, agencies={}, program_competencies=()
    )
    text = drawn(nothing_of_its_own, "")
    assert "Pilih daerah Anda 2 pemerintah" in text and "Pendaftaran terdekat" not in text


def test_machines_find_the_governments_portals_too() -> None:
    governments = [government("34.71", address="https://jogja.contoh.id/"), government("bkn")]
    catalog = json.loads(
        catalog_file({}, settings(), Chronicle(), "https://asn.contoh.id/", governments).make()
    )
    assert [each["@id"] for each in catalog["dcat:catalog"]] == [
        "https://jogja.contoh.id/data/",
        "https://asn.contoh.id/daerah/bkn/data/",
    ]
    robots = dict(sitemap_files("https://asn.contoh.id/", {}, ["https://jogja.contoh.id/"]))[
        "robots.txt"
    ].decode()
    assert robots.splitlines()[2:] == [
        "Sitemap: https://asn.contoh.id/sitemap.xml",
        "Sitemap: https://jogja.contoh.id/sitemap.xml",
    ]
