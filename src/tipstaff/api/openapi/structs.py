"""JSON schemas of structs, whole: nothing refers elsewhere, so two structs of one name cannot be mixed up."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct

Schema = dict[str, Any]
_REFERENCE: Final = "#/components/schemas/"


def inlined(shape: type[Struct], *, without: str = "", further: bool = False) -> Schema:
    """The schema of a struct; `without` leaves one field out, `further` says whether unknown fields are taken."""
    _, components = msgspec.json.schema_components([shape], ref_template=f"{_REFERENCE}{{name}}")
    schema = _resolved(components[shape.__name__], components)
    properties = {name: kind for name, kind in schema["properties"].items() if name != without}
    required = [name for name in schema.get("required", []) if name != without]
    return {**schema, "properties": properties, "required": required, "additionalProperties": further}


def _resolved(value: Any, components: dict[str, Schema]) -> Any:
    if isinstance(value, list):
        return [_resolved(item, components) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return _resolved(components[value["$ref"].removeprefix(_REFERENCE)], components)
    return {name: _resolved(item, components) for name, item in value.items()}
