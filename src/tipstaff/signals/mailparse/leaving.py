"""List-Unsubscribe (RFC 2369) and one-click (RFC 8058): which ways out the headers offer, and what keeps a click from
being enough."""

from __future__ import annotations

import re
from typing import NamedTuple

from tipstaff.signals.mailparse.headers import Headers

_URI = re.compile(r"<\s*([^<>\s]{1,2000})\s*>")
_POST = re.compile(r"\s*List-Unsubscribe\s*=\s*One-Click\s*\Z", re.IGNORECASE)
_MOST = 20


class Ways(NamedTuple):
    """URIs by scheme, in the order they stand."""

    https: tuple[str, ...] = ()
    http: tuple[str, ...] = ()
    mailto: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is a way at all."""
        return bool(self.https or self.http or self.mailto)


def ways(headers: Headers) -> Ways:
    """What List-Unsubscribe offers."""
    uris = [uri for value in headers.every("list-unsubscribe") for uri in _URI.findall(value)][:_MOST]
    by = {
        scheme: tuple(u for u in uris if u.lower().startswith(f"{scheme}:")) for scheme in ("https", "http", "mailto")
    }
    return Ways(**by)


def one_click_faults(headers: Headers, signed: tuple[str, ...] | None = None) -> list[str]:
    """What keeps a single click from being enough, sorted; empty when one is.

    Args:
        headers: of the mail.
        signed: names of the header fields that a valid DKIM signature covers, lower case; None when that is not known.
    Returns:
        `no-header`, `no-post`, `post-value`, `no-https`, `several-https`, `repeated`, `not-signed`.
    """
    faults = set()
    posts, lists = (
        [value for value in headers.every(name) if value] for name in ("list-unsubscribe-post", "list-unsubscribe")
    )
    offered = ways(headers)
    if not lists:
        faults.add("no-header")
    if not posts:
        faults.add("no-post")
    elif not all(_POST.match(value) for value in posts):
        faults.add("post-value")
    if lists and len(offered.https) != 1:
        faults.add("several-https" if offered.https else "no-https")
    if len(posts) > 1 or len(lists) > 1:
        faults.add("repeated")
    if signed is not None and not {"list-unsubscribe", "list-unsubscribe-post"} <= set(signed):
        faults.add("not-signed")
    return sorted(faults)
