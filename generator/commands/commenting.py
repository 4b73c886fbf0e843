"""`karier comments`: the private list of what people wrote beside their ratings, for HR to read."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from generator.building.judging import FOLDS, Clock, Watcher, context_of, judge_sources, open_sources
from generator.derive.comments import Comments
from generator.disk import write_private
from generator.memo import Memo
from generator.model.schema import load_schema
from generator.model.spreadsheet import safe
from generator.settings import Settings

FIELDS = ("program", "level", "respondent_kind", "comment")


def write_comments(
    data: Path, file: Path, settings: Settings, today: date, watcher: Watcher, state: Path
) -> int:
    """Writes the comments of accepted answers as CSV, for its owner's eyes only, and says how many there are.

    Nothing of them is remembered. CannotRun when the package cannot be read or the file not written.
    """
    context, folds = context_of(settings, today, state), {**FOLDS, "evaluations": Comments}
    clock = Clock(watcher)
    judgement = judge_sources(open_sources(data, state, clock), context, clock, Memo(), folds=folds)
    answers = judgement.folds.get("evaluations")
    comments = list(answers.load().sorted()) if answers else []
    schema, text = load_schema("evaluations"), io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(schema.field(name).title for name in FIELDS)
    kinds = schema.field("respondent_kind").labels
    titles = {each.text("id"): each.text("title") for each in context.registry.all("programs")}
    for each in comments:
        row = titles[each.program], str(each.level), kinds[each.respondent], each.text
        writer.writerow(map(safe, row))
    write_private(file, text.getvalue().encode("utf-8-sig"))
    return len(comments)
