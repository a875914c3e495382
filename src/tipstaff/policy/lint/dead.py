"""Rules whose condition has the same outcome for every event."""

from __future__ import annotations

from collections.abc import Iterator

from tipstaff.policy.document.notes import Notes
from tipstaff.policy.load import LoadResult
from tipstaff.policy.pack.nouns import Control, RuleText


def note_dead_rules(loaded: LoadResult, notes: Notes) -> None:
    """Note rules that are never true in any use, and those that are always true in one."""
    outcomes: dict[tuple[str, str], set[object]] = {}
    for pack in loaded.packs:
        for rule in pack.rules:
            outcomes.setdefault((rule.control, rule.id), set()).add(rule.constant)
    for control, text in _texts(loaded):
        found = outcomes.get((control.name, text.id), set())
        if found == {False}:
            message = f"`{text.id}` is never true, in no use of `{control.name}`"
            notes.at(
                text, "dead-rule", message, hint="look at its condition with the params put in", severity="warning"
            )
        elif True in found and text.when.text.strip() != "true":
            message = f"`{text.id}` is true for every event"
            notes.at(text, "constant-rule", message, hint="write `true` if that is meant", severity="warning")


def _texts(loaded: LoadResult) -> Iterator[tuple[Control, RuleText]]:
    return ((control, text) for control in loaded.controls.values() for text in control.rules)
