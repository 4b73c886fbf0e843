"""Reads `datapackage.yaml` and says which file feeds which table; a broken or unsafe one cannot run."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.findings import CannotRun
from generator.model.records import Block, RawRow, RawTable
from generator.model.schema import SCHEMAS, table_names
from generator.sources.paths import safe_file
from generator.yaml_text import YamlFault, read_yaml

NAMES = ("datapackage.yaml", "datapackage.json")
LARGEST_DESCRIPTOR = 1_000_000


@dataclass(frozen=True, slots=True)
class Worksheet:
    """Where `sync` pulls a source from; `spreadsheet` is an ID, or `${NAME}` of the environment."""

    spreadsheet: str
    title: str


@dataclass(frozen=True, slots=True)
class Source:
    """One file (or one sheet of one) that feeds a table; `origin` is what findings call it.

    `path` is None for a sheet that has no file to stand in for it before the first pull.
    """

    name: str
    table: str
    title: str
    origin: str
    path: Path | None
    worksheet: Worksheet | None
    is_form: bool
    delimiter: str | None
    sheet: str | None

    @property
    def sheet_origin(self) -> str:
        """What findings call its worksheet; forms name all of theirs alike, so the source's name tells them apart."""
        return f"{self.name}#{self.worksheet.title}" if self.worksheet else self.origin

    def digest(self) -> str:
        """32 hexadecimal digits of all that the source's rows hang on."""
        content = ""
        if self.path:
            with self.path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
        told = repr((self.is_form, self.delimiter, self.sheet, content))
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    def holding(
        self,
        headers: tuple[str, ...],
        rows: Callable[[], Iterator[RawRow]],
        by_columns: Callable[[int], Iterator[Block]] | None = None,
    ) -> RawTable:
        """The table that its file holds, as a reader found it."""
        return RawTable(
            table=self.table,
            title=self.title,
            origin=self.origin,
            is_form=self.is_form,
            digest=self.digest(),
            size=self.path.stat().st_size if self.path else 0,
            headers=headers,
            rows=rows,
            by_columns=by_columns,
        )


def load_package(folder: Path) -> tuple[Source, ...]:
    """The sources a data package names, in its order; CannotRun with one sentence when it is unfit."""
    descriptor = _load_descriptor(folder)
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not all(isinstance(each, dict) for each in resources):
        raise CannotRun("descriptor-shape")
    names = [each.get("name") for each in resources]
    for name in names:
        if not isinstance(name, str) or names.count(name) > 1:
            raise CannotRun("resource-name", name=name)
    return tuple(source for each in resources for source in _sources(folder, each))


def _load_descriptor(folder: Path) -> Mapping[str, Any]:
    path = next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if path is None:
        raise CannotRun("descriptor-missing", folder=folder)
    try:
        if path.stat().st_size > LARGEST_DESCRIPTOR:
            raise CannotRun("descriptor-broken", name=path.name, line=1)
        text = path.read_text("utf-8-sig")
        descriptor = json.loads(text) if path.suffix == ".json" else read_yaml(text)
    except YamlFault as fault:
        raise CannotRun("descriptor-broken", name=path.name, line=fault.line) from fault
    except (OSError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise CannotRun("descriptor-broken", name=path.name, line=line) from error
    if not isinstance(descriptor, dict):
        raise CannotRun("descriptor-shape")
    return descriptor


def _sources(folder: Path, resource: Mapping[str, Any]) -> list[Source]:
    name = resource["name"]
    table = resource.get("x-table", name)
    if not isinstance(table, str) or table not in table_names():
        near = difflib.get_close_matches(str(table), table_names(), n=1)
        raise CannotRun(
            "table-unknown", name=name, table=table, near=near[0] if near else ", ".join(table_names())
        )
    _check_schema(folder, resource, table)
    encoding = str(resource.get("encoding", "utf-8")).lower().replace("_", "-")
    if encoding not in ("utf-8", "utf8", "utf-8-sig"):
        raise CannotRun("encoding-unknown", name=name, encoding=encoding)
    paths = resource.get("path", [])
    if isinstance(paths, str):
        paths = [paths]
    worksheet = _worksheet(resource)
    if not isinstance(paths, list) or not (paths or worksheet):
        raise CannotRun("path-missing", name=name)
    if worksheet and len(paths) > 1:
        raise CannotRun("sheet-files", name=name)
    delimiter, sheet = _dialect(resource)
    return [
        Source(
            name=name,
            table=table,
            title=str(resource.get("title") or name),
            origin=f"{path}#{sheet}" if sheet else str(path or name),
            path=safe_file(folder, path, name) if path is not None else None,
            worksheet=worksheet,
            is_form=resource.get("x-form") is True,
            delimiter=delimiter,
            sheet=sheet,
        )
        for path in paths or [None]
    ]


def _worksheet(resource: Mapping[str, Any]) -> Worksheet | None:
    told = resource.get("x-sheet")
    if told is None:
        return None
    if not isinstance(told, dict) or not all(
        isinstance(told.get(key), str) and told[key] for key in ("spreadsheet", "worksheet")
    ):
        raise CannotRun("sheet-untold", name=resource["name"])
    return Worksheet(told["spreadsheet"], told["worksheet"])


def _check_schema(folder: Path, resource: Mapping[str, Any], table: str) -> None:
    """One dictionary: a resource may name `schemas/<table>.yaml`, and no other schema.

    A package that was moved may still name it by a path that leads nowhere now: nothing can be read there.
    """
    named = resource.get("schema")
    if named is None:
        return
    ours = SCHEMAS / f"{table}.yaml"
    if isinstance(named, str) and "://" not in named:
        path = folder / named
        if not path.exists() and Path(named).parts[-2:] == ("schemas", ours.name):
            return
        if path.is_file() and (path.samefile(ours) or path.read_bytes() == ours.read_bytes()):
            return
    raise CannotRun("schema-foreign", name=resource["name"], table=table)


def _dialect(resource: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The delimiter and the sheet that `dialect` tells, where it does (Frictionless or plain spelling)."""
    dialect = resource.get("dialect") or {}
    if not isinstance(dialect, dict):
        raise CannotRun("dialect-unknown", name=resource["name"])
    csv, excel = dialect.get("csv") or {}, dialect.get("excel") or {}
    if not isinstance(csv, dict) or not isinstance(excel, dict):
        raise CannotRun("dialect-unknown", name=resource["name"])
    delimiter = dialect.get("delimiter", csv.get("delimiter"))
    if delimiter not in (None, ",", ";", "\t"):
        raise CannotRun("dialect-unknown", name=resource["name"])
    sheet = excel.get("sheet")
    return delimiter, str(sheet) if sheet is not None else None
