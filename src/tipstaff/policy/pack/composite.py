"""Params that say more than one value: patterns put together, texts by language, the signal that a condition reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tipstaff.cel.types import DOUBLE, DYN, STRING, Type, list_of
from tipstaff.policy.document.keys import kind_of, texts_of
from tipstaff.policy.document.nodes import Entries, Items, Node, Scalar
from tipstaff.policy.document.notes import Notes
from tipstaff.policy.pack.nouns import Param, Value

PATTERN, TEXTS, SIGNAL = "pattern", "texts", "signal"
COMPOSITE: Mapping[str, Type] = {
    PATTERN: STRING,
    TEXTS: DYN,
    "signal(double)": DOUBLE,
    "signal(list(string))": list_of(STRING),
}
"""What each comes to in a condition. Texts come to nothing there: they are read where people read."""


NEVER: Final = r"[^\x00-\x{10ffff}]"
"""A pattern that says nothing matches nothing, though the expression `` would match everything."""

_PIECE: Final = re.compile(r"\{params\.([a-z_][a-z0-9_]*)\}", re.ASCII)


def is_signal(param: Param) -> bool:
    """Whether its value names a signal, whose value conditions read."""
    return param.notation.startswith(SIGNAL)


def read_composite(param: Param, node: Node, notes: Notes) -> Value | None:
    """A value of one of these types; None, with the mistake noted, when it is not."""
    return _READERS[param.notation.partition("(")[0]](param, node, notes)


def put_together(values: Mapping[str, Value], params: Mapping[str, Param]) -> dict[str, Value]:
    """The values, with patterns put into those that name them: `(?:{params.wares}) for sale`.

    A piece that says nothing, does not exist or holds itself matches nothing.
    """
    patterns = {name: value.written for name, value in values.items() if params[name].notation == PATTERN}
    whole = {name: _whole(name, patterns, ()) for name, written in patterns.items() if _PIECE.search(written)}
    return {**values, **{name: Value(text, text) for name, text in whole.items()}}


def _whole(name: str, patterns: Mapping[str, str], inside: tuple[str, ...]) -> str:
    if not patterns.get(name) or name in inside:
        return NEVER
    return _PIECE.sub(lambda piece: _whole(piece[1], patterns, (*inside, name)), patterns[name])


def pieces_of(value: Value) -> Iterator[str]:
    """The names of the params that a pattern is put together from."""
    yield from _PIECE.findall(value.written)


def _pattern(param: Param, node: Node, notes: Notes) -> Value | None:
    """One expression as written; or wordings in lists, by language too, read in either case of letters."""
    if isinstance(node, Scalar):
        return Value(node.text or NEVER, node.text)
    wordings = list(_wordings(param, node, notes))
    if not wordings:
        notes.at(node, "wrong-type", f"`{param.name}` has no wording", hint="give an expression, or a list of them")
        return None
    joined = f"(?is){'|'.join(wordings)}"
    return Value(joined, joined)


def _wordings(param: Param, node: Node, notes: Notes) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, Items):
        for item in node.items:
            yield from _wordings(param, item, notes)
    else:
        for _, value in node.entries:
            yield from _wordings(param, value, notes)


def _texts(param: Param, node: Node, notes: Notes) -> Value | None:
    if not isinstance(node, Entries):
        hint = f"write `{param.name}: {{en: …, fr: …}}`"
        message = f"`{param.name}` is a text per language, not {kind_of(node)}"
        notes.at(node, "wrong-type", message, hint=hint)
        return None
    texts = texts_of(node, param.name, notes)
    return Value(texts, json.dumps({language: text.text for language, text in texts.items()}, ensure_ascii=False))


def _signal(param: Param, node: Node, notes: Notes) -> Value | None:
    if isinstance(node, Scalar):
        return Value(node, node.text)
    notes.at(node, "wrong-type", f"`{param.name}` is the name of a signal, not {kind_of(node)}")
    return None


_READERS: Mapping[str, Callable[[Param, Node, Notes], Value | None]] = {
    PATTERN: _pattern,
    TEXTS: _texts,
    SIGNAL: _signal,
}
