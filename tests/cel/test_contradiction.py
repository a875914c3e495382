"""Conditions that are said to hold for no event hold for none."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.cel import Compiled, Environment, compile_condition
from tipstaff.cel.contradiction import contradiction
from tipstaff.cel.failure import CelError
from tipstaff.cel.run.program import evaluate
from tipstaff.cel.types import BOOL, DOUBLE, DYN, INT, STRING, Member, RecordType, list_of

RECORD = RecordType(
    "r",
    {
        "kind": Member("kind", STRING, "kind", choices=("a", "b")),
        "word": Member("word", STRING, "word"),
        "n": Member("n", INT, "n"),
        "x": Member("x", DOUBLE, "x"),
        "on": Member("on", BOOL, "on"),
        "any": Member("any", DYN, "any"),
        "items": Member("items", list_of(STRING), "items"),
    },
)
ENVIRONMENT = Environment({"r": RECORD})


def compiled(text: str) -> Compiled:
    found, diagnostics = compile_condition(text, ENVIRONMENT)
    assert found is not None, diagnostics
    return found


def parts(text: str) -> list[str]:
    found = compiled(text)
    return [text[part.span.start : part.span.end] for part in contradiction(found.tree)]


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("r.word == 'u' && r.word == 'v'", ["r.word == 'u'", "r.word == 'v'"]),
        ("r.n == 1 && r.on && 'u' == r.word && r.word in ['v', 'w']", ["'u' == r.word", "r.word in ['v', 'w']"]),
        ("r.word == 'u' && !(r.word in ['u', 'v'])", ["r.word == 'u'", "!(r.word in ['u', 'v'])"]),
        ("r.kind == 'pigeon'", ["r.kind == 'pigeon'"]),
        ("r.kind in ['pigeon', 'crow']", ["r.kind in ['pigeon', 'crow']"]),
        ("r.kind != 'a' && r.kind != 'b'", ["r.kind != 'a'", "r.kind != 'b'"]),
        ("r.n > 5 && r.n < 3", ["r.n > 5", "r.n < 3"]),
        ("r.n > 5 && 6 > r.n", ["r.n > 5", "6 > r.n"]),
        ("r.x > 5.0 && r.x <= 5.0", ["r.x > 5.0", "r.x <= 5.0"]),
        ("r.n == 7 && r.n < 7", ["r.n == 7", "r.n < 7"]),
        ("r.n >= 7 && r.n <= 7 && r.n != 7", ["r.n >= 7", "r.n <= 7", "r.n != 7"]),
        ("!(r.n < 3) && r.n < 2", ["!(r.n < 3)", "r.n < 2"]),
        ("size(r.items) < 0", ["size(r.items) < 0"]),
        ("size(r.items) == 0 && size(r.items) > 2", ["size(r.items) == 0", "size(r.items) > 2"]),
        ("r.on && !r.on", ["r.on", "!r.on"]),
        ("r.word.matches('u') && !(!(!r.word.matches('u')))", ["r.word.matches('u')", "!r.word.matches('u')"]),
        ("r.word == r.kind && r.word != r.kind", ["r.word == r.kind", "r.word != r.kind"]),
        ("r.n < 3 && (r.n == 5 || r.n > 9)", ["r.n < 3", "r.n == 5 || r.n > 9"]),
        ("!(r.n >= 3 || r.on) && (r.on || r.n == 4)", ["r.n >= 3", "r.on", "r.on || r.n == 4"]),
    ],
)  # fmt: skip
def test_parts_that_exclude_each_other_are_named(text: str, because: list[str]) -> None:
    assert set(map(_bare, because)) == set(map(_bare, parts(text)))


def _bare(text: str) -> str:
    return text.strip("()!")


@pytest.mark.parametrize(
    "text",
    [
        "r.word == 'u' || r.word == 'v'",
        "r.kind != 'a'",
        "r.n > 5 && r.n < 7",
        "r.x > 5.0 && r.x < 6.0",
        "r.n >= 3 && r.n <= 3",
        "!(r.x < 3.0) && !(r.x >= 3.0)",  # not a number is neither
        "r.n < 3 && (r.n == 5 || r.on)",
        "r.any == 1 && r.any == 1.0",
        "'u' in r.items && 'v' in r.items",
        "size(r.items) >= 0",
        "r.items.exists(i, i == 'u') && r.items.exists(i, i == 'v')",
    ],
)
def test_what_may_hold_is_left_alone(text: str) -> None:
    assert parts(text) == []


ATOMS = st.sampled_from(
    [
        "r.n > 1", "r.n < 2", "r.n >= 1", "r.n <= 1", "r.n == 1", "r.n != 1", "2 > r.n", "r.n in [0, 2]",
        "r.x > 1.0", "r.x < 1.5", "r.x == 1.0", "r.word == 'u'", "r.word != 'u'", "r.word in ['u', 'v']",
        "r.word < 'v'", "r.word >= 'v'", "r.kind == 'a'", "r.kind != 'a'", "r.kind == 'c'", "r.on",
        "r.any == 1", "r.any == true",
        "r.any == 'u'", "r.any > 0", "size(r.items) > 0", "size(r.items) == 0", "'u' in r.items", "r.word == r.kind",
    ]
)  # fmt: skip
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["&&", "&&", "||"]), inner).map(lambda three: f"({' '.join(three)})"),
        inner.map(lambda one: f"!({one})"),
    ),
    max_leaves=6,
)
WORLD: Mapping[str, list[Any]] = {
    "n": [0, 1, 2],
    "x": [1.0, 1.2, float("nan")],
    "word": ["u", "v", "a"],
    "kind": ["a", "b"],
    "on": [True, False],
    "any": [1, 1.5, True, "u"],
    "items": [[], ["u"]],
}


class Record:
    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)


class Facts:
    def __init__(self, record: Record) -> None:
        self._record = record

    def get(self, name: str) -> object:
        return self._record

    def call(self, name: str, args: tuple[object, ...]) -> object:
        raise CelError("unknown-name", name)


EVERY = [Facts(Record(dict(zip(WORLD, values, strict=True)))) for values in product(*WORLD.values())]


@given(CONDITIONS)
def test_what_is_called_impossible_is_true_nowhere(text: str) -> None:
    condition = compiled(text)
    if contradiction(condition.tree):
        assert all(evaluate(condition, facts) is not True for facts in EVERY), text
