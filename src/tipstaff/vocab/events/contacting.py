"""Asking to reach people: messages, campaigns, mail, calls, their recordings, and the numbers and channels for it.

Type -> (what it means, its fields).
"""

from __future__ import annotations

from collections.abc import Mapping

from tipstaff.vocab.reading.schema import Notation

CONTACTING: Mapping[str, tuple[str, Mapping[str, Notation]]] = {
    "message.send": (
        "A text message is about to go out on any text channel.",
        {
            "channel": "sms|mms|rcs|whatsapp|viber|messenger|instagram|line|wechat|x|gbm",
            "from": "str",
            "to": "party",
            "text": "str",
            "media?": ["media"],
            "purpose": "purpose",
            "campaign?": "str",
            "template?": "str",
            "agent?": "human|bot",
            "tag?": "str",
            "categories?": ["str"],
            "ip?": "ip",
        },
    ),
    "campaign.start": (
        "A bulk send is about to begin; the sample stands for its content.",
        {
            "campaign": "str",
            "channel": "str",
            "purpose": "purpose",
            "audience": "int",
            "countries": ["iso2"],
            "sample": "str",
            "opt_out_keywords?": {"lang": ["str"]},
            "list?": "str",
        },
    ),
    "list.import": (
        "A recipient list is about to be taken in.",
        {
            "list": "str",
            "source": "signup|import|purchased|rented|scraped|partner",
            "count": "int",
            "addresses?": ["party"],
            "consent_fields?": ["str"],
        },
    ),
    "email.send": (
        "A mail is about to go out.",
        {
            "from": {"address": "str", "name?": "str"},
            "envelope_from?": "str",
            "to": ["party"],
            "subject": "str",
            "headers?": {"str": "str"},
            "text?": "str",
            "html?": "str",
            "attachments?": ["media"],
            "purpose": "purpose",
            "campaign?": "str",
            "list?": "str",
            "authentication?": {"spf?": "str", "dkim?": "str", "dmarc?": "str", "dkim_domain?": "str"},
            "sending_ip?": "ip",
            "connections?": "int",
        },
    ),
    "push.publish": (
        "Push messages are about to be published for an app.",
        {
            "app": "str",
            "messages": "int",
            "payload_bytes?": "int",
            "connections?": "int",
            "channels?": "int",
        },
    ),
    "call.start": (
        "A call is about to be placed.",
        {
            "from": "str",
            "to": "dialled",
            "attestation?": "A|B|C|none",
            "purpose": "purpose",
            "unsolicited?": "bool",
            "campaign?": "str",
            "upstream?": "str",
        },
    ),
    "recording.start": (
        "A call or session is about to be recorded.",
        {
            "medium": "voice|video",
            "session": "str",
            "mode?": "manual|automatic",
            "parties": [
                {
                    "id": "str",
                    "country?": "iso2",
                    "region?": "str",
                    "notified_at?": "time",
                    "consented_at?": "time",
                }
            ],
        },
    ),
    "recording.store": (
        "A recording is about to be stored.",
        {
            "session": "str",
            "encrypted": "bool",
            "format": "str",
            "transport": "https|sftp|http|ftp",
            "location": "operator|external",
        },
    ),
    "recording.delete": (
        "A recording is about to be deleted.",
        {"session": "str", "confirmation_requested?": "bool", "transfer_confirmed?": "bool"},
    ),
    "transcription.start": (
        "Transcription or topic tracking is about to begin.",
        {"session": "str", "recording": "bool", "subprocessor_accepted_at?": "time"},
    ),
    "video.act": (
        "Someone wants to do something in a video session.",
        {
            "act": "schedule|manage|conduct|join|see-reviews|configure",
            "role": "administrator|user|manager|planner|guest",
            "own": "bool",
            "session": "str",
            "admitted?": "bool",
            "guest_terms_accepted_at?": "time",
        },
    ),
    "number.activate": (
        "A number is about to be put to use.",
        {
            "number": "party",
            "use?": "str",
            "end_user?": {"name": "str", "address?": "str", "country?": "iso2"},
        },
    ),
    "number.transfer": (
        "A number is about to be ported out or assigned.",
        {"number": "party", "to": "str", "kind": "port|assign"},
    ),
    "number.forward": (
        "A number is about to forward to a target.",
        {"number": "party", "target": "party"},
    ),
    "channel.link": (
        "An account wants to link a handle of a chat channel.",
        {
            "channel": "str",
            "handle": "str",
            "network_approved?": "bool",
            "retrieval_consented_at?": "time",
        },
    ),
    "partner.access": (
        "A partner wants access to a channel for the account.",
        {"channel": "str", "partner": "str", "role": "is|engages"},
    ),
}
