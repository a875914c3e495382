"""Rules whose condition has the same outcome for every event."""

from __future__ import annotations

from collections.abc import Iterator

from tipstaff.cel.contradiction import contradiction
from tipstaff.cel.syntax import Literal_
from tipstaff.policy.document.notes import Notes
from tipstaff.policy.load import LoadResult
from tipstaff.policy.pack.nouns import Control, RuleText
from tipstaff.policy.rules.rule import Rule


def note_dead_rules(loaded: LoadResult, notes: Notes) -> None:
    """Note rules that are never true in any use, and those that are always true in one."""
    outcomes: dict[tuple[str, str], set[object]] = {}
    reasons: dict[tuple[str, str], str] = {}
    for pack in loaded.packs:
        for rule in pack.rules:
            outcome, reason = _outcome(rule)
            outcomes.setdefault((rule.control, rule.written), set()).add(outcome)
            reasons[rule.control, rule.written] = reason
    for control, text in _texts(loaded):
        found = outcomes.get((control.name, text.id), set())
        if found == {False}:
            message = f"`{text.id}` is never true, in no use of `{control.name}`"
            notes.at(text, "dead-rule", message, hint=reasons[control.name, text.id], severity="warning")
        elif True in found and text.when.text.strip() != "true":
            message = f"`{text.id}` is true for every event"
            notes.at(text, "constant-rule", message, hint="write `true` if that is meant", severity="warning")


def _outcome(rule: Rule) -> tuple[bool | None, str]:
    """What a rule always comes to, None when that depends on the event; and why it is never true."""
    if rule.constant is not None:
        return rule.constant, "look at its condition with the params put in"
    if rule.unless is not None and isinstance(rule.unless.tree, Literal_) and rule.unless.tree.value is True:
        return False, "its `unless` always lifts it"
    parts = contradiction(rule.condition.tree)
    if not parts:
        return None, ""
    said = [f"`{' '.join(rule.condition.text[part.span.start : part.span.end].split())}`" for part in parts]
    if len(said) == 1:
        return False, f"{said[0]} holds for no event"
    return False, f"{', '.join(said[:-1])} and {said[-1]} are never true together"


def _texts(loaded: LoadResult) -> Iterator[tuple[Control, RuleText]]:
    return ((control, text) for control in loaded.controls.values() for text in control.rules)
