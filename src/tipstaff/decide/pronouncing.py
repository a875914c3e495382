"""Bundle and facts in, the decision's JSON out: what `decide` says, without a record in between where none is needed.

Most events take the simple way: nothing matched, or rules that have nothing but a reason to give and what follows in
every event alike. Then the JSON is put together from parts that were encoded once (`composing`), and only what the
event itself says is encoded anew. All else goes the whole way and gives the `Decision`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct

from tipstaff.decide.deciding import heard
from tipstaff.decide.facts import Facts
from tipstaff.decide.following import Outcome
from tipstaff.decide.program import Program
from tipstaff.decide.saying.form import Form
from tipstaff.decide.saying.showing import encode, shown_effects
from tipstaff.decide.saying.writing import write
from tipstaff.policy import Rule
from tipstaff.vocab.decision import Decision, Effect
from tipstaff.vocab.event import Event
from tipstaff.vocab.verdict import Verdict

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class Judgement(Struct, frozen=True, gc=False):
    """A decision as it is answered and kept.

    Attributes:
        id, at: of the record.
        event: what was judged.
        verdict: the severest one.
        json: the whole decision, no case named yet.
        cited: the rules that determined it, the severest first.
        effects: what is set in motion, with arguments as they are.
        around: where effects follow, the decision's JSON around its case and its effects.
        versions: where effects follow, those of the clauses that ask for them.
    """

    id: str
    at: datetime
    event: Event
    verdict: Verdict
    json: bytes
    cited: Sequence[Rule]
    effects: Sequence[Effect] = ()
    around: tuple[bytes, bytes, bytes] = (b"", b"", b"")
    versions: Mapping[str, str] = _NONE

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that determined it, each once."""
        return tuple({one.clause: None for one in self.cited})

    @property
    def policy(self) -> str:
        """The policy of the first reason, "" when there is none."""
        return self.cited[0].policy if self.cited else ""

    def json_with(self, case: str | None, effects: Sequence[Effect]) -> bytes:
        """The decision's JSON with its case, and other effects, masked."""
        before, between, after = self.around
        return b"".join((before, encode(case), between, encode(shown_effects(effects)), after))


def pronounce(program: Program, facts: Facts, *, id: str, at: datetime) -> Judgement | Decision:  # noqa: A002 - the record's word
    """The same as `decide`: JSON made at once, or the decision where more follows than reasons.

    Args:
        program: rules of the versions in force; their order does not matter.
        facts: the event and lazy access to all that is known about it.
        id: of the record to be.
        at: when it is decided (UTC).
    """
    matched: list[int] = []
    failed: list[int] = []
    event = facts.event
    data = event.data
    index = program.types.get(event.type) or program.of_type(event.type)
    index.run(facts, matched, failed, data)
    if failed:
        return heard(program, facts, (matched, failed), id, at)
    form = program.form
    parts: list[Any] = [form.id, id, form.event, event.id, form.account, event.account]
    verdict, cited = Verdict.ALLOW, []
    followed: list[int] = []
    if matched:
        if len(matched) > 1:
            matched.sort()
        briefs, locale, between = program.briefs, facts.account.locale, b","
        # Numbers go by severity first.
        verdict = briefs[matched[0]].rule.verdict
        before = form.found[verdict]
        for number in matched:
            brief = briefs[number]
            if not brief.simple:
                return heard(program, facts, (matched, failed), id, at)
            parts += (before, brief.told.get(locale) or brief.learn_json(locale))
            cited.append(brief.rule)
            if brief.following:
                followed.append(number)
            before = between
        if followed:
            judged = (id, at, event, verdict)
            return _with_effects(judged, cited, (form, parts), program.outcome(tuple(followed)), facts)
        parts.append(form.rest)
    else:
        parts.append(form.nothing)
    seen = facts.computed()
    parts += (at, form.nothing_seen) if not seen else (at, form.seen, seen, form.end)
    made = write(encode, parts, facts, data)
    return Judgement(id, at, event, verdict, made, cited)


def _with_effects(
    judged: tuple[str, datetime, Event, Verdict],
    cited: Sequence[Rule],
    written: tuple[Form, list[Any]],
    outcome: Outcome,
    facts: Facts,
) -> Judgement:
    """The same where rules set something in motion, with what is known of the JSON before a case is named."""
    form, parts = written
    _, at, event, _ = judged
    parts.append(form.to_case)
    before = write(encode, parts, facts, event.data)
    between = form.from_case + encode(at) + form.to_effects
    after = form.from_effects + encode(facts.computed()) + form.end
    made = b"".join((before, b"null", between, outcome.shown(event.account), after))
    around, effects = (before, between, after), outcome.effects(event.account)
    return Judgement(*judged, made, cited, effects, around, outcome.versions)
