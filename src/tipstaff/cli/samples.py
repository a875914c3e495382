"""The shipped sample messages as events, with the state that makes the honest ones honest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tipstaff.api.demo.sample import samples

# +33 6 39 98 is kept for fiction by the French regulator.
_AGREED: Final = tuple(f"+336399812{number:02d}" for number in range(50))
_STRANGERS: Final = tuple(f"+336399813{number:02d}" for number in range(50))
SENDER: Final = "SAMPLE"
SOURCE: Final = "sample"


def recipient(number: int, *, agreed: bool) -> str:
    """A recipient who agreed to marketing, or one who did not; the same ones come round again."""
    people = _AGREED if agreed else _STRANGERS
    return people[number % len(people)]


def sample_events(account: str) -> Iterator[dict[str, Any]]:
    """Each sample as a CloudEvents mapping without an id."""
    for number, sample in enumerate(samples()):
        yield message(account, recipient(number, agreed=not sample.spam), sample.purpose, sample.text)


def message(account: str, to: str, purpose: str, text: str) -> dict[str, Any]:
    """A `message.send` of an account that uses its own sender id."""
    data = {"channel": "sms", "from": SENDER, "to": to, "text": text, "purpose": purpose}
    return {"specversion": "1.0", "source": SOURCE, "type": "message.send", "account": account, "data": data}


def given_for(account: str) -> dict[str, Any]:
    """The account with its sender id, and the consents of those who agreed to marketing."""
    consent = {"account": account, "channel": "sms", "purpose": "marketing", "granted_at": "2020-01-01T00:00:00Z"}
    return {
        "accounts": [{"id": account, "country": "FR"}],
        "senders": [{"account": account, "sender": SENDER}],
        "consents": [{**consent, "recipient": one} for one in _AGREED],
    }
