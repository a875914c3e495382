"""Everything that is wrong or odd with packs and their scenario files, in one list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tipstaff.app.knowledge import gather
from tipstaff.cli.installation import policy_names
from tipstaff.policy import Loader
from tipstaff.policy.lint import lint
from tipstaff.scenarios import Theatre, claims, find_files
from tipstaff.scenarios.running import examine_file
from tipstaff.signals import catalogue
from tipstaff.signals.windows import read_window
from tipstaff.vocab.diagnostics import Diagnostic, has_errors
from tipstaff.vocab.events import STANDARD


def examine(folders: Sequence[Path]) -> list[Diagnostic]:
    """Check the packs in these folders.

    Args:
        folders: packs, or folders that hold packs and controls; the shipped ones first.
    Returns:
        Errors of packs; when there is none, also what is odd about them, and what is wrong or
        odd with their scenario files.
    """
    loaded = Loader(gather(STANDARD, catalogue(), read_window)).load(folders)
    found = list(loaded.diagnostics)
    if not has_errors(found):
        found += lint(loaded, claims(find_files(folders)))
        found += _scenario_files(folders)
    return found


def _scenario_files(folders: Sequence[Path]) -> Iterator[Diagnostic]:
    own = folders[1:]
    theatre, names = Theatre(own), policy_names(own)
    for path in find_files(folders):
        yield from examine_file(path, theatre, names)
