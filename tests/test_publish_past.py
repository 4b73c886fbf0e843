"""Kept sites: any history of builds and steps back is a stack, and a file loses whoever it must."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish.past import KEPT
from generator.publish.tree import stage
from generator.publish.without import mentions, without

Content = Mapping[str, bytes]


def build(site: Path, content: Content) -> None:
    with stage(site) as staging:
        for path, body in content.items():
            staging.put(path, body, "")
        staging.finish()
        staging.swap()


def go_back(site: Path) -> bool:
    """A rollback's way to the files of the site before; False when none is kept."""
    with stage(site) as staging:
        former = staging.past.newest()
        if former is None:
            return False
        for path in former.entries:
            content = former.read(path, staging.live_tree)
            assert content is not None
            staging.put(path, content, "")
        staging.finish()
        staging.swap(back_to=former)
        return True


def shown(site: Path) -> Content:
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


contents = st.dictionaries(
    st.sampled_from(["a", "b", "c/d"]), st.sampled_from([b"1", b"2"]), min_size=1, max_size=3
)
BACK = "back"


@given(st.lists(contents | st.just(BACK), min_size=1, max_size=14))
def test_any_history_of_builds_and_steps_back_is_a_stack(history: list[Content | str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site, kept = Path(folder, "site"), list[Content]()
        for step in history:
            if isinstance(step, str):
                assert (site.exists() and go_back(site)) == (len(kept) > 1)
                kept = kept[:-1] or kept
            else:
                build(site, step)
                kept = [*kept, step][-KEPT - 1 :] if not kept or kept[-1] != step else kept
            if kept:
                assert shown(site) == kept[-1]


def test_what_is_kept_are_links_to_what_changed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, {"same": b"same", "page": b"1", "gone": b"x"})
    inodes = {(site / name).stat().st_ino for name in ("page", "gone")}
    build(site, {"same": b"same", "page": b"2"})
    (kept,) = (tmp_path / "site.versions" / "past").iterdir()
    assert {path.stat().st_ino for path in kept.iterdir() if path.name != "site.json"} == inodes
    assert kept.stat().st_mode & 0o777 == 0o700


def test_a_page_that_was_taken_out_by_hand_stops_no_build(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, {"same": b"same", "page": b"1"})
    (site / "page").unlink()
    build(site, {"same": b"same", "page": b"2"})
    assert shown(site) == {"same": b"same", "page": b"2"}


def test_a_purge_that_was_killed_is_ended_by_the_next(tmp_path: Path) -> None:
    """The manifest names the clean file already, the other one was not removed yet."""
    site = tmp_path / "site"
    for version in (b"1", b"2"):
        build(site, {"page": version})
    left = tmp_path / "site.versions" / "past" / "1" / "0123456789abcdef"
    left.write_bytes(b"m-1")
    with stage(site) as staging:
        assert PERSON is not None
        staging.past.purge(PERSON)
    assert not left.exists()
    assert go_back(site)
    assert shown(site) == {"page": b"1"}


def test_whoever_was_shown_alike_in_several_kept_sites_goes_from_all(tmp_path: Path) -> None:
    site, page = tmp_path / "site", "mentor/m-1/index.html"
    for body in (b"Contoh", b"gone", b"Contoh", b"gone"):
        build(site, {page: body})
    with stage(site) as staging:
        assert PERSON is not None
        staging.past.purge(PERSON)
    kept = (tmp_path / "site.versions" / "past").rglob("*")
    assert not any(path.read_bytes() == b"Contoh" for path in kept if path.is_file())


PERSON = mentions(["mentors:m-1", "mentors:m-22"])
ROW = '<li class="row"><p><a href="../mentor/{key}/">Contoh</a></p><ul><li>Kepala</li></ul></li>'
LIST = '<ul class="rows">{rows}</ul>\n<p>Akhir \u2028 baris & entitas &amp;</p>'


def html(*keys: str) -> bytes:
    return LIST.format(rows="".join(ROW.format(key=key) for key in keys)).encode()


@pytest.mark.parametrize(
    ("path", "content", "left"),
    [
        ("mentor/index.html", html("m-1", "m-2"), html("m-2")),
        ("mentor/index.html", html("m-2", "m-22", "m-3", "m-1"), html("m-2", "m-3")),
        ("mentor/index.html", html("m-11", "xm-1", "m-1-a"), html("m-11", "xm-1", "m-1-a")),
        ("mentor/index.html", b"<script>'m-1'</script>", None),
        ("mentor/index.html", b'<p><a href="../m-1/">di luar baris</a></p>', None),
        ("mentor/m-1/index.html", b"<h1>Contoh</h1>", None),
        ("data/mentors.csv", b"id,name\r\nm-1,A\r\nm-2,B\r\n", b"id,name\r\nm-2,B\r\n"),
        ("data/x.csv", b"m-1,name\r\na,b\r\n", None),
        ("data/mentors.json", b'[\n{"id": "m-1"},\n{"id": "m-2"}\n]\n', b'[\n{"id": "m-2"}\n]\n'),
        ("data/mentors.json", b'[\n{"id": "m-1"}\n]\n', b"[]\n"),
        ("data/status.json", b'{"m-1": "2026"}', None),
        ("feed.xml", b"<a>m-1</a>", None),
        ("feed.xml", b"<a>m-2</a>", b"<a>m-2</a>"),
        ("cari/umum/x.pf_fragment", b"\x1f\x8b\xff", None),
        ("cari/umum/pagefind-entry.json", b"{}", None),
        ("cari/index.html", html("m-1"), html()),
        ("gambar.png", b"\x1f\x8b\xff", None),
        ("assets/x.woff2", b"\x1f\x8b\xff", b"\x1f\x8b\xff"),
    ],
)
def test_a_file_loses_the_rows_of_people_or_is_given_up(
    path: str, content: bytes, left: bytes | None
) -> None:
    assert PERSON is not None
    assert without(path, content, PERSON) == left


def test_nobody_is_no_mention() -> None:
    assert mentions([]) is None
