"""The workbook of a form: filled in as a person would, it is judged fit; wrong cells are refused at once."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from toy_portal import judge, write_package
from world import FORMS, toy_forms

from generator.sync.forms.definition import Column
from generator.sync.forms.workbook import workbook

SESSION = "Literasi digital, 02/03/2026 [literasi-1]"
CHOSEN = {
    "program": "Literasi digital [literasi-digital]",
    "session": SESSION,
    "id": "kode-baru",
    "approval": "Setuju",
}


def saved(form: str) -> Workbook:
    file = BytesIO()
    workbook(toy_forms()[form]).save(file)
    return load_workbook(file)


def typed(column: Column) -> Any:
    """What a person enters in a cell of this column."""
    field = column.field
    if field.name in CHOSEN:
        return CHOSEN[field.name]
    if column.fill and column.fill.kind == "fixed":
        return column.fill.value
    if field.is_list and column.choices:
        return "; ".join(column.choices[:2])
    if column.choices:
        return column.choices[0]
    if field.type in ("date", "datetime"):
        return datetime.fromisoformat(field.example)
    if field.type in ("integer", "number"):
        return float(field.example)
    return field.example


@pytest.mark.parametrize("form", FORMS)
def test_filled_in_it_is_judged_fit(form: str, tmp_path: Path) -> None:
    definition, book, file = toy_forms()[form], saved(form), BytesIO()
    sheet = book.worksheets[0]
    for number, column in enumerate(definition.columns, start=1):
        assert sheet.cell(1, number).value == column.field.title
        sheet.cell(2, number, typed(column))
    book.save(file)
    report = judge(write_package(tmp_path / "data", {f"{definition.table.name}.form.xlsx": file.getvalue()}))
    assert [each.message for each in report.findings] == []
    account = report.accounts[definition.table.name]
    assert account.read == account.accepted


def test_as_it_comes_it_is_a_fit_and_empty_table(tmp_path: Path) -> None:
    file = BytesIO()
    workbook(toy_forms()["daftar-mentor"]).save(file)
    assert judge(write_package(tmp_path / "data", {"mentors.form.xlsx": file.getvalue()})).is_clean


def test_digits_are_text_and_days_are_days() -> None:
    definition, sheet = toy_forms()["daftar-mentor"], saved("daftar-mentor").worksheets[0]
    formats = {
        column.field.name: sheet.column_dimensions[sheet.cell(1, number).column_letter].number_format
        for number, column in enumerate(definition.columns, start=1)
    }
    assert formats["nip"] == formats["phone"] == "@"
    assert formats["confirmed_on"] == "dd/mm/yyyy"
    assert formats["capacity"] == "General"


def test_drop_downs_offer_the_choices_of_a_hidden_sheet() -> None:
    definition, book = toy_forms()["daftar-mentor"], saved("daftar-mentor")
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "hidden"]
    offered = {}
    for check in book.worksheets[0].data_validations.dataValidation:
        if check.type == "list":
            lists, cells = check.formula1.split("!")
            offered[str(check.sqref)] = [
                cell.value for (cell,) in book[lists.strip("'")][cells.replace("$", "")]
            ]
    wanted = [column.choices for column in definition.columns if column.choices and not column.field.is_list]
    assert [tuple(each) for each in offered.values()] == wanted


def test_each_header_has_its_note_and_stays_in_sight() -> None:
    sheet = saved("usulan-program").worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert all(cell.comment and "Contoh: " in cell.comment.text for cell in sheet[1])


def test_a_figure_out_of_bounds_is_refused_in_words() -> None:
    checks = saved("daftar-mentor").worksheets[0].data_validations.dataValidation
    capacity = next(check for check in checks if check.type == "whole")
    assert (capacity.formula1, capacity.formula2, capacity.error) == ("0", "100", "Isi angka 0 sampai 100.")


def test_the_guide_lists_every_column() -> None:
    definition, guide = toy_forms()["daftar-mentor"], saved("daftar-mentor")["Petunjuk"]
    first = [row[0] for row in guide.values]
    assert first[0] == definition.title
    assert first[-len(definition.columns) :] == [column.field.title for column in definition.columns]
