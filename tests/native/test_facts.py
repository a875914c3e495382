"""What is asked of the facts of an event: the kernel does what the Python does, and refuses what it cannot hold."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.cel import CelError
from tipstaff.native.kernels import kernel
from tipstaff.pipeline.asking import Asked, Key

KERNEL = kernel("facts")
pytestmark = pytest.mark.skipif(KERNEL is None, reason="the kernel is not in use")

STANDING = {
    ("a", ("x",)): (True, "a(x)", True),
    ("a", ("y", 1)): (["one"], "a(y, 1)", ["one"]),
    ("b", (("z",),)): ("", "b([…])", ""),
    ("c", ()): (None, "a(x)", "another value under the same name"),
}


class _Slow:
    """What the class above gives: the same for both."""

    __slots__ = ()

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

    return InC


ARGUMENT = st.sampled_from(["x", "y", 1, 1.0, None, ("z",), ["z"], {"k": ["v"]}, [["z"]], b"", "\ud800"])
QUESTION = st.one_of(
    st.tuples(
        st.just("call"), st.sampled_from(["a", "b", "c", "d", "fails"]), st.lists(ARGUMENT, max_size=3).map(tuple)
    ),
    st.tuples(st.just("get"), st.sampled_from(["v", "w", "fails"])),
)


def said(facts: Any, question: tuple[Any, ...]) -> object:
    try:
        return getattr(facts, question[0])(*question[1:])
    except CelError as error:
        return error.code, error.message


@given(st.lists(QUESTION, max_size=30))
def test_both_say_the_same_and_tell_the_same(questions: list[tuple[Any, ...]]) -> None:
    python, c = InPython("event", "sources"), natively()("event", "sources")  # type: ignore[arg-type]
    for question in questions:
        assert said(python, question) == said(c, question)
    assert list(python._told.items()) == list(c._told.items())
    assert list(map(repr, python._values.items())) == list(map(repr, c._values.items()))
    assert (c.event, c._sources, c._account, c._authorizations) == ("event", "sources", None, [])


def test_what_fits_nowhere_is_refused() -> None:
    made = natively()
    for wrong in ((), ("event",), ("event", "sources", 1)):
        with pytest.raises(TypeError):
            made(*wrong)
    with pytest.raises(TypeError):
        made(event="event", sources="sources")
    facts = made("event", "sources")
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
    for member in ("_values", "_told", "event"):
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
            said(Broken("event", "sources"), question)


def test_a_cycle_through_facts_is_collected() -> None:
    facts = natively()("event", "sources")
    facts._values["facts"] = facts
    facts._reader = [facts]
    gone = weakref.ref(facts)
    del facts
    gc.collect()
    assert gone() is None
