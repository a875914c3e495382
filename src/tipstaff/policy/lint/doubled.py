"""Rules of one clause that say what another rule of the clause says already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from tipstaff.cel import conjuncts
from tipstaff.cel.contradiction import meaning
from tipstaff.policy.document.notes import Notes
from tipstaff.policy.load import LoadResult
from tipstaff.policy.pack.nouns import RuleText
from tipstaff.policy.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule and the parts that must all be true for it, whatever they are called and wherever they stand."""

    rule: Rule
    parts: frozenset[object]
    unless: object


def note_doubled_rules(loaded: LoadResult, notes: Notes) -> None:
    """Note a rule that another one of the same clause, on the same event type, repeats or swallows."""
    texts = {(control.name, text.id): text for control in loaded.controls.values() for text in control.rules}
    for together in _together(loaded):
        for one, other in permutations(together, 2):
            text = texts.get((one.rule.control, one.rule.written))
            if text is not None:
                _compare(text, one, other, notes)


def _together(loaded: LoadResult) -> Iterator[Sequence[Reading]]:
    """The live rules of each clause and event type."""
    groups: dict[tuple[str, str, frozenset[str]], list[Reading]] = {}
    for pack in loaded.packs:
        for rule in pack.rules:
            if rule.mode == "live" and rule.constant is None:
                parts = frozenset(meaning(part) for part in conjuncts(rule.condition.tree))
                unless = meaning(rule.unless.tree) if rule.unless else None
                groups.setdefault((rule.clause, rule.type, rule.versions), []).append(Reading(rule, parts, unless))
    return iter(groups.values())


def _compare(text: RuleText, one: Reading, other: Reading, notes: Notes) -> None:
    mine, theirs = one.rule, other.rule
    if one.unless != other.unless or not other.parts <= one.parts:
        return
    if one.parts == other.parts and mine.verdict is theirs.verdict:
        if mine.sort_key > theirs.sort_key:
            message = f"`{mine.id}` asks and says what `{theirs.control}/{theirs.id}` does, for `{mine.clause}`"
            notes.at(text, "same-rule", message, hint="leave one of them out", severity="warning")
    elif theirs.verdict >= mine.verdict and not (mine.obligations or mine.effects):
        message = f"wherever `{mine.id}` is true, `{theirs.control}/{theirs.id}` is too and weighs as much"
        notes.at(text, "shadowed-rule", message, hint=f"both stand for `{mine.clause}`", severity="warning")
