"""Networks and kinds of addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import reader, sms


def call(name: str, address: str) -> object:
    return reader(sms()).call(f"address.{name}", (address,))


@pytest.mark.parametrize(
    ("address", "prefix", "kind"),
    [
        ("8.8.8.8", "8.8.8.0/24", "public"),
        ("8.8.8.255", "8.8.8.0/24", "public"),
        ("::ffff:8.8.8.8", "8.8.8.0/24", "public"),
        ("2a01:e0a:1:2:3:4:5:6", "2a01:e0a:1:2::/64", "public"),
        ("2a01:e0a:1:2:ffff::1", "2a01:e0a:1:2::/64", "public"),
        ("10.1.2.3", "10.1.2.0/24", "private"),
        ("100.64.0.1", "100.64.0.0/24", "shared"),
        ("127.0.0.1", "127.0.0.0/24", "loopback"),
        ("::1", "::/64", "loopback"),
        ("169.254.1.1", "169.254.1.0/24", "link-local"),
        ("fe80::1", "fe80::/64", "link-local"),
        ("192.0.2.7", "192.0.2.0/24", "documentation"),
        ("2001:db8::1", "2001:db8::/64", "documentation"),
        ("224.0.0.1", "224.0.0.0/24", "multicast"),
        ("0.0.0.0", "0.0.0.0/24", "unspecified"),
        ("240.0.0.1", "240.0.0.0/24", "reserved"),
        ("fd00::1", "fd00::/64", "private"),
        ("nowhere", "nowhere", ""),
        ("256.1.1.1", "256.1.1.1", ""),
        ("", "", ""),
    ],
)
def test_addresses(address: str, prefix: str, kind: str) -> None:
    assert call("prefix", address) == prefix
    assert call("kind", address) == kind


@given(st.ip_addresses())
def test_every_address_lies_in_its_network_and_is_of_some_kind(address: object) -> None:
    assert call("kind", str(address))
    assert "/" in str(call("prefix", str(address)))
