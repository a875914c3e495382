"""Every character of a scalar is found where its author wrote it, in every style that YAML has."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.policy.document.nodes import Entries, Scalar, parse
from tipstaff.policy.document.notes import Notes
from tipstaff.policy.document.passage import both, passage, stretch
from tipstaff.policy.document.positions import spots
from tipstaff.vocab.diagnostics import Diagnostic, Place

STYLES = {
    "plain": "k: event.a == b\n   && event.c",
    "single": "k: 'event.a == ''é'' &&\n   event.c'",
    "double": 'k: "event.a == \\"é\\" &&\\n \\\n   event.c"',
    "literal": "k: |\n    event.a == 'é'\n      && event.c\n",
    "literal, header commented": "k: |- # why\n    event.a\n\n    && event.c\n",
    "folded": "k: >-\n    event.a == 'é'\n    && event.c\n\n    || x\n",
    "in a flow": '{k: "event.a &&  event.c", l: 1}',
}


def scalar_of(text: str) -> Scalar:
    root = parse("f.yaml", text, Notes())
    assert isinstance(root, Entries)
    value = root.entries[0][1]
    assert isinstance(value, Scalar)
    return value


def pointed_at(scalar: Scalar, at: int) -> str:
    line, column = spots(scalar)[at]
    return scalar.source.line(line)[column - 1]


@pytest.mark.parametrize("style", STYLES)
def test_characters_are_found_in_every_style(style: str) -> None:
    scalar = scalar_of(STYLES[style])

    where = spots(scalar)

    assert len(where) == len(scalar.text) + 1
    for at, character in enumerate(scalar.text):
        if character not in " \n\"'":
            assert pointed_at(scalar, at) == character


texts = st.text(st.sampled_from("ab.é=&\"'\\ \n\t#:{}[]"), max_size=30).filter(lambda text: text.strip(" \n"))


@settings(deadline=None)
@given(texts, st.sampled_from(["'", '"', "|", ">"]), st.sampled_from([20, 80]), st.booleans())
def test_whatever_the_dumper_writes_is_found_again(text: str, style: str, width: int, wide: bool) -> None:
    document = yaml.safe_dump({"k": text}, default_style=style, width=width, allow_unicode=wide)
    scalar = scalar_of("\n".join(line for line in document.splitlines()) + "\n")
    assert scalar.text == text

    for at, character in enumerate(text):
        if character in "ab.=&#:{}[]":
            assert pointed_at(scalar, at) == character


def test_a_stretch_is_found_inside_its_scalar() -> None:
    scalar = scalar_of('k: "to {event.to} \\"x\\" {é}"')
    start = scalar.text.index("é")

    found = stretch(scalar, start, start + 1).pointed([Diagnostic("c", "m", Place("", 1, 1, 1))])[0]

    assert found.place == Place("f.yaml", 1, 26, 1)
    assert found.source[found.place.column - 1] == "é"


def test_both_halves_of_joined_conditions_are_found() -> None:
    root = parse("f.yaml", "a: x == 1 // why\nb: y == 2\n", Notes())
    assert isinstance(root, Entries)
    first, second = (value for _, value in root.entries)
    assert isinstance(first, Scalar)
    assert isinstance(second, Scalar)

    joined = both(first, second)
    at = joined.text.index("y ==")
    line, column = joined.where()[at]

    assert (line, column) == (2, 4)
    assert len(joined.where()) == len(joined.text) + 1


def test_a_finding_that_spans_lines_is_underlined_to_the_end_of_the_first() -> None:
    scalar = scalar_of("k: |\n  abc &&\n  def\n")

    found = passage(scalar).pointed([Diagnostic("c", "m", Place("", 1, 1, 10))])[0]

    assert found.place == Place("f.yaml", 2, 3, 6)
