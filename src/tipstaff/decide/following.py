"""What follows from a rule whatever the event says: commands on its account whose other arguments are written out.

Most cases are opened so. What asks more of the event goes through the whole procedure (`hearing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from tipstaff.cel import Compiled
from tipstaff.cel.syntax import Literal_
from tipstaff.decide.wording import bare
from tipstaff.policy import Order, Rule
from tipstaff.vocab.decision import Effect

_ACCOUNT: Final = "event.account"
_WHOSE: Final = "account"

Following = tuple[tuple[str, dict[str, Any]], ...]
"""Commands in order, each with its arguments; `account` holds a place for the event's."""


def following_of(rule: Rule) -> Following | None:
    """What follows from a rule in every event alike; None where effects ask more of the event, or of the verdict."""
    known = [(order.name, _written_out(order)) for order in rule.effects]
    found = tuple((name, args) for name, args in known if args is not None)
    return found if len(found) == len(known) and not rule.when_allowed else None


def effects_of(some: Iterable[tuple[str, Following]], account: str) -> Sequence[Effect]:
    """The effects of several rules, each once.

    Args:
        some: the clause and what follows, of each rule in order.
        account: the event's.
    """
    found: list[Effect] = []
    for clause, following in some:
        for name, args in following:
            made = Effect(name, {**args, _WHOSE: account} if _WHOSE in args else dict(args), clause)
            if not any(made.do == earlier.do and made.args == earlier.args for earlier in found):
                found.append(made)
    return found


def _written_out(order: Order) -> dict[str, Any] | None:
    args: dict[str, Any] = {}
    for name, value in order.args:
        if not isinstance(value, Compiled):
            return None
        if isinstance(value.tree, Literal_):
            args[name] = bare(value.tree.value)
        elif name == _WHOSE and value.text == _ACCOUNT:
            args[name] = None
        else:
            return None
    return args
