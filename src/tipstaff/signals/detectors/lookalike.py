"""Can a sender be taken for a protected name that belongs to somebody else?

Names are compared by skeleton: what is left when look-alike letters are one letter, and case, spaces and signs do not
count. A sender is taken for a name when the skeletons are equal, when they differ by one letter (names of five letters
and more; a letter more or less not at the beginning), or when the sender is the name with usual additions
(`PayPal-Info`, `securepaypal`, `PAYPAL24`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from tipstaff.cel.types import STRING
from tipstaff.signals.shipped import DATA
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.signals.surroundings import ProtectedName

_LETTERS: Final = str.maketrans(
    "аеорсхуіјѕԁԛԝһвмнткɡαορνιυκτχεսոօհցı013456789!|$@€",
    "aeopcxyijsdqwhbmhtkgaopviuktxeunohgioleasgtbgilsae",
)
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("ii", "u"), ("cl", "d"))
_SHORT = 5
_LONGEST = 64


def lookalike(view: View, sender: str) -> str:
    """The protected name it may be taken for, "" when there is none or the account itself owns it."""
    return _found(view.surroundings.protected_names(), sender, view.event.account)


def _found(names: Sequence[ProtectedName], sender: str, account: str) -> str:
    if not names or sender.startswith("+") or not sender.strip() or len(sender) > _LONGEST:
        return ""
    index = _Index.over(names)
    owned = index.owned_by(account)
    for name in index.like(sender):
        if name.name not in owned:
            return name.name
    return ""


class _Index:
    """Protected names by skeleton, and by skeleton with one letter left out."""

    _last: tuple[Sequence[ProtectedName], _Index] | None = None

    def __init__(self, names: Sequence[ProtectedName]) -> None:
        self._owned: dict[str, set[str]] = {}
        self._whole: dict[str, list[ProtectedName]] = {}
        self._without_one: dict[str, list[ProtectedName]] = {}
        for name in names:
            bare = skeleton(name.name)
            self._whole.setdefault(bare, []).append(name)
            self._owned.setdefault(name.owner, set()).add(name.name)
            if len(bare) >= _SHORT:
                for shorter in _shorter(bare):
                    self._without_one.setdefault(shorter, []).append(name)

    @classmethod
    def over(cls, names: Sequence[ProtectedName]) -> _Index:
        """The index of these names, kept as long as the installation hands out the same object."""
        if cls._last is None or cls._last[0] is not names:
            cls._last = (names, cls(names))
        return cls._last[1]

    def owned_by(self, account: str) -> set[str]:
        """Names the account may use."""
        return self._owned.get(account, set())

    def like(self, sender: str) -> Iterator[ProtectedName]:
        """Names the sender may be taken for, the surest first."""
        bare = skeleton(sender)
        yield from self._whole.get(bare, ())
        for core in _cores(sender, bare):
            yield from self._whole.get(core, ())
        yield from self._one_off(bare)

    def _one_off(self, bare: str) -> Iterator[ProtectedName]:
        """Names that differ by one letter: one more, one less, another one, or two neighbours swapped."""
        if len(bare) < _SHORT:
            return
        yield from (name for name in self._without_one.get(bare, ()) if skeleton(name.name)[0] == bare[0])
        for shorter in _shorter(bare):
            if len(shorter) >= _SHORT and shorter[0] == bare[0]:
                yield from self._whole.get(shorter, ())
            for name in self._without_one.get(shorter, ()):
                if _near(skeleton(name.name), bare):
                    yield name


@lru_cache(maxsize=8192)
def skeleton(name: str) -> str:
    """What is left of a name when look-alikes are one letter; `l`, `i` and `1` are the same."""
    folded = unicodedata.normalize("NFKD", name).casefold().translate(_LETTERS)
    bare = "".join(letter for letter in folded if letter.isalnum())
    for pair, letter in _PAIRS:
        bare = bare.replace(pair, letter)
    return bare.replace("i", "l")


def _cores(sender: str, bare: str) -> Iterator[str]:
    """The sender without usual additions before or after, by its words and by its letters."""
    words = [skeleton(word) for word in re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", sender))]
    kept = [word for word in words if word not in _BARE_ADDED and not word.isdecimal()]
    if 0 < len(kept) < len(words):
        yield "".join(kept)
    for cut in range(2, len(bare) - _SHORT + 2):
        if bare[:cut] in _BARE_ADDED:
            yield bare[cut:]
        if bare[-cut:] in _BARE_ADDED:
            yield bare[:-cut]
    yield skeleton(re.sub(r"^[\d\W_]+|[\d\W_]+$", "", sender))


def _shorter(bare: str) -> set[str]:
    return {bare[:at] + bare[at + 1 :] for at in range(len(bare))}


def _near(one: str, other: str) -> bool:
    """Same length, and one letter differs or two neighbours are swapped."""
    if len(one) != len(other):
        return False
    differ = [at for at in range(len(one)) if one[at] != other[at]]
    if len(differ) == 1:
        return True
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    first, second = differ
    return one[first] == other[second] and one[second] == other[first]


_BARE_ADDED: Final = frozenset(map(skeleton, (DATA / "sender_additions.txt").read_text(encoding="utf-8").split()))
SIGNALS = (
    SignalFunction(
        name="sender.lookalike",
        params=(STRING,),
        result=STRING,
        cost=30,
        version="1",
        languages=(),
        about="The protected name of somebody else that a sender may be taken for; empty when there is none.",
        compute=lookalike,
    ),
)
