-- Effects to carry out, and snapshots of what can be recomputed.
--
-- An outbox item is queued in the transaction of the decision that asked for it. Claiming moves `due_at` forward by the
-- lease, so that an item whose worker died is due again by itself. `key` makes queuing the same effect twice harmless.
-- Runs beside: nothing, this is the first. Locks: none. Undo: drop the tables.

CREATE TABLE outbox (
    sequence INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    do TEXT NOT NULL,
    body BLOB NOT NULL,
    due_at INTEGER NOT NULL,
    decision TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting',  -- waiting, done, abandoned
    error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'waiting';

CREATE TABLE snapshots (
    name TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    state BLOB NOT NULL
) STRICT;
