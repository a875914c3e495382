"""What accounts agreed to: third-party terms, policies, and what they were told of amendments."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import Struct

from tipstaff.ledgers.kind import Kind, fold


class PublishedTerms(Struct, frozen=True, omit_defaults=True):
    """A version of third-party or own terms, and since when it is the current one."""

    terms: str
    version: str
    published_at: datetime


class TermsAcceptance(Struct, frozen=True, omit_defaults=True):
    """An account accepted terms. `version` "" accepts the version that was current at `accepted_at`."""

    account: str
    terms: str
    accepted_at: datetime
    version: str = ""
    by: str = ""


class PolicyAcceptance(Struct, frozen=True, omit_defaults=True):
    """An account accepted a version of a policy, in which language and by whom."""

    account: str
    policy: str
    version: str
    accepted_at: datetime
    language: str = ""
    by: str = ""


class Notification(Struct, frozen=True, omit_defaults=True):
    """An account was told of a version of a policy; `objected_at` when it said that it does not agree."""

    account: str
    policy: str
    version: str
    at: datetime
    objected_at: datetime | None = None


PUBLISHED_TERMS: Final = Kind(
    "published-terms", PublishedTerms, key=("terms", "published_at", "version"), groups=(1,), folds={"terms": fold}
)
TERMS: Final = Kind(
    "terms", TermsAcceptance, key=("account", "terms", "accepted_at"), groups=(2,), folds={"terms": fold}
)
ACCEPTANCES: Final = Kind(
    "acceptances", PolicyAcceptance, key=("account", "policy", "version", "accepted_at"), groups=(2,)
)
NOTIFIED: Final = Kind("notified", Notification, key=("account", "policy", "version"), groups=(2,))
