"""What an event says, from whatever fields it says it in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import event, sms
from signalkit.pace import calmly

from tipstaff.signals.text.folding import fold
from tipstaff.signals.text.visible import visible_text
from tipstaff.signals.text.wording import Wording, wording_of
from tipstaff.signals.text.words import bare, joined_of

PAGE = """<html><head><title>t</title><style>p {color: red}</style></head><body>
<p>Hello&nbsp;<b>you</b> &amp; me</p><script>var a = "<p>no</p>";</script><!-- hidden <p>no</p> --><p>end"""


def test_a_mail_says_its_subject_text_and_visible_html() -> None:
    mail = event(
        "email.send", from_={"address": "a@b.fr"}, to=["c@d.fr"], subject="S", text="T", html="<p>H</p>", purpose="otp"
    )
    assert wording_of(mail).raw == "S\nT\nH"


def test_fields_that_are_missing_say_nothing() -> None:
    assert wording_of(event("content.publish", kind="post")).raw == ""
    assert wording_of(sms("hi")).raw == "hi"


def test_only_what_is_shown_is_read() -> None:
    assert visible_text(PAGE).split() == ["Hello", "you", "&", "me", "end"]


def test_markup_that_never_ends_is_left_out() -> None:
    assert visible_text("a <script>b") == "a"
    assert visible_text("a <!-- b") == "a"
    assert visible_text("a <b") == "a"


@calmly
@given(st.text("<>!-/script style&;a ", max_size=200))
def test_any_markup_gives_a_text(markup: str) -> None:
    assert isinstance(visible_text(markup), str)


def test_a_short_text_that_was_read_lately_is_not_read_again() -> None:
    one, other = (wording_of(sms("A campaign says the same", account=name)) for name in ("a", "b"))
    assert one is other
    long = "A mail " * 1_000
    assert wording_of(sms(long)) is not wording_of(sms(long))


_SPACED = (
    "\xa0",
    "free",
    "f r e e",
    "f\xa0r\xa0e\xa0e",
    "é",
    "€",
    "!!",
    " ",
    "\n",
    "\u0301",
    "fr33",
    "heeello",
    "…",
    "İ",
    "а",
)


@calmly
@given(st.lists(st.sampled_from(_SPACED), max_size=12).map("".join), st.integers(0, 30), st.integers(0, 30))
def test_spaces_that_do_not_break_are_spaces(raw: str, start: int, end: int) -> None:
    wording, folded = Wording(raw), fold(raw)
    read = wording.folded
    assert (read.text, read.cased, wording.cased, wording.bare) == (folded.text, *[folded.cased] * 2, bare(folded.text))
    assert (tuple(read.tricks), tuple(wording.tricks), read.undone) == (*[tuple(folded.tricks)] * 2, folded.undone)
    assert wording.joined == joined_of(bare(folded.text))
    if start < end <= len(folded.text):
        assert wording.place(start, end) == folded.place(start, end)


def test_places_lead_from_words_and_sentences_to_what_was_written() -> None:
    wording = Wording("Hi. G\u200bet 𝐅𝐑𝐄𝐄 c a s h! Bye")
    words = {word.bare: wording.quote(word.start, word.end) for word in wording.words}
    assert words == {"hi": "Hi", "get": "G\u200bet", "free": "𝐅𝐑𝐄𝐄", "cash": "c a s h", "bye": "Bye"}
    assert [wording.quote(*where) for where in wording.sentences] == ["Hi.", "G\u200bet 𝐅𝐑𝐄𝐄 c a s h!", "Bye"]
    assert len(wording.bare) == len(wording.folded.text)
