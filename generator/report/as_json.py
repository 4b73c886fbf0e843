"""The report for machines: the contract's `report.json`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from generator.disk import write_private
from generator.model.accounts import Report

REPORT_FILE = "report.json"


def judged(report: Report) -> dict[str, Any]:
    """What became of the rows, without a word on pages: what `karier check --format json` prints."""
    return {
        "tables": {name: asdict(account) for name, account in report.accounts.items()},
        "findings": [finding.to_json() for finding in report.findings],
        "hidden_findings": report.hidden_findings,
        "seconds": dict(report.seconds),
    }


def built(report: Report) -> dict[str, Any]:
    """The whole report of a build; `hidden_findings` counts those beyond the cap."""
    return judged(report) | {
        "pages": report.pages,
        "written": report.written,
        "unchanged": report.unchanged,
        "removed": report.removed,
    }


def to_text(report: dict[str, Any]) -> str:
    """The report as JSON text, one line a value, ending in a newline."""
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def write_report(state: Path, report: Report) -> None:
    """Writes `report.json` into the state folder; CannotRun when the disk refuses."""
    write_private(state / REPORT_FILE, to_text(built(report)).encode())
