"""The signals about contact hours."""

from __future__ import annotations

from tipstaff.cel.types import BOOL, STRING, STRINGS, TIMESTAMP
from tipstaff.signals.detectors.hours.opening import is_open, next_open
from tipstaff.signals.detectors.hours.places import disputed
from tipstaff.signals.detectors.hours.rows import candidates, caveat
from tipstaff.signals.signal import SignalFunction

_KNOWN = (
    "Arguments: recipient, place by the ledger (`FR`, `US-CA`; '' takes it from the number; two different places both "
    "count), time zones ([] takes them from the places)."
)
_DISPUTED = SignalFunction(
    name="hours.disputed",
    params=(STRING, STRING, STRINGS),
    result=BOOL,
    cost=6,
    version="2",
    languages=(),
    about="False, or the error `contradictory` where number and ledger, or the ledger's place and time zone, place the "
    "recipient differently. Arguments: recipient, place and time zones by the ledger.",
    compute=disputed,
    lasting=True,
)
SIGNALS = (
    _DISPUTED,
    *(
        SignalFunction(name, (STRING, STRING, STRINGS), result, cost, "3", (), f"{about} {_KNOWN}", compute)
        for name, result, cost, about, compute in (
            ("hours.open", BOOL, 8, "Marketing may reach the recipient now.", is_open),
            ("hours.next_open", TIMESTAMP, 10, "When marketing may reach the recipient next.", next_open),
            ("hours.candidates", STRINGS, 30, "Every zone and row that was in question.", candidates),
            ("hours.caveat", STRING, 30, "`unverified` where a row that counts was not read again; '' else.", caveat),
        )
    ),
)
