"""What forms ask for and where they send it."""

from __future__ import annotations

import re

from tipstaff.signals.detectors.html.declaring import Noted, listing
from tipstaff.signals.markup.page import Entry
from tipstaff.signals.markup.reading import page_of
from tipstaff.signals.signal import View

_ASKED = {
    "password": re.compile(r"passw|passwd|pwd|mot.?de.?passe|\bmdp\b|kennwort|contrase"),
    "code": re.compile(r"one-time-code|\botp\b|\bpin\b|2fa|security.?code|code.?(?:de.?)?s[eé]curit|sms.?code"),
    "card": re.compile(r"card.?n|cc-?num|cc-?csc|cvv|cvc|cardnumber|carte|num.?cb|expir"),
    "account": re.compile(r"iban|account.?n|sort.?code|routing|\brib\b"),
    "identity": re.compile(r"\bssn\b|social.?sec|passport|num.?s[eé]cu|\bnir\b|national.?id|birth|naissance"),
    "email": re.compile(r"e-?mail|courriel"),
    "phone": re.compile(r"\btel\b|phone|mobile|t[eé]l[eé]phone"),
}


def asks(view: View) -> Noted:
    """Kinds of values the fields ask for."""
    return [(kind, entry.names.partition(" ")[0]) for entry in view.once(page_of).entries for kind in _kinds(entry)]


def _kinds(entry: Entry) -> list[str]:
    said = f"{entry.kind if entry.kind in ('password', 'email', 'tel') else ''} {entry.names}"
    return [] if entry.kind == "hidden" else [kind for kind, words in _ASKED.items() if words.search(said)]


def forms(view: View) -> Noted:
    """Addresses that forms send to; "" is the page itself."""
    return [(action[:2_000], action) for action in view.once(page_of).forms]


SIGNALS = (
    listing("forms", "Addresses that forms send to, as written; empty for the page itself.", forms),
    listing("asks", "What form fields ask for: password, code, card, account, identity, email, phone.", asks),
)
