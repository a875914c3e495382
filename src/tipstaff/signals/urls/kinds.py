"""What is known of a host by list. The lists ship with the project (`data/hosts`) and are read when first asked.

shortener     hides where a link leads                   link-in-bio   a page of links under somebody's name
free-host     anybody gets a site there                  ipfs-gateway  shows content of a network without an owner
dynamic-dns   a name for an address that changes         disposable    mailboxes to throw away
free-mail     anybody gets a mailbox there               popular       among the names that are asked for most
well-known    large organisations and press              known-site    sites that programs know by name, banks
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from tipstaff.signals.shipped import DATA
from tipstaff.signals.urls.hosts import ascii_host
from tipstaff.signals.urls.suffixes import hosted, registrable

_FILES: Final = {
    "shortener": ("shorteners.txt.gz", "more-shorteners.txt"),
    "free-host": ("free-hosts.txt",),
    "dynamic-dns": ("dynamic-dns.txt.gz",),
    "link-in-bio": ("link-in-bio.txt.gz",),
    "ipfs-gateway": ("ipfs-gateways.txt.gz",),
    "disposable": ("disposable.txt.gz",),
    "free-mail": ("free-mail.txt",),
    "popular": ("popular.txt.gz",),
    "well-known": ("well-known.txt",),
    "known-site": ("known-sites.txt.gz",),
}
KINDS: Final = tuple(_FILES)
# Anybody gets a name there too, and next to all that stands under it is machines of well-known sites.
_NETWORKS: Final = frozenset(("cloudfront.net", "azureedge.net", "azurefd.net", "s3.amazonaws.com", "amazonaws.com"))
# Sites that people keep for years: programs and what is written about them, diaries, shops.
_KEPT: Final = frozenset(
    (
        *("github.io", "gitlab.io", "readthedocs.io", "googlecode.com", "sourceforge.io", "sourceforge.net"),
        *("blogspot.com", "wordpress.com", "tumblr.com", "tripod.com", "angelfire.com", "narod.ru", "altervista.org"),
        *("myshopify.com", "bigcartel.com", "squarespace.com", "sharepoint.com", "over-blog.com", "web.fc2.com"),
    )
)


def is_kind(host: str, kind: str) -> bool:
    """Whether a host, or a domain above it, is on a list. Sites under private public suffixes are free hosts too."""
    names = listed(kind)
    if any(name in names for name in upwards(host)):
        return True
    return kind == "free-host" and hosted(host) and not is_kind(host, "dynamic-dns")


def is_guest(host: str) -> bool:
    """Whether a host is a site that somebody got under a provider's name; the provider's own host is none."""
    return hosted(host) or is_kind(host.partition(".")[2], "free-host")


def provider(host: str) -> int:
    """Whose name a host stands under: 0 its own; 1 a private public suffix (a content network, a city); 2 a provider
    where anybody gets a site in a minute; 3 one whose guests stay for years.
    """
    above = set(upwards(host.partition(".")[2]))
    if above & _KEPT:
        return 3
    return 2 if above & listed("free-host") and not above & _NETWORKS else int(hosted(host))


def kinds_of(host: str) -> list[str]:
    """Every kind of a host, sorted."""
    return sorted(kind for kind in KINDS if is_kind(host, kind))


def upwards(host: str) -> Iterator[str]:
    """A host and the domains above it: `a.b.c`, `b.c`. At most twelve."""
    for _ in range(12):
        yield host
        _, dot, host = host.partition(".")
        if not dot or "." not in host:
            return


@lru_cache(maxsize=len(_FILES))
def listed(kind: str) -> frozenset[str]:
    """The hosts on the list of a kind."""
    lines: list[str] = []
    for name in _FILES[kind]:
        path = DATA / "hosts" / name
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        lines += content.decode("utf-8").splitlines()
    return frozenset(ascii_host(line) for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def popular_labels() -> dict[str, frozenset[str]]:
    """What popular domains are called without their suffix -> the domains of that name."""
    found: dict[str, set[str]] = {}
    for host in listed("popular"):
        domain = registrable(host)
        found.setdefault(domain.partition(".")[0], set()).add(domain)
    return {label: frozenset(domains) for label, domains in found.items()}
