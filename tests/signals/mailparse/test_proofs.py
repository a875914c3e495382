"""DKIM, SPF and DMARC from what is given; nothing is looked up."""

from __future__ import annotations

import dkim
import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly

from tipstaff.signals.mailparse.policies import judge_from
from tipstaff.signals.mailparse.sending import check_sender
from tipstaff.signals.mailparse.signatures import check_signatures

# Keys made for these tests; they sign nothing else.
PRIVATE = b"""-----BEGIN RSA PRIVATE KEY-----
MIICXQIBAAKBgQC3i27PVZLAzaqw353s8akAoRIKsC2YeL2sOKwXcneF7JwYxyEl
HNoVCmEDY9/WCydCL0phmda5iYAqBoSh50WYzw3cZjG99Oux8vnS9s5ARItrtZ9M
+R9UJoisWmERpdp5I8Uy8QUg59PxmomNEFKExWj13q8EYub4wSWGYrD5bQIDAQAB
AoGBAIx/wHAXykGqbcn9Mw+ooTzpDz19RTnc2xxVOW6tYc7zoz3YWIfnQQ0wJ7kH
n9ViLkgcmSyDLXpTRfdli+u/dGbLta6w9SFOBPenfa+ZMxqLnP1WkOG4H+2LnuC8
mzTbX9/csbk2UDf6t3ciaeLd9miACZYAAcoKUFIq+afvnK9BAkEA4AIRxDVFMvqk
p0VSgvgR5/QWpCzbfGSo8NW56Ee7Nre0YUCy9n8vPQ9pWdsvXsoYHsm8hMJsZFPs
k2Py8nZj3QJBANHB/EVjjiDEuWaZ3SdDYWxd43k4OjJYXfviraPbslh5ls4ILqMl
8Mt3Fd7aLGZS+pJvKgjF4JqXIKKNsyGpGtECQFVaFIDpNzusas5dSIokkVYLGBFo
Eh08kW5qURKjOj8oEe+4Yjgvz8T5OVAGhu8cG8KnZVBEcF5t58dlHu2plHUCQQCl
bsFwWJx366/t49wwY0wrE8GckWQU4Oz/BEC+wz9d2EfAJ2Pg+MN5NWriYGA0M628
YEBeuvHx+s+aZPeqzJyBAkAVu8kk3zHUCGUQiHS0R1bVGxFOaXr7pQci7nIbGSYz
GxVowUlg5HY4H6Is+l+dw7itcYAPsn+cluyMwtMa1Vw/
-----END RSA PRIVATE KEY-----
"""
PUBLIC = (
    "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC3i27PVZLAzaqw353s8akAoRIKsC2YeL2sOKwXcneF7JwYxyElHN"
    "oVCmEDY9/WCydCL0phmda5iYAqBoSh50WYzw3cZjG99Oux8vnS9s5ARItrtZ9M+R9UJoisWmERpdp5I8Uy8QUg59PxmomNEFKExW"
    "j13q8EYub4wSWGYrD5bQIDAQAB"
)
NAME = "k1._domainkey.example.org"
MAIL = b"From: ada@example.org\r\nTo: bob@example.net\r\nSubject: hi\r\nList-Unsubscribe: <https://a.example>\r\n\r\nHello\r\n"


def signed(mail: bytes = MAIL) -> bytes:
    fields = [b"from", b"to", b"subject", b"list-unsubscribe"]
    return bytes(dkim.sign(mail, b"k1", b"example.org", PRIVATE, include_headers=fields)) + mail


def test_a_good_signature_passes() -> None:
    (found,) = check_signatures(signed(), {NAME: PUBLIC})
    assert (found.domain, found.selector, found.result) == ("example.org", "k1", "pass")
    assert set(found.signed) == {"from", "to", "subject", "list-unsubscribe"}


@pytest.mark.parametrize(
    ("raw", "keys", "results"),
    [
        (signed().replace(b"Hello", b"Hullo"), {NAME: PUBLIC}, ["fail"]),
        (signed().replace(b"ada@", b"eve@"), {NAME: PUBLIC}, ["fail"]),
        (signed(), {}, ["none"]),
        (signed(), {NAME: "v=DKIM1; p="}, ["fail"]),
        (signed(), {NAME: "v=DKIM1; p=AAAA"}, ["fail"]),
        (MAIL, {NAME: PUBLIC}, []),
        (b"DKIM-Signature: nonsense\r\n\r\n", {"._domainkey.": PUBLIC}, ["permerror"]),
    ],
)
def test_others_do_not(raw: bytes, keys: dict[str, str], results: list[str]) -> None:
    assert [one.result for one in check_signatures(raw, keys)] == results


@calmly
@given(st.binary(max_size=200))
def test_any_signature_is_answered(field: bytes) -> None:
    raw = b"DKIM-Signature: d=example.org; s=k1; " + field + b"\r\n" + MAIL
    assert all(one.result in ("fail", "permerror", "none") for one in check_signatures(raw, {NAME: PUBLIC}))


RECORDS = {
    "example.org": ["other", "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 include:_spf.example.net a mx/24 -all"],
    "_spf.example.net": ["v=spf1 ip4:198.51.100.7 ?all"],
    "A example.org": ["203.0.113.1"],
    "MX example.org": ["203.0.113.64"],
    "moved.example": ["v=spf1 redirect=example.org"],
    "soft.example": ["v=spf1 ~all"],
    "open.example": ["v=spf1"],
    "none.example": ["google-site-verification=x"],
    "twice.example": ["v=spf1 -all", "v=spf1 +all"],
    "loop.example": ["v=spf1 include:loop.example -all"],
    "macro.example": ["v=spf1 exists:%{i}.x.example -all"],
    "gone.example": ["v=spf1 include:not-given.example -all"],
}


@pytest.mark.parametrize(
    ("address", "domain", "result"),
    [
        ("192.0.2.9", "example.org", "pass"),
        ("2001:db8::1", "example.org", "pass"),
        ("198.51.100.7", "example.org", "pass"),
        ("203.0.113.1", "example.org", "pass"),
        ("203.0.113.200", "example.org", "pass"),
        ("203.0.114.1", "example.org", "fail"),
        ("192.0.2.9", "moved.example", "pass"),
        ("192.0.2.9", "soft.example", "softfail"),
        ("192.0.2.9", "open.example", "neutral"),
        ("192.0.2.9", "none.example", "none"),
        ("192.0.2.9", "twice.example", "permerror"),
        ("192.0.2.9", "loop.example", "permerror"),
        ("192.0.2.9", "macro.example", "permerror"),
        ("192.0.2.9", "gone.example", "temperror"),
        ("192.0.2.9", "unknown.example", "temperror"),
        ("nonsense", "example.org", "permerror"),
    ],
)
def test_who_may_send_for_a_domain(address: str, domain: str, result: str) -> None:
    assert check_sender(address, domain, RECORDS) == result


@calmly
@given(st.text(alphabet="v=spf1 +-~?all:/.ip4include%{}redirect a mx 0129", max_size=60))
def test_any_record_is_answered(record: str) -> None:
    result = check_sender("192.0.2.9", "x.example", {"x.example": [f"v=spf1 {record}"]})
    assert result in ("pass", "fail", "softfail", "neutral", "none", "temperror", "permerror")


@pytest.mark.parametrize(
    ("record", "spf", "signatures", "judgement"),
    [
        ("v=DMARC1; p=reject", ("pass", "bounce.example.org"), [], ("pass", "reject")),
        ("v=DMARC1; p=reject; aspf=s", ("pass", "bounce.example.org"), [], ("fail", "reject")),
        ("v=DMARC1; p=quarantine; adkim=s", ("fail", ""), [("pass", "example.org")], ("pass", "quarantine")),
        ("v=DMARC1; p=none", ("pass", "evil.com"), [("pass", "evil.com"), ("fail", "example.org")], ("fail", "none")),
        ("", ("pass", "example.org"), [], ("none", "none")),
        ("v=DMARC1; p=whatever", ("pass", "example.org"), [], ("none", "none")),
    ],
)
def test_what_the_domain_of_from_asks(
    record: str, spf: tuple[str, str], signatures: list[tuple[str, str]], judgement: tuple[str, str]
) -> None:
    assert judge_from("example.org", record, spf, signatures) == judgement
