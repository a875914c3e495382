"""Can a sender be taken for a protected name that belongs to somebody else?

Names are compared by skeleton (`tipstaff.signals.confusable`): what is left when look-alike letters are one letter, and
case, spaces and signs do not count. A sender is taken for a name when the skeletons are equal, when they differ by one
slip (names of five letters and more), or when the sender is the name with usual additions (`PayPal-Info`,
`securepaypal`, `PAYPAL24`).

What a very popular domain is called is a name of its own (`Telegraf` beside `Telegram`, `metal-archives` beside
`Archive`), unless all that stands beside the protected name is what imitators put there (`Office365`, `GoogleMail`). A
protected name that is a word of every day makes phrases with other such words (`Archive-It`), which are no imitations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from tipstaff.cel.types import STRING
from tipstaff.signals.confusable.index import Index, Likeness, is_added
from tipstaff.signals.confusable.skeleton import skeleton
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.signals.surroundings import ProtectedName
from tipstaff.signals.urls.kinds import popular_labels

_LONGEST = 64
# Without their first letter, names of up to so many letters are often words of their own.
_WORDLIKE = 6
_NUMBER = re.compile(r"\+?[\d\s().-]*", re.ASCII)
# Where one word of a sender ends and the next begins, beside spaces and signs: a capital after a small letter.
_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")


def lookalike(view: View, sender: str) -> str:
    """The protected name it may be taken for, "" when there is none or the account itself owns it."""
    names = view.surroundings.protected_names()
    if not names or len(sender) > _LONGEST or _NUMBER.fullmatch(sender):
        return ""
    account = view.event.account
    index, owned = _Names.over(names)
    mine: AbstractSet[str] = owned.get(account, frozenset())
    found = (
        likeness.entry
        for likeness in index.like(_words(sender))
        if likeness.how == "same" or not (_beheaded(sender, likeness) or _of_its_own(sender, likeness))
    )
    return next((name for name in found if name not in mine), "")


class _Names:
    """The names in force, ready to be asked; kept as long as the installation hands out the same object."""

    _last: tuple[Sequence[ProtectedName], tuple[Index[str], dict[str, set[str]]]] | None = None

    @classmethod
    def over(cls, names: Sequence[ProtectedName]) -> tuple[Index[str], dict[str, set[str]]]:
        """The index of the names, and owner to the names that are his."""
        last = cls._last
        if last is None or last[0] is not names:
            owned: dict[str, set[str]] = {}
            for name in names:
                owned.setdefault(name.owner, set()).add(name.name)
            owned.pop("", None)
            last = cls._last = names, (Index((name.name, name.name) for name in names), owned)
        return last[1]


def _beheaded(sender: str, found: Likeness[str]) -> bool:
    """Whether all that a sender lacks is the first letter of a short name: `Range` is not taken for `Orange`."""
    whole = skeleton(found.entry)
    return found.how == "slip" and len(whole) <= _WORDLIKE and whole[1:] == skeleton(sender)


def _of_its_own(sender: str, found: Likeness[str]) -> bool:
    """Whether a popular domain is called so, and it is not the protected name with usual additions only."""
    if sender.lower() not in popular_labels():
        return False
    if found.how == "slip":
        return True
    whole = skeleton(found.entry)
    bare = "".join(map(skeleton, _words(sender)))
    before, at, after = bare.partition(whole)
    return not at or not all(rest == "" or is_added(rest) for rest in (before, after))


def _words(sender: str) -> list[str]:
    """The parts of a sender as people read it; one part when the look-alikes of letters stand among them."""
    return _HUMP.sub(" ", sender).replace("_", " ").replace("-", " ").split()


SIGNALS = (
    SignalFunction(
        name="sender.lookalike",
        params=(STRING,),
        result=STRING,
        cost=12,
        version="4",
        languages=(),
        about="The protected name of somebody else that a sender may be taken for; empty when there is none.",
        compute=lookalike,
        standing=True,
    ),
)
