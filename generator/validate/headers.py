"""Finds each field's column by its header: a schema name or title, in any order and case."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.findings import Finding, Place, finding
from generator.model.privacy import quotable
from generator.model.records import RawTable
from generator.model.schema import Field, TableSchema

NOTE_MARK = "_"
"""Begins the header of an office's own column, which is neither read nor kept."""
GRID_HEADER = re.compile(r"[^\[\]]+\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field. `is_usable` is False when the table cannot be read by it at all."""

    at: Mapping[str, int]
    width: int
    is_usable: bool
    findings: tuple[Finding, ...]


def is_note(header: str) -> bool:
    """True for a column of the office's own notes."""
    return header.strip().startswith(NOTE_MARK)


def match_headers(raw: RawTable, schema: TableSchema, before: Sequence[str] = ()) -> Columns:
    """Matches headers to fields; one finding for each that is missing, doubled, blank, new or unknown.

    `before` are the headers that this table last had: an unknown one that is not among them is new, and stops
    the table. Without them nothing is new.
    """
    names = _known_names(schema.fields)
    width = raw.width
    at: dict[str, int] = {}
    doubled: list[str] = []
    unknown: list[tuple[int, str]] = []
    for index, header in enumerate(raw.headers[:width]):
        name = names.get(_folded(header)) or names.get(_folded(_grid_row(header)))
        if is_note(header):
            continue
        if name is None:
            unknown.append((index, header.strip()))
        elif name in at:
            doubled.append(name)
        else:
            at[name] = index
    missing = [field for field in schema.fields if field.required and field.name not in at]
    if not at:
        unknown = []  # no header row but a first row of data, which no message may quote
    renamed = _renamed(missing, [header for _, header in unknown])
    unknown = [each for each in unknown if each[1] not in renamed.values()]
    new = _new([header for _, header in unknown], before)
    place = Place(raw.table, raw.origin, 1)
    findings = (
        *_doubled(place, doubled, schema),
        *_missing(place, missing, renamed),
        *_told_new(place, new, schema, names, at),
        *_unknown(place, [each for each in unknown if each[1] not in new], schema, names, at),
    )
    return Columns(at, width, not (doubled or missing or new), findings)


def _known_names(fields: tuple[Field, ...]) -> dict[str, str]:
    """Every header a person may write, folded, with the field it means; a name wins over a title."""
    known: dict[str, str] = {}
    for field in fields:
        for alias in (field.title, *field.aliases):
            known.setdefault(_folded(alias), field.name)
    return known | {_folded(field.name): field.name for field in fields}


def _grid_row(header: str) -> str:
    """The row of a form's grid, whose answers stand under `Question [row]`; empty for any other header."""
    grid = GRID_HEADER.fullmatch(header.strip())
    return grid[1] if grid else ""


def _folded(header: str) -> str:
    return " ".join(header.replace("\u00a0", " ").casefold().split()).rstrip(" *:")


def _doubled(place: Place, names: list[str], schema: TableSchema) -> Iterator[Finding]:
    for name in dict.fromkeys(names):
        yield finding("header-doubled", place, title=schema.field(name).title)


def _renamed(missing: list[Field], unknown: list[str]) -> dict[str, str]:
    """The unknown header that each missing field probably has now, by field name."""
    near = {field.name: difflib.get_close_matches(field.title, unknown, n=1, cutoff=0.5) for field in missing}
    return {name: headers[0] for name, headers in near.items() if headers}


def _missing(place: Place, missing: list[Field], renamed: Mapping[str, str]) -> Iterator[Finding]:
    for field in missing:
        if field.name in renamed:
            yield finding("header-renamed", place, title=field.title, found=quotable(renamed[field.name]))
        else:
            yield finding("header-missing", place, title=field.title)


def _new(unknown: list[str], before: Sequence[str]) -> list[str]:
    """The unknown headers that were not there before; one without a text is none."""
    known = set(map(_folded, before))
    return [header for header in unknown if header and before and _folded(header) not in known]


def _told_new(
    place: Place, new: list[str], schema: TableSchema, names: Mapping[str, str], at: Mapping[str, int]
) -> Iterator[Finding]:
    """Each names the nearest known header, however far: of a field without a column, where there is one."""
    free = [alias for alias, name in names.items() if name not in at] or list(names)
    for header in new:
        (near,) = difflib.get_close_matches(_folded(header), free, n=1, cutoff=0)
        title = schema.field(names[near]).title
        yield finding("header-new", place, header=quotable(header), near=title)


def _unknown(
    place: Place,
    unknown: list[tuple[int, str]],
    schema: TableSchema,
    names: Mapping[str, str],
    at: Mapping[str, int],
) -> Iterator[Finding]:
    """A finding for each column that is not read; a field that has its column already is no hint."""
    free = [alias for alias, name in names.items() if name not in at]
    for index, header in unknown:
        if not header:
            yield finding("header-blank", place, column=index + 1)
        elif near := difflib.get_close_matches(_folded(header), free, n=1, cutoff=0.7):
            title = schema.field(names[near[0]]).title
            yield finding("header-near", place, header=quotable(header), near=title)
        else:
            yield finding("header-unknown", place, header=quotable(header))
