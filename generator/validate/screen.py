"""A screen in front of Frictionless: it clears cells that are plainly fit, and never says that one is not.

It knows the canonical forms and the constraints named here; whatever else a schema asks for, it leaves
to Frictionless, which a build without faults or news need not load (see docs/adr/0003-judging.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from generator.model.schema import Field
from generator.validate.canonical import LONGEST_CELL, LOST_DIGITS

UNCLEAR: Final = object()
"""What a screen says of a cell that it does not clear."""

Screen = Callable[[str], Any]
"""The value of a cell in canonical form, or UNCLEAR."""
Check = Callable[[Any], bool]

VALUES: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "year": lambda form: int(form) if len(form) == 4 and form.isdecimal() else UNCLEAR,
}
"""Table Schema types whose canonical form is proof of what it stands for."""
BOUNDED = ("integer", "number", "year")


def plain_text(field: Field) -> re.Pattern[str] | None:
    """What a private text that stands for itself looks like where no form, list or key has a say in it: ASCII."""
    constraints = {**field.descriptor.get("constraints", {})}
    longest = min(constraints.pop("maxLength", LONGEST_CELL), LONGEST_CELL)
    told = constraints.pop("pattern", ".*")
    constraints.pop("required", None)
    is_bare = field.type == "string" and "format" not in field.descriptor and not constraints
    if not is_bare or field.public or field.labels or field.refers or field.is_list or longest < 2:
        return None
    plain = f"[!-~](?:[ -~]{{0,{longest - 2}}}[!-~])?"
    return re.compile(f"(?!{LOST_DIGITS.pattern}$)(?=^{told}$){plain}")


def screen_of(field: Field) -> Screen:
    """The screen of a field; one that clears nothing where the schema asks for what is not known here."""
    value_of = VALUES.get(field.type)
    constraints = {**field.descriptor.get("constraints", {})}
    is_required = constraints.pop("required", False)
    checks = [_check(name, told, field) for name, told in constraints.items()]
    if value_of is None or "format" in field.descriptor or None in checks:
        return lambda form: UNCLEAR
    asked = [check for check in checks if check]

    def screen(form: str) -> Any:
        if not form:
            return UNCLEAR if is_required else None
        value = value_of(form)
        return value if value is not UNCLEAR and all(check(value) for check in asked) else UNCLEAR

    return screen


def _check(name: str, told: Any, field: Field) -> Check | None:
    """Whether a value keeps a constraint; None where that is not known here."""
    if field.type in BOUNDED and name in ("minimum", "maximum"):
        limit = Decimal(str(told))
        return (lambda value: value >= limit) if name == "minimum" else (lambda value: value <= limit)
    if field.type != "string":
        return None
    match name:
        case "minLength":
            return lambda value: len(value) >= told
        case "maxLength":
            return lambda value: len(value) <= told
        case "pattern":
            pattern = re.compile(f"^{told}$")
            return lambda value: bool(pattern.match(value))
        case "enum":
            return told.__contains__  # type: ignore[no-any-return]
        case _:
            return None
