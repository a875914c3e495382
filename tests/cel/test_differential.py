"""Generated code, the interpreter and Google's implementation say the same. `bench/fuzz_cel.py` runs a million."""

from random import Random

import pytest
from celkit.differential import Comparison

ROUNDS = 12


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_three_implementations_agree(seed: int) -> None:
    comparison = Comparison(Random(seed))
    for _ in range(ROUNDS):
        comparison.one_round(expressions=25, facts=20)
    tally = comparison.tally

    assert [str(difference) for difference in tally.differences] == []
    # A comparison in which everything failed, or nothing went through generated code, would prove little.
    assert tally.evaluations >= 0.9 * ROUNDS * 25 * 20
    assert tally.true > 0.1 * tally.evaluations
    assert 0.2 * tally.evaluations < tally.errors < 0.7 * tally.evaluations
    assert tally.by_code > 0.25 * tally.evaluations
    assert len(tally.oracle_faults) < 0.001 * tally.evaluations
