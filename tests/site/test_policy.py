"""Every page says what it may run, nothing in it needs more, and a host can say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from documents import Document
from visits import Tab
from web_server import Server, read_headers

RECIPE = Path(__file__).parents[2] / "docs/recipes/nginx-headers.conf"
LEADING = re.compile(
    r'<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="([^"]+)">'
)
SEARCH_PAGE = "cari/"


def test_every_page_begins_with_its_policy(site: Path, documents: Mapping[str, Document]) -> None:
    for path in site.rglob("*.html"):
        found = LEADING.search(path.read_text("utf-8"))
        assert found, path
        assert "default-src 'none'" in found[1]
        assert "'self'" in found[1]
        assert "unsafe-inline" not in found[1]
        is_search = path.relative_to(site).as_posix().startswith(SEARCH_PAGE)
        assert ("wasm-unsafe-eval" in found[1]) == is_search, path


def test_no_page_has_a_style_or_a_handler_of_its_own(documents: Mapping[str, Document]) -> None:
    held = [(url, name) for url, document in documents.items() for name in document.attributes]
    assert [(url, name) for url, name in held if name == "style" or name.startswith("on")] == []


def test_the_headers_allow_what_the_widest_page_allows_and_forbid_frames(site: Path) -> None:
    headers = read_headers(site)
    assert "'wasm-unsafe-eval'" in headers["/*"]["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["/*"]["Content-Security-Policy"]
    for path, wanted in headers.items():
        assert path == "/*" or ("immutable" in wanted["Cache-Control"] and (site / path[1:]).is_file()), path
    lasting = {f"/{path.relative_to(site).as_posix()}" for path in (site / "assets").glob("*.????????.*")}
    assert lasting
    assert lasting <= set(headers)


def test_the_recipe_for_nginx_says_the_same(site: Path) -> None:
    told = re.findall(r'^add_header (\S+) "([^"]*)" always;$', RECIPE.read_text("utf-8"), re.M)
    assert dict(told) == read_headers(site)["/*"], (
        "copy the headers of a built site's _headers into the recipe"
    )


@pytest.mark.browser
@pytest.mark.parametrize("address", ["program/", "tentang/"])
def test_what_slips_into_a_page_is_not_run(tab: Tab, server: Server, address: str) -> None:
    seen = tab.open(server.root + address)
    assert seen.complaints == []
    with seen.page.expect_console_message(lambda said: "script-src-attr" in said.text):
        seen.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=ran=1>')")
    assert seen.page.evaluate("typeof ran") == "undefined"
