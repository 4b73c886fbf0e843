"""Snapshots: private, unchangeable, pruned by the rule, and free of whoever withdrew."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.findings import CannotRun
from generator.sync.snapshots import KEPT, OLDEST, Sheet, load_newest, purge, store

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
HEADER = ("Stempel waktu", "Nama", "Bersedia")
SHEET = Sheet(
    "Jawaban 1", HEADER, (("a", "Sari", "ya"), ("", "", ""), ("b", "Budi", "ya")), "id_ID", "Asia/Jakarta"
)
CELLS = st.lists(st.text(max_size=4), max_size=3).map(tuple)


def with_rows(*names: str) -> Sheet:
    return replace(SHEET, rows=tuple((name, name, "ya") for name in names))


def files(state: Path) -> list[Path]:
    return sorted(path for path in state.rglob("*") if path.is_file())


def kept(state: Path) -> list[Path]:
    return [path for path in files(state) if path.name != "newest.json"]


def is_sari(row: Sequence[str], header: Sequence[str]) -> bool:
    return row[header.index("Nama")] == "Sari"


def test_what_was_stored_is_loaded_and_before_that_nothing(tmp_path: Path) -> None:
    assert load_newest(tmp_path, "mentors-form") is None
    stored = store(tmp_path, "mentors-form", SHEET, NOW)
    assert load_newest(tmp_path, "mentors-form") == stored
    assert (stored.sheet, stored.pulled_at, stored.checked_at) == (SHEET, NOW, NOW)
    assert load_newest(tmp_path, "mentors") is None


@given(rows=st.lists(CELLS, max_size=4).map(tuple), header=CELLS)
def test_any_cells_come_back_equal(
    rows: tuple[tuple[str, ...], ...], header: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = tmp_path_factory.mktemp("any")
    sheet = replace(SHEET, header=header, rows=rows)
    store(state, "x", sheet, NOW)
    newest = load_newest(state, "x")
    assert newest is not None
    assert newest.sheet == sheet


def test_half_a_character_from_the_wire_is_kept(tmp_path: Path) -> None:
    store(tmp_path, "x", with_rows("\ud800"), NOW)
    newest = load_newest(tmp_path, "x")
    assert newest is not None
    assert newest.sheet == with_rows("\ud800")


def test_a_file_is_named_by_its_bytes_and_written_once(tmp_path: Path) -> None:
    store(tmp_path, "x", SHEET, NOW)
    (file,) = kept(tmp_path)
    before = file.stat()
    assert file.stem == hashlib.sha256(file.read_bytes()).hexdigest()
    store(tmp_path, "x", SHEET, NOW + timedelta(days=1))
    assert file.stat().st_mtime_ns == before.st_mtime_ns


def test_the_day_of_the_data_is_when_they_last_changed(tmp_path: Path) -> None:
    for days, sheet in enumerate([SHEET, SHEET, with_rows("c"), SHEET, SHEET]):
        store(tmp_path, "x", sheet, NOW + timedelta(days=days))
    newest = load_newest(tmp_path, "x")
    assert newest is not None
    assert newest.sheet == SHEET
    assert newest.pulled_at == NOW + timedelta(days=3)
    assert newest.checked_at == NOW + timedelta(days=4)


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_only_the_owner_may_look(tmp_path: Path, umask: int) -> None:
    state, before = tmp_path / "state", os.umask(umask)
    try:
        store(state, "x", SHEET, NOW)
        purge(state, is_sari)
    finally:
        os.umask(before)
    for path in (state, *state.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)


@pytest.mark.parametrize("source", ["../../x", "a/b", "A B", "a-b", "a_b", "", "é", "x" * 300, ".", "/etc"])
def test_no_source_leaves_its_place_or_shares_it(tmp_path: Path, source: str) -> None:
    store(tmp_path / "state", source, SHEET, NOW)
    store(tmp_path / "state", source + "!", with_rows("c"), NOW)
    newest = load_newest(tmp_path / "state", source)
    assert newest is not None
    assert newest.sheet == SHEET
    assert [path.name for path in tmp_path.iterdir()] == ["state"]
    assert {len(path.relative_to(tmp_path).parts) for path in files(tmp_path)} == {4}


def test_at_most_ten_are_kept(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        store(tmp_path, "x", with_rows(str(number)), NOW + timedelta(hours=number))
    rows = "".join(path.read_text() for path in kept(tmp_path))
    assert len(kept(tmp_path)) == KEPT
    assert '"2"' not in rows
    assert '"3"' in rows


def test_none_older_than_ninety_days_but_the_newest(tmp_path: Path) -> None:
    store(tmp_path, "x", with_rows("lama"), NOW)
    store(tmp_path, "x", with_rows("baru"), NOW + timedelta(days=1))
    store(tmp_path, "x", with_rows("baru"), NOW + OLDEST)
    assert len(kept(tmp_path)) == 2
    store(tmp_path, "x", with_rows("baru"), NOW + OLDEST + timedelta(days=9))
    assert len(kept(tmp_path)) == 1
    newest = load_newest(tmp_path, "x")
    assert newest is not None
    assert newest.sheet == with_rows("baru")


def test_a_damaged_snapshot_is_a_sentence_and_the_next_pull_mends_it(tmp_path: Path) -> None:
    for damage in (b"", b"{}", b"[]", b"rusak"):
        store(tmp_path, "x", SHEET, NOW)
        kept(tmp_path)[0].write_bytes(damage)
        with pytest.raises(CannotRun) as failure:
            load_newest(tmp_path, "x")
        assert failure.value.code == "snapshot-broken"
        store(tmp_path, "x", SHEET, NOW)
        assert load_newest(tmp_path, "x") is not None


@pytest.mark.parametrize(
    "damage", [b"", b"{}", b"[]", b'{"kept": [], "checked_at": "2026-11-21T09:00:00+00:00"}']
)
def test_a_damaged_index_is_a_sentence_and_the_next_pull_mends_it(tmp_path: Path, damage: bytes) -> None:
    store(tmp_path, "x", SHEET, NOW)
    next(tmp_path.rglob("newest.json")).write_bytes(damage)
    with pytest.raises(CannotRun):
        load_newest(tmp_path, "x")
    store(tmp_path, "x", SHEET, NOW)
    assert load_newest(tmp_path, "x") is not None


def test_a_write_that_was_killed_leaves_the_newest_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(tmp_path, "x", SHEET, NOW)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("generator.sync.snapshots._write_index", killed)
        store(tmp_path, "x", with_rows("c"), NOW)
    newest = load_newest(tmp_path, "x")
    assert newest is not None
    assert newest.sheet == SHEET
    store(tmp_path, "x", SHEET, NOW)
    assert len(kept(tmp_path)) == 1, "what the killed write left is gone"


def test_a_withdrawn_person_is_in_no_file_and_the_others_keep_their_rows(tmp_path: Path) -> None:
    store(tmp_path, "x", with_rows("Sari", "Dewi"), NOW)
    store(tmp_path, "x", SHEET, NOW)
    store(tmp_path, "y", SHEET, NOW)
    assert purge(tmp_path, is_sari) == 3
    assert not any(b"Sari" in path.read_bytes() for path in files(tmp_path))
    newest = load_newest(tmp_path, "x")
    assert newest is not None
    assert newest.sheet.rows == (("", "", ""), ("", "", ""), ("b", "Budi", "ya"))
    assert newest.pulled_at == NOW
    assert len(kept(tmp_path)) == 3
    assert purge(tmp_path, is_sari) == 0


def test_snapshots_that_only_the_withdrawn_told_apart_become_one(tmp_path: Path) -> None:
    for first, second in (("Sari", "Budi"), ("Dewi", "Budi"), ("Sari", "Budi")):
        rows = ((str(len(files(tmp_path))), first, "ya"), ("b", second, "ya"))
        store(tmp_path, "x", replace(SHEET, rows=rows), NOW)
    purge(tmp_path, is_sari)
    assert len(kept(tmp_path)) == 2
    newest = load_newest(tmp_path, "x")
    assert newest is not None
    assert newest.sheet.rows == (("", "", ""), ("b", "Budi", "ya")), "the newest stays the newest"


def test_what_cannot_be_read_cannot_hide_anyone(tmp_path: Path) -> None:
    store(tmp_path, "x", SHEET, NOW)
    kept(tmp_path)[0].write_bytes(b'{"rows": [["a", "Sari"]')
    store(tmp_path, "y", SHEET, NOW)
    stray = next(tmp_path.rglob("newest.json")).parent / "stray.json"
    stray.write_bytes(b"Sari")
    purge(tmp_path, is_sari)
    assert not any(b"Sari" in path.read_bytes() for path in files(tmp_path))
    assert load_newest(tmp_path, "x") is None


def test_a_purge_without_any_snapshot_is_nothing(tmp_path: Path) -> None:
    assert purge(tmp_path / "none", is_sari) == 0
