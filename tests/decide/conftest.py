"""Rules, events and facts for the laws of deciding: real conditions, real events, facts that answer from a table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from tipstaff.cel import CelError, Compiled, Environment, Function, compile_condition
from tipstaff.cel.records import event_variables
from tipstaff.cel.types import BOOL, DOUBLE, INT, STRING, TIMESTAMP, Type
from tipstaff.decide import Program
from tipstaff.policy import Hole, Order, Rule
from tipstaff.policy.rules.masks import mask_of
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.diagnostics import Place
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder
from tipstaff.vocab.verdict import Verdict

AT = datetime(2026, 11, 20, 14, tzinfo=UTC)
STACK = (("house", "1"),)
SIGNALS: Mapping[str, Type] = {"text.spam": DOUBLE, "risk": INT, "reopens": TIMESTAMP}
FUNCTIONS = (Function("authorization", (STRING,), BOOL), Function("shaky", (STRING,), BOOL))
RECORDS = {name: event_variables(kind)["event"] for name, kind in STANDARD.types.items()}
_decoder = Decoder(STANDARD)


@cache
def compiled(text: str, event_type: str = "message.send", expect: Type | None = BOOL) -> Compiled:
    """An expression over an event type, the signals and the functions above."""
    environment = Environment({**SIGNALS, **event_variables(STANDARD.types[event_type])}, FUNCTIONS)
    condition, diagnostics = compile_condition(text, environment, expect=expect)
    assert condition is not None, [str(found) for found in diagnostics]
    return condition


def hole(text: str, event_type: str = "message.send") -> Hole:
    """An expression that people will see."""
    expression = compiled(text, event_type, None)
    return Hole(expression, mask_of(expression, {}))


def rule(name: str, when: str, verdict: Verdict = Verdict.DENY, **more: Any) -> Rule:
    """A rule of the policy `house`; `unless` and `until` are texts, everything else as `Rule` has it."""
    event_type = more.get("type", "message.send")
    given = {
        "policy": "house", "clause": f"house.{name}", "control": "c", "use": 0, "versions": frozenset({"1"}),
        "severity": 2, "on_error": Verdict.REVIEW, "mode": "live", "explain": {"en": (f"{name} matched",)},
        "evidence": (), "obligations": (), "effects": (), "windows": frozenset(), "type": event_type,
        "place": Place("house.yaml"),
    } | more  # fmt: skip
    given["unless"] = compiled(more["unless"], event_type) if more.get("unless") else None
    given["until"] = compiled(more["until"], event_type, TIMESTAMP) if more.get("until") else None
    return Rule(id=name, condition=compiled(when, event_type), verdict=verdict, **given)


def order(name: str, **args: str) -> Order:
    """An obligation or effect whose arguments are expressions."""
    return Order(name, tuple((key, compiled(text, expect=None)) for key, text in args.items()))


def event(event_type: str = "message.send", **data: Any) -> Event:
    """A decoded event."""
    if event_type == "message.send":
        data = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": "x", "purpose": "marketing"} | data
    body = {"specversion": "1.0", "id": "e1", "source": "test", "type": event_type, "account": "acme", "data": data}
    return _decoder.decode(json.dumps(body).encode(), AT)


@dataclass
class Account:
    """The account of the event."""

    id: str = "acme"
    locale: str = "en"


@dataclass
class TableFacts:
    """Facts from a table: what is not in it cannot be known."""

    event: Event
    known: Mapping[str, object] = field(default_factory=dict)
    granted: Sequence[str] = ()
    shaky: bool | None = None
    account: Account = field(default_factory=Account)
    found: list[tuple[str, str]] = field(default_factory=list)

    def get(self, name: str) -> object:
        if name == "event":
            return self.event.data
        if name == "event.time":
            return self.event.time
        if name == "event.account":
            return self.event.account
        if name in self.known:
            return self.known[name]
        raise CelError("signal-unavailable", f"`{name}` is not known")

    def call(self, name: str, args: tuple[object, ...]) -> object:
        if name == "authorization":
            if args[0] in self.granted:
                self.found.append((f"auth-{args[0]}", str(args[0])))
            return args[0] in self.granted
        if self.shaky is None:
            raise CelError("ledger-unavailable", "the ledger does not answer")
        return self.shaky

    def authorizations(self) -> list[tuple[str, str]]:
        found, self.found = self.found, []
        return found

    def computed(self) -> dict[str, Any]:
        return {}


def program(rules: Sequence[Rule]) -> Program:
    """The program of some rules of `house`."""
    return Program(rules, STACK, "sha256:0", RECORDS)


def by_name(decision: Decision) -> dict[str, Verdict]:
    """The reasons of a decision: rule to verdict."""
    return {reason.rule: reason.verdict for reason in decision.reasons}
