"""The catalogue of the open data for harvesters: DCAT 3 as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from generator.memo import digest
from generator.model.chronicle import Chronicle
from generator.model.public import Government, OpenTable
from generator.render.data_files import DataFile
from generator.render.routes import DATA, GOVERNMENTS
from generator.settings import Settings

CATALOG = f"{DATA}catalog.jsonld"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA = {"csv": "text/csv", "json": "application/json"}
LANGUAGE = "http://publications.europa.eu/resource/authority/language/IND"


def catalog_file(
    tables: Mapping[str, OpenTable],
    settings: Settings,
    chronicle: Chronicle,
    site_url: str,
    governments: Iterable[Government] = (),
) -> DataFile:
    """The catalogue, with those of governments; its addresses start from itself where the portal's is not known."""
    base = f"{site_url}{DATA}" if site_url else ""
    publisher = {"@type": "foaf:Agent", "foaf:name": settings.government}
    made: dict[str, object] = {
        "@context": CONTEXT,
        "@id": base or "./",
        "@type": "dcat:Catalog",
        "dct:title": settings.name,
        "dct:description": settings.tagline,
        "dct:language": {"@id": LANGUAGE},
        "dct:publisher": publisher,
        "dcat:dataset": [
            {
                "@id": f"{base}{name}.csv#dataset",
                "@type": "dcat:Dataset",
                "dct:identifier": name,
                "dct:title": table.schema.title,
                "dct:description": table.schema.description,
                "dct:modified": {"@type": "xsd:date", "@value": chronicle.tables[name].changed},
                "dct:publisher": publisher,
                "dcat:landingPage": {"@id": f"{base or './'}#tabel-{name}"},
                "dcat:distribution": [_distribution(f"{base}{name}.{suffix}", suffix) for suffix in MEDIA],
            }
            for name, table in tables.items()
        ],
    }
    if below := [_below(site_url, each) for each in governments]:
        made["dcat:catalog"] = below
    content = (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()
    return DataFile(CATALOG, digest(content), lambda: content)


def _below(site_url: str, government: Government) -> Mapping[str, object]:
    """The catalogue of a government that has a portal of its own."""
    home = government.address or f"{site_url or '../'}{GOVERNMENTS}{government.id}/"
    return {"@id": f"{home}{DATA}", "@type": "dcat:Catalog", "dct:title": government.name}


def _distribution(address: str, suffix: str) -> Mapping[str, object]:
    return {
        "@type": "dcat:Distribution",
        "dct:format": suffix.upper(),
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{MEDIA[suffix]}"},
        "dcat:downloadURL": {"@id": address},
        "dcat:accessURL": {"@id": address},
    }
