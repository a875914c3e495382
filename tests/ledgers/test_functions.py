from __future__ import annotations

import inspect

from tipstaff.cel import Environment, Function, compile_condition, evaluate
from tipstaff.cel.types import BOOL
from tipstaff.ledgers.functions import ACCOUNT_TYPE, BY_NAME, FUNCTIONS
from tipstaff.vocab.diagnostics import Place

ENVIRONMENT = Environment(
    variables={"account": ACCOUNT_TYPE},
    functions=[Function(f.name, f.params, f.result, cost=f.cost) for f in FUNCTIONS],
)


class Facts:
    def __init__(self, world) -> None:
        self.world = world

    def get(self, name: str) -> object:
        assert name == "account"
        return self.world.ledgers.account("acme")

    def call(self, name: str, args: tuple[object, ...]) -> object:
        return self.world.ask(name, *args)


def judged(world, condition: str) -> object:
    compiled, diagnostics = compile_condition(condition, ENVIRONMENT, expect=BOOL, place=Place("test"))
    assert compiled is not None, [str(one) for one in diagnostics]
    return evaluate(compiled, Facts(world))


def test_names_are_unique_and_every_function_says_what_it_does() -> None:
    assert len(BY_NAME) == len(FUNCTIONS) >= 80
    for function in FUNCTIONS:
        assert function.about.endswith("."), function.name
        assert len(function.names) == len(function.params)
        assert function.cost > 0
        signature = inspect.signature(function.run)
        assert len(signature.parameters) == 2 + len(function.params), function.name


def test_conditions_reach_every_ledger(world) -> None:
    world.give(
        accounts=[{"id": "acme", "plan": "paid", "facts": {"tier": "gold"}}],
        consents=[{"account": "acme", "recipient": "+33612345678", "channel": "sms", "purpose": "marketing"}],
        meters=[{"account": "acme", "meter": "messages", "limit": 10, "used": 9}],
    )
    assert judged(world, "consent.held('+33612345678', 'sms', 'marketing') && account.plan == 'paid'") is True
    assert judged(world, "account.fact('tier') == 'gold' && 'tier' in account.facts") is True
    assert judged(world, "meter.ratio('messages') >= 0.9 && size(register.listed('+33612345678')) == 0") is True
    assert judged(world, "consent.last('+33612345678', 'sms', 'marketing').level == 'opt-in'") is True
    assert judged(world, "authorization('crypto-mining')") is False
    assert judged(world, "has(account.created_at)") is False


def test_what_cannot_be_known_is_an_error_of_the_condition(world) -> None:
    found = judged(world, "meter.exhausted('nothing')")
    assert getattr(found, "code", None) == "unknown-value"
    assert judged(world, "meter.known('nothing') && meter.exhausted('nothing')") is False
