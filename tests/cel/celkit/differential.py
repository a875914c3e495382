"""The same expressions through the oracle, the interpreter, generated code and the kernel, with the same facts.

One round makes some expressions and some facts and evaluates each with each. Only what all three can say is compared:
the value with its type, or that there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from celkit.fields import ENVIRONMENT, EVENT_RECORD, INTS_LIST, Facts, random_facts
from celkit.generate import Generator
from celkit.oracle import Oracle, answer, ours
from celkit.writing import written
from tipstaff.cel import Compiled, compile_condition, machine
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
    """An expression and facts on which two of them disagree."""

    text: str
    facts: Facts
    oracle: Any
    interpreter: Any
    code: Any
    kernel: Any

    def __str__(self) -> str:
        lines = [self.text, f"  facts:       {self.facts.plain}", f"  oracle:      {self.oracle}"]
        return "\n".join(
            [
                *lines,
                f"  interpreter: {self.interpreter}",
                f"  code:        {self.code}",
                f"  kernel:      {self.kernel}",
            ]
        )


@dataclass
class Tally:
    """What was run. An evaluation is one expression with one set of facts, by all three."""

    expressions: int = 0
    refused: int = 0
    evaluations: int = 0
    errors: int = 0
    true: int = 0
    by_code: int = 0
    by_kernel: int = 0
    differences: list[Difference] = field(default_factory=list)
    # Where the oracle contradicts itself; see `second_opinion`.
    oracle_faults: list[Difference] = field(default_factory=list)


def _machine(conditions: Sequence[tuple[int, Compiled]]) -> Callable[[Facts], Mapping[int, bool]]:
    """What the kernel can tell of facts; nothing where there is none."""
    run, left = machine(conditions, ("event",))
    unread = {at for at, _ in left}

    def told(values: Facts) -> Mapping[int, bool]:
        matched: list[int] = []
        failed: list[int] = []
        if run is not None:
            run(values, matched, failed)
        return {at: at in matched for at, _ in conditions if run is not None and at not in unread and at not in failed}

    return told


class Comparison:
    """Runs rounds and counts."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.oracle = Oracle()
        self.tally = Tally()

    def one_round(self, *, expressions: int, facts: int, depth: int = 4) -> None:
        """Compare `expressions` with each of `facts` sets of values."""
        compared = [one for _ in range(expressions) if (one := self._expression(depth)) is not None]
        conditions = [(at, mine) for at, (_, mine, _) in enumerate(compared) if mine.type == BOOL]
        fused = fuse(conditions, {"event": EVENT_RECORD})
        kernel = _machine(conditions)
        for _ in range(facts):
            values = random_facts(self.random)
            matched: list[int] = []
            failed: list[int] = []
            fused(values, matched, failed)
            found = {at: at in matched for at, _ in conditions if at not in failed}
            self._compare(compared, values, (found, kernel(values)))

    def _expression(self, depth: int) -> _Compared | None:
        """An expression that both take. Every other one is folded, as rules are."""
        of = BOOL if self.random.random() < 0.8 else self.random.choice(_OTHER_TYPES)
        text = Generator(self.random, self.random.randint(1, depth)).expression(of)
        if self.random.random() < 0.5:
            mine, diagnostics = compile_condition(text, ENVIRONMENT, expect=of)
        else:
            mine, diagnostics = compile_as_written(text, ENVIRONMENT)
        self.tally.expressions += 1
        try:
            theirs = self.oracle.compiled(text)
        except Exception:  # noqa: BLE001 (the oracle's errors are of many kinds)
            self.tally.refused += 1
            return None
        if mine is None and diagnostics[0].code != "too-costly":
            raise AssertionError(f"the oracle takes what we refuse: {text}\n{diagnostics[0]}")
        self.tally.refused += mine is None
        return (text, mine, theirs) if mine is not None else None

    def _compare(
        self, compared: Sequence[_Compared], values: Facts, told: tuple[Mapping[int, bool], Mapping[int, bool]]
    ) -> None:
        """`told` is what generated code and the kernel could tell."""
        found, by_kernel = told
        activation = self.oracle.activation(values)
        tally = self.tally
        for at, (text, mine, theirs) in enumerate(compared):
            expected = answer(theirs, activation)
            interpreted = ours(evaluate(mine, values))
            code = ("bool", found[at]) if at in found else interpreted
            tally.evaluations += 1
            kernel = ("bool", by_kernel[at]) if at in by_kernel else interpreted
            tally.by_code += at in found
            tally.by_kernel += at in by_kernel
            tally.errors += expected == ("error",)
            tally.true += expected == ("bool", True)
            if expected == interpreted == code == kernel:
                continue
            difference = Difference(text, values, expected, interpreted, code, kernel)
            explained = interpreted == code == kernel == self.second_opinion(text, activation)
            (tally.oracle_faults if explained else tally.differences).append(difference)

    def second_opinion(self, text: str, activation: Any) -> Any:
        """The oracle's answer to the same expression with its `cel.bind` written out.

        Version 0.1.3 of the oracle loses track of a bound value now and then: it says false to
        `missing && (list.exists(y, true) && (cel.bind(z, a, z) in b))` where both parts on the right are true.
        """
        if "cel.bind" not in text:
            return None
        return answer(self.oracle.compiled(written(parse(text).tree, unbind=True)), activation)
