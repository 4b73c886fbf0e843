"""Whatever ends a command, its user reads a sentence and never a traceback."""

from __future__ import annotations

import sys
import traceback
from itertools import pairwise
from pathlib import Path

from generator.disk import write_private
from generator.findings import CannotRun, Refused
from generator.words import words

DONE, SOME_UNFIT, COULD_NOT, INTERRUPTED = 0, 1, 2, 130
STATE = Path(".karier")


def ending(error: BaseException) -> tuple[str, int]:
    """What to say of what ended a command, while it is being handled, and the command's exit code."""
    match error:
        case Refused():
            return str(error), SOME_UNFIT
        case CannotRun():
            return str(error), COULD_NOT
        case KeyboardInterrupt():
            return words("help")["interrupted"], INTERRUPTED
        case _:
            return _unexpected(error), COULD_NOT


def _unexpected(error: BaseException) -> str:
    """Keeps the traceback for whoever maintains this, in the private state folder."""
    told = [argument.removeprefix("--state=") for argument in sys.argv if argument.startswith("--state=")]
    told += [value for flag, value in pairwise(sys.argv) if flag == "--state"]
    trace = Path(told[-1] if told else STATE) / "galat.txt"
    write_private(trace, traceback.format_exc().encode())
    return str(CannotRun("unexpected", kind=type(error).__name__, trace=trace))
