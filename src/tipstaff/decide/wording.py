"""Values as people read them: masked where they are personal, written as the language writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any, Final

from msgspec import UNSET, Struct, to_builtins

from tipstaff.cel import CelError, readable_path
from tipstaff.cel.run.program import evaluate
from tipstaff.cel.syntax import Select
from tipstaff.cel.types import STRING, RecordType
from tipstaff.decide.facts import Facts
from tipstaff.policy.rules.templates import Hole, Template
from tipstaff.vocab.masking import mask

UNKNOWN: Final[Mapping[str, str]] = {"en": "unknown", "fr": "inconnu"}
_AND_SO_ON: Final = 10

Writer = Callable[[Facts], str]
Value = Callable[[Facts], object]


def text_writer(template: Template, language: str) -> Writer:
    """A function that writes a text with its holes filled."""
    parts = [part if isinstance(part, str) else _hole_writer(part, language) for part in template]
    if all(isinstance(part, str) for part in parts):
        whole = "".join(str(part) for part in parts)
        return lambda _facts: whole
    return lambda facts: "".join([part if isinstance(part, str) else part(facts) for part in parts])


def shown_value(hole: Hole) -> Value:
    """A function that gives a hole's value as JSON, masked; None for what cannot be known."""
    value = _value(hole)
    kind = hole.mask
    if kind:
        return lambda facts: _masked(kind, _known(value(facts)))
    return lambda facts: _plain(_known(value(facts)))


def _hole_writer(hole: Hole, language: str) -> Writer:
    value = _value(hole)
    kind, unknown = hole.mask, UNKNOWN.get(language, UNKNOWN["en"])
    if hole.expression.type == STRING and not kind:

        def write_text(facts: Facts) -> str:
            found = value(facts)
            return found if type(found) is str else unknown

        return write_text

    def write(facts: Facts) -> str:
        found = _known(value(facts))
        return unknown if found is None else _written(_masked(kind, found) if kind else found, language)

    return write


def _value(hole: Hole) -> Value:
    """The value of an expression; the common case, a member of the event, without the interpreter."""
    expression = hole.expression
    attributes = _event_attributes(expression.tree)
    if not attributes:
        return lambda facts: evaluate(expression, facts)
    read = attrgetter(attributes)

    def member(facts: Facts) -> object:
        try:
            return read(facts.event.data)
        except AttributeError:  # the object around it is missing
            return UNSET

    return member


def _event_attributes(tree: object) -> str:
    if not isinstance(tree, Select) or not readable_path(tree).startswith("event."):
        return ""
    attributes: list[str] = []
    node: Any = tree
    while isinstance(node, Select):
        if not isinstance(node.operand.type, RecordType):
            return ""
        attributes.append(node.operand.type.members[node.field].attribute)
        node = node.operand
    return ".".join(reversed(attributes))


def _known(value: object) -> object:
    return None if value is UNSET or isinstance(value, CelError) else value


def _masked(kind: str, value: object) -> object:
    """Every text inside, masked."""
    if isinstance(value, str):
        return mask(kind, value)
    if isinstance(value, Mapping):
        return {str(key): _masked(kind, item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(kind, item) for item in value]
    return _plain(value)


def _plain(value: object) -> object:
    """The value as JSON can hold it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return _stamp(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return to_builtins(value, str_keys=True) if isinstance(value, Struct) else str(value)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _written(value: object, language: str) -> str:
    """The value in a sentence of that language."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return {"fr": ("non", "oui")}.get(language, ("no", "yes"))[value]
    if isinstance(value, int):
        return f"{value:,}".replace(",", "\u202f" if language == "fr" else ",")
    if isinstance(value, float):
        return _decimal(value, language)
    if isinstance(value, datetime):
        moment = value.astimezone(UTC)
        return f"{moment:%d/%m/%Y %H:%M} UTC" if language == "fr" else f"{moment:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, timedelta):
        return _duration(value, language)
    if isinstance(value, list | tuple):
        shown = [_written(item, language) for item in value[:_AND_SO_ON]]
        return ", ".join([*shown, "…"] if len(value) > _AND_SO_ON else shown)
    return str(_plain(value))


def _decimal(value: float, language: str) -> str:
    """Two digits that matter after the point, fewer when there are fewer."""
    text = f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.01 or value == 0 else f"{value:.2g}"
    return text.replace(".", ",") if language == "fr" else text


def _duration(value: timedelta, language: str) -> str:
    day = "j" if language == "fr" else "d"
    seconds = int(value.total_seconds())
    parts = (
        (seconds // 86_400, day),
        (seconds % 86_400 // 3600, "h"),
        (seconds % 3600 // 60, "min"),
        (seconds % 60, "s"),
    )
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"
