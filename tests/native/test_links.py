"""The kernel that says where links may be never says no where there is one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.natively import COLLECTIONS, HOSTILE, needs, real, sample, short, texts
from signalkit.pace import calmly

from tipstaff.native.kernels import found
from tipstaff.signals.urls import finding, undoing
from tipstaff.signals.urls.finding import Link, links_in
from tipstaff.signals.urls.undoing import Undone, undo

pytestmark = needs("links")

PIECES = (
    *("a", "evil", "com", "fr", "www", "1", "-", "_", "é", "COM", "x.y", "hxxp", "h**p", "H++P", "http", "https", "s"),
    *(".", ":", "/", "//", "\\", "[", "]", "(", ")", "{", "}", "<", ">", " ", "  ", "\t", "\n", "@", "?", "#", ".a"),
    *("dot", "DOT", "d0t", "point", "PO\u0131NT", "[.]", "(dot)", "[:]", "(:)", "[/]", ": ", " :", ". ", " .", "。"),
    *("\u200b", "\u00ad", "\ufeff", "[::1]", "192.168.0.1", "the", "ASP .net", "xx", "․", "x" * 70, ".com", " . "),
    *(".Then", "ſ", "K"),
)
links = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)


def plainly(text: str) -> tuple[list[Link], Undone]:
    """What is found without the kernel."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "_KERNEL", None)
        patch.setattr(undoing, "_KERNEL", None)
        return links_in(text), undo(text)


def agree(text: str) -> None:
    assert (links_in(text), undo(text)) == plainly(text)


LONG = (
    "a." + "b" * 63 + ".com",
    "a." + "b" * 64 + ".com",
    "b" * 64 + ".com",
    "a.com" + "d" * 59,
    "a.com-",
    "a.com@b",
    "a.com." + "b" * 63 + "-x",
    "a.com." + "b" * 63 + "x",
)


@pytest.mark.parametrize("text", LONG, ids=short)
def test_names_end_where_labels_do(text: str) -> None:
    names_agree(f"see {text} now")
    agree(f"see {text} now")


def names_agree(text: str) -> None:
    """The kernel leaves out only names of which no label is an ending."""
    endings = finding._endings()
    labels = [(span, text[slice(*span)].split(".")[1:]) for span in finding._named(text)]
    known = [span for span, of in labels if any(not label.isascii() or label.lower() in endings for label in of)]
    assert found("links").module.named(text, endings) == known


@calmly
@given(links | texts)
def test_the_same_names_are_found(text: str) -> None:
    names_agree(text)


@pytest.mark.parametrize("text", HOSTILE, ids=short)
def test_hostile_texts_have_the_same_names(text: str) -> None:
    names_agree(text[:200_000])


@calmly
@given(links | texts)
def test_the_same_links_are_found_and_undone(text: str) -> None:
    agree(text)


@pytest.mark.parametrize("text", HOSTILE, ids=short)
def test_hostile_texts_have_the_same_links(text: str) -> None:
    agree(text[:200_000])


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_real_texts_have_the_same_links(collection: str) -> None:
    for text in real(collection):
        agree(text)
        names_agree(text)


@pytest.mark.parametrize(
    "dot", ["。", "．", "｡", "․", "﹒", "[.]", " dot ", "<d0t>", "{ POINT }", " .", " . ", "\t.", "<DOT>"]
)
def test_every_dot_in_disguise_is_seen(dot: str) -> None:
    agree(f"see evil{dot}com/x")
    assert [link.host for link in links_in(f"see evil{dot}com/x")] == ["evil.com"]


@pytest.mark.parametrize(
    "link", ["hxxp://evil.com", "H**P://evil.com", "h++ps://evil.com", "http[:]//evil.com", "http(:)//evil.com"]
)
def test_every_scheme_in_disguise_is_seen(link: str) -> None:
    for written in (link, link.replace("//", "[/][/]"), link.replace(":", " :"), link.replace(":", ": ")):
        agree(f"see {written} now")
    assert [one.host for one in links_in(f"see {link} now")] == ["evil.com"]


@pytest.mark.parametrize("unseen", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
def test_every_unseen_character_is_seen(unseen: str) -> None:
    agree(f"see ev{unseen}il.com now")
    assert undo(f"see ev{unseen}il.com now").edits


def test_what_was_found_without_the_kernel_is_not_nothing() -> None:
    found_some = [len(plainly(text)[0]) for text in sample()]
    assert sum(map(bool, found_some)) > 20


@calmly
@given(links)
def test_a_glance_says_no_more_often_than_links_are_there(text: str) -> None:
    """It would be sound to say yes to everything: where nothing is written like a link, it says no."""
    if not re.search(r"[.:\[({<]|dot|d0t|point|[^\x00-\x7f]|h(xx|\*\*|\+\+)p", text, re.IGNORECASE):
        assert not found("links").module.may_hold(text, finding._endings())


@pytest.mark.parametrize("text", ["see you.Then 10.30", "so: a pointer...", "(no) <link> at 5:30", "a/b"])
def test_most_marks_hold_no_link(text: str) -> None:
    assert not found("links").module.may_hold(text, {"com": "sure"})


def test_what_is_no_text_is_refused() -> None:
    kernel = found("links").module
    for call in (lambda: kernel.may_hold(b"a", {}), lambda: kernel.may_hold("a"), lambda: kernel.beginnings(b"a"),
        lambda: kernel.named(b"a", {}), lambda: kernel.named("a.b")):  # fmt: skip
        with pytest.raises(TypeError):
            call()
    with pytest.raises(TypeError):
        kernel.may_hold("a.b", 5)
