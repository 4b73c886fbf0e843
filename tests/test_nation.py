"""A nation: every government's portal as its office would build it, and the nation's above them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from test_shards import Here
from toy_portal import TODAY, Built, Silent, digest, edit, job

from bench.facts import Size
from bench.maker import make
from generator.building.releases import published_tables
from generator.commands import nation
from generator.commands.jobs import job_of
from generator.commands.nation import Failed, Outcome, Workshop, build_nation, names_in
from generator.commands.new_portal import make_portal
from generator.commands.shards import OpenPool
from generator.findings import CannotRun
from generator.model.figures import ALL, EVALUATION, NATION, Published
from generator.model.nation import Told
from generator.model.schema import ROOT
from generator.pipeline import Job, build
from generator.words import words

SIZE = Size(6, 8, 4, 600)
CODES = ("34.04", "34.71")
MADE = ("site*", ".karier")
"""What a build leaves beside a portal."""


class World(NamedTuple):
    """The nation's own portal, and the folder of its governments'."""

    above: Job
    portals: Path


@pytest.fixture(scope="module")
def governments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two governments' portals, as their offices made them."""
    folder = tmp_path_factory.mktemp("pemerintah")
    for seed, code in enumerate(CODES):
        make_portal(folder / code)
        shutil.rmtree(folder / code / "content" / "data")
        make(SIZE, folder / code / "content" / "data", seed)
        settings = folder / code / "content" / "portal.yaml"
        named = settings.read_text("utf-8").replace("Nama pemerintah daerah Anda", f"Daerah {code}")
        settings.write_text(named, "utf-8")
    return folder


@pytest.fixture
def world(governments: Path, portal: Built) -> World:
    portals = shutil.copytree(governments, portal.site.with_name("pemerintah"))
    return World(job(*portal), portals)


def built(world: World, open_pool: OpenPool | None = Here) -> Outcome:
    return build_nation(world.above, world.portals, Silent(), open_pool)


def sites(world: World) -> dict[str, dict[str, bytes]]:
    """Every file of the nation's site, and of each government's."""
    return {"": digest(world.above.site)} | {code: digest(world.portals / code / "site") for code in CODES}


@pytest.mark.slow
def test_the_nation_adds_up_what_its_governments_publish(world: World) -> None:
    outcome = built(world)
    assert (outcome.built, outcome.failed) == (2, [])
    page = (world.above.site / "daerah" / "index.html").read_text("utf-8")
    for code in CODES:
        assert f"Daerah {code}" in page and f'href="../daerah/{code}/"' in page
    assert 'href="daerah/"' in (world.above.site / "index.html").read_text("utf-8")

    assert "\n34.71,Daerah 34.71,,6,8," in (world.above.site / "data" / "governments.csv").read_text(
        "utf-8"
    ).replace("\r", "")

    of_all = published_tables(world.above.site)[NATION].cells
    each = [published_tables(world.portals / code / "site")[EVALUATION].cells for code in CODES]
    for period, level, aspect in of_all:
        shown = [figure for cells in each if (figure := cells.get((ALL, ALL, period, level, aspect)))]
        means = [figure.mean for figure in shown if isinstance(figure, Published)]
        assert min(means) <= of_all[period, level, aspect].mean <= max(means)


@pytest.mark.slow
def test_a_government_is_built_as_its_own_office_would_build_it(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(world)
    monkeypatch.chdir(world.portals / CODES[0])
    here = job_of(Path("content/data"), Path("site"), Path(".karier"), "2026-11-21")
    build(here, office := Silent())
    assert office.stages == ["read"], "nothing is left to do"
    build(replace(here, site=tmp_path / "anew", state=tmp_path / "anew-state"), Silent())
    assert digest(tmp_path / "anew") == digest(here.site)


@pytest.mark.slow
def test_only_a_government_where_something_changed_is_built(world: World) -> None:
    built(world)
    before = sites(world)
    reports = [world.portals / code / ".karier" / "report.json" for code in CODES]
    written = [report.stat().st_mtime_ns for report in reports]
    built(world)
    assert [report.stat().st_mtime_ns for report in reports] == written
    assert sites(world) == before
    edit(world.portals / CODES[1] / "content" / "data", "agencies.csv", "Dinas", "Kantor")
    built(world)
    assert [report.stat().st_mtime_ns == then for report, then in zip(reports, written, strict=True)] == [
        True,
        False,
    ]
    assert sites(world)[CODES[1]] != before[CODES[1]]


@pytest.mark.slow
def test_a_process_killed_midway_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real `kill -9` at the first government, once; and processes come to what two threads do."""
    built(world, partial(ThreadPoolExecutor, 2))
    undisturbed = sites(world)
    homes = (world.above.site.parent, *world.portals.iterdir())
    for made in (world.above.state, *(each for home in homes for name in MADE for each in home.glob(name))):
        made.unlink() if made.is_symlink() else shutil.rmtree(made)
    monkeypatch.setattr(nation, "Workshop", Deadly)
    outcome = built(world, None)
    assert (outcome.built, outcome.failed) == (2, [])
    assert (world.portals / "killed").exists()
    assert sites(world) == undisturbed


class Deadly(Workshop):
    """A workshop whose process dies at the first government that it is given, and leaves a mark."""

    __slots__ = ()

    def __call__(self, name: str) -> Told | Failed:
        if not (mark := self.portals / "killed").exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(name)


@pytest.mark.slow
def test_the_site_of_a_government_that_fails_stands(world: World) -> None:
    built(world)
    before, figures = sites(world), published_tables(world.above.site)[NATION]
    edit(world.portals / CODES[0] / "content" / "data", "datapackage.yaml", "resources", "resource")
    later = replace(world.above, today=TODAY + timedelta(days=1))
    outcome = build_nation(later, world.portals, Silent(), Here)
    (failed,) = outcome.failed
    assert (outcome.built, failed.name) == (1, CODES[0]) and "datapackage.yaml" in failed.reason
    after = sites(world)
    assert after[CODES[0]] == before[CODES[0]]
    assert published_tables(world.above.site)[NATION] == figures
    assert "belum dapat diperbarui sejak 21 November 2026" in after[""]["daerah/index.html"].decode()


@pytest.mark.parametrize(
    ("folders", "code"),
    [((), "nation-empty"), (("kota-a", "Kota B"), "nation-name"), (("halaman",), "nation-name")],
)
def test_a_folder_that_is_no_nation_is_one_sentence(
    folders: tuple[str, ...], code: str, tmp_path: Path
) -> None:
    for name in folders:
        (tmp_path / name / "content").mkdir(parents=True)
        (tmp_path / name / "content" / "portal.yaml").touch()
    with pytest.raises(CannotRun) as failed:
        names_in(tmp_path)
    assert failed.value.code == code


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as failed:
        names_in(tmp_path / "tidak-ada")
    assert failed.value.code == "nation-unreadable"


@pytest.mark.slow
def test_a_government_that_the_system_kills_each_time_is_named(portal: Built, tmp_path: Path) -> None:
    """The code "shard-lost": without memory for the one, the others and the nation are built all the same."""
    for code in CODES:
        (tmp_path / "p" / code / "content").mkdir(parents=True)
        (tmp_path / "p" / code / "content" / "portal.yaml").touch()
    outcome = build_nation(job(*portal), tmp_path / "p", Silent(), Breaking)
    assert [name for name, _ in outcome.failed] == list(CODES)
    assert outcome.failed[0].reason.startswith(words("failures")["shard-lost"].partition("{")[0])
    assert "daerah/index.html" not in digest(portal.site)


class Breaking(Here):
    """A pool that breaks whatever it is given."""

    def submit(self, work: object, /, *arguments: object, **named: object) -> Future[object]:
        future: Future[object] = Future()
        future.set_exception(BrokenExecutor())
        return future


@pytest.mark.slow
def test_who_is_interrupted_reads_a_sentence_and_leaves_no_process(world: World) -> None:
    """Ctrl+C reaches every process of a terminal; what is said ends when none of them is left."""
    places = ("--data", world.above.data, "--site", world.above.site, "--state", world.above.state)
    command = [sys.executable, "-m", "generator", "nation", world.portals, *places, "--jobs", "2"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stderr=pipe, text=True, start_new_session=True) as running:
        assert running.stderr is not None
        assert running.stderr.readline().strip() == words("terminal")["stages"]["governments"]
        os.killpg(running.pid, signal.SIGINT)
        told = running.stderr.read()
    assert (running.returncode, told) == (130, f"{words('help')['interrupted']}\n")


@pytest.mark.slow
def test_a_portal_that_is_above_no_other_any_more_says_so(world: World) -> None:
    built(world)
    build(world.above, Silent())
    assert "sudah tidak ada" in (world.above.site / "daerah" / "index.html").read_text("utf-8")
    assert "Portal pemerintah daerah" not in (world.above.site / "index.html").read_text("utf-8")
