"""The rules a row lives under beyond its cells: small generators, in one list at the end.

A rule yields `(code, field name or None, values)`; the catalogue says how grave each code is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.memo import digest
from generator.model.days import months_after
from generator.model.decisions import Decisions
from generator.model.ids import is_reserved
from generator.model.public import Value
from generator.model.ranks import grade, is_declared
from generator.model.records import Record, Registry
from generator.model.schema import ENVELOPE, TableSchema, load_schema
from generator.settings import Settings

Blame = tuple[str, str | None, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know: everything judged before, what people decided, the settings, and the day.

    `shows_pending`: what only waits for approval counts as approved, and nothing is decided by that.
    """

    registry: Registry
    decisions: Decisions
    settings: Settings
    today: date
    shows_pending: bool = False

    def lets_pass(self, record: Record) -> bool:
        """Whether a form answer's approval does; where what is pending shows, only a refusal does not."""
        return record["approval"] == "setuju" or (self.shows_pending and record["approval"] != "tolak")


Rule = Callable[[Record, Context], Iterator[Blame]]


def approval(record: Record, context: Context) -> Iterator[Blame]:
    """A form answer waits until a person approved it as it reads now (design, decision 2)."""
    if context.shows_pending and context.lets_pass(record):
        return
    name = answer_name(record)
    if record["approval"] == "setuju":
        if not context.decisions.approve(name, digest(sorted(_answered(record).items())), context.today):
            yield "approval-outdated", "approval", {}
        return
    context.decisions.undecide(name)
    if record["approval"] == "tolak":
        yield "approval-refused", "approval", {}
    else:
        yield "approval-awaited", "approval", {"days": _days_waiting(record, context)}


def answer_name(record: Record) -> str:
    """What decisions call an answer: by the form's own id, which survives an edit, else by its key.

    Where answers may renew each other a key has several; without a form's id the time tells them apart.
    """
    if response := record.text("response_id"):
        return f"{record.table}:{response}"
    renewed = record.text("submitted_at") if load_schema(record.table).renews else ""
    return f"{record.table}:{record.text('id') or record.row}:{renewed}"


def _answered(record: Record) -> Mapping[str, Value]:
    """What the person who answered said, without what form and officer put around it, or what is renewed."""
    around = {field.name for field in load_schema(ENVELOPE).fields} | {load_schema(record.table).renews}
    return {name: value for name, value in record.values.items() if name not in around}


def _days_waiting(record: Record, context: Context) -> int:
    submitted = record.day("submitted_at")
    return max(0, (context.today - submitted).days) if submitted else 0


def decision_day(record: Record, context: Context) -> Iterator[Blame]:
    """Nobody decides before the answer was sent."""
    sent, decided = record.day("submitted_at"), record.day("decided_on")
    if sent and decided and decided < sent:
        yield "decided-before-sent", "decided_on", {}


def safe_id(record: Record, context: Context) -> Iterator[Blame]:
    """An id becomes a folder of the site, so it may not be a name that a system keeps for itself."""
    for name in ("id", "code"):
        if is_reserved(record.text(name)):
            yield "id-reserved", name, {}


def session_dates(record: Record, context: Context) -> Iterator[Blame]:
    """Registration opens, closes, then the session runs: days in that order."""
    starts, ends = record.day("starts_on"), record.day("ends_on")
    opens, closes = record.day("registration_opens"), record.day("registration_closes")
    if starts and ends and ends < starts:
        yield "ends-before-start", "ends_on", {}
    if opens and closes and closes < opens:
        yield "closes-before-opening", "registration_closes", {}
    if starts and closes and closes > starts:
        yield "closes-after-start", "registration_closes", {}


def session_seats(record: Record, context: Context) -> Iterator[Blame]:
    """A session offers no more seats than its programme's quota."""
    program = context.registry.find("programs", record.text("program"))
    seats, quota = record.number("seats"), program.number("quota") if program else None
    if seats is not None and quota is not None and seats > quota:
        yield "seats-over-quota", "seats", {"seats": seats, "quota": quota}


def mou_dates(record: Record, context: Context) -> Iterator[Blame]:
    """A memorandum of understanding ends after it starts."""
    start, end = record.day("mou_start"), record.day("mou_end")
    if start and end and end < start:
        yield "ends-before-start", "mou_end", {}


def consent(record: Record, context: Context) -> Iterator[Blame]:
    """A person shows only with their consent (UU 27/2022)."""
    if record.values.get("consent") is not True:
        yield "consent-missing", "consent", {}


def mentor_freshness(record: Record, context: Context) -> Iterator[Blame]:
    """A mentor who has not confirmed for long is marked, then left out (portal.yaml says when)."""
    confirmed = record.day("confirmed_on")
    if confirmed is None:
        return
    age, settings = (context.today - confirmed).days, context.settings
    if age < 0:
        yield "confirmed-in-future", "confirmed_on", {}
    elif age > settings.mentor_withheld_days:
        yield "mentor-stale", "confirmed_on", {"days": settings.mentor_withheld_days}
    elif age > settings.mentor_unconfirmed_days:
        yield "mentor-unconfirmed", "confirmed_on", {"days": settings.mentor_unconfirmed_days}


def mentor_seniority(record: Record, context: Context) -> Iterator[Blame]:
    """A mentor is senior to who asks (TPI-19, BDG-04); HR looks at it, the public never learns of it."""
    mentor = context.registry.find("mentors", record.text("mentor"))
    asker, senior = grade(record.text("rank")), grade(mentor.text("rank")) if mentor else None
    if asker is not None and senior is not None and senior <= asker:
        yield "mentor-not-senior", "mentor", {}


def mentoring_conflict(record: Record, context: Context) -> Iterator[Blame]:
    """A conflict of interest that the asker declares, or that the mentor's agency shares, is HR's to weigh."""
    mentor = context.registry.find("mentors", record.text("mentor"))
    if is_declared(record.text("conflict")):
        yield "conflict-declared", "conflict", {}
    elif mentor and is_declared(mentor.text("conflicts")) and mentor["agency"] == record["agency"]:
        yield "conflict-possible", "mentor", {}


def answer_session(record: Record, context: Context) -> Iterator[Blame]:
    """An answer that names a session is about that session's programme, and comes after it was held.

    Behaviour (level 3) and results (level 4) show only some months later: the settings say how many
    (Kirkpatrick and Kirkpatrick, Evaluating Training Programs, 2006, chapters 6 and 7).
    """
    session = context.registry.find("sessions", record.text("session"))
    if session is None:
        return
    if session["program"] != record["program"]:
        yield "session-of-other-program", "session", {}
        return
    starts, sent = session.day("starts_on") or date.min, record.day("submitted_at") or context.today
    ends = session.day("ends_on") or starts
    months = context.settings.months_before(record.number("level"))
    earliest = months_after(starts if session["recurrence"] else ends, months)
    if session["status"] == "dibatalkan":
        yield "session-cancelled", "session", {}
    elif starts > min(sent, context.today):
        yield "session-not-held", "session", {}
    elif months and sent < earliest:
        yield "answer-too-early", "submitted_at", {"months": months, "day": f"{earliest:%d/%m/%Y}"}


def attendance(record: Record, context: Context) -> Iterator[Blame]:
    """Nobody attended a session that has yet to begin, or earned more JP there than its programme has."""
    session = context.registry.find("sessions", record.text("session"))
    program = context.registry.find("programs", session.text("program")) if session else None
    starts = session.day("starts_on") if session else None
    has_come = record["status"] in ("hadir", "selesai")
    if has_come and session and session["status"] == "dibatalkan":
        yield "session-cancelled", "session", {}
    elif has_come and starts and starts > context.today:
        yield "session-not-held", "session", {}
    hours, most = record.number("hours"), program.number("hours") if program else None
    if hours is not None and most is not None and hours > most:
        yield "hours-over-program", "hours", {"most": most}


PREDICATES = ("very_good", "good", "needs_improvement", "poor", "very_poor")


def review_counts(record: Record, context: Context) -> Iterator[Blame]:
    """No more people were appraised than there are, nor more predicates given than people appraised."""
    expected, completed = record.number("expected") or 0, record.number("completed") or 0
    if completed > expected:
        yield "completed-over-expected", "completed", {}
    if sum(record.number(name) or 0 for name in PREDICATES) > completed:
        yield "predicates-over-completed", "completed", {}
    due = record.day("due_on")
    if due and due < context.today and completed < expected:
        yield "review-overdue", "completed", {}


def decided_period(record: Record, context: Context) -> Iterator[Blame]:
    """Nothing was decided in a year that has yet to come."""
    if record.text("period")[:4] > str(context.today.year):
        yield "period-in-future", "period", {}


def period_dates(record: Record, context: Context) -> Iterator[Blame]:
    """An opportunity or a mentoring cycle ends after it starts."""
    starts, ends = record.day("starts_on"), record.day("ends_on")
    if starts and ends and ends < starts:
        yield "ends-before-start", "ends_on", {}


RULES: Mapping[str, tuple[Rule, ...]] = {
    "sessions": (session_dates, session_seats),
    "providers": (mou_dates,),
    "mentors": (mentor_freshness,),
    "evaluations": (answer_session,),
    "registrations": (attendance,),
    "reviews": (review_counts,),
    "decisions": (decided_period,),
    "mentoring_requests": (mentor_seniority, mentoring_conflict, decision_day),
    "opportunities": (period_dates,),
    "mentoring_programs": (period_dates,),
}
"""The rules of each table, besides those that `rules_for` gives by what its schema says."""


HANGS_ON: Mapping[Rule, tuple[str, ...]] = {
    safe_id: ("id", "code"),
    session_dates: ("registration_opens", "registration_closes", "starts_on", "ends_on"),
    session_seats: ("program", "seats"),
    mou_dates: ("mou_start", "mou_end"),
    period_dates: ("starts_on", "ends_on"),
    answer_session: ("session", "program", "level", "submitted_at"),
    attendance: ("session", "status", "hours"),
    decided_period: ("period",),
    decision_day: ("submitted_at", "decided_on"),
    mentor_seniority: ("mentor", "rank"),
    mentoring_conflict: ("mentor", "agency", "conflict"),
}
"""The few fields of a row that a rule hangs on, where its table has them.

Only rules without memory stand here: what a rule writes down (an approval) it must be told of once, row by row.
"""


SETTLES: Mapping[Rule, str] = {answer_session: "submitted_at"}
"""Of a rule that hangs on a moment: its field, where silence at one moment means silence at each later one."""


READS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "mentoring_requests": {"mentors": ("rank", "conflicts")},
    "sessions": {"programs": ("quota",)},
    "evaluations": {"sessions": ("starts_on", "ends_on", "status", "recurrence")},
    "registrations": {"sessions": ("starts_on", "status"), "programs": ("hours",)},
}
"""What the rules of a table read of another one, besides its keys and what it refers to itself."""


def rules_for(schema: TableSchema, is_form: bool) -> tuple[Rule, ...]:
    """Every rule that a source's rows are held to."""
    general: tuple[Rule, ...] = () if schema.is_answers else (safe_id,)
    if schema.consent_field:
        general += (consent,)
    if schema.needs_approval and is_form:
        general += (approval, decision_day)
    return general + RULES.get(schema.name, ())
