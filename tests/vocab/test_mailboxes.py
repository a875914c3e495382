"""What is a mail address, and what says that something is none."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tipstaff.vocab.mailboxes import is_mail_address, mail_address_fault, party_fault

GOOD = [
    "abuse@acme.example", "root@localhost", "a+b/c=d?{|}~^`!#$%&*@x.fr", "a..b.@docomo.ne.jp", "o'brien@x.fr",
    "jéan@acme.example", "संपर्क@डेटामेल.भारत", "abuse@exämple.org", "x@xn--exmple-cua.org", "x@[192.0.2.1]",
    "x@[IPv6:2001:db8::1]", f"{'a' * 64}@x.fr",
]  # fmt: skip
BAD = [
    "", "@", "é", "eve", "x@", "@x.fr", "x@[1", "x@[1]", "x@[192.0.2.1", "x@[IPv6:1]", "a\nb@x.fr",
    "a@x.fr\r\nBcc: b@x.fr",
    "Abuse <abuse@acme.example>", "abuse@acme..example", "abuse@acme.example.", "a,b@x.fr", "a b@x.fr", "a@b@c.fr",
    "a\u2028b@x.fr", "a\u00a0b@x.fr", "a@acme.example\ud800", "a\x00@x.fr", f"{'a' * 65}@x.fr", f"{'é' * 33}@x.fr",
    f"x@{'a' * 64}.fr", f"x@{'a.' * 130}fr", "group:a@b.fr;", "<a@b.fr>",
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_what_is_an_address(text: str) -> None:
    assert is_mail_address(text)
    assert mail_address_fault(text, "emails[0]") is None


@pytest.mark.parametrize("text", BAD)
def test_what_is_none_is_told_masked_and_on_one_line(text: str) -> None:
    fault = mail_address_fault(text, "emails[0]")

    assert fault is not None
    assert fault.path == "emails[0]"
    assert str(fault).isprintable()
    assert "abuse@acme" not in str(fault)
    assert "give one bare address" in str(fault)


@given(st.text(st.sampled_from('ab@.[]<>"(),;: \r\n\té1=?_-\ud800\u2028'), max_size=12))
@example("x@[1")
def test_every_address_can_be_written_into_a_mail(text: str) -> None:
    if is_mail_address(text):
        mail = EmailMessage(policy=SMTP)
        mail["To"] = f"{text}, b@x.fr"
        assert [one.addr_spec for one in mail["To"].addresses] == [text, "b@x.fr"]
        assert mail.as_bytes(policy=SMTP.clone(utf8=True)).count(b"\n") == 2


@pytest.mark.parametrize(
    "text", [*GOOD, "", "+33612345678", "0612345678", "eve", "@eve", "@eve@social.example", "Ève D."]
)
def test_who_may_be_a_party(text: str) -> None:
    assert party_fault(text, "reporter") is None


@pytest.mark.parametrize("text", ["x@[1", "a\nb@x.fr", "eve\n", "eve\ud800", "Ada <ada@x.fr>", "eve@"])
def test_who_may_not(text: str) -> None:
    fault = party_fault(text, "reporter")

    assert fault is not None
    assert (fault.path, str(fault).isprintable()) == ("reporter", True)
    assert "a handle" in fault.hint
