"""The data that benchmarks build: the same for the same seed, and judged as its maker says."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pytest

from bench.facts import TODAY
from bench.maker import SIZES, SPOILT, Made, make, read_made
from bench.peers.pages import pages
from generator.pipeline import check
from generator.report.terminal import Terminal
from generator.settings import load_settings

EVERY_ROW = 1.0


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contoh")
    make(SIZES["contoh"], folder, bad_share=EVERY_ROW)
    return folder


def test_the_same_seed_makes_the_same_bytes_and_another_does_not(package: Path, tmp_path: Path) -> None:
    make(SIZES["contoh"], tmp_path / "again", bad_share=EVERY_ROW)
    make(SIZES["contoh"], tmp_path / "other", seed=2, bad_share=EVERY_ROW)
    names = [path.name for path in package.iterdir()]
    assert filecmp.cmpfiles(package, tmp_path / "again", names, shallow=False) == (names, [], [])
    assert "evaluations.csv" in filecmp.cmpfiles(package, tmp_path / "other", names, shallow=False)[1]


def test_every_row_is_fit_but_those_that_were_spoilt(package: Path) -> None:
    made = read_made(package)
    with Terminal() as watcher:
        accounts = check(package, load_settings(), TODAY, watcher).accounts
    assert {name: account.read for name, account in accounts.items()} == made.rows
    assert {name: account.rejected for name, account in accounts.items()} == made.bad
    assert all(account.read == account.accepted + account.rejected for account in accounts.values())
    assert all(made.bad[table] >= len(faults) for table, faults in SPOILT.items()), "a fault was never tried"


def test_no_row_is_bad_when_none_is_wanted(tmp_path: Path) -> None:
    made = make(SIZES["contoh"], tmp_path, bad_share=0)
    assert made == Made(made.rows, dict.fromkeys(made.rows, 0))


def test_the_peers_draw_a_page_for_every_row_that_has_one(package: Path) -> None:
    drafts = list(pages(package))
    made, paths = read_made(package), {page.path for page in drafts}
    wanted = sum(
        made.rows[name] - made.bad[name]
        for name in ("programs", "mentors", "agencies", "competencies", "providers")
    )
    assert len(drafts) == len(paths)
    assert len([path for path in paths if "/" in path and "/halaman-" not in path]) == wanted
    assert {path for page in drafts for part in page.parts for _, path in part.links} <= paths
