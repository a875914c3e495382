"""SPF (RFC 7208) checked from records that are given: no name is ever looked up here.

Records by name: `{"example.org": ["v=spf1 ip4:192.0.2.0/24 include:_spf.example.net -all"], ...}`. `a` and `mx` need
the addresses of the names under `A example.org` and `MX example.org`. What a record asks for and was not given is
`temperror`; macros (`exists:%{i}...`) are `permerror`, since they cannot be given beforehand.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence

from tipstaff.signals.urls.hosts import ascii_host

LOOKUPS = 10  # RFC 7208, 4.6.4
_RESULTS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
Records = Mapping[str, Sequence[str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class _NotGiven(Exception):
    """A record that is needed was not given."""


class _Broken(Exception):
    """The record cannot be read, or asks for too much."""


def check_sender(address: str, domain: str, records: Records) -> str:
    """pass, fail, softfail, neutral, none, temperror or permerror for an address that sends for a domain."""
    try:
        sending = ipaddress.ip_address(address)
    except ValueError:
        return "permerror"
    try:
        return _Check(sending, records).domain(ascii_host(domain))
    except _NotGiven:
        return "temperror"
    except _Broken:
        return "permerror"


class _Check:
    """One evaluation, with its count of lookups."""

    def __init__(self, address: Address, records: Records) -> None:
        self.address = address
        self.records = records
        self.lookups = 0

    def domain(self, name: str) -> str:
        """What the policy of a domain says."""
        terms = self._policy(name)
        if terms is None:
            return "none"
        redirect = ""
        for term in terms[:100]:
            sign, mechanism = (term[0], term[1:]) if term[0] in _RESULTS else ("+", term)
            key, _, value = mechanism.partition("=")
            if "=" in mechanism and ":" not in key and "/" not in key:
                redirect = value if key.lower() == "redirect" else redirect
            elif self._matches(mechanism, name):
                return _RESULTS[sign]
        if not redirect:
            return "neutral"
        found = self._asked(redirect).domain(ascii_host(redirect))
        if found == "none":
            raise _Broken
        return found

    def _policy(self, name: str) -> list[str] | None:
        if name not in self.records:
            raise _NotGiven
        found = [text for text in self.records[name] if text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")]
        if len(found) > 1:
            raise _Broken
        return found[0].split()[1:] if found else None

    def _asked(self, name: str) -> _Check:
        self.lookups += 1
        if self.lookups > LOOKUPS or "%" in name:
            raise _Broken
        return self

    def _matches(self, mechanism: str, name: str) -> bool:
        kind, value = _apart(mechanism)
        if kind == "all":
            return True
        if kind in ("ip4", "ip6"):
            return self._within([value])
        if kind == "include":
            found = self._asked(value).domain(ascii_host(value))
            if found == "none":
                raise _Broken
            return found == "pass"
        if kind in ("a", "mx"):
            target, slash, bits = (value or name).partition("/")
            target = target or name
            self._asked(target)
            given = self.records.get(f"{kind.upper()} {ascii_host(target)}")
            if given is None:
                raise _NotGiven
            return self._within([f"{one}{slash}{bits.partition('//')[0]}" for one in given])
        raise _Broken

    def _within(self, networks: Sequence[str]) -> bool:
        try:
            return any(self.address in ipaddress.ip_network(network, strict=False) for network in networks)
        except ValueError:
            raise _Broken from None


def _apart(mechanism: str) -> tuple[str, str]:
    """`ip4:192.0.2.0/24` as (ip4, 192.0.2.0/24), `a/24` as (a, /24)."""
    at = next((i for i, letter in enumerate(mechanism) if letter in ":/"), len(mechanism))
    value = mechanism[at + 1 :] if mechanism[at : at + 1] == ":" else mechanism[at:]
    return mechanism[:at].lower(), value
