"""Check digits by name: those of python-stdnum (LGPL, unmodified), and a few that it does not have."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from tipstaff.signals.lazily import Library

Check = Callable[[str], bool]

# Each digit doubled, the digits of the double added.
_DOUBLED = str.maketrans("0123456789", "0246813579")


@lru_cache(maxsize=256)
def check(name: str) -> Check:
    """The check of that name: one of ours, or the `is_valid` of a module of python-stdnum (`fr.nir`)."""
    return OURS.get(name) or _stdnum(name)


def _stdnum(name: str) -> Check:
    module = Library(f"stdnum.{name}")
    return lambda value: bool(module.is_valid(value))


def luhn_valid(digits: str) -> bool:
    """The Luhn digit (ISO/IEC 7812-1, annex B) of ASCII digits only. Ours for its speed: it is asked most."""
    turned = digits[::-1]
    return (sum(map(int, turned[::2])) + sum(map(int, turned[1::2].translate(_DOUBLED)))) % 10 == 0


def routing_valid(digits: str) -> bool:
    """A routing transit number of the American Bankers Association: weights 3, 7, 1."""
    weighed = sum(weight * int(digit) for weight, digit in zip((3, 7, 1) * 3, digits, strict=True))
    return weighed % 10 == 0 and digits != "000000000"


def rib_valid(compact: str) -> bool:
    """The key of a French account identity (RIB): bank 5, branch 5, account 11, key 2."""
    digits = "".join(_RIB_LETTERS.get(char, char) for char in compact.upper())
    if len(digits) != 23 or not digits.isdecimal():
        return False
    bank, branch, account, key = int(digits[:5]), int(digits[5:10]), int(digits[10:21]), int(digits[21:])
    return (89 * bank + 15 * branch + 3 * account + key) % 97 == 0


def clabe_valid(digits: str) -> bool:
    """The check digit of a Mexican CLABE: weights 3, 7, 1."""
    weighed = sum(weight * int(digit) % 10 for weight, digit in zip((3, 7, 1) * 6, digits, strict=False))
    return len(digits) == 18 and (10 - (weighed - int(digits[17]) * 1) % 10) % 10 == int(digits[17])


def _spanish_social_security(compact: str) -> bool:
    province, number, key = int(compact[:2]), int(compact[2:10]), int(compact[10:])
    whole = int(f"{province}{number}") if number < 10_000_000 else int(compact[:10])
    return key == whole % 97


def _hungarian_health(compact: str) -> bool:
    weighed = sum((3 if at % 2 == 0 else 7) * int(digit) for at, digit in enumerate(compact[:8]))
    return weighed % 10 == int(compact[8])


def _singapore(compact: str) -> bool:
    letter, digits, last = compact[0].upper(), compact[1:8], compact[8].upper()
    total = sum(weight * int(digit) for weight, digit in zip((2, 7, 6, 5, 4, 3, 2), digits, strict=True))
    total += {"T": 4, "G": 4, "M": 3}.get(letter, 0)
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "G": "XWUTRQPNMLK", "M": "XWUTRQPNJLK"}
    return letters[letter][total % 11] == last


_RIB_LETTERS = {
    letter: str(value)
    for letter, value in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", [*range(1, 10), *range(1, 10), *range(2, 10)], strict=True)
}

OURS: dict[str, Check] = {
    "nss": _spanish_social_security,
    "taj": _hungarian_health,
    "nric": _singapore,
}
