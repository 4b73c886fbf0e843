"""Open data: each public table as CSV and JSON, one Frictionless package over them, and its day."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple, TypeVar

from generator.memo import digest
from generator.model.chronicle import Chronicle
from generator.model.public import OpenTable, Portal, Value
from generator.model.schema import Field
from generator.model.spreadsheet import safe
from generator.render.open_tables import OpenTables
from generator.render.routes import DATA
from generator.settings import Settings

CONSTRAINTS = ("required", "unique", "enum", "minimum", "maximum")
"""What still holds of a published cell; patterns and lengths need not, once a quote was put in front."""

T = TypeVar("T")
Json = str | int | float | bool | None


class DataFile(NamedTuple):
    """A file made of data: `shown` is the digest of what it holds, for who need not `make` it again."""

    path: str
    shown: str
    make: Callable[[], bytes]


def data_files(
    tables: OpenTables, portal: Portal, settings: Settings, chronicle: Chronicle | None = None
) -> Iterator[DataFile]:
    """Every data file; a chronicle of the same portal spares digesting its tables once more."""
    known = chronicle.tables if chronicle else {}
    for name, table in tables.items():
        shown = known[name].digest if name in known else digest(table.rows)
        yield DataFile(f"{DATA}{name}.csv", shown, partial(_csv, table))
        yield DataFile(f"{DATA}{name}.json", shown, partial(_json_rows, table))
    sheets = {sheet.title: sheet.seen_on.isoformat() for sheet in portal.sheets}
    package, status = _package(tables, settings), {"as_of": portal.today.isoformat(), "sheets": sheets}
    yield DataFile(f"{DATA}datapackage.json", digest(package), partial(_json, package))
    yield DataFile(f"{DATA}status.json", digest(status), partial(_json, status))


def _plain(value: Value) -> Json:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return safe("; ".join(value))


def _columns(table: OpenTable, say: Callable[[Value], T]) -> list[list[T]]:
    """What is said of each cell, column by column; the same value is asked about once in a column."""
    columns = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.schema.fields)
    return [list(map({value: say(value) for value in set(column)}.__getitem__, column)) for column in columns]


def _csv(table: OpenTable) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([field.name for field in table.schema.fields])
    writer.writerows(zip(*_columns(table, _cell), strict=True))
    return text.getvalue().encode()


def _cell(value: Value) -> Json:
    return str(value).lower() if isinstance(value, bool) else _plain(value)


def _json_rows(table: OpenTable) -> bytes:
    """A line a row; what stands between two values is the same in each."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    names = [encode(field.name).replace("%", "%%") for field in table.schema.fields]
    row = "{" + ", ".join(f"{name}: %s" for name in names) + "}"
    columns = _columns(table, lambda value: encode(_plain(value)))
    lines = ",\n".join(map(row.__mod__, zip(*columns, strict=True)))
    return f"[\n{lines}\n]\n".encode() if table.rows else b"[]\n"


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _package(tables: Mapping[str, OpenTable], settings: Settings) -> dict[str, Any]:
    return {
        "name": "portal-karier-asn",
        "title": settings.name,
        "description": settings.tagline,
        "resources": [_resource(name, table, tables) for name, table in tables.items()],
    }


def _resource(name: str, table: OpenTable, tables: Mapping[str, OpenTable]) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "title": table.schema.title,
        "description": table.schema.description,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"csv": {"delimiter": ","}},
        "schema": _schema(name, table, tables),
    }


def _schema(name: str, table: OpenTable, tables: Mapping[str, OpenTable]) -> dict[str, Any]:
    fields = table.schema.fields
    schema: dict[str, Any] = {"fields": [_field(field) for field in fields], "missingValues": [""]}
    names = {field.name for field in fields}
    if table.schema.key and names.issuperset(table.schema.key):
        schema["primaryKey"] = list(table.schema.key)
    keys = [key for key in table.schema.descriptor.get("foreignKeys", ()) if _holds(name, table, key, tables)]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "title": field.title,
        "description": field.description,
    }
    constraints = field.descriptor.get("constraints", {})
    if kept := {key: constraints[key] for key in CONSTRAINTS if key in constraints}:
        described["constraints"] = kept
    if field.labels:
        described["x-labels"] = dict(field.labels)
    return described


def _holds(name: str, table: OpenTable, key: Mapping[str, Any], tables: Mapping[str, OpenTable]) -> bool:
    """Whether every reference leads to a row that is published too; only then is it promised."""
    other = tables.get(key["reference"]["resource"] or name)
    if other is None:
        return False
    referring = _column(table, key["fields"])
    referred = _column(other, key["reference"]["fields"])
    return referring is not None and referred is not None and referring <= referred | {None}


def _column(table: OpenTable, field: str) -> frozenset[Value] | None:
    names = [each.name for each in table.schema.fields]
    return frozenset(row[names.index(field)] for row in table.rows) if field in names else None
