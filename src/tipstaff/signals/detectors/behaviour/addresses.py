"""What a network address tells by itself: its network, and what kind of address it is."""

from __future__ import annotations

import ipaddress

from tipstaff.cel.types import STRING
from tipstaff.signals.lasting import short_ones
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.signals.windows.keys import subnet_of

_SHARED = ipaddress.ip_network("100.64.0.0/10")
_DOCUMENTATION = tuple(
    ipaddress.ip_network(block) for block in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)


def prefix(_: View, address: str) -> str:
    """The network of an address as the windows count it: the /24 of IPv4, the /64 of IPv6; what is no address stays."""
    return subnet_of(address)


def kind(_: View, address: str) -> str:
    """public, private, shared (behind a carrier's translation), loopback, link-local, multicast, documentation,
    unspecified or reserved, after the registries of IANA (RFC 6890); "" for what is no address.
    """
    return _kind(address)


@short_ones(4096)
def _kind(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 6 and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if any(parsed in block for block in _DOCUMENTATION if block.version == parsed.version):
        return "documentation"
    if parsed.version == 4 and parsed in _SHARED:
        return "shared"
    named = (
        ("unspecified", parsed.is_unspecified), ("loopback", parsed.is_loopback), ("link-local", parsed.is_link_local),
        ("multicast", parsed.is_multicast), ("reserved", parsed.is_reserved), ("private", parsed.is_private),
    )  # fmt: skip
    return next((name for name, applies in named if applies), "public")


SIGNALS = (
    SignalFunction(
        name="address.prefix",
        params=(STRING,),
        result=STRING,
        cost=1,
        version="1",
        languages=(),
        about="Network of an address: the /24 of IPv4, the /64 of IPv6.",
        compute=prefix,
    ),
    SignalFunction(
        name="address.kind",
        params=(STRING,),
        result=STRING,
        cost=2,
        version="1",
        languages=(),
        about="public, private, shared, loopback, link-local, multicast, documentation, unspecified or reserved; empty "
        "for no address.",
        compute=kind,
    ),
)
