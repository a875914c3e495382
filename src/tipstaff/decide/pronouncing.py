"""Bundle and facts in, the decision's JSON out: what `decide` says, without a record in between where none is needed.

Most events take the simple way: nothing matched, or rules that have nothing but a reason to give and what follows in
every event alike. Then the JSON is put together from parts that were encoded once (`composing`), and only what the
event itself says is encoded anew. All else goes the whole way and gives the `Decision`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct

from tipstaff.decide.brief import Brief
from tipstaff.decide.deciding import heard
from tipstaff.decide.facts import Facts
from tipstaff.decide.program import Numbers, Program, Speak
from tipstaff.decide.saying.form import Form
from tipstaff.decide.saying.showing import encode, shown_effects
from tipstaff.decide.saying.writing import write
from tipstaff.native.kernels import kernel
from tipstaff.policy import Rule
from tipstaff.vocab.decision import Decision, Effect
from tipstaff.vocab.event import Event
from tipstaff.vocab.verdict import Verdict

_KERNEL: Final[Any] = kernel("telling")
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_NO_CASE: Final = b"null"


class Judgement(Struct, frozen=True, gc=False):
    """A decision as it is answered and kept.

    Attributes:
        id, at: of the record.
        event: what was judged.
        verdict: the severest one.
        json: the whole decision, no case named yet.
        cited: the rules that determined it, the severest first.
        effects: what is set in motion, with arguments as they are.
        places: where effects follow, where the JSON of the case stands, that of the effects, and where that ends.
        versions: where effects follow, those of the clauses that ask for them.
    """

    id: str
    at: datetime
    event: Event
    verdict: Verdict
    json: bytes
    cited: Sequence[Rule]
    effects: Sequence[Effect] = ()
    places: tuple[int, int, int] = (0, 0, 0)
    versions: Mapping[str, str] = _NONE

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that determined it, each once."""
        cited = self.cited
        return tuple({one.clause: None for one in cited}) if len(cited) > 1 else tuple([one.clause for one in cited])

    @property
    def policy(self) -> str:
        """The policy of the first reason, "" when there is none."""
        return self.cited[0].policy if self.cited else ""

    def json_with(self, case: str | None, effects: Sequence[Effect]) -> bytes:
        """The decision's JSON with its case, and other effects, masked."""
        made, (to_case, to_effects, after) = self.json, self.places
        between = made[to_case + len(_NO_CASE) : to_effects]
        return b"".join((made[:to_case], encode(case), between, encode(shown_effects(effects)), made[after:]))


def pronounce(program: Program, facts: Facts, *, id: str, at: datetime) -> Judgement | Decision:  # noqa: A002 - the record's word
    """The same as `decide`: JSON made at once, or the decision where more follows than reasons.

    Args:
        program: rules of the versions in force; their order does not matter.
        facts: the event and lazy access to all that is known about it.
        id: of the record to be.
        at: when it is decided (UTC).
    """
    made = (program.speak or prepare(program))(facts, id, at)
    return made if isinstance(made, Judgement) else heard(program, facts, made, id, at)


def prepare(program: Program) -> Speak:
    """Make what goes the simple way for a program, the kernel or `simply`, so that its first event need not wait."""
    speak: Speak = partial(simply, program)
    if _KERNEL is not None:
        parts = (program.types, program.of_type, encode, Judgement, program.outcome, Verdict.ALLOW)
        lines = tuple(_line(one, program.form) for one in program.briefs)
        speak = _KERNEL.Speaker(parts, program.form.pieces(), lines).speak
    program.speak = speak
    return speak


def _line(brief: Brief, form: Form) -> tuple[object, ...]:
    rule = brief.rule
    found = form.found[rule.verdict]
    return brief.simple, bool(brief.following), rule, rule.verdict, brief.told, brief.learn_json, found


def simply(program: Program, facts: Facts, decision_id: str, at: datetime) -> Judgement | Numbers:
    """The judgement where rules have nothing but reasons to give, and what follows in every event alike.

    Returns:
        Else the numbers of the rules that are true, and of those that only the interpreter can tell.
    """
    matched: list[int] = []
    failed: list[int] = []
    event, form = facts.event, program.form
    index = program.types.get(event.type) or program.of_type(event.type)
    index.run(facts, matched, failed, event.data)
    matched.sort()
    briefs = [program.briefs[number] for number in matched]
    if failed or not all(brief.simple for brief in briefs):
        return matched, failed
    parts = [form.id, decision_id, form.event, event.id, form.account, event.account, *_reasons(briefs, form, facts)]
    cited = [brief.rule for brief in briefs]
    # Numbers go by severity first.
    known = decision_id, at, event, cited[0].verdict if cited else Verdict.ALLOW
    following = tuple(brief.place for brief in briefs if brief.following)
    if following:
        return _with_effects(
            program, following, Judgement(*known, write(encode, parts, facts, event.data), cited), facts
        )
    parts += (form.rest if cited else form.nothing, at)
    before = write(encode, parts, facts, event.data)
    return Judgement(*known, before + _facts(form, facts), cited)


def _reasons(briefs: Sequence[Brief], form: Form, facts: Facts) -> list[Any]:
    """Parts to be written: what comes before the first reason, and each of them."""
    if not briefs:
        return []
    locale = facts.account.locale
    parts: list[Any] = []
    for brief in briefs:
        parts += (b",", brief.told.get(locale) or brief.learn_json(locale))
    parts[0] = form.found[briefs[0].rule.verdict]
    return parts


def _facts(form: Form, facts: Facts) -> bytes:
    seen = facts.computed()
    return form.seen + encode(seen) + form.end if seen else form.nothing_seen


def _with_effects(program: Program, following: tuple[int, ...], made: Judgement, facts: Facts) -> Judgement:
    """The same where rules set something in motion. `made`: its JSON goes as far as the last reason."""
    form, outcome, account = program.form, program.outcome(following), made.event.account
    before, shown = made.json + form.to_case, outcome.shown(account)
    between = form.from_case + encode(made.at) + form.to_effects
    after = form.from_effects + encode(facts.computed()) + form.end
    to_case = len(before)
    to_effects = to_case + len(_NO_CASE) + len(between)
    return Judgement(
        made.id,
        made.at,
        made.event,
        made.verdict,
        b"".join((before, _NO_CASE, between, shown, after)),
        made.cited,
        outcome.effects(account),
        (to_case, to_effects, to_effects + len(shown)),
        outcome.versions,
    )
