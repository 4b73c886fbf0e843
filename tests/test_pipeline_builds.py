"""Builds: the same bytes anywhere, no byte rewritten for nothing, and addresses that stay."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from toy_portal import TODAY, TOY, Built, digest, edit, make, write_package

from generator.findings import CannotRun, Refused
from generator.render.site import Press, set_press

ROOT = Path(__file__).parents[1]
PROGRAM = "program/manajemen-waktu/index.html"
FOLDERS = ("", "wilayah/98/", "wilayah/98.71/", "instansi/bkpsdm/")
"""Whose feeds tell of that programme."""


def run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m generator build` of the package in `home/data`, as a user types it."""
    command = [sys.executable, "-m", "generator", "build", "--data", "data", "--site", "site"]
    return subprocess.run(
        [*command, "--state", "state", "--today", str(TODAY), *arguments],
        capture_output=True,
        text=True,
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=False,
    )


def stamps(site: Path) -> dict[str, tuple[int, int]]:
    """When each file was written, and which inode it is."""
    files = [path for path in site.rglob("*") if path.is_file()]
    return {
        path.relative_to(site).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino) for path in files
    }


def test_the_same_input_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    """Other folder, time zone, locale, hash seed and number of jobs."""
    places = {
        "satu": {"TZ": "Asia/Jayapura", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        "dua/lebih dalam": {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    }
    sites = []
    for jobs, (place, environment) in enumerate(places.items(), start=1):
        home = tmp_path / place
        home.mkdir(parents=True)
        write_package(home / "data")
        done = run(home, "--jobs", str(jobs), **environment)
        assert done.returncode == 0, done.stderr
        sites.append(digest(home / "site"))
    assert sites[0] == sites[1]
    info = json.loads(sites[0]["build-info.json"])
    assert info["files"].keys() == sites[0].keys() - {"build-info.json"}
    assert {"karier-asn", "mkdocs", "mkdocs-material"} <= info["versions"].keys()
    assert info["inputs"]["today"] == str(TODAY)
    assert "programs" in info["inputs"]["tables"]


def test_a_build_that_fails_leaves_the_old_site(standing: Built, tmp_path: Path) -> None:
    """The whole command: exit 2, one sentence, no traceback, not a byte changed."""
    before = stamps(standing.site)
    broken = "resources:\n  - {name: programs, path: ../programs.csv}\n"
    (standing.data / "datapackage.yaml").write_text(broken)
    done = run(tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].startswith("Sumber “programs” menunjuk “../programs.csv”.")
    assert "Traceback" not in done.stderr
    assert stamps(standing.site) == before


def test_a_first_build_that_fails_leaves_no_site(portal: Built, tmp_path: Path) -> None:
    (portal.data / "programs.csv").write_bytes(b"")
    done = run(tmp_path)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2,
        "Berkas “programs.csv” (sumber “programs”) kosong sama sekali. Sedikitnya perlu baris judul kolom.",
    )
    assert not portal.site.exists()


def test_a_build_without_change_writes_nothing(portal: Built) -> None:
    first = make(*portal)
    before, memory = stamps(portal.site), (portal.state / "memory.json").read_bytes()
    again = make(*portal)
    assert (again.written, again.removed) == (0, 0)
    assert again.unchanged == first.written
    assert stamps(portal.site) == before
    assert (portal.state / "memory.json").read_bytes() == memory


def test_a_changed_row_rewrites_only_what_shows_it(standing: Built) -> None:
    before = digest(standing.site)
    edit(standing.data, "programs.csv", "Manajemen waktu", "Mengatur waktu")
    report = make(*standing)
    now = digest(standing.site)
    changed = {path for path in now if now[path] != before.get(path)}
    assert report.written == len(changed)
    feeds = {f"{folder}{feed}" for folder in FOLDERS for feed in ("kalender.ics", "feed.xml")}
    indexed = {path for path in changed if path.startswith("cari/98.71/")}
    assert 0 < len(indexed) < 10
    assert changed - indexed == feeds | {
        *("program/index.html", PROGRAM, "instansi/bkpsdm/index.html", "perubahan/index.html"),
        *("data/programs.csv", "data/programs.json", "build-info.json"),
    }


def test_a_row_that_went_leaves_a_page_that_says_so(standing: Built) -> None:
    edit(standing.data, "mentors.csv", "2026-10-15,,,,,,ya", "2026-10-15,,,,,,tidak")
    make(*standing)
    page = (standing.site / "mentor" / "m-19c0" / "index.html").read_text()
    assert "Contoh Dua" not in page
    assert "Contoh Dua" not in (standing.site / "mentor" / "index.html").read_text()
    assert b"Contoh Dua" not in b"".join(digest(standing.site).values())
    before = digest(standing.site)
    assert make(*standing).written == 0
    assert digest(standing.site) == before


def test_a_row_that_came_back_has_its_page_again(standing: Built) -> None:
    before = digest(standing.site)
    edit(standing.data, "mentors.csv", "2026-10-15,,,,,,ya", "2026-10-15,,,,,,tidak")
    make(*standing)
    edit(standing.data, "mentors.csv", "2026-10-15,,,,,,tidak", "2026-10-15,,,,,,ya")
    make(*standing)
    now = digest(standing.site)
    differ = {path for path in before | now if now.get(path) != before.get(path)}
    assert differ == {"perubahan/index.html", "build-info.json"}, "that it went and came is told"


def test_a_page_is_as_old_as_its_content(standing: Built) -> None:
    """On a later day a page whose content stayed keeps its date; `status.json` tells the day."""
    before = digest(standing.site)
    make(*standing, today=TODAY + timedelta(days=3))
    now = digest(standing.site)
    assert now["kompetensi/man-01/index.html"] == before["kompetensi/man-01/index.html"]
    assert now[PROGRAM] == before[PROGRAM]
    status = json.loads(now["data/status.json"])
    assert "2026-11-24" in status.values()
    edit(standing.data, "programs.csv", "Manajemen waktu", "Mengatur waktu")
    make(*standing, today=TODAY + timedelta(days=4))
    assert b"25 November 2026" in digest(standing.site)[PROGRAM]


def test_a_lost_memory_is_a_first_build(standing: Built) -> None:
    before = digest(standing.site)
    (standing.state / "memory.json").write_text("{rusak")
    make(*standing)
    assert digest(standing.site) == before


def test_a_portal_that_shrank_is_refused(standing: Built) -> None:
    """The gate counts accepted rows; the old site stands until a person looked."""
    before = stamps(standing.site)
    lines = (standing.data / "evaluations.csv").read_text().splitlines(keepends=True)
    (standing.data / "evaluations.csv").write_text("".join(lines[:3]))
    with pytest.raises(Refused) as refused:
        make(*standing)
    assert refused.value.code == "gate-refused"
    assert "karier build --accept-shrink" in str(refused.value)
    assert stamps(standing.site) == before
    assert run(standing.data.parent, "--accept-shrink").returncode == 0
    assert run(standing.data.parent).returncode == 0


ABOUT = "tentang/index.html"


def with_prose(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    """Has the page about the portal say one thing more."""
    from generator import pipeline

    def told_press(*arguments: Any) -> Press:
        press = set_press(*arguments)
        prose = {**press.shells.prose, ABOUT: press.shells.prose[ABOUT] + told.encode()}
        return replace(press, shells=replace(press.shells, prose=prose))

    monkeypatch.setattr(pipeline, "set_press", told_press)
    monkeypatch.setattr(pipeline, "everything", lambda *asked: "with other prose")


def test_prose_that_links_to_a_row_that_is_gone_is_told(
    portal: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A finding and no refusal: the contract says so."""
    with_prose(monkeypatch, '<a href="../program/tidak-ada/">x</a>')
    report = make(*portal)
    assert [found.code for found in report.findings] == ["prose-link-dead"]


@pytest.mark.parametrize(
    "told", ['<a href="../tiada/">x</a>', "<p>NIP 1987" + "0101 201001 1 001</p>", "x" * 500_000]
)
def test_prose_that_must_not_be_shown_is_refused(
    standing: Built, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    before = stamps(standing.site)
    with_prose(monkeypatch, told)
    with pytest.raises(Refused, match=ABOUT):
        make(*standing)
    assert stamps(standing.site) == before


def test_a_page_opened_before_the_swap_finds_its_assets_after_it(
    portal: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One generation of them: what the styles were before last is gone, and no build without change drops any."""
    from generator.render import site as rendered

    templates = portal.data.parent / "templates"
    monkeypatch.setattr(rendered, "TEMPLATES", templates)
    shutil.copytree(ROOT / "site_templates" / "assets", templates / "assets")
    generations = []
    for day in range(3):
        with (templates / "assets" / "portal.css").open("a") as css:
            css.write(f"x{day} {{}}")
        make(*portal, today=TODAY + timedelta(days=day))
        assert make(*portal, today=TODAY + timedelta(days=day)).written == 0
        generations.append({path for path in digest(portal.site) if path.startswith("assets/portal.")})
    assert [len(styles) for styles in generations] == [2, 3, 3]  # portal.js never changes
    assert len(set.union(*generations)) == 4
    assert generations[0] < generations[1] and not generations[0] <= generations[2]


def test_a_state_folder_that_cannot_be_written_is_told(portal: Built) -> None:
    shutil.rmtree(portal.state)
    portal.state.write_text("sebuah berkas, bukan folder")
    with pytest.raises(CannotRun) as failed:
        make(*portal)
    assert failed.value.code == "state-unwritable"
    assert not portal.site.exists()


def test_the_toy_portal_is_what_git_holds() -> None:
    """Whoever adds a file to the toy names it in its descriptor."""
    named = (TOY / "datapackage.yaml").read_text()
    assert all(f"path: {path.name}" in named for path in TOY.glob("*.csv"))
