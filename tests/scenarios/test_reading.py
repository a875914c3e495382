"""What a scenario file may say, and how it is told what it may not."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.ledgers.commands import NAMES
from tipstaff.scenarios.file.document import Notes, ScalarNode, plain_value, read_document, scalar_value
from tipstaff.scenarios.file.expectations import EXPECT
from tipstaff.scenarios.file.given import GIVEN
from tipstaff.scenarios.file.reading import Known, read_file, read_scenarios
from tipstaff.scenarios.file.values import Anything, Flag, Length, Moment, Number, Time, TimeText, Whole, parse_time
from tipstaff.vocab.diagnostics import Place, render_all

KNOWN = Known(frozenset(NAMES))
GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_mistake_is_said_at_once_with_its_place(path: Path) -> None:
    file, found = read_scenarios(path.read_text(encoding="utf-8"), path.name, KNOWN)

    assert file is None
    assert render_all(found) + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_numbers_and_countries_stay_what_they_are() -> None:
    text = """
    policy: demo
    scenarios:
      - name: the reading of bare values
        clause: demo.words
        given:
          accounts: [{id: 007, country: NO, trial: true}]
          recipients: [{recipient: +33612345678, age_assured: 18}]
        steps: [{wait: 1h}]
    """
    file, found = read_scenarios(text, "x.yaml", KNOWN)

    assert not found
    assert file is not None
    rows = file.scenarios[0].given.rows
    assert rows["accounts"] == [{"id": "007", "country": "NO", "trial": True}]
    assert rows["recipients"] == [{"recipient": "+33612345678", "age_assured": 18}]


def test_given_of_a_scenario_replaces_that_of_the_file_key_by_key() -> None:
    text = """
    policy: demo
    given: {now: 2026-01-01T00:00:00Z, accounts: [{id: a}, {id: b}], senders: [{account: a, sender: S}]}
    scenarios:
      - {name: one, clause: demo.words, given: {accounts: [{id: c}]}, steps: [{wait: 1h}]}
      - {name: two, clause: demo.words, given: {senders: []}, steps: [{wait: 1h}]}
    """
    file, _ = read_scenarios(text, "x.yaml", KNOWN)

    assert file is not None
    one, two = (scenario.given for scenario in file.scenarios)
    assert one.rows == {"accounts": [{"id": "c"}], "senders": [{"account": "a", "sender": "S"}]}
    assert two.rows == {"accounts": [{"id": "a"}, {"id": "b"}], "senders": []}
    assert one.now == two.now


def test_a_missing_file_and_bytes_that_are_no_text_are_diagnostics(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"policy: caf\xe9")

    assert [found.code for found in read_file(tmp_path / "none.yaml", KNOWN)[1]] == ["no-file"]
    assert [found.code for found in read_file(tmp_path / "latin.yaml", KNOWN)[1]] == ["not-utf8"]


@pytest.mark.parametrize(("key", "table"), [("given", GIVEN), ("expect", EXPECT)])
def test_the_keys_are_those_of_the_reference(key: str, table: dict[str, object]) -> None:
    given = (
        "now accounts consents recipients suppressions registers authorizations senders protected_names numbers "
        "domains addresses licences meters terms acceptances notified channels features programmes lists people history"
    )
    expect = (
        "verdict clauses not_clauses until obligations authorizations account cases actions notices clocks reports "
        "result suppressed number consent proof licence meter masked recorded error"
    )
    ours = {"given": "", "expect": "readable unreadable"}
    assert set(table) == set({"given": given, "expect": expect}[key].split()) | set(ours[key].split())


TEXTS = st.text(st.characters(max_codepoint=0xFFFD, exclude_categories=("Cs",)), max_size=60)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(TEXTS)
def test_no_text_breaks_the_reader(text: str) -> None:
    file, found = read_scenarios(text, "x.yaml", KNOWN)

    assert (file is None) == bool(found)


@given(
    st.sampled_from(["policy", "version", "given", "scenarios", "name", "clause", "steps", "event", "expect"]), VALUES
)
def test_no_value_in_any_place_breaks_the_reader(place: str, value: object) -> None:
    whole: dict[str, object] = {"policy": "demo", "scenarios": []}
    event = {"type": "message.send", "account": "a", "data": {"to": "b"}}
    step: dict[str, object] = {"event": event, "expect": {"verdict": "allow"}}
    scenario: dict[str, object] = {"name": "n", "clause": "demo.words", "steps": [step]}
    for table in (whole, scenario, step):
        if place in table:
            table[place] = value
    if place != "scenarios":
        whole["scenarios"] = [{**scenario, "steps": [step]} if place != "steps" else scenario]
    whole |= {"given": value} if place == "given" else {}

    file, found = read_scenarios(yaml.safe_dump(whole, allow_unicode=True), "x.yaml", KNOWN)

    assert (file is None) == bool(found)


@given(st.from_regex(r"[-+]?[0-9]*\.?[0-9]*([eE][-+]?[0-9]*)?", fullmatch=True) | TEXTS, st.booleans())
def test_every_scalar_has_a_reading(text: str, quoted: bool) -> None:
    node = ScalarNode(Place("x"), text, quoted)
    notes = Notes("x", text)
    value = scalar_value(node)

    assert isinstance(value, (str, int, float, bool)) or value is None
    assert value == text or not quoted
    assert not isinstance(value, float) or math.isfinite(value)
    for shape in (Whole(), Number(), Flag(), Time(), TimeText(), Length(), Length(signed=True), Moment(), Anything()):
        shape.read(node, notes)


@pytest.mark.parametrize("text", ["e1", "E5", "e10", "-e1", ".", "-", "+1", "007", "1.", "9" * 5000, "1e999"])
def test_what_is_no_number_is_a_text(text: str) -> None:
    assert scalar_value(ScalarNode(Place("x"), text, quoted=False)) == text


def test_numbers_are_numbers() -> None:
    values = [scalar_value(ScalarNode(Place("x"), text, quoted=False)) for text in ("-3", "0", ".5", "1.5e-3", "2E3")]

    assert values == [-3, 0, 0.5, 0.0015, 2000.0]


def test_the_ends_of_the_calendar_are_no_times() -> None:
    assert parse_time("0001-01-01T00:00:00+23:00") is None
    assert parse_time("9999-12-31T23:59:59-23:00") is None


def test_no_scenarios_refuse_the_file() -> None:
    file, found = read_scenarios("policy: demo\nscenarios: []", "x.yaml", KNOWN)

    assert file is None
    assert [(one.code, one.place.line) for one in found] == [("no-scenarios", 2)]


@given(VALUES)
def test_json_is_read_as_json(value: object) -> None:
    text = json.dumps({"v": value})
    root = read_document(text, Notes("x", text))

    assert root is not None
    assert plain_value(root) == {"v": value}


def test_aliases_that_stand_for_billions_are_refused() -> None:
    letters = "abcdefghij"
    lines = [f"a: &a [{', '.join('x' * 10)}]"]
    lines += [f"{c}: &{c} [{', '.join([f'*{b}'] * 10)}]" for b, c in pairwise(letters)]

    _, found = read_scenarios("\n".join(lines), "x.yaml", KNOWN)

    assert "too-large" in {one.code for one in found}


def test_nesting_without_end_is_refused() -> None:
    for text in ("[" * 5_000, "a: " + "[" * 100 + "]" * 100):
        assert "too-deep" in {one.code for one in read_scenarios(text, "x.yaml", KNOWN)[1]}
