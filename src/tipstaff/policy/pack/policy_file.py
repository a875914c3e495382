"""`policy.yaml`: the document, its versions, and what its clauses share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tipstaff.policy.document.keys import Keys, Texts, unique
from tipstaff.policy.document.nodes import Entries, Items, Node, Scalar, Source
from tipstaff.policy.document.notes import Notes
from tipstaff.policy.pack.controls_file import named
from tipstaff.policy.pack.enforcement import read_enforcement
from tipstaff.policy.pack.nouns import Policy, Version
from tipstaff.policy.pack.retention import read_retention
from tipstaff.policy.pack.uses import read_uses
from tipstaff.vocab.diagnostics import Place
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.reading.schema import Notation
from tipstaff.vocab.times.calendars import calendar_named

_NAME = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """What `policy.yaml` says: the policy, and the parts that are read further once everything is loaded."""

    policy: Policy
    windows: Mapping[str, Scalar]
    fields: Node | None
    place: Place
    source: Source


def read_policy(root: Node, notes: Notes) -> PolicyFile | None:
    """The policy of a file; None when it does not even have a name."""
    keys = Keys(root, "a policy", notes)
    if not keys:
        return None
    name = named(keys, "policy", _NAME, "lower-case words joined by `-`")
    languages = tuple(scalar.text for scalar in keys.words("languages", required=True))
    fields = keys.take("fields")
    policy = Policy(
        name=name,
        title=written(keys, "title", languages),
        operator=written(keys, "operator", languages),
        languages=languages,
        source=keys.text("source"),
        versions=_versions(keys, languages),
        precedence=keys.whole("precedence", 0),
        calendar=_calendar(keys),
        fields=_fields(fields, notes),
        authorizations=read_uses(keys),
        retention=read_retention(keys),
        enforcement=read_enforcement(keys, languages),
    )
    windows = {key.text: scalar for key, node in keys.table("windows") if (scalar := keys.one(key.text, node))}
    keys.done()
    return PolicyFile(policy, windows, fields, root.place, root.source) if name else None


def written(keys: Keys, key: str, languages: tuple[str, ...], *, required: bool = True) -> dict[str, str]:
    """A text per language; every language of the policy must be there."""
    node = keys.take(key, required=required)
    texts = keys.texts(key)
    if node is not None:
        translated(texts, languages, (node, key), keys.notes)
    return {language: scalar.text.strip() for language, scalar in texts.items()}


def translated(texts: Texts, languages: tuple[str, ...], about: tuple[Node, str], notes: Notes) -> None:
    """Note every language in which a text does not exist."""
    node, key = about
    for language in languages:
        if language not in texts and isinstance(node, Entries):
            hint = f"add `{language}: …`"
            notes.at(node, "missing-translation", f"`{key}` does not exist in `{language}`", hint=hint)


def _versions(keys: Keys, languages: tuple[str, ...]) -> tuple[Version, ...]:
    found = [
        (part, version)
        for part in keys.each("versions", "a version", required=True)
        if (version := _version(part, languages)) is not None
    ]
    known = unique(found, lambda pair: pair[1].name, lambda pair: _again(*pair))
    known.sort(key=lambda pair: pair[1].since)
    return tuple(_closed(known, at) for at in range(len(known)))


def _version(keys: Keys, languages: tuple[str, ...]) -> Version | None:
    name = keys.text("version", required=True)
    since = keys.moment("from", required=True)
    changes = written(keys, "changes", languages)
    until, notified, source = keys.moment("until"), keys.moment("notified"), keys.text("source")
    keys.done()
    if since and until and until <= since:
        keys.notes.at(keys.node, "bad-interval", f"version `{name}` ends before it begins")
        until = None
    return Version(name, since, until, notified, changes, source) if name and since else None


def _again(keys: Keys, version: Version) -> None:
    keys.notes.at(keys.node, "duplicate-id", f"`{version.name}` is the name of another version")


def _closed(known: list[tuple[Keys, Version]], at: int) -> Version:
    """A version that ends where the next begins, unless it ends before by itself."""
    keys, version = known[at]
    following: datetime | None = known[at + 1][1].since if at + 1 < len(known) else None
    if following is None:
        return version
    if following == version.since:
        keys.notes.at(keys.node, "bad-interval", f"version `{version.name}` begins at the same time as another one")
    if version.until is not None and version.until > following:
        keys.notes.at(keys.node, "bad-interval", f"version `{version.name}` still runs when the next one begins")
    return replace(version, until=min(version.until or following, following))


def _calendar(keys: Keys) -> str:
    scalar = keys.scalar("calendar")
    if scalar is None:
        return ""
    try:
        return calendar_named(scalar.text).name
    except Invalid as fault:
        hint = fault.faults[0].hint if fault.faults else ""
        keys.notes.at(scalar, "wrong-value", f"`{scalar.text}` is not a calendar", hint=hint or "`FR` or `DE-BY`")
        return ""


def _fields(node: Node | None, notes: Notes) -> dict[str, dict[str, Notation]]:
    """Further fields of event types, as the vocabulary's notation writes them."""
    if node is None or not isinstance(node, Entries):
        if node is not None:
            notes.at(node, "wrong-type", "`fields` is a mapping of event types to fields")
        return {}
    found: dict[str, dict[str, Notation]] = {}
    for event_type, fields in node.entries:
        notation = _notation(fields, notes)
        if isinstance(notation, dict):
            found[event_type.text] = notation
    return found


def _notation(node: Node, notes: Notes) -> Notation | None:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        items = [_notation(item, notes) for item in node.items]
        if len(items) == 1 and items[0] is not None:
            return [items[0]]
        notes.at(node, "wrong-value", "a list of the notation holds one type: `[str]`")
        return None
    entries = {key.text: _notation(value, notes) for key, value in node.entries}
    return {key: value for key, value in entries.items() if value is not None}
