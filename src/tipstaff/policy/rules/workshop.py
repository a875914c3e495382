"""Compiles the expressions of packs, the same one in the same surroundings once."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from tipstaff.cel import Compiled, Environment, compile_condition
from tipstaff.cel.syntax import Expr, Ident
from tipstaff.cel.types import Type
from tipstaff.cel.walk import rebuilt
from tipstaff.policy.document.nodes import Scalar
from tipstaff.policy.document.notes import Notes
from tipstaff.policy.document.passage import ALONE, Passage
from tipstaff.policy.knowledge import Knowledge
from tipstaff.policy.pack.words_file import Words
from tipstaff.policy.rules.masks import mask_of
from tipstaff.policy.rules.templates import Hole, Template
from tipstaff.vocab.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Scope:
    """What the expressions of one control may name on one event type in one use.

    `constants` are params that are known; `windows` maps `window.<name>` to the variable of the shared window. Two
    scopes with the same `key` say the same of the event; what they say of params and windows stands by name in `names`.
    """

    environment: Environment
    constants: Mapping[str, object]
    windows: Mapping[str, str]
    key: str
    names: Mapping[str, str]

    def key_for(self, text: str) -> str:
        """What decides how a text is read: the event, and the params and windows that it names.

        A text that names one which does not exist is read in this scope alone, since it is told what there is.
        """
        named = _named(text)
        if not named:
            return self.key
        if all(name in self.names for name in named):
            return "\n".join([self.key, *(self.names[name] for name in named)])
        return "\n".join([self.key, *self.names.values()])


_NAME: Final = re.compile(r"\b(?:params|window)\s*\.\s*[A-Za-z_]\w*", re.ASCII)


@lru_cache(maxsize=8192)
def _named(text: str) -> Sequence[str]:
    """The params and windows that a text names."""
    return sorted(set(_NAME.findall(text)))


@dataclass(slots=True)
class _Read:
    """A text as it was read in one scope, wherever it is written; once it was asked for, the hole that it makes."""

    compiled: Compiled | None
    diagnostics: Sequence[Diagnostic]
    hole: Hole | None = None


@dataclass(frozen=True, slots=True)
class _Worded:
    """A text with its holes, and the expressions that were read for it."""

    template: Template
    read: frozenset[Hashable]


class Workshop:
    """Compiled expressions by their text and scope, kept over reloads.

    Args:
        knowledge: the names of the installation.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.base = Environment(
            {**knowledge.variables, "account": knowledge.account}, knowledge.functions, costs=knowledge.costs
        )
        self._kept: dict[Hashable, _Read] = {}
        self._used: set[Hashable] = set()
        self._templates: dict[Hashable, _Worded] = {}
        self._templates_used: set[Hashable] = set()
        self._words: Words = {}

    def compile(self, text: Passage, scope: Scope, expect: Type | None, notes: Notes) -> Compiled | None:
        """The compiled expression, or None with what is wrong noted where the author wrote it."""
        return self._read(text, scope, expect, notes).compiled

    def hole(self, text: Passage, scope: Scope, notes: Notes) -> Hole | None:
        """An expression whose value people will see; None as above."""
        read = self._read(text, scope, None, notes)
        if read.hole is None and read.compiled is not None:
            read.hole = Hole(read.compiled, mask_of(read.compiled, self.knowledge.personal))
        return read.hole

    def template(
        self, of: tuple[Scalar, str], scope: Scope, notes: Notes, make: Callable[[Notes], Template]
    ) -> Template:
        """A text of a language with its holes, put together once for all rules of one event type that say it.

        Args:
            of: the text and its language.
            make: puts it together, and notes what is wrong; then it is made anew each time, since it is noted where it
                stands.
        """
        scalar, language = of
        key = (scalar.text, scalar.style, language, scope.key_for(scalar.text))
        known = self._templates.get(key)
        if known is None:
            own, used = Notes(), self._used
            self._used = set()
            template = make(own)
            read, self._used = frozenset(self._used), used
            used |= read
            if own.diagnostics:
                notes.add(*own.diagnostics)
                return template
            known = self._templates[key] = _Worded(template, read)
        elif key not in self._templates_used:
            self._used |= known.read
        self._templates_used.add(key)
        return known.template

    def speak(self, words: Words) -> None:
        """What values are called from here on: texts that were put together with other words are made anew."""
        if words != self._words:
            self._words = words
            self._templates = {}

    def _read(self, text: Passage, scope: Scope, expect: Type | None, notes: Notes) -> _Read:
        key = (text.text, expect, scope.key_for(text.text))
        self._used.add(key)
        read = self._kept.get(key)
        if read is None:
            read = self._kept[key] = _Read(*self._compile(text.text, scope, expect))
        if read.diagnostics:
            notes.add(*text.pointed(read.diagnostics))
        return read

    def _compile(self, text: str, scope: Scope, expect: Type | None) -> tuple[Compiled | None, Sequence[Diagnostic]]:
        compiled, diagnostics = compile_condition(
            text, scope.environment, expect=expect, constants=scope.constants, place=ALONE
        )
        if compiled is None or not scope.windows.keys() & compiled.reads:
            return compiled, diagnostics
        tree = _renamed(compiled.tree, scope.windows)
        reads = frozenset(scope.windows.get(name, name) for name in compiled.reads)
        return replace(compiled, tree=tree, reads=reads), diagnostics

    def forget_unused(self) -> None:
        """Drop what no compilation has asked for since the last call, so that reloading does not fill the memory."""
        self._kept = {key: value for key, value in self._kept.items() if key in self._used}
        self._templates = {key: value for key, value in self._templates.items() if key in self._templates_used}
        self._used, self._templates_used = set(), set()


def _renamed(tree: Expr, names: Mapping[str, str]) -> Expr:
    """The tree with variables called otherwise."""
    if isinstance(tree, Ident) and tree.reference == "variable":
        return replace(tree, name=names[tree.name]) if tree.name in names else tree
    return rebuilt(tree, lambda child: _renamed(child, names))
