"""What the demonstration's ledgers hold before the first event."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.given import give
from tipstaff.store import Ack, Transaction

if TYPE_CHECKING:
    from tipstaff.app.house import House
    from tipstaff.ledgers import Change

# +33 6 39 98 is kept for fiction by ARCEP, +44 7700 900 by Ofcom.
FRENCH: Final = tuple(f"+336399800{number:02d}" for number in range(10, 60))
BRITISH: Final = tuple(f"+447700900{number:03d}" for number in range(100, 130))
STRANGERS: Final = tuple(f"+336399899{number:02d}" for number in range(10, 30))
STOPPED: Final = FRENCH[:5]
LEAVING: Final = FRENCH[5:11]
"""Who writes STOP now and then; nobody else does, or a stream that runs for long would end with nobody to write to."""

ACCOUNTS: Final[list[dict[str, Any]]] = [
    {"id": "atelier-lune", "name": "Atelier Lune", "country": "FR", "locale": "fr", "plan": "standard"},
    {"id": "northwind", "name": "Northwind Parcels", "country": "GB", "locale": "en", "plan": "standard"},
    {"id": "grand-tirage", "name": "Grand Tirage", "country": "FR", "locale": "fr", "plan": "standard", "trial": True},
    {"id": "ligne-claire", "name": "Ligne Claire", "country": "FR", "locale": "fr", "plan": "standard"},
    {"id": "deep-field", "name": "Deep Field Research", "country": "GB", "locale": "en", "plan": "standard"},
    {"id": "relais-parole", "name": "Relais Parole", "country": "FR", "locale": "fr", "plan": "standard"},
    {"id": "open-relay", "name": "Open Relay", "country": "GB", "locale": "en", "plan": "standard"},
    {"id": "lagoon-post", "name": "Lagoon Post", "country": "GB", "locale": "en", "plan": "standard"},
    {"id": "letterbox", "name": "Letterbox", "country": "GB", "locale": "en", "plan": "standard"},
]
SENDERS: Final = {
    "atelier-lune": "LUNE",
    "northwind": "NORTHWIND",
    "grand-tirage": "TIRAGE",
    "relais-parole": "PAROLE",
    "open-relay": "OPENRELAY",
    "lagoon-post": "LAGOON",
}

# Accounts that pass on what other people write, honest or not: those through which the collections are played.
RELAYS: Final = {
    "sms_uci": "open-relay",
    "sms_uci_mt_fr": "relais-parole",
    "sms_exais": "lagoon-post",
    "email_spamassassin": "letterbox",
}
READERS: Final = {
    "sms_uci": BRITISH,
    "sms_uci_mt_fr": FRENCH,
    "sms_exais": BRITISH,
    "email_spamassassin": tuple(f"reader-{number}@example.org" for number in range(30)),
}


def furnish(house: House) -> None:
    """Put the demonstration's state; a second time it changes nothing that matters."""
    at = house.clock()
    context = CommandContext(now=at, actor="", new_id=house.ids, told=True)

    def job(tx: Transaction) -> tuple[Change, ...]:
        draft = house.ledgers.draft(tx)
        give(draft, _given(at), context)
        for change in draft.changes:
            tx.put_entry(change.kind, change.key, change.value, at, "demonstration", "given")
        return draft.changes

    house.notice(house.store.run(job, Ack.WAL))


def _given(now: datetime) -> dict[str, Any]:
    agreed, stopped = now - timedelta(days=200), now - timedelta(days=30)
    consents = [
        {"account": account, "recipient": recipient, "channel": "sms", "purpose": "marketing", "granted_at": agreed}
        for account, recipients in (("atelier-lune", FRENCH), ("northwind", BRITISH))
        for recipient in recipients
    ]
    return {
        "accounts": ACCOUNTS,
        "senders": [{"account": account, "sender": sender, "channel": "sms"} for account, sender in SENDERS.items()],
        "consents": consents,
        "recipients": [{"recipient": recipient, "country": "GB", "zone": "Europe/London"} for recipient in BRITISH],
        "suppressions": [
            {"account": "atelier-lune", "recipient": recipient, "channel": "sms", "kind": "keyword", "at": stopped}
            for recipient in STOPPED
        ],
        "authorizations": [
            {
                "id": "auth-mining",
                "account": "deep-field",
                "use": "crypto-mining",
                "scope": {"app": "proof-of-work-study"},
                "from": stopped,
                "until": now + timedelta(days=60),
                "granted_by": "demonstration",
            }
        ],
    }
