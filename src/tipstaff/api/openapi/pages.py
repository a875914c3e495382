"""The API reference as pages for people, made from the same document; served locally, no script."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from tipstaff.api.openapi.texts import LANGUAGES, translator
from tipstaff.api.routing.problems import ABOUT, status_of

_METHODS: Final = ("get", "post")


def reference(content: dict[str, Any], language: str) -> bytes:
    """Every operation, and every event type with its fields, in one of `LANGUAGES`."""
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, item in content["paths"].items()
        for method, operation in item.items()
        if method in _METHODS
    ]
    tags = [tag["name"] for tag in content["tags"]]
    schemas = content["components"]["schemas"]
    events = [schema for name, schema in schemas.items() if name.startswith("Event.")]
    grouped = {tag: [operation for operation in operations if tag in operation["tags"]] for tag in tags}
    shown = [_event(schema) for schema in events]
    return _page("reference.html", language, info=content["info"], groups=grouped, events=shown)


def problems(language: str) -> bytes:
    """Every problem code: what it means and the way out. `type` of a problem points here."""
    listed = [{"code": code, "status": status_of(code), "about": about} for code, about in sorted(ABOUT.items())]
    return _page("problems.html", language, problems=listed)


@cache
def style() -> bytes:
    """The style sheet of both pages."""
    return files(__package__).joinpath("templates", "style.css").read_bytes()


def _page(template: str, language: str, **values: Any) -> bytes:
    shared = {"t": translator(language), "language": language, "languages": LANGUAGES}
    return _environment().get_template(template).render(**shared, **values).encode()


def _marked(text: str) -> Markup:
    """A sentence of ours whose `backticks` become code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _event(schema: dict[str, Any]) -> dict[str, Any]:
    data = schema["properties"]["data"]
    required = set(data.get("required", []))
    fields = [
        {"name": name, "type": _words(kind), "required": name in required, "about": kind.get("description", "")}
        for name, kind in data["properties"].items()
    ]
    return {"name": schema["title"], "about": schema["description"], "fields": fields}


def _words(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_words(schema['items'])}"
    if schema.get("type") == "object":
        if "additionalProperties" in schema:
            return f"map to {_words(schema['additionalProperties'])}"
        return "{" + ", ".join(schema.get("properties", {})) + "}"
    return "time" if schema.get("format") == "date-time" else str(schema.get("type", "any"))


def _shape(schema: dict[str, Any]) -> str:
    """What a body or an answer holds, for the reference."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if schema.get("type") == "array":
        return f"list of {_shape(schema['items'])}"
    return " ".join(str(schema.get("description") or schema.get("type", "any")).split())


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tipstaff.api.openapi"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shape"] = _shape
    environment.filters["marked"] = _marked
    environment.filters["pretty"] = lambda value: msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return environment
