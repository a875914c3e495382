"""Digests are what old snapshots hold: 128 bits of SHA-256 over the secret's own digest and the text."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tipstaff.signals.windows import keys
from tipstaff.signals.windows.declaring.spec import KeyPart
from tipstaff.signals.windows.fields import FieldAt
from tipstaff.signals.windows.keys import digester
from tipstaff.vocab.reading.schema import Scalar


@pytest.fixture(params=["as it is", "in Python"], autouse=True, scope="module")
def kernel_or_none(request: pytest.FixtureRequest) -> Iterator[None]:
    """Once as it is here, perhaps in C; once in Python."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "in Python":
            patch.setattr(keys, "_KERNEL", None)
        yield


@given(st.binary(max_size=40), st.lists(st.text(max_size=300), min_size=1, max_size=4))
@example(b"blocks end here and there", ["x" * size for size in (22, 23, 24, 31, 32, 33, 87, 88, 96, 1_000)])
@example(b"", [""])
@example(b"a secret", ["+33612345678", "+33612345679", "+33612345678"])
def test_every_text_has_its_own_whatever_came_before(secret: bytes, texts: list[str]) -> None:
    digest = digester(secret)
    for text in texts:
        assert digest(text) == sha256(sha256(secret).digest() + text.encode()).digest()[:16]


def test_events_give_the_digest_of_their_field() -> None:
    take = keys.value_taker(FieldAt("account.lower", Scalar("str", personal="party")), b"s")
    told: Any = SimpleNamespace(account=SimpleNamespace(lower="é"))
    assert take(told) == digester(b"s")("é")


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        digester(b"a secret")("\ud800")


def _mailbox(address: str) -> object:
    """What a sign-up with this address is counted under by `template(email)`."""
    take = keys.key_taker([(KeyPart("email", template=True), FieldAt("email", Scalar("str", personal="party")))], b"s")
    told: Any = SimpleNamespace(email=address)
    return take(told)


def test_mail_addresses_that_differ_in_digits_signs_and_tags_have_one_template() -> None:
    alike = ["probe1@mail.example", "probe.22@mail.example", "P-R-O-B-E+x7@MAIL.example", "pro_be@mail.example"]
    assert len({_mailbox(address) for address in alike}) == 1
    assert _mailbox(alike[0]) == digester(b"s")("probe@mail.example")  # keyed: nobody reads an address from it


def test_mail_addresses_of_different_people_have_their_own_template() -> None:
    apart = [
        "probe@mail.example",
        "prober@mail.example",
        "probe@post.example",
        "12345@mail.example",
        "678@mail.example",
        "@mail.example",
    ]
    assert len({_mailbox(address) for address in apart}) == len(apart)
