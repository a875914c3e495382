"""The kernel of letters finds the same letters and reads the same for them as the definitions do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.natively import COLLECTIONS, HOSTILE, needs, real, sample, short, texts
from signalkit.pace import calmly

from tipstaff.native.kernels import found
from tipstaff.signals.text.letters import LONG, different_plainly
from tipstaff.signals.text.words import bare, bare_plainly

pytestmark = needs("letters")
BEYOND = "éèÉ’…œŒ™ıİßﬁΣσςΆйЙЁ漢😀𝐅\u0301\u200b\ud800\U0010ffff\x81µ"


def agree(text: str) -> None:
    letters = found("letters").module.different(text)
    assert sorted(letters) == sorted(different_plainly(text))
    assert letters == sorted(letters, key=text.index)
    long = text * (1 + LONG // (len(text) + 1))
    assert bare(long) == bare_plainly(long)


@calmly
@given(texts | st.text(BEYOND + "aZ1 '", max_size=40) | st.text(st.characters(), max_size=20))
def test_every_text_has_the_same_letters(text: str) -> None:
    agree(text)


@calmly
@given(
    st.text(BEYOND + "aZ", max_size=60), st.dictionaries(st.sampled_from(BEYOND + "aZ"), st.characters(), max_size=9)
)
def test_letters_are_replaced_as_translating_does(text: str, reads: dict[str, str]) -> None:
    replaced = found("letters").module.replaced
    assert replaced(text, "".join(reads), "".join(reads.values())) == text.translate(str.maketrans(reads))


@pytest.mark.parametrize("text", HOSTILE, ids=short)
def test_hostile_texts_have_the_same_letters(text: str) -> None:
    agree(text[:200_000])


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_real_texts_have_the_same_letters(collection: str) -> None:
    for text in real(collection):
        agree(text)
    agree("\n".join(sample()))


def test_it_reads_texts_only_and_as_many_letters_as_readings() -> None:
    module = found("letters").module
    for wrong in (b"text", None, 1):
        with pytest.raises(TypeError):
            module.different(wrong)
        with pytest.raises(TypeError):
            module.replaced("text", wrong, "b")
    with pytest.raises(ValueError, match="as many"):
        module.replaced("text", "ab", "c")
