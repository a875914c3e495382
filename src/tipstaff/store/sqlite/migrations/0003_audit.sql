-- The audit chain.
--
-- Each entry's hash covers the hash before it. The seal that ends a commit covers the decisions and ledger changes of
-- that commit through their leaves, 32 bytes each, kept beside it (NULL for other entries) so that verification can
-- name the row that was touched.
-- Runs beside: nothing, this is the first. Locks: none. Undo: drop the table.

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL,
    decision_leaves BLOB,
    change_leaves BLOB
) STRICT;

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit chain is never changed'); END;
CREATE TRIGGER audit_remains BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit chain is never cut'); END;
