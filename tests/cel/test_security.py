"""Nothing a rule author writes reaches an attribute, a builtin, a file or unbounded time."""

import ast
import builtins
import time
from random import Random
from typing import Any

import msgspec
import pytest
from celkit.fields import ENVIRONMENT, EVENT_RECORD, random_facts
from celkit.generate import Generator
from celkit.world import WORLD
from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.cel import CelError, Compiled, Environment, compile_condition
from tipstaff.cel.compilation import compile_as_written, compile_unchecked
from tipstaff.cel.emit.fuse import fuse
from tipstaff.cel.run.program import evaluate
from tipstaff.cel.types import BOOL, DYN, STRING, Member, RecordType, map_of

ATTEMPTS = [
    "event.__class__",
    "event.__class__.__mro__[1].__subclasses__()",
    "event.`__class__`",
    "event.text.__class__ == 1",
    "''.__class__.__base__",
    "event.text.__len__()",
    "event.text.format_map({'a': 1})",
    "event.text.encode('utf-8')",
    "event.categories.append('x')",
    "event.labels.items()",
    "event.labels.__class__",
    "event.labels['__class__']",
    "event.from_",
    "event.from.`__class__`",
    "__import__('os').system('true')",
    "__builtins__",
    "open('/etc/hostname')",
    "eval('1')",
    "exec('1')",
    "globals()",
    "getattr(event, 'text')",
    "print('x')",
    "lambda",
    "activation.get('event')",
    "get('event')",
    "call('authorization', ['x'])",
    "hit(1)",
    "fail(1)",
    "matched",
    "E",
    "N",
    "U",
    "k1",
    "v1",
    "dyn(event).__class__",
    "dyn(event)['text']",
    "dyn(event).text.__class__",
    "account.fact('x').__class__",
    "[event].map(e, e.__class__)",
    "{'a': event}.a.__class__",
    "'{0.__class__}'.format([event])",
    "'%s'.format([event])",
    "string(event)",
    "type(event).__name__",
    "has(event.__class__)",
    "has(dyn(event).__class__)",
    "event.time.getHours('../../../etc/passwd') == 1",
    "event.time.getHours('/etc/localtime') == 1",
    "timestamp('2026-01-01T00:00:00Z').getHours(event.text) == 1",
    "size(event) == 1",
    "event in [event]",
]


class Host(msgspec.Struct):
    """A host's object with more to it than is declared."""

    text: str = "hello"
    secret: str = "s3cret"
    to: str = "me"

    def method(self) -> str:
        raise AssertionError("a condition called a method")


class Watch:
    """An activation that notes what it is asked for and hands out one object."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def get(self, name: str) -> object:
        self.asked.add(name)
        if name == "event":
            return Host()
        raise CelError("unknown-name", name)

    def call(self, name: str, args: tuple[object, ...]) -> object:
        self.asked.add(name)
        if name == "account.fact":
            return Host()
        raise CelError("unknown-name", name)


def outcomes(compiled: Compiled, activation: Any) -> list[Any]:
    """The interpreter's answer and, for what may be a condition, that of generated code."""
    found = [evaluate(compiled, activation)]
    if compiled.type in (BOOL, DYN):
        matched: list[int] = []
        failed: list[int] = []
        fuse([(1, compiled)], {})(activation, matched, failed)
        found.append(CelError("x", "") if failed else bool(matched))
    return found


@pytest.mark.parametrize("text", ATTEMPTS)
def test_reaching_out_is_refused_or_finds_nothing(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> object:
        raise AssertionError("a condition reached a builtin")

    conditions = [compile_condition(text, WORLD, expect=None)[0], compile_as_written(text, WORLD)[0]]
    conditions.append(compile_unchecked(text, WORLD))
    for name in ("open", "eval", "print", "globals", "getattr_"):
        monkeypatch.setattr(builtins, name, forbidden, raising=False)
    for compiled in conditions:
        if compiled is None:
            continue
        watch = Watch()
        for value in outcomes(compiled, watch):
            # A failure, a truth value, or a piece of the author's own text.
            assert isinstance(value, CelError | bool) or (isinstance(value, str) and value in text), value
            assert "s3cret" not in repr(value)
        declared = {*WORLD.variables, *WORLD.functions}
        if compiled is not conditions[-1]:
            assert watch.asked <= declared


def test_generated_code_has_no_builtins_and_only_declared_attributes() -> None:
    random = Random(3)
    conditions = []
    while len(conditions) < 150:
        compiled, _ = compile_condition(Generator(random, 4).expression(BOOL), ENVIRONMENT)
        if compiled is not None:
            conditions.append((len(conditions), compiled))
    fused = fuse(conditions, {"event": EVENT_RECORD})

    assert fused.__globals__["__builtins__"] == {}  # type: ignore[attr-defined]
    code = ast.parse(fused.source)
    attributes = {node.attr for node in ast.walk(code) if isinstance(node, ast.Attribute)}
    names = {node.id for node in ast.walk(code) if isinstance(node, ast.Name)}
    declared = {name for record in _records(EVENT_RECORD) for name in record.members}
    # Methods of texts that a function is short for; nothing with an underscore before it.
    assert attributes - declared <= {"get", "call", "append", "startswith", "endswith", "upper", "lower", "strip"}
    assert not [name for name in attributes | names if name.startswith("__")]
    assert not [node for node in ast.walk(code) if isinstance(node, ast.Import | ast.ImportFrom | ast.Global)]


def _records(of: Any) -> list[RecordType]:
    inner = [of, *(getattr(of, part) for part in ("element", "key", "value") if hasattr(of, part))]
    records = [one for one in inner if isinstance(one, RecordType)]
    members = [member.type for record in records for member in record.members.values()]
    return records + [record for member in members for record in _records(member)]


NASTY = st.text(max_size=30) | st.sampled_from(
    [
        "'",
        '"',
        "\\",
        "\n",
        "\r",
        "\0",
        "'''",
        '"""',
        "\\'",
        "{event}",
        "%s",
        "')or(True",
        "\u2028",
        "\ufeff",
        "a\\",
        "#",
    ]
)


@settings(max_examples=150, deadline=None)
@given(NASTY, NASTY)
def test_a_literal_is_only_ever_a_value(one: str, other: str) -> None:
    compiled, diagnostics = compile_condition(
        "event.text == params.p || event.to in [params.p, 'x']",
        WORLD.with_variables({"params.p": STRING}),
        constants={"params.p": one},
    )
    assert compiled is not None, diagnostics

    found = [outcomes(compiled, Fixed(text, one + "zz")) for text in (one, other)]

    assert found == [[True, True], [one == other, one == other]]


@settings(max_examples=100, deadline=None)
@given(NASTY, NASTY)
def test_a_key_is_only_ever_a_key(key: str, other: str) -> None:
    environment = Environment({"labels": map_of(STRING, STRING), "p": STRING})
    compiled, _ = compile_condition("labels[p] == p", environment, constants={"p": key})
    assert compiled is not None

    held = outcomes(compiled, Mapped({"labels": {key: key}}))
    missing = outcomes(compiled, Mapped({"labels": {other + "x": key} if other + "x" != key else {}}))

    assert held == [True, True]
    assert all(isinstance(value, CelError) for value in missing)


class Fixed:
    def __init__(self, text: str, to: str) -> None:
        self.event = Host(text=text, to=to)

    def get(self, name: str) -> object:
        assert name == "event"
        return self.event

    def call(self, name: str, args: tuple[object, ...]) -> object:
        raise AssertionError(name, args)


class Mapped(Fixed):
    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def get(self, name: str) -> object:
        return self.values[name]


@pytest.mark.parametrize("attribute", ["a b", "x; import os", "__class__", "a.b", "", "1a", "x)or(1", "None"])
def test_a_member_with_an_unsafe_attribute_is_never_generated(attribute: str) -> None:
    """Attributes come from the host's schema, not from authors; but one like this must not become code either."""
    record = RecordType("r", {"f": Member("f", STRING, attribute)})
    compiled, _ = compile_condition("r.f == 'a'", Environment({"r": record}))
    assert compiled is not None

    try:
        fused = fuse([(1, compiled)], {"r": record})
    except ValueError:
        return
    accessed = {node.attr for node in ast.walk(ast.parse(fused.source)) if isinstance(node, ast.Attribute)}
    assert attribute not in accessed


@pytest.mark.parametrize(
    "text",
    [
        "s.matches('(a+)+$') || s.matches('(a|aa)+$') || s.matches('(.*a){12}')",
        "s.matches('^(([a-z])+.)+[A-Z]([a-z])+$')",
        "s.matches('(x+x+)+y')",
    ],
)
def test_no_pattern_takes_exponential_time(text: str) -> None:
    compiled, diagnostics = compile_condition(text, Environment({"s": STRING}))
    assert compiled is not None, diagnostics
    began = time.process_time()

    outcomes(compiled, Mapped({"s": "a" * 30_000 + "!"}))

    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "text",
    [
        "list.all(a, list.all(b, list.all(c, a + b + c != d)))",
        "list.map(a, list.map(b, list.map(c, list))).size() == 0",
        "cel.bind(a, s + s, cel.bind(b, a + a + a, cel.bind(c, b + b + b, list.all(x, (c + c + c).contains(s)))))",
        "list.all(x, s.replace('', s).replace('a', s).size() == 1)",
        "'%1000s'.format([s]).size() > 1",
        "list.map(x, list).map(x, x.map(y, s)).map(x, x.join(s)).join(s).size() > 1",
    ],
)
def test_what_evaded_the_checker_still_ends(text: str) -> None:
    """Unchecked, so that no bound was applied: the evaluation stops by itself, in time and in memory."""
    compiled = compile_unchecked(text, Environment())
    if compiled is None:
        return
    began = time.process_time()

    evaluate(compiled, Mapped({"s": "a" * 5_000, "list": list(range(2_000)), "d": 1}))

    assert time.process_time() - began < 20


def test_facts_are_left_alone() -> None:
    random = Random(5)
    facts = random_facts(random)
    before = repr(facts)
    for _ in range(300):
        compiled, _ = compile_condition(Generator(random, 4).expression(BOOL), ENVIRONMENT)
        if compiled is not None:
            outcomes(compiled, facts)

    assert repr(facts) == before
