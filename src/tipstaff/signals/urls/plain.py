"""One spelling per link, for lists: host and path, without scheme, port, query, fragment and `www`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipstaff.signals.urls.hosts import is_address, read_host
from tipstaff.signals.urls.kinds import upwards

_PATH = re.compile(r"(?:[a-z][a-z0-9+.-]{0,30}:)?[/\\]*[^/?#\\]*([^?#]*)", re.IGNORECASE)
_QUERY = re.compile(r"\?[^#]*")


def plain_url(url: str) -> str:
    """`example.com/a/b?c` of `https://user@WWW.Example.com:443/a/b/?c#d`; the host alone when there is no path."""
    host = read_host(url).host.removeprefix("www.")
    path = _PATH.match(url)
    query = _QUERY.search(url)
    tail = (path[1].replace("\\", "/").rstrip("/") if path else "") + (query[0] if query and len(query[0]) > 1 else "")
    return host + tail


def places(url: str, host: str) -> Iterator[str]:
    """What a link may stand under in a list, nearest first: itself, without its query, its host, the domains above."""
    whole = plain_url(url)
    if whole != host:
        yield whole
        if "?" in whole:
            yield whole.partition("?")[0]
    if is_address(host):
        yield host
    elif host:
        yield from upwards(host)
