"""The kernel of conditions says what the interpreter says, refuses what is no plan, and lets go of what it held."""

from __future__ import annotations

import gc
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from celkit.fields import with_limit
from celkit.fusing import ENVIRONMENT, Situation, Writer
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET, Struct, UnsetType

from tipstaff.cel import Compiled, Environment, Function, compile_condition, evaluate, machine
from tipstaff.cel.compilation import compile_as_written
from tipstaff.cel.emit.context import NAMESPACE
from tipstaff.cel.failure import CelError
from tipstaff.cel.run.access import adopt
from tipstaff.cel.types import BOOL, INT, STRING, STRINGS, Member, RecordType, map_of
from tipstaff.cel.values import key_of
from tipstaff.native.kernels import found

_KERNEL = found("conditions")
pytestmark = pytest.mark.skipif(_KERNEL.module is None, reason=f"the kernel is {_KERNEL.state}")

ROOMY = with_limit(ENVIRONMENT, 1e12)
RULES = 12


def conditions(seed: int) -> list[tuple[int, Compiled]]:
    """Some random conditions; every other time they are not folded."""
    writer = Writer(seed)
    compile_ = compile_condition if seed % 2 else compile_as_written
    found = (compile_(writer.condition(), ROOMY)[0] for _ in range(RULES))
    return [(number, one) for number, one in enumerate(found) if one is not None]


@pytest.mark.parametrize("block", range(10))
def test_it_never_differs_from_the_interpreter(block: int) -> None:
    told = failed = unclear_values = 0
    for seed in range(block * 20, block * 20 + 20):
        run, left = machine(conditions(seed), ("event",) if seed % 5 else ())
        if run is None:
            continue
        taken = [one for one in conditions(seed) if one[0] not in {number for number, _ in left}]
        for number in range(12):
            situation = Situation(seed * 100 + number, missing=(0.0, 0.05, 0.34)[number % 3])
            matched: list[int] = []
            unclear: list[int] = []
            run(situation, matched, unclear)
            for rule, compiled in taken:
                value = evaluate(compiled, situation)
                failed += isinstance(value, CelError)
                unclear_values += rule in unclear and not isinstance(value, CelError)
                if rule not in unclear:
                    told += 1
                    assert value is (rule in matched), compiled.text

    assert told > 1000
    assert failed > 200
    # One that left everything to the interpreter would agree with it too.
    assert unclear_values < 0.1 * told


class Data(Struct):
    text: str
    size: int
    tags: list[str]
    marks: dict[str, str]
    note: str | UnsetType = UNSET


MEMBERS = {
    name: Member(name, of, name, optional=name == "note")
    for name, of in (
        ("text", STRING),
        ("size", INT),
        ("tags", STRINGS),
        ("marks", map_of(STRING, STRING)),
        ("note", STRING),
    )
}
DATA = RecordType("data", MEMBERS)
NAMES = Environment(
    {"event": DATA, "risk": INT}, (Function("ask", (STRING,), BOOL), Function("many", (STRINGS,), BOOL))
)
TEXTS = [
    "event.text == 'a' || event.text in ['b', 'c']", "event.text in ['1', '2', '3', '4', '5', '6']", "event.size > 2",
    "event.text.contains('é') && event.text.startsWith('é')", "event.tags.exists(t, t == 'x' || t.endsWith('y'))",
    "event.tags.all(t, size(t) > 1)", "'k' in event.marks && event.marks['k'] == event.text", "event.note == 'a'",
    "has(event.note) && event.note != event.text", "event.size + event.size == event.size * 2", "risk > event.size",
    "ask(event.text)", "event.text.matches('a+b') || event.text.matches('[xy]{2}')", "event.tags[1] == 'x'",
    "(event.size > 0 ? event.text : event.note) < 'm'", "event.size in [1, 2, 3, 4, 5, 9223372036854775807]",
    "['a', 'b'].exists(one, ask(one) || event.text.contains(one))", "[1, 2].all(one, event.size > one)",
    "event.tags.exists(t, ['x', 'y'].exists(one, t.endsWith(one)))", "[].all(one, event.note == one)",
    "['a', 'b'].all(one, [event.size, 7].exists(two, two > 2) && event.note != one)", "many(['a', event.text])",
    f"{[str(one) for one in range(40)]}.exists(one, event.text.startsWith(one))", "many(['a', 'b'])",
    "event.tags.exists(t, ask(t) && t.matches('[ax]b?$') && !t.matches('x') && t.contains('x'))",
    "event.tags.exists(t, t in event.marks && t != 'a')", "event.tags.exists(t, t.upperAscii() == 'X')",
    "event.text in {'a': 1, 'b': 2} && {'a': 1, 'b': 2}[event.text] > event.size",
    "many([event.text, 'b']) || [event.note, 'a'].exists(one, one == 'a')",
    "event.marks.exists(k, event.marks[k] == 'v')", "event.text.lowerAscii() == 'abc'", "!(event.note == 'a')",
]  # fmt: skip


def of(text: str) -> Compiled:
    made, diagnostics = compile_condition(text, with_limit(NAMES, 1e12))
    assert made is not None, diagnostics
    return made


class Facts:
    """An event, and answers that may be anything."""

    def __init__(self, data: object, answer: object = True) -> None:
        self.data = data
        self.answer = answer

    def get(self, name: str) -> object:
        return self.told(self.data if name == "event" else self.answer)

    def call(self, name: str, args: tuple[object, ...]) -> object:
        return self.told(self.answer)

    def told(self, value: object) -> object:
        if isinstance(value, BaseException):
            raise value
        return value


words = st.text(max_size=4) | st.sampled_from(["a", "b", "abc", "é", "éa", "xy", "aab", "x", "k"])
ints = st.integers(-3, 6) | st.sampled_from([2**63 - 1, -(2**63), 2**62])
answers = st.one_of(st.booleans(), ints, st.none(), words, st.just(CelError("unknown-name", "no")), st.floats())


@settings(max_examples=150, deadline=None)
@given(words, ints, st.lists(words, max_size=3), st.dictionaries(words, words, max_size=2), st.none() | words, answers)
def test_plain_conditions_are_told(  # noqa: PLR0917 - as many as the event has members
    text: str, size: int, tags: list[str], marks: dict[str, str], note: str | None, answer: object
) -> None:
    data = Data(text, size, tags, marks, UNSET if note is None else note)
    rules = list(enumerate(map(of, TEXTS)))
    run, left = machine(rules, ("event",))
    assert run is not None
    assert not left
    facts, matched, failed = Facts(data, answer), list[int](), list[int]()

    run(facts, matched, failed, data)

    for number, condition in rules:
        value = evaluate(condition, facts)
        assert (number in failed) == isinstance(value, CelError), condition.text
        assert (number in matched) == (value is True), condition.text


def test_members_that_are_not_what_was_declared_are_left_to_the_interpreter() -> None:
    # What functions are given is not looked at, as in generated code: members have been decoded by their types.
    rules = [
        (number, of(text))
        for number, text in enumerate(TEXTS)
        if all(one not in text for one in ("ask", "many", "Ascii"))
    ]
    run, _ = machine(rules, ("event",))
    assert run is not None
    for odd in (None, 1, 1.5, b"x", [1], {"a": 1}, (), object(), type("S", (str,), {})("a"), datetime.now(UTC)):
        for data in (Data(odd, odd, odd, odd, odd), odd, {"text": odd}):  # type: ignore[arg-type]
            matched, failed = list[int](), list[int]()
            run(Facts(data), matched, failed, data)
            for number, condition in rules:
                if number not in failed:
                    assert (evaluate(condition, Facts(data)) is True) == (number in matched), (condition.text, odd)


def test_what_is_no_failure_of_the_language_goes_through() -> None:
    run, _ = machine([(0, of("ask('x') || true")), (1, of("risk > 1"))], ("event",))
    assert run is not None
    with pytest.raises(ZeroDivisionError):
        run(Facts(Data("a", 1, [], {}), ZeroDivisionError()), [], [])
    with pytest.raises(TypeError):
        run(Facts(None), (), [])  # type: ignore[arg-type]


def test_a_map_where_a_list_is_declared_is_gone_through_by_its_texts_only() -> None:
    class Asked(Facts):
        def call(self, name: str, args: tuple[object, ...]) -> object:
            return type(args[0]) is str

    run, left = machine([(0, of("event.tags.all(t, ask(t))")), (1, of("!event.tags.exists(t, ask(t))"))], ("event",))
    assert run is not None
    assert not left
    for tags, matched, failed in (({"x": 1, "y": 2}, [0], []), ({}, [0, 1], []), ({key_of(True): 1}, [], [0, 1])):
        told: tuple[list[int], list[int]] = ([], [])
        data = Data("a", 1, tags, {})  # type: ignore[arg-type]  # a host that does not keep its word
        run(Asked(data), *told, data)
        assert told == (matched, failed), tags


def test_nothing_is_held_back() -> None:
    rules = list(enumerate(map(of, TEXTS)))
    run, _ = machine(rules, ("event",))
    data = Data("abc" * 50, 7, ["x" * 40, "y" * 40], {"k": "v" * 40}, "n" * 40)
    values = [data.text, data.tags, data.tags[0], data.marks, data.note, data]
    assert run is not None
    run(Facts(data), [], [], data)
    before = [sys.getrefcount(value) for value in values]
    for _ in range(50):
        run(Facts(data, CelError("unknown-name", "no")), [], [], data)
        run(Facts(data), [], [])
    assert [sys.getrefcount(value) for value in values] == before
    del run
    gc.collect()


def made(*steps: object, roots: object = ((0, 0),), records: object = ("event",)) -> Any:
    return _KERNEL.module.Conditions(tuple(steps), roots, records, UNSET, NAMESPACE["E"], adopt)


@pytest.mark.parametrize(
    "steps",
    [
        (), (("never",),), (("constant",),), (("constant", 1, 2),), ("constant",), ((),), ((1, 2),), (("size", 0),),
        (("size", -1),), (("size", 2**40),), (("record", 1),), (("local", 1),), (("and", (0,)),), (("and", [0]),),
        (("record", 0), ("member", 0, 5)), (("variable", "x", INT, [int]),), (("variable", 1, INT, (int,)),),
        (("constant", "a"), ("among", 0, ("a", 1))), (("constant", "a"), ("among", 0, "abc")),
        (("constant", 1), ("call", len, (0,) * 9)), (("local", 0), ("exists", 0, 0, 0)), (("local", 0),),
        (("constant", True), *(("not", number) for number in range(300))),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused(steps: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"step|many"):
        made(*steps, roots=((0, max(len(steps) - 1, 0)),))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_plan_brings_it_down(data: st.DataObject) -> None:
    kinds = [
        "constant", "record", "variable", "local", "member", "entry", "item", "size", "choose", "add", "subtract",
        "multiply", "call", "ask", "and", "or", "not", "has", "has-entry", "same", "less", "at-most", "among", "in",
        "starts", "ends", "contains", "found", "numbered", "exists", "all",
    ]  # fmt: skip
    one = st.one_of(
        st.integers(-1, 12), st.sampled_from(["text", "tags", "a", len, INT, 2**70]),
        st.lists(st.integers(-1, 12)).map(tuple), st.lists(st.sampled_from(["a", "b", 1, 2, int, str])).map(tuple),
    )  # fmt: skip
    steps = data.draw(
        st.lists(st.tuples(st.sampled_from(kinds), one) | st.tuples(st.sampled_from(kinds), one, one)
                 | st.tuples(st.sampled_from(kinds), one, one, one), max_size=12)
    )  # fmt: skip
    try:
        run = made(*steps, roots=tuple((number, number) for number in range(len(steps))))
    except ValueError:
        return
    event = Data("a", 1, ["a", "b"], {"a": "b"})
    matched, failed = list[int](), list[int]()
    run(Facts(event), matched, failed, event)
    assert not set(matched) & set(failed)


def test_the_same_conditions_under_other_numbers_are_planned_once() -> None:
    rules = [(number, of(text)) for number, text in enumerate(TEXTS)]
    data = Data("a", 1, ["x"], {})
    answers = []
    for shift in (0, 100):
        run, _ = machine([(number + shift, condition) for number, condition in rules], ("event",))
        assert run is not None
        matched, failed = list[int](), list[int]()
        run(Facts(data), matched, failed, data)
        answers.append([[number - shift for number in some] for some in (matched, failed)])
    assert answers[0] == answers[1]


@pytest.mark.parametrize("whole", [0, 1, 2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1, 2**63 - 1])
@pytest.mark.parametrize("double", [0.0, 2.0**53, -(2.0**53), 2.0**63, float("inf"), float("nan"), 0.5])
@pytest.mark.parametrize("kind", ["less", "at-most"])
def test_an_int_beside_a_double_is_compared_exactly_or_left_alone(whole: int, double: float, kind: str) -> None:
    run = made(("constant", whole), ("constant", double), (kind, 0, 1), (kind, 1, 0), roots=((0, 2), (1, 3)))
    data = Data("a", 1, [], {})
    matched, failed = list[int](), list[int]()
    run(Facts(data), matched, failed, data)
    left, right = (whole < double, double < whole) if kind == "less" else (whole <= double, double <= whole)
    expected = [number for number, holds in enumerate((left, right)) if holds]
    assert failed == [0, 1] if abs(whole) > 2**53 else matched == expected and not failed
