"""What a policy may ask beyond the rules that hold everywhere: a person's name, stated grounds, numbers cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tipstaff import Engine
from tipstaff.app.house import load_bundles
from tipstaff.ledgers.records.numbers import NUMBERS
from tipstaff.vocab.errors import Incomplete, NotAllowed

PACKS = Path(__file__).parent / "packs"
NUMBER = "+33180000001"
OPEN = {"id": "c1", "account": "acme", "clause": "strict.numbers", "reason": "seen"}


@pytest.fixture
def strict(desk: Any) -> Iterator[Any]:
    """The same people under the policy that asks for more."""
    with Engine(policies=["strict"], bundles=load_bundles(["strict"], [PACKS]), clock=desk.clock) as engine:
        yield type(desk)(engine, desk.clock)


@pytest.mark.parametrize("system", ["", "tipstaff", "key:01M"])
@pytest.mark.parametrize("command", ["case.decide", "case.dismiss"])
def test_a_person_decides_by_name(strict: Any, desk: Any, system: str, command: str) -> None:
    strict.do("case.open", system, **OPEN)
    with pytest.raises(NotAllowed, match="person"):
        strict.do(command, system, id="c1", reason="as it seems")

    assert strict.do(command, "ana", id="c1", reason="as it seems")["state"] in ("decided", "closed")

    # Elsewhere the operator's own system may, as before.
    desk.do("case.open", system, id="c2", account="acme", clause="demo.words")
    assert desk.do(command, system, id="c2", reason="as it seems")["state"] in ("decided", "closed")


def test_an_action_that_needs_grounds_is_not_taken_without(strict: Any) -> None:
    strict.do("case.open", "ana", **OPEN)
    with pytest.raises(Incomplete) as refused:
        strict.do("case.decide", "ana", id="c1", action="suspend", reason="no reason")
    assert "credible-risk" in refused.value.faults[0].expected
    assert strict.standing() == "good"

    strict.do("case.claim", "ana", id="c1", grounds=["repeated"])
    strict.do("case.decide", "ana", id="c1", action="suspend", reason="third time")
    assert strict.standing() == "suspended"


def test_a_warning_needs_no_ground(strict: Any) -> None:
    strict.do("case.open", "ana", **OPEN)
    assert strict.do("case.decide", "ana", id="c1", action="warn", reason="first time")["state"] == "decided"


Change = Callable[[Any], object]


@pytest.mark.parametrize(
    ("stop", "restore"),
    [
        (
            lambda d: d.do("account.put", id="acme", standing="suspended"),
            lambda d: d.do("account.put", id="acme", standing="good"),
        ),
        (lambda d: d.do("account.put", id="acme", trial=True), lambda d: d.do("account.put", id="acme", trial=False)),
        (
            lambda d: d.do("action.apply", "ana", id="a1", account="acme", kind="suspend", reason="x"),
            lambda d: d.do("action.lift", "leo", id="a1", reason="over"),
        ),
        (
            lambda d: d.do("action.apply", "ana", id="a1", account="acme", kind="suspend", for_="1h", reason="x"),
            lambda d: d.wait(hours=1, seconds=1),
        ),
    ],
    ids=["told", "trial", "lifted", "expired"],
)
@pytest.mark.parametrize("holder", ["acme", "sub"])
def test_numbers_follow_the_standing_of_their_account(strict: Any, stop: Change, restore: Change, holder: str) -> None:
    strict.do("number.put", number=NUMBER, account=holder)
    strict.do("number.put", number="+33180000002", account=holder, state="reclaimed")

    stop(strict)
    # A trial is the account's own; a suspension stops those below it too.
    if (holder, strict.standing()) != ("sub", "good"):
        cause = "on trial" if strict.standing() == "good" else "suspended"
        assert state(strict) == ("disconnected", f"account {cause}")
    restore(strict)

    assert state(strict) == ("active", "")
    assert strict.engine.house.ledgers.get(NUMBERS, "+33180000002").state == "reclaimed"


def state(desk: Any) -> tuple[str, str]:
    number = desk.engine.house.ledgers.get(NUMBERS, NUMBER)
    return number.state, number.reason


def test_what_somebody_cut_off_meanwhile_stays_cut_off(strict: Any) -> None:
    strict.do("number.put", number=NUMBER, account="acme")
    strict.do("number.disconnect", number=NUMBER, reason="complaints")
    strict.do("account.put", id="acme", standing="suspended")
    strict.do("account.put", id="acme", standing="good")
    assert state(strict) == ("disconnected", "complaints")


def test_a_policy_that_does_not_say_so_leaves_numbers_alone(desk: Any) -> None:
    desk.do("number.put", number=NUMBER, account="acme")
    desk.do("account.put", id="acme", standing="suspended")
    assert state(desk) == ("active", "")
