"""Addresses and lists of them: roles, mailboxes to throw away, free mailboxes, what cannot exist, what comes twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from tipstaff.cel.types import BOOL, DOUBLE, STRING, STRINGS
from tipstaff.signals.mailparse.mailboxes import domain_of, is_address
from tipstaff.signals.shipped import DATA
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.signals.urls.kinds import is_kind

_TAG = re.compile(r"[+].*")
_NUMBERED = re.compile(r"[-_.]?\d{1,3}\Z")


def role(address: str) -> bool:
    """Whether it belongs to an office and not to a person: `info@`, `webmaster@` (RFC 2142), `Sales-2+x@`."""
    local = _TAG.sub("", address.rpartition("@")[0].strip().lower())
    return local in _roles() or _NUMBERED.sub("", local) in _roles()


def disposable(address: str) -> bool:
    """Whether its domain, or a domain above, gives out mailboxes to throw away."""
    domain = domain_of(address)
    return bool(domain) and is_kind(domain, "disposable")


def free(address: str) -> bool:
    """Whether anybody gets a mailbox there."""
    domain = domain_of(address)
    return bool(domain) and is_kind(domain, "free-mail")


def same(address: str) -> str:
    """One spelling per mailbox, to find those that come twice: no tag, and no dots where they do not count."""
    local, _, _ = address.strip().lower().rpartition("@")
    domain = domain_of(address)
    local = _TAG.sub("", local)
    if domain in ("gmail.com", "googlemail.com"):
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def duplicate_share(addresses: Sequence[str]) -> float:
    """The share that stood in the list before."""
    mail = [address for address in addresses if "@" in address]
    return _share(len(mail) - len({same(address) for address in mail}), len(mail))


def share_of(test: Callable[[str], bool]) -> Callable[[Sequence[str]], float]:
    """The share of mail addresses for which a test holds; phone numbers and handles are left out."""

    def share(addresses: Sequence[str]) -> float:
        mail = [address for address in addresses if "@" in address]
        return _share(sum(map(test, mail)), len(mail))

    return share


def _share(part: int, whole: int) -> float:
    return round(part / whole, 6) if whole else 0.0


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    lines = (DATA / "mail" / "roles.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _of_one(name: str, about: str, test: Callable[[str], bool]) -> SignalFunction:
    def compute(_view: View, address: str) -> bool:
        return test(address)

    return SignalFunction(f"mail.{name}", (STRING,), BOOL, 3, "1", (), about, compute)


def _of_list(name: str, about: str, measure: Callable[[Sequence[str]], float]) -> SignalFunction:
    def compute(_view: View, addresses: Sequence[str]) -> float:
        return measure(addresses)

    return SignalFunction(f"mail.{name}", (STRINGS,), DOUBLE, 100, "1", (), about, compute)


SIGNALS = (
    _of_one("role", "Whether an address belongs to an office, not to a person: info@, webmaster@ (RFC 2142).", role),
    _of_one("disposable", "Whether an address is of a provider of mailboxes to throw away.", disposable),
    _of_one("free", "Whether an address is of a provider where anybody gets a mailbox.", free),
    _of_one("valid", "Whether an address may exist (RFC 5321): its form, not its mailbox.", is_address),
    _of_list("role_share", "Share of a list's addresses that belong to offices, 0 to 1.", share_of(role)),
    _of_list("disposable_share", "Share of a list's addresses at providers of mailboxes to throw away.",
             share_of(disposable)),
    _of_list("free_share", "Share of a list's addresses at providers of free mailboxes.", share_of(free)),
    _of_list("invalid_share", "Share of a list's addresses that cannot exist.", share_of(lambda a: not is_address(a))),
    _of_list("duplicate_share", "Share of a list's addresses that stand in it more than once.", duplicate_share),
)  # fmt: skip
