"""Which ids make safe addresses: the pattern stands in the schemas, the reserved names here."""

from __future__ import annotations

PORTS = tuple(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))
RESERVED = frozenset(("index", "halaman", "con", "prn", "aux", "nul", *PORTS))
"""Names that Windows or the portal's own pages keep for themselves."""


def is_reserved(identifier: str) -> bool:
    """True for an id that may not become a folder, in any case: `con`, `index`, `nul.x` …"""
    return identifier.lower().partition(".")[0] in RESERVED


def slug(code: str) -> str:
    """The address of a competency code: lower case, all else as it is."""
    return code.lower()
