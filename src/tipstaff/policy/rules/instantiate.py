"""One use of a control by a clause becomes rules: one for each rule of the control and each event type it is on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tipstaff.cel import Compiled
from tipstaff.cel.types import BOOL, TIMESTAMP
from tipstaff.policy.document.nodes import Scalar
from tipstaff.policy.document.notes import Notes, did_you_mean
from tipstaff.policy.document.passage import both, passage
from tipstaff.policy.pack.nouns import Clause, Control, Directive, RuleText, Use
from tipstaff.policy.pack.remedies import milder, plain_case, suspected
from tipstaff.policy.rules.everywhere import everywhere
from tipstaff.policy.rules.ground import Ground, scope_of, windows_of
from tipstaff.policy.rules.rule import Rule
from tipstaff.policy.rules.saying import Occasion, Said, said_of
from tipstaff.policy.rules.variants import (
    OPEN,
    chosen,
    signals_named,
    texts_of_params,
    variants,
)
from tipstaff.policy.rules.windows import Window
from tipstaff.vocab.diagnostics import Diagnostic
from tipstaff.vocab.verdict import Verdict


def instantiate(
    ground: Ground, clause: Clause, use: tuple[int, Use], control: Control, *, alone: bool = False
) -> tuple[list[Rule], dict[str, Window]]:
    """The rules of one use, and the windows they may read by id. Mistakes are noted and leave their rule out.

    `alone` checks a control that nobody uses: params that have no default stay open.
    """
    _check_translations(ground, control)
    types, ids = event_types(control, use[1].on, ground), chosen(control, use[1], ground.notes)
    rules: list[Rule] = []
    windows: dict[str, Window] = {}
    for variant in [OPEN] if alone else variants(control, use[1], ground.notes):
        own = windows_of(ground, control, variant.values)
        texts = texts_of_params(control, variant, ground.policy, ground.notes)
        signals = signals_named(control, variant, ground.workshop.knowledge.variables, ground.notes)
        occasions = [
            Occasion(
                ground,
                clause,
                use,
                control,
                name,
                scope_of(ground, (control, name, signals), variant, own),
                variant,
                texts,
            )
            for name in types
        ]
        rules += [rule for text in control.rules if text.id in ids for rule in _rules(occasions, text, ground.notes)]
        windows |= {window.id: window for window in own.values()}
    return rules, windows


def event_types(control: Control, narrower: Sequence[Scalar], ground: Ground) -> list[str]:
    """The event types of a control, or those of them that are named; unknown ones are noted."""
    known = [scalar.text for scalar in control.on if _known(scalar, ground.events.vocabulary.types, ground.notes)]
    if not narrower:
        return known
    for scalar in narrower:
        if scalar.text not in {on.text for on in control.on}:
            hint = did_you_mean(scalar.text, known) or f"it is on {', '.join(known)}"
            ground.notes.at(scalar, "unknown-type", f"`{control.name}` is not on `{scalar.text}`", hint=hint)
    named = {scalar.text for scalar in narrower}
    return [name for name in known if name in named]


def _known(scalar: Scalar, types: Mapping[str, object], notes: Notes) -> bool:
    if scalar.text in types:
        return True
    notes.at(scalar, "unknown-type", f"`{scalar.text}` is not an event type", hint=did_you_mean(scalar.text, types))
    return False


def _rules(occasions: Sequence[Occasion], text: RuleText, notes: Notes) -> list[Rule]:
    """A rule of the control on each of its event types; what is wrong is noted and leaves it out."""
    named = {scalar.text for scalar in text.on}
    by_type: list[list[Diagnostic]] = []
    rules: list[Rule] = []
    for occasion in occasions:
        if named and occasion.type not in named:
            continue
        own = Notes()
        rule = _rule(occasion.noting(own), text)
        by_type.append(own.diagnostics)
        rules += [rule] if rule is not None else []
    notes.add(*everywhere(by_type))
    return rules


def _rule(occasion: Occasion, text: RuleText) -> Rule | None:
    """A rule of the control on the occasion's event type; None when it is wrong."""
    notes = occasion.ground.notes
    use = occasion.use[1]
    condition = occasion.compile(both(use.when, text.when) if use.when else passage(text.when), BOOL)
    unless = occasion.compile(passage(use.unless), BOOL) if use.unless else None
    until = occasion.compile(passage(text.until), TIMESTAMP) if text.until else None
    said = said_of(occasion, text, _remedies(occasion, text))
    if condition is None or any(found.severity == "error" for found in notes.diagnostics):
        return None
    return _made(occasion, text, (condition, unless, until), said)


def _made(
    occasion: Occasion, text: RuleText, conditions: tuple[Compiled, Compiled | None, Compiled | None], said: Said
) -> Rule:
    ground, clause = occasion.ground, occasion.clause
    index, use = occasion.use
    condition, unless, until = conditions
    every = [*(part for part in conditions if part is not None), *said.expressions()]
    return Rule(
        policy=ground.policy.name,
        clause=clause.id,
        control=occasion.control.name,
        id=occasion.variant.rule_id(occasion.control, text.id),
        type=occasion.type,
        use=index,
        versions=ground.policy.versions_of(clause),
        severity=milder(clause.severity) if text.suspicion else clause.severity,
        condition=condition,
        verdict=use.verdict or text.verdict,
        on_error=text.on_error,
        mode=use.mode,
        unless=unless,
        explain=said.explain,
        evidence=said.evidence,
        until=until,
        obligations=said.obligations,
        effects=said.effects,
        windows=frozenset(name for part in every for name in part.reads if name.startswith("window.")),
        place=text.place,
        written=text.id,
        when_allowed=text.when_allowed,
    )


def _remedies(occasion: Occasion, text: RuleText) -> Iterator[Directive]:
    """What the clause lets follow when this rule matches; when it names nothing, a case for what was told and needs a
    look, since nothing waits at the door for it. What is a suspicion leaves a case, and a milder one, and nothing else.
    """
    verdict = occasion.use[1].verdict or text.verdict
    following = [
        remedy
        for remedy in occasion.clause.remedies
        if remedy.follows(occasion.control.name, occasion.variant.entry, verdict)
    ]
    told = occasion.ground.events.vocabulary.types[occasion.type].verb == "tell"
    opened = told and verdict is Verdict.REVIEW
    for remedy in following:
        yield from (suspected(remedy.orders[0]),) if text.suspicion else remedy.orders
    if opened and not following:
        severity = occasion.clause.severity
        yield plain_case(occasion.clause, milder(severity) if text.suspicion else severity)


def _check_translations(ground: Ground, control: Control) -> None:
    """A control's texts must exist in every language of the policies that use it."""
    policy = ground.policy
    for rule in control.rules:
        for language in policy.languages:
            if rule.explain and language not in rule.explain:
                message = f"`{rule.id}` is not explained in `{language}`, a language of `{policy.name}`"
                hint = f"add `{language}: …` to its `explain`"
                ground.notes.at(rule, "missing-translation", message, hint=hint)
