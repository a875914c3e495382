"""What conditions may ask of a host."""

from __future__ import annotations

import pytest
from signalkit.events import reader, sms


@pytest.mark.parametrize(
    ("function", "argument", "value"),
    [
        ("host", "https://A.example:80/x", "a.example"),
        ("host", "ada@Mail.Example", "mail.example"),
        ("host", "Ada <ada@mail.example>", "mail.example"),
        ("registrable", "a.b.example.co.uk", "example.co.uk"),
        ("registrable", "ann@example.co.uk", "example.co.uk"),
        ("registrable", "ann@mail.example.co.uk", "example.co.uk"),
        ("suffix", "ann@example.co.uk", "co.uk"),
        ("suffix", "a.example.co.uk", "co.uk"),
        ("unicode", "xn--bcher-kva.example", "bücher.example"),
        ("kinds", "bit.ly", ["link-in-bio", "popular", "shortener"]),
        ("kinds", "me.duckdns.org", ["dynamic-dns"]),
        ("kinds", "x.mailinator.com", ["disposable"]),
        ("kinds", "gmail.com", ["free-mail", "popular"]),
        ("kinds", "somebody.example", []),
    ],
)
def test_domain_functions(function: str, argument: str, value: object) -> None:
    assert reader(sms()).call(f"domain.{function}", (argument,)) == value
