"""A glance before links are looked for: it may say yes for nothing, and never no for a link."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tipstaff.api.demo.collections import present, read_collection
from tipstaff.api.demo.sample import samples
from tipstaff.signals.urls import finding, undoing
from tipstaff.signals.urls.finding import Link, links_in
from tipstaff.signals.urls.glance import may_disguise, may_link
from tipstaff.signals.urls.undoing import undo

SHARED = Path(os.environ.get("TIPSTAFF_SHARED_DATA", Path(__file__).parents[3].parent / "shared" / "data"))
PIECES = (
    *(
        "a",
        "evil",
        "com",
        "fr",
        "co",
        "www",
        "1",
        "-",
        "_",
        "é",
        "COM",
        "x.y",
        "bank.example",
        "hxxp",
        "http",
        "https",
        "s",
    ),
    *(".", ":", "/", "//", "\\", "[", "]", "(", ")", "{", "}", "<", ">", " ", "  ", "\t", "\n", "@", "?", "#", "，"),
    *("dot", "DOT", "d0t", "point", "PO\u0131NT", "[.]", "(dot)", "[:]", "(:)", "[/]", ": ", " :", ". ", " .", "。"),
    *("\u200b", "\u00ad", "\ufeff", "\u2060", "[::1]", "192.168.0.1", "the", "asp", "ASP .net", "++", "xx", "․", "﹒"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


# As it was before disguises were looked for at their marks.
STRANGE = "。．｡․﹒\u00ad\u200b-\u200d\u2060\ufeff"
BEGIN = re.compile(
    rf"[hH \t\[({{<:.{STRANGE}]"
    r"(?:(?<=[hH])(?=xx|\*\*|\+\+)"
    r"|(?<=[ \t])(?=[.:\[({<]|dot|d0t|point)"
    r"|(?<=[\[({<])(?=[ \t]?(?:\.|dot|d0t|point)|[:/])"
    r"|(?<=[:.])(?=[ \t])"
    rf"|(?<=[{STRANGE}]))",
    re.IGNORECASE,
)


def disguises(text: str, beginnings: Iterable[int]) -> list[tuple[int, int]]:
    at, found = 0, []
    for begin in beginnings:
        match = undoing._DISGUISE.match(text, begin) if begin >= at else None
        if match:
            found.append(match.span())
            at = match.end()
    return found


@given(TEXTS | st.text(max_size=30))
@settings(max_examples=1000, deadline=None)
@example("evil po\u0131nt com")
@example("see [.com")
def test_disguises_begin_where_they_are_looked_for(text: str) -> None:
    everywhere = (match.start() for match in BEGIN.finditer(text))
    assert disguises(text, undoing._beginnings(text)) == disguises(text, everywhere)


@given(TEXTS | st.text(alphabet=".a-@/:_é\\ 1", max_size=40))
@settings(max_examples=1000, deadline=None)
@example("http\u017f://evil")
@example("a.b.c/d.e f.g")
def test_names_begin_where_they_are_looked_for(text: str) -> None:
    for expression, starts in ((finding._BARE, finding._names), (finding._SCHEMED, finding._schemes)):
        found = [match.span() for match in finding._matches(expression, text, starts(text))]
        assert found == [match.span() for match in expression.finditer(text)]


def without_a_glance(text: str) -> list[Link]:
    """What is found when nothing is passed over."""
    undone = finding.undo(text)
    return [finding._link(undone, start, url) for start, url in sorted(finding._spots(undone.text))[: finding.MOST]]


@given(TEXTS | st.text(max_size=30))
@settings(max_examples=1500, deadline=None)
@example("evil dot com")
@example("evil d0t com")
@example("evil po\u0131nt com")
@example("evil(POINT)com")
@example("evil [ dot ] com")
@example("evil [ .] com")
@example("evil .com")
@example("evil\u2024com")
@example("see http: //evil/x")
@example("hxxp[:]//evil")
@example("evil. com/b")
@example("http:\\\\evil")
@example("a\u200b.\u200bcom")
@example("http:\u200b//evil")
def test_no_link_is_missed(text: str) -> None:
    assert links_in(text) == without_a_glance(text)


@given(TEXTS | st.text(max_size=30))
@settings(max_examples=1500, deadline=None)
@example("hxxp://evil")
@example("HXXPS://evil")
@example("http[:]//evil")
@example("http(:)//evil")
@example("http: //evil")
@example("http :\\\\evil")
@example("http:[/]evil")
@example("evil. com/b")
@example("evil .com")
@example("evil d0t com")
@example("evil po\u0131nt com")
@example("evil\u3002com")
@example("a.\u2060b")
def test_no_disguise_is_missed(text: str) -> None:
    assert may_disguise(text) or undo(text).edits == ()


def real_texts() -> list[str]:
    found = [name for name in present(SHARED) if name.startswith("sms_")]
    if not found:
        pytest.skip(f"no messages in {SHARED}; set TIPSTAFF_SHARED_DATA to the folder of collections")
    return [one.text for name in found for one in read_collection(SHARED, name)]


def test_no_link_of_a_real_message_is_missed() -> None:
    texts = real_texts()
    assert [links_in(text) for text in texts] == [without_a_glance(text) for text in texts]


def test_most_messages_are_passed_over() -> None:
    honest = [one.text for one in samples() if not one.spam]
    linked = sum(bool(links_in(text)) for text in honest)
    assert sum(map(may_link, honest)) < linked + len(honest) // 4
