"""The form script, typed against Google's own types and run in a small Google: it mends, it never doubles."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from toy_portal import SETTINGS
from world import NODE, ROOT, Snapshot, play, save, toy_choices, toy_forms, with_question, without

from generator.form_links import load_form_links, option
from generator.sync.forms import forms

MENTORS = "Pendaftaran mentor"
SHEET = "Jawaban Pendaftaran mentor"


@pytest.fixture
def mentors() -> Any:
    return toy_forms()["daftar-mentor"]


def items(snapshot: Snapshot, form: str = MENTORS) -> dict[int, dict[str, Any]]:
    return {each["id"]: each for each in snapshot["forms"][form]["items"]}


def test_the_script_is_sound_by_google_s_own_types(tmp_path: Path) -> None:
    path = save(tmp_path, toy_forms().values()).removeprefix("run=")
    flags = "--noEmit --allowJs --checkJs --strict --target es2022 --lib es2022 --types google-apps-script"
    command = [NODE, ROOT / "node_modules/typescript/bin/tsc", *flags.split(), "--typeRoots"]
    done = subprocess.run([*command, ROOT / "node_modules/@types", path], capture_output=True, text=True)
    assert done.stdout == ""
    assert done.returncode == 0


def test_run_twice_is_one_form_and_the_same_items(tmp_path: Path) -> None:
    run = save(tmp_path, toy_forms().values())
    once, twice = play(run, run)
    assert len(once["forms"]) == len(toy_forms())
    assert twice["forms"] == once["forms"]
    assert twice["sheets"] == once["sheets"]
    assert twice["moves"] == once["moves"] == 0
    assert twice["triggers"] == ["lengkapiJawaban"]


def test_a_changed_field_changes_one_item_in_place(tmp_path: Path, mentors: Any) -> None:
    changed = with_question(mentors, "capacity", title="Daya tampung", help="Banyaknya orang.")
    before, after = play(save(tmp_path, [mentors]), save(tmp_path, [changed]))
    old, new = items(before), items(after)
    assert list(old) == list(new)
    assert [new[key]["title"] for key in new if old[key] != new[key]] == ["Daya tampung"]
    header, changed_header = (each["sheets"][SHEET]["rows"][0] for each in (before, after))
    assert [b for a, b in zip(header, changed_header, strict=True) if a != b] == ["Daya tampung"]


def test_drop_downs_follow_the_rows(tmp_path: Path) -> None:
    rows = {**toy_choices(), "mentors": [("m-0001", "Contoh Baru, M.Pd.")]}
    later = [each for each in forms(rows, SETTINGS) if each.id == "ajukan-mentoring"]
    before, after = play(save(tmp_path, [toy_forms()["ajukan-mentoring"]]), save(tmp_path, later))
    old, new = items(before, "Permintaan mentoring"), items(after, "Permintaan mentoring")
    changed = [new[key] for key in new if old[key] != new[key]]
    assert [each["choices"] for each in changed] == [["Contoh Baru, M.Pd. [m-0001]"]]


def test_a_field_asked_no_more_goes_and_what_people_added_stays(tmp_path: Path, mentors: Any) -> None:
    steps = save(tmp_path, [mentors]), f"note={MENTORS}", save(tmp_path, [without(mentors, "phone")])
    before, _, after = play(*steps)
    titles = [each["title"] for each in items(after).values()]
    assert titles == [
        each["title"] for each in items(before).values() if each["title"] != "Telepon mentor"
    ] + ["Catatan petugas"]


def test_a_new_field_comes_in_its_place(tmp_path: Path, mentors: Any) -> None:
    before, after = play(save(tmp_path, [without(mentors, "name")]), save(tmp_path, [mentors]))
    titles = [each["title"] for each in items(after).values()]
    assert titles == [each.title for each in mentors.questions]
    assert items(before).keys() < items(after).keys()


def test_another_kind_of_question_takes_the_place_of_the_old(tmp_path: Path, mentors: Any) -> None:
    changed = with_question(mentors, "capacity", kind="scale", low=1, high=5, check=None)
    before, after = play(save(tmp_path, [mentors]), save(tmp_path, [changed]))
    assert len(items(after)) == len(items(before))
    assert [each["type"] for each in items(after).values() if each["title"] == "Kapasitas"] == ["SCALE"]


def test_a_lost_memory_doubles_nothing(tmp_path: Path) -> None:
    run = save(tmp_path, toy_forms().values())
    before, _, after = play(run, "forget=", run)
    assert after["forms"] == before["forms"]
    assert after["sheets"].keys() == before["sheets"].keys()


def test_a_deleted_form_is_made_anew_and_its_answers_are_kept(tmp_path: Path, mentors: Any) -> None:
    run = save(tmp_path, [mentors])
    before, _, after = play(run, f"lose={MENTORS}", run)
    assert after["forms"][MENTORS]["id"] != before["forms"][MENTORS]["id"]
    assert [name for name in after["sheets"] if name.startswith(f"{SHEET} (")]
    assert after["sheets"][SHEET]["rows"] == before["sheets"][SHEET]["rows"]


def test_the_columns_beside_the_answers_stand_once(tmp_path: Path, mentors: Any) -> None:
    run = save(tmp_path, [mentors])
    sheet = play(run, run)[1]["sheets"][SHEET]
    assert sheet["rows"][0].count("Persetujuan") == 1
    assert sheet["columns"]["Persetujuan"]["values"] == ["Setuju", "Tunda", "Tolak"]
    assert sheet["columns"]["NIP"]["format"] == sheet["columns"]["Telepon mentor"]["format"] == "@"
    assert len(sheet["rows"][0]) == len(set(sheet["rows"][0]))


def test_a_new_question_does_not_shift_what_stands_beside(tmp_path: Path, mentors: Any) -> None:
    after = play(save(tmp_path, [without(mentors, "rank")]), save(tmp_path, [mentors]))[1]["sheets"][SHEET]
    assert after["rows"][0].count("Persetujuan") == 1
    assert after["columns"]["Persetujuan"]["values"] == ["Setuju", "Tunda", "Tolak"]
    assert "values" not in after["columns"]["Pangkat/golongan"]


def test_the_links_worksheet_is_the_file_that_pages_read(tmp_path: Path) -> None:
    rows = play(save(tmp_path, toy_forms().values()))[0]["sheets"]["Tautan Formulir"]["rows"]
    path = tmp_path / "formulir.yaml"
    path.write_text("\n".join(row[0] for row in rows))
    links = load_form_links(path)
    assert list(links) == list(toy_forms())
    assert links["evaluasi-1"].entries.keys() == {"program", "session", "agency"}
    assert "id" in links["daftar-mentor"].entries
    prefilled = links["evaluasi-1"].prefilled({"program": option("literasi-digital", "Literasi digital")})
    assert prefilled.startswith(f"{links['evaluasi-1'].url}?usp=pp_url&entry.")
    assert prefilled.endswith("=Literasi+digital+%5Bliterasi-digital%5D")
    assert [row[2] for row in rows[1:]][: len(links)] == [each.title for each in toy_forms().values()]


def test_a_long_memory_fits_in_a_property(tmp_path: Path) -> None:
    program = toy_forms()["usulan-program"]
    more = [replace(each, name=f"{each.name}-{n}") for n in range(2) for each in program.questions]
    play(save(tmp_path, [replace(program, questions=tuple(more))]))  # the fake refuses over 9,000 characters
