-- Ledgers: the present in `entries`, every change for ever in `history`.
--
-- Keys and values are bytes that the ledgers understand. `entries` can be rebuilt from `history`; its `sequence` names
-- the change that made it so. In `history` the value alone may be erased later; its digest stays.
-- A NULL value with an empty digest: the entry was taken out.
-- Runs beside: nothing, this is the first. Locks: none. Undo: drop the tables.

CREATE TABLE entries (
    kind TEXT NOT NULL,
    key BLOB NOT NULL,
    value BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE history (
    sequence INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key BLOB NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    command TEXT NOT NULL,
    value_digest BLOB NOT NULL,
    value BLOB
) STRICT;
CREATE INDEX history_key ON history (kind, key, sequence);

CREATE TRIGGER history_stays BEFORE UPDATE OF sequence, kind, key, at, by, command, value_digest ON history
BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER history_remains BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
