"""Does the text fish for secrets or a click under a pretext?

Ingredients come from the sets `fish.*`: it asks for a secret, asks to act, presses, names an institution, has a
pretext; and there is a link, perhaps to an odd host. A text that warns against giving secrets away asks for none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tipstaff.cel.types import DOUBLE
from tipstaff.signals.detectors.classes.reading import LANGUAGES, scan_of
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


def phishing(view: View) -> float:
    """0 to 1; above about 0.7 it has the whole recipe."""
    found = _ingredients(view)
    if "secret" in found:
        parts: Mapping[str, float] = _WITH_SECRET
    else:
        parts = _WITH_LINK if "link" in found else _WITH_NEITHER
    return round(min(0.99, parts["base"] + sum(parts.get(name, 0.0) for name in found)), 4)


def _ingredients(view: View) -> dict[str, str]:
    """What is there, with the words that show it."""
    found: dict[str, str] = {}
    for hit in scan_of(view).hits:
        for name in hit.sets:
            if name.startswith("fish."):
                found.setdefault(name[5:], hit.phrase)
    if "never" in found:
        found.pop("secret", None)
    hosts: list[str] = view.get("links.hosts")  # type: ignore[assignment]  # declared list(string)
    if hosts:
        found["link"] = hosts[0]
        odd = next((host for host in hosts if _ODD_HOST.search(host)), "")
        if odd:
            found["odd"] = odd
    if not found.keys() & {"act", "link"}:
        found.pop("secret", None)  # a secret is mentioned, not asked for
    return found


def _explain(view: View) -> Sequence[Finding]:
    return [Finding(f"{kind}: {words}") for kind, words in _ingredients(view).items()]


SIGNALS: tuple[Signal, ...] = (
    Signal(
        name="text.phishing",
        type=DOUBLE,
        cost=30,
        version="2",
        languages=LANGUAGES,
        about="0 to 1: asks for secrets or a click under a pretext.",
        compute=phishing,
        explain=_explain,
    ),
)
