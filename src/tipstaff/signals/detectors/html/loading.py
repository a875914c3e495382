"""What a page loads, shows inside itself, says of itself and jumps to."""

from __future__ import annotations

import re

from tipstaff.signals.detectors.html.declaring import Noted, listing
from tipstaff.signals.markup.reading import page_of
from tipstaff.signals.signal import View

_JUMP = re.compile(r"^\s*\d*\.?\d*\s*[;,\s]\s*(?:url\s*=\s*)?['\"]?\s*([^'\"]+)", re.IGNORECASE)
_RUN = re.compile(r"^\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)


def _scripts(view: View) -> Noted:
    return [(url, url) for url in view.once(page_of).scripts]


def _frames(view: View) -> Noted:
    return [(url, url) for url in view.once(page_of).frames]


def _metas(view: View) -> Noted:
    return [(f"{name}: {content}", content[:30]) for name, content in view.once(page_of).metas]


def _refresh(view: View) -> Noted:
    told = (content for name, content in view.once(page_of).metas if name == "refresh")
    found = (_JUMP.match(content) for content in told)
    return [(jump[1].strip(), jump[1].strip()) for jump in found if jump and jump[1].strip()]


def _running(view: View) -> Noted:
    page = view.once(page_of)
    urls = [*(anchor.url for anchor in page.anchors), *page.forms, *page.frames]
    return [(url[:100], url[:30]) for url in urls if _RUN.match(url)]


SIGNALS = (
    listing("scripts", "Addresses of the scripts a page loads.", _scripts),
    listing("frames", "Addresses of what a page shows inside frames and objects.", _frames),
    listing("metas", "What a page says of itself in `meta` tags, as `name: content`.", _metas),
    listing("refresh", "Addresses a page jumps to by itself (`meta refresh`).", _refresh),
    listing(
        "running", "Links, forms and frames that run code or carry a page inside (`javascript:`, `data:`).", _running
    ),
)
