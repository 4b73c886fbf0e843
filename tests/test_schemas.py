"""The dictionary itself: sound Table Schemas, complete Indonesian words, nothing private shown."""

from __future__ import annotations

import re

import frictionless
import pytest
import yaml

from generator.model.schema import ENVELOPE, SCHEMAS, Field, TableSchema, load_schema, table_names

CONTRACT = {
    "regions": "code name kind parent alias timezone",
    "agencies": """id name short_name kind region parent head_title email phone website staff_count staff_year
        goals""",
    "competencies": "code name kind description source",
    "positions": "id name kind agency description next",
    "position_competencies": "position competency level",
    "providers": "id name kind accreditation mou_number mou_start mou_end website",
    "programs": """id title agency provider track form field_of_work mode level hours cost funding quota
        audience criteria summary objectives series prerequisite contact_email contact_phone registration_url
        stage tags decision_basis budget realisation renewal_months eligible_ranks""",
    "program_competencies": "program competency level",
    "sessions": """id program starts_on ends_on registration_opens registration_closes place seats status
        recurrence""",
    "mentors": """id name position agency rank competencies expertise help_offered capacity mode is_leader
        confirmed_on positions_held availability channel paused_until conflicts consent nip email phone""",
    "evaluations": """submitted_at program session agency level material trainer facility relevance pre_score
        post_score applied impact respondent_kind comment nip""",
    "mentoring_requests": """submitted_at mentor agency goal status rank position kind conflict decided_on nip
        email""",
    ENVELOPE: "submitted_at submitter_email approval response_id decided_on",
}
FURTHER = {
    *("registrations", "workforce", "reviews", "decisions", "nominations", "competency_levels"),
    *("competency_assessments", "needs", "problem_rules", "opportunities", "benefits", "policies", "stories"),
    *("goals", "mentoring_programs", "mentoring_evaluations", "commitments", "merit_aspects", "pulses"),
    *("jp_conversions", "procedures", "changes"),
}
NEVER_PUBLIC = {"nip", "consent", "conflict", "conflicts", "comment", "goal", "count", "submitter_email"}
TABLES = (*table_names(), ENVELOPE)


@pytest.fixture(params=TABLES)
def table(request: pytest.FixtureRequest) -> TableSchema:
    return load_schema(request.param)


@pytest.fixture
def judge(table: TableSchema) -> frictionless.Schema:
    """The schema as Frictionless reads it; raises when it is no valid Table Schema."""
    return frictionless.Schema.from_descriptor(dict(table.descriptor))


def test_every_table_of_the_contract_has_a_schema() -> None:
    assert set(TABLES) == set(CONTRACT) | FURTHER


@pytest.mark.parametrize("name", CONTRACT)
def test_core_fields_are_those_of_the_contract(name: str) -> None:
    assert [field.name for field in load_schema(name).fields] == CONTRACT[name].split()


def test_a_schema_is_named_after_its_file(table: TableSchema) -> None:
    assert (SCHEMAS / f"{table.name}.yaml").is_file()


def test_every_key_of_a_file_is_written_once(table: TableSchema) -> None:
    repeated: list[str] = []
    node = yaml.compose((SCHEMAS / f"{table.name}.yaml").read_text("utf-8"))
    _collect_repeated_keys(node, repeated)
    assert repeated == []


def _collect_repeated_keys(node: yaml.Node | None, repeated: list[str]) -> None:
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        repeated += [key for key in keys if keys.count(key) > 1]
        for _, value in node.value:
            _collect_repeated_keys(value, repeated)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _collect_repeated_keys(value, repeated)


def test_its_own_examples_are_fit(table: TableSchema, judge: frictionless.Schema) -> None:
    for field in table.fields:
        value, notes = judge.get_field(field.name).read_cell(field.example)
        assert value is not None and not notes, (field.name, notes)


def test_people_can_read_every_field(table: TableSchema) -> None:
    assert table.title and table.description.endswith(".")
    for field in table.fields:
        assert field.title[0].isupper() or field.title[0].isdigit(), field.name
        assert field.description.endswith("."), field.name
        assert field.example, field.name


def test_a_header_means_one_field(table: TableSchema) -> None:
    headers = [{field.name.casefold(), field.title.casefold()} for field in table.fields]
    assert sum(map(len, headers)) == len(set().union(*headers))


def test_no_header_of_a_form_is_taken_for_a_question(table: TableSchema) -> None:
    written_by_forms = {
        header.casefold()
        for field in load_schema(ENVELOPE).fields
        for header in (field.name, field.title, *field.descriptor["x-aliases"])
    }
    shared = {"submitted_at", "decided_on"}
    own = {header for field in table.fields if field.name not in shared for header in _headers(field)}
    assert table.name == ENVELOPE or not own & written_by_forms


def _headers(field: Field) -> set[str]:
    return {field.name.casefold(), field.title.casefold()}


def test_closed_lists_have_one_label_a_code(table: TableSchema) -> None:
    for field in table.fields:
        assert list(field.labels) == field.descriptor.get("constraints", {}).get("enum", []), field.name
        answers = [
            answer.casefold() for pair in field.labels.items() for answer in set(map(str.casefold, pair))
        ]
        assert len(answers) == len(set(answers)), field.name
        assert not any(mark in label for label in field.labels.values() for mark in (",", ";")), field.name


def test_references_point_at_a_key(table: TableSchema) -> None:
    for field in table.references:
        assert field.refers in table_names(), field.name
    for reference in table.descriptor.get("foreignKeys", ()):
        target = load_schema(reference["reference"]["resource"] or table.name)
        assert target.key == (reference["reference"]["fields"],)


def test_keys_are_required_fields(table: TableSchema) -> None:
    assert all(table.field(name).required for name in table.key)


def test_private_fields_stay_private(table: TableSchema) -> None:
    shown = {field.name for field in table.public_fields}
    assert not shown & NEVER_PUBLIC
    assert not (table.is_answers or table.name == ENVELOPE) or not shown
    if table.consent_field:
        assert not table.field(table.consent_field).public
    if table.name in {"mentors", "mentoring_requests"}:
        assert not shown & {"email", "phone"}


def test_text_has_a_bound(table: TableSchema) -> None:
    for field in table.fields:
        bounds = field.descriptor.get("constraints", {}).keys() & {"maxLength", "enum", "pattern"}
        assert field.type != "string" or bounds, field.name


def test_patterns_are_strict_and_hold_the_whole_cell(judge: frictionless.Schema) -> None:
    """Frictionless matches `^pattern$`, unbracketed: a bare `|` would let a half pass, `\\d` other digits."""
    for field in judge.fields:
        pattern = field.constraints.get("pattern", "")
        assert r"\d" not in pattern and r"\w" not in pattern and not pattern.startswith("^"), field.name
        assert "|" not in re.sub(r"\((?:[^()]|\\[()])*\)", "", pattern), field.name


@pytest.mark.parametrize(
    ("table_name", "field", "fit", "unfit"),
    [
        ("programs", "id", ["a", "tpi-2026-1"], ["../x", "a/b", "A", "-a", "a--b", "a" * 81, ""]),
        ("competencies", "code", ["MAN-01", "TEK.05"], ["MAN 01", "..", "a/b", "-A"]),
        ("regions", "code", ["21", "21.72", "19.71.05", "19.71.05.1001"], ["2172", "21.7", "21,72", "٢١"]),
        ("agencies", "phone", ["0771-318123", "(0771) 318123", "+62 771 318123"], ["318123", "a0771318123"]),
        ("agencies", "website", ["https://contoh.go.id"], ["javascript:alert(1)", "//x", "https://a b"]),
        ("mentors", "nip", ["0" * 18], ["0" * 17, "1.9E+17", "٠" * 18]),
        ("evaluations", "material", ["1", "4.5", "5"], ["0", "5.1"]),
        ("sessions", "recurrence", ["FREQ=WEEKLY;BYDAY=TU", "INTERVAL=2;FREQ=WEEKLY"], ["setiap Selasa"]),
    ],
)
def test_limits(table_name: str, field: str, fit: list[str], unfit: list[str]) -> None:
    judge = frictionless.Schema.from_descriptor(dict(load_schema(table_name).descriptor)).get_field(field)
    assert [cell for cell in fit if judge.read_cell(cell)[1]] == []
    assert [cell for cell in unfit if not judge.read_cell(cell)[1]] == []
