"""What the index of rules may rely on."""

from random import Random
from typing import Any

import pytest
from celkit.fields import ENVIRONMENT, Facts, random_facts
from celkit.generate import Generator
from celkit.world import WORLD
from celkit.writing import written

from tipstaff.cel import Environment, compile_condition, conjuncts, literal_equalities
from tipstaff.cel.run.program import evaluate
from tipstaff.cel.types import BOOL, DOUBLE, DYN, Member, RecordType

KEYS = ("event.s == 'a'", "event.s in ['a', 'b', 'sms']", "event.i == 1", "event.client.asn in [1, 2]")


def equalities(text: str) -> dict[str, set[object]]:
    compiled, diagnostics = compile_condition(text, WORLD, constants={"params.purposes": ["a", "b"]})
    assert compiled is not None, diagnostics
    return {path: set(values) for path, values in literal_equalities(compiled.tree).items()}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("event.channel == 'sms'", {"event.channel": {"sms"}}),
        ("'sms' == event.channel && event.units > 1", {"event.channel": {"sms"}}),
        ("event.channel in ['sms', 'mms'] && text.spam > 0.5", {"event.channel": {"sms", "mms"}}),
        ("event.purpose in params.purposes", {"event.purpose": {"a", "b"}}),
        ("event.channel == 'sms' || event.channel == 'mms'", {"event.channel": {"sms", "mms"}}),
        ("event.channel == 'sms' || event.units > 1", {}),
        ("(event.channel == 'sms' && event.units == 1) || (event.channel == 'mms' && event.units == 2)",
         {"event.channel": {"sms", "mms"}, "event.units": {1, 2}}),
        ("event.channel == 'sms' && event.channel == 'mms'", {"event.channel": set()}),
        ("event.client.country == 'FR' && event.id == 'x'", {"event.client.country": {"FR"}, "event.id": {"x"}}),
        ("event.channel != 'sms'", {}),
        ("!(event.channel == 'sms')", {}),
        ("event.labels.color == 'red'", {}),
        ("event.categories.exists(c, c == 'a')", {}),
        ("dyn(event.units) == 1u", {}),
        ("account.fact('a') == 1", {}),
        ("event.channel == event.purpose", {}),
    ],
)  # fmt: skip
def test_equalities(text: str, found: dict[str, set[object]]) -> None:
    assert equalities(text) == found


def test_what_is_dynamic_is_not_indexed() -> None:
    """A number in it could be of any type, and `1.0` equals `1`."""
    record = RecordType("r", {"any": Member("any", DYN, "any"), "n": Member("n", DOUBLE, "n")})
    environment = Environment({"r": record})
    for text in ("r.any == 'a'", "r.any == 1", "r.any in ['a', 1]", "r.n == 1.0", "dyn(r.n) == 1"):
        compiled, _ = compile_condition(text, environment)
        assert compiled is not None
        assert literal_equalities(compiled.tree) == {}


def test_conjuncts_come_in_the_order_of_the_text() -> None:
    compiled, _ = compile_condition("event.units > 1 && (event.units > 2 && event.units > 3) && event.units > 4", WORLD)

    assert compiled is not None
    assert [written(part) for part in conjuncts(compiled.tree)] == [f"(event.units > {n})" for n in (1, 2, 3, 4)]


def test_with_another_value_the_condition_is_false() -> None:
    """The law that lets the index skip a rule: it holds whatever else is missing or fails."""
    random = Random(7)
    tried = 0
    for _ in range(1_500):
        compiled, _ = compile_condition(_condition(random), ENVIRONMENT)
        if compiled is None:
            continue
        for path, values in literal_equalities(compiled.tree).items():
            facts = random_facts(random)
            held = _held(facts, path)
            if held is not None and held not in values:
                tried += 1
                assert evaluate(compiled, facts) is False, compiled.text

    assert tried > 300


def _condition(random: Random) -> str:
    part = Generator(random, 2).expression(BOOL)
    key = random.choice(KEYS)
    other = random.choice((part, "event.s == 'b'", f"(event.s == 'b' && {part})"))
    return f"({key} {random.choice(('&&', '||'))} {other}) && ({part} || {key})"


def _held(facts: Facts, path: str) -> str | int | bool | None:
    """The scalar at a path of the facts; None when there is none."""
    held: Any = facts.plain
    for name in path.split("."):
        held = held.get(name) if isinstance(held, dict) else None
    return held if isinstance(held, str | int) else None
