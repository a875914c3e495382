"""What a rule says and sets in motion when it matches: texts, evidence, obligations and effects, compiled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from tipstaff.cel import Compiled
from tipstaff.cel.types import Type
from tipstaff.policy.document.keys import Texts
from tipstaff.policy.document.nodes import Scalar
from tipstaff.policy.document.notes import Notes, did_you_mean
from tipstaff.policy.document.passage import Passage, passage
from tipstaff.policy.pack.nouns import Clause, Control, Directive, RuleText, Use
from tipstaff.policy.pack.words_file import words_for
from tipstaff.policy.rules.ground import Ground
from tipstaff.policy.rules.rule import Order, Words
from tipstaff.policy.rules.templates import Hole, Template, parse_template
from tipstaff.policy.rules.variants import Variant, silent
from tipstaff.policy.rules.workshop import Scope


@dataclass(frozen=True, slots=True)
class Occasion:
    """One use of a control on one event type."""

    ground: Ground
    clause: Clause
    use: tuple[int, Use]
    control: Control
    type: str
    scope: Scope
    variant: Variant
    texts: Mapping[str, Texts]

    def noting(self, notes: Notes) -> Occasion:
        """The same, with its mistakes noted elsewhere."""
        ground = self.ground.noting(notes)
        return Occasion(ground, self.clause, self.use, self.control, self.type, self.scope, self.variant, self.texts)

    def compile(self, text: Passage, expect: Type | None) -> Compiled | None:
        """An expression of this occasion."""
        return self.ground.workshop.compile(text, self.scope, expect, self.ground.notes)

    def hole(self, text: Passage) -> Hole | None:
        """An expression whose value people will see."""
        return self.ground.workshop.hole(text, self.scope, self.ground.notes)

    def worded(self, text: Passage, language: str) -> Hole | None:
        """An expression in a text of a language: its values by the words that there are for them."""
        hole = self.hole(text)
        words = words_for(self.ground.words, hole.expression.reads, language) if hole is not None else {}
        return replace(hole, words=words) if hole is not None and words else hole


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says and sets in motion when it matches."""

    explain: Words
    evidence: tuple[tuple[str, Hole], ...]
    obligations: tuple[Order, ...]
    effects: tuple[Order, ...]

    def expressions(self) -> Iterator[Compiled]:
        """Every expression in it."""
        yield from (hole.expression for _, hole in self.evidence)
        args = [value for order in (*self.obligations, *self.effects) for _, value in order.args]
        yield from (value for value in args if isinstance(value, Compiled))
        for words in (self.explain, *(value for value in args if not isinstance(value, Compiled))):
            for template in words.values():
                yield from (part.expression for part in template if isinstance(part, Hole))


def said_of(occasion: Occasion, text: RuleText, more: Iterable[Directive]) -> Said:
    """What a rule says on an occasion; mistakes are noted.

    Args:
        more: effects besides its own.
    """
    return Said(
        _words(occasion, text.explain),
        tuple((key, hole) for key, scalar in text.evidence if (hole := _evidence(occasion, scalar))),
        tuple(_order(occasion, directive) for directive in text.obligations),
        tuple(_order(occasion, _command(occasion, directive)) for directive in (*text.effects, *more)),
    )


def _evidence(occasion: Occasion, scalar: Scalar) -> Hole | None:
    if scalar.text in silent(occasion.control, occasion.variant):
        return None
    if scalar.text in occasion.scope.environment.functions:
        name = scalar.text.partition(".")[0]
        hint = f"write `{name}: {scalar.text}(…)`, with its arguments"
        message = f"`{scalar.text}` is a function, not a value"
        occasion.ground.notes.at(scalar, "wrong-value", message, hint=hint)
        return None
    return occasion.hole(passage(scalar))


def _words(occasion: Occasion, texts: Texts) -> Words:
    return {language: _template(occasion, scalar, language) for language, scalar in texts.items()}


def _template(occasion: Occasion, scalar: Scalar, language: str) -> Template:
    """A text in one language, with texts that are params put in."""
    notes = occasion.ground.notes
    if occasion.texts:
        return _made_of_texts(occasion, scalar, language)

    def make(own: Notes) -> Template:
        return parse_template(scalar, partial(occasion.noting(own).worded, language=language), own)

    return occasion.ground.workshop.template((scalar, language), occasion.scope, notes, make)


def _made_of_texts(occasion: Occasion, scalar: Scalar, language: str) -> Template:
    notes = occasion.ground.notes
    worded = partial(occasion.worded, language=language)

    def fill(text: Passage) -> Hole | Template | None:
        by_language = occasion.texts.get(text.text.strip().removeprefix("params."))
        if by_language is None:
            return worded(text)
        return parse_template(by_language[language], worded, notes) if language in by_language else ()

    return parse_template(scalar, fill, notes)


def _command(occasion: Occasion, directive: Directive) -> Directive:
    """An effect, noted when there is no such command."""
    commands = occasion.ground.workshop.knowledge.commands
    if commands and directive.name and directive.name not in commands:
        message, hint = f"`{directive.name}` is not a command", did_you_mean(directive.name, commands)
        occasion.ground.notes.at(directive, "unknown-command", message, hint=hint)
    return directive


def _order(occasion: Occasion, directive: Directive) -> Order:
    args: list[tuple[str, Compiled | Words]] = []
    for name, value in directive.args:
        if not isinstance(value, Scalar):
            args.append((name, _words(occasion, value)))
        elif (compiled := occasion.compile(passage(value), None)) is not None:
            args.append((name, compiled))
    return Order(directive.name, tuple(args))
