"""QR codes, drawn as a page can hold them: no script, no style of their own."""

from __future__ import annotations

from functools import lru_cache

import segno
from markupsafe import Markup

MASK = 2
"""One of the eight patterns that a code may have; trying them all for the prettiest costs five times as much."""
QUIET_MODULES = 4


@lru_cache(maxsize=64)
def qr_svg(text: str) -> Markup:
    """A QR code of the text as an `<svg>` without a size, black on nothing, with the quiet zone it needs."""
    code = segno.make_qr(text, error="m", mask=MASK)
    return Markup(code.svg_inline(border=QUIET_MODULES, omitsize=True, svgclass=None, lineclass=None))
