"""Ways to reach a person that stand in a text, and doxxing.

A shop may print its address and a person their own number. Doxxing is somebody else's: an address, a number or an
identifier that the text gives away about a third person, with a cue that it does (`her home address is`, `go to his
house`), or a name with two ways to reach it and no line of the writer's own or of a business around.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tipstaff.signals.detectors.personal.addresses import addresses, mails, phones, words
from tipstaff.signals.detectors.personal.found import Found, apart
from tipstaff.signals.detectors.personal.persons import NAME
from tipstaff.signals.detectors.personal.plain import Plain
from tipstaff.signals.detectors.personal.scan import Located, numbers, numbers_in
from tipstaff.signals.detectors.personal.texts import Said, said
from tipstaff.signals.lazily import Library
from tipstaff.signals.signal import View
from tipstaff.signals.text.words import bare

re2 = Library("re2")

_NEAR = 160


def contacts(view: View) -> tuple[Located, ...]:
    """Every way to reach a person in the event."""
    taken = view.once(numbers)
    return tuple(
        Located(found, text)
        for text in view.once(said)
        for found in beside(text.raw, [one.found for one in taken if one.text is text])
    )


def contacts_in(text: str) -> list[Found]:
    """The same of one text."""
    return beside(text, numbers_in(text))


def beside(text: str, taken: list[Found]) -> list[Found]:
    """Ways to reach a person outside the places that hold identifiers and accounts."""
    plain = Plain(text)
    found = [*addresses(plain), *mails(plain), *phones(plain)]
    if not found:
        return []
    if not plain.same_places:
        found = [one._replace(start=plain.place(one.start), end=plain.place(one.end - 1) + 1) for one in found]
    return [one for one in apart([*taken, *found]) if one.group == "contact"]


def doxxing(view: View) -> tuple[Located, ...]:
    """What the event gives away of somebody else."""
    reached, taken = view.once(contacts), view.once(numbers)
    found: list[Located] = []
    for text in view.once(said):
        here = [one.found for one in (*reached, *taken) if one.text is text and one.found.group != "financial"]
        found += [Located(one, text) for one in _given_away(text, here)]
    return tuple(found)


def _given_away(text: Said, found: list[Found]) -> list[Found]:
    """Those of the findings in one text that are given away: near a cue, or together beside a name."""
    if not found:
        return []
    lower = bare(text.raw)
    given_away, own = _cues()
    cues = [(match.start(), match.end()) for match in given_away.finditer(lower)]
    near = [one for one in found if any(start - _NEAR <= one.start <= end + _NEAR for start, end in cues)]
    if near:
        return near
    exposed = {one.kind for one in found if one.kind != "email"}
    together = len(exposed) >= 2 and "postal-address" in exposed
    return found if together and NAME.search(text.raw) and not own.search(lower) else []


@lru_cache(maxsize=1)
def _cues() -> tuple[Any, Any]:
    """What gives a third person away, and what says that details are one's own."""
    given = words()
    given_away, own = (re2.compile(rf"\b(?:{'|'.join(given[of])})") for of in ("given_away", "own"))
    return given_away, own
