"""The staged site: any history of builds ends in the bytes of a clean build, and inodes are never written."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.findings import CannotRun
from generator.publish import files as tree_files
from generator.publish.manifest import load
from generator.publish.tree import Outcome, Staging, stage

Content = Mapping[str, bytes]


def build(site: Path, content: Content, *, swap: bool = True) -> Outcome:
    """One build as the pipeline does it: a page whose key is known is kept without its bytes."""
    with stage(site) as staging:
        for path, body in content.items():
            add(staging, path, body)
        outcome = staging.finish()
        if swap:
            staging.swap()
        return outcome


def add(staging: Staging, path: str, body: bytes) -> None:
    known = staging.known(path)
    if known and known.key == body.hex():
        staging.keep(path)
    else:
        staging.put(path, body, body.hex())


def shown(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if not path.is_dir()
    }


def folders(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_dir()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_first_build_makes_a_relative_link(site: Path) -> None:
    assert build(site, {"index.html": b"x", "program/a/index.html": b"y"}) == Outcome(2, 0, 0)
    assert site.readlink() == Path("site.versions/a")
    assert shown(site) == {"index.html": b"x", "program/a/index.html": b"y"}


def test_counts_are_those_of_a_reader(site: Path) -> None:
    build(site, {"a": b"1", "b": b"1", "c": b"1"})
    assert build(site, {"a": b"1", "b": b"2", "d": b"1"}) == Outcome(written=2, unchanged=1, removed=1)
    assert build(site, {"a": b"1", "b": b"2", "d": b"1"}) == Outcome(written=0, unchanged=3, removed=0)


def test_unchanged_file_is_the_same_inode_and_a_changed_one_never(site: Path) -> None:
    build(site, {"same": b"1", "other": b"1"})
    before = {name: (site / name).stat() for name in ("same", "other")}
    held = (site / "other").open("rb")
    build(site, {"same": b"1", "other": b"2"})
    assert (site / "same").stat().st_ino == before["same"].st_ino
    assert (site / "same").stat().st_mtime_ns == before["same"].st_mtime_ns
    assert (site / "other").stat().st_ino != before["other"].st_ino
    with held:
        assert held.read() == b"1"


def test_content_that_returns_is_a_new_file(site: Path) -> None:
    """An older time stamp would tell a browser that its copy is still good."""
    build(site, {"page": b"1"})
    build(site, {"page": b"2"})
    second = (site / "page").stat().st_mtime_ns
    time.sleep(0.02)
    build(site, {"page": b"1"})
    assert (site / "page").read_bytes() == b"1"
    assert (site / "page").stat().st_mtime_ns > second


def test_workers_write_and_the_parent_merges(site: Path) -> None:
    build(site, {"a": b"1", "b": b"1"})
    with stage(site) as staging:
        for path, body in {"a": b"1", "b": b"2"}.items():
            staging.record(path, staging.lay(path, body, "key"))
        assert staging.finish() == Outcome(written=1, unchanged=1, removed=0)
        staging.swap()
    assert shown(site) == {"a": b"1", "b": b"2"}


def test_modes_do_not_hang_on_the_umask(site: Path) -> None:
    old = os.umask(0o077)
    try:
        build(site, {"program/a/index.html": b"x"})
    finally:
        os.umask(old)
    assert (site / "program/a/index.html").stat().st_mode & 0o777 == 0o644
    assert (site / "program/a").stat().st_mode & 0o777 == 0o755
    assert site.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("path", ["", ".", "/etc/x", "../x", "..", "a/../../x", "a//b", "./a", "a/", "a\0b"])
def test_a_path_that_leaves_the_tree_is_a_programming_error(site: Path, path: str) -> None:
    with stage(site) as staging, pytest.raises(ValueError):
        staging.put(path, b"", "")


def test_two_pages_for_one_path_are_a_programming_error(site: Path) -> None:
    with stage(site) as staging:
        staging.put("a", b"1", "")
        with pytest.raises(ValueError):
            staging.put("a", b"2", "")
        staging.put("a/b", b"3", "")
        with pytest.raises(ValueError):
            staging.finish()


def test_left_before_the_swap_nothing_has_changed(site: Path) -> None:
    build(site, {"a": b"1", "b": b"1"})
    build(site, {"a": b"2"}, swap=False)
    with pytest.raises(RuntimeError), stage(site) as staging:
        staging.put("a", b"3", "")
        raise RuntimeError
    assert shown(site) == {"a": b"1", "b": b"1"}
    build(site, {"a": b"2", "b": b"1"})
    assert shown(site) == {"a": b"2", "b": b"1"}


paths = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map("/".join)
trees = st.dictionaries(paths, st.sampled_from([b"", b"1", b"2"]), max_size=6).map(
    lambda tree: {
        path: body for path, body in tree.items() if not any(each.startswith(f"{path}/") for each in tree)
    }
)
mishaps = st.sampled_from(
    ["none", "abandoned", "interrupted", "no live manifest", "no idle manifest", "torn manifest", "no link"]
)


@given(st.lists(st.tuples(trees, mishaps), min_size=1, max_size=6))
def test_any_history_ends_in_a_clean_build(history: list[tuple[Content, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        for content, mishap in history:
            suffer(mishap, site)
            build(site, content)
            assert shown(site) == content
            assert folders(site) == {parent for path in content for parent in parents(path)}
            assert shares_inodes(site)


def suffer(mishap: str, site: Path) -> None:
    if not site.exists():
        return
    live = site.resolve()
    idle = live.with_name("b" if live.name == "a" else "a")
    if mishap == "abandoned":
        build(site, {"a": b"3", "c/d": b"3"}, swap=False)
    elif mishap == "interrupted":
        with stage(site) as staging:
            staging.put("a", b"3", "")
    elif mishap == "no live manifest":
        live.with_suffix(".json").unlink()
    elif mishap == "no idle manifest":
        idle.with_suffix(".json").unlink(missing_ok=True)
    elif mishap == "torn manifest":
        live.with_suffix(".json").write_text('{"a": ["0"', encoding="utf-8")
    elif mishap == "no link":
        site.unlink()


def parents(path: str) -> Iterator[str]:
    yield from (each.as_posix() for each in Path(path).parents if each.name)


def shares_inodes(site: Path) -> bool:
    """Where both manifests say the same of a file, both trees hold the same inode."""
    manifests = [Path(f"{site}.versions/{name}.json") for name in ("a", "b")]
    if not all(path.exists() for path in manifests):
        return True
    first, second = (load(path) or {} for path in manifests)
    return all(
        Path(f"{site}.versions/a/{path}").samefile(f"{site}.versions/b/{path}")
        for path, entry in first.items()
        if path in second and second[path].digest == entry.digest
    )


def test_an_empty_folder_is_replaced(site: Path) -> None:
    site.mkdir()
    build(site, {"a": b"1"})
    assert site.is_symlink()
    assert shown(site) == {"a": b"1"}


def test_a_broken_link_of_ours_is_a_first_build(site: Path) -> None:
    site.symlink_to("site.versions/b")
    assert build(site, {"a": b"1"}) == Outcome(1, 0, 0)
    assert shown(site) == {"a": b"1"}


@pytest.mark.parametrize("kind", ["folder", "file", "link", "broken link", "versions"])
def test_what_is_not_ours_is_refused_and_left_alone(tmp_path: Path, site: Path, kind: str) -> None:
    foreign = tmp_path / ("site.versions" if kind == "versions" else "foreign" if "link" in kind else "site")
    if kind != "broken link":
        foreign.mkdir() if kind != "file" else foreign.write_bytes(b"mine")
    if foreign.is_dir():
        (foreign / "mine.txt").write_bytes(b"mine")
    if "link" in kind:
        site.symlink_to("foreign")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CannotRun) as caught:
        build(site, {"a": b"1"})
    assert caught.value.code == "site-foreign"
    assert sorted(tmp_path.rglob("*")) == before


def test_one_build_at_a_time_between_processes(site: Path) -> None:
    hold = f"""
from pathlib import Path
from generator.publish.tree import stage
with stage(Path({str(site)!r})):
    print("held", flush=True)
    input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(CannotRun) as caught:
            build(site, {"a": b"1"})
        assert caught.value.code == "site-locked"
        other.kill()
    build(site, {"a": b"1"})


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_refuses_leaves_the_old_site(
    site: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    build(site, {"a": b"1"})

    def refuse(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(tree_files.os, "write", refuse)
        with pytest.raises(CannotRun) as caught:
            build(site, {"a": b"2"})
    assert caught.value.code == "site-unwritable"
    assert shown(site) == {"a": b"1"}
    build(site, {"a": b"2"})
    assert shown(site) == {"a": b"2"}


def test_another_error_in_the_block_is_not_blamed_on_the_site(site: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), stage(site):
        (tmp_path / "elsewhere").read_bytes()


def test_a_site_that_was_thinned_by_hand_is_written_anew(site: Path) -> None:
    build(site, {"a": b"1", "b": b"1"})
    (site / "a").unlink()
    with pytest.raises(CannotRun) as caught:
        build(site, {"a": b"1", "b": b"1"})
    assert "sekali lagi" in str(caught.value)
    build(site, {"a": b"1", "b": b"1"})
    assert shown(site) == {"a": b"1", "b": b"1"}


def test_thousands_of_files_without_change_are_quick() -> None:
    """In processor seconds, and ten times what it takes, for busy machines."""
    content = {f"program/p-{number}/index.html": b"x" for number in range(4_000)}
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        build(site, content)
        build(site, content)
        begun = time.process_time()
        assert build(site, content) == Outcome(0, 4_000, 0)
        assert time.process_time() - begun < 0.5
