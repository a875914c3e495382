"""What is installed here: the policies there are, and an engine over this installation's settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tipstaff.app.bundles import SHIPPED
from tipstaff.app.engine import Engine
from tipstaff.policy.document.notes import Notes
from tipstaff.policy.files import find
from tipstaff.settings import Settings
from tipstaff.signals.scanners import Scanners, read_rules
from tipstaff.vocab.errors import Fault, Invalid, NotFound


def policy_names(folders: Sequence[Path]) -> list[str]:
    """The policies in the shipped packs and in these folders; a pack's folder has its policy's name."""
    found = find([SHIPPED, *folders], Notes())
    return sorted({pack.policy.parent.resolve().name for pack in found.packs})


def open_engine(settings: Settings, *, database: str | None = None) -> Engine:
    """An engine on this installation's packs, in memory unless a database is named.

    Raises:
        PackInvalid: a pack does not compile.
        Invalid: there is no such policy, or YARA rules have faults.
    """
    known = policy_names([Path(folder) for folder in settings.packs])
    faults = [Fault("--policy", f"one of {', '.join(known)}", f"`{n}`") for n in settings.policies if n not in known]
    if faults:
        raise Invalid("there is no such policy", faults=faults)
    key = settings.recipient_key.encode()
    scanners = Scanners(read_rules(settings.yara_rules), settings.clamd)
    known_only = settings.unknown_accounts == "refuse"
    return Engine(
        settings.policies,
        packs=settings.packs,
        path=database,
        key=key,
        scanners=scanners,
        known_accounts_only=known_only,
    )


def open_existing(settings: Settings) -> Engine:
    """The engine of a database that is already there.

    Raises:
        NotFound: there is no such file; a command that reads must not make one.
    """
    require_database(settings)
    return open_engine(settings, database=settings.database)


def require_database(settings: Settings) -> Path:
    """The database file, which must exist."""
    path = Path(settings.database)
    if not path.is_file():
        raise NotFound(f"there is no database at `{path}`; name it with --database or the setting `database`")
    return path
