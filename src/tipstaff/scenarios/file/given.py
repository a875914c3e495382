"""The keys of `given`: the state before the first step, as a table of shapes. Public contract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tipstaff.scenarios.file.shapes import Either, Lookup, Many, Table
from tipstaff.scenarios.file.values import (
    Anything,
    AsWritten,
    Choice,
    Flag,
    Length,
    Matching,
    Number,
    Shape,
    Text,
    Time,
    TimeText,
    Whole,
)

STANDINGS: Final = ("good", "limited", "suspended", "terminated")
ROLES: Final = (
    "analyst", "lead", "policy", "appeals", "legal", "specialist", "auditor", "admin", "customer", "reporter",
)  # fmt: skip
SUPPRESSION_KINDS: Final = ("unsubscribe", "keyword", "hard-bounce", "complaint", "trap", "manual")
REFUSABLE: Final = ("marketing", "transactional", "service", "otp")
CONSENT_LEVELS: Final = ("opt-in", "express", "written", "double")

COUNTRY = Matching("a country such as FR", re.compile(r"[A-Z]{2}"))
SUBDIVISION = Matching("a country or subdivision such as FR or FR-GES", re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,8})?"))
HOUR = Matching("an hour such as 09:00", re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00"))
DAYS = Matching("days such as mon-fri or mon,wed,sat", re.compile(r"[a-z]{3}([-, ]+[a-z]{3})*"))
BIRTH = Matching("a day such as 1990-05-17", re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?"))
TEXT, TIME, FLAG, PARTY = Text(), TimeText(), Flag(), Text("a number, an e-mail address or a handle")

EVENT: Final = Table(
    {"type": TEXT, "account": TEXT, "id": TEXT, "source": TEXT, "data": AsWritten()},
    required=("type", "account", "data"),
    what="an event",
)
STANDARDS: Final = Either(Lookup(Anything()), Text("a text or a table of names and values"))
HOURS: Final = Table({"days": DAYS, "from": HOUR, "to": HOUR, "zone": TEXT}, ("from", "to"), what="`hours`")


def _rows(what: str, fields: Mapping[str, Shape], *required: str, open_: bool = False) -> Many:
    return Many(Table(fields, required, open_, what=f"an entry of `{what}`"))


GIVEN: Final[Mapping[str, Shape]] = {
    "now": Time(),
    "accounts": _rows(
        "accounts",
        {
            "id": TEXT, "parent": TEXT, "name": TEXT, "country": COUNTRY, "locale": Choice(("en", "fr")), "plan": TEXT,
            "standing": Choice(STANDINGS), "trial": FLAG, "created_at": TIME, "purpose": TEXT,
            "emails": Many(TEXT, bare=True), "holidays": SUBDIVISION, "hours": HOURS, "facts": Lookup(Anything()),
        },
        "id",
    ),
    "consents": _rows(
        "consents",
        {
            "account": TEXT, "recipient": PARTY, "channel": TEXT, "purpose": TEXT, "level": Choice(CONSENT_LEVELS),
            "granted_at": TIME, "revoked_at": TIME, "expires_at": TIME, "source": TEXT, "wording": TEXT,
            "language": TEXT, "active": FLAG, "proof": TEXT,
        },
        "account", "recipient", "channel", "purpose", "granted_at",
    ),
    "recipients": _rows(
        "recipients",
        {
            "recipient": PARTY, "country": COUNTRY, "region": TEXT, "zone": TEXT, "born": BIRTH,
            "age_assured": Whole(), "language": TEXT, "eea": FLAG,
        },
        "recipient",
    ),
    "suppressions": _rows(
        "suppressions",
        {
            "account": TEXT, "recipient": PARTY, "channel": TEXT, "kind": Choice(SUPPRESSION_KINDS), "at": TIME,
            "purpose": Choice(REFUSABLE),
        },
        "recipient", "kind",
    ),
    "registers": _rows(
        "registers",
        {"name": TEXT, "country": COUNTRY, "loaded_at": TIME, "entries": Many(PARTY)},
        "name", "country", "entries",
    ),
    "authorizations": _rows(
        "authorizations",
        {
            "id": TEXT, "account": TEXT, "use": TEXT, "scope": Lookup(Anything()), "from": TIME, "until": TIME,
            "granted_by": TEXT, "conditions": Anything(),
        },
        "account", "use",
    ),
    "senders": _rows(
        "senders", {"account": TEXT, "sender": TEXT, "channel": TEXT, "registered_at": TIME}, "account", "sender"
    ),
    "protected_names": _rows(
        "protected_names",
        {"name": TEXT, "owner": TEXT, "kind": Choice(("operator", "supplier", "partner", "brand"))},
        "name",
    ),
    "numbers": _rows(
        "numbers",
        {
            "number": PARTY, "account": TEXT, "use": TEXT, "end_user": Anything(), "assigned_at": TIME,
            "last_used_at": TIME, "forward_to": PARTY,
        },
        "number", "account",
    ),
    "domains": _rows("domains", {"domain": TEXT, "account": TEXT, "verified_at": TIME}, "domain", "account"),
    "addresses": _rows("addresses", {"address": TEXT, "account": TEXT}, "address", "account"),
    "licences": _rows(
        "licences",
        {
            "id": TEXT, "account": TEXT, "product": TEXT,
            "kind": Choice(("server", "volume", "standard", "enterprise", "seats")),
            "servers": Whole(), "seats": Whole(), "volume": Number(), "from": TIME, "until": TIME,
        },
        "id", "account", "product", "kind",
    ),
    "meters": _rows(
        "meters",
        {
            "account": TEXT, "meter": TEXT, "limit": Number(), "hard": FLAG, "cap": Number(), "paid": FLAG,
            "used": Number(), "period": Choice(("day", "month")), "notify": Many(TEXT, bare=True),
        },
        "account", "meter", "limit",
    ),
    "terms": _rows(
        "terms", {"account": TEXT, "terms": TEXT, "version": TEXT, "accepted_at": TIME},
        "account", "terms", "accepted_at",
    ),
    "acceptances": _rows(
        "acceptances",
        {"account": TEXT, "policy": TEXT, "version": TEXT, "accepted_at": TIME, "language": TEXT},
        "account", "policy", "version", "accepted_at",
    ),
    "notified": _rows(
        "notified",
        {"account": TEXT, "policy": TEXT, "version": TEXT, "at": TIME, "objected_at": TIME},
        "account", "policy", "version", "at",
    ),
    "channels": _rows(
        "channels",
        {
            "account": TEXT, "channel": TEXT, "handle": TEXT, "approved": FLAG, "verified": FLAG, "owner": TEXT,
            "active": FLAG,
        },
        "account", "channel",
    ),
    "features": _rows("features", {"account": TEXT, "feature": TEXT, "enabled": FLAG}, "account", "feature", "enabled"),
    "programmes": _rows(
        "programmes",
        {"account": TEXT, "programme": TEXT, "subject": TEXT, "volume": Number(), "standards": STANDARDS},
        "account", "programme",
    ),
    "lists": Table(
        {
            "sanctioned_countries": Many(COUNTRY), "sanctioned_parties": Many(TEXT), "terrorist_names": Many(TEXT),
            "hashes": _rows("hashes", {"sha256": TEXT, "pdq": TEXT, "kind": TEXT}, "kind"),
            "canaries": Many(PARTY), "brands": Many(TEXT),
        },
        what="`lists`",
    ),
    "people": _rows("people", {"id": TEXT, "role": Choice(ROLES), "account": TEXT}, "id", "role"),
    "history": _rows(
        "history",
        {"repeat": Whole(1), "every": Length(), "until": Length(signed=True), "event": EVENT},
        "event",
    ),
}  # fmt: skip
