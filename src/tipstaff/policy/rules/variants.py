"""What the params of one use come to: once, or once for each entry that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tipstaff.cel.types import Type
from tipstaff.policy.document.keys import Texts, kind_of
from tipstaff.policy.document.nodes import Items, Node, Scalar
from tipstaff.policy.document.notes import Notes, did_you_mean
from tipstaff.policy.pack.composite import TEXTS, is_signal, put_together
from tipstaff.policy.pack.nouns import Control, Policy, RuleText, Use, Value
from tipstaff.policy.pack.params import given

_PARAM: Final = re.compile(r"\bparams\.([a-z_][a-z0-9_]*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Variant:
    """Params of a control with their values. `entry`: the one that these rules are made for, "" when there is none."""

    entry: str
    values: Mapping[str, Value]

    def rule_id(self, control: Control, written: str) -> str:
        """A rule's id with the entry put in: `near-{kind}`."""
        return written.replace(f"{{{control.each}}}", self.entry) if control.each else written


OPEN = Variant("", {})
"""A control that nobody uses: its params have no values."""


def variants(control: Control, use: Use, notes: Notes) -> list[Variant]:
    """The variants of a use; mistakes are noted once, whichever of them they show in."""
    needed = _needed(control, use)
    if not control.each:
        return [Variant("", put_together(given(control.params, use, notes, needed), control.params))]
    found = []
    for key, word in _words(control, use, notes):
        own = Notes()
        entry = _entry_values(control, word, own)
        if entry is not None:
            params = {**entry, **use.params, control.each: (key, word)}
            values = given(control.params, replace(use, params=params), own, needed)
            found.append(Variant(word.text, put_together(values, control.params)))
        notes.add(*(one for one in own.diagnostics if one not in notes.diagnostics))
    return found


def _needed(control: Control, use: Use) -> frozenset[str]:
    """The params that must have a value: all of them; where a use takes some of the rules, those that these read."""
    if not use.rules:
        return frozenset(control.params)
    ids = {scalar.text for scalar in use.rules}
    rules = [rule for rule in control.rules if rule.id in ids]
    texts = [scalar.text for rule in rules for scalar in _scalars(rule)] + [
        one.text for one in control.windows.values()
    ]
    return frozenset(name for text in texts for name in _PARAM.findall(text))


def _scalars(rule: RuleText) -> Iterator[Scalar]:
    """Every expression and text of a rule."""
    yield rule.when
    yield from rule.explain.values()
    yield from (scalar for _, scalar in rule.evidence)
    yield from [rule.until] if rule.until is not None else []
    for _, value in [arg for order in (*rule.obligations, *rule.effects) for arg in order.args]:
        yield from [value] if isinstance(value, Scalar) else value.values()


def _words(control: Control, use: Use, notes: Notes) -> Iterator[tuple[Scalar, Scalar]]:
    """The entries that a use names, each with the key they stand under."""
    if control.each not in use.params:
        hint = f"add `with: {{{control.each}: [{', '.join(sorted(control.entries)[:3])}]}}`"
        notes.at(use, "missing-param", f"`{control.name}` needs the param `{control.each}`", hint=hint)
        return
    key, node = use.params[control.each]
    for item in node.items if isinstance(node, Items) else (node,):
        if isinstance(item, Scalar):
            yield key, item
        else:
            notes.at(item, "wrong-type", f"`{control.each}` names entries, not {kind_of(item)}")


def _entry_values(control: Control, word: Scalar, notes: Notes) -> Mapping[str, tuple[Scalar, Node]] | None:
    """What the control's table says under a word; None, noted, when it has no such row."""
    if control.table is None:
        return {}
    entry = control.entries.get(word.text)
    if entry is None:
        hint = did_you_mean(word.text, control.entries) or f"it has {', '.join(sorted(control.entries))}"
        notes.at(word, "unknown-entry", f"`{word.text}` is not in the table `{control.table.text}`", hint=hint)
        return None
    return entry.values


def signals_named(control: Control, variant: Variant, known: Mapping[str, Type], notes: Notes) -> dict[str, str]:
    """By the variable of each param that names a signal: that signal. Those that do not exist are noted."""
    found: dict[str, str] = {}
    for name, value in variant.values.items():
        if not is_signal(control.params[name]) or not isinstance(value.constant, Scalar) or not value.written:
            continue
        of = known.get(value.written)
        if of is None:
            hint = did_you_mean(value.written, known)
            notes.at(value.constant, "unknown-name", f"`{value.written}` is not a signal", hint=hint)
        elif of != control.params[name].type:
            expected = control.params[name].notation
            notes.at(value.constant, "wrong-type", f"`{value.written}` is not a {expected}, but {of}")
        else:
            found[f"params.{name}"] = value.written
    return found


def texts_of_params(control: Control, variant: Variant, policy: Policy, notes: Notes) -> dict[str, Texts]:
    """By name: the texts among the params, which explanations put in. A language of the policy that lacks is noted."""
    found: dict[str, Texts] = {}
    for name, param in control.params.items():
        if param.notation != TEXTS:
            continue
        value = variant.values.get(name)
        found[name] = value.constant if value is not None and isinstance(value.constant, dict) else {}
        missing = [one for one in policy.languages if found[name] and one not in found[name]]
        if missing:
            message = f"`{name}` has no text in `{missing[0]}`, a language of `{policy.name}`"
            notes.at(next(iter(found[name].values())), "missing-translation", message)
    return found


def silent(control: Control, variant: Variant) -> frozenset[str]:
    """The params that could name a signal and name none: evidence of it is left out."""
    named = ((name, variant.values.get(name)) for name, param in control.params.items() if is_signal(param))
    return frozenset(f"params.{name}" for name, value in named if value is not None and not value.written)


def plain(control: Control, variant: Variant) -> dict[str, object]:
    """By variable: the constants that conditions read."""
    composite = {name for name, param in control.params.items() if param.notation == TEXTS or is_signal(param)}
    return {f"params.{name}": value.constant for name, value in variant.values.items() if name not in composite}


def chosen(control: Control, use: Use, notes: Notes) -> Sequence[str]:
    """The ids, as written, of the control's rules that a use takes: all of them, or those it names."""
    known = [rule.id for rule in control.rules]
    for scalar in use.rules:
        if scalar.text not in known:
            hint = did_you_mean(scalar.text, known) or f"it has {', '.join(known)}"
            notes.at(scalar, "unknown-rule", f"`{scalar.text}` is not a rule of `{control.name}`", hint=hint)
    return [scalar.text for scalar in use.rules] or known
