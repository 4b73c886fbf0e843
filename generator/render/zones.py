"""The time zone in which an agency's days are meant: its region's, or that of the region above, or the portal's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from generator.model.public import Portal, Region

SAMPLE = datetime(2026, 1, 1)
"""Indonesia's zones know no summer time, so that any day tells their offset."""


def zones(portal: Portal, default: str) -> dict[str, str]:
    """The IANA name of each agency's time zone, by the agency's id."""
    return {
        agency.id: region_zone(portal.regions, agency.region, default) for agency in portal.agencies.values()
    }


def region_zone(regions: Mapping[str, Region], code: str, default: str) -> str:
    """The IANA name of a region's time zone."""
    region = regions.get(code)
    while region is not None and region.timezone is None:
        region = regions.get(region.parent or "")
    return region.timezone or default if region else default


@cache
def offset_minutes(zone: str) -> int:
    """By how many minutes a zone is ahead of UTC: 420 for WIB, 480 for WITA, 540 for WIT."""
    offset = ZoneInfo(zone).utcoffset(SAMPLE)
    return int(offset.total_seconds()) // 60 if offset else 0
