"""Why a rule matched a recorded event or did not: the parts of its condition that decided, with what they looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, Final

from tipstaff.cel import CelError, evaluate, explain
from tipstaff.decide import Program
from tipstaff.decide.saying.wording import bare
from tipstaff.pipeline import EventFacts
from tipstaff.pipeline.facts import AUTHORIZATION
from tipstaff.pipeline.showing import Names
from tipstaff.policy import Bundle, Rule
from tipstaff.vocab.errors import NotFound
from tipstaff.vocab.masking import ELLIPSIS, mask, mask_party, mask_within

_PLAIN: Final = ("event", "event.id", "event.type", "event.time", "event.account", "account", "extra")
_LONGEST: Final = 120
_MOST: Final = 12


class AsRecorded:
    """What a condition may ask of a recorded event: what was found then, where the record says it; else what is so now.

    Args:
        facts: of the event, as things are now.
        recorded: what was computed when it was decided, by the names under which people know it.
        labels: those names, by the variables that the machine names.
    Attributes:
        now: what the record does not say, by name.
    """

    def __init__(self, facts: EventFacts, recorded: Mapping[str, Any], labels: Mapping[str, str]) -> None:
        self._facts = facts
        self._recorded = recorded
        self._labels = labels
        self.now: list[str] = []

    def get(self, name: str) -> object:
        """The value of a variable. Raises CelError when it cannot be known."""
        if name in _PLAIN:
            return self._facts.get(name)
        found = self._kept(self._labels.get(name, name))
        return self._facts.get(name) if found is None else found

    def call(self, name: str, args: tuple[object, ...]) -> object:
        """The value of a function. Raises CelError when it cannot be known."""
        found = self._kept(Names({}).of((name, _hashable(args))))
        if found is None:
            return self._facts.call(name, args)
        # Of an authorization the record has the id.
        return found is not False if name == AUTHORIZATION else found

    def _kept(self, label: str) -> object:
        """The recorded value; None where there is none, or only one that was masked or cut."""
        value = self._recorded.get(label)
        if isinstance(value, bool | int | float) or (isinstance(value, str) and ELLIPSIS not in value):
            return value
        if (
            isinstance(value, list)
            and len(value) < _MOST
            and all(isinstance(item, str) and ELLIPSIS not in item for item in value)
        ):
            return value
        if label not in self.now:
            self.now.append(label)
        return None


def unmatched(
    wanted: str, facts: EventFacts, recorded: tuple[Mapping[str, Any], Mapping[str, str]], law: tuple[Bundle, Program]
) -> list[dict[str, Any]]:
    """What became of the rules that go by a name.

    Args:
        wanted: a clause, a control, `control/rule`, or a rule.
        facts: of the event.
        recorded: what was computed then, and the names of variables there (see `AsRecorded`).
        law: the bundle in force, and the program that judges the event.
    Returns:
        For each rule: its `outcome` (`matched`, `did not match`, `cannot be known`, `lifted`, `off`, `not in force` or
        `other event type`), its condition, the `parts` that decided, and what the record does not say (`as_of_now`).
    Raises:
        NotFound: nothing goes by that name.
    """
    bundle, program = law
    rules = [rule for rule in bundle.rules if wanted in _names(rule)]
    if not rules:
        raise NotFound(f"no rule, control or clause is called `{wanted}`")
    of_type = [rule for rule in rules if rule.type == facts.event.type]
    if not of_type:
        return _elsewhere(rules, facts.event.type)
    standing = {id(brief.rule) for brief in program.briefs}
    return [_told(rule, AsRecorded(facts, *recorded), in_force=id(rule) in standing) for rule in of_type]


def _names(rule: Rule) -> tuple[str, ...]:
    return (rule.clause, rule.control, rule.id, f"{rule.control}/{rule.id}", f"{rule.clause}/{rule.id}")


def _elsewhere(rules: Sequence[Rule], event_type: str) -> list[dict[str, Any]]:
    """Rules that look at other events only, each once."""
    types: dict[tuple[str, str, str], list[str]] = {}
    for rule in rules:
        types.setdefault((rule.clause, rule.control, rule.id), []).append(rule.type)
    outcome = "other event type"
    return [
        {
            "clause": clause,
            "control": control,
            "rule": name,
            "outcome": outcome,
            "event": event_type,
            "looks_at": list(dict.fromkeys(found)),
        }
        for (clause, control, name), found in types.items()
    ]


def _told(rule: Rule, facts: AsRecorded, *, in_force: bool) -> dict[str, Any]:
    outcome, parts = _outcome(rule, facts, in_force=in_force)
    where = f"{'/'.join(PurePath(rule.place.file).parts[-2:])}:{rule.place.line}"
    return {
        "clause": rule.clause,
        "control": rule.control,
        "rule": rule.id,
        "verdict": rule.verdict.value,
        "outcome": outcome,
        "condition": rule.condition.text,
        "where": where,
        "parts": parts,
        "as_of_now": list(facts.now),
    }


def _outcome(rule: Rule, facts: AsRecorded, *, in_force: bool) -> tuple[str, list[dict[str, Any]]]:
    if not in_force:
        return ("off" if rule.mode == "off" else "not in force"), []
    value = evaluate(rule.condition, facts)
    parts = _parts(explain(rule.condition, facts, _mask))
    if value is not True:
        return ("did not match" if value is False else "cannot be known"), parts
    if rule.unless is not None and evaluate(rule.unless, facts) is True:
        return "lifted", _parts(explain(rule.unless, facts, _mask))
    return "matched", parts


def _parts(found: Sequence[tuple[object, str, Any]]) -> list[dict[str, Any]]:
    """Each part once, with its value as JSON."""
    told: dict[str, Any] = {}
    for _, text, value in found:
        told.setdefault(" ".join(text.split()), _json(value))
    return [{"part": text, "value": value} for text, value in told.items()]


def _json(value: Any) -> Any:
    """A value as people may see it: texts and lists cut, addresses masked."""
    if isinstance(value, CelError) and value.code == "no-such-field":
        return None
    if isinstance(value, CelError):
        return {"error": value.code, "message": value.message}
    if isinstance(value, str):
        whole = value[:1] == "+" or ("@" in value and " " not in value)
        shortened = mask_party(value) if whole else mask_within(value)
        return shortened if len(shortened) <= _LONGEST else f"{shortened[:_LONGEST]}{ELLIPSIS}"
    if isinstance(value, list | tuple):
        return [*map(_json, value[:_MOST]), *([ELLIPSIS] if len(value) > _MOST else [])]
    if isinstance(value, Mapping):
        return {str(key): _json(item) for key, item in value.items()}
    if isinstance(value, datetime | timedelta):
        return str(value)
    return bare(value)


def _mask(kind: str, value: object) -> object:
    return mask(kind, value) if isinstance(value, str) else ELLIPSIS


def _hashable(args: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(tuple(arg) if isinstance(arg, list) else arg for arg in args)
