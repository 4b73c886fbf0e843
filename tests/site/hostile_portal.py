"""A package whose every public text is hostile: the fields come from the schemas, so later ones are among them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import yaml
from toy_portal import TOY

from generator.model.schema import Field, TableSchema, load_schema, table_names

CORPUS: Mapping[str, Sequence[str]] = yaml.safe_load(
    (Path(__file__).with_name("hostile.yaml")).read_text("utf-8")
)
ADDRESSES = CORPUS["web_addresses"]
TEXTS = [text for kind, texts in CORPUS.items() if kind != "web_addresses" for text in texts]
TOLD = {"confirmed_on": "2026-11-01", "consent": "ya", "tags": "satu; dua"}
FIRST_DAY = date(2020, 1, 1)
KEYS = {"regions": "97.{:02}", "competencies": "H.{}", "policies": "h-{}"}


def hostile_tables() -> list[TableSchema]:
    """Every table that the public sees some free text of."""
    schemas = [load_schema(name) for name in table_names()]
    return [each for each in schemas if not each.is_answers and any(map(is_free, each.public_fields))]


def is_free(field: Field) -> bool:
    """Whether people write into this field as they like."""
    constraints = field.descriptor.get("constraints", {})
    held = (
        field.labels
        or field.refers
        or field.is_list
        or "pattern" in constraints
        or "format" in field.descriptor
    )
    return field.type == "string" and not held


def hostile_files(rows: int) -> dict[str, bytes]:
    """A CSV a table, by name; with as many rows as there are texts each field meets each of them."""
    return {f"{schema.name}.csv": _file(schema, rows) for schema in hostile_tables()}


def _file(schema: TableSchema, rows: int) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([field.name for field in schema.fields])
    for number in range(rows):
        writer.writerow(_row(schema, number))
    return text.getvalue().encode()


def _row(schema: TableSchema, number: int) -> Iterator[str]:
    for place, field in enumerate(schema.fields):
        if field.refers:
            yield "" if field.refers == schema.name else key_of(field.refers, number)
        elif field.name in schema.key and "pattern" in field.descriptor.get("constraints", {}):
            yield key_of(schema.name, number)
        elif field.name in schema.key and field.labels:
            yield list(field.labels)[number % len(field.labels)]
        elif field.name in schema.key and field.type == "date":
            yield str(FIRST_DAY + timedelta(days=number))
        elif is_free(field):
            yield packed(field, number * STRIDE + place * 11)
        elif "https?" in str(field.descriptor.get("constraints", {}).get("pattern")):
            yield ADDRESSES[number % len(ADDRESSES)]
        else:
            yield TOLD.get(field.name, field.example)


STRIDE = 5
"""Prime to the number of texts, so that in as many rows each of them comes first once."""


def packed(field: Field, start: int) -> str:
    """The corpus from the start-th text on, as much of it as the field takes."""
    longest = field.descriptor.get("constraints", {}).get("maxLength", 10_000)
    turned = [TEXTS[(start + step) % len(TEXTS)] for step in range(len(TEXTS))]
    cell = ""
    for text in turned:
        if len(cell) + len(text) < longest and len(cell) < 600:
            cell += f" {text}" if cell else text
    return cell


def key_of(table: str, number: int) -> str:
    """The key of a hostile row, or of the toy's first row where a table has none."""
    if table in {schema.name for schema in hostile_tables()}:
        return KEYS.get(table, "h-{}").format(number)
    with (TOY / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return next(iter(next(csv.DictReader(file)).values()))
