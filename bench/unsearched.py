"""`karier` as it is but for the index of the search, whose cost is told apart: `python -m bench.unsearched build …`."""

from __future__ import annotations

from typing import Any

from generator.building import filling
from generator.cli import main
from generator.findings import Finding


def _no_index(*_: Any) -> Any:
    return list[Finding]


if __name__ == "__main__":
    filling.begin_search = _no_index
    main()
