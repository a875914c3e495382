"""Generated code and the interpreter give the same answer to every condition, a third of the fields missing or not."""

import pytest
from celkit.fields import with_limit
from celkit.fusing import ENVIRONMENT, THING, Situation, Writer

from tipstaff.cel import Compiled, Environment, compile_condition, evaluate, fuse
from tipstaff.cel.compilation import compile_as_written
from tipstaff.cel.failure import CelError

ROOMY = with_limit(ENVIRONMENT, 1e12)
RULES = 12


def conditions(seed: int, environment: Environment = ROOMY) -> list[tuple[int, Compiled]]:
    """A dozen random conditions; every other dozen is not folded."""
    writer = Writer(seed)
    compile_ = compile_condition if seed % 2 else compile_as_written
    made: list[tuple[int, Compiled]] = []
    while len(made) < RULES:
        compiled, _ = compile_(writer.condition(), environment)
        if compiled is not None:
            made.append((len(made), compiled))
    return made


@pytest.mark.parametrize("block", range(10))
def test_generated_code_never_differs_from_the_interpreter(block: int) -> None:
    told = failed = 0
    for seed in range(block * 10, block * 10 + 10):
        rules = conditions(seed)
        fused = fuse(rules, {"event": THING} if seed % 5 else {})
        for number in range(12):
            situation = Situation(seed * 100 + number, missing=(0.0, 0.05, 0.34)[number % 3])
            matched: list[int] = []
            unclear: list[int] = []
            fused(situation, matched, unclear)
            for rule, compiled in rules:
                value = evaluate(compiled, situation)
                failed += isinstance(value, CelError)
                if rule not in unclear:
                    told += 1
                    assert value is (rule in matched), (compiled.text, fused.source)

    assert told > 800
    assert failed > 200


def test_generated_code_tells_nearly_all_by_itself() -> None:
    """A generator that left everything to the interpreter would agree with it too."""
    left_over = answers = 0
    for seed in range(40):
        rules = conditions(seed)
        fused = fuse(rules, {"event": THING})
        for number in range(6):
            situation = Situation(seed * 100 + number, missing=0.05)
            unclear: list[int] = []
            fused(situation, [], unclear)
            values = [evaluate(compiled, situation) for _, compiled in rules]
            answers += sum(not isinstance(value, CelError) for value in values)
            left_over += sum(not isinstance(values[rule], CelError) for rule in unclear)

    assert left_over / answers < 0.02


@pytest.mark.parametrize("seed", range(60))
def test_each_variable_is_asked_for_at_most_once(seed: int) -> None:
    fused = fuse(conditions(seed), {"event": THING})
    situation = Situation(seed)

    fused(situation, [], [])

    # What the interpreter does inside a generated function is an evaluation of its own.
    if "interpret(" not in fused.source:
        assert len(situation.asked) == len(set(situation.asked))


@pytest.mark.parametrize("seed", range(30))
def test_the_order_of_rules_changes_nothing(seed: int) -> None:
    rules = conditions(seed)
    situation = Situation(seed)
    one: list[int] = []
    other: list[int] = []

    fuse(rules, {"event": THING})(situation, one, [])
    fuse(rules[::-1], {"event": THING})(situation, other, [])

    assert sorted(one) == sorted(other)
