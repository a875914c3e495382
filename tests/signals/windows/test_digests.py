"""Digests by the kernel are those by Python, so that snapshots made with either are read with both."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tipstaff.native.kernels import found
from tipstaff.signals.windows.keys import digester, digester_plainly

_KERNEL = found("digest")
pytestmark = pytest.mark.skipif(_KERNEL.module is None, reason=f"the kernel is {_KERNEL.state}")


@given(st.binary(max_size=40), st.text(max_size=300))
@example(b"", "")
@example(b"a secret", "+33612345678")
def test_every_text_has_the_same(secret: bytes, text: str) -> None:
    assert digester(secret)(text) == digester_plainly(secret)(text)


def test_every_length_around_a_block_has_the_same() -> None:
    one, other = digester(b"a secret"), digester_plainly(b"a secret")
    for length in (*range(200), 10_000, 1_000_000):
        assert one("x" * length) == other("x" * length)
    assert one("x") == sha256(sha256(b"a secret").digest() + b"x").digest()[:16]


def test_what_is_no_text_is_refused() -> None:
    for way in (digester(b"a secret"), digester_plainly(b"a secret")):
        with pytest.raises(UnicodeEncodeError):
            way("\ud800")
    with pytest.raises(TypeError):
        digester(b"a secret")(b"x")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="32"):
        _KERNEL.module.Digester(b"short")
