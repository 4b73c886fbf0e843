"""One question of a form, made of the schema's field: its kind, its help, its choices, its check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.model.schema import Field
from generator.words import words

FEW_CHOICES = 6
"""Up to so many are shown at once; more become a drop-down."""
LONG_TEXT = 300
"""Characters from which a text is asked as a paragraph."""
LARGEST_SCALE = 10
NUMBERS = ("integer", "year", "number")


@dataclass(frozen=True, slots=True)
class Check:
    """What an answer must be (`rule`), and the sentence that says so to whoever answered otherwise."""

    rule: str
    message: str
    pattern: str = ""
    low: float = 0
    high: float = 0


@dataclass(frozen=True, slots=True)
class Question:
    """One item of a form. `name` is its field's, or that of a section or grid; `rows` are a grid's titles."""

    name: str
    kind: str
    title: str
    help: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    ends: tuple[str, ...] = ()
    check: Check | None = None
    is_reference: bool = False


def section(name: str, title: str, text: str = "") -> Question:
    """A heading between questions, with the text under it."""
    return Question(name, "section", title, text)


def ask(
    field: Field, choices: tuple[str, ...], required: bool, help: str = "", ends: Sequence[str] = ()
) -> Question:
    """The question for one field; its header in the sheet is the field's title."""
    kind = _kind(field, choices)
    text = field.description
    if kind in ("text", "paragraph"):
        text += " " + words("forms")["example"].format(example=field.example)
    low, high = _bounds(field) if kind == "scale" else (0, 0)
    return Question(
        name=field.name,
        kind=kind,
        title=field.title,
        help=help or text,
        required=required,
        choices=choices,
        low=int(low),
        high=int(high),
        ends=tuple(ends),
        check=_check(field, kind),
        is_reference=bool(field.refers),
    )


def grid(title: str, fields: Sequence[Field], ends: Sequence[str] = ()) -> Question:
    """One grid that rates several fields alike; answers come as `Title [field's title]`."""
    low, high = map(int, _bounds(fields[0]))
    meaning = [f"{figure} {end}" for figure, end in zip((low, high), ends, strict=False)]
    return Question(
        name=fields[0].name,
        kind="grid",
        title=title,
        help=", ".join(meaning),
        required=all(field.required for field in fields),
        rows=tuple(field.title for field in fields),
        low=low,
        high=high,
    )


def _kind(field: Field, choices: Sequence[str]) -> str:
    if choices:
        if field.is_list:
            return "checkbox"
        return "choice" if len(choices) <= FEW_CHOICES and not field.refers else "list"
    if field.type == "date":
        return "date"
    if field.type in NUMBERS:
        low, high = _bounds(field)
        return "scale" if low in (0, 1) and low < high <= LARGEST_SCALE else "text"
    is_long = _constraints(field).get("maxLength", 0) > LONG_TEXT and not field.expects
    return "paragraph" if is_long else "text"


def _check(field: Field, kind: str) -> Check | None:
    """The one check a form can make of a text; the judge makes them all."""
    if kind not in ("text", "paragraph") or field.refers:
        return None
    limits = _constraints(field)
    if field.type in NUMBERS:
        return number_check(field)
    if pattern := limits.get("pattern"):
        return Check("pattern", _message("pattern", example=field.example), pattern=f"^({pattern})$")
    if field.descriptor.get("format") == "email":
        return Check("email", _message("email", example=field.example))
    if limit := limits.get("maxLength"):
        return Check("length", _message("length", high=_figure(limit)), high=limit)
    return None


def number_check(field: Field) -> Check:
    """What a figure must be by the schema's bounds."""
    low, high = _bounds(field)
    if low < high < float("inf"):
        message = _message("between", low=_figure(low), high=_figure(high))
        return Check("between", message, low=low, high=high)
    if low > float("-inf"):
        return Check("least", _message("least", low=_figure(low)), low=low)
    rule = "number" if field.type == "number" else "whole"
    return Check(rule, _message(rule, example=field.example))


def _bounds(field: Field) -> tuple[float, float]:
    limits = _constraints(field)
    return limits.get("minimum", float("-inf")), limits.get("maximum", float("inf"))


def _constraints(field: Field) -> dict[str, Any]:
    return dict(field.descriptor.get("constraints", {}))


def _figure(number: float) -> str:
    return f"{number:,.0f}".replace(",", ".")


def _message(code: str, **values: str) -> str:
    return str(words("forms")["checks"][code].format(**values))
