"""One strict canonical form for what people type: Indonesian dates, decimals, yes and no, labels.

Frictionless is lax (it takes `1_000`, full-width digits, NaN) and knows neither a decimal comma nor a
label; so a cell is first put into the one ASCII form that both it and we read alike, or is a `Fault`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from generator.model.schema import Field

LONGEST_CELL = 20_000
"""Characters; no form asks for more."""

CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, and the bidirectional overrides that make text read other than it is."""

INTEGER = re.compile(r"[+-]?[0-9]{1,18}|[+-]?[0-9]{1,3}(?:\.[0-9]{3}){1,5}")
DECIMAL_POINT = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,10})?")
DECIMAL_COMMA = re.compile(r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3}){1,4}),[0-9]{1,10}")
DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:\.[0-9]+)?)?")
LOST_DIGITS = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?1[0-9]")
NAMED_KEY = re.compile(r"[^\[\]]+\[([^\[\]]+)\]")
YES = frozenset(("ya", "true"))
NO = frozenset(("tidak", "false"))


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell is unfit: a code of the findings catalogue and the values of its sentence."""

    code: str
    values: dict[str, str] = field(default_factory=dict)


def canonical(field: Field, text: str) -> str | Fault:
    """A cell in canonical form (empty for an empty one), or what is wrong with it."""
    if len(text) > LONGEST_CELL:
        return Fault("cell-too-long", {"limit": f"{LONGEST_CELL:,}".replace(",", ".")})
    if not (text.isascii() and text.isprintable()):
        if CONTROL.search(text):
            return Fault("control-character")
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    text = text.strip()
    if not text:
        return ""
    if LOST_DIGITS.fullmatch(text):
        return Fault("number-lost-digits")
    if field.is_list:
        return _items(field, text)
    if field.is_closed:
        return _choice(field, text)
    if field.refers:
        return _key(text)
    form = FORMS.get(field.type)
    return form(text) if form else text


def _items(field: Field, text: str) -> str | Fault:
    """A list cell, joined by `; ` (or by `, ` as Google Forms does), as `a; b; c`."""
    parts = [part.strip() for part in re.split(r";" if ";" in text else r",\s", text)]
    items: list[str] = []
    for part in filter(None, parts):
        item = _choice(field, part) if field.is_closed else _key(part)
        if isinstance(item, Fault):
            return item
        items.append(item)
    return "; ".join(dict.fromkeys(items))


def _choice(field: Field, text: str) -> str | Fault:
    wanted = text.casefold()
    for code, label in field.labels.items():
        if wanted in (str(code).casefold(), label.casefold()):
            return str(code)
    return Fault("choice-unknown", {"choices": _listed(field.labels.values())})


def _key(text: str) -> str:
    """The key that a form's drop-down wrote as `Nama [kode]`; any other text is the key itself."""
    named = NAMED_KEY.fullmatch(text)
    return named[1] if named else text


def _listed(labels: Iterable[str]) -> str:
    names = list(labels)
    return ", ".join(names[:8]) + (" …" if len(names) > 8 else "")


def _integer(text: str) -> str | Fault:
    return text.replace(".", "") if INTEGER.fullmatch(text) else Fault("integer-unreadable")


def _number(text: str) -> str | Fault:
    """Without zeros that say nothing: equal numbers read alike everywhere."""
    if DECIMAL_COMMA.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif not DECIMAL_POINT.fullmatch(text):
        return Fault("number-unreadable")
    return f"{Decimal(text).normalize() + 0:f}"


def _boolean(text: str) -> str | Fault:
    word = text.casefold()
    return "true" if word in YES else "false" if word in NO else Fault("boolean-unreadable")


def _date(text: str) -> str | Fault:
    moment = _moment(text)
    return moment if isinstance(moment, Fault) else moment.date().isoformat()


def _datetime(text: str) -> str | Fault:
    moment = _moment(text)
    return moment if isinstance(moment, Fault) else moment.isoformat()


def _moment(text: str) -> datetime | Fault:
    """A day, day first or year first and never month first, and the time that may follow it."""
    day_text, _, clock_text = text.replace("T", " ", 1).partition(" ")
    if match := DAY_FIRST.fullmatch(day_text):
        day, month, year = map(int, match.groups())
    elif match := YEAR_FIRST.fullmatch(day_text):
        year, month, day = map(int, match.groups())
    else:
        return Fault("date-unreadable")
    clock = time_of_day(clock_text.strip()) if clock_text.strip() else time()
    if isinstance(clock, Fault):
        return clock
    try:
        moment = datetime.combine(date(year, month, day), clock)
    except ValueError:
        return Fault("date-impossible")
    return moment if 1900 <= year <= 2200 else Fault("date-impossible")


def time_of_day(text: str) -> time | Fault:
    """A time of day, to the second; a fraction of one is passed over."""
    clock = CLOCK.fullmatch(text)
    if clock is None:
        return Fault("date-unreadable")
    hour, minute, second = clock.groups()
    try:
        return time(int(hour), int(minute), int(second or 0))
    except ValueError:
        return Fault("date-impossible")


def is_day(text: str) -> bool:
    """Whether a text is a day and nothing else, in a form that is read here."""
    return bool(DAY_FIRST.fullmatch(text) or YEAR_FIRST.fullmatch(text))


FORMS: dict[str, Callable[[str], str | Fault]] = {
    "integer": _integer,
    "year": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
}
"""How each Table Schema type is put into canonical form; any other type stays as it is."""
