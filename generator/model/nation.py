"""What governments' portals tell the portal above them: public facts, and exact tallies, which are private."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.model.figures import FigureTable
from generator.model.public import Government

Place = tuple[str, int, str]
"""Year (`*`: all of them), Kirkpatrick level and aspect of a figure."""


Count = tuple[str, str]
"""Year, and what is counted: a stage of the funnel, or who was `reached` of how many `staff`."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a government hands back, plain enough for any machine: its facts, the day, and its `tallies`.

    These are the packed moments (`derive.moments`) of each evaluation figure of a year, or of all, that its site shows.
    They are exact, and so never published as they are; `counts` are as its site tells them.
    """

    government: Government
    day: date
    tallies: Mapping[Place, int] = field(default_factory=dict)
    counts: Mapping[Count, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Nation:
    """What all governments told, added up in tables of figures; those of the evaluation come from `telling` of them."""

    governments: tuple[Government, ...]
    tables: Mapping[str, FigureTable]
    telling: int
