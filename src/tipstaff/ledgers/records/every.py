"""Every kind of entry, by the name under which the store keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tipstaff.ledgers.kind import Kind
from tipstaff.ledgers.records.accounts import ACCOUNTS
from tipstaff.ledgers.records.authorizations import AUTHORIZATIONS
from tipstaff.ledgers.records.channels import CHANNELS, FEATURES, PROGRAMMES
from tipstaff.ledgers.records.consents import CONSENTS
from tipstaff.ledgers.records.licences import LICENCES, METERS
from tipstaff.ledgers.records.lists import LISTS
from tipstaff.ledgers.records.numbers import NUMBERS
from tipstaff.ledgers.records.people import PEOPLE
from tipstaff.ledgers.records.recipients import RECIPIENTS
from tipstaff.ledgers.records.register_blocks import REGISTER_BLOCKS
from tipstaff.ledgers.records.register_filters import REGISTER_FILTERS
from tipstaff.ledgers.records.registers import REGISTER_ENTRIES, REGISTERS
from tipstaff.ledgers.records.seats import SEAT_COUNTS, SEATS
from tipstaff.ledgers.records.senders import ADDRESSES, DOMAINS, PROTECTED_NAMES, SENDERS
from tipstaff.ledgers.records.suppressions import SUPPRESSIONS
from tipstaff.ledgers.records.terms import ACCEPTANCES, NOTIFIED, PUBLISHED_TERMS, TERMS

KINDS: Final[Mapping[str, Kind[Any]]] = {
    kind.name: kind
    for kind in (
        ACCOUNTS,
        ACCEPTANCES,
        ADDRESSES,
        AUTHORIZATIONS,
        CHANNELS,
        CONSENTS,
        DOMAINS,
        FEATURES,
        LICENCES,
        LISTS,
        METERS,
        NOTIFIED,
        NUMBERS,
        PEOPLE,
        PROGRAMMES,
        PROTECTED_NAMES,
        PUBLISHED_TERMS,
        RECIPIENTS,
        REGISTERS,
        REGISTER_BLOCKS,
        REGISTER_FILTERS,
        REGISTER_ENTRIES,
        SEATS,
        SEAT_COUNTS,
        SENDERS,
        SUPPRESSIONS,
        TERMS,
    )
}
