"""A form as an XLSX workbook: for offices without Google, and for typing in what was filled in on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from generator.model.schema import Field
from generator.sync.forms.definition import Column, FormDefinition
from generator.sync.forms.question import NUMBERS, number_check
from generator.words import words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LAST_ROW = 5000
LONGEST_NAME = 31
"""Characters that XLSX allows a sheet's name."""
MOST_LISTED = 30
TEXT = "@"
FORMATS = {"string": TEXT, "date": "dd/mm/yyyy", "datetime": "dd/mm/yyyy hh:mm"}
HEAD = PatternFill("solid", fgColor="102F5A")
HEAD_FONT = Font(bold=True, color="FFFFFF")
WRAPPED = Alignment(wrap_text=True, vertical="top")


Kind = Literal["list", "whole", "decimal", "date"]
Operator = Literal["between", "greaterThan", "greaterThanOrEqual"]


def workbook(definition: FormDefinition) -> Workbook:
    """The sheet to fill in comes first, then how to, then (hidden) the lists that its drop-downs offer."""
    book = Workbook()
    answers = book.active or book.create_sheet()
    answers.title = definition.worksheet[:LONGEST_NAME]
    guide = book.create_sheet(words("forms")["workbook"]["guide"])
    lists = book.create_sheet(words("forms")["workbook"]["choices"])
    lists.sheet_state = "hidden"
    for number, column in enumerate(definition.columns, start=1):
        _add_column(answers, lists, number, column)
    answers.freeze_panes = "A2"
    answers.row_dimensions[1].height = 32
    _write_guide(guide, definition, answers.title)
    return book


def _add_column(answers: Worksheet, lists: Worksheet, number: int, column: Column) -> None:
    letter, field = get_column_letter(number), column.field
    head = answers.cell(1, number, field.title)
    head.font, head.fill, head.alignment = HEAD_FONT, HEAD, WRAPPED
    head.comment = Comment(_hint(column), words("forms")["workbook"]["guide"], width=320, height=120)
    answers.column_dimensions[letter].width = max(14, min(len(field.title) + 4, 40))
    answers.column_dimensions[letter].number_format = FORMATS.get(field.type, "General")
    check = _choice_check(lists, letter, column) or _typed_check(column)
    if check:
        check.add(f"{letter}2:{letter}{LAST_ROW}")
        answers.add_data_validation(check)


def _hint(column: Column) -> str:
    return f"{column.field.description}\n{words('forms')['example'].format(example=column.field.example)}"


def _choice_check(lists: Worksheet, letter: str, column: Column) -> DataValidation | None:
    """A drop-down of the column's choices; none for a cell that may hold several."""
    choices = _choices(column)
    if not choices or column.field.is_list:
        return None
    for row, choice in enumerate(choices, start=1):
        lists[f"{letter}{row}"] = choice
    source = f"'{lists.title}'!${letter}$1:${letter}${len(choices)}"
    return _check("list", words("forms")["checks"]["choice"], formula1=source)


def _choices(column: Column) -> tuple[str, ...]:
    """What may stand in a column; only the one value where the form itself would have filled it in."""
    if column.fill and column.fill.kind == "fixed" and not column.choices:
        return (column.fill.value,)
    return column.choices


def _typed_check(column: Column) -> DataValidation | None:
    """What a spreadsheet can check of a figure or a day; the judge checks everything."""
    field = column.field
    if field.type == "date":
        message = words("forms")["checks"]["date"].format(example=_shown(field))
        return _check("date", message, operator="greaterThan", formula1="1")
    if field.type not in NUMBERS:
        return None
    check = number_check(field)
    kind: Kind = "decimal" if field.type == "number" else "whole"
    if check.rule == "between":
        return _check(kind, check.message, formula1=f"{check.low:.0f}", formula2=f"{check.high:.0f}")
    if check.rule == "least":
        return _check(kind, check.message, operator="greaterThanOrEqual", formula1=f"{check.low:.0f}")
    return None


def _check(
    kind: Kind, message: str, formula1: str, formula2: str | None = None, operator: Operator = "between"
) -> DataValidation:
    return DataValidation(
        type=kind,
        operator=operator,
        formula1=formula1,
        formula2=formula2,
        error=message,
        showErrorMessage=True,
        allow_blank=True,
    )


def _shown(field: Field) -> str:
    """The example as it is typed into a workbook: days come first."""
    if field.type not in ("date", "datetime"):
        return field.example
    day, _, clock = field.example.partition(" ")
    return " ".join(filter(None, ["/".join(reversed(day.split("-"))), clock[:5]]))


def _write_guide(guide: Worksheet, definition: FormDefinition, sheet: str) -> None:
    text = words("forms")["workbook"]
    guide.append([definition.title])
    guide["A1"].font = Font(bold=True, size=14)
    for step in (definition.intro, *text["steps"], definition.questions[0].help):
        guide.append([step.format(sheet=sheet)])
        guide.merge_cells(start_row=guide.max_row, end_row=guide.max_row, start_column=1, end_column=5)
        guide.cell(guide.max_row, 1).alignment = WRAPPED
        guide.row_dimensions[guide.max_row].height = 15 * (len(step) // 110 + 1)
    guide.append([])
    guide.append(text["heads"])
    for cell in guide[guide.max_row]:
        cell.font, cell.fill = HEAD_FONT, HEAD
    for column in definition.columns:
        guide.append(_guide_row(column))
        for cell in guide[guide.max_row]:
            cell.alignment, cell.number_format = WRAPPED, TEXT
    for letter, width in zip("ABCDE", (28, 10, 50, 36, 50), strict=True):
        guide.column_dimensions[letter].width = width


def _guide_row(column: Column) -> list[str]:
    """Column, whether it must be filled in, how, example, and its choices where they are few."""
    field, text, choices = column.field, words("forms")["workbook"], _choices(column)
    is_listed = field.is_list or len(choices) <= MOST_LISTED
    offered = "; ".join(choices) if is_listed else text["many"]
    return [
        field.title,
        text["required"] if field.required else "",
        field.description,
        _shown(field),
        offered,
    ]
