"""What is known beside the event: accounts, consents, suppressions, registers, authorizations, numbers, licences, ...

Entries are frozen records kept on a shelf (the store's, or one in memory) under keys that never hold a recipient's
address. Conditions read them through `functions`, people and systems change them through `commands`; both take the
moment from the event or the caller, never from a clock.

    shelf ◀── keys, kind, cache ◀── records ◀── ledgers ◀── functions | commands | given | states
"""

from tipstaff.ledgers.ledgers import Draft, Ledgers
from tipstaff.ledgers.records.accounts import Account
from tipstaff.ledgers.shelf import Change, MemoryShelf, Shelf

__all__ = ["Account", "Change", "Draft", "Ledgers", "MemoryShelf", "Shelf"]
