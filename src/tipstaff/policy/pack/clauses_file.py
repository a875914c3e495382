"""`clauses.yaml` and `clauses/*.yaml`: what the policy says, and the controls that carry it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from tipstaff.policy.document.keys import Keys
from tipstaff.policy.document.nodes import Items, Node, Scalar
from tipstaff.policy.document.notes import Notes, did_you_mean
from tipstaff.policy.pack.controls_file import VERDICTS
from tipstaff.policy.pack.nouns import CARRIAGES, KINDS, MODES, Clause, Policy, Use
from tipstaff.policy.pack.policy_file import written
from tipstaff.policy.pack.remedies import read_remedies
from tipstaff.vocab.verdict import Verdict


def read_clauses(roots: Iterable[Node], policy: Policy, notes: Notes) -> tuple[Clause, ...]:
    """The clauses of the files that can be read at all; mistakes are noted."""
    found = [_clause(Keys(node, "a clause", notes), policy) for root in roots for node in _listed(root, notes)]
    clauses = tuple(clause for clause in found if clause is not None)
    _note_overlaps(clauses, policy, notes)
    return clauses


def _listed(root: Node, notes: Notes) -> Sequence[Node]:
    if isinstance(root, Items):
        return root.items
    notes.at(root, "wrong-type", "the file is a list of clauses", hint="each begins with `- id: …`")
    return ()


def _clause(keys: Keys, policy: Policy) -> Clause | None:
    if not keys:
        return None
    name = keys.scalar("id", required=True)
    severity = keys.whole("severity", 2, (0, 4))
    uses = tuple(_use(part) for part in keys.each("controls", "a use of a control"))
    clause = Clause(
        id=_clause_id(name, policy, keys.notes),
        ref=keys.text("ref", required=True),
        kind=keys.word("kind", KINDS),
        control=keys.word("control", CARRIAGES),
        severity=severity,
        dsa=keys.text("dsa"),
        since=_version(keys, "since", policy),
        until=_version(keys, "until", policy),
        text=written(keys, "text", policy.languages),
        uses=uses,
        missing=keys.text("missing"),
        carried=tuple(scalar.text for scalar in keys.words("carried")),
        overrides=tuple(scalar.text for scalar in keys.words("overrides")),
        remedies=read_remedies(keys, name.text if name else "", severity, uses),
        place=name.place if name else keys.node.place,
        source=keys.node.source,
    )
    keys.done()
    if clause.since and clause.until and policy.order(clause.until) <= policy.order(clause.since):
        keys.notes.at(clause, "bad-interval", f"`{clause.id}` ends before it begins")
    return clause if clause.id else None


def _clause_id(scalar: Scalar | None, policy: Policy, notes: Notes) -> str:
    if scalar is None:
        return ""
    if not scalar.text.startswith(f"{policy.name}.") or scalar.text.endswith("."):
        hint = f"write `{policy.name}.{scalar.text.rpartition('.')[2] or 'name'}`"
        notes.at(scalar, "wrong-value", f"the id of a clause begins with `{policy.name}.`", hint=hint)
    return scalar.text


def _version(keys: Keys, key: str, policy: Policy) -> str:
    scalar = keys.scalar(key)
    if scalar is None:
        return ""
    if policy.version(scalar.text) is None:
        names = [version.name for version in policy.versions]
        hint = did_you_mean(scalar.text, names) or f"the versions are {', '.join(names)}"
        keys.notes.at(scalar, "unknown-version", f"`{scalar.text}` is not a version of this policy", hint=hint)
        return ""
    return scalar.text


def _use(keys: Keys) -> Use:
    control = keys.scalar("use", required=True)
    verdict = keys.word("verdict", VERDICTS, "") if keys.take("verdict") is not None else ""
    use = Use(
        control=control.text if control else "",
        params={key.text: (key, node) for key, node in keys.table("with")},
        when=keys.scalar("when"),
        on=keys.words("on"),
        unless=keys.scalar("unless"),
        mode=keys.word("mode", MODES, "live"),
        verdict=Verdict(verdict) if verdict else None,
        place=control.place if control else keys.node.place,
        source=keys.node.source,
        rules=keys.words("rules"),
    )
    keys.done()
    return use


def _note_overlaps(clauses: tuple[Clause, ...], policy: Policy, notes: Notes) -> None:
    """The same id may stand twice only when no version has both."""
    by_id: dict[str, list[Clause]] = {}
    for clause in clauses:
        by_id.setdefault(clause.id, []).append(clause)
    for same in by_id.values():
        for earlier, later in combinations(same, 2):
            if policy.versions_of(earlier) & policy.versions_of(later):
                message = f"`{later.id}` is the id of another clause of the same version"
                notes.at(
                    later,
                    "duplicate-id",
                    message,
                    hint=f"the other one is on line {_line(earlier, later)}",
                )


def _line(earlier: Clause, later: Clause) -> str:
    elsewhere = "" if earlier.place.file == later.place.file else f" of {Path(earlier.place.file).name}"
    return f"{earlier.place.line}{elsewhere}"
