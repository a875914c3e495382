"""Reading a host: what was registered, under which suffix, how it looks, on which lists it stands."""

from __future__ import annotations

from collections.abc import Callable

from tipstaff.cel.types import DOUBLE, STRING, STRINGS, Type
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.signals.urls.hosts import ascii_host, read_host, unicode_host
from tipstaff.signals.urls.imitating import Imitations
from tipstaff.signals.urls.kinds import kinds_of
from tipstaff.signals.urls.scoring import host_score
from tipstaff.signals.urls.suffixes import registrable, suffix

_VERSIONS = {"score": "5", "lookalike": "2"}


def host(_view: View, url: str) -> str:
    """The host of a link or a mail address, "" when there is none."""
    if "@" in url and "/" not in url:
        return ascii_host(url.rpartition("@")[2].strip(" >"))
    return read_host(url.strip()).host


def _registrable(_view: View, name: str) -> str:
    return registrable(ascii_host(_domain(name)))


def _suffix(_view: View, name: str) -> str:
    return suffix(ascii_host(_domain(name)))


def _domain(name: str) -> str:
    """What stands behind the @ of a mail address; any other name as it is."""
    return name.rpartition("@")[2].strip(" >") if "@" in name else name


def _unicode(_view: View, name: str) -> str:
    return unicode_host(ascii_host(name))


def _kinds(_view: View, name: str) -> list[str]:
    return kinds_of(ascii_host(name))


def _lookalike(view: View, name: str) -> str:
    names = view.surroundings.protected_names()
    found = Imitations.over(names).of(host(view, name), view.event.account) if names else None
    return found.name if found else ""


def _score(view: View, name: str) -> float:
    return round(host_score(host(view, name)), 4)


def _function(name: str, result: Type, cost: float, compute: Callable[..., object], about: str) -> SignalFunction:
    return SignalFunction(
        name=f"domain.{name}",
        params=(STRING,),
        result=result,
        cost=cost,
        version=_VERSIONS.get(name, "1"),
        languages=(),
        about=about,
        compute=compute,
    )


SIGNALS = (
    _function(
        "host", STRING, 3, host, "Host of a link or a mail address, as a browser would ask for it; empty for none."
    ),
    _function(
        "registrable",
        STRING,
        2,
        _registrable,
        "Domain (of a host or a mail address) that somebody registered, by the public suffix list.",
    ),
    _function("suffix", STRING, 3, _suffix, "Public suffix of a host: `co.uk`, `github.io`."),
    _function("unicode", STRING, 2, _unicode, "Host as people see it: `xn--` names written out."),
    _function(
        "kinds",
        STRINGS,
        9,
        _kinds,
        "Lists a host stands on: disposable, dynamic-dns, free-host, free-mail, ipfs-gateway, known-site, link-in-bio, "
        "popular, shortener, well-known.",
    ),
    _function(
        "lookalike",
        STRING,
        20,
        _lookalike,
        "Protected name of somebody else that a host, link or mail address can be taken for; empty when there is none.",
    ),
    _function(
        "score",
        DOUBLE,
        40,
        _score,
        "0 to 1: how much a host, link or mail address looks set up to deceive, by its letters alone; a weak sign.",
    ),
)
