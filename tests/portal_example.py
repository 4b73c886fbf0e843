"""A small portal made by hand, for tests of what is drawn from one: every kind of state stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from generator.model.figures import ALL, Cell, Figures, Published, Suppressed
from generator.model.public import (
    Agency,
    Competency,
    Mentor,
    OpenTable,
    Portal,
    Position,
    PositionCompetency,
    Program,
    ProgramCompetency,
    Provider,
    Region,
    Session,
    Value,
)
from generator.model.schema import load_schema
from generator.render.assets import load_assets
from generator.render.environment import TEMPLATES
from generator.render.script_words import script_words
from generator.settings import Settings

TODAY = date(2026, 11, 21)
ANY = Settings(name="", government="", tagline="", contact_email="")
NAMES = load_assets(TEMPLATES / "assets", script_words(ANY)).names
HOSTILE = "<script>alert(1)</script>"


def settings(**changes: Any) -> Settings:
    """The settings of the example."""
    made = Settings(
        name="Portal Contoh",
        government="Kota Contoh",
        tagline="Pelatihan dan mentor bagi ASN.",
        contact_email="kekeliruan@contoh.go.id",
    )
    return replace(made, **changes)


def program(key: str, **changes: Any) -> Program:
    """A programme with nothing optional."""
    made = Program(
        id=key,
        title=f"Program {key}",
        agency="bkpsdm",
        track="klasikal",
        form="bimbingan-teknis",
        mode="hibrida",
        level="menengah",
        hours=24,
        cost=0,
        funding="apbd",
        criteria="Terbuka bagi semua ASN.",
        summary="Tiga hari praktik.",
        source="lembar Program 2026",
    )
    return replace(made, **changes)


def session(
    key: str, owner: str, starts: int, *, opens: int | None = None, closes: int | None = None
) -> Session:
    """A two-day run that starts so many days from today; `opens` and `closes` count alike."""
    return Session(
        id=key,
        program=owner,
        starts_on=day(starts),
        ends_on=day(starts + 1),
        registration_opens=None if opens is None else day(opens),
        registration_closes=None if closes is None else day(closes),
    )


def agency(key: str, **changes: Any) -> Agency:
    """An agency with nothing optional."""
    return replace(Agency(id=key, name=f"Dinas {key}", kind="dinas", region="21.72"), **changes)


def mentor(key: str, name: str, **changes: Any) -> Mentor:
    """A mentor with two free places."""
    made = Mentor(
        id=key,
        name=name,
        position="Pranata Komputer Ahli Madya",
        agency="bkpsdm",
        expertise="Pengelolaan data kepegawaian",
        capacity=3,
        mode="daring",
        is_leader=False,
        confirmed_on=date(2026, 11, 18),
        competencies=("TEK.05",),
        free=2,
        source="formulir kesediaan mentor",
    )
    return replace(made, **changes)


def day(offset: int) -> date:
    """The day so many days from today."""
    return TODAY + timedelta(days=offset)


def example(**changes: Any) -> Portal:
    """The example portal, with whole parts replaced where asked."""
    parts: dict[str, Any] = {
        "today": TODAY,
        "regions": {"21.72": Region(code="21.72", name="Kota Contoh", kind="kota")},
        "agencies": by_id(_agencies()),
        "competencies": {item.code: item for item in _competencies()},
        "positions": {
            "kabid": Position(id="kabid", name="Kepala Bidang Data", kind="administrator", agency="bkpsdm")
        },
        "position_competencies": (PositionCompetency(position="kabid", competency="TEK.05", level=3),),
        "providers": by_id(
            [Provider(id="lpk-contoh", name="LPK Contoh", kind="lembaga-pelatihan", mou_end=day(400))]
        ),
        "programs": by_id(_programs()),
        "program_competencies": (
            ProgramCompetency(program="dasar", competency="TEK.05", level=2),
            ProgramCompetency(program="lanjut", competency="TEK.05", level=4),
            ProgramCompetency(program="lanjut", competency="MAN-01", level=3),
        ),
        "sessions": by_id(_sessions()),
        "mentors": by_id(_mentors()),
        "figures": Figures.of_cells(_cells()),
    } | changes
    return Portal(**parts, tables=changes.get("tables") or _tables(parts))


def by_id(items: Iterable[Any]) -> dict[str, Any]:
    """Records under their ids."""
    return {item.id: item for item in items}


def _agencies() -> list[Agency]:
    return [
        agency(
            "bkpsdm",
            name="Badan Kepegawaian dan Pengembangan SDM",
            short_name="BKPSDM",
            kind="badan",
            email="bkpsdm@contoh.go.id",
            phone="+62 771 318123",
            website="https://bkpsdm.contoh.go.id/",
            staff_count=86,
            goals="- Data lengkap\n- Semua ASN memperoleh 20 JP",
            source="daftar instansi",
        ),
        agency("upt-diklat", name="UPT Diklat", kind="lainnya", parent="bkpsdm"),
    ]


def _competencies() -> list[Competency]:
    return [
        Competency(code="MAN-01", name="Integritas", kind="manajerial", description="Bertindak konsisten."),
        Competency(code="TEK.05", name="Manajemen data", kind="teknis", description="Mengelola data."),
    ]


def _programs() -> list[Program]:
    return [
        program("dasar"),
        program(
            "lanjut",
            title=f"Tingkat lanjut {HOSTILE}",
            prerequisite="dasar",
            provider="lpk-contoh",
            cost=250_000,
            budget=36_000_000,
            tags=("data", "digital"),
            registration_url="https://daftar.contoh.go.id/lanjut?a=1&b=2",
            audience="1. Pengelola data\n2. Pranata komputer",
        ),
        program("lama", registration_url="javascript:alert(1)"),
        program("nanti", prerequisite="ditarik"),
        program("tanpa-jadwal", agency="upt-diklat"),
    ]


def _sessions() -> list[Session]:
    return [
        session("dasar-1", "dasar", 10, opens=-10, closes=3),
        session("dasar-0", "dasar", -60, opens=-90, closes=-70),
        session("lanjut-1", "lanjut", 20, opens=-5, closes=15),
        session("lama-1", "lama", -30, opens=-50, closes=-40),
        session("nanti-1", "nanti", 90, opens=30, closes=60),
    ]


def _mentors() -> list[Mentor]:
    return [
        mentor("m-7f3a", f"Larasati Bumi Pertiwi {HOSTILE}"),
        mentor("m-11aa", "Hang Satria", free=0),
        mentor("m-22bb", "Gading Permata", paused_until=day(40), positions_held=("kabid",)),
        mentor("m-33cc", "Melur Senja", is_confirmed=False, is_leader=True),
    ]


def _cells() -> dict[Cell, Published | Suppressed]:
    return {
        Cell(ALL, ALL, ALL, 1, "material"): Published("100-199", Decimal("4.2")),
        Cell(ALL, ALL, ALL, 3, "applied"): Suppressed(),
        Cell(ALL, ALL, "2026", 1, "material"): Published("50-99", Decimal("4.3")),
        Cell(ALL, ALL, "2025", 1, "material"): Suppressed(),
        Cell(ALL, "bkpsdm", ALL, 1, "material"): Published("10-19", Decimal("3.4")),
        Cell("dasar", ALL, ALL, 1, "material"): Published("20-49", Decimal("4.4")),
        Cell("dasar", ALL, ALL, 1, "facility"): Suppressed(),
        Cell("dasar", ALL, ALL, 2, "post_score"): Published("1000+", Decimal("78.0")),
        Cell("lanjut", ALL, ALL, 4, "impact"): Suppressed(),
    }


def _tables(parts: dict[str, Any]) -> dict[str, OpenTable]:
    keyed = (
        "regions",
        "agencies",
        "competencies",
        "positions",
        "providers",
        "programs",
        "sessions",
        "mentors",
    )
    rows: dict[str, Iterable[object]] = {name: parts[name].values() for name in keyed}
    rows |= {name: parts[name] for name in ("position_competencies", "program_competencies")}
    return {name: table(name, records) for name, records in rows.items()}


def table(name: str, records: Iterable[object]) -> OpenTable:
    """Records as the open table of their schema."""
    schema = load_schema(name).public()

    def cells(record: object) -> tuple[Value, ...]:
        return tuple(getattr(record, field.name) for field in schema.fields)

    return OpenTable(schema, tuple(cells(record) for record in records))
