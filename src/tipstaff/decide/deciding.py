"""Bundle and facts in, decision out. No clock, no I/O, no logging."""

from __future__ import annotations

from datetime import datetime

from tipstaff.decide.facts import Facts
from tipstaff.decide.hearing import Hearing
from tipstaff.decide.program import Program
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.verdict import Verdict


def decide(program: Program, facts: Facts, *, id: str, at: datetime) -> Decision:  # noqa: A002 - the record's word
    """Evaluate every rule that can match and combine what they say.

    Args:
        program: rules of the versions in force; their order does not matter.
        facts: the event and lazy access to all that is known about it.
        id: of the record to be.
        at: when it is decided (UTC).
    Returns:
        The severest verdict among the rules that matched, `allow` when none did, with every rule that said more than
        allow, the severest first. An authorization in force lifts the rules that name it and is listed. A rule that
        could not be evaluated is listed in `errors` and counts with its `on_error`. Rules in shadow are listed apart.
    """
    matched: list[int] = []
    failed: list[int] = []
    event = facts.event
    data = event.data
    index = program.types.get(event.type) or program.of_type(event.type)
    index.run(facts, matched, failed, data)
    if failed:
        return heard(program, facts, (matched, failed), id, at)
    verdict, reasons = Verdict.ALLOW, []
    if matched:
        if len(matched) > 1:
            matched.sort()
        briefs, locale = program.briefs, facts.account.locale
        for number in matched:
            brief = briefs[number]
            if not brief.simple or brief.following:
                return heard(program, facts, (matched, failed), id, at)
            # As `brief.reason` does, without the call.
            compose, kept = brief.said.get(locale) or brief.learn(locale)
            reasons.append(compose(kept, facts, data))
        # Numbers go by severity first.
        verdict = reasons[0].verdict
    # By position and in one go: this is the way that most events take.
    seen, bundle = facts.computed(), program.bundle
    return Decision(
        id, event.id, event.account, verdict, None, reasons, [], [], [], [], None, bundle, at, [], seen
    )  # fmt: skip


def heard(
    program: Program, facts: Facts, numbers: tuple[list[int], list[int]], decision_id: str, at: datetime
) -> Decision:
    """The whole procedure: lifts, shadow, obligations, failures.

    Args:
        numbers: of the rules that are true, and of those that only the interpreter can tell.
    """
    matched, failed = numbers
    hearing = Hearing(facts)
    for number in failed:
        hearing.ask_again(program.briefs[number])
    for number in matched:
        hearing.matched(program.briefs[number])
    return hearing.decision(program.bundle, decision_id, at)
