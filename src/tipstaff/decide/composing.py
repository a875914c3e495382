"""Reasons as generated functions, one for each rule and language, so that a match costs little.

def composed(facts, data):      what it looks like
    return Reason(k1, k2, k3, k4, k5, k6, f"{k7}{data.context.country}{k8(data.to)}", {k9: data.context.score})

No words of an author stand in the generated text: they are objects under generated names, and members of the event
appear through their declared attributes. What is not simply a member is asked of a function (`k10(facts, data)`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from keyword import iskeyword
from types import CodeType
from typing import Any, Final, cast

from tipstaff.cel.types import BOOL, INT, STRING
from tipstaff.decide.facts import Facts
from tipstaff.decide.phrases import Value, event_path, said, shown
from tipstaff.policy import Hole, Template
from tipstaff.vocab.decision import Reason
from tipstaff.vocab.masking import masker
from tipstaff.vocab.verdict import Verdict

Head = tuple[str, str, str, str, str]
"""Policy, version, clause, control and rule of a reason."""
Evidence = Sequence[tuple[str, Hole]]

_AS_THEY_ARE: Final = frozenset({STRING, INT, BOOL})


def reason_of(head: Head, verdict: Verdict, explain: Mapping[str, Template], evidence: Evidence) -> Value:
    """The function that gives a rule's reason in the account's language."""

    def compose(text: Template, language: str) -> Value:
        sheet = _Sheet()
        start = ", ".join(sheet.name(part) for part in (*head, verdict))
        return sheet.function(
            f"{sheet.name(Reason)}({start}, {sheet.text(text, language)}, {sheet.evidence(evidence)})"
        )

    return _in_language(explain, compose)


def text_of(texts: Mapping[str, Template]) -> Value:
    """The function that writes a text in the account's language."""

    def compose(text: Template, language: str) -> Value:
        sheet = _Sheet()
        return sheet.function(sheet.text(text, language))

    return _in_language(texts, compose)


def _in_language(texts: Mapping[str, Template], compose: Callable[[Template, str], Value]) -> Value:
    """What is composed of the text in the account's language. Most texts are never needed, so each is when it is."""
    composed: dict[str, Value] = {}

    def speak(facts: Facts, data: Any) -> Any:
        locale = facts.account.locale
        found = composed.get(locale)
        if found is None:
            language = _language(texts, locale)
            found = composed[locale] = compose(texts[language], language)
        return found(facts, data)

    return speak


def _language(texts: Mapping[str, Template], locale: str) -> str:
    """The account's own (`fr` also for `fr-CA`), else English, else the first there is."""
    return next((one for one in (locale, locale[:2].lower(), "en") if one in texts), next(iter(texts)))


class _Sheet:
    """The function being written: the objects it names, and the expressions made of them."""

    def __init__(self) -> None:
        self._names: dict[str, object] = {"__builtins__": {}}

    def name(self, value: object) -> str:
        """A name for an object."""
        name = f"k{len(self._names)}"
        self._names[name] = value
        return name

    def text(self, template: Template, language: str) -> str:
        """An expression for a text."""
        if not any(isinstance(part, Hole) for part in template):
            return self.name("".join(str(part) for part in template))
        parts = (self._hole(part, language) if isinstance(part, Hole) else self.name(part) for part in template)
        return "f'" + "".join(f"{{{part}}}" for part in parts) + "'"

    def evidence(self, items: Evidence) -> str:
        """An expression for a rule's evidence as JSON, masked."""
        return "{" + ", ".join(f"{self.name(key)}: {self._item(hole)}" for key, hole in items) + "}"

    def function(self, expression: str) -> Value:
        """The function that gives the expression."""
        exec(_code(f"def composed(facts, data):\n    return {expression}\n").replace(), self._names)
        return cast(Value, self._names["composed"])

    def _hole(self, hole: Hole, language: str) -> str:
        plain = hole.expression.type == STRING and _surely_there(hole)
        return self._member(hole) if plain else self._asked(said(hole, language))

    def _item(self, hole: Hole) -> str:
        plain = hole.expression.type in ({STRING} if hole.mask else _AS_THEY_ARE)
        return self._member(hole) if plain and _surely_there(hole) else self._asked(shown(hole))

    def _member(self, hole: Hole) -> str:
        """A member of the event, masked when it is personal."""
        read = f"data.{_surely_there(hole)}"
        return f"{self.name(masker(hole.mask))}({read})" if hole.mask else read

    def _asked(self, value: Value) -> str:
        return f"{self.name(value)}(facts, data)"


@lru_cache(maxsize=1024)
def _code(source: str) -> CodeType:
    """Reasons that differ in nothing but words have the same source, and most do."""
    return compile(source, "<composed reason>", "exec")


def _surely_there(hole: Hole) -> str:
    """The attributes that an expression reads below the event's data; "" unless it does only that, and never fails."""
    path = event_path(hole.expression.tree)
    if path is None or path[1]:
        return ""
    for attribute in path[0].split("."):
        if not attribute.isidentifier() or iskeyword(attribute) or attribute.startswith("_"):
            raise ValueError(f"`{attribute}` cannot be the attribute of a member")
    return path[0]
