"""The three-valued interpreter: errors as a truth value, absence, bounded work, trees that nobody checked."""

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest
from celkit.fields import with_limit
from celkit.fusing import ENVIRONMENT, Inner, Situation
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from tipstaff.cel import Compiled, Environment, compile_condition, evaluate
from tipstaff.cel.failure import CelError
from tipstaff.cel.parse.parser import parse
from tipstaff.cel.run.program import Nothing, evaluate_tree
from tipstaff.cel.syntax import Call, Expr, Literal_, Span
from tipstaff.cel.types import BOOL, DOUBLE, DYN, INT, STRING, TIMESTAMP, UINT
from tipstaff.cel.values import UInt

ROOMY = with_limit(ENVIRONMENT, 1e15)
HERE = Span(0, 0)
ERROR = "1 / 0 == 0"


class Names:
    """An activation over a mapping; the functions answer with their arguments. Counts what it is asked."""

    def __init__(self, **values: Any) -> None:
        self.values = values
        self.asked: list[str] = []

    def get(self, name: str) -> object:
        self.asked.append(name)
        value = self.values.get(name, UNSET)
        if value is UNSET:
            raise CelError("unknown-name", name)
        return value

    def call(self, name: str, args: tuple[object, ...]) -> object:
        self.asked.append(name)
        return list(args)


def unchecked(text: str, /, **values: Any) -> Any:
    """The value of an expression that only the parser has seen."""
    parsed = parse(text)
    assert not parsed.findings, parsed.findings
    return evaluate_tree(parsed.tree, Names(**values))


def compiled(text: str, environment: Environment = ROOMY, **options: Any) -> Compiled:
    condition, found = compile_condition(text, environment, **options)
    assert condition is not None, "\n".join(map(str, found))
    return condition


def code(value: Any) -> Any:
    return value.code if isinstance(value, CelError) else value


TRUTH = {"true": True, "false": False, ERROR: "error"}


@pytest.mark.parametrize(("left", "right"), list(itertools.product(TRUTH, TRUTH)))
def test_kleene(left: str, right: str) -> None:
    values = {TRUTH[left], TRUTH[right]}
    conjunction = False if False in values else "error" if "error" in values else True
    disjunction = True if True in values else "error" if "error" in values else False

    for text, expected in ((f"{left} && {right}", conjunction), (f"{left} || {right}", disjunction)):
        value = unchecked(text)
        assert ("error" if isinstance(value, CelError) else value) == expected


@pytest.mark.parametrize("text", ["'x' && false", "false && 'x'", "!('x' || true)", "false && 1"])
def test_what_is_no_bool_is_an_error_like_any_other(text: str) -> None:
    assert unchecked(text) is False


@pytest.mark.parametrize(
    "text", ["'x' && true", "'x' || false", "!1", "1 ? 2 : 3", "[1].exists(x, x)", "[1].filter(x, x)"]
)
def test_what_is_no_bool_decides_nothing(text: str) -> None:
    assert code(unchecked(text)) == "no-matching-overload"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 0].exists(x, 1 / x == 1)", True),
        ("[0, 1].exists(x, 1 / x == 1)", True),
        ("[0, 2].exists(x, 1 / x == 1)", "divide-by-zero"),
        ("[0, 2].all(x, 1 / x == 1)", False),
        ("[0, 1].all(x, 1 / x == 1)", "divide-by-zero"),
        ("[0, 1].exists_one(x, 1 / x == 1)", "divide-by-zero"),
        ("[0].filter(x, 1 / x == 1)", "divide-by-zero"),
        ("[].all(x, 1 / 0 == 1)", True),
        ("[3, 4].map(x, x > 3, x * 2)", [8]),
        ("{'a': 1, true: 2}.map(k, k)", ["a", True]),
        ("[1].exists(x, [2].exists(x, x == 2) && x == 1)", True),
        ("'abc'.exists(c, true)", "no-matching-overload"),
        ("true ? 1 : 1 / 0", 1),
        ("(1 / 0 == 0) ? 1 : 2", "divide-by-zero"),
        ("cel.bind(x, 1 / 0, true)", True),
        ("cel.bind(x, 1 / 0, x > 0 || true)", True),
        ("cel.bind(x, 1 / 0, x > 0)", "divide-by-zero"),
        ("[1, 2].map(y, cel.bind(x, y * 2, [5].map(y, x + y)))", [[7], [9]]),
        ("[1, 1 / 0]", "divide-by-zero"),
        ("{'a': 1 / 0}", "divide-by-zero"),
        ("{'a': 1, 'a': 2}", "duplicate-key"),
        ("type(type(1)) == type", True),
    ],
)
def test_macros_and_choices(text: str, expected: Any) -> None:
    assert code(unchecked(text)) == expected


@given(st.lists(st.sampled_from(["true", "false", ERROR]), min_size=1, max_size=6))
def test_the_order_of_conjuncts_changes_nothing_but_the_words_of_the_error(parts: list[str]) -> None:
    values = {
        "error" if isinstance(value, CelError) else value
        for order in itertools.islice(itertools.permutations(parts), 8)
        for value in [unchecked(" && ".join(order))]
    }

    assert len(values) == 1


class TestNames:
    def test_the_longest_declared_name_wins(self) -> None:
        assert unchecked("a.b.c", **{"a.b.c": 1, "a.b": {"c": 2}}) == 1
        assert unchecked("a.b.c", **{"a.b": {"c": 2}, "a": {"b": {"c": 3}}}) == 2
        assert unchecked("a.b.c", a={"b": {"c": 3}}) == 3

    def test_a_loop_variable_comes_before_a_declared_name(self) -> None:
        assert unchecked("[{'b': 1}].exists(a, a.b == 1)", **{"a.b": 2}) is True

    def test_an_unknown_name_is_an_error(self) -> None:
        assert code(unchecked("nobody || false")) == "unknown-name"
        assert unchecked("nobody || true") is True

    def test_a_variable_is_asked_for_once(self) -> None:
        names = Names(**{"event": Situation(1).event})
        evaluate(compiled("event.n > 0 && event.n < 5 || event.n == 7"), names)

        assert names.asked == ["event"]

    def test_a_broken_variable_is_asked_for_once(self) -> None:
        names = Names()

        assert code(evaluate(compiled("sig.score > 0.5 || sig.score < 0.2"), names)) == "unknown-name"
        assert names.asked == ["sig.score"]


class TestHostValues:
    @pytest.mark.parametrize(
        ("declared", "value", "seen"),
        [
            (DOUBLE, 3, 3.0),
            (UINT, 3, UInt(3)),
            (UINT, -3, "no-matching-overload"),
            (INT, True, "no-matching-overload"),
            (BOOL, 1, "no-matching-overload"),
            (STRING, None, "no-matching-overload"),
            (TIMESTAMP, datetime(2026, 1, 1), "no-matching-overload"),  # noqa: DTZ001
            (TIMESTAMP, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)),
            (DYN, None, None),
        ],
    )
    def test_a_variable_has_its_declared_type(self, declared: Any, value: Any, seen: Any) -> None:
        result = evaluate(compiled("x", Environment({"x": declared}), expect=None), Names(x=value))

        assert code(result) == seen
        assert type(code(result)) is type(seen)

    def test_absence_is_an_error_and_presence_can_be_asked(self) -> None:
        situation = Situation(1, missing=1.0)

        assert code(evaluate(compiled("event.s == 'a'"), situation)) == "no-such-field"
        assert evaluate(compiled("has(event.s)"), situation) is False
        assert code(evaluate(compiled("has(event.inner.note)"), situation)) == "no-such-field"
        assert (
            str(evaluate(compiled("event.inner.note == 'a'"), situation)) == "no-such-field: `event.inner` is missing"
        )

    def test_only_declared_members_are_read(self) -> None:
        for text in ("dyn(event).n == 1", "dyn(event).__class__ == 1", "has(dyn(event).n)", "dyn(event)['n'] == 1"):
            assert code(evaluate(compiled(text), Situation(1))) in ("no-such-field", "no-matching-overload")

    def test_a_record_may_be_given_as_a_mapping(self) -> None:
        names = Names(event={"n": 5, "from": "a", "inner": {"host": "h"}})

        assert evaluate(compiled("event.n == 5 && event.from == 'a' && event.inner.host == 'h'"), names) is True
        assert evaluate(compiled("has(event.s)"), names) is False

    def test_an_unset_variable_is_missing(self) -> None:
        assert code(evaluate(compiled("sig.score > 0.0"), _Unset())) == "no-such-field"


class _Unset:
    def get(self, name: str) -> object:
        return UNSET

    def call(self, name: str, args: tuple[object, ...]) -> object:
        return UNSET


class TestBounds:
    @pytest.mark.parametrize(
        "text",
        [
            "xs.all(a, xs.all(b, xs.all(c, a + b + c >= 0)))",
            "xs.all(a, xs.all(b, a in xs))",
            "xs.map(a, xs.map(b, xs)).size() > 0 && xs.all(a, xs.all(b, xs.all(c, true)))",
            "xs.map(a, text + text).size() == 0",
            "xs.exists(a, xs.exists(b, text.contains('zz')))",
            "xs.exists(a, text.replace('a', 'bb').matches('zz'))",
            "xs.exists(a, xs + xs == [a])",
        ],
    )
    def test_loops_do_not_run_for_ever(self, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tipstaff.cel.run.scope.MAX_WORK", 20_000)

        value = unchecked(text, xs=list(range(600)), text="a" * 100_000)

        assert code(value) == "limit-exceeded"

    def test_honest_loops_run_to_their_end(self) -> None:
        assert (
            unchecked("xs.all(a, a in ys || text.contains('b'))", xs=list(range(1000)), ys=[1] * 400, text="ab") is True
        )

    def test_a_tree_too_deep_for_the_stack_is_an_error(self) -> None:
        tree: Expr = Literal_(span=HERE, value=True)
        for _ in range(5000):
            tree = Call(span=HERE, function="!_", args=(tree,))

        assert code(evaluate_tree(tree, Nothing())) == "limit-exceeded"

    def test_only_cel_errors_come_out(self) -> None:
        class Broken:
            def get(self, name: str) -> object:
                raise CelError("signal-unavailable", name)

            def call(self, name: str, args: tuple[object, ...]) -> object:
                raise CelError("signal-unavailable", name)

        for text in ("event.b", "asked.yes('a')", "asked.any('a') == 1", "event.links.exists(l, l.host == 'a')"):
            assert code(evaluate(compiled(text), Broken())) == "signal-unavailable"


def test_functions_of_the_host_get_values() -> None:
    situation = Situation(3, missing=0)
    situation.event.links = [Inner("a", 1)]
    names = Names(event=situation.event)

    assert evaluate(compiled("asked.any(event.links[0].host) == ['a']"), names) is True
