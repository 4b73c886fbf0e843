"""Figures of one build after another: the ledger in the state folder, and a site that lost it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from toy_portal import Built, make

from generator.derive.ledger import Ledger
from generator.findings import CannotRun
from generator.judging import EVALUATION
from generator.memo import Memo
from generator.model.figures import Published, Rate
from generator.releases import LEDGER_FILE, open_releases, published_tables

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


def test_figures_stay_until_ten_came(portal: Built) -> None:
    make(*portal)
    first = figures(portal)
    more(portal, 9)
    make(*portal)
    assert figures(portal) == first
    more(portal, 25)
    make(*portal)
    assert figures(portal) != first


def test_the_ledger_is_private_and_the_same_for_the_same_answers(portal: Built) -> None:
    make(*portal)
    ledger = portal.state / LEDGER_FILE
    kept = ledger.read_bytes()
    assert ledger.stat().st_mode & 0o77 == 0
    make(*portal)
    assert ledger.read_bytes() == kept
    assert not [path for path in portal.site.rglob("*") if path.name == LEDGER_FILE]


def test_without_its_ledger_a_site_keeps_its_figures_and_says_so(portal: Built) -> None:
    make(*portal)
    first, pages = figures(portal), published_tables(portal.site)
    (portal.state / LEDGER_FILE).unlink()
    more(portal, 60)
    make(*portal)
    assert figures(portal) == first
    assert published_tables(portal.site) == pages
    assert "releases-lost" in findings(portal)
    for page in ("evaluasi", "transparansi", "instansi/disdik", "program/literasi-digital"):
        assert "terakhir terbit" in (portal.site / page / "index.html").read_text(), page
    assert not (portal.state / LEDGER_FILE).exists()


def test_no_ledger_and_no_site_is_a_first_build(portal: Built, tmp_path: Path) -> None:
    make(*portal)
    (portal.state / LEDGER_FILE).unlink()
    make(portal.data, tmp_path / "other", portal.state)
    assert "releases-lost" not in findings(portal)
    assert (portal.state / LEDGER_FILE).exists()


@pytest.mark.parametrize("content", [b"", b"torn", b"\x1f\x8b\x08"])
def test_a_broken_ledger_stops_the_build(content: bytes, portal: Built) -> None:
    """Answers could be told apart from those that were told already: "releases-broken"."""
    make(*portal)
    (portal.state / LEDGER_FILE).write_bytes(content)
    more(portal, 30)
    with pytest.raises(CannotRun) as failure:
        make(*portal)
    assert failure.value.code == "releases-broken"


def test_a_build_that_was_refused_leaves_the_ledger(portal: Built) -> None:
    make(*portal)
    kept = (portal.state / LEDGER_FILE).read_bytes()
    more(portal, 60)
    (portal.data / "evaluations.csv").chmod(0o600)
    (portal.data / "programs.csv").write_text(
        (portal.data / "programs.csv").read_text().splitlines()[0] + "\n"
    )
    with pytest.raises(Exception, match=r"."):
        make(*portal)
    assert (portal.state / LEDGER_FILE).read_bytes() == kept


def test_published_tables_are_read_as_they_were_made(portal: Built) -> None:
    make(*portal)
    kinds = {
        type(figure) for table in published_tables(portal.site).values() for figure in table.cells.values()
    }
    assert {Published, Rate} <= kinds


def test_a_ledger_is_written_and_read_whole(portal: Built, tmp_path: Path) -> None:
    make(*portal)
    releases = open_releases(portal.state, portal.site)
    read: list[Ledger] = []

    def unchanged(ledger: Ledger) -> dict[str, object]:
        read.append(ledger)
        return {}

    releases.remembered(Memo(), "key", unchanged)  # type: ignore[arg-type]
    releases.write(tmp_path, Memo())
    assert (tmp_path / LEDGER_FILE).read_bytes() == (portal.state / LEDGER_FILE).read_bytes()
    assert {"evaluation", "decisions"} <= read[0].pasts.keys()
