"""The signals about personal data: kinds, counts and places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

from tipstaff.cel.types import INT, STRING, STRINGS
from tipstaff.signals.detectors.personal.contacts import contacts, doxxing
from tipstaff.signals.detectors.personal.health import health
from tipstaff.signals.detectors.personal.scan import Located, as_long_as_a_card, numbers
from tipstaff.signals.detectors.personal.secrets import secrets
from tipstaff.signals.detectors.personal.special import special
from tipstaff.signals.signal import Finding, Signal, SignalFunction, View

Look = Callable[[View], tuple[Located, ...]]
_GROUPS: dict[str, Look] = {
    "government": numbers,
    "financial": numbers,
    "health": health,
    "special": special,
    "secret": secrets,
    "contact": contacts,
}
_SPOKEN = {"card": "payment card", "card-code": "code of a card", "iban": "bank account"}


def _kinds(look: Look, group: str = "") -> Callable[[View], list[str]]:
    """The kinds that a look finds, of one group or of all: sorted, each once."""

    def compute(view: View) -> list[str]:
        return sorted({one.found.kind for one in view.once(look) if not group or one.found.group == group})

    return compute


def _count(kind: str) -> Callable[[View], int]:
    def compute(view: View) -> int:
        return len({(one.text.where, one.found.same) for one in view.once(numbers) if one.found.kind == kind})

    return compute


_count_cards = _count("card")


def cards(view: View) -> int:
    """Different card numbers. A text without a run of digits as long as a card is not looked at."""
    return _count_cards(view) if as_long_as_a_card(view) else 0


def count(view: View, kind: str) -> int:
    """How many different values of a kind (`card`, `fr.nir`) or of a group (`government`) the event holds."""
    looks = [_GROUPS[kind]] if kind in _GROUPS else list(dict.fromkeys(_GROUPS.values()))
    found = chain.from_iterable(view.once(look) for look in looks)
    return len(
        {(one.found.kind, one.text.where, one.found.same or one.found.start) for one in found if kind in one.found[:2]}
    )


def restricted(view: View) -> list[str]:
    """Everything that policies restrict together: identifiers, accounts, health, special categories."""
    found = chain(view.once(numbers), view.once(health), view.once(special))
    return sorted({one.found.kind for one in found})


def _explain(look: Look, *kinds: str) -> Callable[[View], Sequence[Finding]]:
    """Kind and place of each finding; the place only when it is of the event's own words."""

    def explain(view: View) -> Sequence[Finding]:
        return [
            _finding(one) for one in view.once(look) if not kinds or one.found.kind in kinds or one.found.group in kinds
        ]

    return explain


def _finding(one: Located) -> Finding:
    what = _SPOKEN.get(one.found.kind, one.found.kind)
    if not one.text.where:
        return Finding(what, one.found.start, one.found.end)
    line = one.text.raw.count("\n", 0, one.found.start) + 1
    return Finding(f"{what} in {one.text.where}, line {line}")


def _explain_restricted(view: View) -> Sequence[Finding]:
    return [_finding(one) for look in (numbers, health, special) for one in view.once(look)]


SIGNALS = (
    Signal(
        name="pii.cards",
        type=INT,
        cost=3,
        version="3",
        languages=(),
        about="Payment card numbers in the text (Luhn digit, and an issuer's prefix or a word that says so).",
        compute=cards,
        explain=_explain(numbers, "card"),
    ),
    Signal(
        name="pii.ibans",
        type=INT,
        cost=7,
        version="3",
        languages=(),
        about="IBANs in the text (length and structure of the country, check digits).",
        compute=_count("iban"),
        explain=_explain(numbers, "iban"),
    ),
    Signal(
        name="pii.identifiers",
        type=STRINGS,
        cost=7,
        version="2",
        languages=(),
        about="Kinds of government identifiers in the text or in its text files: us.ssn, fr.nir, gb.nino, passport, "
        "driving-licence, voter, military, tax-id and over sixty more.",
        compute=_kinds(numbers, "government"),
        explain=_explain(numbers, "government"),
    ),
    Signal(
        name="pii.accounts",
        type=STRINGS,
        cost=7,
        version="2",
        languages=(),
        about="Kinds of financial account data: card, card-code, iban, fr.rib, us.routing, gb.sort-code, mx.clabe, "
        "bank-account.",
        compute=_kinds(numbers, "financial"),
        explain=_explain(numbers, "financial"),
    ),
    Signal(
        name="pii.health",
        type=STRINGS,
        cost=10,
        version="2",
        languages=("en", "fr"),
        about="Health information next to a person, by topic: diagnosis, result, treatment, care, complaint, "
        "condition, mental, reproductive; record for the wording of a medical record.",
        compute=_kinds(health),
        explain=_explain(health),
    ),
    Signal(
        name="pii.special",
        type=STRINGS,
        cost=7,
        version="2",
        languages=("en", "fr"),
        about="Other special categories next to a person: religion, politics, union, ethnic-origin, orientation, "
        "genetic, biometric, criminal.",
        compute=_kinds(special),
        explain=_explain(special),
    ),
    Signal(
        name="pii.restricted",
        type=STRINGS,
        cost=21,
        version="2",
        languages=(),
        about="All kinds of restricted data together: identifiers, accounts, health, special categories.",
        compute=restricted,
        explain=_explain_restricted,
    ),
    Signal(
        name="pii.secrets",
        type=STRINGS,
        cost=7,
        version="2",
        languages=(),
        about="Kinds of keys, tokens and passwords in the text, in text files or on a command line: private-key, "
        "aws-access-key, github-token, connection-string, password and others.",
        compute=_kinds(secrets),
        explain=_explain(secrets),
    ),
    Signal(
        name="pii.contacts",
        type=STRINGS,
        cost=13,
        version="2",
        languages=(),
        about="Ways to reach a person that stand in the text: postal-address, phone, email.",
        compute=_kinds(contacts),
        explain=_explain(contacts),
    ),
    Signal(
        name="pii.doxxing",
        type=STRINGS,
        cost=15,
        version="2",
        languages=("en", "fr"),
        about="What the text gives away of somebody else: postal-address, phone, email, or kinds of identifiers.",
        compute=_kinds(doxxing),
        explain=_explain(doxxing),
    ),
    SignalFunction(
        name="pii.count",
        params=(STRING,),
        result=INT,
        cost=30,
        version="2",
        languages=(),
        about="How many different values of a kind (`card`, `fr.nir`) or of a group (government, financial, health, "
        "special, secret, contact) the event holds.",
        compute=count,
    ),
)
