"""Who rated, how far they agree, and which evaluations are still to come: parts of the evaluation page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from generator.model.figures import ALL, ASPECTS, AnyFigure, Group, Published, tenths
from generator.model.schema import spoken_schema
from generator.render import format
from generator.render.due import ASKED
from generator.render.pages.figures import SCORES, aspect_title, from_how_many
from generator.render.pages.groups import Cell, Line, Named, Panel, Table, bars, cell, many_cell
from generator.render.pages.index import Index
from generator.render.pages.page import Badge, Link
from generator.render.pages.rows import agency_label
from generator.render.routes import AGENCY, PROGRAM, PROVIDER, Links
from generator.words import words

FIVE, HUNDRED = Decimal(5), Decimal(100)
NO_AGREEMENT = Decimal(2)
"""The variance of ratings from 1 to 5 that are given by chance: (5² - 1) / 12."""
LATE_SHOWN = 10
LISTED = 40
"""Providers and owners that the page names; the data file has all."""
STATES = ("answered", "ahead", "due", "overdue")
RATED = ((1, "material"), (1, "trainer"), (3, "applied"))


def respondents(index: Index) -> tuple[Panel, ...]:
    """Behaviour and results as participants, superiors and mentors rate them, apart."""
    table = index.portal.figure_tables.get("figures_by_respondent")
    said = words("transparency")["raters"]
    panels = []
    for level, aspect in ((3, "applied"), (4, "impact")):
        kinds = spoken_schema("evaluations").field("respondent_kind").labels
        groups: list[Named] = [
            (name, figure)
            for kind, name in kinds.items()
            if table and (figure := table.cells.get((kind, level, aspect)))
        ]
        if len(groups) > 1:
            note = f"{from_how_many(groups)} {said['note']}".strip()
            panels.append(Panel(aspect_title(aspect), said["caption"], bars(groups, FIVE), note))
    return tuple(panels)


def responses(index: Index) -> tuple[Panel, ...]:
    """Answers at each level for every hundred who attended, all years in one."""
    table = index.portal.figure_tables.get("response_rates")
    said, names = words("transparency")["response"], words("transparency")["program"]["levels"]
    groups: list[Named] = [
        (name, figure) for level, name in names.items() if table and (figure := table.cells.get((level,)))
    ]
    note = f"{from_how_many(groups, 'attendances')} {said['note']}".strip()
    return (Panel(said["title"], said["caption"], bars(groups, HUNDRED), note),) if groups else ()


def gain(group: Group) -> str:
    """The sentence on how mean test scores moved; empty where one of them is hidden or not there."""
    before, after = group.get((2, "pre_score")), group.get((2, "post_score"))
    if not isinstance(before, Published) or not isinstance(after, Published):
        return ""
    said, points = words("transparency"), after.mean - before.mean
    return str(said["gain"]).format(
        direction=said["directions"]["down" if points < 0 else "up"],
        points=format.decimal(abs(points)),
        before=format.decimal(before.mean),
        after=format.decimal(after.mean),
    )


def agreement(index: Index) -> Table | None:
    """The spread of ratings and how far raters agree, aspect by aspect, in all years.

    Agreement is r_WG: how much less ratings vary than if they were given by chance (James, Demaree and Wolf,
    Journal of Applied Psychology 69, 1984); of the published spread, so it tells nothing that it does not.
    """
    table = index.portal.figure_tables.get("spread")
    found = {aspect: table.cells.get((ALL, level, aspect)) for level, aspect in ASPECTS} if table else {}
    lines = tuple(
        Line(
            Link(aspect_title(aspect), None),
            (_spread(figure), _agreement(aspect, figure), _responses(figure)),
        )
        for aspect, figure in found.items()
        if figure
    )
    said = words("transparency")["spread"]
    return Table(said["caption"], tuple(said["heads"]), lines, said["title"]) if lines else None


def due_lines(index: Index, program: str) -> tuple[tuple[str, str, Badge], ...]:
    """Each level of a programme's evaluation: what it is called, since when it is asked, and where it stands."""
    said = words("transparency")["program"]
    return tuple(
        (said["levels"][each.level], format.short_day(each.since), Badge(**said["states"][each.state]))
        for each in index.due.get(program, ())
    )


def schedule(index: Index, links: Links) -> tuple[Table, ...]:
    """How many programmes stand where at each level, and those whose evaluation is the longest overdue."""
    found = [(each, program) for program, levels in index.due.items() for each in levels]
    if not found:
        return ()
    said, names = words("transparency")["schedule"], words("transparency")["program"]["levels"]
    counts = Counter((each.level, each.state) for each, _ in found)
    standing = tuple(
        Line(
            Link(names[level], None),
            tuple(Cell(format.whole(counts[level, state]), False) for state in STATES),
        )
        for level in ASKED
    )
    late = [pair for pair in found if pair[0].state == "overdue"]
    late.sort(key=lambda pair: (pair[0].since, pair[1], pair[0].level))
    lines = tuple(
        Line(
            Link(index.portal.programs[program].title, links.row(PROGRAM, program)),
            (Cell(names[each.level], False), Cell(format.short_day(each.since), False)),
        )
        for each, program in late[:LATE_SHOWN]
    )
    caption = said["late"].format(n=format.whole(len(late)), shown=len(lines))
    overdue = Table(caption, tuple(said["late_heads"]), lines, said["late_title"])
    return (Table(said["caption"], tuple(said["heads"]), standing), *([overdue] if lines else []))


def partners(index: Index, links: Links) -> tuple[Table, ...]:
    """What was rated of the programmes of each provider, and of each agency that owns some."""
    providers = {
        key: Link(each.name, links.row(PROVIDER, key)) for key, each in index.portal.providers.items()
    }
    owners = {
        key: Link(agency_label(index, key), links.row(AGENCY, key))
        for key in index.portal.agencies
        if index.agency_programs.get(key)
    }
    told = (
        ("provider", dict(list(providers.items())[:LISTED])),
        ("organizer", dict(list(owners.items())[:LISTED])),
    )
    made = (_rated(index, name, named) for name, named in told)
    return tuple(table for table in made if table.lines)


def _rated(index: Index, name: str, named: Mapping[str, Link]) -> Table:
    table = index.portal.figure_tables.get(f"figures_by_{name}")
    said = words("transparency")["partners"]
    lines = tuple(
        Line(link, (*map(cell, told), many_cell(told)))
        for key, link in named.items()
        for told in [[table.cells.get((key, *aspect)) if table else None for aspect in RATED]]
        if any(told)
    )
    count = words("pages")["answers"]["count"]
    heads = (said[name], *(aspect_title(aspect) for _, aspect in RATED), count)
    return Table(said["caption"], heads, lines, said["summary"].format(by=said[name].lower()))


def _spread(figure: AnyFigure) -> Cell:
    if isinstance(figure, Published) and figure.spread is not None:
        return Cell(format.decimal(figure.spread), False)
    return Cell(None, not isinstance(figure, Published))


def _agreement(aspect: str, figure: AnyFigure) -> Cell:
    """Of ratings from 1 to 5 alone: a test score has no scale that chance would fill evenly."""
    if not isinstance(figure, Published) or figure.spread is None:
        return cell(figure)
    if aspect in SCORES:
        return Cell(None, False)
    return Cell(format.decimal(max(Decimal(), tenths(1 - figure.spread**2 / NO_AGREEMENT))), False)


def _responses(figure: AnyFigure) -> Cell:
    return Cell(format.band(figure.responses), False) if isinstance(figure, Published) else cell(figure)
