-- Decisions: what was decided, once per (source, event id), in the order of recording.
--
-- `event` and `decision` are JSON as received and as answered. They come last, so that what is looked through lies in the
-- first bytes of a row. `event` alone may be erased later: its digest stays, and with it the proof.
-- `sequence` is given by the writer without gaps. Times are microseconds since 1970, UTC.
-- `citations` finds decisions by clause; it is derived from `clauses` and can be rebuilt.
-- The triggers guard against our own mistakes, not against an intruder: that is what the audit chain is for.
-- Runs beside: nothing, this is the first. Locks: none. Undo: drop the tables.

CREATE TABLE decisions (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    account TEXT NOT NULL,
    at INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    clauses TEXT NOT NULL,
    event_digest BLOB NOT NULL,
    event BLOB,
    decision BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX decisions_event ON decisions (event_id, source);
CREATE UNIQUE INDEX decisions_id ON decisions (id);
-- One index per filter of the list, each ending in `sequence` so that the newest come first without sorting. A list by
-- account or type alone merges the four verdicts. Each index costs every decision a microsecond: add none lightly.
CREATE INDEX decisions_account ON decisions (account, verdict, sequence);
CREATE INDEX decisions_type ON decisions (type, verdict, sequence);
CREATE INDEX decisions_verdict ON decisions (verdict, sequence);

CREATE TABLE citations (
    clause TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (clause, sequence)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER decisions_stay BEFORE UPDATE OF sequence, id, source, event_id, type, account, at, verdict, request_hash,
    clauses, event_digest, decision ON decisions
BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'a decision is never deleted'); END;
