"""All restricted numbers of a text, looked for once."""

from __future__ import annotations

from typing import NamedTuple

from tipstaff.signals.detectors.personal.accounts import accounts_found
from tipstaff.signals.detectors.personal.announced import announced
from tipstaff.signals.detectors.personal.found import Found, apart
from tipstaff.signals.detectors.personal.identifiers import FEWEST_DIGITS, identifiers
from tipstaff.signals.detectors.personal.plain import Plain
from tipstaff.signals.detectors.personal.texts import Said, said
from tipstaff.signals.signal import View


class Located(NamedTuple):
    """A finding and the text it stands in."""

    found: Found
    text: Said


def numbers(view: View) -> tuple[Located, ...]:
    """Every identifier, card and account of the event.

    Raises:
        CelError: `signal-unavailable`, events of this type say nothing.
    """
    return tuple(Located(found, text) for text in view.once(said) for found in numbers_in(text.raw))


def numbers_in(text: str) -> list[Found]:
    """The same of one text; places are characters of it. A text with fewer than three digits is not looked at."""
    plain = Plain(text)
    if plain.digits < 3:
        return []
    found = list(accounts_found(plain.text, plain.digits))
    if plain.digits >= FEWEST_DIGITS:
        found += identifiers().found(plain.text)
    if plain.digits >= 5:
        found += announced().found(plain.text)
    return [one._replace(start=plain.place(one.start), end=plain.place(one.end - 1) + 1) for one in apart(found)]
