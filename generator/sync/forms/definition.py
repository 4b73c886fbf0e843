"""Forms as values: what each asks, how an answer is checked, and what stands beside the answers.

`schemas/_forms.yaml` says which fields a form asks; everything about a field comes from the schema that
judges the answers, so a form cannot drift from its judge.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import yaml

from generator.form_links import option
from generator.model.schema import SCHEMAS, Field, TableSchema, form_schema
from generator.settings import Settings
from generator.sync.forms.question import Question, ask, grid, section
from generator.words import words

Choices = Mapping[str, Sequence[tuple[str, str]]]
"""Table → (key, label) of each row that an answer may name."""

MOST_CHOICES = 1000
"""Rows a drop-down offers; of a longer table the key is typed, or filled in by the link."""

DIGITS = re.compile(r"[0-9+(][0-9 ().+-]*")


@dataclass(frozen=True, slots=True)
class Fill:
    """What a column gets where nobody filled it: a `fixed` value, a `coined` code, or the day (`dated`)."""

    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answers: its field, the closed choices it has, and whether the form asks it."""

    field: Field
    choices: tuple[str, ...]
    fill: Fill | None
    is_asked: bool

    @property
    def is_digits(self) -> bool:
        """True for text made of digits (NIP, telephone), which a spreadsheet would take for a number."""
        text = self.field.type == "string" and not self.choices
        return text and DIGITS.fullmatch(self.field.example) is not None


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """One form: its questions in order, and the columns of its answers in order."""

    id: str
    table: TableSchema
    title: str
    intro: str
    worksheet: str
    questions: tuple[Question, ...]
    columns: tuple[Column, ...]


def forms(choices: Choices, settings: Settings) -> tuple[FormDefinition, ...]:
    """Every form of `schemas/_forms.yaml`; a table that `choices` lacks is asked as plain text."""
    return tuple(_form(recipe, choices, settings) for recipe in recipes())


@functools.cache
def recipes() -> tuple[Mapping[str, Any], ...]:
    """The forms as `schemas/_forms.yaml` lists them."""
    loaded = yaml.safe_load((SCHEMAS / "_forms.yaml").read_text("utf-8"))
    return tuple(loaded["forms"])


def tables_asked() -> tuple[str, ...]:
    """The tables whose rows some form offers in a drop-down, sorted."""
    return tuple(
        sorted(
            {
                field.refers
                for recipe in recipes()
                for name in _asked(recipe)
                if (field := form_schema(recipe["table"]).field(name)).refers
            }
        )
    )


def _asked(recipe: Mapping[str, Any]) -> list[str]:
    consent = form_schema(recipe["table"]).consent_field
    first = [consent] if consent else []
    return first + [name for names in recipe["sections"].values() for name in names]


def _form(recipe: Mapping[str, Any], choices: Choices, settings: Settings) -> FormDefinition:
    schema = form_schema(recipe["table"])
    return FormDefinition(
        id=recipe["id"],
        table=schema,
        title=recipe["title"],
        intro=recipe["intro"],
        worksheet=words("forms")["worksheet"].format(title=recipe["title"].partition(":")[0]),
        questions=tuple(_questions(recipe, schema, choices, settings)),
        columns=tuple(_columns(recipe, schema, choices)),
    )


def _questions(
    recipe: Mapping[str, Any], schema: TableSchema, choices: Choices, settings: Settings
) -> Iterator[Question]:
    """The privacy notice, the consent, then each section's questions."""
    yield _notice(recipe, settings)
    if schema.consent_field:
        consent = schema.field(schema.consent_field)
        yield ask(consent, _offered(consent, choices), True, recipe.get("help", {}).get(consent.name, ""))
    for number, (heading, names) in enumerate(recipe["sections"].items(), start=1):
        yield section(f"section-{number}", heading)
        yield from _section(recipe, schema, names, choices)


def _section(
    recipe: Mapping[str, Any], schema: TableSchema, names: Sequence[str], choices: Choices
) -> Iterator[Question]:
    """A section's questions, with neighbours of one grid drawn as that grid."""
    grids = {name: title for title, rated in recipe.get("grids", {}).items() for name in rated}
    filled = {*recipe.get("fixed", {}), *recipe.get("coined", {}), *recipe.get("dated", ())}
    helps, ends = recipe.get("help", {}), recipe.get("ends", {})
    for title, group in groupby(names, grids.get):
        fields = [schema.field(name) for name in group]
        if title:
            yield grid(title, fields, ends.get(fields[0].name, ()))
            continue
        for field in fields:
            required = field.required and field.name not in filled
            help, end = helps.get(field.name, ""), ends.get(field.name, ())
            yield ask(field, _offered(field, choices), required, help, end)


def _notice(recipe: Mapping[str, Any], settings: Settings) -> Question:
    notice = words("forms")["notice"]
    text = notice["person" if recipe.get("person") else "anonymous"].format(
        portal=settings.name, government=settings.government, contact=settings.contact_email
    )
    return section("notice", notice["title"], text)


def _offered(field: Field, choices: Choices) -> tuple[str, ...]:
    """The answers a field may have, as people read them; none where any text may stand."""
    if field.is_closed:
        return tuple(field.labels.values())
    if field.type == "boolean":
        return words("forms")["yes"], words("forms")["no"]
    rows = choices.get(field.refers or "", ())
    if not 0 < len(rows) <= MOST_CHOICES:
        return ()
    return tuple(option(key, _one_item(label) if field.is_list else label) for key, label in rows)


def _one_item(label: str) -> str:
    """A label that stays in one piece where a form joins several by commas."""
    return re.sub(r"\s*[,;]\s*", " · ", label)


def _columns(recipe: Mapping[str, Any], schema: TableSchema, choices: Choices) -> Iterator[Column]:
    fixed = recipe.get("fixed", {})
    fills = {
        **{name: Fill("dated") for name in recipe.get("dated", ())},
        **{name: Fill("coined", prefix) for name, prefix in recipe.get("coined", {}).items()},
        **{name: Fill("fixed", _reads(schema, name, value)) for name, value in fixed.items()},
        "response_id": Fill("coined"),
    }
    asked = ["submitted_at", *_asked(recipe)]
    beside = [
        *(["approval", "decided_on"] if schema.needs_approval else []),
        *recipe.get("office", ()),
        *fills,
    ]
    for name in dict.fromkeys([*asked, *beside]):
        field = schema.field(name)
        yield Column(field, _offered(field, choices), fills.get(name), name in asked)


def _reads(schema: TableSchema, name: str, value: object) -> str:
    return schema.field(name).labels.get(str(value), str(value))
