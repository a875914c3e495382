"""Everything odd about loaded packs, as warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tipstaff.policy.document.notes import Notes, did_you_mean
from tipstaff.policy.lint.dead import note_dead_rules
from tipstaff.policy.lint.doubled import note_doubled_rules
from tipstaff.policy.lint.enforcing import note_enforcement
from tipstaff.policy.lint.uses import idle_uses
from tipstaff.policy.load import LoadResult
from tipstaff.policy.pack.nouns import Clause, Control
from tipstaff.policy.proof import Proof, Side, count
from tipstaff.vocab.diagnostics import Diagnostic, Place, in_order
from tipstaff.vocab.verdict import Verdict

_SIDES: tuple[tuple[Side, str], ...] = (("breach", "a breach that is caught"), ("honest", "honest use that passes"))


def lint(loaded: LoadResult, proofs: Iterable[Proof] | None = None) -> list[Diagnostic]:
    """What an author should look at again.

    Args:
        loaded: packs without errors; what did not compile is not looked at.
        proofs: what the scenarios prove; None when there are none to go by.
    Returns:
        Warnings: `no-scenarios`, `clause-without-control`, `unproven-clause`, `control-without-rule`, `unused-control`,
        `dead-rule`, `constant-rule`, `pointless-rule`, `same-rule`, `shadowed-rule`, `unknown-override`,
        `idle-use`, `unknown-clause`, `unknown-action`.
    """
    notes = Notes()
    for clause in _clauses(loaded):
        if not clause.uses and not clause.carried and not clause.missing:
            hint = "name a control, say what else carries it (`carried`), or what is `missing` and why"
            notes.at(clause, "clause-without-control", f"nothing carries `{clause.id}`", hint=hint, severity="warning")
        _note_overrides(clause, loaded, notes)
    if proofs is not None:
        _note_unproven(loaded, proofs, notes)
    used = {use.control for clause in _clauses(loaded) for use in clause.uses}
    for control in loaded.controls.values():
        _note_idle(control, used, notes)
    note_enforcement(loaded, notes)
    note_dead_rules(loaded, notes)
    note_doubled_rules(loaded, notes)
    notes.add(*idle_uses(loaded))
    return in_order(notes.diagnostics)


def _clauses(loaded: LoadResult) -> Iterator[Clause]:
    return (clause for pack in loaded.packs for clause in pack.clauses)


def _note_overrides(clause: Clause, loaded: LoadResult, notes: Notes) -> None:
    """A clause gives way by name; a name that a loaded policy does not have is a slip."""
    known = {pack.policy.name: {other.id for other in pack.clauses} for pack in loaded.packs}
    for name in clause.overrides:
        ids = known.get(name.partition(".")[0])
        if ids is not None and name not in ids:
            message = f"`{clause.id}` overrides `{name}`, which is no clause"
            notes.at(clause, "unknown-override", message, hint=did_you_mean(name, ids), severity="warning")


def _note_unproven(loaded: LoadResult, proofs: Iterable[Proof], notes: Notes) -> None:
    proven = count(proofs)
    named = {clause.partition(".")[0] for clause, _ in proven}
    for pack in loaded.packs:
        if pack.clauses and pack.policy.name not in named:
            hint = "write scenario files into the folder `scenarios` of the pack"
            message = f"no scenario proves a clause of `{pack.policy.name}`"
            notes.add(Diagnostic("no-scenarios", message, Place(str(pack.files.policy)), "warning", hint))
    for clause in _clauses(loaded):
        lacking = [words for side, words in _SIDES if not proven[clause.id, side]]
        if lacking and (clause.uses or clause.carried):
            message = f"no scenario for `{clause.id}` shows {' or '.join(lacking)}"
            notes.at(clause, "unproven-clause", message, hint=clause.missing, severity="warning")


def _note_idle(control: Control, used: set[str], notes: Notes) -> None:
    """Controls that nobody uses or that have no rules; rules that match and then do nothing."""
    if control.name not in used:
        notes.at(control, "unused-control", f"no clause uses `{control.name}`", severity="warning")
    if not control.rules:
        notes.at(control, "control-without-rule", f"`{control.name}` has no rules", severity="warning")
    for rule in control.rules:
        if rule.verdict is Verdict.ALLOW and not rule.obligations and not rule.effects:
            message = f"`{rule.id}` allows, and nothing follows from it"
            hint = "give it obligations or effects, or a severer verdict"
            notes.at(rule, "pointless-rule", message, hint=hint, severity="warning")
