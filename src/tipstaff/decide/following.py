"""What follows from a rule whatever the event says: commands on its account whose other arguments are written out.

Most cases are opened so. What asks more of the event goes through the whole procedure (`hearing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.cel import Compiled
from tipstaff.cel.syntax import Literal_
from tipstaff.decide.saying.wording import bare
from tipstaff.policy import Order, Rule
from tipstaff.vocab.arguments import masked
from tipstaff.vocab.decision import Effect

_encode: Final = msgspec.json.Encoder().encode
_ACCOUNT: Final = "event.account"
_WHOSE: Final = "account"
_HOLE: Final = b'"account":""'


class Consequence(Struct, frozen=True, gc=False):
    """One command.

    Attributes:
        args: its arguments; `account` holds a place for the event's.
        shown: the effect's JSON with its arguments masked, in two pieces where the account stands between them.
    """

    do: str
    args: dict[str, Any]
    clause: str
    shown: tuple[bytes, ...]

    def effect(self, account: str) -> Effect:
        """What is set in motion, of an account."""
        args = {**self.args, _WHOSE: account} if _WHOSE in self.args else dict(self.args)
        return Effect(self.do, args, self.clause)


Following = tuple[Consequence, ...]


def following_of(rule: Rule) -> Following | None:
    """What follows from a rule in every event alike; None where effects ask more of the event, or of the verdict."""
    known = [(order.name, _written_out(order)) for order in rule.effects]
    found = [_consequence(name, args, rule.clause) for name, args in known if args is not None]
    return each_once(found) if len(found) == len(known) and not rule.when_allowed else None


class Outcome(Struct, frozen=True, gc=False):
    """What follows where certain rules match: from all of them together.

    Attributes:
        consequences: each once, under the clause of the first rule that asks for it.
        versions: of the clauses of those rules.
    """

    consequences: Following
    versions: Mapping[str, str]

    @classmethod
    def of(cls, rules: Sequence[tuple[str, str, Following]]) -> Outcome:
        """Of rules in order: clause, version, what follows."""
        asked = (one for _, _, following in rules for one in following)
        return cls(each_once(asked), {clause: version for clause, version, _ in rules})

    def effects(self, account: str) -> list[Effect]:
        """What is set in motion, of an account."""
        return [one.effect(account) for one in self.consequences]

    def shown(self, account: str) -> bytes:
        """The effects as they are shown, a JSON array."""
        hole = _whose(account)
        return b"[" + b",".join([hole.join(one.shown) for one in self.consequences]) + b"]"


def each_once(some: Iterable[Consequence]) -> Following:
    """What is asked for more than once happens once."""
    found: list[Consequence] = []
    for one in some:
        if not any(one.do == earlier.do and one.args == earlier.args for earlier in found):
            found.append(one)
    return tuple(found)


@lru_cache(maxsize=4096)
def _whose(account: str) -> bytes:
    return b'"account":' + _encode(masked(account, _WHOSE))


def _consequence(do: str, args: dict[str, Any], clause: str) -> Consequence:
    shown = _encode(Effect(do, masked(args), clause))
    # No text within it can read like the hole: its quotes would be escaped.
    return Consequence(do, args, clause, tuple(shown.split(_HOLE)) if _WHOSE in args else (shown,))


def _written_out(order: Order) -> dict[str, Any] | None:
    """Arguments that are all known; an account of the pack's own choice is none of those, so that "" is the event's."""
    args: dict[str, Any] = {}
    for name, value in order.args:
        if not isinstance(value, Compiled):
            return None
        if name == _WHOSE:
            if value.text != _ACCOUNT:
                return None
            args[name] = ""
        elif isinstance(value.tree, Literal_):
            args[name] = bare(value.tree.value)
        else:
            return None
    return args
