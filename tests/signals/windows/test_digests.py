"""Digests are what old snapshots hold: 128 bits of SHA-256 over the secret's own digest and the text."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tipstaff.signals.windows.keys import digester


@given(st.binary(max_size=40), st.lists(st.text(max_size=300), min_size=1, max_size=4))
@example(b"", [""])
@example(b"a secret", ["+33612345678", "+33612345679", "+33612345678"])
def test_every_text_has_its_own_whatever_came_before(secret: bytes, texts: list[str]) -> None:
    digest = digester(secret)
    for text in texts:
        assert digest(text) == sha256(sha256(secret).digest() + text.encode()).digest()[:16]


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        digester(b"a secret")("\ud800")
