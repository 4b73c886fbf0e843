"""How long answers to forms take, from sending to the decision and to the page."""

from __future__ import annotations

from generator.model.schema import spoken_schema
from generator.render.pages.figures import from_how_many
from generator.render.pages.groups import Named, Panel, Section, bars, highest
from generator.render.pages.index import Index
from generator.words import words

STEPS = ("decided", "shown")


def processing(index: Index) -> Section | None:
    """The mean days of each step, by what the form is for; None where no day was written down."""
    panels = tuple(panel for step in STEPS if (panel := _panel(index, step)))
    said = words("transparency")["processing"]
    return Section("proses", said["title"], said["lead"], panels) if panels else None


def _panel(index: Index, step: str) -> Panel | None:
    table = index.portal.figure_tables.get("processing_days")
    groups: list[Named] = [
        (spoken_schema(str(form)).title, figure)
        for (form, each), figure in (table.cells.items() if table else ())
        if each == step
    ]
    if not groups:
        return None
    said = words("transparency")["processing"]["steps"][step]
    chart = bars(groups, highest(figure for _, figure in groups))
    return Panel(said["title"], said["caption"], chart, f"{from_how_many(groups)} {said['note']}".strip())
