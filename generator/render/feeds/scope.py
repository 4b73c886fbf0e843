"""Whom a feed is for: the whole portal, a region with those below it, or one agency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.model.public import Portal, Program, Region
from generator.render.routes import AGENCIES, HOME, REGIONS
from generator.render.zones import region_zone, zones
from generator.settings import Settings


class Scope(NamedTuple):
    """The folder its feeds stand in, its name, its time zone, and its programmes in the order of their source."""

    url: str
    title: str
    zone: str
    programs: tuple[Program, ...]


def scopes(portal: Portal, settings: Settings) -> Iterator[Scope]:
    """The portal, each region that has an agency in it or below it, each agency."""
    yield Scope(HOME, settings.name, settings.timezone, tuple(portal.programs.values()))
    for code, programs in _by_region(portal).items():
        zone = region_zone(portal.regions, code, settings.timezone)
        yield Scope(region_url(code), portal.regions[code].name, zone, tuple(programs))
    by_agency, agency_zones = _by_agency(portal), zones(portal, settings.timezone)
    for key, agency in portal.agencies.items():
        programs = by_agency.get(key, [])
        yield Scope(f"{AGENCIES}{key}/", agency.name, agency_zones[key], tuple(programs))


def region_url(code: str) -> str:
    """The folder of a region's feeds."""
    return f"{REGIONS}{code}/"


def _by_agency(portal: Portal) -> Mapping[str, list[Program]]:
    found: dict[str, list[Program]] = defaultdict(list)
    for program in portal.programs.values():
        found[program.agency].append(program)
    return found


def _by_region(portal: Portal) -> Mapping[str, list[Program]]:
    """The programmes of each region, those of the regions below it included; regions in their source's order."""
    by_agency = _by_agency(portal)
    found: dict[str, list[Program]] = {}
    for agency in portal.agencies.values():
        for region in _upwards(portal.regions, agency.region):
            found.setdefault(region, []).extend(by_agency.get(agency.id, ()))
    return {code: found[code] for code in portal.regions if code in found}


def _upwards(regions: Mapping[str, Region], code: str | None) -> Iterator[str]:
    while code is not None and code in regions:
        yield code
        code = regions[code].parent
