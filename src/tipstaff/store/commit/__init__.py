"""Group commit: a bounded queue, one writer, one transaction for all that waits. Knows no SQL.

Backlog ──take──▶ GroupCommit (a thread) or Inline (the caller's) ──▶ Work (a Transaction that collects)
                        │                                                  │
                        └───────────── Session (the database's) ◀── prepare (sequences, digests, seal)
"""
