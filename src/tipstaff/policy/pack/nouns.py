"""A pack as values. Whatever is compiled later keeps its place in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tipstaff.cel.types import Type
from tipstaff.policy.document.keys import Texts
from tipstaff.policy.document.nodes import Node, Scalar, Source
from tipstaff.policy.files import PackFiles
from tipstaff.vocab.diagnostics import Place
from tipstaff.vocab.enforcing import Enforcement
from tipstaff.vocab.permitting import UseTerms
from tipstaff.vocab.reading.schema import Notation
from tipstaff.vocab.times.durations import Duration
from tipstaff.vocab.verdict import Verdict

Kind = Literal["prohibition", "obligation", "permission", "right", "duty", "lifecycle", "term"]
Carriage = Literal["automatic", "assisted", "workflow", "record"]
Mode = Literal["live", "shadow", "off"]

KINDS: tuple[Kind, ...] = ("prohibition", "obligation", "permission", "right", "duty", "lifecycle", "term")
CARRIAGES: tuple[Carriage, ...] = ("automatic", "assisted", "workflow", "record")
MODES: tuple[Mode, ...] = ("live", "shadow", "off")


@dataclass(frozen=True, slots=True)
class Version:
    """A dated text of a policy, in force from `since` (included) to `until` (excluded; None = no end). UTC."""

    name: str
    since: datetime
    until: datetime | None
    notified: datetime | None
    changes: Mapping[str, str]
    source: str

    def in_force(self, at: datetime) -> bool:
        """Whether it applies at that moment."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Use:
    """A clause names a control: with which params, when, on what, lifted by what; `rules`: only these of its rules."""

    control: str
    params: Mapping[str, tuple[Scalar, Node]]
    when: Scalar | None
    on: tuple[Scalar, ...]
    unless: Scalar | None
    mode: Mode
    verdict: Verdict | None
    place: Place
    source: Source
    rules: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class Remedy:
    """What follows by itself when a rule matches: effects, for rules of these controls and entries (none named: all)
    with one of these verdicts.
    """

    of: tuple[Scalar, ...]
    kinds: tuple[Scalar, ...]
    at: frozenset[Verdict]
    orders: tuple[Directive, ...]
    place: Place
    source: Source

    def follows(self, control: str, entry: str, verdict: Verdict) -> bool:
        """Whether it follows a match with this verdict of a control's rule, made for this entry ("" for none)."""
        meant = not self.of or control in [one.text for one in self.of]
        kind = not self.kinds or entry in [one.text for one in self.kinds]
        return meant and kind and verdict in self.at


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered promise. `since` and `until` name versions: the first with it, the first without ("" = no bound)."""

    id: str
    ref: str
    kind: Kind
    control: Carriage
    severity: int
    dsa: str
    since: str
    until: str
    text: Mapping[str, str]
    uses: tuple[Use, ...]
    missing: str
    carried: tuple[str, ...]
    overrides: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    place: Place
    source: Source


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from, and how far it can be trusted (as in the tables of figures)."""

    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a control; `default` is None when every use must give it, `origin` is the default's."""

    name: str
    type: Type
    notation: str
    default: Value | None
    about: str
    origin: Origin | None
    choices: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter's value: as the condition language has it, and as it was written (for window specifications)."""

    constant: object
    written: str


@dataclass(frozen=True, slots=True)
class Directive:
    """An obligation or an effect: its name and its arguments, each an expression or texts with holes."""

    name: str
    args: tuple[tuple[str, Scalar | Texts], ...]
    place: Place
    source: Source


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as written. `suspicion`: a model alone says so, and what follows is milder for it. `when_allowed`: its
    effects are for decisions that allow.
    """

    id: str
    when: Scalar
    verdict: Verdict
    on_error: Verdict
    explain: Texts
    evidence: tuple[tuple[str, Scalar], ...]
    until: Scalar | None
    obligations: tuple[Directive, ...]
    effects: tuple[Directive, ...]
    on: tuple[Scalar, ...]
    place: Place
    source: Source
    suspicion: bool = False
    when_allowed: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What a table says under one name: params as written, and where they come from."""

    values: Mapping[str, tuple[Scalar, Node]]
    origin: Origin
    place: Place
    source: Source


@dataclass(frozen=True, slots=True)
class Control:
    """A reusable piece of enforcement.

    `each`: the param of which a use may name several, each of them an entry of `table`, and its rules are made for
    each. "" when they are made once.
    """

    name: str
    about: str
    on: tuple[Scalar, ...]
    params: Mapping[str, Param]
    windows: Mapping[str, Scalar]
    rules: tuple[RuleText, ...]
    place: Place
    source: Source
    each: str = ""
    table: Scalar | None = None
    entries: Mapping[str, Entry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RetentionText:
    """How long events of a type are kept, and how many, as written; `newest` is 0 when any number is."""

    type: Scalar
    keep: Duration | None
    newest: int
    by: tuple[Scalar, ...]
    place: Place
    source: Source


@dataclass(frozen=True, slots=True)
class Policy:
    """The document itself: titles, versions in the order of their dates, precedence. No files, no rules."""

    name: str
    title: Mapping[str, str]
    operator: Mapping[str, str]
    languages: tuple[str, ...]
    source: str
    versions: tuple[Version, ...]
    precedence: int
    calendar: str
    fields: Mapping[str, Mapping[str, Notation]]
    authorizations: Mapping[str, UseTerms]
    retention: tuple[RetentionText, ...] = ()
    enforcement: Enforcement = field(default_factory=Enforcement)

    def version(self, name: str) -> Version | None:
        """The version of that name, or None."""
        return next((version for version in self.versions if version.name == name), None)

    def order(self, name: str) -> int:
        """The place of a version in time, from 0; -1 when there is none."""
        return next((at for at, version in enumerate(self.versions) if version.name == name), -1)

    def versions_of(self, clause: Clause) -> frozenset[str]:
        """The names of the versions that have a clause."""
        first = self.order(clause.since) if clause.since else 0
        end = self.order(clause.until) if clause.until else len(self.versions)
        return frozenset(version.name for version in self.versions[max(0, first) : end if end >= 0 else None])


@dataclass(frozen=True, slots=True)
class PackText:
    """One pack as its files say it."""

    policy: Policy
    windows: Mapping[str, Scalar]
    fields: Node | None
    clauses: tuple[Clause, ...]
    files: PackFiles
    place: Place
    source: Source
