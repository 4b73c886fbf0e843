"""What is remembered never shows: a build after any change equals a build that remembers nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from toy_portal import SETTINGS, TODAY, Built, Silent, digest, job, make

from generator.building.releases import LEDGER_FILE
from generator.pipeline import build
from generator.render.search.synonyms import Synonyms


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(data: Path) -> None:
        text = (data / name).read_text()
        assert old in text
        (data / name).write_text(text.replace(old, new))

    return edit


EDITS = {
    "an answer": replaced("evaluations.csv", "smp-1,1,4", "smp-1,1,2"),
    "an answer that is unfit now": replaced("evaluations.csv", "smp-1,1,4", "smp-1,1,40"),
    "a programme that answers refer to": replaced("programs.csv", "literasi-digital,Literasi", "baru,Literasi"),
    "a quota below the seats": replaced("programs.csv", "APBD,30,", "APBD,20,"),
    "an agency that went": replaced("agencies.csv", "\nsmp-1,", "\nsmp-2,"),
    "a session that moved": replaced("sessions.csv", "literasi-1;literasi-digital", "literasi-1;manajemen-rs"),
    "a mentor without consent": replaced("mentors.csv", "2026-10-15,,,,,,ya", "2026-10-15,,,,,,tidak"),
    "a mentor of less capacity": replaced("mentors.csv", "Rencana karier,2,", "Rencana karier,0,"),
    "a programme that waits": replaced("programs.form.csv", "setuju,r-1", "tunda,r-1"),
    "no form any more": replaced("datapackage.yaml", "evaluations.csv, x-form: true", "evaluations.csv"),
    "another delimiter": replaced("datapackage.yaml", "requests.csv,", "requests.csv, dialect: {delimiter: ;},"),
    "another title of a source": replaced("datapackage.yaml", "Formulir Evaluasi", "Formulir Lain"),
}  # fmt: skip


@pytest.mark.parametrize("change", EDITS)
def test_a_build_after_a_change_is_a_clean_build(change: str, standing: Built, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    shutil.copytree(standing.state / "shells", fresh / "shells")
    keep_releases(standing, fresh)
    EDITS[change](standing.data)
    assert outcome(standing) == outcome(Built(standing.data, tmp_path / "other", fresh))


def test_a_later_day_is_a_clean_build(standing: Built, tmp_path: Path) -> None:
    """Half a year on, every mentor is stale, and their requests are withheld with them."""
    fresh = tmp_path / "fresh"
    shutil.copytree(standing.state / "shells", fresh / "shells")
    keep_releases(standing, fresh)
    later = outcome(standing, days=200)
    assert later == outcome(Built(standing.data, tmp_path / "other", fresh), days=200)


def test_where_nothing_changed_nothing_is_made(portal: Built) -> None:
    first, told = make(*portal), Silent()
    again = build(job(*portal), told)
    assert told.stages == ["read"]
    assert (again.accounts, again.findings, again.pages) == (first.accounts, first.findings, first.pages)
    assert (again.written, again.unchanged, again.removed) == (0, first.written, 0)


@pytest.mark.parametrize("name", ["memory.json", "decisions.json", LEDGER_FILE, "laporan.html"])
def test_a_build_knows_what_else_it_hangs_on(name: str, portal: Built) -> None:
    make(*portal)
    if name in (LEDGER_FILE, "laporan.html"):
        (portal.state / name).unlink()
    else:
        (portal.state / name).write_bytes((portal.state / name).read_bytes() + b" ")
    told = Silent()
    build(job(*portal), told)
    assert "judge" in told.stages


def test_another_site_or_other_settings_are_built(portal: Built, tmp_path: Path) -> None:
    make(*portal)
    asked = job(*portal)
    others = [
        replace(asked, settings=replace(SETTINGS, closing_soon_days=3)),
        replace(asked, synonyms=Synonyms([("dasar", "awal")])),
        replace(asked, site=tmp_path / "elsewhere"),
    ]
    for other in others:
        told = Silent()
        build(other, told)
        assert "judge" in told.stages


def keep_releases(portal: Built, fresh: Path) -> None:
    """What was published is no memory that may be lost: figures hang on it."""
    shutil.copy(portal.state / LEDGER_FILE, fresh)


def outcome(built: Built, days: int = 0) -> tuple[object, dict[str, bytes]]:
    """What a build would come to: its report, and the data files of a site that nobody shrank."""
    (built.state / "memory.json").unlink(missing_ok=True)
    make(*built, today=TODAY + timedelta(days=days))
    report = json.loads((built.state / "report.json").read_text())
    return (report["tables"], report["findings"], report["hidden_findings"]), digest(built.site)
