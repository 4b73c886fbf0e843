"""`karier rollback`: the site before comes back whole, and nobody who withdrew since comes with it."""

from __future__ import annotations

import json
import random
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from crashing import killed_after
from toy_portal import TODAY, Built, digest, edit, job, make
from typer.testing import CliRunner

from generator.cli import app
from generator.commands.rollback import roll_back
from generator.findings import CannotRun
from generator.publish.build_info import differences
from generator.publish.without import INDEX, is_sealed
from generator.render.pages import gone
from generator.render.search.scopes import SEARCH
from generator.render.shells import SECTIONS
from generator.state import read_decisions, write_decisions

NAME, CONSENT = b"Contoh Dua", "2026-10-15,,,,,,ya"
PERSON_PAGE = "mentor/m-19c0/index.html"
NEW_PAGE = "program/rubrik/index.html"


def retitle(portal: Built, title: str) -> dict[str, bytes]:
    """Builds with another title of one programme; returns the site."""
    programs = portal.data / "programs.csv"
    lines = programs.read_text().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith("manajemen-waktu,"))
    lines[at] = ",".join(["manajemen-waktu", title, *lines[at].split(",")[2:]])
    programs.write_text("".join(lines))
    make(*portal)
    return digest(portal.site)


def holders(folder: Path) -> list[str]:
    """The files below a folder that name the person."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.name for path in files if NAME in path.read_bytes())


def is_not_sealed(path: str) -> bool:
    return not is_sealed(path)


def test_each_step_goes_back_by_one_site(portal: Built) -> None:
    sites = [retitle(portal, title) for title in ("Satu", "Dua", "Tiga")]
    for expected in (sites[1], sites[0]):
        roll_back(job(*portal))
        assert digest(portal.site) == expected
        assert differences(portal.site)[1] == []
    with pytest.raises(CannotRun) as none:
        roll_back(job(*portal))
    assert none.value.code == "past-none"
    assert digest(portal.site) == sites[0]
    make(*portal)
    assert digest(portal.site) == sites[2]


def test_the_command_says_what_it_did_and_what_to_do(portal: Built) -> None:
    retitle(portal, "Satu")
    retitle(portal, "Dua")
    command = ["rollback", "--site", str(portal.site), "--state", str(portal.state), "--today", str(TODAY)]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0
    assert "Perbaiki datanya" in done.output
    assert isinstance(CliRunner().invoke(app, command).exception, CannotRun)


def test_an_address_that_only_the_later_site_had_says_that_it_is_gone(portal: Built) -> None:
    before = retitle(portal, "Satu")
    programs = portal.data / "programs.csv"
    row = programs.read_text().splitlines()[-1]
    programs.write_text(programs.read_text() + row.replace("tugas-belajar-s2", "rubrik") + "\n")
    make(*portal)
    assert NEW_PAGE in digest(portal.site)
    roll_back(job(*portal))
    now = digest(portal.site)
    assert "sudah tidak ada" in now.pop(NEW_PAGE).decode()
    assert now.keys() == before.keys()
    assert {path for path in now if now[path] != before[path]} == {"build-info.json"}
    assert differences(portal.site)[1] == []


def test_whoever_withdrew_since_comes_back_nowhere(portal: Built) -> None:
    """Page, lists, tables, other mentors' pages, and every kept copy on the disk."""
    first = retitle(portal, "Satu")
    assert NAME in first["data/mentors.csv"]
    retitle(portal, "Dua")
    edit(portal.data, "mentors.csv", CONSENT, CONSENT.replace("ya", "tidak"))
    make(*portal)
    assert holders(portal.site.with_name("site.versions")) == []
    for title in (b"Dua", b"Satu"):
        roll_back(job(*portal))
        now = digest(portal.site)
        assert holders(portal.site.with_name("site.versions")) == []
        assert "sudah tidak ada" in now[PERSON_PAGE].decode()
        assert title in now["program/manajemen-waktu/index.html"]
        assert now["data/mentors.csv"].count(b"\n") == first["data/mentors.csv"].count(b"\n") - 1
        assert differences(portal.site)[1] == []
        assert {*filter(is_not_sealed, now)} == {*filter(is_not_sealed, first)}
    make(*portal)
    assert holders(portal.site.with_name("site.versions")) == []


def test_a_withdrawal_that_no_build_has_seen_yet_counts_too(portal: Built) -> None:
    """`karier sync` has noted it; the live site still shows the person when the rollback begins."""
    retitle(portal, "Satu")
    retitle(portal, "Dua")
    noted = read_decisions(portal.state)
    noted.withdraw("mentors:m-19c0", datetime(2026, 11, 21, tzinfo=UTC))
    write_decisions(portal.state, noted)
    assert holders(portal.site.resolve())
    roll_back(job(*portal))
    assert holders(portal.site.with_name("site.versions")) == []
    assert "sudah tidak ada" in (portal.site / PERSON_PAGE).read_text()


def test_the_index_of_the_search_goes_back_whole_or_not_at_all(portal: Built) -> None:
    """Its files name each other by digest: after a withdrawal it is the live one, of one piece."""
    index: list[dict[str, bytes]] = []
    for title in ("Satu", "Dua"):
        site = retitle(portal, title)
        index.append({path: site[path] for path in site if is_sealed(path)})
    assert INDEX == SEARCH and index[0] and index[0] != index[1]
    roll_back(job(*portal))
    assert {path: body for path, body in digest(portal.site).items() if is_sealed(path)} == index[0]
    retitle(portal, "Tiga")
    edit(portal.data, "mentors.csv", CONSENT, CONSENT.replace("ya", "tidak"))
    make(*portal)
    live = {path: body for path, body in digest(portal.site).items() if is_sealed(path)}
    roll_back(job(*portal))
    assert {path: body for path, body in digest(portal.site).items() if is_sealed(path)} == live


def test_without_the_record_of_withdrawals_there_is_no_way_back(portal: Built) -> None:
    retitle(portal, "Satu")
    now = retitle(portal, "Dua")
    (portal.state / "decisions.json").unlink()
    with pytest.raises(CannotRun) as lost:
        roll_back(job(*portal))
    assert lost.value.code == "decisions-lost"
    assert digest(portal.site) == now


def test_whoever_consents_again_is_hidden_no_longer(standing: Built) -> None:
    for old, new in (("ya", "tidak"), ("tidak", "ya")):
        edit(standing.data, "mentors.csv", CONSENT.replace("ya", old), CONSENT.replace("ya", new))
        make(*standing)
    assert "mentors:m-19c0" not in json.loads((standing.state / "memory.json").read_text())["withdrawn"]
    retitle(standing, "Satu")
    roll_back(job(*standing))
    assert holders(standing.site.resolve())


@pytest.mark.parametrize("kills", [3, pytest.param(60, marks=pytest.mark.slow)])
def test_killed_midway_the_next_one_goes_back(portal: Built, tmp_path: Path, kills: int) -> None:
    """Whatever it was at, the site is the later or the former one, and everything works on from there."""
    chance = random.Random(8)
    sites = [retitle(portal, title) for title in ("Satu", "Dua")]
    copy = Built(portal.data, tmp_path / "copy" / "site", tmp_path / "copy" / "state")
    begun = time.monotonic()
    for kill in range(kills + 1):
        shutil.rmtree(copy.site.parent, ignore_errors=True)
        shutil.copytree(portal.state, copy.state)
        shutil.copytree(
            portal.site.with_name("site.versions"), copy.site.with_name("site.versions"), symlinks=True
        )
        copy.site.symlink_to(portal.site.readlink())
        if kill == 0:
            begun = time.monotonic()
            roll_back(job(*copy))
            length = time.monotonic() - begun
            continue
        killed_after(chance.uniform(0, length), lambda: roll_back(job(*copy)))
        left = digest(copy.site)
        assert left in sites
        if left == sites[1]:
            roll_back(job(*copy))
        assert digest(copy.site) == sites[0]
        make(*copy)
        assert digest(copy.site) == sites[1]


@pytest.mark.parametrize("section", SECTIONS)
def test_any_section_may_lose_a_page(section: str) -> None:
    """A further page of a list goes when the list gets shorter."""
    assert gone(f"{section}/halaman/2/").section == section
