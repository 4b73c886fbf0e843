"""The stand-in itself: held to Google's discovery documents, and usable by hand without an account."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from gspread import Client
from gspread.exceptions import APIError
from loopback.book import column_index, column_letters, format_cell
from loopback.discovery import Unlike, document, faults, masked, match, parse_mask
from loopback.server import StandIn, serving

from generator.sync.away import SheetAway
from generator.sync.google import Limits, connect
from generator.sync.pull import pull

ROOT = Path(__file__).parents[1]
ID, SHEETS = "1uji", document("sheets.v4")
BOOK = {
    ID: {"title": "Uji <b>", "sheets": [{"title": "Jawaban", "rows": [["Nama"], ["<script>"], [""], ["x"]]}]}
}
GET, BATCH_GET = f"/v4/spreadsheets/{ID}", f"/v4/spreadsheets/{ID}/values:batchGet"


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with serving(BOOK) as server:
        yield server


@pytest.fixture
def client(stand_in: StandIn) -> Client:
    return connect(stand_in.endpoint, limits=Limits(whole=5, tries=1))


@pytest.mark.parametrize(
    ("verb", "path", "method"),
    [
        ("GET", GET, "sheets.spreadsheets.get"),
        ("GET", BATCH_GET, "sheets.spreadsheets.values.batchGet"),
        ("GET", f"{GET}/values/%27A%27%21A1", "sheets.spreadsheets.values.get"),
        ("POST", f"{GET}:batchUpdate", "sheets.spreadsheets.batchUpdate"),
        ("POST", f"{GET}/values:batchUpdate", "sheets.spreadsheets.values.batchUpdate"),
        ("POST", f"{GET}/values/A1:append", "sheets.spreadsheets.values.append"),
        ("GET", "/drive/v3/files/1uji", "drive.files.get"),
    ],
)
def test_a_request_is_known_by_its_path(verb: str, path: str, method: str) -> None:
    assert match(verb, path).id == method


@pytest.mark.parametrize(
    ("verb", "path"), [("PUT", GET), ("GET", "/v4/buku"), ("POST", BATCH_GET), ("GET", "/")]
)
def test_a_path_that_google_does_not_have_is_unlike(verb: str, path: str) -> None:
    with pytest.raises(Unlike):
        match(verb, path)


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ({"rentang": ["x"]}, None),
        ({"valueRenderOption": ["FORMATTED"]}, None),
        ({"majorDimension": ["ROWS", "ROWS"]}, None),
        ({"prettyPrint": ["ya"]}, None),
        ({"fields": ["valueRanges.cells"]}, None),
        ({}, {"ranges": []}),
    ],
)
def test_a_request_that_google_would_not_know_is_unlike(query: dict[str, list[str]], body: Any) -> None:
    with pytest.raises(Unlike):
        match("GET", BATCH_GET).check_request(query, body)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ("ValueRange", {"value": []}),
        ("ValueRange", {"values": "x"}),
        ("ValueRange", {"values": [["a"], "b"]}),
        ("ValueRange", {"majorDimension": "BARIS"}),
        ("ValueRange", []),
        ("GridProperties", {"rowCount": "10"}),
        ("GridProperties", {"rowCount": True}),
        ("GridProperties", {"rowCount": 2**31}),
        ("Spreadsheet", {"sheets": [{"properties": {"name": "x"}}]}),
    ],
)
def test_an_answer_that_google_would_not_give_is_found(schema: str, value: Any) -> None:
    assert list(faults(SHEETS, {"$ref": schema}, value, "answer"))


def test_drives_version_is_a_number_in_text() -> None:
    drive, file = document("drive.v3"), {"$ref": "File"}
    assert not list(faults(drive, file, {"version": "12"}, "answer"))
    assert list(faults(drive, file, {"version": 12}, "answer"))
    assert list(faults(drive, file, {"version": "v12"}, "answer"))


def test_a_field_mask_keeps_what_it_names() -> None:
    mask = parse_mask("properties(locale,timeZone),sheets.properties(title,gridProperties(rowCount))")
    told = {
        "properties": {"locale": "id", "title": "x"},
        "sheets": [{"properties": {"title": "A", "index": 0}}],
        "x": 1,
    }
    assert masked(told, mask) == {"properties": {"locale": "id"}, "sheets": [{"properties": {"title": "A"}}]}
    assert masked(told, {}) == told


def test_what_is_unlike_fails_the_test_that_caused_it() -> None:
    with pytest.raises(AssertionError, match="rentang"), serving(BOOK) as server:
        assert requests.get(f"{server.endpoint}{BATCH_GET}?rentang=A1", timeout=30).status_code == 400


@pytest.mark.parametrize(
    ("cell", "locale", "shown"),
    [
        (198501012010011001, "id_ID", "1,98501E+17"),
        (198501012010011001, "en_GB", "1.98501E+17"),
        (8.5, "id_ID", "8,5"),
        (500000, "id_ID", "500000"),
        (True, "id_ID", "TRUE"),
        (None, "id_ID", ""),
        ("0812", "id_ID", "0812"),
        ({"date": "2026-11-21"}, "id_ID", "21/11/2026"),
        ({"date": "2026-11-21T09:13:22"}, "id_ID", "21/11/2026 9:13:22"),
        ({"date": "2026-11-21"}, "en_US", "11/21/2026"),
    ],
)
def test_a_cell_is_shown_by_the_locale(cell: Any, locale: str, shown: str) -> None:
    assert format_cell(cell, locale) == shown


def test_columns_have_letters() -> None:
    assert [column_letters(index) for index in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]
    assert all(column_index(column_letters(index)) == index for index in range(800))


@pytest.mark.parametrize(
    ("book", "range_", "message"),
    [
        ("tiada", "'Jawaban'", "Requested entity was not found"),
        (ID, "'Tiada'", "Unable to parse range: 'Tiada'"),
    ],
)
def test_errors_are_worded_as_googles(stand_in: StandIn, book: str, range_: str, message: str) -> None:
    url = f"{stand_in.endpoint}/v4/spreadsheets/{book}/values:batchGet"
    answer = requests.get(url, params={"ranges": range_}, timeout=30)
    assert set(answer.json()["error"]) == {"code", "message", "status"}
    assert message in str(APIError(answer))


def test_a_write_off_the_grid_leaves_everything_as_it_was(stand_in: StandIn, client: Client) -> None:
    data = [
        {"range": "'Jawaban'!A1:A1", "values": [["baru"]]},
        {"range": "'Jawaban'!A9999", "values": [["x"]]},
    ]
    with pytest.raises(SheetAway, match="galat 400"):
        client.http_client.values_batch_update(ID, {"valueInputOption": "RAW", "data": data})
    assert stand_in.books[ID].shown("Jawaban")[0] == ["Nama"]


def test_the_page_shows_a_sheet_and_changes_a_cell(stand_in: StandIn, client: Client) -> None:
    page = requests.get(stand_in.endpoint, timeout=30).text
    assert "<td>&lt;script&gt;</td>" in page
    assert "Uji &lt;b&gt;: Jawaban" in page
    form = {"spreadsheet": ID, "worksheet": "Jawaban", "cell": "b2", "text": "Sari"}
    after = requests.post(f"{stand_in.endpoint}/ubah", data=form, timeout=30)
    assert "<td>Sari</td>" in after.text
    assert pull(client, ID, ["Jawaban"]).sheets["Jawaban"].rows[0] == ("<script>", "Sari")


@pytest.mark.parametrize("change", [{"cell": "2B"}, {"cell": ""}, {"worksheet": "x"}, {"spreadsheet": "x"}])
def test_the_page_refuses_a_cell_that_is_none(stand_in: StandIn, change: dict[str, str]) -> None:
    form = {"spreadsheet": ID, "worksheet": "Jawaban", "cell": "B2", "text": "Sari"} | change
    assert requests.post(f"{stand_in.endpoint}/ubah", data=form, timeout=30).status_code == 400


def test_it_runs_by_hand_and_keeps_changes_in_its_file(tmp_path: Path) -> None:
    file = tmp_path / "lembar.json"
    file.write_text(json.dumps(BOOK), "utf-8")
    command = [sys.executable, "-m", "tests.loopback.server", "--data", str(file), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ}) as run:
        try:
            assert run.stdout is not None
            endpoint = re.search(r"http://[0-9.:]+", run.stdout.readline())
            assert endpoint
            form = {"spreadsheet": ID, "worksheet": "Jawaban", "cell": "A2", "text": "Sari"}
            requests.post(f"{endpoint[0]}/ubah", data=form, timeout=30)
        finally:
            run.terminate()
    assert json.loads(file.read_text("utf-8"))[ID]["sheets"][0]["rows"][1] == ["Sari"]
