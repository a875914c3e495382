"""YARA rules: our own and the operator's, compiled once, run with a time limit (YARA-X, an optional package)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tipstaff.signals.failure import unavailable
from tipstaff.signals.lazily import Library
from tipstaff.signals.media.opening import Opened
from tipstaff.signals.scanners import RuleFile
from tipstaff.signals.shipped import DATA
from tipstaff.vocab.errors import Fault, Invalid

yara_x = Library("yara_x")

OURS = DATA / "files" / "rules"
# Of one file or member. A rule that takes longer is a slow rule, and the answer is not known.
SECONDS = 2
_OWN_RULES = "tipstaff"


def check_rules(rules: tuple[RuleFile, ...]) -> None:
    """Compile an operator's rules.

    Raises:
        Invalid: every file with a rule that does not compile, with what the compiler says: line, place, reason.
        ModuleNotFoundError: the package for YARA rules is not installed.
    """
    faults: list[Fault] = []
    for rule in rules:
        try:
            yara_x.Compiler().add_source(rule.text, origin=rule.path)
        except yara_x.CompileError as error:
            faults.append(Fault(rule.path, "YARA rules that compile", str(error)))
    if faults:
        raise Invalid("YARA rules have faults:\n" + "\n".join(fault.got for fault in faults), faults=faults)


def matched(result: Opened, rules: tuple[RuleFile, ...]) -> list[tuple[str, str]]:
    """(rule, where) for every rule that matches a file or a member; an operator's rules as `file:rule`.

    Raises:
        CelError: `signal-unavailable`, a rule took too long.
        ModuleNotFoundError: the package for YARA rules is not installed.
    """
    compiled = _compiled(rules)
    return list(dict.fromkeys((name, piece.where) for piece in result.pieces for name in _names(compiled, piece.data)))


def _names(compiled: Any, data: bytes) -> list[str]:
    scanner = yara_x.Scanner(compiled)
    scanner.set_timeout(SECONDS)
    try:
        found = scanner.scan(data).matching_rules
    except (yara_x.TimeoutError, yara_x.ScanError) as error:
        raise unavailable(f"YARA rules could not be run: {error}") from None
    return [
        rule.identifier if rule.namespace == _OWN_RULES else f"{rule.namespace}:{rule.identifier}" for rule in found
    ]


@lru_cache(maxsize=4)
def _compiled(rules: tuple[RuleFile, ...]) -> Any:
    """Our rules and these, in name spaces of their own so that names may be the same."""
    compiler = yara_x.Compiler()
    compiler.new_namespace(_OWN_RULES)
    for path in sorted(OURS.glob("*.yar")):
        compiler.add_source(path.read_text(encoding="utf-8"), origin=path.name)
    for rule in rules:
        compiler.new_namespace(rule.path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or "rules")
        compiler.add_source(rule.text, origin=rule.path)
    return compiler.build()
