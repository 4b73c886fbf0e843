"""The list of agencies by region, and a page for each agency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from generator.model.public import Agency, Program
from generator.model.schema import label
from generator.render import format, linked
from generator.render.pages.agency_figures import agency_strip, newest_years, to_improve, to_learn
from generator.render.pages.figures import level_figures
from generator.render.pages.index import Index
from generator.render.pages.merit import aspects
from generator.render.pages.page import Link, Page, Row
from generator.render.pages.paging import Listing, Titled, list_pages, page_of
from generator.render.pages.rows import mentor_row, program_row, region_name, trail
from generator.render.pages.sharing import agency_share
from generator.render.routes import (
    AGENCIES,
    AGENCY,
    COMPETENCY,
    METHOD,
    PLAN,
    PROGRAM,
    PROVIDER,
    TRANSPARENCY,
    Links,
    further_page,
    mail_link,
    phone_link,
    web_link,
)
from generator.render.states import Availability
from generator.words import words

PAST = 3


def agency_lists(index: Index) -> Iterator[Page]:
    """All agencies under their region, with a chip for each region on the first page."""
    said = words("pages")["agencies"]
    items = [(_region(index, agency), agency) for agency in index.portal.agencies.values()]
    items.sort(key=lambda item: item[0].anchor)
    size = index.settings.list_page_size
    starts = tuple(page_of(items, size).items())
    listing = Listing(
        AGENCIES,
        "instansi",
        "agencies",
        said["title"],
        said["description"],
        partial(_row, index),
        lambda links, number: {"chips": _chips(links, starts) if number == 1 and len(starts) > 1 else ()},
        about=starts,
    )
    return list_pages(index.routes, listing, items, size)


def _chips(links: Links, starts: tuple[tuple[Titled, int], ...]) -> tuple[Link, ...]:
    """A way to each region, to the page on which it starts."""
    return tuple(
        Link(region.title, links.to(f"{further_page(AGENCIES, number)}#{region.anchor}"))
        for region, number in starts
    )


def agency_pages(index: Index) -> Iterator[Page]:
    """A page for each agency."""
    years = newest_years(index)
    for agency in index.portal.agencies.values():
        url = index.routes.urls[AGENCY, agency.id]
        description = words("pages")["agency"]["description"].format(name=agency.name)
        view = partial(_view, index, index.routes.links(url), agency, years)
        yield Page(url, "instansi", "agency", agency.name, description, view, about=(agency, *years.items()))


def _view(index: Index, links: Links, agency: Agency, years: Mapping[str, str]) -> dict[str, object]:
    programs = index.agency_programs.get(agency.id, ())
    ahead = [program for program in programs if index.leading[program.id].order[0] < PAST]
    shown = ahead[: index.settings.list_page_size]
    mentors = index.agency_mentors.get(agency.id, ())
    return {
        "linked": linked.agency(index, agency),
        "name": agency.name,
        "lead": _lead(index, agency),
        "crumbs": _crumbs(index, links, agency),
        "strip": _strip(index, agency, programs),
        "goals": format.prose(agency.goals),
        "programs": tuple(program_row(index, links, program) for program in shown),
        "others": tuple(
            Link(program.title, links.row(PROGRAM, program.id))
            for program in (*ahead[len(shown) :], *programs[len(ahead) :])
        ),
        "mentors": tuple(mentor_row(index, links, mentor) for mentor in mentors),
        "method": links.to(METHOD),
        "figures": level_figures(index.portal.figures.of(agency=agency.id)),
        "is_kept": index.keeps_figures,
        "people": agency_strip(index, agency, years),
        "people_title": words("transparency")["agency"]["title"],
        "charts": tuple(
            filter(None, (to_improve(index, agency), to_learn(index, agency), aspects(index, agency.id)))
        ),
        "transparency": links.to(TRANSPARENCY),
        "competencies": _competencies(index, links, programs),
        "units": tuple(
            Link(unit.name, links.row(AGENCY, unit.id)) for unit in index.agency_units.get(agency.id, ())
        ),
        "partners": _partners(index, links, programs),
        "contact": _contact(agency),
        "source": agency.source,
        "share": agency_share(index, links, agency),
        "save": (links.to(PLAN), region_name(index, agency.region)),
    }


def _row(index: Index, links: Links, agency: Agency) -> Row:
    """How many programmes take registrations, and how many mentors have room."""
    counted = words("pages")["counted"]
    taking = sum(
        index.leading[program.id].takes_registrations for program in index.agency_programs.get(agency.id, ())
    )
    mentors = index.agency_mentors.get(agency.id, ())
    free = sum(index.availability[mentor.id] is Availability.ACCEPTING for mentor in mentors)
    return Row(
        href=links.row(AGENCY, agency.id) or "",
        title=agency.name,
        facts=format.facts(
            label("agencies", "kind", agency.kind),
            counted["programs"].format(n=len(index.agency_programs.get(agency.id, ()))),
            counted["open"].format(n=taking) if taking else None,
            counted["mentors"].format(n=len(mentors)) if mentors else None,
            counted["free"].format(n=free) if free else None,
        ),
    )


def _region(index: Index, agency: Agency) -> Titled:
    return Titled(region_name(index, agency.region), f"wilayah-{agency.region.replace('.', '-')}")


def _lead(index: Index, agency: Agency) -> str:
    said = words("pages")["agency"]
    staff = "staff_in" if agency.staff_year is None else "staff_year"
    place = said["place"].format(
        kind=label("agencies", "kind", agency.kind),
        region=region_name(index, agency.region),
        code=agency.region,
    )
    people = format.known(
        agency.staff_count, lambda n: said[staff].format(n=format.whole(n), year=agency.staff_year)
    )
    head = format.known(agency.head_title, lambda title: said["head"].format(title=title))
    return " ".join(format.facts(place, people, head))


def _crumbs(index: Index, links: Links, agency: Agency) -> tuple[Link, ...]:
    parent = index.portal.agencies.get(agency.parent or "")
    return (
        *trail(links, "agencies"),
        *([Link(parent.label, links.row(AGENCY, parent.id))] if parent else []),
    )


def _strip(index: Index, agency: Agency, programs: tuple[Program, ...]) -> tuple[tuple[str, str, str], ...]:
    said = words("pages")["agency_strip"]
    mentors = index.agency_mentors.get(agency.id, ())
    accepting = [mentor for mentor in mentors if index.availability[mentor.id] is Availability.ACCEPTING]
    taking = sum(index.leading[program.id].takes_registrations for program in programs)
    units = len(index.agency_units.get(agency.id, ()))
    places = sum(mentor.free for mentor in accepting)
    figures = (
        (len(programs), taking, said["of"].format(n=format.whole(len(programs))), said["open"]),
        (len(mentors), len(accepting), said["of"].format(n=format.whole(len(mentors))), said["mentors"]),
        (places, places, "", said["places"]),
        (units, units, "", said["units"]),
    )
    return tuple((format.whole(number), suffix, text) for there, number, suffix, text in figures if there)


def _competencies(index: Index, links: Links, programs: tuple[Program, ...]) -> tuple[Link, ...]:
    codes = {item.competency for program in programs for item in index.built_by.get(program.id, ())}
    return tuple(
        Link(competency.name, links.row(COMPETENCY, code))
        for code, competency in index.portal.competencies.items()
        if code in codes
    )


def _partners(
    index: Index, links: Links, programs: tuple[Program, ...]
) -> tuple[tuple[Link, str, str | None], ...]:
    """Providers of the agency's programmes: name and page, kind, and until when the agreement runs."""
    said = words("pages")["agency"]
    ids = dict.fromkeys(program.provider for program in programs if program.provider)
    found = [index.portal.providers[key] for key in ids if key in index.portal.providers]
    return tuple(
        (
            Link(provider.name, links.row(PROVIDER, provider.id)),
            label("providers", "kind", provider.kind),
            said["agreement"].format(day=format.full_day(provider.mou_end)) if provider.mou_end else None,
        )
        for provider in sorted(found, key=lambda provider: provider.name)
    )


def _contact(agency: Agency) -> tuple[tuple[str, Link], ...]:
    said = words("pages")["contact"]
    ways = (
        (said["email"], agency.email, mail_link(agency.email)),
        (said["phone"], format.known(agency.phone, format.phone), phone_link(agency.phone)),
        (said["website"], agency.website, web_link(agency.website)),
    )
    return tuple((term, Link(text, href)) for term, text, href in ways if text)
