"""The bound on time: it grows with what can grow, and what it lets through is over soon."""

import time
from itertools import pairwise

import pytest
from celkit.fields import with_limit
from celkit.world import WORLD

from tipstaff.cel import Compiled, Environment, Sizes, compile_condition, weigh
from tipstaff.cel.compilation import compile_as_written
from tipstaff.cel.run.program import evaluate
from tipstaff.cel.types import INT, STRING, STRINGS, list_of


def cost(text: str, environment: Environment = WORLD) -> float:
    compiled, diagnostics = compile_as_written(text, with_limit(environment, float("inf")))
    assert compiled is not None, diagnostics
    return compiled.cost


@pytest.mark.parametrize(
    "growing",
    [
        ["has(event.units)", "event.units > 1", "event.units > 1 && event.units > 2"],
        ["event.units > 1", "event.text.contains('a')", "event.text.matches('a')", "event.text.matches(event.to)"],
        ["[1].exists(x, x == event.units)", "[1, 2].exists(x, x == event.units)", "event.flows.exists(x, x.port == 1)"],
        ["event.flows.exists(x, x.port == 1)", "event.flows.exists(x, event.flows.exists(y, x == y))"],
        ["authorization('a')", "consent.held('a', 'b', 'c')", "text.spam > 0.5"],
        ["event.text == 'a'", "event.text + event.text == 'a'", "event.text.replace('', event.text) == 'a'"],
        ["event.units in [1]", "event.units in [1, 2, 3, 4, 5, 6, 7, 8]"],
    ],
)  # fmt: skip
def test_more_work_weighs_more(growing: list[str]) -> None:
    assert all(less < more for less, more in pairwise(map(cost, growing)))


def test_the_members_of_many_records_share_the_room_of_the_event() -> None:
    assert cost("event.flows.exists(f, f.address.matches('^10[.]'))") < 100 * cost(
        "event.client.address.matches('^10[.]')"
    )


def test_a_signal_is_paid_once() -> None:
    assert cost("text.spam > 0.5 && text.spam < 0.9") < cost("text.spam > 0.5") + 50


def test_only_the_dearer_branch_of_a_choice_counts() -> None:
    dear, cheap = "event.text.matches('a')", "event.units > 1"

    assert cost(f"{cheap} ? {dear} : {dear}") < cost(f"{cheap} ? ({dear} || {dear}) : {dear}")


def test_dead_branches_cost_nothing_once_params_are_in() -> None:
    text = "params.limit > 2.0 && text.spam > 0.5 || event.units > 1"
    live, _ = compile_condition(text, WORLD, constants={"params.limit": 3.0})
    dead, _ = compile_condition(text, WORLD, constants={"params.limit": 1.0})

    assert live is not None
    assert dead is not None
    assert dead.cost < live.cost - 40


def test_parts_can_be_weighed() -> None:
    compiled, _ = compile_condition("event.units > 1 && text.spam > 0.5", WORLD)

    assert compiled is not None
    first, second = compiled.tree.args  # type: ignore[union-attr]
    assert weigh(first, WORLD) < weigh(second, WORLD)


SMALL = Sizes(text=2_000, items=200, event=40_000, limit=100_000.0)
VICTIM = Environment({"s": STRING, "t": STRING, "list": STRINGS, "numbers": list_of(INT)}, sizes=SMALL)
WORST = {
    "s": "a" * 2_000,
    "t": "(a|b|ab)*c" * 20,
    "list": ["a" * 199 + "b"] * 200,
    "numbers": list(range(200)),
}


class Worst:
    def get(self, name: str) -> object:
        return WORST[name]

    def call(self, name: str, args: tuple[object, ...]) -> object:
        raise AssertionError(name, args)


@pytest.mark.parametrize(
    "text",
    [
        "list.exists(x, s.contains(x))",
        "list.all(x, x.matches('(a*)*b'))",
        "numbers.exists(x, numbers.exists(y, x + y < 0))",
        "list.map(x, x + s).join().size() > 1",
        "list.map(x, x.replace('a', 'bb')).exists(x, x.startsWith('c'))",
        "list.exists(x, list.exists(y, x != y))",
        "s.replace('', s).size() > 3",
        "s.split('').exists(x, x in list)",
        "list.filter(x, x in list).size() == 3",
        "numbers.map(x, string(x)).join(s).contains('zz')",
        "s.matches('(a|aa)+$') && s.matches('(.*)(.*)(.*)(.*)(.*)[^a]')",
        "s.matches(t)",
        "'%s %s %s'.format([list, numbers, s]).contains('q')",
        "numbers.exists_one(x, numbers.map(y, y * x).size() == 7)",
        "list.exists(x, x.upperAscii().lowerAscii().trim().reverse() == s)",
        "cel.bind(a, s + s, cel.bind(b, a + a, cel.bind(c, b + b, c.contains('b'))))",
    ],
)
def test_what_is_let_through_is_over_in_a_few_times_its_bound(text: str) -> None:
    """The bound is in microseconds of another machine, so there is a wide margin; unbounded work would burst it."""
    compiled, diagnostics = compile_condition(text, VICTIM)
    if compiled is None:
        assert [diagnostic.code for diagnostic in diagnostics] == ["too-costly"]
        return
    spent = min(_microseconds(compiled) for _ in range(5))

    assert spent < 10 * compiled.cost + 1_000


def _microseconds(compiled: Compiled) -> float:
    began = time.process_time()
    evaluate(compiled, Worst())
    return (time.process_time() - began) * 1e6
