"""What can be found: the record of a programme, mentor, agency, competency or partner, and of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from generator.model.public import Agency, Competency, Mentor, Program, Provider
from generator.model.schema import label
from generator.render import format
from generator.render.pages.index import Index
from generator.render.pages.rows import agency_label, cost, region_name
from generator.render.routes import AGENCY, COMPETENCY, MENTOR, PROGRAM, PROVIDER
from generator.render.search.engine import Record
from generator.render.search.synonyms import Synonyms
from generator.words import words

WORD = re.compile(r"\w+")


class Vocabulary:
    """The words of a text that can be searched for, and those of its synonyms."""

    def __init__(self, synonyms: Synonyms) -> None:
        self.of = lru_cache(maxsize=16384)(self._of)
        self.expand = synonyms.expand
        self._unsearched = frozenset(words("search")["unsearched"])

    def _of(self, text: str) -> tuple[str, ...]:
        both = f"{text} {self.expand(text)}"
        return tuple(word for word in WORD.findall(both.casefold()) if word not in self._unsearched)


def record(
    words_of: Vocabulary,
    kind: str,
    url: str,
    title: str,
    facts: Sequence[str],
    *texts: Iterable[str | None],
    facets: tuple[str, ...] = (),
    short: str | None = None,
) -> Record:
    """A record with the different words of all that is said of it, synonyms included."""
    said = (text for group in ((title, *facts), *texts) for text in group if text)
    found = dict.fromkeys(word for text in said for word in words_of.of(text))
    also = " ".join(filter(None, (words_of.expand(title), short)))
    return Record(kind, url, title, also, " · ".join(facts), " ".join(found), facets)


def program_record(index: Index, program: Program, words_of: Vocabulary) -> Record:
    """A programme, with all that its state on a reader's day hangs on."""
    said = words("search")
    agency = index.portal.agencies[program.agency]
    provider = index.portal.providers.get(program.provider or "")
    codes = [item.competency for item in index.built_by.get(program.id, ())]
    mode, form = label("programs", "mode", program.mode), label("programs", "form", program.form)
    is_free = "gratis" if not program.cost else "berbayar"
    minutes, *runs = index.runs(program).split() or [""]
    return record(
        words_of,
        "program",
        index.routes.urls[PROGRAM, program.id],
        program.title,
        format.facts(agency_label(index, program.agency), mode, f"{program.hours} JP", cost(program)),
        (program.summary, program.objectives, program.audience, *_names(index, codes), form, program.series),
        (
            program.field_of_work,
            *program.tags,
            provider.name if provider else None,
            label("programs", "track", program.track),
        ),
        (label("programs", "level", program.level), said["cost"][is_free], *_place(index, agency)),
        facets=(
            *(f"masa:{minutes} {run}" for run in runs),
            *sorted({f"bulan:{run[:7]}" for run in runs}),
            f"moda:{program.mode}",
            f"biaya:{is_free}",
            f"tingkat:{program.level}",
            f"jam:{_band(program.hours)}",
            f"jalur:{program.track}",
            f"bentuk:{program.form}",
            *([f"rumpun:{program.field_of_work}"] if program.field_of_work else []),
            *_facets(index, program.agency, codes),
        ),
    )


def mentor_record(index: Index, mentor: Mentor, words_of: Vocabulary) -> Record:
    """A mentor."""
    agency = index.portal.agencies[mentor.agency]
    leader = words("pages")["leader"] if mentor.is_leader else None
    mode = label("mentors", "mode", mentor.mode)
    return record(
        words_of,
        "mentor",
        index.routes.urls[MENTOR, mentor.id],
        mentor.name,
        format.facts(mentor.position, agency_label(index, mentor.agency), mode, leader),
        ("mentor", mentor.expertise, mentor.help_offered, *_names(index, mentor.competencies)),
        _place(index, agency),
        facets=(
            f"tempat:{index.availability[mentor.id]}",
            f"moda:{mentor.mode}",
            f"pimpinan:{'ya' if mentor.is_leader else 'tidak'}",
            *_facets(index, mentor.agency, mentor.competencies),
        ),
    )


def agency_record(index: Index, agency: Agency, words_of: Vocabulary) -> Record:
    """An agency."""
    kind = label("agencies", "kind", agency.kind)
    return record(
        words_of,
        "instansi",
        index.routes.urls[AGENCY, agency.id],
        agency.name,
        format.facts(kind, region_name(index, agency.region)),
        (agency.short_name, kind, agency.goals, agency.head_title, *_place(index, agency)),
        facets=(_region(index, agency),),
        short=agency.short_name,
    )


def competency_record(index: Index, competency: Competency, words_of: Vocabulary) -> Record | None:
    """A competency; None when another has its page."""
    url = index.routes.urls.get((COMPETENCY, competency.code))
    if url is None:
        return None
    kind = label("competencies", "kind", competency.kind)
    facts = format.facts(kind, competency.code)
    text = (competency.description, competency.source)
    return record(words_of, "kompetensi", url, competency.name, facts, text)


def provider_record(index: Index, provider: Provider, words_of: Vocabulary) -> Record:
    """A partner that gives training."""
    url, kind = index.routes.urls[PROVIDER, provider.id], label("providers", "kind", provider.kind)
    facts = format.facts(kind, provider.accreditation)
    return record(
        words_of, "penyelenggara", url, provider.name, facts, (words("pages")["providers"]["title"],)
    )


def _names(index: Index, codes: Iterable[str]) -> list[str]:
    known = index.portal.competencies
    return [known[code].name for code in codes if code in known]


def _place(index: Index, agency: Agency) -> tuple[str | None, ...]:
    region = index.portal.regions.get(agency.region)
    return agency.name, agency.short_name, region_name(index, agency.region), region.alias if region else None


def _facets(index: Index, agency: str, competencies: Iterable[str]) -> Iterator[str]:
    yield f"instansi:{agency}|{agency_label(index, agency)}"
    yield _region(index, index.portal.agencies[agency])
    yield from (f"kompetensi:{code}" for code in competencies if code in index.portal.competencies)


def _region(index: Index, agency: Agency) -> str:
    return f"wilayah:{agency.region}|{region_name(index, agency.region)}"


def _band(hours: int) -> int:
    bands = words("search")["hours"]
    return next(place for place, band in enumerate(bands) if hours <= band.get("most", hours))
