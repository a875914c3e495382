"""Texts with holes, evidence and arguments, made into functions once, so that a match costs little.

What most holes hold, a member of the event, is read without the interpreter; several of them at once where nothing
needs masking.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

from msgspec import UNSET

from tipstaff.cel import CelError, Compiled, evaluate
from tipstaff.cel.syntax import Expr, Ident, Literal_, Select
from tipstaff.cel.types import BOOL, INT, STRING, RecordType, Type
from tipstaff.decide.facts import Facts
from tipstaff.decide.wording import bare, plain, written
from tipstaff.policy import Hole, Template
from tipstaff.vocab.masking import mask

Value = Callable[[Facts, Any], Any]
"""(facts, data of the event) -> the value, or the CelError or UNSET that stands for what cannot be known."""

Phrase = Callable[[Facts, Any], str]
Collection = Callable[[Facts, Any], dict[str, Any]]

_AS_THEY_ARE: Final = frozenset({STRING, INT, BOOL})
_WHO: Final = "event"


def value_of(expression: Compiled) -> Value:
    """How to get an expression's value. The function never raises."""
    tree = expression.tree
    if isinstance(tree, Literal_):
        constant = tree.value
        return lambda _facts, _data: constant
    path = event_path(tree)
    if path:
        return _member(attrgetter(path[0]))
    if isinstance(tree, Ident) and tree.reference == "variable":
        return _variable(tree.name)
    return lambda facts, _data: evaluate(expression, facts)


def event_path(tree: Expr) -> tuple[str, bool] | None:
    """The attributes (`client.address`) that a tree reads below the event's data, and whether one may be missing."""
    attributes: list[str] = []
    optional = False
    while isinstance(tree, Select) and isinstance(tree.operand.type, RecordType):
        member = tree.operand.type.members[tree.field]
        attributes.append(member.attribute)
        optional |= member.optional
        tree = tree.operand
    if not attributes or not isinstance(tree, Ident) or tree.name != _WHO or tree.reference != "variable":
        return None
    return ".".join(reversed(attributes)), optional


def _member(read: Callable[[Any], Any]) -> Value:
    def member(_facts: Facts, data: Any) -> Any:
        try:
            return read(data)
        except AttributeError:  # the object around it is missing
            return UNSET

    return member


def _variable(name: str) -> Value:
    def variable(facts: Facts, _data: Any) -> Any:
        try:
            return facts.get(name)
        except CelError as error:
            return error

    return variable


def phrase(template: Template, language: str) -> Phrase:
    """The function that writes a text with its holes filled."""
    pattern = "".join("%s" if isinstance(part, Hole) else part.replace("%", "%%") for part in template)
    holes = [part for part in template if isinstance(part, Hole)]
    if not holes:
        whole = pattern % ()
        return lambda _facts, _data: whole
    simple = _simple_path([hole for hole in holes if not hole.mask and hole.expression.type == STRING], len(holes))
    if simple:
        read = attrgetter(*simple)
        return lambda _facts, data: pattern % read(data)
    speakers = [_speaker(hole, language) for hole in holes]
    if len(speakers) == 1:
        only = speakers[0]
        return lambda facts, data: pattern % only(facts, data)
    return lambda facts, data: pattern % tuple([speaker(facts, data) for speaker in speakers])


def _simple_path(holes: Sequence[Hole], wanted: int) -> list[str]:
    """The attributes of holes that are required members of the event; nothing unless all the wanted ones are."""
    paths = [event_path(hole.expression.tree) for hole in holes]
    found = [path[0] for path in paths if path and not path[1]]
    return found if len(found) == wanted else []


def _speaker(hole: Hole, language: str) -> Phrase:
    value, kind = value_of(hole.expression), hole.mask

    def speak(facts: Facts, data: Any) -> str:
        found = value(facts, data)
        if type(found) is str:
            return mask(kind, found) if kind else found
        return written(found, kind, language)

    return speak


def phrases(words: Mapping[str, Template]) -> dict[str, Phrase]:
    """By language."""
    return {language: phrase(template, language) for language, template in words.items()}


def in_language(of: Mapping[str, Phrase], locale: str) -> Phrase:
    """The text in an account's language (`fr` also for `fr-CA`), else in English, else in the first there is."""
    return of.get(locale) or of.get(locale[:2].lower()) or of.get("en") or next(iter(of.values()))


def evidence(items: Sequence[tuple[str, Hole]]) -> Collection:
    """The function that collects a rule's evidence as JSON, masked."""
    simple = _simple_path(
        [hole for _, hole in items if not hole.mask and hole.expression.type in _AS_THEY_ARE], len(items)
    )
    if simple and len(items) == 1:
        only, read = items[0][0], attrgetter(*simple)
        return lambda _facts, data: {only: read(data)}
    readers = [_reader(key, hole) for key, hole in items]
    return lambda facts, data: {key: plain(value(facts, data), of, kind) for key, value, of, kind in readers}


def _reader(key: str, hole: Hole) -> tuple[str, Value, Type, str]:
    return key, value_of(hole.expression), hole.expression.type, hole.mask


Argument = Callable[[Facts, Any], Any]


def arguments(args: Sequence[tuple[str, Compiled | Mapping[str, Template]]]) -> list[tuple[str, Argument]]:
    """The functions that give the arguments of an obligation or effect; a CelError for what cannot be known."""
    return [(name, _argument(value)) for name, value in args]


def _argument(value: Compiled | Mapping[str, Template]) -> Argument:
    if isinstance(value, Compiled):
        read = value_of(value)

        def argument(facts: Facts, data: Any) -> Any:
            found = read(facts, data)
            if found is UNSET:
                return CelError("no-such-field", f"`{value.text}` is not there")
            return found if isinstance(found, CelError) else bare(found)

        return argument
    texts = phrases(value)
    return lambda facts, data: in_language(texts, facts.account.locale)(facts, data)
