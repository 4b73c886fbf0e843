"""The chronicle: since when a row reads so, how often it changed, what a day's builds changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from generator.model.chronicle import Chronicle, DayChanges, Edition, continued
from generator.model.public import OpenTable
from generator.model.schema import load_schema

FIRST = date(2026, 11, 21)
NEXT = FIRST + timedelta(1)


def table(*rows: tuple[str, str]) -> dict[str, OpenTable]:
    """Programmes of two fields: id and title."""
    schema = load_schema("programs")
    fields = tuple(schema.field(name) for name in ("id", "title"))
    return {"programs": OpenTable(replace(schema, fields=fields), rows)}


def after(*builds: tuple[date, Iterable[tuple[str, str]]]) -> Chronicle:
    """The chronicle once these builds were made."""
    told = Chronicle()
    for day, rows in builds:
        told = continued(told, table(*rows), day)
    return told


def test_a_first_build_changes_nothing() -> None:
    told = after((FIRST, [("a", "Satu")]))
    assert told.log == {}
    assert told.edition("programs", "a") == Edition("2026-11-21", 0)


def test_the_same_rows_add_nothing_in_whatever_order_they_come() -> None:
    once = after((FIRST, [("a", "Satu"), ("b", "Dua")]))
    assert continued(once, table(("a", "Satu"), ("b", "Dua")), NEXT) == once
    turned = continued(once, table(("b", "Dua"), ("a", "Satu")), NEXT)
    assert (turned.log, turned.edition("programs", "a")) == ({}, Edition("2026-11-21", 0))


def test_each_change_is_a_new_edition() -> None:
    told = after((FIRST, [("a", "Satu")]), (NEXT, [("a", "Dua")]), (NEXT, [("a", "Tiga"), ("b", "Baru")]))
    assert told.edition("programs", "a") == Edition("2026-11-22", 2)
    assert told.edition("programs", "b") == Edition("2026-11-22", 0)
    assert told.log == {"2026-11-22": {"programs": DayChanges(came=("b",), changed=("a",))}}


def test_what_came_and_changed_on_one_day_is_new() -> None:
    told = after((FIRST, []), (NEXT, [("a", "Satu")]), (NEXT, [("a", "Dua")]))
    assert told.log == {"2026-11-22": {"programs": DayChanges(came=("a",))}}


def test_of_a_row_that_went_only_its_going_is_kept() -> None:
    told = after((FIRST, [("b", "Tetap")]), (NEXT, [("a", "Rahasia"), ("b", "Tetap")]))
    gone = continued(told, table(("b", "Tetap")), NEXT + timedelta(1))
    assert gone.log == {"2026-11-23": {"programs": DayChanges(gone=1)}}
    assert "'a'" not in repr(gone)


def test_the_log_goes_back_thirty_days_with_a_change() -> None:
    builds = [(FIRST + timedelta(day), [("a", str(day))]) for day in range(40)]
    told = after(*builds)
    assert len(told.log) == 30
    assert next(iter(told.log)) == "2026-12-30"
    assert told.edition("programs", "a").number == 39


def test_a_table_that_is_new_begins_without_a_word() -> None:
    told = continued(Chronicle(), {}, FIRST)
    assert continued(told, table(("a", "Satu")), NEXT).log == {}
