"""What conditions may name: declared by the rooms, gathered here, so that the policy room need not know them."""

from __future__ import annotations

import hashlib

from tipstaff import cel
from tipstaff.app.functions import FUNCTIONS
from tipstaff.app.recording.commands import COMMANDS, NAMES
from tipstaff.cel.types import DYN, STRING, map_of
from tipstaff.ledgers.functions import ACCOUNT_TYPE
from tipstaff.policy.knowledge import Knowledge, WindowReader
from tipstaff.signals import Catalogue
from tipstaff.vocab.reading.schema import Vocabulary


def gather(vocabulary: Vocabulary, catalogue: Catalogue, windows: WindowReader) -> Knowledge:
    """The names of an installation with these event types and signals."""
    ledger = [cel.Function(f.name, f.params, f.result, cost=f.cost) for f in FUNCTIONS]
    signal = [cel.Function(f.name, f.params, f.result, cost=f.cost) for f in catalogue.functions.values()]
    return Knowledge(
        vocabulary=vocabulary,
        variables={**catalogue.variables, "extra": map_of(STRING, DYN)},
        functions=(*ledger, *signal),
        account=ACCOUNT_TYPE,
        costs=catalogue.costs,
        windows=windows,
        commands=frozenset(NAMES) | frozenset(COMMANDS),
        fingerprint=_fingerprint(catalogue),
    )


def _fingerprint(catalogue: Catalogue) -> str:
    """The versions of all signals and tables: a decision's bundle changes when what it can know changes."""
    signals = [f"{signal.name}={signal.version}" for signal in catalogue.signals.values()]
    functions = [f"{function.name}={function.version}" for function in catalogue.functions.values()]
    versions = sorted([*signals, *functions])
    return hashlib.sha256("\n".join(versions).encode()).hexdigest()
