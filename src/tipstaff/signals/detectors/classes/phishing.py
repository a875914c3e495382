"""Does the text fish for secrets or a click under a pretext?

Ingredients come from the sets `fish.*`: it asks for a secret, asks to act, presses, names an institution, has a
pretext; and there is a link, perhaps to an odd host. A text that warns against giving secrets away asks for none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import itemgetter

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
    r"(?:secur|verif|login|compte|account|update|client|support|suivi|colis|parcel)[a-z]*-|"
    r"-(?:secur|verif|login|compte|account|update|client|support|suivi|colis|parcel|info)"
)


# What was found: first word, ingredients, number of the phrase.
_Told = tuple[int, Sequence[str], int]
# In a long text only ingredients so many words apart make one lure.
_REACH = 60


def phishing(view: View) -> float:
    """0 to 1; above about 0.7 it has the whole recipe."""
    return _best(view)[0]


def _best(view: View) -> tuple[float, Sequence[_Told]]:
    """The score of the stretch that fishes most, and what it says."""
    linked = _linked(view).keys()
    scan = scan_of(view)
    told = scan.told_of("fish")
    if not told:
        return _score(linked), ()
    stretches = list(_stretches(told))
    scores = {names: _score(names | linked) for names in {names for _, _, names in stretches}}
    best, begin, end = max(((scores[names], begin, end) for begin, end, names in stretches), key=itemgetter(0))
    return best, told[begin:end]


def _score(names: AbstractSet[str]) -> float:
    """What these ingredients make together."""
    if not names:
        return 0.0
    left = _counting(names)
    if "secret" in left:
        parts: Mapping[str, float] = _WITH_SECRET
    else:
        parts = _WITH_LINK if "link" in left else _WITH_NEITHER
    return round(min(0.99, parts["base"] + sum([parts.get(name, 0.0) for name in sorted(left)])), 4)


def _counting(names: AbstractSet[str]) -> AbstractSet[str]:
    """The ingredients that count: a secret that is mentioned is not asked for, nor one that must never be told."""
    if "secret" in names and ("never" in names or names.isdisjoint(("act", "link"))):
        return names - {"secret"}
    return names


def _stretches(told: Sequence[_Told]) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Runs of what was found within reach of the first of them: from, up to, and the ingredients they show."""
    if told[-1][0] <= told[0][0] + _REACH:  # as in every message: one stretch
        yield 0, len(told), frozenset([name for _, names, _ in told for name in names])
        return
    end = 0
    held: dict[str, int] = {}
    for begin, (first, _, _) in enumerate(told):
        before = end
        while end < len(told) and told[end][0] <= first + _REACH:
            for name in told[end][1]:
                held[name] = held.get(name, 0) + 1
            end += 1
        if end > before:  # the others are parts of one that was seen
            yield begin, end, frozenset([name for name, count in held.items() if count])
        for name in told[begin][1]:
            held[name] -= 1


def _linked(view: View) -> dict[str, str]:
    """The text's link, and an odd host among its links."""
    hosts: list[str] = view.get("links.hosts")  # type: ignore[assignment]  # declared list(string)
    if not hosts:
        return {}
    found = {"link": hosts[0]} if hosts else {}
    odd = next((host for host in hosts if _ODD_HOST.search(host)), "")
    return {**found, "odd": odd} if odd else found


def _explain(view: View) -> Sequence[Finding]:
    """The ingredients of the best stretch, with the words that show them first."""
    scan, linked = scan_of(view), _linked(view)
    said: dict[str, str] = {}
    for _, names, number in _best(view)[1]:
        for name in names:
            said.setdefault(name, scan.phrase(number))
    counting = _counting(said.keys() | linked.keys())
    return [Finding(f"{kind}: {words}") for kind, words in {**said, **linked}.items() if kind in counting]


SIGNALS: tuple[Signal, ...] = (
    Signal(
        name="text.phishing",
        type=DOUBLE,
        cost=20,
        version="3",
        languages=LANGUAGES,
        about="0 to 1: asks for secrets or a click under a pretext.",
        compute=phishing,
        explain=_explain,
    ),
)
