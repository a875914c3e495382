"""A function of the condition language that reads ledgers, as a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tipstaff.cel.types import Type
from tipstaff.ledgers.standing import Holds


@dataclass(frozen=True, slots=True)
class LedgerFunction:
    """`name(arguments) -> result`, computed from (ledgers, event, *arguments).

    `names` and `params` go together, one per argument. `cost` is microseconds of a warm call on the reference machine.
    `run` raises `CelError` when there is no answer. `holds` says how long an answer stands
    (`Holds`). Where it rests on more of the event than its account and the arguments, and for what is found then alone,
    the function says so by `ledgers.bind()`.
    """

    name: str
    names: tuple[str, ...]
    params: tuple[Type, ...]
    result: Type
    cost: float
    about: str
    run: Callable[..., Any]
    holds: Holds = "moment"

    @property
    def signature(self) -> str:
        """As its reference shows it: `consent.held(recipient: string, ...) -> bool`."""
        args = ", ".join(f"{name}: {of}" for name, of in zip(self.names, self.params, strict=True))
        return f"{self.name}({args}) -> {self.result}"


def ledger_function(
    name: str, result: Type, /, *, cost: float = 2.0, holds: Holds = "moment", **params: Type
) -> Callable[[Callable[..., Any]], LedgerFunction]:
    """Make the decorated function a `LedgerFunction`; its docstring is what the reference says."""

    def declare(run: Callable[..., Any]) -> LedgerFunction:
        about = " ".join((run.__doc__ or "").split())
        return LedgerFunction(name, tuple(params), tuple(params.values()), result, cost, about, run, holds)

    return declare
