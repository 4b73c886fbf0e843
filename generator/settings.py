"""Settings: what `content/portal.yaml` says about this portal, read once at the edge."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.findings import CannotRun
from generator.model.schema import ROOT
from generator.words import SOURCE, catalogue
from generator.yaml_text import YamlFault, read_yaml

CONTENT = Path("content")
PORTAL_FILE = CONTENT / "portal.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One portal's settings; every figure may be changed by an HR officer without a programmer."""

    name: str
    government: str
    tagline: str
    contact_email: str
    notice: str = ""
    timezone: str = "Asia/Jakarta"
    score_threshold: int = 10
    count_threshold: int = 5
    shrink_limit_percent: int = 30
    page_size_limit_kb: int = 500
    site_size_limit_mb: int = 1000
    mentor_unconfirmed_days: int = 60
    mentor_withheld_days: int = 180
    closing_soon_days: int = 7
    list_page_size: int = 50
    level_3_months: int = 3
    level_4_months: int = 6
    evaluation_grace_months: int = 3
    yearly_hours: int = 20
    offline: bool = True
    language: str = SOURCE

    def months_before(self, level: int | None) -> int:
        """Months that lie between a programme's end and its evaluation at a Kirkpatrick level."""
        return {3: self.level_3_months, 4: self.level_4_months}.get(level or 0, 0)


def portal_home() -> Path:
    """Where this portal's content and `mkdocs.yml` stand: here, where `karier init` put one, else the program's own."""
    return here if ((here := Path.cwd()) / PORTAL_FILE).is_file() else ROOT


def load_settings(path: Path | None = None) -> Settings:
    """Reads `portal.yaml`; CannotRun with one sentence when it is not to be had or says nonsense."""
    path = path or portal_home() / PORTAL_FILE
    try:
        loaded = read_yaml(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, YamlFault) as error:
        raise CannotRun("settings-unreadable", path=path) from error
    if not isinstance(loaded, dict):
        raise CannotRun("settings-unreadable", path=path)
    _check(path, loaded)
    return Settings(**loaded)


def _check(path: Path, loaded: dict[str, Any]) -> None:
    kinds = {field.name: field.type for field in fields(Settings)}
    required = ("name", "government", "tagline", "contact_email")
    for key in (*required, *loaded):
        if key not in kinds:
            raise CannotRun("settings-unknown", path=path, key=key)
        value = loaded.get(key)
        if type(value).__name__ != kinds[key]:
            raise CannotRun("settings-value", path=path, key=key)
    for key, least in (("score_threshold", 10), ("count_threshold", 5)):
        if loaded.get(key, least) < least:
            raise CannotRun("settings-threshold", path=path, key=key, least=least)
    try:
        catalogue(loaded.get("language", SOURCE))
    except FileNotFoundError as error:
        raise CannotRun("settings-language", path=path, language=loaded["language"]) from error
    try:
        ZoneInfo(loaded.get("timezone", "Asia/Jakarta"))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise CannotRun("settings-value", path=path, key="timezone") from error
