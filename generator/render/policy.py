"""What a page may load and run: its Content-Security-Policy, and the same as headers for a web host.

Every page carries the policy in a `<meta>`, so that it holds on any host; a host adds what a `<meta>` cannot say.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

SEARCH = "'wasm-unsafe-eval'"
"""What the search's own engine needs beside 'self'; only its page allows it."""
HEADERS = "_headers"
"""The file that Netlify, Cloudflare Pages and their like read headers from."""

_SOURCES = {
    "default-src": "'none'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
_OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def policies(partials: Path, styles: Iterable[str]) -> dict[str, str]:
    """The policy of all pages and that of the search page, which may use the house's own inline scripts and `styles`.

    `partials` holds those scripts, one a file, as the frame includes them.
    """
    scripts = [_hash(path.read_text("utf-8")) for path in sorted(partials.glob("*.js"))]
    sheets = [_hash(style) for style in styles]
    return {"policy": _policy(scripts, sheets), "search_policy": _policy([SEARCH, *scripts], sheets)}


def host_headers(search_policy: str) -> dict[str, str]:
    """The headers of every answer. Policies add up, so this one is as wide as the widest page's own."""
    return {"Content-Security-Policy": f"{search_policy}; frame-ancestors 'none'", **_OTHERS}


def headers_file(search_policy: str, immutable: Iterable[str]) -> bytes:
    """The `_headers` file: those of every answer, then how long each file named after its content may be kept."""
    paths = {
        "/*": host_headers(search_policy),
        **{
            f"/{path}": {"Cache-Control": "public, max-age=31536000, immutable"} for path in sorted(immutable)
        },
    }
    return "".join(_entry(path, headers) for path, headers in paths.items()).encode()


def _entry(path: str, headers: Mapping[str, str]) -> str:
    return f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())


def _policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    own = {"style-src": styles, "script-src": scripts}
    sources = _SOURCES | {name: " ".join(["'self'", *hashes]) for name, hashes in own.items()}
    return "; ".join(f"{name} {value}" for name, value in sources.items())


def _hash(text: str) -> str:
    """As a browser takes it of the text between the tags; Jinja drops a file's last line break."""
    digest = hashlib.sha256(text.removesuffix("\n").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
