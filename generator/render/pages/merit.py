"""What decisions go along with, what follows an appraisal, and how far appraisals and the merit system have come."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from generator.model.figures import ALL, AnyFigure, Estimate, FigureTable
from generator.model.schema import spoken_schema
from generator.render import format
from generator.render.pages.figures import Bar, from_how_many
from generator.render.pages.flow import newest_first
from generator.render.pages.groups import Cell, Line, Named, Panel, Section, Table, bars, cell, many_cell
from generator.render.pages.index import Index
from generator.render.pages.page import Link
from generator.words import words

FACTORS = ("performance_band", "competency_fit", "tenure_band")
WEAK, STRONG = Decimal("0.3"), Decimal("0.6")
"""Where an association is called weak or strong: a rough rule for reading, no test."""
KINDS = tuple(spoken_schema("decisions").field("kind").labels)
PREDICATES = ("very_good", "good", "needs_improvement", "poor", "very_poor")
HUNDRED = Decimal(100)


def association(index: Index) -> Section | None:
    """How closely promotion goes along with performance, competence and tenure; in words and year by year."""
    table = index.portal.figure_tables.get("associations")
    if table is None or not table.cells:
        return None
    said = words("transparency")["merit"]
    groups = [
        (said["factors"][factor], table.cells[ALL, factor])
        for factor in FACTORS
        if (ALL, factor) in table.cells
    ]
    bands = {figure.responses for _, figure in groups if isinstance(figure, Estimate)}
    note = said["note"].format(responses=format.band(bands.pop())) if bands else ""
    panel = Panel(said["title"], said["caption"], tuple(_strength(*group) for group in groups), note)
    texts = [(said[part], tuple(said[f"{part}_text"])) for part in ("proves", "not_proves")]
    if sentence := _concentration(index):
        texts[0] = (texts[0][0], (*texts[0][1], sentence))
    return Section("merit", said["title"], said["lead"], (panel,), tuple(texts), folded=(_intervals(table),))


def decided(index: Index) -> Section | None:
    """The flow from predicate to decision, what follows a low one, and what came after programmes."""
    tables, said = index.portal.figure_tables, words("transparency")["flow"]
    counts = tables.get("decision_figures")
    if counts is None or not counts.cells:
        return None
    flows = tuple(_flow(counts, factor) for factor in FACTORS)
    panels = tuple(filter(None, (_follow_up(tables.get("follow_up")),)))
    outcomes = (_outcomes(tables["outcomes"]),) if "outcomes" in tables else ()
    return Section("keputusan", said["title"], said["lead"], panels, (), flows[:1], (*flows[1:], *outcomes))


def appraisals(index: Index) -> Section | None:
    """How many were appraised in each round, and with which predicate."""
    tables, said = index.portal.figure_tables, words("transparency")["reviews"]
    rounds = tables.get("review_figures")
    periods = newest_first(rounds)
    groups: list[Named] = [
        (period, figure) for period in periods if rounds and (figure := rounds.cells.get((period, ALL)))
    ]
    if not groups:
        return None
    note = f"{_calendar(index, periods)} {from_how_many(groups, 'staff')}".strip()
    chart = Panel(said["title"], said["caption"], bars(groups, HUNDRED), note)
    folded = (_predicates(tables["review_predicates"], periods),) if "review_predicates" in tables else ()
    return Section("penilaian", said["title"], "", (chart,), folded=folded)


def _calendar(index: Index, periods: tuple[str, ...]) -> str:
    """The sentence on when each round had to be done: the last day that any agency had."""
    table, said = index.portal.tables.get("reviews"), words("transparency")["reviews"]
    names = [field.name for field in table.schema.fields] if table else []
    last: dict[str, date] = {}
    for row in table.rows if table else ():
        of = dict(zip(names, row, strict=True))
        period, due = str(of["period"]), of["due_on"]
        if period in periods and isinstance(due, date):
            last[period] = max(due, last.get(period, due))
    days = "; ".join(said["due"].format(period=each, day=format.full_day(last[each])) for each in last)
    return str(said["calendar"]).format(days=days) if days else ""


def aspects(index: Index, agency: str = "") -> Panel | None:
    """The eight aspects of the merit system in the newest year: of one agency, or on average of all."""
    rows = index.merit.get(agency, ()) if agency else (row for each in index.merit.values() for row in each)
    scores: defaultdict[int, defaultdict[str, dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    for whose, year, aspect, score in rows:
        scores[int(str(year))][str(aspect)][str(whose)] = Decimal(str(score))
    if not scores:
        return None
    year, said = max(scores), words("transparency")
    labels = spoken_schema("merit_aspects").field("aspect").labels
    means = {label: _mean(scores[year][code]) for code, label in labels.items() if code in scores[year]}
    top = max(HUNDRED, *means.values())
    chart = tuple(
        Bar(name, int(100 * mean / top), format.decimal(mean), False) for name, mean in means.items()
    )
    if agency:
        own = said["agency"]
        title, caption = own["merit"].format(year=year), own["merit_caption"].format(year=year)
        return Panel(title, caption, chart, own["merit_note"])
    agencies = {whose for each in scores[year].values() for whose in each}
    lead = said["aspects"]["lead"].format(n=len(agencies), year=year)
    return Panel(said["aspects"]["title"], said["aspects"]["caption"].format(year=year), chart, lead)


def _mean(scores: dict[str, Decimal]) -> Decimal:
    return sum(scores.values(), Decimal()) / len(scores)


def _strength(name: str, figure: AnyFigure) -> Bar:
    """A bar as long as the association is close, with its number and word."""
    if not isinstance(figure, Estimate):
        return Bar(name, None, None, False)
    said = words("transparency")["merit"]
    word = (
        "against"
        if figure.value < 0
        else "weak"
        if figure.value < WEAK
        else "medium"
        if figure.value < STRONG
        else "strong"
    )
    text = said["value"].format(value=format.decimal(figure.value), word=said["words"][word])
    return Bar(name, max(0, int(100 * figure.value)), text, False)


def _intervals(table: FigureTable) -> Table:
    said = words("transparency")
    years = tuple(reversed(newest_first(table)))
    told = {factor: [table.cells.get((year, factor)) for year in (*years, ALL)] for factor in FACTORS}
    lines = [
        Line(Link(said["merit"]["factors"][factor], None), tuple(map(_interval, figures)))
        for factor, figures in told.items()
    ]
    many = tuple(map(many_cell, zip(*told.values(), strict=True)))
    lines.append(Line(Link(said["merit"]["count"], None), many))
    return Table(
        said["merit"]["table"], (said["group"], *years, said["all_years"]), tuple(lines), said["by_year"]
    )


def _interval(figure: AnyFigure | None) -> Cell:
    if not isinstance(figure, Estimate) or figure.low is None or figure.high is None:
        return cell(figure)
    low, value, high = map(format.decimal, (figure.low, figure.value, figure.high))
    return Cell(words("transparency")["merit"]["interval"].format(value=value, low=low, high=high), False)


def _concentration(index: Index) -> str:
    table = index.portal.figure_tables.get("concentration")
    figure = table.cells.get((ALL,)) if table else None
    if not isinstance(figure, Estimate):
        return ""
    said: str = words("transparency")["merit"]["concentration"]
    return said.format(share=figure.value, responses=format.band(figure.responses))


def _flow(counts: FigureTable, factor: str) -> Table:
    """Every band's decisions, each kind and all."""
    schema, said = spoken_schema("decisions"), words("transparency")["flow"]
    labels, kinds, title = (
        schema.field(factor).labels,
        schema.field("kind").labels,
        schema.field(factor).title,
    )
    at, lines = counts.dimensions.index(factor), []
    for code, label in labels.items():
        key = tuple([code if place == at else ALL for place in range(len(counts.dimensions))])
        found = [counts.cells.get((*key[:2], kind, *key[3:])) for kind in (*KINDS, ALL)]
        if any(found):
            lines.append(Line(Link(label, None), tuple(map(cell, found))))
    summary = said["by"].format(factor=title.lower())
    return Table(said["caption"], (title, *kinds.values(), said["total"]), tuple(lines), summary)


def _follow_up(table: FigureTable | None) -> Panel | None:
    said = words("transparency")["flow"]
    found = [(said["steps"][step], table.cells.get((ALL, step))) for step in said["steps"]] if table else []
    groups = [(name, figure) for name, figure in found if figure]
    if not groups:
        return None
    note = f"{said['follow_up_note']} {from_how_many(groups, 'staff')}".strip()
    return Panel(said["follow_up"], said["follow_up_caption"], bars(groups, HUNDRED), note)


def _outcomes(table: FigureTable) -> Table:
    schema, said = spoken_schema("decisions"), words("transparency")["flow"]
    labels = {**schema.field("lag_band").labels, "tanpa": said["no_program"]}
    lines = tuple(
        Line(Link(label, None), tuple(cell(table.cells.get((ALL, lag, kind))) for kind in (*KINDS, ALL)))
        for lag, label in labels.items()
        if (ALL, lag, ALL) in table.cells
    )
    heads = (said["lag_head"], *schema.field("kind").labels.values(), said["total"])
    return Table(said["lag_caption"], heads, lines, said["lag"])


def _predicates(table: FigureTable, periods: tuple[str, ...]) -> Table:
    schema, said = spoken_schema("reviews"), words("transparency")["reviews"]
    named = {**{name: schema.field(name).title for name in PREDICATES}, "tanpa": said["unrated"]}
    lines = tuple(
        Line(Link(label, None), tuple(cell(table.cells.get((period, ALL, name))) for period in periods))
        for name, label in named.items()
        if any((period, ALL, name) in table.cells for period in periods)
    )
    return Table(said["predicates"], (said["predicate"], *periods), lines, said["summary"])
