"""Finds each field's column by its header: a schema name or title, in any order and case."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.findings import Finding, Place, finding
from generator.model.privacy import quotable
from generator.model.records import RawTable
from generator.model.schema import Field, TableSchema


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field. `is_usable` is False when the table cannot be read by it at all."""

    at: Mapping[str, int]
    width: int
    is_usable: bool
    findings: tuple[Finding, ...]


def match_headers(raw: RawTable, schema: TableSchema) -> Columns:
    """Matches headers to fields; one finding for each that is missing, doubled, blank or unknown."""
    names = _known_names(schema.fields)
    width = _trimmed_width(raw.headers)
    at: dict[str, int] = {}
    doubled: list[str] = []
    unknown: list[tuple[int, str]] = []
    for index, header in enumerate(raw.headers[:width]):
        name = names.get(_folded(header))
        if name is None:
            unknown.append((index, header.strip()))
        elif name in at:
            doubled.append(name)
        else:
            at[name] = index
    missing = [field for field in schema.fields if field.required and field.name not in at]
    place = Place(raw.table, raw.origin, 1)
    findings = (
        *_doubled(place, doubled, schema),
        *_missing(place, missing, [header for _, header in unknown]),
        *_unknown(place, unknown, names),
    )
    return Columns(at, width, not doubled and not missing, findings)


def _trimmed_width(headers: tuple[str, ...]) -> int:
    """The number of columns up to the last one with a header: cells beyond it make a row ragged."""
    return max(index for index, header in enumerate(headers, start=1) if header.strip())


def _known_names(fields: tuple[Field, ...]) -> dict[str, str]:
    """Every header a person may write, folded, with the field it means; a name wins over a title."""
    known: dict[str, str] = {}
    for field in fields:
        for alias in (field.title, *field.aliases):
            known.setdefault(_folded(alias), field.name)
    return known | {_folded(field.name): field.name for field in fields}


def _folded(header: str) -> str:
    return " ".join(header.replace("\u00a0", " ").casefold().split()).rstrip(" *:")


def _doubled(place: Place, names: list[str], schema: TableSchema) -> Iterator[Finding]:
    for name in dict.fromkeys(names):
        yield finding("header-doubled", place, title=schema.field(name).title)


def _missing(place: Place, missing: list[Field], unknown: list[str]) -> Iterator[Finding]:
    for field in missing:
        near = difflib.get_close_matches(field.title, unknown, n=1, cutoff=0.5)
        if near:
            yield finding("header-renamed", place, title=field.title, found=quotable(near[0]))
        else:
            yield finding("header-missing", place, title=field.title)


def _unknown(place: Place, unknown: list[tuple[int, str]], names: Mapping[str, str]) -> Iterator[Finding]:
    for index, header in unknown:
        if not header:
            yield finding("header-blank", place, column=index + 1)
            continue
        near = difflib.get_close_matches(_folded(header), names, n=1, cutoff=0.7)
        code = "header-near" if near else "header-unknown"
        yield finding(code, place, header=quotable(header), near=near[0] if near else "")
