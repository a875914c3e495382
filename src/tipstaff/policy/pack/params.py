"""Params of controls: their types, their defaults, and the values that a use gives them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from datetime import timedelta

from tipstaff.cel.types import BOOL, DOUBLE, DURATION, DYN, INT, STRING, Type, list_of, map_of
from tipstaff.policy.document.keys import Keys, kind_of
from tipstaff.policy.document.nodes import Entries, Items, Node, Scalar
from tipstaff.policy.document.notes import Notes, did_you_mean
from tipstaff.policy.pack.composite import COMPOSITE, read_composite
from tipstaff.policy.pack.nouns import Origin, Param, Use, Value
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.tables import CONFIDENCE
from tipstaff.vocab.times.durations import parse_duration

_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)

TYPES: Mapping[str, Type] = {
    "string": STRING,
    "int": INT,
    "double": DOUBLE,
    "bool": BOOL,
    "duration": DURATION,
    "list": list_of(STRING),
    "list(string)": list_of(STRING),
    "list(int)": list_of(INT),
    "list(double)": list_of(DOUBLE),
    "map(string)": map_of(STRING, STRING),
    "map(int)": map_of(STRING, INT),
    "map(double)": map_of(STRING, DOUBLE),
    **COMPOSITE,
}


def read_param(name: Scalar, node: Node, notes: Notes) -> Param | None:
    """The declaration of one param."""
    keys = Keys(node, "a param", notes)
    if not keys:
        return None
    notation = keys.scalar("type", required=True)
    if notation is not None and notation.text not in TYPES:
        hint = did_you_mean(notation.text, TYPES) or f"one of {', '.join(TYPES)}"
        notes.at(notation, "unknown-type", f"`{notation.text}` is not a type of a param", hint=hint)
    word = notation.text if notation and notation.text in TYPES else ""
    default, choices = keys.take("default"), keys.words("choices")
    about, origin = keys.text("about"), _origin(name, keys, notes)
    keys.done()
    kind = TYPES.get(word, DYN)
    param = Param(name.text, kind, word, None, about, origin, tuple(c.text for c in choices), name.place)
    return replace(param, default=read_value(param, default, notes)) if default is not None and word else param


def _origin(name: Scalar, keys: Keys, notes: Notes) -> Origin | None:
    """Where the default comes from: a source and how far it can be trusted, both or neither."""
    source, confidence = keys.text("source"), keys.scalar("confidence")
    levels = f"one of {', '.join(CONFIDENCE)}"
    if confidence is not None and confidence.text not in CONFIDENCE:
        notes.at(confidence, "wrong-value", f"`{confidence.text}` is not a value of `confidence`", hint=levels)
    elif source and confidence is None:
        notes.at(name, "missing-key", "a figure with a source needs its `confidence`", hint=levels)
    elif confidence is not None and not source:
        notes.at(name, "missing-key", "a figure with a confidence needs its `source`", hint="say where it comes from")
    elif confidence is not None:
        return Origin(source, confidence.text)
    return None


def given(params: Mapping[str, Param], use: Use, notes: Notes, needed: Container[str]) -> dict[str, Value]:
    """The values of a control's params in one use: what the use gives, else the defaults.

    Args:
        needed: the params that must have a value, for the rules that the use takes read them.
    """
    for key, _ in use.params.values():
        if key.text not in params:
            hint = did_you_mean(key.text, params) or (f"it has {', '.join(params)}" if params else "it has none")
            notes.at(key, "unknown-param", f"`{key.text}` is not a param of `{use.control}`", hint=hint)
    values: dict[str, Value] = {}
    for name, param in params.items():
        value = read_value(param, use.params[name][1], notes) if name in use.params else param.default
        if value is not None:
            values[name] = value
        elif name not in use.params and name in needed:
            hint = f"add `with: {{{name}: …}}`"
            notes.at(use, "missing-param", f"`{use.control}` needs the param `{name}`", hint=hint)
    return values


def read_value(param: Param, node: Node, notes: Notes) -> Value | None:
    """A value of a param's type; None, with the mistake noted, when it is not."""
    if param.notation in COMPOSITE:
        return read_composite(param, node, notes)
    if param.notation.startswith("map("):
        return _mapping(param, node, notes)
    if param.notation.startswith("list"):
        return _list(param, node, notes)
    constant = _single(param.notation, param.choices, node, notes)
    return None if constant is None or not isinstance(node, Scalar) else Value(constant, node.text)


def _list(param: Param, node: Node, notes: Notes) -> Value | None:
    if not isinstance(node, Items):
        notes.at(
            node, "wrong-type", f"`{param.name}` is a list, not {kind_of(node)}", hint=f"write `{param.name}: [ … ]`"
        )
        return None
    kind = param.notation.removeprefix("list").strip("()") or "string"
    constants = [_single(kind, param.choices, item, notes) for item in node.items]
    if any(constant is None for constant in constants):
        return None
    return Value(constants, json.dumps(constants, ensure_ascii=False))


def _mapping(param: Param, node: Node, notes: Notes) -> Value | None:
    if not isinstance(node, Entries):
        notes.at(node, "wrong-type", f"`{param.name}` is a mapping, not {kind_of(node)}")
        return None
    kind = param.notation.removeprefix("map").strip("()")
    constants = {key.text: _single(kind, param.choices, value, notes) for key, value in node.entries}
    if any(constant is None for constant in constants.values()):
        return None
    return Value(constants, json.dumps(constants, ensure_ascii=False))


def _single(kind: str, choices: tuple[str, ...], node: Node, notes: Notes) -> object | None:
    if not isinstance(node, Scalar):
        notes.at(node, "wrong-type", f"expected {_WORDS[kind]}, not {kind_of(node)}")
        return None
    constant = _READERS[kind](node.text)
    if constant is None:
        notes.at(node, "wrong-type", f"expected {_WORDS[kind]}, not `{node.text}`")
    elif choices and node.text not in choices:
        hint = did_you_mean(node.text, choices) or f"one of {', '.join(choices)}"
        notes.at(node, "wrong-value", f"`{node.text}` is not one of the choices", hint=hint)
    return constant


def _duration(text: str) -> timedelta | None:
    try:
        return parse_duration(text).exact
    except Invalid:
        return None


_WORDS: Mapping[str, str] = {
    "string": "a text",
    "int": "a whole number",
    "double": "a number",
    "bool": "true or false",
    "duration": "an exact duration such as 24h or 1d12h",
}
_READERS: Mapping[str, Callable[[str], object | None]] = {
    "string": str,
    "int": lambda text: int(text) if _WHOLE.fullmatch(text) else None,
    "double": lambda text: float(text) if _NUMBER.fullmatch(text) else None,
    "bool": {"true": True, "false": False}.get,
    "duration": _duration,
}
