-- Decisions: what was decided, once per (source, event id), in the order of recording.
--
-- `decisions` is narrow, so that lists and look-ups touch few pages; the JSON of the event and of the decision lie apart
-- in `payloads`, where the event alone may be erased later (its digest stays, and with it the proof). `citations` finds
-- decisions by clause; it is derived from `clauses` and can be rebuilt.
-- `sequence` is given by the writer without gaps. Times are microseconds since 1970, UTC.
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
    event_digest BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX decisions_event ON decisions (event_id, source);
CREATE UNIQUE INDEX decisions_id ON decisions (id);
-- One index per filter of the list, each ending in `sequence` so that the newest come first without sorting. A list by
-- account or type alone merges the four verdicts.
CREATE INDEX decisions_account ON decisions (account, verdict, sequence);
CREATE INDEX decisions_type ON decisions (type, verdict, sequence);
CREATE INDEX decisions_verdict ON decisions (verdict, sequence);

CREATE TABLE payloads (
    sequence INTEGER PRIMARY KEY,
    event BLOB,
    decision BLOB NOT NULL
) STRICT;

CREATE TABLE citations (
    clause TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (clause, sequence)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'a decision is never deleted'); END;
CREATE TRIGGER payloads_stay BEFORE UPDATE OF sequence, decision ON payloads
BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
CREATE TRIGGER payloads_remain BEFORE DELETE ON payloads
BEGIN SELECT RAISE(ABORT, 'a decision is never deleted'); END;
