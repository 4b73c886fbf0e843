"""Apply: writes verdicts beside the answers, to a worksheet of their own, as plain text in one request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count, groupby, islice
from typing import Any

from gspread import Client
from gspread.utils import absolute_range_name, rowcol_to_a1

from generator.sync.away import SheetAway
from generator.sync.pull import read_worksheet
from generator.sync.verdicts import HEADER, WORKSHEET, Changes, locate

FIELDS = "sheets.properties(sheetId,title,gridProperties.rowCount)"
SPARE_ROWS = 1000
"""Rows to spare in a worksheet that is made or grown, so that the next ones need not grow it."""

Rows = Mapping[int, Sequence[str]]
"""Cells to write, by row index from 0 (the header)."""


def apply(client: Client, spreadsheet: str, changes: Changes) -> None:
    """Writes the changes to the worksheet of verdicts, made when missing, and to no other.

    Rows are looked up anew just before, by identity. SheetAway when Google is; no changes send nothing.
    """
    if not changes:
        return
    book = client.http_client.fetch_sheet_metadata(spreadsheet, {"fields": FIELDS})
    properties = _by_title(book).get(WORKSHEET)
    existing = read_worksheet(client, spreadsheet, WORKSHEET) if properties else []
    rows = _rows(existing, changes)
    if not rows:
        return
    if room := _room(properties, max(rows) + 1):
        client.http_client.batch_update(spreadsheet, {"requests": [room]})
    client.http_client.values_batch_update(spreadsheet, {"valueInputOption": "RAW", "data": _ranges(rows)})


def _by_title(book: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    try:
        return {each["properties"]["title"]: each["properties"] for each in book["sheets"]}
    except (KeyError, TypeError):
        pass
    raise SheetAway("answer-broken")


def _rows(existing: Sequence[Sequence[str]], changes: Changes) -> Rows:
    """What to write where: changed rows in place, blanks for removed ones, added ones in blank rows or below."""
    at = {key: index for key, (index, _) in locate(existing).items()}
    verdicts = (*(change.verdict for change in changes.change), *changes.add)
    rows: dict[int, Sequence[str]] = {at[each.key]: each.cells for each in verdicts if each.key in at}
    rows |= {at[key]: [""] * len(HEADER) for key in changes.remove if key in at}
    added = [each.cells for each in verdicts if each.key not in at]
    if not any(any(row) for row in existing):
        rows[0] = HEADER
    free = (index for index in count(1) if index >= len(existing) or not any(existing[index]))
    return rows | dict(zip(islice(free, len(added)), added, strict=True))


def _room(properties: Mapping[str, Any] | None, needed: int) -> Mapping[str, Any] | None:
    """The request that makes or grows the worksheet; None when `needed` rows fit already."""
    if properties is None:
        grid = {"rowCount": needed + SPARE_ROWS, "columnCount": len(HEADER), "frozenRowCount": 1}
        return {"addSheet": {"properties": {"title": WORKSHEET, "gridProperties": grid}}}
    short = needed - properties.get("gridProperties", {}).get("rowCount", needed)
    if short <= 0:
        return None
    place = {"sheetId": properties.get("sheetId", 0), "dimension": "ROWS", "length": short + SPARE_ROWS}
    return {"appendDimension": place}


def _ranges(rows: Rows) -> list[Mapping[str, Any]]:
    """The rows as value ranges, one for each run of neighbours."""
    return [
        {
            "range": absolute_range_name(
                WORKSHEET, f"{rowcol_to_a1(run[0] + 1, 1)}:{rowcol_to_a1(run[-1] + 1, len(HEADER))}"
            ),
            "majorDimension": "ROWS",
            "values": [list(rows[index]) for index in run],
        }
        for run in _runs(rows)
    ]


def _runs(indices: Iterable[int]) -> list[list[int]]:
    numbered = groupby(enumerate(sorted(indices)), lambda pair: pair[1] - pair[0])
    return [[index for _, index in run] for _, run in numbered]
