"""`karier` as it is, and what of a build's processor time its gates took: `python -m bench.gates build --jobs 1 …`."""

from __future__ import annotations

import sys
from time import process_time
from typing import Any

from generator import pipeline
from generator.building.gating import pass_gates
from generator.cli import main


def _timed(*arguments: Any) -> None:
    begun = process_time()
    pass_gates(*arguments)
    took = process_time() - begun
    print(f"gates {took:.3f} s of {process_time():.1f} s so far", file=sys.stderr)


if __name__ == "__main__":
    pipeline.pass_gates = _timed
    main()
