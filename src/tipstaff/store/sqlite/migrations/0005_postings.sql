-- Postings: where to look for decisions by account, by type, by verdict and by clause.
--
-- One row for each way in which a decision can be asked for. They are derived from `decisions` and can be rebuilt. An
-- index of its own for each column cost more than all the rest of a commit: every decision dirtied four pages far apart.
-- So postings are written some hundreds of decisions at a time, in key order; `listed` says how far they reach, and what is
-- younger is read from `decisions` itself.
-- field: 1 account, 2 type, 3 verdict alone (value ''), 4 clause.
-- Runs beside: no earlier release. Locks: until everything is posted, about a second per 100,000 decisions.
-- Undo: drop both tables, make the indexes and `citations` of 0001 again.

CREATE TABLE postings (
    field INTEGER NOT NULL,
    value TEXT NOT NULL,
    verdict TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (field, value, verdict, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE listed (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL
) STRICT;

INSERT INTO postings
    SELECT 1, account, verdict, sequence FROM decisions
    UNION ALL SELECT 2, type, verdict, sequence FROM decisions
    UNION ALL SELECT 3, '', verdict, sequence FROM decisions
    UNION ALL SELECT 4, c.clause, d.verdict, d.sequence FROM citations c JOIN decisions d ON d.sequence = c.sequence
    ORDER BY 1, 2, 3, 4;
INSERT INTO listed SELECT 1, coalesce(max(sequence), 0) FROM decisions;

DROP INDEX decisions_account;
DROP INDEX decisions_type;
DROP INDEX decisions_verdict;
DROP TABLE citations;
