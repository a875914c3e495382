"""The law in force as commands are given it: policies, their clauses and what they say about enforcement."""

from __future__ import annotations

from tipstaff.policy import Bundle, Clause, Policy
from tipstaff.vocab.enforcing import ClauseLaw, Law, PolicyLaw


def law_of(bundle: Bundle) -> Law:
    """What a bundle's policies say, from the general to the most specific."""
    ordered = sorted(bundle.policies.values(), key=lambda policy: policy.precedence)
    clauses: dict[str, tuple[ClauseLaw, ...]] = {}
    for policy in ordered:
        for clause in bundle.clauses[policy.name]:
            clauses[clause.id] = (*clauses.get(clause.id, ()), _clause(policy, clause))
    return Law({policy.name: _policy(policy) for policy in ordered}, clauses)


def _policy(policy: Policy) -> PolicyLaw:
    versions = tuple((version.name, version.since) for version in policy.versions)
    return PolicyLaw(policy.name, policy.title, versions, policy.enforcement)


def _clause(policy: Policy, clause: Clause) -> ClauseLaw:
    return ClauseLaw(
        clause.id, policy.name, clause.ref, clause.severity, clause.dsa, clause.text, policy.versions_of(clause)
    )
