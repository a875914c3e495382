"""Does the text fish for secrets or a click under a pretext?

Ingredients come from the sets `fish.*`: it asks for a secret, asks to act, presses, names an institution, has a
pretext; and there is a link, perhaps to an odd host. A text that warns against giving secrets away asks for none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tipstaff.cel.types import DOUBLE
from tipstaff.signals.detectors.classes.reading import LANGUAGES, scan_of
from tipstaff.signals.grammar.phrases import Hit
from tipstaff.signals.signal import Finding, Signal, View

# What each ingredient adds, once a secret is asked for, or a link is to be followed, or neither.
_WITH_SECRET = {"base": 0.45, "act": 0.2, "pressure": 0.2, "institution": 0.1, "pretext": 0.1, "link": 0.1, "odd": 0.15}
_WITH_LINK = {"base": 0.05, "act": 0.15, "pressure": 0.2, "institution": 0.2, "pretext": 0.2, "odd": 0.25}
_WITH_NEITHER = {"base": 0.0, "act": 0.05, "pressure": 0.1, "institution": 0.05, "pretext": 0.1}
_ODD_HOST = re.compile(
    r"^\d+\.\d+\.\d+\.\d+$|^xn--|\.xn--|"
    r"^(?:bit\.ly|tinyurl\.com|cutt\.ly|is\.gd|t\.ly|rb\.gy|shorturl\.at|goo\.gl|ow\.ly|rebrand\.ly|tiny\.cc|s\.id)$|"
    r"\.(?:top|xyz|click|info|icu|live|online|site|shop|club|vip|support|buzz|rest|cfd|sbs|cam|bond|zip|help)$|"
    r"(?:secur|verif|login|compte|account|update|client|support|suivi|colis|parcel)[a-z]*[-.]|"
    r"-(?:secur|verif|login|compte|account|update|client|support|suivi|colis|parcel|info)"
)


# In a long text only ingredients so many words apart make one lure.
_REACH = 60


def phishing(view: View) -> float:
    """0 to 1; above about 0.7 it has the whole recipe."""
    return _best(view)[0]


def _best(view: View) -> tuple[float, dict[str, str]]:
    """The stretch of the text that fishes most: its score, and its ingredients with the words that show them."""
    linked = _linked(view)
    hits = list(scan_of(view).hits_of("fish"))
    if not hits and not linked:
        return 0.0, {}
    stretches = _stretches(hits)
    return max(((_score(found), found) for found in (_ingredients(one, linked) for one in stretches)), key=_first)


def _first(scored: tuple[float, dict[str, str]]) -> float:
    return scored[0]


def _score(found: Mapping[str, str]) -> float:
    if "secret" in found:
        parts: Mapping[str, float] = _WITH_SECRET
    else:
        parts = _WITH_LINK if "link" in found else _WITH_NEITHER
    return round(min(0.99, parts["base"] + sum(parts.get(name, 0.0) for name in found)), 4)


def _stretches(hits: Sequence[Hit]) -> Iterator[Sequence[Hit]]:
    """Runs of hits that lie within reach of their first; one without any when there are none."""
    if not hits:
        yield ()
    end = 0
    for begin, hit in enumerate(hits):
        before, end = end, max(end, begin)
        while end < len(hits) and hits[end].first <= hit.first + _REACH:
            end += 1
        if end > before:  # the others are parts of one that was seen
            yield hits[begin:end]


def _linked(view: View) -> dict[str, str]:
    """The text's link, and an odd host among its links."""
    hosts: list[str] = view.get("links.hosts")  # type: ignore[assignment]  # declared list(string)
    found = {"link": hosts[0]} if hosts else {}
    odd = next((host for host in hosts if _ODD_HOST.search(host)), "")
    return {**found, "odd": odd} if odd else found


def _ingredients(hits: Sequence[Hit], linked: Mapping[str, str]) -> dict[str, str]:
    """What a stretch holds, with the words that show it."""
    found: dict[str, str] = {}
    for hit in hits:
        for name in hit.sets:
            if name.startswith("fish."):
                found.setdefault(name[5:], hit.phrase)
    if "never" in found:
        found.pop("secret", None)
    found |= linked
    if not found.keys() & {"act", "link"}:
        found.pop("secret", None)  # a secret is mentioned, not asked for
    return found


def _explain(view: View) -> Sequence[Finding]:
    return [Finding(f"{kind}: {words}") for kind, words in _best(view)[1].items()]


SIGNALS: tuple[Signal, ...] = (
    Signal(
        name="text.phishing",
        type=DOUBLE,
        cost=30,
        version="3",
        languages=LANGUAGES,
        about="0 to 1: asks for secrets or a click under a pretext.",
        compute=phishing,
        explain=_explain,
    ),
)
