"""`karier audit`: what it says of the demonstration, and of sites that somebody spoilt."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from toy_portal import Built
from typer.testing import CliRunner

from generator.cli import app
from generator.commands.auditing import audit
from generator.findings import CannotRun

FIGURES = "evaluation_figures.csv"


def run(site: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["audit", "--site", str(site), *options], env={"COLUMNS": "300"})
    return result.exit_code, result.output


def respoilt(site: Path, spoil: Callable[[dict[str, str]], None], name: str = FIGURES) -> None:
    """Changes rows of a table of published figures."""
    path = site / "data" / name
    with path.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        spoil(row)
    with path.open("w", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_a_built_site_gives_nothing_away(standing: Built) -> None:
    code, said = run(standing.site, "--state", str(standing.state))
    assert code == 0
    assert "Percobaan 1" in said
    assert "Percobaan 2" in said
    assert "Tidak ada yang terbongkar" in said
    assert "per penyelenggara: 24,5 %, cara sederhana 24,5 %" in said
    assert audit(standing.site).hidden > 0


def test_a_total_that_gives_its_part_away_is_found(standing: Built) -> None:
    """All is 20-49, one agency 10-19 and so is the other but for one that is hidden: it has 1 to 9."""

    def narrow(row: dict[str, str]) -> None:
        if (row["level"], row["aspect"]) != ("1", "material"):
            return
        is_hidden = row["agency"] == "smp-1"
        row |= (
            {"responses": "", "mean": "", "status": "suppressed"}
            if is_hidden
            else {
                "responses": "10-19",
                "mean": "4.1",
                "status": "published",
            }
        )

    respoilt(standing.site, narrow)
    code, said = run(standing.site)
    assert code == 1
    assert "Terbongkar: evaluation (smp-1, 1, material) antara 1 dan 9 jawaban" in said


def test_a_total_of_another_table_that_gives_a_part_away_is_found(standing: Built) -> None:
    """Of 620 who were appraised some 625 have predicates that are told: hardly anybody is left for the others."""

    def fewer(row: dict[str, str]) -> None:
        if (row["period"], row["agency"]) == ("2024", "*"):
            row["completed"] = "620"

    respoilt(standing.site, fewer, "review_figures.csv")
    code, said = run(standing.site)
    assert code == 1
    assert "Terbongkar: reviews (2024, poor) antara 0 dan 3" in said


def test_a_figure_of_too_few_is_found(standing: Built) -> None:

    def small(row: dict[str, str]) -> None:
        row |= {"responses": "3-9", "mean": "4.1", "status": "published"}

    respoilt(standing.site, small)
    code, said = run(standing.site, "--state", str(standing.site))
    assert code == 1
    assert "Terlalu kecil untuk tampil" in said
    assert "catatan rilis tidak ada" in said


def test_a_site_without_figures_cannot_be_audited(tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as failure:
        audit(tmp_path)
    assert failure.value.code == "audit-no-figures"
