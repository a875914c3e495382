"""A link as a person may be shown it: without its query, which may hold personal values, and where it stands."""

from __future__ import annotations

import re

from tipstaff.signals.signal import Finding
from tipstaff.signals.urls.finding import Link

_UP_TO_QUERY = re.compile(r"[^?#]{0,100}")
_USER = re.compile(r"//[^/?#\\]*@")


def shown(url: str) -> str:
    """At most a hundred characters, up to the query; credentials left out."""
    kept = _UP_TO_QUERY.match(url)
    return _USER.sub("//…@", kept[0] if kept else "")


def finding(link: Link, note: str = "") -> Finding:
    """The link with a word on it."""
    words = f"{shown(link.url)} ({note})" if note else shown(link.url)
    return Finding(words or link.host or "a link", link.start, link.end)
