"""What machines read in a page's head: JSON-LD in the words of schema.org. Nothing is said of a person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.model.public import Agency, Competency, Program, Provider, Session
from generator.model.schema import label
from generator.render.pages.index import Index
from generator.render.routes import AGENCY, COMPETENCY, DATA, HOME, PROGRAM, PROVIDER, relative, web_link

Facts = Mapping[str, object]
MODES = {"luring": "Onsite", "daring": "Online", "hibrida": "Blended"}
_SAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def script(facts: Any) -> str:
    """A data block for a page's head, whatever stands in the facts; empty for none."""
    if not facts:
        return ""
    text = _encode({"@context": "https://schema.org", **facts})
    for mark, written in _SAFE.items():
        text = text.replace(mark, written)
    return f'<script type="application/ld+json">{text}</script>'


def site(index: Index) -> Facts:
    """The portal as a WebSite."""
    return {
        "@type": "WebSite",
        "name": index.settings.name,
        "description": index.settings.tagline,
        "url": _address(index, HOME, HOME),
        "inLanguage": "id",
        "publisher": {"@type": "GovernmentOrganization", "name": index.settings.government},
    }


def program(index: Index, item: Program) -> Facts:
    """A programme: a Course with its runs, or a degree study as an EducationalOccupationalProgram."""
    here = index.routes.urls[PROGRAM, item.id]
    runs = [each.session for each in index.standings.get(item.id, ()) if each.session]
    shared = {
        "name": item.title,
        "description": item.summary,
        "url": _address(index, here, here),
        "identifier": item.id,
        "inLanguage": "id",
        "provider": _provider(index, here, item),
        "offers": {"@type": "Offer", "price": item.cost, "priceCurrency": "IDR"},
    }
    if item.track == "pendidikan":
        return _kept({"@type": "EducationalOccupationalProgram", **shared, **_study(item, runs)})
    known = index.portal.competencies
    teaches = [
        known[each.competency].name for each in index.built_by.get(item.id, ()) if each.competency in known
    ]
    return _kept(
        {
            "@type": "Course",
            **shared,
            "isAccessibleForFree": item.cost == 0,
            "educationalLevel": label("programs", "level", item.level),
            "teaches": teaches,
            "hasCourseInstance": [_run(item, each) for each in runs],
        }
    )


def agency(index: Index, item: Agency) -> Facts:
    """An agency as a GovernmentOrganization, with the one above it and the region it serves."""
    here = index.routes.urls[AGENCY, item.id]
    parent, region = index.portal.agencies.get(item.parent or ""), index.portal.regions.get(item.region)
    above = parent and {
        "@type": "GovernmentOrganization",
        "name": parent.name,
        "url": _address(index, here, index.routes.urls[AGENCY, parent.id]),
    }
    return _kept(
        {
            "@type": "GovernmentOrganization",
            "name": item.name,
            "alternateName": item.short_name,
            "url": _address(index, here, here),
            "identifier": item.id,
            "email": item.email,
            "telephone": item.phone,
            "sameAs": web_link(item.website),
            "numberOfEmployees": item.staff_count,
            "parentOrganization": above,
            "areaServed": region
            and {"@type": "AdministrativeArea", "name": region.name, "identifier": region.code},
        }
    )


def competency(index: Index, item: Competency) -> Facts:
    """A competency as a DefinedTerm."""
    here = index.routes.urls[COMPETENCY, item.code]
    return {
        "@type": "DefinedTerm",
        "name": item.name,
        "description": item.description,
        "termCode": item.code,
        "url": _address(index, here, here),
    }


def provider(index: Index, item: Provider) -> Facts:
    """A partner as an EducationalOrganization, with its accreditation as a credential."""
    here = index.routes.urls[PROVIDER, item.id]
    credential = item.accreditation and {
        "@type": "EducationalOccupationalCredential",
        "name": item.accreditation,
    }
    return _kept(
        {
            "@type": "EducationalOrganization",
            "name": item.name,
            "url": _address(index, here, here),
            "identifier": item.id,
            "sameAs": web_link(item.website),
            "hasCredential": credential,
        }
    )


def data_catalog(index: Index, title: str, description: str) -> Facts:
    """The open data as a DataCatalog; DCAT says the rest."""
    return {
        "@type": "DataCatalog",
        "name": title,
        "description": description,
        "url": _address(index, DATA, DATA),
        "publisher": {"@type": "GovernmentOrganization", "name": index.settings.government},
    }


def _run(item: Program, run: Session) -> Facts:
    """A run; its registration is the time in which its offer is valid."""
    cancelled = run.status == "dibatalkan"
    opens, closes = run.registration_opens, run.registration_closes
    offer = {
        "@type": "Offer",
        "price": item.cost,
        "priceCurrency": "IDR",
        "validFrom": opens and opens.isoformat(),
        "validThrough": closes and closes.isoformat(),
    }
    return _kept(
        {
            "@type": "CourseInstance",
            "identifier": run.id,
            "courseMode": MODES.get(item.mode),
            "startDate": run.starts_on.isoformat(),
            "endDate": run.ends_on.isoformat(),
            "location": run.place and {"@type": "Place", "name": run.place},
            "maximumAttendeeCapacity": run.seats,
            "eventStatus": f"https://schema.org/Event{'Cancelled' if cancelled else 'Scheduled'}",
            "offers": _kept(offer),
        }
    )


def _study(item: Program, runs: list[Session]) -> Facts:
    """The next run of a degree study, whose dates stand with the study itself."""
    told: dict[str, object] = {
        "educationalProgramMode": MODES.get(item.mode),
        "maximumEnrollment": item.quota,
    }
    if runs:
        opens, closes = runs[0].registration_opens, runs[0].registration_closes
        told |= {
            "startDate": runs[0].starts_on.isoformat(),
            "endDate": runs[0].ends_on.isoformat(),
            "applicationStartDate": opens and opens.isoformat(),
            "applicationDeadline": closes and closes.isoformat(),
        }
    return told


def _provider(index: Index, here: str, item: Program) -> Facts | None:
    found = index.portal.agencies.get(item.agency)
    if found is None:
        return None
    url = _address(index, here, index.routes.urls[AGENCY, found.id])
    return {"@type": "GovernmentOrganization", "name": found.name, "url": url}


def _kept(facts: Mapping[str, object]) -> Facts:
    """The facts that are known; a zero is one."""
    return {name: value for name, value in facts.items() if value or value == 0}


def _address(index: Index, here: str, url: str) -> str:
    """A page's whole address, or the way to it from the page `here` where the portal knows none."""
    return index.routes.absolute(url) or relative(here, url)
