"""What is asked of the facts of an event: the kernel does what the Python does, and refuses what it cannot hold."""

from __future__ import annotations

import gc
import weakref
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.cel import CelError
from tipstaff.native.kernels import kernel
from tipstaff.pipeline.asking import Asked, Key, Way, Ways
from tipstaff.pipeline.showing import as_shown

KERNEL = kernel("facts")
pytestmark = pytest.mark.skipif(KERNEL is None, reason="the kernel is not in use")

STANDING = {
    ("a", ("x",)): (True, "a(x)", True),
    ("a", ("y", 1)): (["one"], "a(y, 1)", ["one"]),
    ("b", (("z",),)): ("", "b([…])", ""),
    ("c", ()): (None, "a(x)", "another value under the same name"),
}


def nested(reader: Any, *args: Any) -> object:
    """A signal that asks another, which is kept and told before it."""
    reader.values["within"] = "+33612345678"
    return ["of", *args]


def failing(*args: Any) -> object:
    raise CelError("gone", repr(args[1:]))


def lacking(*_args: Any) -> object:
    raise ModuleNotFoundError("No module", name="numpy")


WAYS = Ways(
    variables={
        "way": Way("way", None, lambda reader: reader.event),
        "window.w_1": Way("count by account", None, lambda name, event: f"{name} {event}", "window.w_1"),
        "number": Way("number", None, lambda _: 1.5),
        "nothing": Way("nothing", lambda _: True, failing),
        "something": Way("something", lambda event: not event, lambda _: []),
        "nested": Way("nested", None, nested),
        "failing": Way("failing", lambda _: False, failing),
        "lacking": Way("lacking", None, lacking),
    },
    functions={
        "of.signals": Way("of.signals", None, nested),
        "of.ledgers": Way("of.ledgers", None, lambda *args: len(args), "ledgers"),
        "of.nothing": Way("of.nothing", lambda _: True, failing),
        "of.failing": Way("of.failing", None, failing),
        "of.lacking": Way("of.lacking", None, lacking),
    },
    names={("of.ledgers", ("x",)): "of.ledgers(known)"},
)
SOURCES: Any = SimpleNamespace(ways=WAYS)


class _Slow:
    """What the class above gives: the same for both."""

    __slots__ = ()

    def _signals(self: Any) -> Any:
        self._reader = SimpleNamespace(event=self.event, values=self._values)
        return self._reader

    def _tell(self: Any, before: int) -> None:
        for key in list(self._values)[before:]:
            self._told.setdefault(str(key), as_shown(self._values[key]))

    def _named(self: Any, key: Key) -> str:
        return f"{key[0]} of {len(key[1])}"

    def _open(self: Any) -> Any:
        self._known = dict(STANDING)
        return self._known

    def _call(self: Any, key: Key, args: tuple[object, ...]) -> object:
        if key[0] == "fails":
            raise CelError("gone", repr(key))
        self._told.setdefault(repr(key), args)
        return key, args

    def _read(self: Any, name: str) -> object:
        self._values[name] = CelError("gone", name) if name == "fails" else len(self._values)
        value = self._values[name]
        return self._fail(value) if isinstance(value, CelError) else value


class InPython(_Slow, Asked):  # type: ignore[misc]
    __slots__ = ()


def natively() -> type[Any]:
    assert KERNEL is not None

    class InC(_Slow, KERNEL.Facts):  # type: ignore[name-defined, misc]
        __slots__ = ("__weakref__",)
        _frozen = Asked._frozen
        _fail = Asked._fail
        _failure = Asked._failure
        _shown = staticmethod(as_shown)

    return InC


ARGUMENT = st.sampled_from(["x", "y", 1, 1.0, None, ("z",), ["z"], {"k": ["v"]}, [["z"]], b"", "\ud800"])
QUESTION = st.one_of(
    st.tuples(
        st.just("call"),
        st.sampled_from(["a", "b", "c", "d", "fails", *WAYS.functions]),
        st.lists(ARGUMENT, max_size=12).map(tuple),
    ),
    st.tuples(st.just("get"), st.sampled_from(["v", "w", "fails", *WAYS.variables])),
)


def said(facts: Any, question: tuple[Any, ...]) -> object:
    try:
        return getattr(facts, question[0])(*question[1:])
    except CelError as error:
        return error.code, error.message


@given(st.lists(QUESTION, max_size=30))
def test_both_say_the_same_and_tell_the_same(questions: list[tuple[Any, ...]]) -> None:
    event: Any = "event"
    python, c = InPython(event, SOURCES), natively()(event, SOURCES)
    for question in questions:
        assert said(python, question) == said(c, question)
    assert list(python._told.items()) == list(c._told.items())
    assert list(map(repr, python._values.items())) == list(map(repr, c._values.items()))
    assert (c.event, c._sources, c._account, c._authorizations) == ("event", SOURCES, None, [])
    assert python._glances == c._glances


def test_a_call_is_told_under_the_name_that_was_remembered() -> None:
    facts = natively()("event", SOURCES)
    assert [facts.call("of.ledgers", ("x",)), facts.call("of.ledgers", ("y",))] == [3, 3]
    assert facts._told == {"of.ledgers(known)": 3, "of.ledgers of 1": 3}


def test_what_fits_nowhere_is_refused() -> None:
    made = natively()
    for wrong in ((), ("event",), ("event", SOURCES, 1)):
        with pytest.raises(TypeError):
            made(*wrong)
    with pytest.raises(TypeError):
        made(event="event", sources=SOURCES)
    facts = made("event", SOURCES)
    for few in ((), ("a",), ("a", ("x",), 1)):
        with pytest.raises(TypeError):
            facts.call(*few)
    with pytest.raises(TypeError):
        facts.get([])
    facts._known = "no dictionary"
    with pytest.raises(TypeError):
        facts.call("a", ("x",))
    facts._known = {("a", ("x",)): "no triple"}
    with pytest.raises(TypeError):
        facts.call("a", ("x",))
    wrong_ways: Any
    for wrong_ways in (None, (), ({}, {}), ({}, {}, [])):
        with pytest.raises(TypeError):
            made("event", SimpleNamespace(ways=wrong_ways))
    with pytest.raises(AttributeError):
        made("event", "sources")
    odd = made("event", SimpleNamespace(ways=({"v": "no way"}, {"f": ("label", None)}, {})))
    with pytest.raises(TypeError):
        odd.get("v")
    with pytest.raises(TypeError):
        odd.call("f", ())
    for member in ("_values", "_told", "_ways", "event"):
        with pytest.raises(AttributeError):
            setattr(facts, member, {})


def test_an_error_of_another_kind_comes_through() -> None:
    class Broken(natively()):  # type: ignore[misc]
        def _open(self) -> Any:
            raise OSError("gone")

        def _read(self, name: str) -> object:
            raise OSError(name)

    for question in (("call", "a", ()), ("get", "v")):
        with pytest.raises(OSError, match=r"gone|v"):
            said(Broken("event", SOURCES), question)


@pytest.mark.parametrize("name", ["_signals", "_tell", "_named", "_shown", "_failure"])
def test_an_error_of_what_is_left_to_the_class_above_comes_through(name: str) -> None:
    class Broken(natively()):  # type: ignore[misc]
        pass

    def broken(self: Any, *args: Any) -> Any:
        raise OSError("gone")

    setattr(Broken, name, broken)
    for question in [("get", one) for one in WAYS.variables] + [("call", one, ("y",)) for one in WAYS.functions]:
        facts = Broken("event", SOURCES)
        try:
            said(facts, question)
        except OSError:
            break
    else:
        pytest.fail("nothing came through")


def test_an_error_that_is_no_failure_comes_through_a_way() -> None:
    def broken(*_args: Any) -> Any:
        raise OSError("gone")

    ways = Ways({"v": Way("v", None, broken), "w": Way("w", broken, nested)}, {"f": Way("f", None, broken, 1)}, {})
    both: list[Any] = [InPython, natively()]
    for made in both:
        facts = made("event", SimpleNamespace(ways=ways))
        facts._known = {}
        for question in (("get", "v"), ("get", "w"), ("call", "f", ("x",))):
            with pytest.raises(OSError, match="gone"):
                said(facts, question)
        assert not facts._told


def test_a_cycle_through_facts_is_collected() -> None:
    facts = natively()("event", SOURCES)
    facts._values["facts"] = facts
    facts._reader = [facts]
    gone = weakref.ref(facts)
    del facts
    gc.collect()
    assert gone() is None
