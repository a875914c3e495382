"""The kernel of scrubbing says the same as the definitions: what may hold values, and which words an event names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, Struct, UnsetType
from signalkit.natively import COLLECTIONS, HOSTILE, needs, real, sample, short
from signalkit.pace import calmly

from tipstaff.app.recording.scrubbing import words_named_plainly
from tipstaff.native.kernels import found
from tipstaff.signals.detectors.personal.blanking import candidate

pytestmark = needs("scrubbing")

PARTS = (
    "1", "22", "4", " ", "  ", "\n", "\t", "\v", "-", "_", "+", "/", "=", ":", "@", ".", "a", "Z", "é", "q" * 19,
    "password", "PassWord", "passwd", "passphrase", "passwort", "pass", "pwd", "mot de passe", "mot\nde passe", "Mdp",
    "contrase", "cvv", "CVV2", "cvc2", "cvn", "cryptogramme", "security code", "code de", "code secret", "pin", "spin",
    "pins", "-----BEGIN", "----BEGIN", "https://a:bcde@f.example", "://ann:abc@x", "a:b:c:d@", "\ud800",
)  # fmt: skip
JSON_PARTS = (
    b'"', b'""', b'"text"', b'"text', b'text"', b'"Text"', b'"title":', b'"subject"', b'"sample"', b'"html"', b'"htm"',
    b'"message"', b'"messages"', b'"command"', b'"arguments"', b'"argument"', b"\\", b'\\"', b"\\u0", b"\\u006",
    b"\\u0074", b"\\u0020", b"\\u007", b"u0074", b" ", b"{", b"\xc3\xa9",
)  # fmt: skip


class Worded(Struct):
    """Data with members of words, and another that is none of them."""

    to: str = ""
    text: str | UnsetType = UNSET
    arguments: list[str] | UnsetType | None = UNSET


texts = st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=24).map("".join)


def same(text: str) -> bool:
    """Whether a text may hold values, by kernel and definition alike."""
    said: bool | None = found("scrubbing").module.may_hold(text)
    defined = candidate().search(text) is not None
    assert said is defined if text.isascii() else said is None
    return defined


@calmly
@given(texts | texts.map(lambda text: text.encode("ascii", "ignore").decode()))
def test_a_text_may_hold_values_by_kernel_and_definition_alike(text: str) -> None:
    same(text.encode("utf-8", "ignore").decode())


@pytest.mark.parametrize("text", HOSTILE, ids=short)
def test_hostile_texts_too(text: str) -> None:
    same(text.encode("utf-8", "ignore").decode()[:200_000])


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_real_texts_too(collection: str) -> None:
    for text in real(collection):
        same(text)


@pytest.mark.parametrize(
    "text",
    [
        "111111", "1-- 1-- 1-- 1-- 1-- 1", "x" * 20, "my PWD is", "a mot/de-passe", "Pin", "a pin.", "cvv2", "a cvc",
        "https://ann:secret@b.example", ":a:b:@",
    ],
)  # fmt: skip
def test_what_may_hold_values_is_let_through(text: str) -> None:
    assert same(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "11111", "1--- 1 1 1 1 1", "1\n1 1 1 1 1", "x" * 19, "spin", "pins", "_pin", "cvv22", "mot\nde passe",
        ":abc@",
    ],
)  # fmt: skip
def test_what_cannot_is_not(text: str) -> None:
    assert not same(text)


def test_most_messages_pass_by() -> None:
    let_through = [same(text) for text in sample()[:-1]]
    assert sum(let_through) < len(let_through) / 2


@calmly
@given(st.lists(st.sampled_from(JSON_PARTS), max_size=24).map(b"".join) | st.binary(max_size=40))
def test_words_are_counted_alike(raw: bytes) -> None:
    assert found("scrubbing").module.words_named(raw) == words_named_plainly(raw)


def test_it_reads_texts_and_bytes() -> None:
    module = found("scrubbing").module
    with pytest.raises(TypeError, match="text"):
        module.may_hold(b"1")
    with pytest.raises(TypeError, match="bytes"):
        module.words_named("1")


@calmly
@given(
    texts | st.just(UNSET) | st.just("plain"),
    st.lists(texts | st.just("plain"), max_size=3) | st.just(UNSET) | st.none(),
    st.lists(st.sampled_from(JSON_PARTS), max_size=6).map(b"".join),
)
def test_what_is_plain_needs_no_second_look(
    text: str | UnsetType, arguments: list[str] | UnsetType | None, raw: bytes
) -> None:
    data, names = Worded(to="4111 1111 1111 1111", text=text, arguments=arguments), ("text", "arguments")

    plain = found("scrubbing").module.is_plain(data, names, raw, UNSET)

    given = [said for said in (text, arguments) if said is not UNSET]
    words = [one for said in given for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)]
    harmless = all(one.isascii() and candidate().search(one) is None for one in words)
    assert plain is (harmless and 0 <= words_named_plainly(raw) <= len(given))


def test_is_plain_refuses_what_it_cannot_read() -> None:
    is_plain = found("scrubbing").module.is_plain
    for wrong in [(), (Worded(), ["text"], b"", UNSET), (Worded(), (), "", UNSET)]:
        with pytest.raises(TypeError):
            is_plain(*wrong)
    with pytest.raises(AttributeError):
        is_plain(Worded(), ("nothing",), b"", UNSET)
