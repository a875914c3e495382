"""From text to `Compiled`: params, folding, what is read, what is expected."""

import pytest
from celkit.world import WORLD
from celkit.writing import written

from tipstaff.cel import compile_condition
from tipstaff.cel.syntax import Literal_
from tipstaff.cel.types import DOUBLE, INT, UINT, map_of
from tipstaff.cel.values import UInt
from tipstaff.vocab.diagnostics import Place

PARAMS = {"params.purposes": ["marketing", "service"], "params.limit": 1, "params.facts": {"a": 1}}


def folded(text: str) -> str:
    compiled, diagnostics = compile_condition(text, WORLD, expect=None, constants=PARAMS)
    assert compiled is not None, diagnostics
    return written(compiled.tree)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("1 + 2 == 3", "true"),
        ("event.units > 2 * 3", "(event.units > 6)"),
        ("event.purpose in params.purposes", "(event.purpose in ('marketing', 'service'))"),
        ("text.spam > params.limit", "(text.spam > 1.0)"),
        ("params.limit > 2.0 && text.spam > 0.5", "false"),
        ("params.limit < 2.0 && text.spam > 0.5", "(text.spam > 0.5)"),
        ("text.spam > 0.5 || size(params.purposes) == 2", "true"),
        ("params.limit > 2.0 ? text.spam > 0.5 : event.units > 1", "(event.units > 1)"),
        ("params.purposes.exists(p, p == event.purpose)", "('marketing', 'service').exists(p, (p == event.purpose))"),
        ("params.purposes.exists(p, p == 'service')", "true"),
        ("cel.bind(x, 3, x + x)", "6"),
        ("cel.bind(x, 3, x + event.units)", "cel.bind(x, 3, (x + event.units))"),
        ("[1, 2].map(x, [3].map(y, x + y)).size()", "2"),
        ("type(1) == int", "true"),
        ("dyn(1) == 1u", "true"),
        ("false && account.fact('a')", "false"),
        # Not a bool, perhaps: then the whole is an error, and may not be lost.
        ("true && account.fact('a')", "(true && account.fact('a'))"),
        ("event.units / 0 > 1 || 1 + 1 == 2", "true"),
        ("params.facts['a'] == 1", "true"),
        ("authorization('x') || 'a'.upperAscii() == 'b'", "authorization('x')"),
    ],
)
def test_what_is_known_is_computed(text: str, left: str) -> None:
    assert folded(text) == left


def test_a_failing_constant_stays_and_is_warned_of() -> None:
    compiled, (warning,) = compile_condition("event.units > 1 / 0", WORLD)

    assert compiled is not None
    assert written(compiled.tree) == "(event.units > (1 / 0))"
    assert (warning.code, warning.severity) == ("always-fails", "warning")


def test_params_take_their_declared_type() -> None:
    environment = WORLD.with_variables({"params.d": DOUBLE, "params.u": UINT, "params.m": map_of(INT, DOUBLE)})
    constants = {"params.d": 1, "params.u": 2, "params.m": {1: 2}}

    values = []
    for name in constants:
        compiled, _ = compile_condition(name, environment, expect=None, constants=constants)
        assert compiled is not None
        assert isinstance(compiled.tree, Literal_)
        values.append(compiled.tree.value)

    assert values == [1.0, UInt(2), {1: 2.0}]
    assert [type(value) for value in values] == [float, UInt, dict]
    assert type(values[2][1]) is float  # type: ignore[index]


def test_a_param_that_changes_later_changes_nothing() -> None:
    purposes = ["marketing"]
    compiled, _ = compile_condition("event.purpose in params.purposes", WORLD, constants={"params.purposes": purposes})
    purposes.append("service")

    assert compiled is not None
    assert written(compiled.tree) == "(event.purpose in ('marketing',))"


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("event.purpose in params.purposes && !consent.held(event.to, event.channel, event.purpose)",
         {"event.purpose", "consent.held", "event.to", "event.channel"}),
        ("has(event.client.country) && event.client.address != ''", {"event.client.country", "event.client.address"}),
        ("event.flows.exists(f, f.port == 25)", {"event.flows"}),
        ("event.labels.color == 'red'", {"event.labels"}),
        ("event == event", {"event"}),
        ("event.categories.map(c, text.spam > 0.5, c).size() > 0", {"event.categories", "text.spam"}),
        ("event.id != '' && text.spam > 0.1", {"event.id", "text.spam"}),
        ("params.limit > 5.0 && text.spam > 0.1", set()),
        ("event.units > 1 ? authorization('a') : account.fact('b') == 1",
         {"event.units", "authorization", "account.fact"}),
    ],
)  # fmt: skip
def test_reads_are_what_can_be_touched(text: str, reads: set[str]) -> None:
    compiled, _ = compile_condition(text, WORLD, constants=PARAMS)

    assert compiled is not None
    assert compiled.reads == reads


def test_it_remembers_where_it_stands() -> None:
    place = Place("a.yaml", 3, 9)
    compiled, _ = compile_condition("true", WORLD, place=place)

    assert compiled is not None
    assert (compiled.place, compiled.text) == (place, "true")


@pytest.mark.parametrize(
    ("text", "good"), [("event.units", False), ("event.units == 1", True), ("account.fact('a')", True)]
)
def test_a_condition_is_true_or_false(text: str, good: bool) -> None:
    assert (compile_condition(text, WORLD)[0] is not None) == good
