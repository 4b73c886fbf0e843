"""`karier publish` to every kind of place: changed files only, in an order that holds, and again after a mishap."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

import pytest
from crashing import killed_at_call
from places import Host, Place, git, hosting, make_place
from toy_portal import Built, Silent, digest, make, write_package

from generator.cli import main
from generator.findings import CannotRun, Refused
from generator.publish.mirror import Diff, publish

KINDS = ["folder", "daemon", "git"]
MENTOR = "Contoh Tiga"


class Versions(NamedTuple):
    """Two builds of one portal, as plain folders: in the second a mentor withdrew and a title is another."""

    one: Path
    two: Path


@pytest.fixture(scope="module")
def versions(published: Built, tmp_path_factory: pytest.TempPathFactory) -> Versions:
    home = tmp_path_factory.mktemp("versions")
    data, site, state = Built(write_package(home / "data"), home / "site", home / "state")
    shutil.copytree(published.state / "shells", state / "shells")
    make(data, site, state)
    shutil.copytree(site.resolve(), home / "one")
    for name, old, new in (
        ("mentors.csv", "ya", "tidak"),
        ("programs.csv", "Manajemen waktu", "Waktu kerja"),
    ):
        lines = (data / name).read_text("utf-8").splitlines(keepends=True)
        changed = [line.replace(old, new) if MENTOR in line or old != "ya" else line for line in lines]
        (data / name).write_text("".join(changed), "utf-8")
    make(data, site, state)
    shutil.copytree(site.resolve(), home / "two")
    return Versions(home / "one", home / "two")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with hosting(tmp_path_factory.mktemp("host")) as host:
        yield host


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, host: Host) -> Place:
    return make_place(host, request.param, re.sub(r"\W+", "-", request.node.name))


class Stopped(Exception):
    """Whoever ran it pulled the plug."""


class Counter(Silent):
    """A watcher that stops the run after so many files."""

    def __init__(self, last: int) -> None:
        super().__init__()
        self.left = last

    def step(self, what: str) -> None:
        self.left -= 1
        if not self.left:
            raise Stopped


def send(site: Path, place: Place, last: int = 0, *, dry_run: bool = False) -> Diff:
    return publish(site, place.target, place.environ, Counter(last), dry_run=dry_run)


def test_a_place_becomes_the_site_and_then_only_changes_are_sent(place: Place, versions: Versions) -> None:
    one, two = digest(versions.one), digest(versions.two)
    first = send(versions.one, place)
    assert place.files() == one
    assert (first.new, first.changed, first.removed) == (tuple(sorted(one)), (), ())
    assert any(MENTOR.encode() in content for content in one.values())
    both = one.keys() & two.keys()
    inodes = {} if place.is_git else {path: (place.path / path).stat().st_ino for path in both}

    would = send(versions.two, place, dry_run=True)
    assert place.files() == one, "a dry run changes nothing"
    watcher = Silent()
    diff = publish(versions.two, place.target, place.environ, watcher)
    assert watcher.stages == ["compare", "send", "send-pages", "remove"], "what pages need, pages, removals"
    assert diff == would
    assert place.files() == two
    assert set(diff.changed) == {path for path in both if one[path] != two[path]}
    assert set(diff.new) == two.keys() - one.keys()
    assert set(diff.removed) == one.keys() - two.keys()
    kept = {path for path, inode in inodes.items() if (place.path / path).stat().st_ino == inode}
    assert place.is_git or kept == both - set(diff.changed), "what did not change was not written"
    assert not send(versions.two, place)


def test_a_branch_keeps_no_past_that_could_hold_who_withdrew(host: Host, versions: Versions) -> None:
    place = make_place(host, "git-ssh", "lewat-ssh")
    for site in (versions.one, versions.two):
        assert send(site, place)
        assert place.files() == digest(site)
    assert git(place.path, "rev-list", "--count", "terbit") == b"1\n"
    git(place.path, "gc", "-q", "--prune=now")
    held = git(place.path, "cat-file", "--batch", "--batch-all-objects")
    assert MENTOR.encode() not in held and b"Waktu kerja" in held


@pytest.mark.parametrize("last", [30, pytest.param(1, marks=pytest.mark.slow)])
def test_a_run_that_was_stopped_is_ended_by_the_next(last: int, place: Place, versions: Versions) -> None:
    """Whichever site the next one brings: also the one from before, of which nobody knows what is still there."""
    with pytest.raises(Stopped):
        send(versions.two, place, last)
    assert place.is_git or is_sound(place.files()), "no page without what it needs"
    diff = send(versions.one, place)
    assert diff.is_in_doubt is not place.is_git
    assert place.files() == digest(versions.one)
    assert not send(versions.one, place)


def thinned(site: Path, home: Path) -> Path:
    """A copy without what is many and alike: tables, regions, the search's index."""
    thin = home / site.name
    shutil.copytree(site, thin, ignore=shutil.ignore_patterns("cari", "data", "instansi", "wilayah"))
    info = json.loads((thin / "build-info.json").read_bytes())
    info["files"] = {path: known for path, known in info["files"].items() if (thin / path).exists()}
    (thin / "build-info.json").write_text(json.dumps(info))
    return thin


def test_a_folder_is_whole_after_a_kill_at_any_call(tmp_path: Path, versions: Versions) -> None:
    thin = Versions(*(thinned(site, tmp_path) for site in versions))
    two, call = digest(thin.two), 1
    while True:
        target = tmp_path / str(call)
        shutil.copytree(thin.one, target)
        place = Place("folder", str(target), target, os.environ)
        is_killed = killed_at_call(call, lambda: send(thin.two, place))  # noqa: B023, called at once
        files = {path: content for path, content in place.files().items() if ".karier-terbit" not in path}
        assert is_sound(files), f"killed at call {call}"
        send(thin.two, place)
        assert place.files() == two
        if not is_killed:
            return
        call += 97


def is_sound(files: Mapping[str, bytes]) -> bool:
    """True when each page finds its styles, scripts and pictures."""
    pages = [path for path in files if path.endswith(".html")]
    return all(
        urljoin(path, asked) in files
        for path in pages
        for asked in re.findall(r'(?:src|<link rel="stylesheet" href)="([^":?#]+)"', files[path].decode())
    )


def test_what_the_host_keeps_there_stays(place: Place, versions: Versions) -> None:
    send(versions.one, place)
    place.hold(
        **{".well-known__acme": "tantangan", "CNAME": "karier.contoh.go.id", "mentor__sisa.html": "sisa"}
    )
    assert send(versions.one, place).removed == ("mentor/sisa.html",)
    own = {".well-known/acme": b"tantangan", "CNAME": b"karier.contoh.go.id"}
    assert place.files() == digest(versions.one) | own


def test_what_is_not_ours_is_not_touched(place: Place, versions: Versions) -> None:
    place.hold(**{"README.md": "Milik orang lain.", "src__main.py": ""})
    before = place.files()
    with pytest.raises(CannotRun) as failure:
        send(versions.one, place)
    assert failure.value.code == "target-foreign"
    assert place.files() == before


def test_a_key_that_may_do_no_more_than_fill_one_folder(host: Host, versions: Versions) -> None:
    """The recipe's least privilege: no shell, no tunnel, nothing outside."""
    confined = host.shell(key="confined")
    place = Place("ssh", host.address("ssh", Path("sempit")), host.root / "sempit", confined)
    shutil.copytree(versions.one, place.path)
    assert send(versions.two, place).removed
    assert place.files() == digest(versions.two)
    outside = Place("ssh", host.address("ssh", Path("/tmp/../sempit-luar")), Path(), confined)
    with pytest.raises(Refused):
        send(versions.one, outside)
    assert not Path("/sempit-luar").exists()


def test_the_command_says_what_it_did(
    published: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site, target = ["--site", str(published.site)], str(tmp_path / "publik")

    def karier(*arguments: str) -> str:
        monkeypatch.setattr("sys.argv", ["karier", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0
        return capsys.readouterr().out

    count = len(digest(published.site))
    would = karier("publish", target, *site, "--dry-run")
    assert "+ program/komunikasi/index.html\n" in would
    assert f"{count} berkas baru, 0 berubah, 0 dihapus, 0 tetap.\nBelum dikirim." in would
    assert f"{count} berkas baru" in karier("publish", target, *site)
    assert f"Portal di {target} sudah sama." in karier("publish", target, *site)
    assert "utuh" in karier("verify", target)
