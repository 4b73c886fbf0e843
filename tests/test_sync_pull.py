"""Pulling through the real gspread: two requests, text as it is shown, and no date that could be misread."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from loopback.server import StandIn, serving

from generator.sync.away import SheetAway
from generator.sync.google import Limits, connect
from generator.sync.pull import Pulled, pull, version

ID = "1uji"
NIP = 198501012010011001
ANSWERS = [
    ["Stempel waktu", "Nama", "NIP", "Nilai", "Bersedia", ""],
    [{"date": "2026-11-21T09:13:22"}, "Sari", NIP, 8.5, True],
    [],
    [None, None, None, None, None, None, "di luar judul"],
    [{"date": "2026-02-01"}, "=IMPORTXML(1)", "198501012010011001", 1500, False],
    [None, ""],
]


def book(rows: list[list[Any]], title: str = "Jawaban 1", **more: Any) -> dict[str, Any]:
    return {ID: {"title": "Uji", "sheets": [{"title": title, "rows": rows}], **more}}


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    told = book(ANSWERS)
    told[ID]["sheets"] += [{"title": "Kosong", "rows": []}, {"title": "It's Q1!A1", "rows": [["a"], ["b"]]}]
    with serving(told) as server:
        yield server


def pulled(server: StandIn, *worksheets: str) -> Pulled:
    return pull(connect(server.endpoint, limits=Limits(whole=5)), ID, worksheets or ("Jawaban 1",))


def test_two_requests_whatever_the_number_of_worksheets(stand_in: StandIn) -> None:
    pulled(stand_in, "Jawaban 1", "Kosong", "It's Q1!A1", "Jawaban 1")
    asked = [each.method for each in stand_in.asked]
    assert asked == ["sheets.spreadsheets.get", "sheets.spreadsheets.values.batchGet"]


def test_cells_come_as_the_sheet_shows_them_and_rows_keep_their_numbers(stand_in: StandIn) -> None:
    sheet = pulled(stand_in).sheets["Jawaban 1"]
    assert sheet.header == ("Stempel waktu", "Nama", "NIP", "Nilai", "Bersedia")
    assert sheet.rows == (
        ("21/11/2026 9:13:22", "Sari", "1,98501E+17", "8,5", "TRUE"),
        ("",) * 5,
        ("", "", "", "", "", "", "di luar judul"),
        ("01/02/2026", "=IMPORTXML(1)", "198501012010011001", "1500", "FALSE"),
    )


def test_an_empty_worksheet_has_neither_header_nor_rows(stand_in: StandIn) -> None:
    sheet = pulled(stand_in, "Kosong").sheets["Kosong"]
    assert (sheet.header, sheet.rows) == ((), ())


def test_a_title_that_looks_like_cells_is_a_title(stand_in: StandIn) -> None:
    assert pulled(stand_in, "It's Q1!A1").sheets["It's Q1!A1"].rows == (("b",),)


def test_a_worksheet_that_is_gone_stops_no_other(stand_in: StandIn) -> None:
    got = pulled(stand_in, "Jawaban 1", "Jawaban 2")
    assert list(got.sheets) == ["Jawaban 1"]
    assert got.missing == ("Jawaban 2",)
    assert "Jawaban 1" in got.titles


def test_locale_and_time_zone_are_told(stand_in: StandIn) -> None:
    got = pulled(stand_in)
    assert (got.locale, got.timezone) == ("id_ID", "Asia/Jakarta")


@pytest.mark.parametrize("locale", ["id_ID", "in_ID", "id", "en_GB", "ms_MY", "ja_JP", "de_DE"])
def test_a_locale_with_the_month_in_the_middle_is_read(locale: str) -> None:
    with serving(book(ANSWERS, locale=locale)) as server:
        assert pulled(server).locale == locale


@pytest.mark.parametrize("locale", ["en_US", "en", "en_PH", "fil"])
def test_a_month_first_locale_is_refused_by_name(locale: str) -> None:
    with serving(book(ANSWERS, locale=locale)) as server:
        with pytest.raises(SheetAway, match=f"{locale} yang menulis bulan di depan") as away:
            pulled(server)
        assert away.value.code == "locale-month-first"
        assert len(server.asked) == 1, "answers of a sheet that cannot be read are not even asked for"


@pytest.mark.parametrize("locale", ["", "xx", "zz_ZZ", "bukan lokal", "../id"])
def test_an_unknown_locale_is_refused(locale: str) -> None:
    with serving(book(ANSWERS, locale=locale)) as server, pytest.raises(SheetAway, match="tidak dikenal"):
        pulled(server)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"valueRanges": []},
        {"valueRanges": [{}, {}]},
        {"valueRanges": [[]]},
        {"valueRanges": [{"values": "rusak"}]},
        {"valueRanges": [{"values": ["rusak"]}]},
        {"valueRanges": [{"values": [[1]]}]},
        {"valueRanges": None},
    ],
)
def test_an_answer_of_another_shape_is_refused(
    stand_in: StandIn, answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = connect(stand_in.endpoint)
    monkeypatch.setattr(client.http_client, "values_batch_get", lambda *_: json.loads(json.dumps(answer)))
    with pytest.raises(SheetAway, match="tidak terbaca"):
        pull(client, ID, ["Jawaban 1"])


@pytest.mark.parametrize("answer", [{}, {"sheets": None}, {"sheets": [{}]}, {"sheets": [1]}])
def test_metadata_of_another_shape_are_refused(
    stand_in: StandIn, answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = connect(stand_in.endpoint)
    monkeypatch.setattr(client.http_client, "fetch_sheet_metadata", lambda *_: answer)
    with pytest.raises(SheetAway, match="tidak terbaca"):
        pull(client, ID, ["Jawaban 1"])


def test_the_version_grows_with_each_change(stand_in: StandIn) -> None:
    client = connect(stand_in.endpoint)
    before = version(client, ID)
    stand_in.books[ID].version += 1
    assert int(version(client, ID)) > int(before)
    assert [each.method for each in stand_in.asked] == ["drive.files.get"] * 2


def test_no_cell_stands_where_a_sheet_is_printed(stand_in: StandIn) -> None:
    assert "Sari" not in repr(pulled(stand_in))
