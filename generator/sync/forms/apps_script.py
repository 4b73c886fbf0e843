"""The Apps Script that makes and mends the Google Forms: what the forms ask, then the one fixed script."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from generator.model.schema import ROOT
from generator.sync.forms.definition import Column, FormDefinition
from generator.sync.forms.question import Question
from generator.words import words

SCRIPT_FILE = "formulir.gs"
SCRIPTS = ROOT / "site_templates" / "forms"
PARTS = ("run.gs", "items.gs", "answers.gs", "links.gs")


def script(definitions: Sequence[FormDefinition]) -> str:
    """One self-contained script for all forms, to be pasted into a spreadsheet's Apps Script."""
    portal = {"words": words("forms")["script"], "forms": [_form(each) for each in definitions]}
    text = json.dumps(portal, ensure_ascii=False, indent=1)
    parts = [(SCRIPTS / part).read_text("utf-8") for part in PARTS]
    return "\n".join([f"/** @type {{Portal}} */\nconst PORTAL = {text};\n", *parts])


def _form(definition: FormDefinition) -> dict[str, Any]:
    coined = {each.field.name for each in definition.columns if each.fill and each.fill.kind == "coined"}
    return {
        "id": definition.id,
        "title": definition.title,
        "intro": definition.intro,
        "thanks": words("forms")["thanks"],
        "worksheet": definition.worksheet,
        "questions": [_question(each, coined) for each in definition.questions],
        "columns": [_column(each) for each in definition.columns if each.fill or not each.is_asked],
        "digits": [each.field.title for each in definition.columns if each.is_digits],
    }


def _question(question: Question, coined: set[str]) -> dict[str, Any]:
    described = asdict(question)
    is_reference = described.pop("is_reference")
    described["entry"] = question.name in coined or (is_reference and question.kind in ("list", "text"))
    return described


def _column(column: Column) -> dict[str, Any]:
    return {
        "title": column.field.title,
        "choices": column.choices,
        "fill": asdict(column.fill) if column.fill else None,
        "asked": column.is_asked,
    }
