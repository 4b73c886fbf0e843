"""What the commands of `karier` take, each option and its help written once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from generator.words import words

HELP = words("help")


class Format(StrEnum):
    """How `karier check` prints what it found."""

    TEXT = "text"
    JSON = "json"


Data = Annotated[Path, typer.Option("--data", help=HELP["data"], show_default="content/data")]
Site = Annotated[Path, typer.Option("--site", help=HELP["site"])]
State = Annotated[Path, typer.Option("--state", help=HELP["state"])]
Today = Annotated[str, typer.Option("--today", help=HELP["today"], show_default=HELP["today_default"])]
Jobs = Annotated[int, typer.Option("--jobs", help=HELP["jobs"], min=0, show_default=HELP["jobs_default"])]
Target = Annotated[str, typer.Argument(help=HELP["target"], metavar="TARGET")]
List = Annotated[Path, typer.Argument(help=HELP["list"], metavar="FILE")]
Verified = Annotated[Path, typer.Argument(help=HELP["site"])]
Folder = Annotated[Path, typer.Argument(help=HELP["folder"], metavar="DIR")]
DryRun = Annotated[bool, typer.Option("--dry-run", help=HELP["dry_run"])]
PublishTo = Annotated[str, typer.Option("--publish", help=HELP["publish_to"], metavar="TARGET")]
Apply = Annotated[bool, typer.Option("--apply", help=HELP["apply"])]
Every = Annotated[int, typer.Option("--every", help=HELP["every"], min=1)]
Out = Annotated[Path, typer.Option("--out", help=HELP["out"])]
Portals = Annotated[Path, typer.Argument(help=HELP["portals"], metavar="FOLDER")]
Port = Annotated[int, typer.Option("--port", help=HELP["port"], min=0, max=65535)]
AcceptShrink = Annotated[bool, typer.Option("--accept-shrink", help=HELP["accept_shrink"])]
Pending = Annotated[bool, typer.Option("--pending", help=HELP["pending"])]
PreviewSite = Annotated[bool, typer.Option("--pending", hidden=True)]
Form = Annotated[Format, typer.Option("--format", help=HELP["format"])]
