"""The dictionary: what each table and field is called, holds, and whether the public may see it.

One Table Schema (Frictionless) a table stands in `schemas/<table>.yaml`; nothing else in the program
knows a title, a closed list or a visibility.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from generator.words import language, say

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "schemas"
ENVELOPE = "_envelope"


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `type` is a Table Schema type; `labels` maps a closed list's codes to what people read."""

    name: str
    title: str
    type: str
    description: str
    example: str
    public: bool
    required: bool
    labels: Mapping[str, str]
    refers: str | None
    is_list: bool
    expects: str | None
    aliases: tuple[str, ...]
    descriptor: Mapping[str, Any]

    @property
    def is_closed(self) -> bool:
        """True when only the codes of `labels` may stand here."""
        return bool(self.labels)


@dataclass(frozen=True, slots=True)
class Once:
    """That a person (told by the first of `person` that is filled) answers once for all of `per`.

    `unless`: field → codes of those who may answer several times.
    """

    person: tuple[str, ...]
    per: tuple[str, ...]
    unless: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class TableSchema:
    """One table: its fields in order, its key, and the rules its rows live under."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    needs_approval: bool
    consent_field: str | None
    renews: str | None
    is_answers: bool
    once: Once | None
    descriptor: Mapping[str, Any]

    def field(self, name: str) -> Field:
        """The field of that name; KeyError when there is none."""
        return self._by_name[name]

    @functools.cached_property
    def _by_name(self) -> Mapping[str, Field]:
        return {field.name: field for field in self.fields}

    @functools.cached_property
    def public_fields(self) -> tuple[Field, ...]:
        """The fields that may pass the wall, in order; none for answers."""
        return tuple(field for field in self.fields if field.public)

    @functools.cached_property
    def references(self) -> tuple[Field, ...]:
        """The fields that hold the key of another table's row (or of several)."""
        return tuple(field for field in self.fields if field.refers)

    def public(self) -> TableSchema:
        """The same table as the public sees it."""
        return replace(self, fields=self.public_fields)


@functools.cache
def load_schema(name: str) -> TableSchema:
    """The schema of one table; KeyError when `schemas/` has none of that name."""
    path = SCHEMAS / f"{name}.yaml"
    if not path.is_file():
        raise KeyError(name)
    return parse_schema(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))


def spoken_schema(name: str) -> TableSchema:
    """The schema of one table, its titles, descriptions and labels in the language that is spoken."""
    return _spoken(name, language())


@functools.cache
def _spoken(name: str, _language: str) -> TableSchema:
    return said_schema(load_schema(name))


def said_schema(schema: TableSchema) -> TableSchema:
    """The schema in the language that is spoken."""
    return replace(
        schema,
        title=say(schema.title),
        description=say(schema.description),
        fields=tuple(
            replace(
                field,
                title=say(field.title),
                description=say(field.description),
                labels={code: say(text) for code, text in field.labels.items()},
            )
            for field in schema.fields
        ),
    )


@functools.cache
def form_schema(name: str) -> TableSchema:
    """The schema of a table as a form's answers carry it: its own fields within the envelope.

    A table that has a field of the envelope (`submitted_at`) keeps its own, under the envelope's headers too.
    """
    schema, envelope = load_schema(name), load_schema(ENVELOPE)
    aliases = {field.name: field.aliases for field in envelope.fields}
    own = tuple(replace(field, aliases=aliases.get(field.name, ())) for field in schema.fields)
    names = {field.name for field in own}
    return replace(schema, fields=own + tuple(field for field in envelope.fields if field.name not in names))


@functools.cache
def table_names() -> tuple[str, ...]:
    """Every table there is a schema for, sorted."""
    return tuple(sorted(path.stem for path in SCHEMAS.glob("[a-z]*.yaml")))


def label(table: str, field: str, code: str | None) -> str:
    """What people read for a code of a closed list; the code itself when it has no label."""
    return _labels(table, field, language()).get(code or "", code or "")


@functools.cache
def _labels(table: str, field: str, _language: str) -> Mapping[str, str]:
    return spoken_schema(table).field(field).labels


def parse_schema(descriptor: Mapping[str, Any]) -> TableSchema:
    """Reads a Table Schema descriptor with the `x-` keys of this project."""
    refers = {
        key["fields"]: key["reference"]["resource"] or descriptor["name"]
        for key in descriptor.get("foreignKeys", ())
    }
    key = descriptor.get("primaryKey", [])
    return TableSchema(
        name=descriptor["name"],
        title=descriptor["title"],
        description=descriptor["description"],
        fields=tuple(_parse_field(field, refers.get(field["name"])) for field in descriptor["fields"]),
        key=(key,) if isinstance(key, str) else tuple(key),
        needs_approval=bool(descriptor.get("x-approval", False)),
        consent_field=descriptor.get("x-consent"),
        renews=descriptor.get("x-renews"),
        is_answers=bool(descriptor.get("x-answers", False)),
        once=_parse_once(descriptor.get("x-once")),
        descriptor=descriptor,
    )


def _parse_once(once: Mapping[str, Any] | None) -> Once | None:
    if once is None:
        return None
    unless = {field: tuple(codes) for field, codes in once.get("unless", {}).items()}
    return Once(tuple(once["person"]), tuple(once["per"]), unless)


def _parse_field(field: Mapping[str, Any], refers: str | None) -> Field:
    listed = field.get("x-list")
    return Field(
        name=field["name"],
        title=field["title"],
        type=field["type"],
        description=field["description"],
        example=str(field["example"]),
        public=field.get("x-visibility") == "public",
        required=bool(field.get("constraints", {}).get("required", False)),
        labels=field.get("x-labels", {}),
        refers=(listed or {}).get("of", refers),
        is_list=listed is not None,
        expects=field.get("x-expects"),
        aliases=tuple(field.get("x-aliases", ())),
        descriptor=field,
    )
