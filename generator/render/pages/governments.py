"""The governments that have portals of their own, by province, and what all of them publish added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from generator.model.figures import ALL, ASPECTS, NATION, NATION_COUNTS, Counted, Group, Published, Rate
from generator.model.public import Government
from generator.render import format
from generator.render.pages.figures import level_figures
from generator.render.pages.index import Index
from generator.render.pages.page import Page, Row
from generator.render.pages.paging import Listing, Titled, list_pages
from generator.render.pages.rows import region_name
from generator.render.routes import BORROWED, DATA, GOVERNMENTS, METHOD, Links
from generator.words import words

ELSEWHERE = "lainnya"
Strip = tuple[tuple[str, str, str], ...]


def government_lists(index: Index) -> Iterator[Page]:
    """All governments under their province; no page in a portal that is above none."""
    if not index.portal.governments:
        return iter(())
    said = words("pages")["governments"]
    items = [
        (_province(index, government.id), government) for government in index.portal.governments.values()
    ]
    items.sort(key=lambda item: (item[0].anchor == ELSEWHERE, item[0].anchor, item[1].name))
    listing = Listing(
        GOVERNMENTS,
        BORROWED["daerah"],
        "governments",
        said["title"],
        said["description"],
        partial(_row, index),
        partial(_around, index),
        about=(index.portal.telling,),
    )
    return list_pages(index.routes, listing, items, index.settings.list_page_size)


def governments_strip(index: Index) -> Strip:
    """How many governments there are, and what they offer together."""
    said, all_of = words("pages")["governments"], index.portal.governments.values()
    counts = {
        "count": (len(all_of), None),
        "open": (sum(each.offers.programs for each in all_of), sum(each.programs for each in all_of)),
        "free": (sum(each.offers.mentors for each in all_of), sum(each.mentors for each in all_of)),
        "agencies": (sum(each.agencies for each in all_of), None),
    }
    return tuple(
        (format.whole(count), "" if of is None else said["of"].format(n=format.whole(of)), said[name])
        for name, (count, of) in counts.items()
    )


def _around(index: Index, links: Links, number: int) -> Mapping[str, object]:
    said, portal = words("pages")["governments"], index.portal
    figures = level_figures(_figures(index)) if number == 1 else ()
    return {
        "strip": governments_strip(index) if number == 1 else (),
        "figures": figures,
        "people": _people(index) if number == 1 else (),
        "telling": said["telling"].format(
            telling=format.whole(portal.telling), count=format.whole(len(portal.governments))
        ),
        "method": links.to(METHOD),
        "csv": links.to(f"{DATA}{NATION}.csv"),
    }


def _people(index: Index) -> Strip:
    """How many took part in the newest year that is told of, and who was reached of the staff that is known."""
    table = index.portal.figure_tables.get(NATION_COUNTS)
    years = [year for year in table.values("period") if table.of(period=year)] if table else []
    if table is None or not years:
        return ()
    said, year = words("pages")["governments"]["people"], years[-1]
    told = {
        key[1]: figure.count for key, figure in table.of(period=year).items() if isinstance(figure, Counted)
    }
    strip = [
        (format.whole(told[stage]), "", said[stage].format(year=year))
        for stage in ("registered", "attended", "completed")
        if stage in told
    ]
    if told.get("staff"):
        rate = Rate(told["reached"], told["staff"])
        strip.append(
            (format.decimal(rate.percent), said["per"], said["reach"].format(n=format.whole(rate.whole)))
        )
    return tuple(strip)


def _figures(index: Index) -> Group:
    """What all governments publish of all years, added up, by level and aspect."""
    table = index.portal.figure_tables.get(NATION)
    found = {at: table.cells.get((ALL, *at)) for at in ASPECTS} if table else {}
    return {at: figure for at, figure in found.items() if isinstance(figure, Published)}


def _province(index: Index, code: str) -> Titled:
    """The province that a region's code lies in; of a name that is no region's, none."""
    region = index.portal.regions.get(code)
    if region is None:
        return Titled(words("pages")["governments"]["elsewhere"], ELSEWHERE)
    return Titled(region_name(index, region.parent or code), region.parent or code)


def _row(index: Index, links: Links, government: Government) -> Row:
    said, counted = words("pages")["governments"], words("pages")["counted"]
    return Row(
        href=government.address or links.to(f"{GOVERNMENTS}{government.id}/"),
        title=government.name,
        facts=format.facts(
            counted["agencies"].format(n=format.whole(government.agencies)),
            counted["programs"].format(n=format.whole(government.programs)),
            counted["open"].format(n=format.whole(government.offers.programs)),
            counted["free"].format(n=format.whole(government.offers.mentors)),
        ),
        lead=said["since"].format(day=format.full_day(government.since)) if government.since else "",
    )
