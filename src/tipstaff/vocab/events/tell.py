"""Events that tell: something has happened; state, counters and clocks move. Type -> (what it means, its fields)."""

from __future__ import annotations

from collections.abc import Mapping

from tipstaff.vocab.reading.schema import Notation

TELL: Mapping[str, tuple[str, Mapping[str, Notation]]] = {
    "message.delivered": (
        "A message arrived.",
        {"message": "str", "channel": "str", "to": "party"},
    ),
    "message.failed": (
        "A message did not arrive.",
        {"message": "str", "channel": "str", "to": "party", "code?": "str"},
    ),
    "message.received": (
        "A recipient wrote to one of the account's senders.",
        {"channel": "str", "from": "party", "to": "str", "text": "str", "message?": "str"},
    ),
    "message.answered": (
        "An agent answered a message.",
        {
            "channel": "str",
            "contact": "party",
            "message": "str",
            "agent": "human|bot",
            "text?": "str",
        },
    ),
    "email.delivered": (
        "A mail arrived.",
        {"to": "party", "sending_ip?": "ip", "domain?": "str"},
    ),
    "email.bounced": (
        "A mail came back.",
        {
            "to": "party",
            "kind": "hard|soft|unknown-user|trap",
            "code?": "str",
            "sending_ip?": "ip",
            "domain?": "str",
        },
    ),
    "email.complained": (
        "A recipient called a mail spam.",
        {
            "to": "party",
            "source?": "str",
            "campaign?": "str",
            "sending_ip?": "ip",
            "domain?": "str",
        },
    ),
    "recipient.unsubscribed": (
        "A recipient opted out.",
        {
            "recipient": "party",
            "channel": "str",
            "method": "keyword|link|one-click|reply|call|import",
            "scope?": "str",
        },
    ),
    "recipient.complained": (
        "A recipient complained.",
        {"recipient": "party", "channel": "str", "text?": "str", "campaign?": "str"},
    ),
    "call.ended": (
        "A call is over.",
        {
            "call": "str",
            "from": "str",
            "to": "party",
            "duration_seconds": "float",
            "answered": "bool",
            "cause?": "str",
        },
    ),
    "number.used": (
        "A number carried a call or a message.",
        {"number": "party", "direction": "in|out", "kind": "call|message"},
    ),
    "number.probed": (
        "A forwarding target was tried.",
        {"number": "party", "target": "party", "answered": "bool"},
    ),
    "app.observed": (
        "What an application was seen to do since the last look.",
        {
            "app": "str",
            "processes?": ["str"],
            "cpu?": "float",
            "flows?": [
                {
                    "address": "str",
                    "port": "int",
                    "protocol?": "str",
                    "bytes?": "int",
                    "payload_prefix?": "str",
                }
            ],
            "dns?": ["str"],
            "smtp_sent?": "int",
            "api_messages?": "int",
            "requests?": "int",
            "bytes_out?": "int",
            "destinations?": "int",
        },
    ),
    "site.probed": (
        "A site was looked at.",
        {"site": "url", "notice_channel": "bool", "contact?": "str", "html?": "str"},
    ),
    "access.denied": (
        "An access was refused.",
        {
            "user?": "str",
            "path": "str",
            "reason": "authentication|authorization|tenant|rate",
            "client": "client",
        },
    ),
    "session.ended": (
        "A session was ended.",
        {"user": "str", "session": "str", "by?": "str", "bulk?": "int"},
    ),
    "secret.leaked": (
        "A credential was found in the open.",
        {"credential": "str", "where": "url"},
    ),
    "contact.reported": (
        "Someone was contacted outside the platform.",
        {"channel": "str", "contacted": "party", "text?": "str", "canary?": "bool"},
    ),
    "usage.recorded": (
        "Something metered was used.",
        {
            "meter": "str",
            "quantity": "float",
            "period?": "str",
            "cost?": "float",
            "fee?": "float",
        },
    ),
    "error.logged": (
        "An application logged an end user's error.",
        {"app": "str", "message": "str", "address": "ip"},
    ),
    "licence.ended": (
        "A licence is over.",
        {"licence": "str"},
    ),
}
