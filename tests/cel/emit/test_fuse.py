"""What the generated function looks like and does when things are missing, fail, repeat or are hostile."""

import ast
from dataclasses import replace
from typing import Any

import pytest
from celkit.fields import with_limit
from celkit.fusing import ENVIRONMENT, THING, Inner, Situation
from msgspec import UNSET

from tipstaff.cel import Compiled, Environment, compile_condition, evaluate, fuse
from tipstaff.cel.failure import CelError
from tipstaff.cel.types import BOOL, STRING, Member, RecordType

ROOMY = with_limit(ENVIRONMENT, 1e12)


def compiled(text: str, environment: Environment = ROOMY) -> Compiled:
    condition, found = compile_condition(text, environment)
    assert condition is not None, "\n".join(map(str, found))
    return condition


def answers(*texts: str, situation: Situation | None = None, **fields: Any) -> tuple[list[int], list[int]]:
    """The numbers of the rules that matched, and of those that could not be told."""
    given = situation or Situation(1, missing=1.0)
    for name, value in fields.items():
        setattr(given.event, name, value)
    matched: list[int] = []
    failed: list[int] = []
    fuse([(number, compiled(text)) for number, text in enumerate(texts)], {"event": THING})(given, matched, failed)
    return sorted(matched), sorted(failed)


@pytest.mark.parametrize(
    "text",
    [
        "event.s == 'a'",
        "event.s != 'a'",
        "event.s in ['a', 'b']",
        "!(event.s in ['a', 'b'])",
        "event.s.startsWith('a')",
        "event.s.matches('a')",
        "event.k < 3",
        "event.c",
        "!event.c",
        "event.ys.exists(y, y == 'a')",
        "event.ys.all(y, y == 'a')",
        "size(event.ys) == 0",
        "event.inner.host == 'a'",
        "has(event.inner.note)",
        "event.size == 0",
        "event.s == event.s",
        "dyn(event.s) == null",
        "'a' in event.ys",
    ],
)
def test_a_missing_field_never_compares_silently(text: str) -> None:
    assert answers(text) == ([], [0])


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("has(event.s) && event.s == 'a'", False),
        ("!has(event.s) || event.s == 'a'", True),
        ("event.s == 'a' && event.from == 'nobody'", False),
        ("event.from == 'nobody' && event.s == 'a'", False),
        ("event.s == 'a' || event.b", True),
        ("has(event.s) ? event.s == 'a' : event.b", True),
        ("has(event.inner) && event.inner.host == 'a' || event.b", True),
    ],
)
def test_what_decides_without_the_missing_field_is_told_without_an_error(text: str, matches: bool) -> None:
    assert answers(text, from_="a", b=True) == ([0] if matches else [], [])


def test_what_rules_share_is_asked_once_and_never_before_what_guards_it() -> None:
    rules = [(n, compiled(f"event.from != 'q' && event.from != 'x{n}'")) for n in range(3)]
    assert fuse(rules, {"event": THING}).source.count("!= 'q'") == 1

    texts = ("event.k > 1 && event.k < 3", "event.k > 0 && event.k < 3", "event.b")
    assert answers(*texts, b=True) == ([2], [0, 1])
    assert answers(*texts, b=True, k=2) == ([0, 1, 2], [])


@pytest.mark.parametrize(("xs", "matches"), [(["a", "bb"], [0]), (["a"], []), (["bb"], [0, 1]), ([], [1])])
def test_a_loop_ends_with_the_first_item_that_tells(xs: list[str], matches: list[int]) -> None:
    texts = ("event.xs.exists(x, size(x) > 1)", "event.xs.all(x, size(x) > 1)")

    assert answers(*texts, xs=xs) == (matches, [])
    assert answers(*(f"event.b && {text}" for text in texts), b=True, xs=xs) == (matches, [])


def test_null_is_a_value_and_absence_is_not() -> None:
    situation = Situation(1)
    situation.values["facts"] = {"none": None}

    assert answers("facts.none == null", "has(facts.none)", "facts.z == null", situation=situation) == ([0, 1], [2])


def test_one_failing_rule_leaves_the_others_alone() -> None:
    assert answers("event.b", "event.ns[5] == 1", "event.b", b=True, ns=[]) == ([0, 2], [1])


def test_a_record_that_cannot_be_had_fails_every_rule() -> None:
    situation = Situation(1)
    situation.values["event"] = UNSET

    assert answers("event.b", "true", situation=situation)[1] == [0, 1]


def test_an_object_that_is_no_record_at_all_is_left_to_the_interpreter() -> None:
    situation = Situation(1)
    situation.values["event"] = {"b": True}

    assert answers("event.b", situation=situation) == ([], [0])
    assert evaluate(compiled("event.b"), situation) is True


def test_a_broken_signal_is_asked_once() -> None:
    situation = Situation(1)
    situation.values["sig.score"] = UNSET

    assert answers("sig.score > 0.5", "sig.score < 0.5", situation=situation) == ([], [0, 1])
    assert situation.asked.count("sig.score") == 1


def test_a_signal_is_asked_only_when_it_can_matter() -> None:
    situation = Situation(1)

    answers("sig.score > 0.5 && event.from == 'nobody'", situation=situation)

    assert "sig.score" not in situation.asked


def test_a_signal_of_another_type_than_declared_is_an_error() -> None:
    situation = Situation(1)
    situation.values["sig.word"] = 5

    assert answers("sig.word == 'a'", "sig.word != 'a'", situation=situation) == ([], [0, 1])


def test_patterns_on_one_text_are_matched_in_one_pass() -> None:
    rules = [(number, compiled(f"event.text.matches('wor[d]{number}x+y')")) for number in range(20)]
    fused: Any = fuse(rules, {"event": THING})
    scans: list[str] = []
    scan = fused.__globals__["scan0"]
    fused.__globals__["scan0"] = lambda text: (scans.append(text), scan(text))[1]
    situation = Situation(1)
    situation.event.body.text = "see word3xxy and word19xy"
    matched: list[int] = []

    fused(situation, matched, [])

    assert matched == [3, 19]
    assert scans == [situation.event.body.text]


def test_a_text_without_what_few_patterns_require_is_not_scanned() -> None:
    fused: Any = fuse([(1, compiled("event.text.matches('free [a-z ]*prize')"))], {"event": THING})
    fused.__globals__["scan0"] = lambda text: None
    situation = Situation(1)
    failed: list[int] = []

    situation.event.body.text = "a prize"
    fused(situation, [], failed)
    assert failed == []
    situation.event.body.text = "free of any prize"
    fused(situation, [], failed)
    assert failed == [1]


def test_a_pattern_inside_a_loop_is_matched_on_the_item() -> None:
    links = [Inner("x.example", 1), Inner("b", 2)]

    assert answers("event.links.exists(l, l.host.matches('^x'))", links=links)[0] == [0]
    assert answers("event.links.all(l, l.host.matches('^x'))", links=links)[0] == []


def test_a_bound_name_hides_what_was_known_of_the_outer_one() -> None:
    text = "cel.bind(v, event.links[0], has(v.note) && cel.bind(v, event.links[1], v.note == 'a'))"

    assert answers(text, links=[Inner("h", 1, note="a"), Inner("h", 1)]) == ([], [0])
    assert answers(text, links=[Inner("h", 1, note="a"), Inner("h", 1, note="a")]) == ([0], [])


@pytest.mark.parametrize(
    "first",
    [
        "(event.b || event.s == 'a')",
        "(event.b ? event.b : event.s == 'a')",
        "!(!event.b && event.s != 'a')",
        "cel.bind(v, event.s, event.b)",
    ],
)
def test_what_was_perhaps_not_read_is_not_taken_for_present(first: str) -> None:
    dear = "size(event.text + event.from + event.text + event.from) < 0"
    text = f"{first} && (event.s == 'z') == ({dear})"

    assert answers(text, b=True) == ([], [0])


def test_a_leading_dot_goes_past_a_loop_variable() -> None:
    texts = [
        "event.xs.exists(event, .event.from == event)",
        "event.links.exists(other, has(.other.note) && other.note == 'a')",
        "event.links.exists(other, has(other.note) && .other.note == 'a')",
        "event.xs.exists(event, .event.from == 'a')",
        "cel.bind(event, 'q', .event.from == 'a' && event == 'q')",
    ]
    situation = Situation(1)
    situation.values["other"] = Inner("h", 1, note="a")

    assert answers(*texts, situation=situation, from_="a", xs=["a"], links=[Inner("h", 1)]) == ([0, 3, 4], [1])
    assert [code(evaluate(compiled(text), situation)) for text in texts] == [True, "no-such-field", False, True, True]


def code(value: Any) -> Any:
    return value.code if isinstance(value, CelError) else value


def test_what_was_seen_of_one_item_says_nothing_of_another() -> None:
    text = "event.links[0].note == 'a' && event.links[1].note == 'a'"

    assert answers(text, links=[Inner("h", 1, note="a"), Inner("h", 1)]) == ([], [0])


def test_the_value_of_a_loop_is_a_bool_where_it_is_compared() -> None:
    texts = [
        "false == (event.c || event.xs.exists(x, x.startsWith('z')))",
        "(event.b && event.xs.exists(x, x.startsWith('a'))) == true",
        "[event.xs.exists(x, x.startsWith('a'))] == [true]",
        "event.xs.exists(x, x == 'a') == event.b",
        "(event.b ? event.xs.exists(x, x.startsWith('a')) : false) == true",
    ]

    assert answers(*texts, xs=["a", "b"], b=True, c=False) == ([0, 1, 2, 3, 4], [])


def test_a_bool_is_in_no_list_of_numbers() -> None:
    situation = Situation(1)
    situation.values["facts"] = {"yes": True, "one": 1.0, "list": [1]}

    assert answers("facts.yes in [1, 2]", "facts.one in [1, 2]", "facts.list in [1, 2]", situation=situation) == (
        [1],
        [],
    )


@pytest.mark.parametrize(
    "text",
    [
        "event.xs.exists(a, event.ys.exists(b, a == b))",
        "event.xs.exists(a, a in event.ys)",
        "event.xs.exists(a, (event.text + a).contains('zz'))",
        "event.xs.exists(a, event.text.contains(a))",
        "event.xs.exists(a, event.text.matches(a))",
        "event.xs.exists(a, [a] == event.xs)",
    ],
)
def test_work_that_grows_with_two_sizes_is_left_to_the_interpreter_which_counts_it(text: str) -> None:
    source = fuse([(1, compiled(text))], {"event": THING}).source

    assert "interpret(" in source
    assert " for " not in source


@pytest.mark.parametrize(
    "text",
    [
        "event.xs.exists(a, a in ['b', 'c'] && a.startsWith(event.from))",
        "event.xs.exists(a, ['x.', 'y.'].exists(b, a.endsWith(b)))",
        "event.xs.exists(a, a == event.s || a.contains('q'))",
        "event.xs.exists(a, asked.yes(a) && sig.score > 0.1)",
        "['a', 'b'].exists(a, event.text.contains(a))",
        "event.xs.exists(a, size(event.ys.filter(b, b != '')) > 1 && a != '')",
        "event.links.filter(l, has(l.note) && l.note == 'a').map(l, l.clicks) == [1]",
    ],
)
def test_ordinary_loops_are_generated(text: str) -> None:
    assert "interpret(" not in fuse([(1, compiled(text))], {"event": THING}).source


def test_many_levels_that_rules_share_compile() -> None:
    texts = [f"event.from{'.lowerAscii()' * count} == 'a'" for count in range(1, 90)]

    assert answers(*texts, from_="A") == (list(range(len(texts))), [])


def test_a_dotted_attribute_reads_through() -> None:
    situation = Situation(1)
    situation.event.body.text = "hello"

    assert answers("event.text == 'hello'", "size(event.text) == 5", situation=situation)[0] == [0, 1]


@pytest.mark.parametrize("attribute", ["__class__", "_secret", "a b", "class", "a.__dict__", "x; import os", ""])
def test_an_attribute_that_is_no_plain_name_is_refused(attribute: str) -> None:
    record = RecordType("r", {"a": Member("a", STRING, attribute)})
    condition = compiled("r.a == 'x'", Environment({"r": record}))

    with pytest.raises(ValueError, match="attribute"):
        fuse([(1, condition)], {"r": record})
    with pytest.raises(ValueError, match="attribute"):
        fuse([(1, condition)], {})


HOSTILE = [
    """event.s == '"); import os #'""",
    r"""event.s == '\n        import os\n'""",
    r"""event.s == '§p0§' || event.s == '§s0§'""",
    r"""event.s == '\\' && event.s == '\'' """,
    "event.m['__class__'] == '__builtins__'",
    "event.m.__class__ == 'x'",
    "has(event.m.__dict__)",
    "event.xs.exists(__import__, __import__ == 'os')",
    "event.xs.map(len, len).exists(hit, hit == 'a' && event.b)",
    "cel.bind(missing, 'a', event.xs.exists(failed, failed == missing))",
    "facts.__class__ == 1",
    "dyn(event.s).__class__ == 'x'",
    "event.text.matches('(?P<n>a)|\\\\x{1F600}')",
    "event.s == '\u2028\u2029\x85\x00'",
]
ATTRIBUTES = {"append", "get", "call", "startswith", "endswith"}


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_the_author_becomes_a_name_or_an_attribute(text: str) -> None:
    condition, _ = compile_condition(text, ROOMY)
    if condition is None:
        return
    fused = fuse([(1, condition)], {"event": THING})
    tree = ast.parse(fused.source)
    declared = {part for member in THING.members.values() for part in member.attribute.split(".")}

    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}

    assert {name for name in names if "__" in name or name in ("os", "failed_", "eval", "exec")} == set()
    assert attributes <= ATTRIBUTES | declared
    assert not any(isinstance(node, ast.Import | ast.ImportFrom | ast.Global | ast.Lambda) for node in ast.walk(tree))
    for seed in range(5):
        situation = Situation(seed)
        matched: list[int] = []
        failed: list[int] = []
        fused(situation, matched, failed)
        if not failed:
            assert evaluate(condition, situation) is bool(matched)


def test_generated_code_has_no_builtins() -> None:
    fused: Any = fuse([(1, compiled("event.b"))], {"event": THING})

    assert fused.__globals__["__builtins__"] == {}


@pytest.mark.parametrize("levels", [30, 41, 59, 90])
@pytest.mark.parametrize(
    "shape", ["!({})", "({} && event.b)", "({} || event.c)", "({} == event.b)", "({} ? event.b : false)"]
)
def test_deep_conditions_are_answered_too(levels: int, shape: str) -> None:
    text = "event.b"
    for _ in range(levels // shape.count("{}")):
        text = shape.format(text)
    condition, _ = compile_condition(text, ROOMY)
    if condition is None:
        return
    for seed in range(6):
        situation = Situation(seed, missing=0)
        matched: list[int] = []
        fuse([(1, condition)], {"event": THING})(situation, matched, [])
        assert evaluate(condition, situation) is bool(matched)


def test_a_thousand_alternatives_compile() -> None:
    text = " || ".join(f"event.from == 'x{number}'" for number in range(1000))

    assert answers(text, from_="x999") == ([0], [])


def test_a_condition_of_unknown_type_must_turn_out_a_bool() -> None:
    situation = Situation(1)
    situation.values["facts"] = {"yes": True, "one": 1}

    assert answers("facts.yes", "facts.one", "!facts.yes", situation=situation) == ([0], [1])


def test_an_unfolded_wrong_pattern_fails_when_it_runs() -> None:
    condition = compiled("event.text.matches('a')")
    literal = condition.tree.args[0]  # type: ignore[union-attr]
    broken = replace(condition, tree=replace(condition.tree, args=(replace(literal, value="["),)))  # type: ignore[type-var]
    failed: list[int] = []

    fuse([(1, broken)], {"event": THING})(Situation(1), [], failed)

    assert failed == [1]
    assert isinstance(evaluate(broken, Situation(1)), CelError)
    assert broken.type == BOOL


def test_no_rules_make_a_function_too() -> None:
    matched: list[int] = []
    fuse([], {"event": THING})(Situation(1), matched, matched)

    assert matched == []


@pytest.mark.parametrize("text", ["free  prize", "a free prize", "free", "freeprize", "prize free", "free\tprize"])
def test_words_with_gaps_are_matched_as_the_interpreter_does(text: str) -> None:
    situation = Situation(1)
    situation.event.body.text = text
    condition = compiled("event.text.matches('free +prize')")

    matched: list[int] = []
    fuse([(1, condition)], {"event": THING})(situation, matched, [])

    assert bool(matched) is evaluate(condition, situation)


def test_a_rule_that_cannot_raise_has_no_handler_of_its_own() -> None:
    rules = [(1, compiled("event.b && event.text.startsWith('b')")), (2, compiled("event.m['k'] == 'v'"))]

    assert fuse(rules, {"event": THING}).source.count("try:") == 2


def test_where_what_is_shared_cannot_be_had_every_rule_fails_once_and_others_keep_their_place() -> None:
    class Broken:
        b = True

        @property
        def body(self) -> str:
            raise AttributeError("body")

    rules = [(number, compiled(text)) for number, text in enumerate(["event.b", "event.text.startsWith('b')"])]
    matched, failed = [7], [8]

    fuse(rules, {"event": THING})(Situation(1), matched, failed, Broken())

    assert (matched, failed) == ([7], [8, 0, 1])
