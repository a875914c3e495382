"""`enforcement` of a `policy.yaml`: what follows from violations, and who is told.

enforcement:
  ladder: [{points: 3, action: warn}, {points: 6, action: limit, for: 24h}, {points: 10, action: suspend}]
  decay: 90d                                        a strike keeps its points so long
  parents: {share: 0.5, clause: demo.resellers}     what of them counts on the account above, and under which clause
  two_people: [suspend]                             kinds that take a second person here
  reports: {spam: demo.spam}                        the clause that a report of a category is about
  self_reports: {fraud: demo.fraud}                 the clause that an account's own report is about
  instructions: {whatsapp: demo.network}            the clause under which a network's instruction is carried out
  evidence: {demo.proof: {within: 24h, then: suspend, refund: false}}   what follows when evidence does not come
  reporting: {demo.volume: 168h}                    so long a volume licence may be silent under the clause
  authorities: {minors: "…"}                        who is told of what must be reported, by category of case
  person_decides: true                              a person decides and dismisses cases, by name; no system does
  grounds_for: [suspend, terminate]                 what a decision on a case takes on stated grounds only
  disconnects: demo.numbers                         the clause that cuts off numbers of accounts in bad standing
  spirit: demo.spirit                               a clause that no rule need name: a written reason, and two people
  material_breach: demo.breach                      the clause by which a violation breaks the terms; notices say so
  actions: {slow-lane: {title: {en: …, fr: …}, effect: limit, notice: limit}}
"""

from __future__ import annotations

import re
from typing import Final

from tipstaff.policy.document.keys import Keys
from tipstaff.policy.document.nodes import Scalar
from tipstaff.vocab.enforcing import Consequence, Enforcement, EvidenceTerms, OwnAction, Step
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.times.durations import Duration, parse_duration

KNOWN_ACTIONS: Final = frozenset(
    {
        "warn", "request-stop", "limit", "remove", "quarantine", "suspend", "terminate", "disconnect", "reclaim",
        "exclude", "charge", "forfeit", "rotate-credential", "notify-authority", "disclose",
    }
)  # fmt: skip
"""The kinds of action that every policy has."""

_CONSEQUENCES: Final[tuple[Consequence, ...]] = ("suspend", "propose", "escalate")

OTHER: Final = "other"
"""Terms of evidence for every clause that has none of its own."""

_NUMBER = re.compile(r"\d{1,6}(\.\d{1,6})?", re.ASCII)


def read_enforcement(keys: Keys, languages: tuple[str, ...]) -> Enforcement:
    """What a policy says; mistakes are noted."""
    node = keys.take("enforcement")
    if node is None:
        return Enforcement()
    part = Keys(node, "the enforcement", keys.notes)
    if not part:
        return Enforcement()
    actions = {
        name.text: _own(Keys(one, f"`{name.text}`", keys.notes), languages) for name, one in part.table("actions")
    }
    share, clause = _parents(part)
    found = Enforcement(
        ladder=tuple(sorted((_step(one, actions) for one in part.each("ladder", "a step")), key=lambda s: s.points)),
        decay=_length(part, "decay"),
        parent_share=share,
        parent_clause=clause,
        actions=actions,
        two_people=_known(part, "two_people", actions),
        reports=_words(part, "reports"),
        self_reports=_words(part, "self_reports"),
        instructions=_words(part, "instructions"),
        evidence=_evidence(part),
        reporting=_lengths(part, "reporting"),
        authority=_words(part, "authorities"),
        person_decides=part.word("person_decides", ("true", "false"), "false") == "true",
        grounds_for=_known(part, "grounds_for", actions),
        disconnects=part.text("disconnects"),
        spirit=part.text("spirit"),
        material_breach=part.text("material_breach"),
    )
    part.done()
    return found


def clauses_named(enforcement: Enforcement) -> set[str]:
    """Every clause that it names."""
    tables = (enforcement.reports, enforcement.self_reports, enforcement.instructions)
    found = {clause for table in tables for clause in table.values()}
    single = (
        enforcement.parent_clause, enforcement.disconnects, enforcement.spirit, enforcement.material_breach,
    )  # fmt: skip
    asked = {clause for clause in enforcement.evidence if clause != OTHER}
    return found | asked | set(enforcement.reporting) | {clause for clause in single if clause}


def _step(keys: Keys, own: dict[str, OwnAction]) -> Step:
    points = _number(keys, "points", required=True)
    action = keys.scalar("action", required=True)
    if action is not None:
        _note_unknown(keys, action, own)
    length = _length(keys, "for")
    keys.done()
    return Step(points, action.text if action is not None else "warn", length)


def _evidence(keys: Keys) -> dict[str, EvidenceTerms]:
    found = {}
    for clause, node in keys.table("evidence"):
        part = Keys(node, f"`{clause.text}`", keys.notes)
        within = _length(part, "within", required=True)
        then = part.word("then", _CONSEQUENCES, "escalate")
        refund = part.word("refund", ("true", "false"), "true") == "true"
        part.done()
        if within is not None:
            found[clause.text] = EvidenceTerms(within, then, refund)
    return found


def _lengths(keys: Keys, key: str) -> dict[str, Duration]:
    read = {
        name.text: _read_length(scalar, keys)
        for name, node in keys.table(key)
        if (scalar := keys.one(name.text, node)) is not None
    }
    return {name: length for name, length in read.items() if length is not None}


def _known(keys: Keys, key: str, own: dict[str, OwnAction]) -> frozenset[str]:
    """Kinds of action; one that nobody has is noted."""
    found = keys.words(key)
    for action in found:
        _note_unknown(keys, action, own)
    return frozenset(action.text for action in found)


def _note_unknown(keys: Keys, action: Scalar, own: dict[str, OwnAction]) -> None:
    if action.text not in KNOWN_ACTIONS and action.text not in own:
        known = ", ".join(sorted({*KNOWN_ACTIONS, *own}))
        keys.notes.at(action, "wrong-value", f"`{action.text}` is not an action", hint=f"one of {known}")


def _parents(keys: Keys) -> tuple[float, str]:
    node = keys.take("parents")
    if node is None:
        return 0.0, ""
    part = Keys(node, "the share of parents", keys.notes)
    share = _number(part, "share", required=True)
    if share > 1:
        part.notes.at(part.node, "wrong-value", "`share` is at most 1")
    clause = part.text("clause")
    part.done()
    return min(share, 1.0), clause


def _own(keys: Keys, languages: tuple[str, ...]) -> OwnAction:
    title = {language: scalar.text for language, scalar in keys.texts("title", required=True).items()}
    for language in languages:
        if title and language not in title:
            keys.notes.at(keys.node, "missing-translation", f"`title` does not exist in `{language}`")
    found = OwnAction(
        keys.what.strip("`"),
        title,
        keys.text("effect"),
        keys.text("notice"),
        reversible=keys.word("reversible", ("true", "false"), "true") == "true",
        people=keys.whole("people", 1, (1, 2)),
    )
    if found.effect and found.effect not in KNOWN_ACTIONS:
        hint = f"one of {', '.join(sorted(KNOWN_ACTIONS))}"
        keys.notes.at(keys.node, "wrong-value", f"`{found.effect}` is not the effect of an action", hint=hint)
    keys.done()
    return found


def _words(keys: Keys, key: str) -> dict[str, str]:
    found = {name.text: keys.one(name.text, node) for name, node in keys.table(key)}
    return {name: scalar.text for name, scalar in found.items() if scalar is not None}


def _number(keys: Keys, key: str, *, required: bool = False) -> float:
    scalar = keys.scalar(key, required=required)
    if scalar is None:
        return 0.0
    if not _NUMBER.fullmatch(scalar.text):
        keys.notes.at(scalar, "wrong-type", f"`{key}` is a number, not `{scalar.text}`")
        return 0.0
    return float(scalar.text)


def _length(keys: Keys, key: str, *, required: bool = False) -> Duration | None:
    scalar = keys.scalar(key, required=required)
    return _read_length(scalar, keys) if isinstance(scalar, Scalar) else None


def _read_length(scalar: Scalar, keys: Keys) -> Duration | None:
    try:
        return parse_duration(scalar.text)
    except Invalid as refused:
        fault = refused.faults[0]
        keys.notes.at(scalar, "wrong-value", f"`{scalar.text}` is not {fault.expected}", hint=fault.hint)
        return None
