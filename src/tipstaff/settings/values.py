"""Every setting: its unit, its default, and a line that says what it does.

`docs/reference/settings.md` is made from this class, and a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def _setting(default: Any, unit: str, about: str) -> Any:
    metadata = {"unit": unit, "about": about}
    if isinstance(default, list):
        return field(default=tuple(default), metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation may choose. Values are checked when they are read; the object never changes."""

    database: str = _setting("tipstaff.db", "path", "The SQLite file; `:memory:` keeps nothing.")
    policies: tuple[str, ...] = _setting(
        ["clever-cloud", "messagebird"], "names", "The stack of policies, from the general to the most specific."
    )
    packs: tuple[str, ...] = _setting([], "paths", "Further folders with packs and controls of your own.")
    host: str = _setting("127.0.0.1", "address", "Where the server listens.")
    port: int = _setting(8321, "port", "Where the server listens.")
    acknowledge: str = _setting(
        "wal", "memory, wal or fsync", "When a decision is answered: queued, safe from a crash, safe from a power cut."
    )
    queue: int = _setting(20_000, "events", "How many decisions may wait for the writer before callers get 503.")
    body_bytes: int = _setting(1_048_576, "bytes", "The largest single event.")
    batch_bytes: int = _setting(33_554_432, "bytes", "The largest batch.")
    batch_events: int = _setting(10_000, "events", "The longest batch.")
    nesting: int = _setting(64, "levels", "The deepest JSON a body may hold.")
    clock_ahead: int = _setting(300, "seconds", "How far an event's time may lie ahead of the server's clock.")
    clock_behind: int = _setting(2_678_400, "seconds", "How far an event's time may lie behind the server's clock.")
    snapshot_every: int = _setting(60, "seconds", "How often the state of the windows is written down.")
    recipient_key: str = _setting(
        "", "secret", "The key under which recipients are hashed; made and kept in the database when empty."
    )
    yara_rules: tuple[str, ...] = _setting(
        [], "paths", "Files or folders with YARA rules of your own, run on files beside ours."
    )
    clamd: str = _setting(
        "", "path or host:port", "The socket of a ClamAV daemon that files are shown to; none when empty."
    )
    webhook_url: str = _setting("", "address", "Where notices are posted to, signed; nowhere when empty.")
    webhook_secret: str = _setting("", "secret", "What they are signed with: `whsec_` and base64 of 16 bytes or more.")
    smtp: str = _setting("", "host:port", "The mail server that notices go out through; none when empty.")
    smtp_user: str = _setting("", "name", "Who signs in at the mail server; nobody when empty.")
    smtp_password: str = _setting("", "secret", "The password for that.")
    mail_from: str = _setting("", "mail address", "The address that notices come from.")
    unknown_accounts: str = _setting(
        "accept",
        "accept or refuse",
        "Whether events and commands may name an account that nobody has put.",
    )
    open_console: bool = _setting(
        False, "true or false", "Let anyone who reaches the port read the console; for demonstrations on loopback."
    )
    shared_data: str = _setting(
        "../shared/data", "path", "A folder where collections of real messages may lie; the demonstration plays them."
    )
