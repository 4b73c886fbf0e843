"""Figures of one build after another: the ledger in the state folder, and a site that lost it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from toy_portal import Built, make

from generator.building.judging import EVALUATION
from generator.building.releases import LEDGER_FILE, open_releases, published_tables
from generator.derive.ledger import Ledger
from generator.findings import CannotRun
from generator.memo import Memo
from generator.model.figures import Published, Rate

LINE = '{day:02}/03/2026 {hour:02}:30:00,literasi-digital,literasi-1,disdik,1,{score},"4,5",3,5,,,\n'


def more(portal: Built, answers: int) -> None:
    """So many more people answered, of several minds."""
    path = portal.data / "evaluations.csv"
    lines = (LINE.format(day=11 + at % 15, hour=8 + at // 15, score=2 + at % 4) for at in range(answers))
    path.write_text(path.read_text() + "".join(lines))


def figures(portal: Built) -> bytes:
    return (portal.site / "data" / f"{EVALUATION}.csv").read_bytes()


def findings(portal: Built) -> list[str]:
    return [each["code"] for each in json.loads((portal.state / "report.json").read_bytes())["findings"]]


def test_figures_stay_until_ten_came(standing: Built) -> None:
    first = figures(standing)
    more(standing, 9)
    make(*standing)
    assert figures(standing) == first
    more(standing, 25)
    make(*standing)
    assert figures(standing) != first


def test_the_ledger_is_private_and_the_same_for_the_same_answers(standing: Built) -> None:
    ledger = standing.state / LEDGER_FILE
    kept = ledger.read_bytes()
    assert ledger.stat().st_mode & 0o77 == 0
    make(*standing)
    assert ledger.read_bytes() == kept
    assert not [path for path in standing.site.rglob("*") if path.name == LEDGER_FILE]


def test_without_its_ledger_a_site_keeps_its_figures_and_says_so(standing: Built) -> None:
    first, pages = figures(standing), published_tables(standing.site)
    (standing.state / LEDGER_FILE).unlink()
    more(standing, 60)
    make(*standing)
    assert figures(standing) == first
    assert published_tables(standing.site) == pages
    assert "releases-lost" in findings(standing)
    for page in ("evaluasi", "transparansi", "instansi/disdik", "program/literasi-digital"):
        assert "terakhir terbit" in (standing.site / page / "index.html").read_text(), page
    assert not (standing.state / LEDGER_FILE).exists()


def test_no_ledger_and_no_site_is_a_first_build(standing: Built, tmp_path: Path) -> None:
    (standing.state / LEDGER_FILE).unlink()
    make(standing.data, tmp_path / "other", standing.state)
    assert "releases-lost" not in findings(standing)
    assert (standing.state / LEDGER_FILE).exists()


@pytest.mark.parametrize("content", [b"", b"torn", b"\x1f\x8b\x08"])
def test_a_broken_ledger_stops_the_build(content: bytes, standing: Built) -> None:
    """Answers could be told apart from those that were told already: "releases-broken"."""
    (standing.state / LEDGER_FILE).write_bytes(content)
    more(standing, 30)
    with pytest.raises(CannotRun) as failure:
        make(*standing)
    assert failure.value.code == "releases-broken"


def test_a_build_that_was_refused_leaves_the_ledger(standing: Built) -> None:
    kept = (standing.state / LEDGER_FILE).read_bytes()
    more(standing, 60)
    (standing.data / "evaluations.csv").chmod(0o600)
    (standing.data / "programs.csv").write_text(
        (standing.data / "programs.csv").read_text().splitlines()[0] + "\n"
    )
    with pytest.raises(Exception, match=r"."):
        make(*standing)
    assert (standing.state / LEDGER_FILE).read_bytes() == kept


def test_published_tables_are_read_as_they_were_made(standing: Built) -> None:
    kinds = {
        type(figure) for table in published_tables(standing.site).values() for figure in table.cells.values()
    }
    assert {Published, Rate} <= kinds


def test_a_ledger_is_written_and_read_whole(standing: Built) -> None:
    releases = open_releases(standing.state, standing.site)
    read: list[Ledger] = []

    def unchanged(ledger: Ledger) -> dict[str, object]:
        read.append(ledger)
        return {}

    releases.remembered(Memo(), "key", unchanged)  # type: ignore[arg-type]
    packed = releases.begin_packing(Memo(), jobs=2)
    assert packed() == (standing.state / LEDGER_FILE).read_bytes()
    assert {"evaluation", "decisions"} <= read[0].pasts.keys()
