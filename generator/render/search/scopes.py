"""How the index is cut: a bundle for each government, one for what concerns all, two for what is open now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.model.public import Portal, Region
from generator.words import words

SEARCH = "cari/"
SHARED, OPEN, MENTORS = "umum", "terbuka", "mentor"
LOADED_FIRST = (SHARED, OPEN, MENTORS)
"""One of these is what a browser loads first, and takes Pagefind's program from."""
AT_ONCE, STEP = 4, 3
"""Governments that a search can take all of together, and how many at a time of more than these: within 120 KiB."""

GOVERNMENTS = ("provinsi", "kabupaten", "kota")


class Scope(NamedTuple):
    """What a reader may search in: a value of the address, what people read, and the bundles it takes.

    `bundles` stand by the kind of result that is asked for; those of any other kind are under an empty name.
    """

    value: str
    label: str
    bundles: Mapping[str, Sequence[str]]


def government(regions: Mapping[str, Region], code: str) -> str:
    """The code of the province, regency or city that a region belongs to; its own where none is known."""
    seen: set[str] = set()
    found = code
    while (region := regions.get(found)) and region.kind not in GOVERNMENTS and region.parent:
        if found in seen:
            break
        seen.add(found)
        found = region.parent
    return found


def governments(portal: Portal) -> tuple[str, ...]:
    """Every government that has an agency here, by its code."""
    regions = {agency.region for agency in portal.agencies.values()}
    return tuple(sorted({government(portal.regions, code) for code in regions}))


def scopes(portal: Portal) -> tuple[Scope, ...]:
    """What a reader may search in, the first unless they choose; one alone where all is light enough."""
    said, codes = words("search")["scopes"], governments(portal)
    everything = (SHARED, *codes)
    if len(codes) <= AT_ONCE:
        return (Scope("", said["all"], {"": everything}),)
    each = (Scope(code, _name(portal, code), {"": (SHARED, code)}) for code in codes)
    return (
        Scope("", said["open"], {"": (OPEN,), "mentor": (MENTORS,)}),
        *sorted(each, key=lambda scope: (scope.label, scope.value)),
        Scope("semua", said["everything"], {"": everything}),
    )


def _name(portal: Portal, code: str) -> str:
    region = portal.regions.get(code)
    return region.name if region else code
