"""What policies say about enforcement, as plain values: clauses to cite, ladders, actions, who is told.

The policy room reads these from packs, commands are given them; neither knows how the other works.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from tipstaff.vocab.times.durations import Duration


class ClauseLaw(Struct, frozen=True):
    """A clause as cases, actions and notices cite it. `versions` are the names of the versions that have it."""

    id: str
    policy: str
    ref: str
    severity: int
    dsa: str
    text: Mapping[str, str]
    versions: frozenset[str]


class Step(Struct, frozen=True):
    """A step of a ladder: at so many points, this action, for this long (None: until it is lifted)."""

    points: float
    action: str
    length: Duration | None = None


class OwnAction(Struct, frozen=True):
    """A kind of action that a policy defines beyond those that every policy has.

    `effect` is what it does to the subject ("" for nothing that Tipstaff itself can do); `notice` the kind of notice
    that tells of it ("" for none); `people` how many it takes.
    """

    name: str
    title: Mapping[str, str]
    effect: str = ""
    notice: str = ""
    reversible: bool = True
    people: int = 1


Consequence = Literal["suspend", "propose", "escalate"]


class EvidenceTerms(Struct, frozen=True):
    """What follows when evidence that was asked for under a clause does not come.

    Attributes:
        within: how long after the request has reached the account.
        then: `suspend` does so at once, with notice; `propose` puts the suspension before a person; `escalate` makes
            the case urgent and a lead's.
        refund: whether what was paid in advance is given back when the account is suspended for it.
    """

    within: Duration
    then: Consequence = "escalate"
    refund: bool = True


class Enforcement(Struct, frozen=True):
    """What one policy says about enforcement.

    Attributes:
        ladder: steps by points, the lowest first.
        decay: how long a strike keeps its points; None for good.
        parent_share: the part of a strike's points that counts on the account above, and again on the one above that.
        parent_clause: the clause under which it counts there.
        actions: kinds of the policy's own, by name.
        two_people: kinds that take a second person beyond those that always do.
        reports: the clause that a report of a category is about.
        self_reports: the clause that an account's own report of a kind is about; `fraud-voice` for one channel only.
        instructions: the clause under which a network's written instruction is carried out.
        evidence: what follows when evidence does not come, by the clause under which it was asked for; `other` for all
            that are not named.
        reporting: how long a volume licence may be silent, from the day it is put or begins, by the clause under which
            somebody looks then.
        authority: who is told of what must be reported, by category ("" for any other).
        person_decides: a case under its clauses is decided and dismissed by a person, by name; no system does it.
        grounds_for: kinds of action that a decision on a case takes on stated grounds only.
        disconnects: the clause under which the numbers of accounts that are suspended, terminated or on trial are cut
            off; "" when their numbers stay.
        spirit: the clause under which people may act though no rule names what they saw: always with a written reason,
            and what restricts takes two of them.
        material_breach: the clause by which a violation breaks the terms themselves: notices of violations say so.
    """

    ladder: tuple[Step, ...] = ()
    decay: Duration | None = None
    parent_share: float = 0.0
    parent_clause: str = ""
    actions: Mapping[str, OwnAction] = {}
    two_people: frozenset[str] = frozenset()
    reports: Mapping[str, str] = {}
    self_reports: Mapping[str, str] = {}
    instructions: Mapping[str, str] = {}
    evidence: Mapping[str, EvidenceTerms] = {}
    reporting: Mapping[str, Duration] = {}
    authority: Mapping[str, str] = {}
    person_decides: bool = False
    grounds_for: frozenset[str] = frozenset()
    disconnects: str = ""
    spirit: str = ""
    material_breach: str = ""


class PolicyLaw(Struct, frozen=True):
    """A policy as notices name it. `versions`: (name, from) in the order of time."""

    name: str
    title: Mapping[str, str]
    versions: tuple[tuple[str, datetime], ...]
    enforcement: Enforcement

    def version_at(self, at: datetime) -> str:
        """The version in force at a time; the last one begun, or the first when none has."""
        begun = [name for name, since in self.versions if since <= at]
        return begun[-1] if begun else self.versions[0][0] if self.versions else ""


class Law(Struct, frozen=True):
    """The policies in force, by name and from the general to the most specific, and their clauses by id."""

    policies: Mapping[str, PolicyLaw] = {}
    clauses: Mapping[str, tuple[ClauseLaw, ...]] = {}

    def clause(self, name: str, version: str = "") -> ClauseLaw | None:
        """A clause as a version has it; the last text there is when no version is named."""
        found = self.clauses.get(name, ())
        return next((one for one in found if version in one.versions), found[-1] if found else None)

    def enforcement_of(self, clause: str) -> Enforcement:
        """What the policy of a clause says about enforcement; of none, when the clause is not known."""
        found = self.clause(clause)
        policy = self.policies.get(found.policy) if found is not None else None
        return policy.enforcement if policy is not None else Enforcement()
