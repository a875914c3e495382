"""Links by the kind of their host: one list of URLs per kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import unquote

from tipstaff.cel.types import STRINGS
from tipstaff.signals.detectors.links.showing import finding
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.urls.finding import Link
from tipstaff.signals.urls.hosts import is_address, read_host, unicode_host
from tipstaff.signals.urls.kinds import is_kind
from tipstaff.signals.urls.of_event import clickable
from tipstaff.signals.urls.suffixes import owned

Test = Callable[[Link], bool]
_INNER = re.compile(r"[?&;=/](?:https?(?::|%3a)(?:/|%2f){1,2}|%2f%2f)([^&#\s]{3,300})", re.IGNORECASE)


def _of_kind(kind: str) -> Test:
    return lambda link: bool(link.host) and is_kind(link.host, kind)


def _address(link: Link) -> bool:
    return is_address(link.host)


def _punycode(link: Link) -> bool:
    return "xn--" in link.host


def redirected(link: Link) -> str:
    """The host that a link carries inside itself, when it is another than its own; "" otherwise."""
    inner = _INNER.search(link.url, 8)
    if inner is None:
        return ""
    host = read_host("//" + unquote(inner[1])).host
    return host if "." in host and owned(host) != owned(link.host) else ""


def _redirect(link: Link) -> bool:
    return bool(redirected(link))


def _note(kind: str, link: Link) -> str:
    if kind == "punycode":
        return unicode_host(link.host)
    return f"leads on to {redirected(link)}" if kind == "redirects" else ""


def _signal(name: str, test: Test, about: str) -> Signal:
    def urls(view: View) -> list[str]:
        return [link.url for link in clickable(view) if test(link)]

    def explain(view: View) -> Sequence[Finding]:
        return [finding(link, _note(name, link)) for link in clickable(view) if test(link)]

    return Signal(
        name=f"links.{name}",
        type=STRINGS,
        cost=3,
        version="1",
        languages=(),
        about=about,
        compute=urls,
        explain=explain,
    )


SIGNALS = (
    _signal("shorteners", _of_kind("shortener"), "Links through a shortener, which hides where they lead."),
    _signal("free_hosts", _of_kind("free-host"), "Links to hosts where anybody gets a site under the provider's name."),
    _signal("dynamic_dns", _of_kind("dynamic-dns"), "Links to names for addresses that change (dynamic DNS)."),
    _signal("link_in_bio", _of_kind("link-in-bio"), "Links to a page of links under somebody's name."),
    _signal("addresses", _address, "Links to a bare IP address, in whatever form it is written."),
    _signal("punycode", _punycode, "Links to names with letters beyond ASCII (`xn--`)."),
    _signal("redirects", _redirect, "Links that carry another domain's address inside, as open redirects do."),
)
