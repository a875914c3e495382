"""Registrable domains by the public suffix list, from the snapshot that comes with the library; never the network."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tipstaff.signals.lazily import Library
from tipstaff.signals.urls.hosts import is_address

publicsuffixlist = Library("publicsuffixlist")


@lru_cache(maxsize=1)
def _every() -> Any:
    return publicsuffixlist.PublicSuffixList()


@lru_cache(maxsize=1)
def _icann() -> Any:
    return publicsuffixlist.PublicSuffixList(only_icann=True)


@lru_cache(maxsize=16_384)
def registrable(host: str) -> str:
    """The domain that somebody registered: `example.co.uk` of `www.example.co.uk`, `me.github.io` of `me.github.io`.

    A public suffix, a single label and an IP address are returned as they are.
    """
    if is_address(host) or "." not in host:
        return host
    return _every().privatesuffix(host) or host


@lru_cache(maxsize=16_384)
def owned(host: str) -> str:
    """Like `registrable`, but under the registries' suffixes only: `github.io` of `me.github.io`."""
    if is_address(host) or "." not in host:
        return host
    return _icann().privatesuffix(host) or host


def suffix(host: str) -> str:
    """The public suffix: `co.uk`, `github.io`; "" for an IP address."""
    return "" if is_address(host) else _every().publicsuffix(host) or ""


def hosted(host: str) -> bool:
    """Whether it stands under a suffix of a private operator that gives names away (`me.github.io`)."""
    return registrable(host) != owned(host)
