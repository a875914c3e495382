"""The library of controls as data: what each does, what it can be given, what it says, and who uses it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tipstaff.policy import Control, LoadResult, legible
from tipstaff.policy.document.nodes import Entries, Scalar
from tipstaff.policy.pack.composite import TEXTS


class ShownParam(Struct, frozen=True):
    """A param: its type, its default as written (None: a use must give it), what it is, where the default is from."""

    name: str
    type: str
    default: str | None
    about: str
    source: str
    confidence: str


class ShownEntry(Struct, frozen=True):
    """What a control's table has under a name: its texts in English, and where the row comes from."""

    name: str
    texts: dict[str, str]
    source: str
    confidence: str


class ShownRule(Struct, frozen=True):
    """A rule: its verdict, and what people read."""

    id: str
    verdict: str
    on_error: str
    on: list[str]
    explain: dict[str, str]


class ShownControl(Struct, frozen=True):
    """A control. `each`: the param of which a use may name several `entries`; `used_by`: clauses by policy."""

    name: str
    about: str
    on: list[str]
    params: list[ShownParam]
    each: str
    entries: list[ShownEntry]
    windows: dict[str, str]
    rules: list[ShownRule]
    used_by: dict[str, list[str]]


def library(loaded: LoadResult) -> list[ShownControl]:
    """Every control of the packs that were loaded, by name."""
    return [_shown(control, loaded) for _, control in sorted(loaded.controls.items())]


def _shown(control: Control, loaded: LoadResult) -> ShownControl:
    on = [scalar.text for scalar in control.on]
    return ShownControl(
        name=control.name,
        about=control.about,
        on=on,
        params=_params(control),
        each=control.each,
        entries=_entries(control),
        windows={name: specification.text for name, specification in control.windows.items()},
        rules=[
            ShownRule(
                rule.id,
                rule.verdict.value,
                rule.on_error.value,
                [scalar.text for scalar in rule.on] or on,
                {language: legible(text.text) for language, text in rule.explain.items()},
            )
            for rule in control.rules
        ],
        used_by=_users(control.name, loaded),
    )


def _params(control: Control) -> list[ShownParam]:
    return [
        ShownParam(
            param.name,
            param.notation,
            param.default.written if param.default else None,
            param.about,
            param.origin.source if param.origin else "",
            param.origin.confidence if param.origin else "",
        )
        for param in control.params.values()
    ]


def _entries(control: Control) -> list[ShownEntry]:
    named = [name for name, param in control.params.items() if param.notation == TEXTS]
    return [
        ShownEntry(
            name,
            {text: _english(entry.values[text][1]) for text in named if text in entry.values},
            entry.origin.source,
            entry.origin.confidence,
        )
        for name, entry in control.entries.items()
    ]


def _english(node: object) -> str:
    text = node.get("en") if isinstance(node, Entries) else None
    return text.text if isinstance(text, Scalar) else ""


def _users(name: str, loaded: LoadResult) -> dict[str, list[str]]:
    """The clauses that use a control, by policy."""
    found: dict[str, list[str]] = {}
    for pack in loaded.packs:
        clauses = [clause.id for clause in pack.clauses if any(use.control == name for use in clause.uses)]
        if clauses:
            found[pack.policy.name] = list(dict.fromkeys(clauses))
    return found


def matching(controls: Sequence[ShownControl], words: Sequence[str]) -> list[ShownControl]:
    """The controls in whose name, description, params, entries or event types every word occurs."""
    return [one for one in controls if all(word.casefold() in _all_words(one) for word in words)]


def _all_words(control: ShownControl) -> str:
    parts = [control.name, control.about, *control.on]
    parts += [f"{param.name} {param.about}" for param in control.params]
    parts += [f"{entry.name} {' '.join(entry.texts.values())}" for entry in control.entries]
    return " ".join(parts).casefold()
