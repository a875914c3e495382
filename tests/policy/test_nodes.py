"""Where everything of a file stands is kept in few bytes, since the trees of all packs are kept for reloads."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from tipstaff.policy.document.nodes import Entries, Items, Node, Scalar, Source, located, parse
from tipstaff.policy.document.notes import Notes
from tipstaff.vocab.diagnostics import Place

SOURCE = Source("here.yaml", ("a: b",))
MOST = (1 << 24) - 1
numbers = st.integers(1, 300) | st.integers(1, 1 << 30)


@given(numbers, numbers, numbers, st.none() | st.tuples(numbers, numbers))
def test_a_place_comes_back_from_its_number(line: int, column: int, width: int, ends: tuple[int, int] | None) -> None:
    scalar = Scalar(located(Place("", line, column, width), ends), SOURCE, "b")
    last, after = ends or (line, column)
    assert scalar.place == Place("here.yaml", min(line, MOST), min(column, MOST), min(width, MOST))
    assert scalar.ends == (min(last, MOST), min(after, MOST))


def scalars(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    inside = node.items if isinstance(node, Items) else [part for entry in node.entries for part in entry]
    return [scalar for one in inside for scalar in scalars(one)]


def test_every_scalar_says_where_it_stands_and_ends() -> None:
    text = "name: thing\nlist: [one, 'two', \"th\\u0072ee\"]\nsaid: |\n  first\n  second\nfolded: >-\n  a\n  b\n"
    root = parse("here.yaml", text, Notes())
    assert isinstance(root, Entries)
    lines = text.splitlines()
    found = scalars(root)
    assert [one.text for one in found[:7]] == ["name", "thing", "list", "one", "two", "three", "said"]
    for one in found:
        place, (last, after) = one.place, one.ends
        written = lines[place.line - 1][place.column - 1 :][: place.width]
        assert written.strip("'\"").replace("\\u0072", "r") == one.text or one.style in ("|", ">")
        assert (last, after) == (place.line, place.column + place.width) or one.style in ("|", ">")
    assert [one.ends for one in found if one.style == "|"] == [(6, 1)]


def test_a_scalar_takes_a_hundred_bytes_and_no_place_of_its_own() -> None:
    root = parse("here.yaml", "\n".join(f"key{number}: value{number}" for number in range(500)), Notes())
    assert root is not None
    for one in scalars(root):
        assert sys.getsizeof(one) + sys.getsizeof(one.where) <= 104
        assert one.source is root.source
