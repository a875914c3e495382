"""Words and looks weighed together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly

from tipstaff.signals.model.features import SIZE
from tipstaff.signals.model.linear import Layer
from tipstaff.signals.model.stacked import Stacked, places_of, reasons_of, stacked, stacked_score

BAD, GOOD = "tag blink", "signed"


def model() -> Stacked:
    weights = bytearray(SIZE)
    weights[places_of([BAD])[0]] = 100
    weights[places_of([GOOD])[0]] = 256 - 100
    return Stacked("m", "1", Layer(bytes(weights), 0.05, 0.0), 0.5, 1.0, 0.0, (0.2, 0.8))


def test_both_words_and_looks_count() -> None:
    of = model()
    assert stacked_score(of, 0.5, []) == 0.5
    assert stacked_score(of, 0.5, [BAD]) > 0.9
    assert stacked_score(of, 0.5, [GOOD]) < 0.1
    assert stacked_score(of, 0.01, [BAD]) < stacked_score(of, 0.99, [BAD])


def test_what_speaks_for_it_is_named_and_nothing_else() -> None:
    assert [one.token for one in reasons_of(model(), [BAD, GOOD, "comment"])] == [BAD]


@calmly
@given(st.floats(0, 1), st.lists(st.text(max_size=20), max_size=50))
def test_always_a_score(text: float, tokens: list[str]) -> None:
    for of in stacked("mail_spam").values():
        assert 0 <= stacked_score(of, text, tokens) <= 1
