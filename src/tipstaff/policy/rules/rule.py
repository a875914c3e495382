"""A rule ready to run: one machine condition of one clause on one type of event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tipstaff.cel import Compiled
from tipstaff.cel.syntax import Literal_
from tipstaff.policy.pack.nouns import Mode
from tipstaff.policy.rules.templates import Hole, Template
from tipstaff.vocab.diagnostics import Place
from tipstaff.vocab.verdict import Verdict

Words = Mapping[str, Template]
"""Language to text with holes."""


@dataclass(frozen=True, slots=True)
class Order:
    """An obligation or an effect: its name, and its arguments by name."""

    name: str
    args: tuple[tuple[str, Compiled | Words], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition with everything that follows when it is true, or cannot be evaluated.

    `versions` are those of `policy` that have the clause. `evidence` maps keys to expressions. `windows` are the ids of
    the windows that any part of it reads. The same control used twice by a clause gives rules that differ in `use`.
    `written` is the id as the control has it, where an entry's name is put in. `when_allowed`: its effects happen only
    when the whole decision allows.
    """

    policy: str
    clause: str
    control: str
    id: str
    type: str
    use: int
    versions: frozenset[str]
    severity: int
    condition: Compiled
    verdict: Verdict
    on_error: Verdict
    mode: Mode
    unless: Compiled | None
    explain: Words
    evidence: tuple[tuple[str, Hole], ...]
    until: Compiled | None
    obligations: tuple[Order, ...]
    effects: tuple[Order, ...]
    windows: frozenset[str]
    place: Place
    written: str = ""
    when_allowed: bool = False

    @property
    def constant(self) -> bool | None:
        """What its condition always comes to, with the params put in; None when that depends on the event."""
        tree = self.condition.tree
        return bool(tree.value) if isinstance(tree, Literal_) else None

    @property
    def sort_key(self) -> tuple[str, str, str, int, str, str]:
        """The order of rules in a bundle, whatever order the files had."""
        return (self.policy, self.clause, self.control, self.use, self.id, self.type)
