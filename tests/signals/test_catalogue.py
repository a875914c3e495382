"""The catalogue is declared in full, cheap to have, and every signal stands hostile input."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import CATALOGUE, NOON, reader, sms
from signalkit.pace import calmly

from tipstaff.cel import CelError
from tipstaff.cel.types import BOOL, DOUBLE, INT, STRING, STRINGS, TIMESTAMP

# Of a short message; signals of mail, pages, files and deployments have their own tests.
TEXT = [name for name in CATALOGUE.signals if not isinstance(reader(sms()).known(name), CelError)]
KINDS = ("str", "bool", "int", "float", "list", "datetime")
FAILURES = ("signal-unavailable", "invalid-argument", "impossible-number")
OTHERS = {STRINGS: [], DOUBLE: 48.8, INT: 7, BOOL: True, TIMESTAMP: NOON}
HEAVY = ("phonenumbers", "holidays", "stdnum.iban", "yaml", "selectolax", "publicsuffixlist")


def test_every_signal_says_what_it_is() -> None:
    for entry in [*CATALOGUE.signals.values(), *CATALOGUE.functions.values()]:
        assert entry.about.endswith(".")
        assert entry.version
        assert entry.cost > 0
    assert CATALOGUE.variables.keys() == CATALOGUE.signals.keys() == CATALOGUE.costs.keys()


def test_having_it_loads_nothing_heavy() -> None:
    script = f"import sys, tipstaff.signals as s; s.catalogue(); print([m for m in {HEAVY!r} if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


HOSTILE = {
    "nothing": "",
    "spaces": " " * 5_000,
    "a": "a" * 20_000,
    "spelled": "a " * 10_000,
    "dots": "a." * 10_000,
    "digits": "4" * 20_000,
    "digit groups": "4111 " * 4_000,
    "iban-like": "FR14 " * 4_000,
    "at": "a@" * 10_000,
    "dashes": "a-" * 10_000,
    "marks": "e" + "\u0301" * 20_000,
    "zero-width": "a\u200b" * 10_000,
    "right-to-left": "\u202e\u05d0" * 10_000,
    "scheme": "http://" * 3_000,
    "dollars": "$" * 20_000,
    "tags": "<" * 20_000,
    "emoji": "\U0001f468\u200d\U0001f469" * 5_000,
    "apostrophes": "d'" * 10_000,
    "hyphens and dots": "x-" * 30 + ("a." * 5_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(name: str) -> None:
    text = HOSTILE[name]
    times = [_slowest(text[: len(text) // 4]), _slowest(text)]
    # Four times the text may take up to nine times as long, plus a constant: a square law would take sixteen.
    assert times[1] < 9 * times[0] + 0.05, times


def _slowest(text: str) -> float:
    best = float("inf")
    for _ in range(3):
        of = reader(sms(text))
        started = time.process_time()
        for signal in TEXT:
            of.known(signal)
        best = min(best, time.process_time() - started)
    return best


@calmly
@given(st.text(max_size=300))
def test_any_text_gives_values_of_the_declared_types(text: str) -> None:
    of = reader(sms(text))
    kinds = {"double": float, "int": int, "bool": bool, "string": str, "list(string)": list}
    for name in TEXT:
        assert type(of.known(name)) is kinds[str(CATALOGUE.signals[name].type)], name
    for explain in filter(None, (CATALOGUE.signals[name].explain for name in TEXT)):
        assert all(finding.what for finding in explain(of))


@calmly
@given(st.text(max_size=40), st.text(max_size=3))
def test_any_argument_gives_a_value_or_a_failure(text: str, country: str) -> None:
    of = reader(sms())
    texts = (text, country)
    for name, function in CATALOGUE.functions.items():
        arguments = tuple(
            texts[min(place, 1)] if parameter == STRING else OTHERS[parameter]
            for place, parameter in enumerate(function.params)
        )
        try:
            code = type(of.call(name, arguments)).__name__
        except CelError as failure:
            code = failure.code
        assert code in KINDS or code in FAILURES, name
