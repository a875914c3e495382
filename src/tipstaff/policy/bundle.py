"""The bundle: the compiled, versioned set of rules that every decision names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipstaff.cel.types import RecordType, Type
from tipstaff.policy.knowledge import Knowledge
from tipstaff.policy.load import Loader, LoadResult
from tipstaff.policy.pack.nouns import Clause, Policy
from tipstaff.policy.pack.uses import uses_of
from tipstaff.policy.rules.retention import Retention
from tipstaff.policy.rules.rule import Rule
from tipstaff.policy.rules.windows import Window
from tipstaff.vocab.diagnostics import has_errors, render_all
from tipstaff.vocab.errors import PackInvalid
from tipstaff.vocab.permitting import UseTerms
from tipstaff.vocab.reading.schema import Vocabulary


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything that is in force, in one value. Never changes; a reload makes another one.

    Args:
        hash: `sha256:…` of what it means.
        policies: by name.
        clauses: by policy, every clause of every version.
        rules: in canonical order, without those that can never be true; those with mode `off` are kept, for listing.
        windows: by id, the variable that rules read them by (`window.w_…`).
        vocabulary: with the fields that packs add; events are decoded by it.
        records: by event type, the record `event` that its rules were checked against.
        uses: what the policies ask of authorizations, by use.
        retention: how long events of some types are kept, and how many; each holds, so the strictest does.
    """

    hash: str
    policies: Mapping[str, Policy]
    clauses: Mapping[str, tuple[Clause, ...]]
    rules: tuple[Rule, ...]
    windows: Mapping[str, Window]
    vocabulary: Vocabulary
    records: Mapping[str, RecordType]
    uses: Mapping[str, UseTerms]
    retention: tuple[Retention, ...]

    def clause(self, policy: str, version: str, clause_id: str) -> Clause | None:
        """The clause as that version of the policy has it."""
        known = self.policies.get(policy)
        for clause in self.clauses.get(policy, ()):
            if known and clause.id == clause_id and version in known.versions_of(clause):
                return clause
        return None


def compile_bundle(loaded: LoadResult) -> Bundle:
    """Make the bundle of what was loaded.

    Raises:
        PackInvalid: something is wrong; the message holds every diagnostic. Whatever runs stays as it is.
    """
    if not loaded.ok:
        raise PackInvalid(render_all(found for found in loaded.diagnostics if has_errors([found])))
    packs = loaded.packs
    used = {use.control for pack in packs for clause in pack.clauses for use in clause.uses}
    controls = [control for name, control in loaded.controls.items() if name in used]
    policies = [(pack.policy, pack.clauses) for pack in packs]
    return Bundle(
        hash=loaded.meanings.hash(policies, controls, loaded.fingerprint),
        policies={pack.policy.name: pack.policy for pack in packs},
        clauses={pack.policy.name: pack.clauses for pack in packs},
        rules=tuple(rule for pack in packs for rule in pack.rules if rule.constant is not False),
        windows={name: window for pack in packs for name, window in pack.windows.items()},
        vocabulary=loaded.events.vocabulary,
        records={name: _record(variables) for name, variables in loaded.events.variables.items()},
        uses=uses_of(pack.policy for pack in packs),
        retention=tuple(retention for pack in packs for retention in pack.retention),
    )


def load_bundle(directories: Sequence[Path], knowledge: Knowledge, *, policies: Sequence[str] | None = None) -> Bundle:
    """Load packs and make their bundle in one step. Raises like `compile_bundle`."""
    return compile_bundle(Loader(knowledge).load(directories, policies=policies))


def _record(variables: Mapping[str, Type]) -> RecordType:
    record = variables["event"]
    assert isinstance(record, RecordType)
    return record
