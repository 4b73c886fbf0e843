"""One spreadsheet in memory, shown as Google Sheets shows it, and changed as its API changes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Cell = str | int | float | bool | None | dict[str, str]
"""As JSON has it: text stays text, a number is shown by the locale, `{"date": ISO}` is a date or a time."""

LARGEST_PLAIN = 10**15
COMMA_LANGUAGES = {"id", "in", "de", "fr", "nl", "es", "pt", "it"}


class Refusal(Exception):
    """The API's way to say no."""

    def __init__(self, code: int, status: str, message: str) -> None:
        self.code, self.status, self.message = code, status, message
        super().__init__(message)


@dataclass
class Worksheet:
    """A worksheet; its grid has at least as many rows and columns as cells that were filled."""

    title: str
    sheet_id: int
    rows: list[list[Cell]] = field(default_factory=list)
    row_count: int = 1000
    column_count: int = 26
    frozen: int = 0

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Fills one cell, counted from 0; the rows above grow as needed."""
        while len(self.rows) <= row:
            self.rows.append([])
        line = self.rows[row]
        line.extend([None] * (column + 1 - len(line)))
        line[column] = cell

    def properties(self, index: int) -> dict[str, Any]:
        """The API's `SheetProperties`."""
        grid = {"rowCount": self.row_count, "columnCount": self.column_count}
        if self.frozen:
            grid["frozenRowCount"] = self.frozen
        told = {"sheetId": self.sheet_id, "title": self.title, "index": index}
        return told | {"sheetType": "GRID", "gridProperties": grid}


@dataclass
class Book:
    """A spreadsheet. `version` grows with each change, as Drive's does."""

    title: str
    sheets: list[Worksheet]
    locale: str = "id_ID"
    timezone: str = "Asia/Jakarta"
    version: int = 1

    def sheet(self, title: str) -> Worksheet:
        """The worksheet of that title; KeyError when there is none."""
        return {each.title: each for each in self.sheets}[title]

    def shown(self, title: str) -> list[list[str]]:
        """A worksheet's `FORMATTED_VALUE`s: no trailing blanks, no trailing rows, an inner blank row is empty."""
        rows = [[format_cell(cell, self.locale) for cell in row] for row in self.sheet(title).rows]
        return _trimmed([_trimmed(row) for row in rows])

    def resource(self, spreadsheet_id: str) -> dict[str, Any]:
        """The API's `Spreadsheet`, without its cells."""
        told = {
            "title": self.title,
            "locale": self.locale,
            "timeZone": self.timezone,
            "autoRecalc": "ON_CHANGE",
        }
        sheets = [{"properties": each.properties(index)} for index, each in enumerate(self.sheets)]
        return {"spreadsheetId": spreadsheet_id, "properties": told, "sheets": sheets}

    def read(self, name: str) -> dict[str, Any]:
        """The API's `ValueRange` of a whole worksheet, by its quoted title."""
        sheet, _, cells = self._resolve(name)
        if cells:
            raise Refusal(501, "UNIMPLEMENTED", "the stand-in reads whole worksheets only")
        rows = self.shown(sheet.title)
        last = f"{column_letters(sheet.column_count - 1)}{sheet.row_count}"
        told: dict[str, Any] = {"range": f"{quoted(sheet.title)}!A1:{last}", "majorDimension": "ROWS"}
        return told | ({"values": rows} if rows else {})

    def write(self, ranges: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """`values.batchUpdate` with RAW: cells as they are given; a refusal leaves everything as it was."""
        resolved = [(*self._resolve(each["range"]), each["values"]) for each in ranges]
        for sheet, (row, column), _, values in resolved:
            tall, wide = row + len(values), column + max(map(len, values), default=0)
            if tall > sheet.row_count or wide > sheet.column_count:
                raise Refusal(400, "INVALID_ARGUMENT", f"Range ({sheet.title}) exceeds grid limits.")
        for sheet, (row, column), _, values in resolved:
            for down, line in enumerate(values):
                for along, cell in enumerate(line):
                    if cell is not None:
                        sheet.put(row + down, column + along, cell)
        return [{"updatedRange": each["range"], "updatedRows": len(each["values"])} for each in ranges]

    def change(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """One request of `batchUpdate`: `addSheet` or `appendDimension`; its reply."""
        ((kind, told),) = request.items()
        if kind == "addSheet":
            return {"addSheet": {"properties": self._add_sheet(told["properties"])}}
        if kind == "appendDimension" and told["dimension"] == "ROWS":
            sheet = next(each for each in self.sheets if each.sheet_id == told.get("sheetId", 0))
            sheet.row_count += told["length"]
            return {}
        raise Refusal(501, "UNIMPLEMENTED", f"the stand-in does not know {kind}")

    def _add_sheet(self, told: Mapping[str, Any]) -> dict[str, Any]:
        if any(each.title == told["title"] for each in self.sheets):
            raise Refusal(
                400, "INVALID_ARGUMENT", "Invalid requests[0].addSheet: A sheet with the name exists."
            )
        grid = told.get("gridProperties", {})
        sheet = Worksheet(
            title=told["title"],
            sheet_id=told.get("sheetId", max((each.sheet_id for each in self.sheets), default=0) + 7),
            row_count=grid.get("rowCount", 1000),
            column_count=grid.get("columnCount", 26),
            frozen=grid.get("frozenRowCount", 0),
        )
        self.sheets.append(sheet)
        return sheet.properties(len(self.sheets) - 1)

    def _resolve(self, name: str) -> tuple[Worksheet, tuple[int, int], str]:
        """`'Title'` or `'Title'!B2:F9` as worksheet, first cell from 0, and the cells' text."""
        found = re.fullmatch(r"'((?:[^']|'')*)'(?:!([A-Z]+)([0-9]+)(?::[A-Z]+[0-9]+)?)?", name)
        title = found[1].replace("''", "'") if found else name
        sheet = next((each for each in self.sheets if each.title == title), None)
        if sheet is None:
            raise Refusal(400, "INVALID_ARGUMENT", f"Unable to parse range: {name}")
        if not found or not found[2]:
            return sheet, (0, 0), ""
        return sheet, (int(found[3]) - 1, column_index(found[2])), found[2] + found[3]


def format_cell(cell: Cell, locale: str) -> str:
    """A cell as the spreadsheet shows it with automatic format, by the locale."""
    comma = locale.split("_")[0] in COMMA_LANGUAGES
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        text = f"{cell:.5E}" if abs(cell) >= LARGEST_PLAIN else f"{cell:.10g}"
        return text.replace(".", ",") if comma else text
    if isinstance(cell, dict):
        return _format_date(datetime.fromisoformat(cell["date"]), locale, "T" in cell["date"])
    return cell


def _format_date(date: datetime, locale: str, has_time: bool) -> str:
    day = f"{date.month}/{date.day}/{date.year}" if locale == "en_US" else f"{date:%d/%m/%Y}"
    return f"{day} {date.hour}:{date:%M:%S}" if has_time else day


def quoted(title: str) -> str:
    """A worksheet's title as A1 notation has it."""
    return "'" + title.replace("'", "''") + "'"


def column_index(letters: str) -> int:
    """`A` → 0, `AA` → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """0 → `A`, 26 → `AA`."""
    before, rest = divmod(index, 26)
    return (column_letters(before - 1) if before else "") + chr(65 + rest)


def load_books(told: Mapping[str, Any]) -> dict[str, Book]:
    """Spreadsheets by id, from `{id: {title, locale?, timeZone?, sheets: [{title, rows}]}}`."""
    return {
        name: Book(
            title=book["title"],
            locale=book.get("locale", "id_ID"),
            timezone=book.get("timeZone", "Asia/Jakarta"),
            sheets=[
                Worksheet(
                    each["title"],
                    index * 7,
                    [list(row) for row in each["rows"]],
                    row_count=max(1000, len(each["rows"])),
                    column_count=max(26, *map(len, each["rows"]), 1),
                )
                for index, each in enumerate(book["sheets"])
            ],
        )
        for name, book in told.items()
    }


def dump_books(books: Mapping[str, Book]) -> dict[str, Any]:
    """The opposite of `load_books`."""
    return {
        name: {
            "title": book.title,
            "locale": book.locale,
            "timeZone": book.timezone,
            "sheets": [{"title": each.title, "rows": each.rows} for each in book.sheets],
        }
        for name, book in books.items()
    }


def _trimmed(cells: Sequence[Any]) -> list[Any]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return list(cells[:end])
