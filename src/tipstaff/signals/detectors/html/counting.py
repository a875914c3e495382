"""Pictures that count readers, and other calls home.

A counting pixel is a picture of at most two by two pixels, or hidden, or one whose address only counters have. Beacons
are `ping` attributes, scripts that report without being asked, and pages of others in frames that nobody sees.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tipstaff.signals.detectors.html.declaring import Noted, listing
from tipstaff.signals.markup.page import Image
from tipstaff.signals.markup.reading import page_of
from tipstaff.signals.shipped import DATA
from tipstaff.signals.signal import View

_CALLS = re.compile(
    r"\b(navigator\s*\.\s*sendBeacon|new\s+Image\s*\(|XMLHttpRequest|fetch\s*\(|new\s+WebSocket|new\s+EventSource)"
)
_ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def pixels(view: View) -> Noted:
    """The addresses of counting pixels."""
    return [(image.url[:2_000], image.url) for image in view.once(page_of).images if _counts(image)]


def _counts(image: Image) -> bool:
    if not image.url or image.url.startswith(("data:", "cid:")):
        return False
    small = 0 <= image.width <= 2 and 0 <= image.height <= 2
    return small or image.tiny or bool(image.hidden) or any(mark in image.url for mark in _known())


@lru_cache(maxsize=1)
def _known() -> tuple[str, ...]:
    """Parts of addresses that only counting pixels have."""
    lines = (DATA / "mail" / "pixels.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def beacons(view: View) -> Noted:
    """`ping` addresses, the calls in scripts that report, and what is loaded from elsewhere into frames nobody sees."""
    page = view.once(page_of)
    calls = [call for script in page.inline for call in _CALLS.findall(script)[:20]]
    loaded = [*page.pings, *(url for url in page.unseen_frames if _ELSEWHERE.match(url))]
    return [(url, url) for url in loaded] + [(" ".join(call.split()).rstrip("( "), call) for call in calls]


SIGNALS = (
    listing("pixels", "Addresses of pictures that only count readers: tiny, hidden, or of a known counter.", pixels),
    listing(
        "beacons",
        "Calls home: `ping` attributes of links, scripts that report (sendBeacon, fetch, ...), tiny frames.",
        beacons,
    ),
)
