"""Of which shape is a sender, and is it one that the recipient's country takes?

    +33612345678   number          a number in E.164
    0612345678     national        a number that means nothing outside its country
    36180          short-code      a few digits
    MaBoutique     name            letters, perhaps with digits and signs
    🛍              invalid         anything else

Whether the sender is registered to the account is the ledger's to say (`sender.owned`), whom it may be taken for is
`sender.lookalike`. Countries' rules are the table `sender-ids`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tipstaff.cel.types import STRING, STRINGS
from tipstaff.signals.numbering.number import read
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.vocab.tables import Row, Table

_NUMBER = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_CODE = re.compile(r"\d{3,8}", re.ASCII)
_NATIONAL = re.compile(r"\d{9,15}", re.ASCII)
# The letters of the GSM 7-bit default alphabet (3GPP TS 23.038 §6.2.1) beside A to Z.
_GSM_LETTERS = frozenset("èéùìòÇØøÅåÆæßÉÄÖÑÜäöñüàΔΦΓΛΩΠΨΣΘΞ")
_RULES = ("names", "longest", "shortest", "signs", "codes")


def shape(_: View, sender: str) -> str:
    """number, national, short-code, name or invalid; "" for no sender."""
    return _shape(sender)


def regime(view: View, country: str) -> str:
    """What the country does with names: free, registered or refused; "" when the table does not know."""
    return str(_rules(view.table("sender-ids"), view.at, country).get("names", ""))


def faults(view: View, sender: str, country: str) -> list[str]:
    """Why the country does not take such a sender, sorted; empty when nothing speaks against it.

    characters        signs or letters that a name may not hold
    impossible        a number that no numbering plan knows
    length            a name or short code that is too short or too long there
    name-refused      names are not delivered there
    national          a national number: it must be written in international form
    """
    rules = _rules(view.table("sender-ids"), view.at, country)
    return sorted(_faults(sender, rules))


def _faults(sender: str, rules: Mapping[str, Any]) -> Iterator[str]:
    found = _shape(sender)
    if found == "number":
        number = read(sender)
        if number is None or not number.valid:
            yield "impossible"
    elif found == "national":
        yield "national"
    elif found == "short-code":
        fewest, most = rules["codes"]
        if not fewest <= len(sender) <= most:
            yield "length"
    elif sender:
        if rules.get("names") == "refused":
            yield "name-refused"
        if not rules["shortest"] <= len(sender) <= rules["longest"]:
            yield "length"
        if found == "invalid" or not all(_plain(c) or c in rules["signs"] or c in _GSM_LETTERS for c in sender):
            yield "characters"


def _shape(sender: str) -> str:
    if not sender:
        return ""
    if sender.startswith("+"):
        return "number" if _NUMBER.fullmatch(sender) else "invalid"
    if sender[0].isdecimal() and sender.isdecimal():
        if _CODE.fullmatch(sender):
            return "short-code"
        return "national" if _NATIONAL.fullmatch(sender) else "invalid"
    return "name" if any(c.isalpha() for c in sender) and sender.isprintable() else "invalid"


def _plain(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _rules(table: Table, at: datetime, country: str) -> Mapping[str, Any]:
    by_country = table.derived(at, _by_country)
    return by_country.get(country) or by_country[""]


def _by_country(rows: tuple[Row, ...]) -> dict[str, dict[str, Any]]:
    """Country to its rules, those of every country filled in; "" holds those alone."""
    everywhere = {name: row.values[name] for row in rows if not row.keys for name in _RULES if name in row.values}
    found = {"": everywhere}
    for row in rows:
        if row.keys:
            found.setdefault(row.keys["country"], dict(everywhere)).update(row.values)
    return found


_ABOUT = "The country is the recipient's; the table `sender-ids` has its rules."
SIGNALS = (
    SignalFunction(
        name="sender.shape",
        params=(STRING,),
        result=STRING,
        cost=1,
        version="1",
        languages=(),
        about="Shape of a sender: number, national, short-code, name or invalid; empty for none.",
        compute=shape,
        lasting=True,
    ),
    SignalFunction(
        name="sender.faults",
        params=(STRING, STRING),
        result=STRINGS,
        cost=4,
        version="1",
        languages=(),
        about="Why a country does not take such a sender: characters, impossible, length, name-refused, national. "
        + _ABOUT,
        compute=faults,
        lasting=True,
    ),
    SignalFunction(
        name="sender.regime",
        params=(STRING,),
        result=STRING,
        cost=1,
        version="1",
        languages=(),
        about="What a country does with names as senders: free, registered, refused; empty when unknown. " + _ABOUT,
        compute=regime,
        lasting=True,
    ),
)
