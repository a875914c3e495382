"""Requests that work, shown in the OpenAPI document and on the docs page."""

from __future__ import annotations

from typing import Any, Final

_MESSAGE: Final[dict[str, Any]] = {
    "channel": "sms",
    "from": "ACME",
    "to": "+33612345678",
    "text": "Soldes demain",
    "purpose": "marketing",
}

EVENTS: Final[dict[str, Any]] = {
    "a text message": {
        "value": {
            "specversion": "1.0",
            "id": "evt-1",
            "source": "billing",
            "type": "message.send",
            "account": "acme",
            "data": _MESSAGE,
        }
    }
}

AUTHZEN: Final[dict[str, Any]] = {
    "may acme send this?": {
        "value": {
            "subject": {"type": "account", "id": "acme"},
            "action": {"name": "message.send"},
            "resource": {"type": "message", "id": "draft-1", "properties": _MESSAGE},
        }
    }
}
