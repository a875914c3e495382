"""The same expressions through the oracle, the interpreter and generated code, with the same facts.

One round makes some expressions and some facts and evaluates each with each. Only what all three can say is compared:
the value with its type, or that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from celkit.fields import ENVIRONMENT, EVENT_RECORD, INTS_LIST, Facts, random_facts
from celkit.generate import Generator
from celkit.oracle import Oracle, answer, ours
from celkit.writing import written
from tipstaff.cel import Compiled, compile_condition
from tipstaff.cel.compilation import compile_as_written
from tipstaff.cel.emit.fuse import fuse
from tipstaff.cel.parse.parser import parse
from tipstaff.cel.run.program import evaluate
from tipstaff.cel.types import BOOL, BYTES, DOUBLE, DURATION, INT, STRING, STRINGS, TIMESTAMP, UINT

# The text, our condition, the oracle's.
_Compared = tuple[str, Compiled, Any]
_OTHER_TYPES = (INT, UINT, DOUBLE, STRING, BYTES, TIMESTAMP, DURATION, INTS_LIST, STRINGS)


@dataclass(frozen=True)
class Difference:
    """An expression and facts on which two of the three disagree."""

    text: str
    facts: Facts
    oracle: Any
    interpreter: Any
    code: Any

    def __str__(self) -> str:
        lines = [self.text, f"  facts:       {self.facts.plain}", f"  oracle:      {self.oracle}"]
        return "\n".join([*lines, f"  interpreter: {self.interpreter}", f"  code:        {self.code}"])


@dataclass
class Tally:
    """What was run. An evaluation is one expression with one set of facts, by all three."""

    expressions: int = 0
    refused: int = 0
    evaluations: int = 0
    errors: int = 0
    true: int = 0
    by_code: int = 0
    differences: list[Difference] = field(default_factory=list)
    # Where the oracle contradicts itself; see `second_opinion`.
    oracle_faults: list[Difference] = field(default_factory=list)


def one_round(random: Random, oracle: Oracle, tally: Tally, *, expressions: int, facts: int, depth: int = 4) -> None:
    """Compare `expressions` with each of `facts` sets of values."""
    compared = list(_expressions(random, oracle, tally, expressions, depth))
    conditions = [(at, mine) for at, (_, mine, _) in enumerate(compared) if mine.type == BOOL]
    fused = fuse(conditions, {"event": EVENT_RECORD})
    for _ in range(facts):
        values = random_facts(random)
        matched: list[int] = []
        failed: list[int] = []
        fused(values, matched, failed)
        found = {at: at in matched for at, _ in conditions if at not in failed}
        _compare(compared, values, oracle.activation(values), found, tally)


def _expressions(random: Random, oracle: Oracle, tally: Tally, count: int, depth: int) -> Iterator[_Compared]:
    """Expressions that both take. Every other one is folded, as rules are."""
    while count > 0:
        count -= 1
        of = BOOL if random.random() < 0.8 else random.choice(_OTHER_TYPES)
        text = Generator(random, random.randint(1, depth)).expression(of)
        if random.random() < 0.5:
            mine, diagnostics = compile_condition(text, ENVIRONMENT, expect=of)
        else:
            mine, diagnostics = compile_as_written(text, ENVIRONMENT)
        tally.expressions += 1
        try:
            theirs = oracle.compiled(text)
        except Exception:  # noqa: BLE001 (the oracle's errors are of many kinds)
            tally.refused += 1
            continue
        if mine is None:
            if diagnostics[0].code == "too-costly":
                tally.refused += 1
                continue
            raise AssertionError(f"the oracle takes what we refuse: {text}\n{diagnostics[0]}")
        yield text, mine, theirs


def _compare(
    compared: Sequence[_Compared], values: Facts, activation: Any, found: Mapping[int, bool], tally: Tally
) -> None:
    """`found` is what generated code could tell."""
    for at, (text, mine, theirs) in enumerate(compared):
        expected = answer(theirs, activation)
        interpreted = ours(evaluate(mine, values))
        code = ("bool", found[at]) if at in found else interpreted
        tally.by_code += at in found
        tally.evaluations += 1
        tally.errors += expected == ("error",)
        tally.true += expected == ("bool", True)
        if expected == interpreted == code:
            continue
        if interpreted == code == second_opinion(oracle, text, activation):
            tally.oracle_faults.append(Difference(text, values, expected, interpreted, code))
        else:
            tally.differences.append(Difference(text, values, expected, interpreted, code))


def second_opinion(oracle: Oracle, text: str, activation: Any) -> Any:
    """The oracle's answer to the same expression with its `cel.bind` written out.

    Version 0.1.3 of the oracle loses track of a bound value now and then: it says false to
    `missing && (list.exists(y, true) && (cel.bind(z, a, z) in b))` where both parts on the right are true.
    """
    if "cel.bind" not in text:
        return None
    return answer(oracle.compiled(written(parse(text).tree, unbind=True)), activation)
