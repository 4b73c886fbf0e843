"""Pulls every sheet that a data package names; one that cannot be had, or be read, stops nothing but itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gspread import Client

from generator.findings import CannotRun, Severity
from generator.model.records import RawTable
from generator.model.schema import TableSchema, form_schema, load_schema
from generator.sources import Source, load_package, open_rows
from generator.sources.package import Worksheet
from generator.sync.away import SheetAway
from generator.sync.google import connect
from generator.sync.pull import pull, version
from generator.sync.snapshots import Sheet, load_newest
from generator.sync.verdicts import WORKSHEET
from generator.validate.headers import is_note, match_headers
from generator.words import words

ENDPOINT = "KARIER_GOOGLE_ENDPOINT"
VARIABLE = re.compile(r"\$\{(\w+)\}")
SPREADSHEET = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Book:
    """A spreadsheet and the sources that are pulled from it, each with its worksheet."""

    spreadsheet: str
    sources: Mapping[Source, Worksheet]


@dataclass(slots=True)
class Harvest:
    """What pulling brought: sheets by their source's name, and by spreadsheet the verdicts that stand there.

    `troubles` are sentences on what stays as it was last pulled; `away` those of them that Google is the cause of.
    """

    sheets: dict[str, Sheet] = field(default_factory=dict)
    verdicts: dict[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    away: list[SheetAway] = field(default_factory=list)


def books(data: Path, environ: Mapping[str, str]) -> tuple[Book, ...]:
    """The spreadsheets that a data package names; CannotRun when there is none, or its ID is not to be had."""
    found: dict[str, dict[Source, Worksheet]] = {}
    for source in load_package(data):
        if source.worksheet:
            spreadsheet = _spreadsheet(source.name, source.worksheet, environ)
            found.setdefault(spreadsheet, {})[source] = source.worksheet
    if not found:
        raise CannotRun("sheets-none")
    return tuple(Book(spreadsheet, sources) for spreadsheet, sources in found.items())


def versions(every: Sequence[Book], environ: Mapping[str, str]) -> Mapping[str, str]:
    """Drive's version of each spreadsheet, one cheap request each; SheetAway when Google is."""
    client = connect(environ.get(ENDPOINT))
    return {book.spreadsheet: version(client, book.spreadsheet) for book in every}


def harvest(every: Sequence[Book], state: Path, environ: Mapping[str, str]) -> Harvest:
    """Pulls every spreadsheet, in two requests each. SheetAway when none of them is to be had."""
    found, client = Harvest(), connect(environ.get(ENDPOINT))
    for book in every:
        try:
            _pull(client, book, state, found)
        except SheetAway as away:
            found.away.append(away)
    if not found.verdicts:
        raise found.away[0]
    return found


def _spreadsheet(name: str, worksheet: Worksheet, environ: Mapping[str, str]) -> str:
    told = worksheet.spreadsheet
    if variable := VARIABLE.fullmatch(told):
        told = environ.get(variable[1], "").strip()
        if not told:
            raise CannotRun("spreadsheet-unset", name=name, variable=variable[1])
    if not SPREADSHEET.fullmatch(told):
        raise CannotRun("spreadsheet-unfit", name=name)
    return told


def _pull(client: Client, book: Book, state: Path, found: Harvest) -> None:
    titles = [worksheet.title for worksheet in book.sources.values()]
    pulled = pull(client, book.spreadsheet, [*titles, WORKSHEET])
    standing = pulled.sheets.get(WORKSHEET)
    found.verdicts[book.spreadsheet] = [standing.header, *standing.rows] if standing else []
    for source, worksheet in book.sources.items():
        sheet = pulled.sheets.get(worksheet.title)
        if sheet is None:
            found.troubles.append(str(SheetAway("worksheet-missing", worksheet=worksheet.title)))
        elif faults := " ".join(_header_faults(source, sheet, state)):
            ending = "unusable" if _last_header(source, state) else "unusable-first"
            found.troubles.append(words("sync")[ending].format(worksheet=worksheet.title, faults=faults))
        else:
            found.sheets[source.name] = _without_notes(sheet)


def _without_notes(sheet: Sheet) -> Sheet:
    """The sheet without the columns of the office's own notes: they are nobody else's business."""
    notes = {at for at, header in enumerate(sheet.header) if is_note(header)}

    def read(row: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cell for at, cell in enumerate(row) if at not in notes)

    return replace(sheet, header=read(sheet.header), rows=tuple(map(read, sheet.rows))) if notes else sheet


def _header_faults(source: Source, sheet: Sheet, state: Path) -> Iterator[str]:
    """Why a sheet's rows cannot be read by its columns, and how to mend it; nothing when they can."""
    if not any(map(str.strip, sheet.header)):
        yield str(CannotRun("header-unreadable", origin=sheet.worksheet))
        return
    schema = form_schema(source.table) if source.is_form else load_schema(source.table)
    before = _last_header(source, state)
    columns = match_headers(_headed(source, sheet.header), _expecting(schema, source, before), before)
    if not columns.is_usable:
        errors = (each for each in columns.findings if each.severity is Severity.ERROR)
        yield from (f"{each.message} {each.remedy}" for each in errors)


def _expecting(schema: TableSchema, source: Source, before: Sequence[str]) -> TableSchema:
    """The schema that also requires each column that the last good sheet had.

    Were an optional one renamed, its values would silently leave the portal; were it the column of approvals
    or of consent, all rows would wait or vanish.
    """
    known = match_headers(_headed(source, before), schema).at if before else {}
    fields = (replace(each, required=each.required or each.name in known) for each in schema.fields)
    return replace(schema, fields=tuple(fields))


def _headed(source: Source, header: Sequence[str]) -> RawTable:
    return open_rows(source, header, (), "")


def _last_header(source: Source, state: Path) -> tuple[str, ...]:
    """The header of the last good sheet; none before the first."""
    try:
        newest = load_newest(state, source.name)
    except CannotRun:  # damaged: this very pull replaces it
        return ()
    return newest.sheet.header if newest else ()
