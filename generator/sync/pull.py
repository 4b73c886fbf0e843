"""Pull: one spreadsheet's worksheets as text, in two requests, or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from gspread import Client
from gspread.urls import DRIVE_FILES_API_V3_URL
from gspread.utils import absolute_range_name

from generator.sync.away import SheetAway
from generator.sync.snapshots import Sheet

FIELDS = "properties(locale,timeZone),sheets.properties.title"


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a spreadsheet holds now, by worksheet title; `missing` are those asked for that it lacks."""

    locale: str
    timezone: str
    sheets: Mapping[str, Sheet]
    missing: tuple[str, ...]
    titles: tuple[str, ...]


def pull(client: Client, spreadsheet: str, worksheets: Sequence[str]) -> Pulled:
    """Reads whole worksheets as they are shown. SheetAway when Google is, or when dates could be misread.

    Row `n` of a sheet as the spreadsheet numbers it is `rows[n - 2]`: blank ones keep their place.
    """
    book = client.http_client.fetch_sheet_metadata(spreadsheet, {"fields": FIELDS})
    titles = _titles(book)
    locale, timezone = _properties(book)
    wanted = [each for each in dict.fromkeys(worksheets) if each in titles]
    answer = _values(client, spreadsheet, wanted) if wanted else []
    return Pulled(
        locale=locale,
        timezone=timezone,
        sheets={
            title: _sheet(title, values, locale, timezone)
            for title, values in zip(wanted, answer, strict=True)
        },
        missing=tuple(each for each in dict.fromkeys(worksheets) if each not in titles),
        titles=titles,
    )


def version(client: Client, spreadsheet: str) -> str:
    """Drive's version of a spreadsheet, which every change raises; one cheap request."""
    url = f"{DRIVE_FILES_API_V3_URL}/{spreadsheet}"
    answer = client.http_client.request("get", url, params={"fields": "version", "supportsAllDrives": "true"})
    told = answer.json().get("version")
    if not isinstance(told, str):
        raise SheetAway("answer-broken")
    return told


def read_worksheet(client: Client, spreadsheet: str, worksheet: str) -> list[list[str]]:
    """One worksheet's rows as they are shown, ragged, header first; SheetAway when it is not to be had."""
    return _values(client, spreadsheet, [worksheet])[0]


def _values(client: Client, spreadsheet: str, worksheets: Sequence[str]) -> list[list[list[str]]]:
    """The rows of each worksheet; always a single request."""
    answer = client.http_client.values_batch_get(
        spreadsheet,
        [absolute_range_name(each) for each in worksheets],
        {"valueRenderOption": "FORMATTED_VALUE", "majorDimension": "ROWS"},
    )
    ranges = answer.get("valueRanges")
    if not isinstance(ranges, list) or len(ranges) != len(worksheets):
        raise SheetAway("answer-broken")
    return [_rows(each) for each in ranges]


def _rows(answer: Any) -> list[list[str]]:
    """A range's rows; none where it is empty, for then Google leaves `values` out."""
    rows = answer.get("values", []) if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise SheetAway("answer-broken")
    if not all(isinstance(cell, str) for row in rows for cell in row):
        raise SheetAway("answer-broken")
    return rows


def _sheet(title: str, values: list[list[str]], locale: str, timezone: str) -> Sheet:
    """Pads rows to the header's width; one that is longer stays so, for the judge to see."""
    header, *rows = values or [[]]
    padded = tuple((*row, *[""] * (len(header) - len(row))) for row in rows)
    return Sheet(worksheet=title, header=tuple(header), rows=padded, locale=locale, timezone=timezone)


def _titles(book: Mapping[str, Any]) -> tuple[str, ...]:
    try:
        return tuple(str(each["properties"]["title"]) for each in book["sheets"])
    except (KeyError, TypeError):
        pass
    raise SheetAway("answer-broken")


def _properties(book: Mapping[str, Any]) -> tuple[str, str]:
    """The locale and time zone; SheetAway when the locale writes the month first, or nobody knows."""
    properties = book.get("properties")
    told = properties if isinstance(properties, dict) else {}
    locale, timezone = str(told.get("locale", "")), str(told.get("timeZone", ""))
    try:
        pattern = str(Locale.parse(locale).date_formats["short"].pattern)
    except (UnknownLocaleError, ValueError, TypeError):
        pattern = ""
    order = re.sub("[^dMy]|(.)(?=.*\\1)", "", pattern)
    if order not in ("dMy", "yMd", "Mdy"):
        raise SheetAway("locale-unknown")
    if order == "Mdy":
        raise SheetAway("locale-month-first", locale=locale)
    return locale, timezone
