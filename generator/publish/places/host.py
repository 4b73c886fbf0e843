"""What belongs to whoever keeps the place, and is neither counted nor removed."""

from __future__ import annotations

MARK = ".karier-terbit"
"""A file that stands at the place while a run is under way: one that was killed leaves it."""
HALF = f"{MARK}."
"""Begins the name of a file that is not wholly there yet."""
CUSTOM_DOMAIN = "CNAME"
"""Where GitHub notes a branch's own domain."""


def is_the_host_s(path: str) -> bool:
    """True for what stands at the top under a name that begins with a dot, and for a note of a domain."""
    return path == CUSTOM_DOMAIN or (path.startswith(".") and not path.startswith(HALF))
