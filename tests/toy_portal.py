"""The toy portal as tests use it: packages of it and of further rows, judged or built as `karier` does."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import yaml

from generator.model.accounts import Report
from generator.pipeline import Job, build, check
from generator.settings import Settings

TOY = Path(__file__).parent / "toy"
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
SETTINGS = Settings(
    name="Portal Mainan", government="Kota Contoh", tagline="Contoh.", contact_email="portal@contoh.go.id"
)
DESCRIPTOR = "datapackage.yaml"


class Built(NamedTuple):
    """A portal on disk: its data, the site made of them, and the private state."""

    data: Path
    site: Path
    state: Path


@dataclass
class Silent:
    """A watcher that keeps what it was told and shows nothing."""

    stages: list[str] = field(default_factory=list)

    def stage(self, code: str) -> None:
        self.stages.append(code)

    def step(self, what: str) -> None:
        pass


def write_package(folder: Path, added: Mapping[str, bytes] | None = None) -> Path:
    """The toy portal in `folder`, with the files of a case beside its own.

    A file feeds the table it is named after (`programs.csv`, `programs.form.csv` with a form's envelope,
    `programs.xlsx`) as one more source.
    """
    shutil.copytree(TOY, folder)
    for name, content in (added or {}).items():
        add_source(folder, name, content)
    return folder


def add_source(package: Path, name: str, content: bytes) -> None:
    """Adds one file as one more source of the table it is named after."""
    (package / "case").mkdir(exist_ok=True)
    (package / "case" / name).write_bytes(content)
    descriptor = yaml.safe_load((package / DESCRIPTOR).read_text())
    table, is_form = name.split(".")[0], ".form." in name
    source = {"name": f"case-{name}", "x-table": table, "path": f"case/{name}", "x-form": is_form}
    descriptor["resources"].append(source)
    (package / DESCRIPTOR).write_text(yaml.safe_dump(descriptor))


def judge(data: Path) -> Report:
    """What `karier check` finds, by the settings and on the day of the tests."""
    return check(data, SETTINGS, TODAY, Silent())


def job(data: Path, site: Path, state: Path, today: date = TODAY) -> Job:
    """What a command is told to do, by the settings of the tests."""
    return Job(data=data, site=site, state=state, today=today, now=NOW, settings=SETTINGS, jobs=1)


def make(data: Path, site: Path, state: Path, today: date = TODAY) -> Report:
    """What `karier build` does, by the settings of the tests."""
    return build(job(data, site, state, today), Silent())


def edit(data: Path, name: str, old: str, new: str) -> None:
    """Changes a source as an officer would."""
    path = data / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def digest(site: Path) -> dict[str, bytes]:
    """Every file of a site, by its path below it."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }
