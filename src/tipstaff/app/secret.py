"""The secret of an installation, under which recipients are kept."""

from __future__ import annotations

import secrets
from datetime import datetime

from tipstaff.store import Ack, Store, Transaction

_INSTALLATION, _KEY = "installation", b"recipient-key"


def installation_key(store: Store, now: datetime) -> bytes:
    """The key kept in the store, made on first use."""
    kept = store.reader.entry(_INSTALLATION, _KEY)
    if kept is not None:
        return kept
    made = secrets.token_bytes(32)

    def job(tx: Transaction) -> bytes:
        earlier = tx.entry(_INSTALLATION, _KEY)
        if earlier is None:
            tx.put_entry(_INSTALLATION, _KEY, made, now, "tipstaff", "installation.create")
        return earlier or made

    return store.run(job, Ack.FSYNC)
