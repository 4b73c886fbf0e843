"""The list of partners that give training, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from urllib.parse import urlencode

from generator.model.figures import ASPECTS, Group, Published, Suppressed
from generator.model.public import Program, Provider
from generator.model.schema import label, spoken_schema
from generator.render import format, linked
from generator.render.pages.figures import level_figures
from generator.render.pages.index import Index
from generator.render.pages.page import Link, Page, Row
from generator.render.pages.paging import Listing, Titled, list_pages
from generator.render.pages.rows import agency_label, program_row, trail
from generator.render.routes import AGENCY, METHOD, PROGRAM, PROVIDER, PROVIDERS, Links, web_link
from generator.render.search.scopes import SEARCH
from generator.words import words

SHOWN, LINKED = 10, 60
"""How many programmes are told as rows, and up to which one by a link alone."""
FIGURES = "figures_by_provider"


def provider_lists(index: Index) -> Iterator[Page]:
    """All partners under their kind."""
    said = words("pages")["providers"]
    kinds = list(spoken_schema("providers").field("kind").labels)
    items = [
        (Titled(label("providers", "kind", provider.kind), provider.kind), provider)
        for provider in sorted(
            index.portal.providers.values(), key=lambda each: (kinds.index(each.kind), each.name)
        )
    ]
    listing = Listing(
        PROVIDERS, "penyelenggara", "providers", said["title"], said["description"], partial(_row, index)
    )
    return list_pages(index.routes, listing, items, index.settings.list_page_size)


def provider_pages(index: Index) -> Iterator[Page]:
    """A page for each partner."""
    for provider in index.portal.providers.values():
        url = index.routes.urls[PROVIDER, provider.id]
        description = words("pages")["provider"]["description"].format(name=provider.name)
        view = partial(_view, index, index.routes.links(url), provider)
        yield Page(url, "penyelenggara", "provider", provider.name, description, view, about=(provider,))


def agreement(provider: Provider, today: date) -> str | None:
    """The term of a partner's agreement, told so that it stays true on whatever day it is read; None if unknown."""
    start, end = provider.mou_start, provider.mou_end
    if end and end < today:
        which = "ended"
    elif start and start > today and not end:
        which = "ahead"
    elif start and end:
        which = "term"
    elif start or end:
        which = "from" if start else "until"
    else:
        return None
    said: str = words("pages")["agreement"][which]
    return said.format(start=format.known(start, format.full_day), end=format.known(end, format.full_day))


def _view(index: Index, links: Links, provider: Provider) -> dict[str, object]:
    programs = index.provider_programs.get(provider.id, ())
    agencies = dict.fromkeys(program.agency for program in programs)
    return {
        "linked": linked.provider(index, provider),
        "name": provider.name,
        "lead": _lead(provider, len(programs), len(agencies)),
        "crumbs": trail(links, "providers"),
        "facts": _facts(provider, index.today),
        "website": Link(provider.website or "", web_link(provider.website)),
        "programs": tuple(program_row(index, links, program) for program in programs[:SHOWN]),
        "others": (
            *(Link(each.title, links.row(PROGRAM, each.id)) for each in programs[SHOWN:LINKED]),
            *_search(links, provider, programs),
        ),
        "figures": level_figures(_figures(index, provider)),
        "is_kept": index.keeps_figures,
        "method": links.to(METHOD),
        "agencies": tuple(Link(agency_label(index, key), links.row(AGENCY, key)) for key in agencies),
        "source": provider.source,
    }


def _lead(provider: Provider, programs: int, agencies: int) -> str:
    said: str = words("pages")["provider"]["serves" if programs else "serves_none"]
    return said.format(
        kind=label("providers", "kind", provider.kind),
        programs=format.whole(programs),
        agencies=format.whole(agencies),
    )


def _facts(provider: Provider, today: date) -> tuple[tuple[str, str], ...]:
    said = words("pages")["provider_facts"]
    return format.pairs(
        (
            (said["accreditation"], provider.accreditation),
            (said["agreement"], agreement(provider, today)),
            (said["number"], provider.mou_number),
        )
    )


def _search(links: Links, provider: Provider, programs: tuple[Program, ...]) -> Iterator[Link]:
    """The way to all of them, where they are more than a page of 25 KiB can hold."""
    if len(programs) > LINKED:
        said: str = words("pages")["competency"]["program"]
        asked = urlencode({"jenis": "program", "q": provider.name})
        yield Link(said.format(n=format.whole(len(programs))), f"{links.to(SEARCH)}?{asked}")


def _figures(index: Index, provider: Provider) -> Group:
    """What was rated of its programmes, by level and aspect."""
    table = index.portal.figure_tables.get(FIGURES)
    found = {at: table.cells.get((provider.id, *at)) for at in ASPECTS} if table else {}
    return {at: figure for at, figure in found.items() if isinstance(figure, Published | Suppressed)}


def _row(index: Index, links: Links, provider: Provider) -> Row:
    counted = words("pages")["counted"]
    programs = index.provider_programs.get(provider.id, ())
    taking = sum(index.leading[program.id].takes_registrations for program in programs)
    term = agreement(provider, index.today)
    return Row(
        href=links.row(PROVIDER, provider.id) or "",
        title=provider.name,
        facts=format.facts(
            counted["programs"].format(n=format.whole(len(programs))) if programs else None,
            counted["open"].format(n=format.whole(taking)) if taking else None,
            provider.accreditation,
        ),
        lead=words("pages")["provider_row"].format(term=f"{term[:1].lower()}{term[1:]}") if term else "",
    )
