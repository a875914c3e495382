"""Places survive the undoing of disguises, and no text takes long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly, taken

from tipstaff.signals.urls.finding import links_in
from tipstaff.signals.urls.undoing import undo

_PIECES = [
    "evil",
    ".com",
    "[.]",
    " dot ",
    " (dot) ",
    "com",
    "hxxp",
    "://",
    "[:]",
    "//",
    "/a",
    "\u200b",
    "。",
    " ",
    "@",
    "x.fr",
]
_SOUP = st.lists(st.sampled_from([*_PIECES, "é", "http", "1.2.3.4", "(", ")", "."]), max_size=12).map("".join)


@calmly
@given(_SOUP)
def test_every_link_stands_where_it_says(text: str) -> None:
    for link in links_in(text):
        assert 0 <= link.start < link.end <= len(text)
        meant = undo(text[link.start : link.end]).text
        assert link.url == meant or link.url in undo(text).text
        assert link.host or "%" in link.url or "://" in link.url


@calmly
@given(_SOUP)
def test_what_is_not_a_disguise_keeps_its_place(text: str) -> None:
    undone = undo(text)
    places = [undone.place(at) for at in range(len(undone.text))]
    assert places == sorted(places)
    touched = {at for start, _, _, _ in undone.edits for at in range(start, start + 4)}
    assert all(undone.text[at] == text[places[at]] for at in range(len(places)) if at not in touched)


def test_disguises_around_a_link_are_found_in_the_original() -> None:
    text = "Ａ: hxxp[:]//evil(.)com/x, or evil dot com!"
    found = links_in(text)
    assert [text[link.start : link.end] for link in found] == ["hxxp[:]//evil(.)com/x", "evil dot com"]
    assert [link.url for link in found] == ["http://evil.com/x", "evil.com"]


@pytest.mark.parametrize("text", ["the dot com boom", "ASP .net", "wait . come here", "a point fr moi", "Mr.Smith"])
def test_everyday_dots_are_no_links(text: str) -> None:
    assert links_in(text) == []


@pytest.mark.parametrize(
    "unit",
    ["a.", "a.com ", "http://", "hxxp", "[.]", "evil dot ", "a . ", "\u200b", "http://a@", "a.b.c.d.com.", "(.)a"],
)
def test_time_grows_with_length(unit: str) -> None:
    assert taken(links_in, unit * 16_000) < 9 * taken(links_in, unit * 4_000) + 0.02
