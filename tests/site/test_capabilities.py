"""What the coverage table says answers a line of the essays stands in the demonstration site."""

from __future__ import annotations

import re
from pathlib import Path

TABLE = Path(__file__).parents[2] / "docs/capabilities.md"


def test_every_page_and_file_that_is_named_exists(site: Path) -> None:
    named = set(re.findall(r"`/([^`]*)`", TABLE.read_text("utf-8")))
    assert len(named) > 10
    for address in named:
        page = f"{address}index.html" if not address or address.endswith("/") else address
        assert list(site.glob(re.sub("<[^>]*>", "*", page))), address


def test_no_table_of_open_data_is_named_without_its_rows(site: Path) -> None:
    for address in re.findall(r"`/(data/[a-z_]+\.csv)`", TABLE.read_text("utf-8")):
        assert len((site / address).read_text("utf-8").splitlines()) > 1, address
