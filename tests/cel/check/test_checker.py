"""Types and overloads on the checked tree."""

import pytest
from celkit.world import WORLD
from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.cel import Environment, Function, compile_condition
from tipstaff.cel.compilation import compile_as_written, compile_unchecked
from tipstaff.cel.syntax import Bind, Call, Expr, Ident, Quantifier, Select
from tipstaff.cel.types import BOOL, DOUBLE, DYN, INT, STRING, STRINGS, TIMESTAMP, RecordType, Type, list_of
from tipstaff.cel.walk import nodes


def checked(text: str) -> Expr:
    compiled, diagnostics = compile_as_written(text, WORLD)
    assert compiled is not None, diagnostics
    return compiled.tree


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("event.units + 1", INT),
        ("double(event.units) / 2.0", DOUBLE),
        ("event.time - event.time > duration('1s')", BOOL),
        ("event.time + duration('1s')", TIMESTAMP),
        ("event.categories.map(c, size(c))", list_of(INT)),
        ("event.categories.filter(c, c == 'a')", STRINGS),
        ("event.flows.map(f, f.address)", STRINGS),
        ("event.labels.map(k, k)", STRINGS),
        ("event.labels.color", STRING),
        ("event.labels['color']", STRING),
        ("[1, 'a']", list_of(DYN)),
        ("[[], [1]]", list_of(list_of(INT))),
        ("[] + [1]", list_of(INT)),
        ("event.units > 1 ? [] : event.categories", STRINGS),
        ("account.fact('vip')", DYN),
        ("account.fact('vip') + 1", INT),
        ("account.fact('vip') == 1", BOOL),
        ("cel.bind(x, event.text, x.size())", INT),
        ("math.greatest(1, 2)", INT),
        ("math.greatest(1, 2.0)", DYN),
        ("'a'.split(',')", STRINGS),
        ("event.text.matches('a') ? 1 : 2", INT),
    ],
)
def test_types_follow_from_the_parts(text: str, of: Type) -> None:
    assert checked(text).type == of


@pytest.mark.parametrize(
    ("text", "overload"),
    [
        ("event.units + 1", "add_int64"),
        ("event.text + 'a'", "add_string"),
        ("event.units < 1.5", "less_int64_double"),
        ("size(event.text)", "size_string"),
        ("event.text.size()", "string_size"),
        ("event.text in event.categories", "in_list"),
        ("event.text in event.labels", "in_map"),
        ("event.time.getHours()", "timestamp_to_hours"),
        ("event.time.getHours('Europe/Paris')", "timestamp_to_hours_with_tz"),
        ("event.time.getSeconds('UTC')", "timestamp_to_seconds_tz"),
        ("event.text.matches('a')", "matches_string"),
        ("matches(event.text, 'a')", "matches"),
        ("[].join()", "list_join"),
        ("event.categories.join(',')", "list_join_string"),
        ("math.least(event.units, 3)", "math_least_int"),
        ("math.least([1, 2])", "math_least_list_int"),
        # Only the values can tell.
        ("account.fact('a') + 1", ""),
        ("account.fact('a') < 1", ""),
        ("account.fact('a').startsWith('a')", ""),
        ("[1, 'a'].join()", ""),
        # The host's own.
        ("authorization('x')", ""),
    ],
)
def test_an_overload_is_named_only_when_the_types_prove_it(text: str, overload: str) -> None:
    tree = checked(text)

    assert isinstance(tree, Call)
    assert tree.overload == overload


def test_the_longest_name_wins() -> None:
    tree = checked("event.id == event.text")

    assert isinstance(tree, Call)
    assert isinstance(tree.args[0], Ident)
    assert tree.args[0].name == "event.id"
    assert isinstance(tree.args[1], Select)


def test_a_local_name_hides_a_dotted_one() -> None:
    environment = Environment({"c.size": INT, "names": STRINGS})
    compiled, _ = compile_condition("names.exists(c, c.size() == 3)", environment)

    assert compiled is not None
    assert compiled.reads == {"names"}


def test_a_leading_dot_goes_past_local_names() -> None:
    environment = Environment({"x": STRING, "numbers": list_of(INT)})
    compiled, _ = compile_condition("numbers.exists(x, .x == 'a')", environment)

    assert compiled is not None
    assert compiled.reads == {"numbers", "x"}


def test_a_function_with_dots_is_a_name_not_a_member() -> None:
    tree = checked("consent.held(event.to, event.channel, 'a')")

    assert isinstance(tree, Call)
    assert (tree.function, tree.target) == ("consent.held", None)


def test_standard_names_cannot_be_declared_again() -> None:
    with pytest.raises(ValueError, match="size"):
        Environment({}, [Function("size", (STRING,), INT)])


def test_deriving_leaves_the_original_alone() -> None:
    derived = WORLD.with_variables({"window.sends": INT}, costs={"window.sends": 2.0})

    assert compile_condition("window.sends > 3", derived)[0] is not None
    assert compile_condition("window.sends > 3", WORLD)[0] is None
    assert derived.costs["text.spam"] == 50.0


def test_optional_trailing_arguments() -> None:
    environment = Environment({}, [Function("meter.used", (STRING, INT), INT, optional=1)])

    assert compile_condition("meter.used('a') > meter.used('a', 2)", environment)[0] is not None
    assert compile_condition("meter.used() > 1", environment)[0] is None


def test_every_node_has_a_type_and_names_are_resolved() -> None:
    text = "event.flows.exists(f, f.port in [1, 2] && cel.bind(n, f.address, n != event.client.address))"

    for node in nodes(checked(text)):
        assert node.type.name
        if isinstance(node, Ident):
            assert node.reference in ("variable", "local", "type")
        if isinstance(node, Quantifier):
            assert isinstance(node.range.type, type(list_of(INT)))
        if isinstance(node, Bind):
            assert node.value.type == STRING
        if isinstance(node, Select):
            assert isinstance(node.operand.type, RecordType)


def test_unchecked_compilation_complains_of_syntax_only() -> None:
    assert compile_unchecked("x || f(1) && 1 + 'a'", WORLD) is not None
    assert compile_unchecked("x ||", WORLD) is None


WORDS = "event text units ( ) . , + == 'a' 1 size has [ ] consent.held x exists ? :"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=25))
def test_no_tree_breaks_the_checker(words: list[str]) -> None:
    compiled, diagnostics = compile_condition(" ".join(words), WORLD)

    assert (compiled is None) == any(diagnostic.severity == "error" for diagnostic in diagnostics)
