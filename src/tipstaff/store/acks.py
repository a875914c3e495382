"""When a job counts as done."""

from __future__ import annotations

from enum import IntEnum


class Ack(IntEnum):
    """Acknowledgement levels, weakest first. A commit is made for the strictest that its jobs ask for.

    MEMORY  the job has run and its result is known; the commit follows. A crash in between loses it.
    WAL     committed to the write-ahead log: survives the death of any process, not a power cut. The default.
    FSYNC   committed and flushed to the device, with all commits before it: survives a power cut. Always for consent
            and audit. A job that writes nothing makes safe what was committed before.
    """

    MEMORY = 0
    WAL = 1
    FSYNC = 2
