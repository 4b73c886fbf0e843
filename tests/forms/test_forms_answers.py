"""What the forms bring in is what the judge takes: answered in the small Google, judged by the real judge."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from toy_portal import judge, write_package
from world import FORMS, Snapshot, answers_to, play, save, toy_forms

from generator.model.accounts import Report

SESSION = "Literasi digital, 02/03/2026 [literasi-1]"
EVALUATED = {"Program": "Literasi digital [literasi-digital]", "Jadwal pelaksanaan": SESSION}


def answered(folder: Path, *sent: tuple[str, dict[str, object]]) -> Snapshot:
    """The world after these answers, each with the id of its form."""
    definitions = toy_forms()
    path = folder / "answers.json"
    run = save(folder, definitions.values())
    path.write_text(json.dumps([[definitions[form].worksheet, answer] for form, answer in sent]))
    return play(run, f"answers={path}")[-1]


def judged(folder: Path, table: str, rows: list[list[str]]) -> Report:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return judge(write_package(folder / "data", {f"{table}.form.csv": text.getvalue().encode()}))


def approved(rows: list[list[str]]) -> list[list[str]]:
    """The rows with HR's word on each."""
    head, *answers = rows
    at = head.index("Persetujuan") if "Persetujuan" in head else None
    return [head, *([cell if i != at else "Setuju" for i, cell in enumerate(row)] for row in answers)]


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_to_every_question_is_fit(form: str, tmp_path: Path) -> None:
    definition = toy_forms()[form]
    given = EVALUATED if form.startswith("evaluasi") else {}
    rows = answered(tmp_path, (form, answers_to(definition, given)))["sheets"][definition.worksheet]["rows"]
    assert len(rows) == 2
    report = judged(tmp_path, definition.table.name, approved(rows))
    assert [each.message for each in report.findings] == []
    account = report.accounts[definition.table.name]
    assert account.read == account.accepted


def test_nobody_approved_it_yet(tmp_path: Path) -> None:
    definition = toy_forms()["daftar-mentor"]
    sheet = answered(tmp_path, (definition.id, answers_to(definition)))["sheets"][definition.worksheet]
    report = judged(tmp_path, "mentors", sheet["rows"])
    assert report.accounts["mentors"].pending == 1


def test_digits_stay_as_they_were_typed(tmp_path: Path) -> None:
    definition = toy_forms()["daftar-mentor"]
    sent = answers_to(definition, {"NIP": "000000000000000019", "Telepon mentor": "08120000000"})
    rows = answered(tmp_path, (definition.id, sent))["sheets"][definition.worksheet]["rows"]
    row = dict(zip(*rows, strict=True))
    assert (row["NIP"], row["Telepon mentor"]) == ("000000000000000019", "08120000000")


def test_each_answer_gets_its_own_code_and_what_is_there_stays(tmp_path: Path) -> None:
    definition = toy_forms()["daftar-mentor"]
    again = answers_to(definition, {"Kode mentor": "m-7f3a"})
    world = answered(tmp_path, (definition.id, answers_to(definition)), (definition.id, again))
    head, first, second = world["sheets"][definition.worksheet]["rows"]
    code, tag = head.index("Kode mentor"), head.index("ID jawaban")
    assert first[code].startswith("m-")
    assert first[code] != second[code] == "m-7f3a"
    assert first[tag] and first[tag] != second[tag]


def test_a_level_is_filled_in_and_a_missing_rating_is_no_zero(tmp_path: Path) -> None:
    definition = toy_forms()["evaluasi-1"]
    sent = {**answers_to(definition, EVALUATED), "Penilaian Anda [Sarana]": ""}
    rows = answered(tmp_path, (definition.id, sent))["sheets"][definition.worksheet]["rows"]
    row = dict(zip(*rows, strict=True))
    assert (row["Tingkat evaluasi"], row["Penjawab"], row["Penilaian Anda [Sarana]"]) == ("1", "Peserta", "")
    assert judged(tmp_path, "evaluations", rows).is_clean


@pytest.mark.parametrize(
    ("header", "answer", "sentence"),
    [
        ("NIP", "12345", "Isi seperti contoh: 000000000000000000"),
        ("Email mentor", "bukan email", "Isi alamat email, misalnya mentor@contoh.go.id"),
        ("Kapasitas", "101", "Isi angka 0 sampai 100."),
        ("Nama mentor", "a" * 201, "Paling banyak 200 huruf."),
    ],
)
def test_the_form_itself_refuses_in_the_reader_s_language(
    header: str, answer: str, sentence: str, tmp_path: Path
) -> None:
    definition = toy_forms()["daftar-mentor"]
    with pytest.raises(AssertionError, match=sentence):
        answered(tmp_path, (definition.id, answers_to(definition, {header: answer})))
