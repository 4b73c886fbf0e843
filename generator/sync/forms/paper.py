"""A form on paper: one self-contained A4 page in HTML, with a box for each choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.model.schema import ROOT
from generator.settings import Settings
from generator.sync.forms.definition import Column, FormDefinition
from generator.sync.forms.question import Question
from generator.words import words

TEMPLATES = ROOT / "site_templates" / "forms"
MOST_BOXES = 40
"""Choices that are printed as boxes; of more, the name is written by hand."""
NIP_PATTERN = "^([0-9]{18})$"


@dataclass(frozen=True, slots=True)
class Entry:
    """A question as printed: its number on the page, and the `shape` of the room for its answer."""

    number: int
    question: Question
    shape: str


def paper(definition: FormDefinition, settings: Settings) -> str:
    """The form as HTML text; nothing in it asks for another file."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return templates.get_template("kertas.html").render(
        form=definition,
        settings=settings,
        words=words("forms"),
        sections=list(_sections(definition)),
        office=[column for column in definition.columns if _is_for_office(column)],
        is_signed=definition.table.consent_field is not None,
    )


def _sections(definition: FormDefinition) -> Iterator[tuple[Question, list[Entry]]]:
    """Each heading with the questions under it, numbered through."""
    coined = {each.field.name for each in definition.columns if each.fill and each.fill.kind == "coined"}
    heading, entries, number = definition.questions[0], list[Entry](), 0
    for question in definition.questions[1:]:
        if question.kind == "section":
            yield heading, entries
            heading, entries = question, []
        elif question.name not in coined:
            number += 1
            entries.append(Entry(number, question, _shape(question)))
    yield heading, entries


def _shape(question: Question) -> str:
    if question.kind in ("choice", "list", "checkbox"):
        many = question.kind == "checkbox"
        if len(question.choices) > MOST_BOXES:
            return "names" if many else "name"
        return "boxes-many" if many else "boxes"
    if question.check and question.check.pattern == NIP_PATTERN:
        return "digits"
    return question.kind


def _is_for_office(column: Column) -> bool:
    """True for what the officer decides or the form would have filled in; not for the answer's own tag."""
    is_coined_here = column.fill is not None and column.fill.kind == "coined"
    return (is_coined_here or not column.is_asked) and column.field.name != "response_id"
