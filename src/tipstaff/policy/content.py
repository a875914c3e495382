"""What packs mean, as one canonical text, and its hash.

The hash does not depend on which file holds what, on the order of files, of clauses, of rules in a control or of keys,
on comments, or on how a scalar is quoted and wrapped. It depends on every character of a condition and of a text, on
the order of a clause's uses, and on the fingerprint of the detectors and tables behind the names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from typing import Any

import msgspec

from tipstaff.policy.document.nodes import Entries, Items, Scalar, Source
from tipstaff.policy.pack.nouns import Clause, Control, Policy, Value
from tipstaff.vocab.diagnostics import Place

_PLACES = (Place, Source)


class Meanings:
    """The hash of what packs mean. What stays the same over reloads is not gone through again."""

    def __init__(self) -> None:
        # By identity: a noun that was read anew is another one.
        self._controls: dict[int, tuple[Control, msgspec.Raw]] = {}

    def hash(
        self, policies: Iterable[tuple[Policy, Iterable[Clause]]], controls: Iterable[Control], fingerprint: str
    ) -> str:
        """`sha256:…` over what some policies and the controls they use mean."""
        known = [self._controls.get(id(one)) or (one, msgspec.Raw(_encoded(_control(one)))) for one in controls]
        self._controls = {id(control): (control, meaning) for control, meaning in known}
        content = {
            "policies": {policy.name: _pack(policy, clauses) for policy, clauses in policies},
            "controls": {control.name: meaning for control, meaning in known},
            "fingerprint": fingerprint,
        }
        return f"sha256:{sha256(_encoded(content)).hexdigest()}"


def _encoded(content: object) -> bytes:
    return msgspec.json.encode(content, order="sorted")


def _pack(policy: Policy, clauses: Iterable[Clause]) -> object:
    listed = sorted(clauses, key=lambda clause: (clause.id, policy.order(clause.since)))
    return {"policy": _plain(policy), "clauses": [_plain(clause) for clause in listed]}


def _control(control: Control) -> object:
    rules = {rule.id: _plain(rule) for rule in control.rules}
    return _plain(control) | {"rules": rules, "on": sorted(scalar.text for scalar in control.on)}


def _plain(value: Any) -> dict[str, object]:
    """A noun without its places."""
    named = [(name, getattr(value, name)) for name in _names(type(value))]  # type: ignore[arg-type]  # classes do hash
    return {name: _meaning(part) for name, part in named if not isinstance(part, _PLACES)}


def _meaning(value: Any) -> object:
    return _way(type(value))(value)  # type: ignore[arg-type]  # classes do hash


@lru_cache(maxsize=256)
def _names(of: type) -> Sequence[str]:
    """The fields of a noun."""
    return [field.name for field in fields(of)]


@lru_cache(maxsize=256)
def _way(of: type) -> Callable[[Any], object]:
    """How values of a type are told. Asked for each of some ten thousand values, so worked out once for each type."""
    found = next((way for known, way in _WAYS.items() if issubclass(of, known)), None)
    return found or (_plain if is_dataclass(of) else lambda value: value)


_WAYS: Mapping[type | tuple[type, ...], Callable[[Any], object]] = {
    Scalar: lambda scalar: scalar.text.strip(),
    Value: lambda value: value.written,
    Items: lambda items: [_meaning(item) for item in items.items],
    Entries: lambda entries: {key.text: _meaning(item) for key, item in entries.entries},
    Mapping: lambda mapping: {str(key): _meaning(item) for key, item in mapping.items()},
    (tuple, list): lambda values: [_meaning(value) for value in values],
    datetime: lambda time: time.isoformat(),
    Enum: lambda member: member.value,
}
