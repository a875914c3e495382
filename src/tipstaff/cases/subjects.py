"""What kind of thing the subject of an action is, where only its name is given."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.records.numbers import NUMBERS
from tipstaff.vocab.errors import Fault, Invalid

SCOPES: Final = ("account", "channel", "campaign", "number", "domain", "ip", "app", "content", "sender")
CHANNELS: Final = frozenset(
    {
        "sms", "mms", "rcs", "voice", "email", "push", "video", "whatsapp", "viber", "messenger", "instagram", "wechat",
        "line", "x", "gbm",
    }
)  # fmt: skip
"""The channels and networks of the event vocabulary."""

_DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)


def scope_of(draft: Draft, account: str, subject: str | dict[str, str], of: str = "") -> tuple[str, str]:
    """The scope and the name of a subject.

    Args:
        subject: its name; `{scope: name}` or `scope:name`; or a scope whose name is `of`. "" is the account as a whole.
    Raises:
        Invalid: no such scope.
    """
    if isinstance(subject, dict):
        if len(subject) != 1 or not set(subject) <= set(SCOPES):
            raise Invalid(
                "no such subject", faults=[Fault("subject", f"one of {', '.join(SCOPES)}", str(subject)[:100])]
            )
        ((scope, name),) = subject.items()
        return scope, name
    if of and subject in SCOPES:
        return subject, of
    if subject in ("", "account", account):
        return "account", ""
    named, _, name = subject.partition(":")
    if name and named in SCOPES:
        return named, name.strip()
    return _kind_of(draft, account, subject), subject


def _kind_of(draft: Draft, account: str, name: str) -> str:
    if name in CHANNELS or name in draft.account(account).channels:
        return "channel"
    if name.startswith("+") or draft.get(NUMBERS, name) is not None:
        return "number"
    try:
        ipaddress.ip_network(name, strict=False)
    except ValueError:
        return "domain" if _DOMAIN.fullmatch(name) else "content"
    return "ip"
