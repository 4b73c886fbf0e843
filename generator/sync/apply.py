"""Apply: writes verdicts beside the answers, in one request that is carried out whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from gspread import Client

from generator.sync.pull import read_worksheet
from generator.sync.verdicts import HEADER, WORKSHEET, Changes, Key, locate

Request = Mapping[str, Any]
"""One request of `spreadsheets.batchUpdate`."""


def apply(client: Client, spreadsheet: str, changes: Changes) -> None:
    """Writes the changes to the worksheet of verdicts, made when missing, and to no other.

    Rows are looked up anew first, by identity. SheetAway when Google is; nothing to change sends nothing.
    """
    if not changes:
        return
    ids = _sheet_ids(client, spreadsheet)
    if WORKSHEET in ids:
        existing, sheet_id = read_worksheet(client, spreadsheet, WORKSHEET), ids[WORKSHEET]
        requests = list(_requests(sheet_id, existing, changes))
    else:
        sheet_id = next(number for number in range(1, len(ids) + 2) if number not in ids.values())
        requests = [_new_worksheet(sheet_id), *_requests(sheet_id, [], changes)]
    if requests:
        client.http_client.batch_update(spreadsheet, {"requests": requests})


def _sheet_ids(client: Client, spreadsheet: str) -> dict[str, int]:
    fields = "sheets.properties(sheetId,title)"
    book = client.http_client.fetch_sheet_metadata(spreadsheet, {"fields": fields})
    properties = [each["properties"] for each in book["sheets"]]
    return {each["title"]: each.get("sheetId", 0) for each in properties}


def _requests(sheet_id: int, existing: Sequence[Sequence[str]], changes: Changes) -> Iterator[Request]:
    """Changed rows first, while row numbers hold; then removed ones from below; added ones go to the end."""
    at: dict[Key, int] = {key: index for key, (index, _) in locate(existing).items()}
    verdicts = (*(change.verdict for change in changes.change), *changes.add)
    known = {at[each.key]: each.cells for each in verdicts if each.key in at}
    added = [each.cells for each in verdicts if each.key not in at]
    if not any(any(row) for row in existing):
        known[0] = HEADER
    for first, last in _runs(known):
        yield _update(sheet_id, first, [known[index] for index in range(first, last + 1)])
    for first, last in reversed(_runs(at[key] for key in changes.remove if key in at)):
        yield _delete(sheet_id, first, last)
    if added:
        yield {"appendCells": {"sheetId": sheet_id, "rows": _texts(added), "fields": "userEnteredValue"}}


def _runs(indices: Iterator[int] | Mapping[int, Any]) -> list[tuple[int, int]]:
    """Indices as runs without a gap: first and last of each, in order."""
    runs = (list(run) for _, run in groupby(enumerate(sorted(indices)), lambda pair: pair[1] - pair[0]))
    return [(run[0][1], run[-1][1]) for run in runs]


def _new_worksheet(sheet_id: int) -> Request:
    grid = {"rowCount": 2, "columnCount": len(HEADER), "frozenRowCount": 1}
    return {"addSheet": {"properties": {"sheetId": sheet_id, "title": WORKSHEET, "gridProperties": grid}}}


def _update(sheet_id: int, first: int, rows: Sequence[Sequence[str]]) -> Request:
    start = {"sheetId": sheet_id, "rowIndex": first, "columnIndex": 0}
    return {"updateCells": {"start": start, "rows": _texts(rows), "fields": "userEnteredValue"}}


def _delete(sheet_id: int, first: int, last: int) -> Request:
    place = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": first, "endIndex": last + 1}
    return {"deleteDimension": {"range": place}}


def _texts(rows: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """Rows of text cells: `stringValue` is kept as it is, never read as a formula, a number or a date."""
    return [{"values": [{"userEnteredValue": {"stringValue": cell}} for cell in row]} for row in rows]
