"""Evaluation figures as people read them, a bar table a Kirkpatrick level; a hidden one has no number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.model.figures import Estimate, Figure, Group, Published, Rate
from generator.model.schema import spoken_schema
from generator.render import format
from generator.words import words

LOW_RATING = Decimal("3.5")
SCORES = frozenset({"pre_score", "post_score"})


class Bar(NamedTuple):
    """One row of a bar table; a hidden one has neither percent nor value."""

    label: str
    percent: int | None
    value: str | None
    is_low: bool


class LevelFigures(NamedTuple):
    """The figures of one level; no bars when every one of them is hidden."""

    level: int
    title: str
    caption: str
    bars: tuple[Bar, ...]
    note: str


def level_figures(group: Group) -> tuple[LevelFigures, ...]:
    """The levels that somebody answered, in order."""
    levels: dict[int, list[tuple[str, Figure]]] = {}
    for (level, aspect), figure in group.items():
        levels.setdefault(level, []).append((aspect, figure))
    return tuple(_level(level, figures) for level, figures in levels.items())


def how_many(figure: object) -> str | None:
    """From how many a figure comes: a band, or of a rate the number rounded to fives; None when it is hidden."""
    if isinstance(figure, Published | Estimate):
        return format.band(figure.responses)
    return format.whole(figure.whole) if isinstance(figure, Rate) else None


def from_how_many(told: Iterable[tuple[str, object]], whom: str = "answers") -> str:
    """From how many answers (or people: `whom`) published figures come; by name where they differ."""
    said = words("pages")[whom]
    published = [(name, many) for name, each in told if (many := how_many(each))]
    bands = {band for _, band in published}
    if len(bands) < 2:
        return str(said["one"]).format(band=bands.pop()) if bands else ""
    return str(said["many"]).format(bands="; ".join(f"{name} {band}" for name, band in published))


def fewest_to_most(told: Iterable[object]) -> str | None:
    """From how many answers the figures of one table row come: `10–19 sampai 50–99`; None where all are hidden."""
    bands = sorted(
        {each.responses for each in told if isinstance(each, Published | Estimate)},
        key=lambda band: int(band.rstrip("+").partition("-")[0]),
    )
    if not bands:
        return None
    said: str = words("pages")["answers"]["range"]
    least, most = format.band(bands[0]), format.band(bands[-1])
    return least if least == most else said.format(least=least, most=most)


def value(figure: Figure | None) -> str | None:
    """A figure's mean for a table cell; None when it is hidden or there is none."""
    return format.decimal(figure.mean) if isinstance(figure, Published) else None


def aspect_title(aspect: str) -> str:
    """What people call an aspect that is rated."""
    return spoken_schema("evaluations").field(aspect).title


def _level(level: int, figures: Sequence[tuple[str, Figure]]) -> LevelFigures:
    text = words("pages")["levels"][level]
    bars = [_bar(aspect, figure) for aspect, figure in figures]
    told = [(bar.label, figure) for bar, (_, figure) in zip(bars, figures, strict=True) if bar.value]
    return LevelFigures(
        level=level,
        title=text["title"],
        caption=text["caption"],
        bars=tuple(bars) if told else (),
        note=from_how_many(told),
    )


def _bar(aspect: str, figure: Figure) -> Bar:
    if not isinstance(figure, Published):
        return Bar(aspect_title(aspect), None, None, False)
    scale = 1 if aspect in SCORES else 20
    is_low = aspect not in SCORES and figure.mean < LOW_RATING
    return Bar(aspect_title(aspect), int(figure.mean * scale), format.decimal(figure.mean), is_low)
