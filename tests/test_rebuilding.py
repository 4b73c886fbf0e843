"""A process that stays keeps what it made at hand: whatever the edits, it builds what one that starts anew would."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_portal import Built, Silent, digest, job, write_package

from generator.commands.rebuilding import Rebuilder
from generator.findings import CannotRun
from generator.memo import Memo, settled
from generator.pipeline import Job, build, memo_of
from generator.publish.build_info import INFO_FILE

Edit = tuple[str, str, str]
"""A file of the package, a text that stands in it, and what stands there instead; the other way round undoes it."""
EDITS: tuple[Edit, ...] = (
    ("programs.csv", "Manajemen waktu", "Menata waktu"),
    ("programs.csv", "APBD,30,", "APBD,20,"),
    ("sessions.csv", "literasi-1;literasi-digital", "literasi-1;manajemen-rs"),
    ("mentors.csv", "2026-10-15,,,,,,ya", "2026-10-15,,,,,,tidak"),
    ("mentors.csv", "Rencana karier,2,", "Rencana karier,0,"),
    ("agencies.csv", "\nsmp-1,", "\nsmp-2,"),
    ("evaluations.csv", "smp-1,1,4", "smp-1,1,2"),
    ("programs.form.csv", "setuju,r-1", "tunda,r-1"),
    ("datapackage.yaml", "Formulir Evaluasi", "Formulir Lain"),
)


def toggle(data: Path, edit: Edit) -> None:
    name, old, new = edit
    text = (data / name).read_text()
    (data / name).write_text(text.replace(old, new) if old in text else text.replace(new, old))


def remade(portal: Built, memo: Memo) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The site as the process that stays builds it, and as one that remembers the history alone."""
    anew = Built(portal.data, portal.site.with_name("anew"), portal.state.with_name("anew-state"))
    for old in (anew.state, anew.site, anew.site.with_name("anew.versions")):
        old.unlink() if old.is_symlink() else shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(portal.state, anew.state, ignore=shutil.ignore_patterns("memo"))
    build(replace(job(*portal), accepts_shrink=True), Silent(), memo)
    build(replace(job(*anew), accepts_shrink=True), Silent())
    return plain(digest(portal.site)), plain(digest(anew.site))


def plain(files: dict[str, bytes]) -> dict[str, bytes]:
    """What the data make: without files that only former pages ask for, and the list of all files with those."""
    return {
        path: file for path, file in files.items() if not path.startswith("assets/") and path != INFO_FILE
    }


def test_what_a_process_that_stays_builds_is_what_a_new_one_would(portal: Built) -> None:
    memo = memo_of(portal.state, stays=True)
    build(job(*portal), Silent(), memo)
    for edit in EDITS[::3]:
        toggle(portal.data, edit)
        stays, anew = remade(portal, memo)
        assert stays == anew


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.sampled_from(EDITS), min_size=1, max_size=3), min_size=1, max_size=6))
def test_any_sequence_of_edits_comes_to_the_same(steps: Iterable[Iterable[Edit]]) -> None:
    with TemporaryDirectory() as folder:
        data = write_package(Path(folder, "data"))
        portal = Built(data, Path(folder, "site"), Path(folder, "state"))
        memo = memo_of(portal.state, stays=True)
        build(job(*portal), Silent(), memo)
        for step in steps:
            for edit in step:
                toggle(data, edit)
            stays, anew = remade(portal, memo)
            assert stays == anew


def killed_once(portal: Built, mark: Path) -> Job:
    """What is to be built; whoever asks first is killed."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return job(*portal)


def test_a_build_that_is_killed_says_so_and_the_next_one_works(
    portal: Built, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with closing(Rebuilder(partial(killed_once, portal, tmp_path / "mark"))) as rebuilder:
        assert not rebuilder.build()
        assert capfd.readouterr().err == str(CannotRun("build-killed")) + "\n"
        assert rebuilder.build()


def test_a_process_that_stays_makes_nothing_where_nothing_changed(portal: Built) -> None:
    memo = memo_of(portal.state, stays=True)
    build(job(*portal), Silent(), memo)
    told = Silent()
    build(job(*portal), told, memo)
    assert told.stages == ["read"]


def test_what_is_equal_is_the_very_same() -> None:
    """So that whatever is made of it need not be made again."""
    before = {"a": ("satu", 1), "b": ("dua", 2)}
    now = settled({"a": ("x",), "b": tuple(["dua", 2])}, before)
    assert now == {"a": ("x",), "b": ("dua", 2)} and now["b"] is before["b"]
    assert settled({key: tuple(list(value)) for key, value in before.items()}, before) is before
    turned = settled({"b": ("dua", 2), "a": ("satu", 1)}, before)
    assert [*turned] == ["b", "a"] and turned is not before


def test_a_memory_that_does_not_stay_makes_each_thing_anew() -> None:
    thing, made = object(), []
    for memo in (Memo(), stays := Memo(stays=True), stays):
        memo.made_of(thing, "name", lambda before: made.append(before) or len(made))
    assert made == [None, None]
