"""The quick look before the long expression misses no disguise."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.signals.urls import undoing

PIECES = (
    "hxxp", "hXXps", "h**p", "h++p", "://", ":", " :", ": ", "[:]", "(:)", "[:", "/", "//", "[/]", "\\", "[.]", "( . )",
    "{dot}", "<d0t>", "[ point ]", " dot ", "\tDOT ", "com", "example", "evil", "org/x", " . ", ". ", " .", "io/", "。",
    "．", "｡", "․", "﹒", "\u200b", "\u00ad", "\ufeff", "a", "p", "s", " ", "\t", "1", "İ", "ſ", "é",
)  # fmt: skip


@settings(deadline=None, max_examples=2_000)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_what_begins_nowhere_is_no_disguise(text: str) -> None:
    found = [match.span() for match in undoing._DISGUISE.finditer(text)]
    assert [(start, end) for _, start, end, _ in undoing.undo(text).edits] == found


def test_ordinary_messages_are_left_alone() -> None:
    for text in (
        "See you at 5: bring (the) cake...",
        "Code 4821. Valid 10 min.",
        "Rendez-vous à l'appointment de midi",
        "Votre point de vente est ouvert",
        "We register both .de and .fr names, for .org see below",
    ):
        assert undoing.undo(text).edits == ()
