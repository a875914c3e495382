"""Small laws of the shared nouns."""

from itertools import permutations

from tipstaff.vocab.diagnostics import Diagnostic, Place, render_all
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.verdict import Verdict

ENVELOPE = {"id", "type", "time", "account"}


def test_the_severest_verdict_wins_in_any_order() -> None:
    for order in permutations(Verdict):
        assert max(order) is Verdict.DENY
        assert sorted(order) == [Verdict.ALLOW, Verdict.DEFER, Verdict.REVIEW, Verdict.DENY]


def test_no_type_has_a_field_that_would_hide_the_envelope() -> None:
    """Conditions read `event.id`, `event.type`, `event.time` and `event.account` beside the data."""
    for event_type in STANDARD.types.values():
        assert not ENVELOPE & {field.name for field in event_type.record.fields}, event_type.name


def test_diagnostics_are_drawn_with_a_caret_sorted_and_once() -> None:
    late = Diagnostic("b", "second", Place("p.yaml", 9, 3, 2), source="  xx", hint="mend it")
    early = Diagnostic("a", "first", Place("p.yaml", 2, 1), severity="warning")
    assert render_all([late, early, late]) == (
        "warning[a]: first\n --> p.yaml:2:1\n\nerror[b]: second\n --> p.yaml:9:3\n  |\n9 |   xx\n  |   ^^\n  = mend it"
    )
