"""Query strings into structs, every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from tipstaff.vocab.errors import Fault, Invalid


@lru_cache(maxsize=512)
def read_query(raw: bytes, shape: type[Struct]) -> Any:
    """Decode a query string; callers repeat themselves, so the latest ones are remembered.

    Raises:
        Invalid: a parameter that is unknown, given twice or of the wrong type; all of them at once.
    """
    if not raw:
        return msgspec.convert({}, shape)
    given = _pairs(raw)
    known = _parameters(shape)
    faults = [
        Fault(f"query.{name}", "one of " + ", ".join(known) if known else "no query parameter", "an unknown parameter")
        for name in given
        if name not in known
    ]
    values = {name: value for name, value in given.items() if name in known}
    faults += [fault for name in values for fault in _fault(name, values[name], known[name])]
    if faults:
        raise Invalid("the query has parameters that cannot be used", faults=faults)
    return shape(**{name: msgspec.convert(value, known[name], strict=False) for name, value in values.items()})


@cache
def _parameters(shape: type[Struct]) -> Mapping[str, Any]:
    """Name to type. A parameter is left out to say nothing: the word `null` is a word like any other."""
    return {field.encode_name: _present(field.type) for field in msgspec.structs.fields(shape)}


def _present(kind: Any) -> Any:
    if get_origin(kind) not in {Union, UnionType}:
        return kind
    return Union[tuple(one for one in get_args(kind) if one is not NoneType)]  # noqa: UP007 - made at run time


def _pairs(raw: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, max_num_fields=64, errors="strict")
    except (UnicodeDecodeError, ValueError) as error:
        raise Invalid(
            "the query string cannot be read", faults=[Fault("query", "UTF-8 percent encoding", str(error))]
        ) from None
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given:
            raise Invalid("a parameter is given twice", faults=[Fault(f"query.{name}", "one value", "several")])
        given[name] = value
    return given


def _fault(name: str, value: str, kind: Any) -> list[Fault]:
    try:
        msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        return [Fault(f"query.{name}", _expected(kind, str(error)), f"`{value[:40]}`")]
    return []


def _expected(kind: Any, message: str) -> str:
    words = [str(word) for word in _words(kind)]
    if words:
        return "one of " + ", ".join(words)
    return message.removeprefix("Expected ").split(", got")[0].replace("`int`", "a whole number")


def _words(kind: Any) -> list[Any]:
    """The words a parameter may be, through `Annotated` and `| None`; [] when it is not a choice of words."""
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    return [word for inner in get_args(kind) for word in _words(inner)]
