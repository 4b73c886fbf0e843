"""Verdicts: an answer keeps its identity wherever it goes, and only differences are told and written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.findings import Finding, Place, finding
from generator.model.records import Status
from generator.sync.away import SheetAway
from generator.sync.identity import fingerprint, identities, load_key
from generator.sync.verdicts import HEADER, Changes, JudgedRow, Verdict, diff, verdicts

KEY = b"k" * 32
NOON = datetime(2026, 11, 21, 12, 0)
LATER = datetime(2026, 11, 22, 8, 30)
SHEET = "Jawaban 1"
ANSWER = st.fixed_dictionaries(
    {
        "Stempel waktu": st.sampled_from(["21/11/2026 09:13:22"] * 2 + ["x"]),
        "Nama": st.text("ab", max_size=2),
        "NIP": st.text("12", max_size=1),
    }
)


def judged(row: int, status: Status = Status.ACCEPTED, *findings: Finding, **cells: str) -> JudgedRow:
    told = {"Stempel waktu": f"21/11/2026 09:13:{row:02}", "Nama": "kenari", **cells}
    return JudgedRow(row, told, status, findings)


def written(wanted: Sequence[Verdict]) -> list[list[str]]:
    return [list(HEADER), *(list(each.cells) for each in wanted)]


def judge(*rows: JudgedRow, at: datetime = NOON) -> list[Verdict]:
    return verdicts(KEY, SHEET, rows, at)


def missing() -> Finding:
    return finding("required", Place("mentors", SHEET, 2, "Nama"), example="Sari")


@given(st.lists(ANSWER, max_size=8), st.integers(0, 1000), st.lists(ANSWER, max_size=3))
def test_identity_survives_sorting_and_inserted_rows(
    answers: list[dict[str, str]], seed: int, inserted: list[dict[str, str]]
) -> None:
    """Also two answers in one second, and the very same answer sent twice."""
    before = identities(KEY, answers)
    assert len(set(before)) == len(answers)
    mixed = [*answers, *(each for each in inserted if each not in answers)]
    Random(seed).shuffle(mixed)
    after = identities(KEY, mixed)
    assert {name for name, each in zip(after, mixed, strict=True) if each in answers} == set(before)
    told = {name: each for name, each in zip(before, answers, strict=True)}
    assert all(told.get(name, each) == each for name, each in zip(after, mixed, strict=True))


def test_identity_survives_moved_and_blank_columns_and_a_decision() -> None:
    plain = {"Stempel waktu": "1", "Nama": "Sari"}
    same = [
        {"Nama": "Sari", "Stempel waktu": "1"},
        {**plain, "Pertanyaan terhapus": " "},
        {**plain, "Persetujuan": "setuju"},
        {**plain, "approval": "tolak"},
        {" nama *": "Sari", "STEMPEL  WAKTU": "1"},
    ]
    assert {fingerprint(KEY, cells) for cells in (plain, *same)} == {fingerprint(KEY, plain)}
    other = [{**plain, "Nama": "Sar"}, {**plain, "NIP": "1"}, {"Nama": "1", "Stempel waktu": "Sari"}]
    assert fingerprint(KEY, plain) not in {fingerprint(KEY, cells) for cells in other}
    assert fingerprint(b"o" * 32, plain) != fingerprint(KEY, plain), "without the key nobody can try names"


def test_a_response_id_is_the_identity_whatever_was_edited() -> None:
    before, after = {"ID respons": "2_ABa", "Nama": "Sari"}, {"Response ID": " 2_ABa ", "Nama": "Sara"}
    assert identities(KEY, [before]) == identities(KEY, [after]) == ["2_ABa"]
    assert fingerprint(KEY, before) != fingerprint(KEY, after), "an edit is seen all the same"
    assert len(set(identities(KEY, [before, before]))) == 2


def test_the_key_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    key = load_key(tmp_path / "state")
    assert load_key(tmp_path / "state") == key != load_key(tmp_path / "other")
    assert (tmp_path / "state" / "key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.ACCEPTED, "terbit"),
        (Status.PENDING, "menunggu persetujuan"),
        (Status.REJECTED, "perlu perbaikan"),
        (Status.WITHHELD, "ditahan"),
    ],
)
def test_each_status_has_its_word(status: Status, word: str) -> None:
    assert judge(judged(2, status))[0].status == word


def test_what_is_wrong_and_how_to_mend_it_stand_together() -> None:
    about_row = finding("quote-astray", Place("mentors", SHEET, 2))
    (verdict,) = judge(judged(2, Status.REJECTED, missing(), about_row))
    assert verdict.advice.splitlines() == [
        "Nama: Isian wajib ini kosong. Isi sel ini, mis. Sari.",
        f"{about_row.message} {about_row.remedy}",
    ]
    assert judge(judged(2, Status.REJECTED))[0].advice, "nobody is left without a word"
    assert judge(judged(2))[0].advice == ""


def test_only_differences_are_changes() -> None:
    first = judge(judged(2), judged(3, Status.PENDING), judged(4))
    assert diff([], first, [SHEET]) == Changes(tuple(first), (), ())
    assert not diff(written(first), first, [SHEET])
    assert not diff(written(first), judge(judged(2), judged(3, Status.PENDING), judged(4), at=LATER), [SHEET])
    approved = judge(judged(2), judged(3), at=LATER)
    changes = diff(written(first), approved, [SHEET])
    assert changes.add == ()
    assert [(each.before[3], each.verdict) for each in changes.change] == [
        ("menunggu persetujuan", approved[1])
    ]
    assert changes.remove == (first[2].key,)


def test_verdicts_of_a_worksheet_that_was_not_judged_stay() -> None:
    first = judge(judged(2))
    assert not diff(written(first), [], ["Jawaban 2"])
    assert diff(written(first), [], [SHEET]).remove == (first[0].key,)


def test_verdicts_are_found_wherever_the_officer_sorted_them() -> None:
    wanted = judge(*(judged(row) for row in range(2, 9)))
    rows = written(wanted)
    shuffled = [rows[0], *Random(1).sample(rows[1:], 7), [], ["", "", "catatan"]]
    assert not diff(shuffled, wanted, [SHEET])


def test_the_same_identity_in_two_worksheets_are_two_answers() -> None:
    one, two = (verdicts(KEY, name, [judged(2, **{"Response ID": "r"})], NOON) for name in ("A", "B"))
    assert not diff(written([*one, *two]), [*two, *one], ["A", "B"])


def test_changes_are_told_in_a_line_each_without_a_cell_of_an_answer() -> None:
    bad = [judged(2), judged(3, Status.REJECTED, missing()), judged(4, Status.PENDING), judged(5), judged(6)]
    before = written(judge(*bad))
    before[5][3] = "kenari"
    moved = JudgedRow(9, judged(5).cells, Status.ACCEPTED, ())
    mended = [judged(2, Status.WITHHELD), judged(3, Status.REJECTED), moved, judged(6), judged(7)]
    assert list(diff(before, judge(*mended), [SHEET]).lines()) == [
        "~ Jawaban 1, baris 2: terbit → ditahan",
        "~ Jawaban 1, baris 3: tetap perlu perbaikan, keterangannya diperbarui",
        "~ Jawaban 1, baris 6: status tidak dikenal → terbit",
        "+ Jawaban 1: 1 jawaban terbit",
        "~ Jawaban 1: 1 jawaban berpindah baris",
        "- Jawaban 1: 1 jawaban tidak ada lagi",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+62", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula_where_the_sheet_is_opened_elsewhere(text: str) -> None:
    rows = [judged(2, **{"Response ID": text})]
    (verdict,) = verdicts(KEY, text, rows, NOON)
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in verdict.cells)
    assert not diff(written([verdict]), [verdict], [text])
    bare = [list(HEADER), [cell.removeprefix("'") for cell in verdict.cells]]
    assert not diff(bare, [verdict], [text]), "a sheet that hides the leading quote is no difference"


def test_a_worksheet_that_somebody_rearranged_is_not_written_to() -> None:
    rows = written(judge(judged(2)))
    for existing in ([["Nama"]], [rows[0][::-1], *rows[1:]], [["catatan", *rows[0]]]):
        with pytest.raises(SheetAway, match="Susunan lembar kerja “Hasil Pemeriksaan” sudah diubah"):
            diff(existing, [], [SHEET])
    assert not diff([], [], [SHEET])
    assert not diff([[], [""]], [], [SHEET])
