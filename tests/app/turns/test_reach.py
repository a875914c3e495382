"""Effects that reach further than the account of their event: whoever they concern is judged after them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from tests.app.turns.conftest import ANOTHER, received, sent, served, verdicts

from tipstaff.app.bundles import Bundles
from tipstaff.app.recording.lasting import EVERYBODY, Lasting
from tipstaff.app.turns.held import Held
from tipstaff.vocab.decision import Effect

TREE = (("account.put", {"id": "ann"}), ("account.put", {"id": "child", "parent": "ann"}))
TOLD = {
    "an opt-out everywhere": (
        [received(1, "ann", "STOP ALL"), sent(2, "ann"), sent(3, "bert"), sent(4, "bert", to=ANOTHER)],
        ["allow", "deny", "deny", "allow"],
    ),
    "two of them": (
        [received(1, "ann", "STOP ALL"), received(2, "bert", "STOP ALL", ANOTHER), sent(3, "cleo", to=ANOTHER)],
        ["allow", "allow", "deny"],
    ),
    "a limit above": ([sent(1, "ann", "worse"), sent(2, "ann"), sent(3, "child")], ["deny"] * 3),
    "a limit below": ([sent(1, "child", "worse"), sent(2, "child"), sent(3, "ann")], ["deny", "deny", "allow"]),
}


@pytest.mark.parametrize(("raws", "expected"), TOLD.values(), ids=TOLD)
def test_whoever_it_concerns_is_judged_after_it(
    court: Bundles, tmp_path: Path, raws: list[bytes], expected: list[str]
) -> None:
    async def run() -> None:
        async with served(court, tmp_path / "t.db") as service:
            for name, args in TREE:
                await service.command(name, args, "")
            assert verdicts(await asyncio.gather(*map(service.decide, raws))) == expected
            assert not service._turns._judging.held.accounts

    asyncio.run(run())


def effect(do: str, **args: Any) -> Effect:
    return Effect(do, args, "court.words")


CONCERNED = {
    "a seat": (effect("seat.put", account="lone", product="p", user="u"), {"lone", "mine"}),
    "one's own opt-out": (effect("suppression.add", account="mine", recipient="r"), {"mine"}),
    "an opt-out everywhere": (effect("suppression.add", account="", recipient="r"), {EVERYBODY}),
    "an opt-out of nobody": (effect("suppression.add", recipient="r"), {EVERYBODY}),
    "a list": (effect("list.put", list="l", key="k"), {EVERYBODY}),
    "a number": (effect("number.disconnect", account="mine"), {EVERYBODY}),
    "a licence": (effect("licence.put", id="L"), {EVERYBODY}),
    "a strike of one alone": (effect("strike.issue", account="lone", points=1), {"lone", "mine"}),
    "a strike below": (effect("strike.issue", account="child", points=1), {EVERYBODY}),
    "an action above": (effect("action.apply", account="ann", kind="suspend"), {EVERYBODY}),
    "an action on who has numbers": (effect("action.apply", account="caller", kind="suspend"), {EVERYBODY}),
    "an account alone": (effect("account.put", id="lone", standing="suspended"), {"lone", "mine"}),
    "an account that comes below another": (effect("account.put", id="lone", parent="ann"), {EVERYBODY}),
    "a case": (effect("case.open", account="ann"), set()),
}


@pytest.mark.parametrize(("one", "expected"), CONCERNED.values(), ids=CONCERNED)
def test_whom_an_effect_concerns(court: Bundles, tmp_path: Path, one: Effect, expected: set[str]) -> None:
    async def run() -> None:
        async with served(court, tmp_path / "t.db") as service:
            number = ("number.put", {"number": "+33612345678", "account": "caller"})
            for name, args in (*TREE, number):
                await service.command(name, args, "")
            assert set(Lasting(service.house.ledgers).accounts("mine", [one])) == expected

    asyncio.run(run())


def waiting(held: Held, *accounts: str) -> None:
    for account in accounts:
        held.add(account, (account.encode(), print, False))


def test_everybody_waits_for_what_concerns_everybody_and_for_their_own() -> None:
    held = Held()
    held.begin(["ann"])
    held.begin([EVERYBODY])
    held.begin([EVERYBODY])
    assert held.holds("bert")
    waiting(held, "bert", "ann")
    assert (list(held.release("ann")), held.take("ann")) == ([], None), "everybody's is under way"
    held.begin(["ann"])
    assert not held.release(EVERYBODY), "the other one is, still"
    assert list(held.release(EVERYBODY)) == ["bert"]
    assert held.take("bert") is not None
    assert not held.holds("bert")
    assert held.holds("ann")
    assert list(held.release("ann")) == ["ann"]
    assert held.take("ann") is not None
    assert (held.accounts, held.waiting) == ({}, 0)


def test_whoever_was_taken_from_longest_ago_comes_first() -> None:
    held = Held()
    held.begin([EVERYBODY])
    waiting(held, "ann", "ann", "bert", "bert")
    assert list(held.release(EVERYBODY)) == ["ann", "bert"]
    assert held.take("ann") is not None
    held.begin([EVERYBODY])
    assert list(held.release(EVERYBODY)) == ["bert", "ann"]
