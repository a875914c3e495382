"""Hosts that can be taken for a protected name of somebody else.

A host imitates a name when its registered label has the name's skeleton, is one slip away from it or has usual
additions around it; when its labels put together give the name (`pay.pal.com`); or when the name stands in a label in
front of another domain (`paypal.com.example.net`). Protected names may be domains (`paypal.com`: every other domain
that looks like it is an imitation) or plain names (`PayPal`: a domain spelled just so may be its own, and is let be).

Domains that are asked for by very many people are nobody's imitation, unless anybody can get a name under them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tipstaff.signals.confusable.index import SHORT, Index, Likeness
from tipstaff.signals.confusable.skeleton import skeleton
from tipstaff.signals.surroundings import ProtectedName
from tipstaff.signals.urls.hosts import ascii_host, is_address, unicode_host
from tipstaff.signals.urls.kinds import is_guest, is_kind, upwards
from tipstaff.signals.urls.suffixes import registrable, suffix


class Imitation(NamedTuple):
    """The protected name, and how the host is alike: same, slip, added, split (over labels) or in-front."""

    name: str
    how: str


class _Entry(NamedTuple):
    """A protected name; `label` is what a domain of it would be called, `domain` its own domain ("" for none)."""

    name: ProtectedName
    label: str
    domain: str


class Imitations:
    """The protected names of an installation, ready to be asked for hosts.

    Args:
        names: those in force.
        popular: whether popular domains are let off; only measurements turn this off.
    """

    _last: tuple[Sequence[ProtectedName], Imitations] | None = None

    def __init__(self, names: Sequence[ProtectedName], popular: bool = True) -> None:
        entries = [_entry(name) for name in names]
        self._genuine = frozenset(entry.domain for entry in entries if entry.domain)
        self._index: Index[_Entry] = Index((entry.label, entry) for entry in entries)
        self._popular = popular

    @classmethod
    def over(cls, names: Sequence[ProtectedName]) -> Imitations:
        """The imitations of these names, kept as long as the installation hands out the same object."""
        if cls._last is None or cls._last[0] is not names:
            cls._last = (names, cls(names))
        return cls._last[1]

    def of(self, host: str, account: str) -> Imitation | None:
        """The name that a host (as `read_host` gives it) may be taken for; None for none, or for the account's own."""
        if not host or is_address(host):
            return None
        if any(name in self._genuine for name in upwards(host)):
            return None
        if self._popular and is_kind(host, "popular") and not is_guest(host):
            return None
        for found in self._found(host):
            if found[0].name.owner != account or not account:
                return Imitation(found[0].name.name, found[1])
        return None

    def _found(self, host: str) -> Iterator[tuple[_Entry, str]]:
        labels = unicode_host(host.removesuffix(suffix(host)).rstrip(".")).split(".")
        main = labels[-1]
        for likeness in self._index.like(main.split("-")):
            if likeness.how != "same" or not self._is_its_name(likeness, main):
                yield likeness.entry, likeness.how
        if len(labels) > 1:
            for likeness in self._index.exact("".join(labels)):
                yield likeness.entry, "split"
            for label in labels[:-1][-5:]:
                yield from self._in_front(label)

    def _in_front(self, label: str) -> Iterator[tuple[_Entry, str]]:
        if len(label) < SHORT:
            return
        for likeness in self._index.like(label.split("-")):
            if likeness.how != "slip":
                yield likeness.entry, "in-front"

    def _is_its_name(self, likeness: Likeness[_Entry], label: str) -> bool:
        """Whether a label is how the name itself is written, and nothing is known of its domain."""
        entry = likeness.entry
        return not entry.domain and ascii_host(label).replace("-", "") == entry.label.replace("-", "").lower()


@lru_cache(maxsize=65_536)
def _entry(name: ProtectedName) -> _Entry:
    host = ascii_host(name.name.strip()) if "." in name.name and " " not in name.name.strip() else ""
    ending = suffix(host) if host else ""
    if host and ending and ending != host and "." in host:
        domain = registrable(host)
        return _Entry(name, unicode_host(domain.removesuffix("." + ending)), domain)
    joined = "".join(part for part in name.name.split() if skeleton(part))
    return _Entry(name, joined, "")
