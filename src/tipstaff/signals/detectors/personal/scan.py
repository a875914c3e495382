"""All restricted numbers of a text, looked for once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from tipstaff.native.kernels import kernel
from tipstaff.signals.detectors.personal import accounts, announced, identifiers
from tipstaff.signals.detectors.personal.found import Found, apart
from tipstaff.signals.detectors.personal.look import Finders
from tipstaff.signals.detectors.personal.plain import Plain
from tipstaff.signals.detectors.personal.texts import Said, said
from tipstaff.signals.signal import View

_KERNEL = kernel("digits")
# The shortest thing that is looked for is the code of a card.
FEWEST_DIGITS = 3
FEWEST_OF_A_CARD = 12


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


def as_long_as_a_card(view: View) -> bool:
    """Whether a text of the event has a run of digits as long as the shortest card. Few messages have.

    Raises:
        CelError: `signal-unavailable`, events of this type say nothing.
    """
    texts = view.once(said)
    return _runs_on(texts[0].raw) if len(texts) == 1 else any(_runs_on(text.raw) for text in texts)


def _runs_on(text: str) -> bool:
    return (_KERNEL is None or _KERNEL.may_hold_card(text)) and runs_on_plainly(text)


def runs_on_plainly(text: str) -> bool:
    """Whether one text has such a run, without the kernel."""
    plain = Plain(text)
    return plain.digits >= FEWEST_OF_A_CARD and accounts.CARD_LIKE.search(plain.text) is not None


def numbers_in(text: str) -> list[Found]:
    """The same of one text; places are characters of it. A text with fewer than three digits is not looked at."""
    plain = Plain(text)
    if plain.digits < FEWEST_DIGITS:
        return []
    found = apart(finders().found(plain.text))
    if plain.same_places:
        return found
    return [one._replace(start=plain.place(one.start), end=plain.place(one.end - 1) + 1) for one in found]


@lru_cache(maxsize=1)
def finders() -> Finders:
    """Everything that is looked for."""
    return Finders([*accounts.finders(), *identifiers.finders(), *announced.finders()])
