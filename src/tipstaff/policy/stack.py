"""Which versions of which policies judge an event.

A stack is a tuple of (policy, version), the general policy first and the most specific last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from tipstaff.policy.bundle import Bundle
from tipstaff.policy.pack.nouns import Policy, Version

Stack = tuple[tuple[str, str], ...]

_UNBOUND: Mapping[str, str] = MappingProxyType({})


def version_at(policy: Policy, at: datetime) -> Version | None:
    """The version in force at a moment.

    After the last version has ended without a successor it goes on judging: an expired text must not let everything
    pass in silence. None before the first one.
    """
    begun = [version for version in policy.versions if version.since <= at]
    return next((version for version in begun if version.in_force(at)), begun[-1] if begun else None)


def stack_at(bundle: Bundle, policies: Sequence[str], at: datetime, bound: Mapping[str, str] = _UNBOUND) -> Stack:
    """The stack that judges an event.

    Args:
        policies: names, general first.
        at: the event's time.
        bound: policy to version where the account is bound to another one than the calendar's (it objected in time, or
            accepted early). A version that the bundle does not hold is passed over.
    """
    stack: list[tuple[str, str]] = []
    for name in policies:
        policy = bundle.policies[name]
        version = policy.version(bound.get(name, "")) or version_at(policy, at)
        if version is not None:
            stack.append((name, version.name))
    return tuple(stack)
