"""Values as people read them in Indonesia."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from textwrap import shorten
from typing import NamedTuple, TypeVar

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_group_symbol

from generator.words import language, words

T = TypeVar("T")


class Prose(NamedTuple):
    """Plain text cut for reading: `kind` is `p`, `ul` or `ol`, and each line one paragraph or item."""

    kind: str
    lines: tuple[str, ...]


@lru_cache(maxsize=8192)
def _in_locale(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=_locale(locale))


@cache
def _locale(code: str) -> Locale:
    """Babel's own knowledge of a language, which finding again costs it as much as a date."""
    return Locale.parse(code)


def _pattern(day: date, pattern: str) -> str:
    return _in_locale(day, pattern, language())


def long_day(day: date) -> str:
    """`Selasa, 24 November 2026`."""
    return _pattern(day, "EEEE, d MMMM y")


def full_day(day: date) -> str:
    """`24 November 2026`."""
    return _pattern(day, "d MMMM y")


def short_day(day: date) -> str:
    """`24 Nov 2026`."""
    return _pattern(day, "d MMM y")


def near_day(day: date, today: date) -> str:
    """`Selasa, 24 Nov`, with the year when it is another than today's."""
    return _pattern(day, "EEEE, d MMM" if day.year == today.year else "EEEE, d MMM y")


def tile(day: date) -> tuple[str, str]:
    """Day and month for a date tile: `24`, `Nov`."""
    return _pattern(day, "d"), _pattern(day, "MMM")


def span(first: date, last: date) -> str:
    """`15 Des 2026`, `1–3 Des 2026`, `29 Nov–2 Des 2026` or `28 Des 2026–3 Jan 2027`, both days inclusive."""
    if first == last:
        return short_day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_day(last)}"
    if first.year == last.year:
        return f"{_pattern(first, 'd MMM')}–{short_day(last)}"
    return f"{short_day(first)}–{short_day(last)}"


@cache
def _group_mark(locale: str) -> str:
    return str(get_group_symbol(_locale(locale)))


def whole(number: int) -> str:
    """`36.000`."""
    return f"{number:,}".replace(",", _group_mark(language()))


@lru_cache(maxsize=8192)
def _tenths(number: Decimal, locale: str) -> str:
    return str(format_decimal(number, "0.0", locale=_locale(locale)))


def decimal(number: Decimal) -> str:
    """`4,3`."""
    return _tenths(number, language())


def rupiah(amount: int) -> str:
    """`Rp36.000.000`."""
    return f"Rp{whole(amount)}"


def band(responses: str) -> str:
    """`50–99` for `50-99`, and `1.000 lebih` for `1000+`."""
    if not responses.endswith("+"):
        return responses.replace("-", "–")
    return str(words("pages")["answers"]["and_more"]).format(n=whole(int(responses[:-1])))


def phone(number: str) -> str:
    """A telephone number that does not break over two lines."""
    return number.replace("-", "\u2011").replace(" ", "\u00a0")


def initials(name: str) -> str:
    """The first letters of the first two names, without titles: `LB` for `Dr. Larasati Bumi, M.Si.`."""
    names = [word for word in name.split(",")[0].split() if not word.endswith(".")] or name.split()
    return "".join(word[0].upper() for word in names[:2])


def brief(text: str, length: int) -> str:
    """The first line of a text, cut between words where it is longer."""
    line = text.strip().splitlines()[0] if text.strip() else ""
    return shorten(line, length, placeholder="…") if len(line) > length else line


def facts(*parts: str | None) -> tuple[str, ...]:
    """Those parts that say something."""
    return tuple(part for part in parts if part)


def known(value: T | None, say: Callable[[T], str]) -> str | None:
    """What to say of a value; None when there is none."""
    return None if value is None else say(value)


def pairs(items: Iterable[tuple[str, T | None]]) -> tuple[tuple[str, T], ...]:
    """Terms with their values; what is unknown is left out."""
    return tuple((term, value) for term, value in items if value)


_MARK = re.compile(r"^\s*(?:([0-9]{1,2}[.)])|[-*•–])\s+")


def prose(text: str | None) -> Prose:
    """Plain text for reading: following lines (or `a; b`) are a list, lines set apart are paragraphs."""
    lines = [line.strip() for line in (text or "").strip().splitlines()]
    if len(lines) == 1:
        lines = [f"{item[:1].upper()}{item[1:]}" for item in lines[0].split("; ")]
    if len(lines) < 2 or "" in lines:
        return Prose("p", tuple(line for line in lines if line))
    marks = [_MARK.match(line) for line in lines]
    kind = "ol" if all(mark and mark.group(1) for mark in marks) else "ul"
    return Prose(kind, tuple(_MARK.sub("", line) for line in lines))
