"""Lighthouse finds nothing to mend; how fast pages are is measured by `make bench-pages`, not tested."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from web_server import Server

from bench.lighthouse import scores

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.parametrize("kind", ["home", "programs", "program", "mentor", "agency"])
def test_a_page_is_rated_without_fault(server: Server, fullest: Mapping[str, str], kind: str) -> None:
    rated = scores(server.root + fullest[kind])
    assert (rated["accessibility"], rated["best-practices"], rated["seo"]) == (100, 100, 100)
