"""Compiles the expressions of packs, the same one in the same surroundings once."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from tipstaff.cel import Compiled, Environment, compile_condition
from tipstaff.cel.syntax import Expr, Ident
from tipstaff.cel.types import Type
from tipstaff.cel.walk import rebuilt
from tipstaff.policy.document.notes import Notes
from tipstaff.policy.document.passage import ALONE, Passage
from tipstaff.policy.knowledge import Knowledge
from tipstaff.policy.rules.masks import mask_of
from tipstaff.policy.rules.templates import Hole
from tipstaff.vocab.diagnostics import Diagnostic, Place


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


PLACES: Final = 16
"""So many places of one text are remembered from one load to the next: texts move as files are edited."""
_NAME: Final = re.compile(r"\b(?:params|window)\s*\.\s*[A-Za-z_]\w*", re.ASCII)


@lru_cache(maxsize=8192)
def _named(text: str) -> Sequence[str]:
    """The params and windows that a text names."""
    return sorted(set(_NAME.findall(text)))


@dataclass(slots=True)
class _Read:
    """A text as it was read in one scope, and as it stands in each place where it is written."""

    compiled: Compiled | None
    diagnostics: Sequence[Diagnostic]
    mask: str | None = None
    placed: dict[Place, Compiled] = field(default_factory=dict)
    holes: dict[Place, Hole] = field(default_factory=dict)

    def at(self, place: Place) -> Compiled | None:
        """The expression, said to stand there."""
        found = self.placed.get(place)
        if found is None and self.compiled is not None:
            found = self.placed[place] = self.compiled.at(place)
        return found

    def hole_at(self, place: Place, personal: Mapping[str, str]) -> Hole | None:
        """The same as a hole in a text. `personal`: the kinds of personal value that variables hold."""
        found = self.holes.get(place)
        expression = self.at(place) if found is None else None
        if expression is not None:
            if self.mask is None:
                self.mask = mask_of(expression, personal)
            found = self.holes[place] = Hole(expression, self.mask)
        return found


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

    def compile(self, text: Passage, scope: Scope, expect: Type | None, notes: Notes) -> Compiled | None:
        """The compiled expression, or None with what is wrong noted where the author wrote it."""
        return self._read(text, scope, expect, notes).at(text.place)

    def hole(self, text: Passage, scope: Scope, notes: Notes) -> Hole | None:
        """An expression whose value people will see; None as above."""
        return self._read(text, scope, None, notes).hole_at(text.place, self.knowledge.personal)

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
        for read in self._kept.values():
            if len(read.placed) > PLACES:
                read.placed.clear()
                read.holes.clear()
        self._used = set()


def _renamed(tree: Expr, names: Mapping[str, str]) -> Expr:
    """The tree with variables called otherwise."""
    if isinstance(tree, Ident) and tree.reference == "variable":
        return replace(tree, name=names[tree.name]) if tree.name in names else tree
    return rebuilt(tree, lambda child: _renamed(child, names))
