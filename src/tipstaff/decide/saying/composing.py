"""Reasons by generated functions, so that a match costs little.

def made(kept, facts, data):         what it looks like
    k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10 = kept
    return k0(k1, k2, k3, k4, k5, k6, f"{k7}{data.context.country}{k8(data.to)}", {k9: data.context.score})

def made(kept, facts, data, parts):  the same as JSON
    k0, k1, k2, k3, k4 = kept
    parts += (k3, encode(f"{k0}{data.context.country}{k1(data.to)}"), k4, encode(data.context.score), k2, )

Everything that an author wrote is in `kept`, one tuple per rule and language; members of the event appear through their
declared attributes; what is not simply a member is asked of a function that is kept too (`k10(facts, data)`). So rules
that differ in nothing but words share one function. That makes it a third of the cost: code that many rules use is in
the processor's cache when one of them matches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from keyword import iskeyword
from typing import Any, Final, cast

import msgspec

from tipstaff.cel.types import BOOL, INT, STRING
from tipstaff.decide.facts import Facts
from tipstaff.decide.saying.phrases import Value, event_path, said, shown
from tipstaff.policy import Hole, Rule, Template
from tipstaff.vocab.decision import Reason
from tipstaff.vocab.masking import masker

Kept = tuple[object, ...]
Composed = tuple[Callable[[Kept, Facts, Any], Any], Kept]
"""(function, kept): what is to be said of an event is `function(kept, facts, data)`."""
Told = tuple[Callable[[Kept, Facts, Any, list[bytes]], None], Kept]
"""(function, kept): `function(kept, facts, data, parts)` appends the parts of the JSON."""
Evidence = Sequence[tuple[str, Hole]]

_AS_THEY_ARE: Final = frozenset({STRING, INT, BOOL})
_SHAPES: Final = 4096
_encode: Final = msgspec.json.Encoder().encode


def compose_reason(rule: Rule, version: str, locale: str) -> Composed:
    """How to give a rule's reason, as a `Reason`, to an account of this locale."""
    sheet = _Sheet()
    head = (rule.policy, version, rule.clause, rule.control, rule.id, rule.verdict)
    language = in_language(rule.explain, locale)
    made = ", ".join(
        [*map(sheet.keep, head), sheet.text(rule.explain[language], language), sheet.evidence(rule.evidence)]
    )
    return sheet.composed(f"{sheet.keep(Reason)}({made})", rule.type)


def compose_json(rule: Rule, version: str, locale: str) -> Told:
    """How to give the same reason as JSON."""
    sheet = _Sheet()
    head = (rule.policy, version, rule.clause, rule.control, rule.id, rule.verdict)
    language = in_language(rule.explain, locale)
    # What encoding a `Reason` gives, but for the two members that depend on the event.
    opening, closing = _encode(Reason(*head, "", {})).split(b'"","evidence":{}')
    pieces: list[bytes | str] = [opening, sheet.json_text(rule.explain[language], language), b',"evidence":{']
    for place, (key, hole) in enumerate(dict(rule.evidence).items()):
        pieces += [b"," * bool(place) + _encode(key) + b":", sheet.json(sheet.item(hole))]
    return sheet.told([*pieces, b"}" + closing], rule.type)


def compose_text(texts: Mapping[str, Template], locale: str) -> Composed:
    """How to write a text for an account of this locale."""
    sheet = _Sheet()
    language = in_language(texts, locale)
    return sheet.composed(sheet.text(texts[language], language), "")


def in_language(texts: Mapping[str, Template], locale: str) -> str:
    """The account's own (`fr` also for `fr-CA`), else English, else the first there is."""
    return next((one for one in (locale, locale[:2].lower(), "en") if one in texts), next(iter(texts)))


class _Sheet:
    """The function being written: what it keeps, and the expressions made of that."""

    def __init__(self) -> None:
        self._kept: list[object] = []

    def keep(self, value: object) -> str:
        """A name for an object."""
        self._kept.append(value)
        return f"k{len(self._kept) - 1}"

    def text(self, template: Template, language: str) -> str:
        """An expression for a text."""
        if not any(isinstance(part, Hole) for part in template):
            return self.keep("".join(str(part) for part in template))
        parts = (self._hole(part, language) if isinstance(part, Hole) else self.keep(part) for part in template)
        return "f'" + "".join(f"{{{part}}}" for part in parts) + "'"

    def evidence(self, items: Evidence) -> str:
        """An expression for a rule's evidence as JSON, masked."""
        return "{" + ", ".join(f"{self.keep(key)}: {self.item(hole)}" for key, hole in items) + "}"

    def item(self, hole: Hole) -> str:
        """An expression for a value as evidence, masked."""
        return self._member(hole) if as_it_is(hole) else self._asked(shown(hole))

    def json(self, expression: str) -> str:
        """An expression for the JSON of a value."""
        return f"encode({expression})"

    def json_text(self, template: Template, language: str) -> bytes | str:
        """The JSON of a text, or an expression for it."""
        if not any(isinstance(part, Hole) for part in template):
            return _encode("".join(str(part) for part in template))
        return self.json(self.text(template, language))

    def told(self, pieces: Sequence[bytes | str], event_type: str) -> Told:
        """The function that appends these parts: JSON that is there already, and expressions for the other."""
        parts: list[str] = []
        for ready, run in groupby(pieces, key=lambda piece: isinstance(piece, bytes)):
            some = list(run)
            parts += [self.keep(b"".join(cast("list[bytes]", some)))] if ready else cast("list[str]", some)
        source = f"def made(kept, facts, data, parts):\n{self._names()}    parts += ({', '.join(parts)},)\n"
        return _function(source, event_type), tuple(self._kept)

    def composed(self, expression: str, event_type: str) -> Composed:
        """The function that gives the expression, with what it keeps."""
        source = f"def made(kept, facts, data):\n{self._names()}    return {expression}\n"
        return _function(source, event_type), tuple(self._kept)

    def _names(self) -> str:
        return f"    {''.join(f'k{number}, ' for number in range(len(self._kept)))}= kept\n"

    def _hole(self, hole: Hole, language: str) -> str:
        return self._member(hole) if as_written(hole) else self._asked(said(hole, language))

    def _member(self, hole: Hole) -> str:
        """A member of the event, masked when it is personal."""
        read = f"data.{_surely_there(hole)}"
        return f"{self.keep(masker(hole.mask))}({read})" if hole.mask else read

    def _asked(self, value: Value) -> str:
        return f"{self.keep(value)}(facts, data)"


@lru_cache(maxsize=_SHAPES)
def _function(source: str, event_type: str) -> Callable[..., Any]:
    """The function of this text: one for each event type, since Python learns where members of one class stand."""
    namespace: dict[str, object] = {"__builtins__": {}, "encode": _encode}
    exec(compile(source, f"<reasons of {event_type}>", "exec"), namespace)
    return cast(Callable[..., Any], namespace["made"])


def as_it_is(hole: Hole) -> str:
    """The attributes of a member that is its own evidence, but for its mask; "" for what is more than that."""
    plain = hole.expression.type in ({STRING} if hole.mask else _AS_THEY_ARE)
    return _surely_there(hole) if plain else ""


def as_written(hole: Hole) -> str:
    """The attributes of a member that stands in a text as it is, but for its mask; "" for what is more than that."""
    return _surely_there(hole) if hole.expression.type == STRING and not hole.words else ""


def _surely_there(hole: Hole) -> str:
    """The attributes that an expression reads below the event's data; "" unless it does only that, and never fails."""
    path = event_path(hole.expression.tree)
    if path is None or path[1]:
        return ""
    for attribute in path[0].split("."):
        if not attribute.isidentifier() or iskeyword(attribute) or attribute.startswith("_"):
            raise ValueError(f"`{attribute}` cannot be the attribute of a member")
    return path[0]
