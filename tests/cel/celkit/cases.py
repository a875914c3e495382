"""The conformance cases of the CEL specification, as values of ours.

The file is converted from google/cel-spec's textproto (Apache-2.0); it is not part of this project and is looked for
under `TIPSTAFF_SHARED_DATA` (default: `../shared/data` beside the checkout).
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tipstaff.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    INT,
    NULL,
    STRING,
    UINT,
    Type,
    list_of,
    map_of,
)
from tipstaff.cel.values import UInt, map_of_pairs

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("TIPSTAFF_SHARED_DATA", ROOT / ".." / "shared" / "data"))
FILE = SHARED / "cel_spec" / "cases.json"
SKIPS = Path(__file__).parent.parent / "conformance" / "skips.yaml"

CORE = (
    "basic",
    "comparisons",
    "conversions",
    "fields",
    "fp_math",
    "integer_math",
    "lists",
    "logic",
    "macros",
    "namespace",
    "parse",
    "plumbing",
    "string",
    "timestamps",
    "type_deduction",
)
EXTENSIONS = (
    "string_ext",
    "math_ext",
    "bindings_ext",
    "encoders_ext",
    "macros2",
    "optionals",
    "network_ext",
    "block_ext",
)

_SCALARS = {"bool": BOOL, "int": INT, "uint": UINT, "double": DOUBLE, "string": STRING, "bytes": BYTES, "null": NULL}


@dataclass(frozen=True)
class Case:
    """One case. `expected` is `(kind, value)`; kind `error` means that there must be none. `unchecked` cases are to be
    run without the checker.
    """

    file: str
    section: str
    name: str
    text: str
    variables: dict[str, Type]
    bindings: dict[str, Any]
    expected: tuple[str, Any]
    unchecked: bool

    @property
    def id(self) -> str:
        return f"{self.file}/{self.section}/{self.name}"


@cache
def cases() -> tuple[Case, ...]:
    """Every case that needs no protobuf message, enum or container."""
    found = json.loads(FILE.read_text())
    return tuple(_case(entry) for entry in found if entry["plain"] and not entry.get("protoish"))


def left_out() -> int:
    """How many cases need protobuf."""
    found = json.loads(FILE.read_text())
    return sum(1 for entry in found if not entry["plain"] or entry.get("protoish"))


@cache
def skips() -> dict[str, str]:
    """Case id (or `file/section/*`, `file/*`) to the reason why it is not carried."""
    return {pattern: group["reason"] for group in yaml.safe_load(SKIPS.read_text()) for pattern in group["cases"]}


def reason_to_skip(case: Case) -> str:
    """Why the case is not carried; "" when it is."""
    for pattern in (case.id, f"{case.file}/{case.section}/*", f"{case.file}/*"):
        if pattern in skips():
            return skips()[pattern]
    return ""


def _case(entry: dict[str, Any]) -> Case:
    return Case(
        entry["file"],
        entry["section"],
        entry["name"],
        entry["expr"],
        {name: _type(of) for name, of in entry["env"].items()},
        {name: value(bound) for name, bound in entry.get("bindings", {}).items()},
        (entry["expect"]["t"], value(entry["expect"])),
        entry["disable_check"],
    )


def _type(of: Any) -> Type:
    if isinstance(of, str):
        return _SCALARS[of]
    if of[0] == "list":
        return list_of(_type(of[1]))
    assert of[0] == "map", of
    return map_of(_type(of[1]), _type(of[2]))


def value(told: dict[str, Any]) -> Any:
    """A value of the file as a value of the language; None for an error."""
    kind, held = told["t"], told.get("v")
    match kind:
        case "uint":
            return UInt(held)
        case "double":
            return float(held)
        case "bytes":
            return base64.b64decode(held)
        case "list":
            return [value(item) for item in held]
        case "map":
            return map_of_pairs([(value(key), value(item)) for key, item in held])
        case "type":
            return Type(held)
        case _:
            return held
