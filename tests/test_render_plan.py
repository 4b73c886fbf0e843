"""What a plan is made of: the posts that can be aimed at, and competencies with the programmes of each level."""

from __future__ import annotations

from dataclasses import replace

from portal_example import by_id, example, program
from test_render_pages import drawn, read

from generator.model.public import Position, ProgramCompetency


def test_a_competency_tells_its_programmes_by_the_level_that_they_lead_to() -> None:
    made = [program(f"p-{number}", title=f"Program {number}") for number in range(10)]
    levels = (2, 2, 2, 2, 4, 1, 2, 2, 2, 2)
    leads = [
        ProgramCompetency(program=each.id, competency="TEK.05", level=level)
        for each, level in zip(made, levels, strict=True)
    ]
    said = read(drawn(example(programs=by_id(made), program_competencies=tuple(leads)))["kompetensi/tek.05/"])
    assert said.index("Sampai jenjang 1 Program 5") < said.index("Sampai jenjang 2 Program 0")
    assert (
        said.index("Program 2")
        < said.index("Sampai jenjang 4 Program 4")
        < said.index("Program lainnya Program 3")
    )


def test_a_plan_offers_the_posts_that_ask_for_something() -> None:
    portal = example()
    posts = {**portal.positions, "staf": Position(id="staf", name="Staf", kind="pelaksana")}
    offered = drawn(replace(portal, positions=posts))["rencana/"]
    assert "Administrator" in offered and "Kepala Bidang Data (BKPSDM)" in read(offered)
    assert "Staf" not in offered
    assert "Saya ingin menjadi" not in drawn(replace(portal, position_competencies=()))["rencana/"]
