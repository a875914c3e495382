"""`authorizations` of a `policy.yaml`: what the policy asks of authorizations, by use."""

from __future__ import annotations

from collections.abc import Iterable

from tipstaff.policy.document.keys import Keys
from tipstaff.policy.document.nodes import Scalar
from tipstaff.policy.document.notes import Notes
from tipstaff.policy.pack.nouns import Policy
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.permitting import UseTerms
from tipstaff.vocab.times.durations import Duration, parse_duration


def read_uses(keys: Keys) -> dict[str, UseTerms]:
    """The terms by use."""
    return {use.text: _terms(Keys(node, f"`{use.text}`", keys.notes)) for use, node in keys.table("authorizations")}


def uses_of(policies: Iterable[Policy]) -> dict[str, UseTerms]:
    """What several policies ask together."""
    found: dict[str, UseTerms] = {}
    for policy in policies:
        for use, terms in policy.authorizations.items():
            found[use] = found[use].and_also(terms) if use in found else terms
    return found


def _terms(keys: Keys) -> UseTerms:
    longest = _length(keys.scalar("max"), keys.notes)
    scope = tuple(field.text for field in keys.words("scope"))
    two_person = keys.word("two_person", ("true", "false"), "false") == "true"
    keys.done()
    return UseTerms(two_person, () if longest is None else (longest,), scope)


def _length(scalar: Scalar | None, notes: Notes) -> Duration | None:
    if scalar is None:
        return None
    try:
        return parse_duration(scalar.text)
    except Invalid as refused:
        fault = refused.faults[0]
        notes.at(scalar, "wrong-value", f"`{scalar.text}` is not {fault.expected}", hint=fault.hint)
        return None
