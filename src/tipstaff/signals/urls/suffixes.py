"""Registrable domains by the public suffix list, from the snapshot that comes with the library; never the network."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tipstaff.signals.lasting import short_ones
from tipstaff.signals.lazily import Library
from tipstaff.signals.urls.hosts import is_address

publicsuffixlist = Library("publicsuffixlist")


@lru_cache(maxsize=1)
def _every() -> Any:
    return publicsuffixlist.PublicSuffixList()


@lru_cache(maxsize=1)
def _icann() -> Any:
    return publicsuffixlist.PublicSuffixList(only_icann=True)


def registrable(host: str) -> str:
    """The domain that somebody registered: `example.co.uk` of `www.example.co.uk`, `me.github.io` of `me.github.io`.

    A public suffix, a single label and an IP address are returned as they are.
    """
    return _split(host)[0]


@short_ones(8_192)
def owned(host: str) -> str:
    """Like `registrable`, but under the registries' suffixes only: `github.io` of `me.github.io`."""
    if is_address(host) or "." not in host:
        return host
    return _icann().privatesuffix(host) or host


def suffix(host: str) -> str:
    """The public suffix: `co.uk`, `github.io`; "" for an IP address."""
    return _split(host)[1]


def hosted(host: str) -> bool:
    """Whether it stands under a suffix of a private operator that gives names away (`me.github.io`)."""
    return registrable(host) != owned(host)


@short_ones(8_192)
def _split(host: str) -> tuple[str, str]:
    """(registrable domain, public suffix)."""
    if is_address(host):
        return host, ""
    found = _every().privatesuffix(host) if "." in host else None
    return (found, found.partition(".")[2]) if found else (host, host)
