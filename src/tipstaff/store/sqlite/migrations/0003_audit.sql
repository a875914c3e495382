-- The audit chain and the digests its seals cover.
--
-- Each entry's hash covers the hash before it. The seal that ends a commit covers the decisions and ledger changes of that
-- commit through their leaves, 32 bytes each, kept in `seals` so that verification can name the row that was touched.
-- Runs beside: nothing, this is the first. Locks: none. Undo: drop the tables.

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE seals (
    audit_sequence INTEGER PRIMARY KEY,
    decisions BLOB NOT NULL,
    changes BLOB NOT NULL
) STRICT;

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit chain is never changed'); END;
CREATE TRIGGER audit_remains BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit chain is never cut'); END;
CREATE TRIGGER seals_stay BEFORE UPDATE ON seals
BEGIN SELECT RAISE(ABORT, 'a seal is never changed'); END;
CREATE TRIGGER seals_remain BEFORE DELETE ON seals
BEGIN SELECT RAISE(ABORT, 'a seal is never broken'); END;
