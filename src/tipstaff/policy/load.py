"""Packs from files to checked rules, everything that is wrong said at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from tipstaff.policy.content import Meanings
from tipstaff.policy.document.notes import Notes, did_you_mean
from tipstaff.policy.document.parsed import ParsedFiles
from tipstaff.policy.files import PackFiles
from tipstaff.policy.knowledge import Knowledge
from tipstaff.policy.pack.nouns import Clause, Control, PackText, Policy
from tipstaff.policy.pack.reading import Library, Reading
from tipstaff.policy.pack.words_file import Words
from tipstaff.policy.rules.events import Events, events
from tipstaff.policy.rules.ground import Ground
from tipstaff.policy.rules.instantiate import instantiate
from tipstaff.policy.rules.retention import Retention, check_retention
from tipstaff.policy.rules.rule import Rule
from tipstaff.policy.rules.unused import check_alone
from tipstaff.policy.rules.windows import Window
from tipstaff.policy.rules.workshop import Workshop
from tipstaff.vocab.diagnostics import Diagnostic, has_errors, in_order
from tipstaff.vocab.reading.schema import Notation, Vocabulary


@dataclass(frozen=True, slots=True)
class Pack:
    """One policy, checked: its clauses, the rules that carry them, the windows by id that those read, what it keeps."""

    policy: Policy
    clauses: tuple[Clause, ...]
    rules: tuple[Rule, ...]
    windows: Mapping[str, Window]
    files: PackFiles
    retention: tuple[Retention, ...]


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What was found. With an error among the diagnostics it must not run; `packs` then holds what could be read.

    `fingerprint` and `meanings` make the hash of the bundle.
    """

    packs: tuple[Pack, ...]
    controls: Mapping[str, Control]
    events: Events
    diagnostics: tuple[Diagnostic, ...]
    fingerprint: str
    meanings: Meanings

    @property
    def ok(self) -> bool:
        """Whether a bundle can be made of it."""
        return not has_errors(self.diagnostics)


def load(directories: Sequence[Path], knowledge: Knowledge, *, policies: Sequence[str] | None = None) -> LoadResult:
    """Load the packs of some directories once. See `Loader`, which is quicker the second time."""
    return Loader(knowledge).load(directories, policies=policies)


class Loader:
    """Loads packs again and again: files that did not change are not parsed, expressions not compiled again.

    Args:
        knowledge: what conditions may name.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._workshop = Workshop(knowledge)
        self._files = ParsedFiles()
        self._meanings = Meanings()

    def load(self, directories: Sequence[Path], *, policies: Sequence[str] | None = None) -> LoadResult:
        """Load and check the packs below `directories`.

        Args:
            directories: packs, or folders that hold packs and `controls`.
            policies: the names wanted; the others are not read beyond their names. None for all of them, and for the
                controls that nobody uses.
        """
        notes = Notes()
        library = Reading(self._files, policies, notes).library([Path(directory) for directory in directories])
        known = _events(self._knowledge.vocabulary, library.packs.values(), notes)
        self._workshop.speak(library.words)
        packs = tuple(self._pack(text, library, known, notes) for text in library.packs.values())
        if policies is None:
            for control in unused(library):
                check_alone(control, known, self._workshop, notes)
        self._workshop.forget_unused()
        diagnostics = tuple(in_order(notes.diagnostics))
        return LoadResult(
            packs,
            library.controls,
            known,
            diagnostics,
            _fingerprint(self._knowledge.fingerprint, library.words),
            self._meanings,
        )

    def _pack(self, text: PackText, library: Library, known: Events, notes: Notes) -> Pack:
        ground = Ground(text.policy, text.windows, known, self._workshop, notes, words=library.words)
        rules: list[Rule] = []
        windows: dict[str, Window] = {}
        for clause in text.clauses:
            for index, use in enumerate(clause.uses):
                control = library.controls.get(use.control)
                if control is None:
                    hint = did_you_mean(use.control, library.controls)
                    notes.at(use, "unknown-control", f"`{use.control}` is not a control", hint=hint)
                    continue
                more, named = instantiate(ground, clause, (index, use), control)
                rules += more
                windows |= named
        used = frozenset(name for rule in rules for name in rule.windows)
        kept = {name: window for name, window in windows.items() if name in used}
        rules.sort(key=lambda rule: rule.sort_key)
        retention = check_retention(text.policy, known.vocabulary, notes)
        return Pack(text.policy, text.clauses, tuple(rules), kept, text.files, retention)


def _fingerprint(of_names: str, words: Words) -> str:
    """What stands behind names, and what values are called: both are part of what a bundle means."""
    said = {
        name: {value: {language: text.text for language, text in texts.items()} for value, texts in values.items()}
        for name, values in words.items()
    }
    return f"{of_names} {sha256(msgspec.json.encode(said, order='sorted')).hexdigest()}" if said else of_names


def unused(library: Library) -> list[Control]:
    """The controls that no clause of any pack uses."""
    used = {use.control for pack in library.packs.values() for clause in pack.clauses for use in clause.uses}
    return [control for name, control in library.controls.items() if name not in used]


def _events(vocabulary: Vocabulary, texts: Iterable[PackText], notes: Notes) -> Events:
    """The vocabulary with the fields that the packs add; the same field added alike by two packs is one."""
    added: dict[str, dict[str, Notation]] = {}
    for text in texts:
        fields = {name: _new(own, added.get(name, {})) for name, own in text.policy.fields.items()}
        try:
            vocabulary = vocabulary.extended(fields)
        except ValueError as fault:
            if text.fields is not None:
                notes.at(text.fields, "bad-fields", str(fault))
            continue
        for name, own in fields.items():
            added[name] = {**added.get(name, {}), **own}
    return events(vocabulary, {name: repr(own) for name, own in added.items()})


def _new(own: Mapping[str, Notation], known: Mapping[str, Notation]) -> dict[str, Notation]:
    """The fields that no other pack has added in the same words."""
    return {name: notation for name, notation in own.items() if known.get(name) != notation}
