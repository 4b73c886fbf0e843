"""Google's discovery documents as a judge: may this be asked so, and may this be the answer?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import googleapiclient  # type: ignore[import-untyped]

DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
PLAIN: Mapping[str, Any] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "array": list,
}
INT32 = 2**31


class Unlike(Exception):
    """A request or an answer that the real API would not know."""


@dataclass(frozen=True)
class Call:
    """A request that matched a method of the API: its id, and the parameters of its path."""

    method: Mapping[str, Any]
    api: Mapping[str, Any]
    path: Mapping[str, str]

    @property
    def id(self) -> str:
        """`sheets.spreadsheets.values.batchGet` and so on."""
        return str(self.method["id"])

    def check_request(self, query: Mapping[str, list[str]], body: Any) -> None:
        """Unlike when a parameter is unknown or ill-formed, or the body is no instance of its schema."""
        known = self.api["parameters"] | self.method["parameters"]
        for name, values in query.items():
            if name not in known:
                raise Unlike(f"{self.id}: unknown parameter {name}")
            self._check_parameter(name, values, known[name])
        for name, parameter in self.method["parameters"].items():
            if parameter.get("required") and name not in {**query, **self.path}:
                raise Unlike(f"{self.id}: parameter {name} is missing")
        if "fields" in query and "response" in self.method:
            check_mask(self.api, self.method["response"]["$ref"], query["fields"][0])
        self._check_body("request", body)

    def check_answer(self, body: Any) -> None:
        """Unlike when the answer is no instance of the method's response schema."""
        self._check_body("response", body)

    def _check_body(self, kind: str, body: Any) -> None:
        if kind not in self.method:
            if body is not None:
                raise Unlike(f"{self.id}: takes no body")
            return
        problems = list(faults(self.api, {"$ref": self.method[kind]["$ref"]}, body, kind))
        if problems:
            raise Unlike(f"{self.id}: {problems[0]}")

    def _check_parameter(self, name: str, values: list[str], parameter: Mapping[str, Any]) -> None:
        if len(values) > 1 and not parameter.get("repeated"):
            raise Unlike(f"{self.id}: {name} given twice")
        for value in values:
            if "enum" in parameter and value not in parameter["enum"]:
                raise Unlike(f"{self.id}: {name} may not be {value}")
            if parameter["type"] == "boolean" and value.lower() not in ("true", "false"):
                raise Unlike(f"{self.id}: {name} is no boolean")


def match(verb: str, path: str) -> Call:
    """The method that a request calls; Unlike when neither API has one."""
    for name in ("sheets.v4", "drive.v3"):
        api = document(name)
        for method in _methods(api):
            pattern = re.sub(
                r"\\\{(\w+)\\\}", r"(?P<\1>[^/:]+)", re.escape("/" + api["servicePath"] + method["path"])
            )
            found = re.fullmatch(pattern, path)
            if found and method["httpMethod"] == verb:
                return Call(method, api, {key: unquote(value) for key, value in found.groupdict().items()})
    raise Unlike(f"no method for {verb} {path}")


def faults(api: Mapping[str, Any], schema: Mapping[str, Any], value: Any, at: str) -> Iterator[str]:
    """Everything that keeps a value from being an instance of a discovery schema."""
    if "$ref" in schema:
        schema = api["schemas"][schema["$ref"]]
    kind = str(schema.get("type"))
    if kind == "any":
        return
    if kind == "object":
        yield from _object_faults(api, schema, value, at)
    elif not isinstance(value, PLAIN[kind]) or (isinstance(value, bool) and kind != "boolean"):
        yield f"{at} is no {kind}"
    elif kind == "array":
        for index, item in enumerate(value):
            yield from faults(api, schema["items"], item, f"{at}[{index}]")
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{at} is none of the choices"
    elif schema.get("format") == "int32" and not -INT32 <= value < INT32:
        yield f"{at} does not fit 32 bits"
    elif schema.get("format") == "int64" and kind == "string" and not re.fullmatch("-?[0-9]+", value):
        yield f"{at} is no number in text"


def check_mask(api: Mapping[str, Any], schema: str, mask: str) -> None:
    """Unlike when a field mask names what the schema does not have."""
    _check_mask(api, {"$ref": schema}, parse_mask(mask))


Mask = dict[str, "Mask"]


def parse_mask(text: str) -> Mask:
    """`a.b,c(d,e)` as nested names; an empty mask keeps all."""
    mask: Mask = {}
    for part in re.findall(r"(?:[^,()]|\((?:[^()]|\([^()]*\))*\))+", text):
        path, inner = re.fullmatch(r"([^()]+)(?:\((.*)\))?", part.strip()).groups()  # type: ignore[union-attr]
        at = mask
        for name in re.split("[./]", path):
            at = at.setdefault(name, {})
        at.update(parse_mask(inner) if inner else {})
    return mask


def masked(value: Any, mask: Mask) -> Any:
    """Only what the mask names."""
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [masked(item, mask) for item in value]
    return {name: masked(value[name], inner) for name, inner in mask.items() if name in value}


@cache
def document(name: str) -> Mapping[str, Any]:
    """A discovery document: `sheets.v4` or `drive.v3`."""
    loaded: Mapping[str, Any] = json.loads((DOCUMENTS / f"{name}.json").read_text("utf-8"))
    return loaded


def _methods(resource: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _methods(inner)


def _object_faults(api: Mapping[str, Any], schema: Mapping[str, Any], value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at} is no object"
        return
    properties, extra = schema.get("properties", {}), schema.get("additionalProperties")
    for name, inner in value.items():
        if name not in properties and extra is None:
            yield f"{at}.{name} is unknown"
        else:
            yield from faults(api, properties.get(name, extra), inner, f"{at}.{name}")


def _check_mask(api: Mapping[str, Any], schema: Mapping[str, Any], mask: Mask) -> None:
    if "$ref" in schema:
        schema = api["schemas"][schema["$ref"]]
    if schema.get("type") == "array":
        return _check_mask(api, schema["items"], mask)
    for name, inner in mask.items():
        if name != "*" and name not in schema.get("properties", {}):
            raise Unlike(f"the field mask names {name}")
        _check_mask(api, schema["properties"][name] if name != "*" else schema, inner)
    return None
