"""Which links does the text hold? Found only, never fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from tipstaff.cel.types import STRINGS
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.text.wording import LIMIT

_DOTS = re.compile(r"(?<=[a-z0-9])(?:\[\.\]|\(\.\)|\{\.\}|\s?\[dot\]\s?|\s?\(dot\)\s?)(?=[a-z0-9])", re.IGNORECASE)
_TAIL = r"(?::\d{2,5})?(?:[/?#][^\s<>\"'“”«»]*)?"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_SCHEME = re.compile(rf"\b(?:https?|hxxps?|ftp)://[^\s<>\"'“”«»/?#]{{1,300}}{_TAIL}", re.IGNORECASE)
# A bare name needs an ending that is one in daily use: "end.Then" and "v2.0" are no links.
_ENDINGS = (
    "com net org info biz name mobi pro app dev shop store online site website club xyz top live link click icu vip "
    "space fun work world life tech blog cloud page me io co ly gl gd cc tv to ws gg ai so sh im st su fr de uk be ch "
    "lu nl es pt it ie at pl cz sk hu ro bg gr se no dk fi is ee lv lt ru ua by tr us ca mx br ar cl pe eu in cn jp kr "
    "tw hk sg my th vn id ph pk ng ke za gh eg ma tn dz sn ci cm au nz il ae sa"
)
_BARE = re.compile(
    rf"(?<![\w@./:-])(?:{_LABEL}\.){{1,5}}(?:{'|'.join(_ENDINGS.split())})\b(?![\w@-]|\.\w){_TAIL}", re.IGNORECASE
)
_HREF = re.compile(r"""\b(?:href|src|action)\s*=\s*["']?\s*((?:https?:)?//[^\s"'<>]{1,2000})""", re.IGNORECASE)
_MOST = 1_000


def urls(view: View) -> list[str]:
    """Links in the order they stand, each once, as written but for undone `[.]` and `hxxp`; at most 1,000.

    Links of HTML attributes come after those of the words.
    """
    found = _in_text(_DOTS.sub(".", view.text.raw))
    markup = getattr(view.event.data, "html", None)
    if isinstance(markup, str):
        found += [_plain(match[1]) for match in _HREF.finditer(markup, 0, 4 * LIMIT)]
    return list(dict.fromkeys(found))[:_MOST]


def hosts(view: View) -> list[str]:
    """The hosts of the links, lower case, without port and credentials, each once."""
    links: list[str] = view.get("links.urls")  # type: ignore[assignment]  # declared below as list(string)
    found = (host_of(link) for link in links)
    return list(dict.fromkeys(host for host in found if host))


def host_of(link: str) -> str:
    """The host of a link as a browser would read it: what follows the last `@` of the authority."""
    rest = link.partition("://")[2] or link.removeprefix("//")
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    host = unquote(authority.rpartition("@")[2]).lower()
    return host if host.startswith("[") else host.partition(":")[0].rstrip(".")


def _in_text(text: str) -> list[str]:
    spots = [(match.start(), _plain(match[0])) for match in _SCHEME.finditer(text)]
    covered = [(start, start + len(link)) for start, link in spots]
    bare = (match for match in _BARE.finditer(text) if not any(a <= match.start() < b for a, b in covered))
    spots += [(match.start(), _plain(match[0])) for match in bare]
    return [link for _, link in sorted(spots)]


def _plain(link: str) -> str:
    """Without the punctuation of the sentence around it."""
    link = re.sub(r"^hxxp", "http", link, flags=re.IGNORECASE).rstrip(".,;:!?*_~…")
    for opening, closing in ("()", "[]"):
        if link.endswith(closing) and link.count(closing) > link.count(opening):
            link = link[:-1]
    return link


def _explain(view: View) -> Sequence[Finding]:
    raw = view.text.raw
    return [Finding(link, raw.find(link), raw.find(link) + len(link)) for link in urls(view) if link in raw]


SIGNALS = (
    Signal(
        name="links.urls",
        type=STRINGS,
        cost=12,
        version="1",
        languages=(),
        about="Links in the text, as written, each once; bare names and `[.]` included.",
        compute=urls,
        explain=_explain,
    ),
    Signal(
        name="links.hosts",
        type=STRINGS,
        cost=3,
        version="1",
        languages=(),
        about="Hosts of the links, lower case, each once.",
        compute=hosts,
    ),
)
