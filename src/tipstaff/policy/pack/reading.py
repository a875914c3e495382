"""The files of packs as values: which packs there are, which of them are wanted, and the controls they may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tipstaff.policy.document.keys import unique
from tipstaff.policy.document.notes import Notes, did_you_mean
from tipstaff.policy.document.parsed import ParsedFiles
from tipstaff.policy.files import PackFiles, find
from tipstaff.policy.pack.clauses_file import read_clauses
from tipstaff.policy.pack.controls_file import read_controls
from tipstaff.policy.pack.entries import read_entries
from tipstaff.policy.pack.nouns import Control, PackText
from tipstaff.policy.pack.policy_file import PolicyFile, read_policy
from tipstaff.policy.pack.words_file import Words, read_words
from tipstaff.vocab.diagnostics import Diagnostic, Place


@dataclass(frozen=True, slots=True)
class Library:
    """Packs by name, every control by name, and what values are called."""

    packs: Mapping[str, PackText]
    controls: Mapping[str, Control]
    words: Words


class Reading:
    """Reads one set of directories.

    Args:
        wanted: names of policies; the files of others are not read beyond their names. None for all.
    """

    def __init__(self, files: ParsedFiles, wanted: Sequence[str] | None, notes: Notes) -> None:
        self._files = files
        self._wanted = wanted
        self._notes = notes

    def library(self, directories: Sequence[Path]) -> Library:
        """What the files below some directories say."""
        found = find(directories, self._notes)
        packs: dict[str, PackText] = {}
        names: list[str] = []
        for files in found.packs:
            file, notes = self._policy(files)
            names += [file.policy.name] if file is not None else []
            if file is not None and (self._wanted is None or file.policy.name in self._wanted):
                self._notes.add(*notes.diagnostics)
                self._keep(packs, self._pack(files, file))
            elif file is None:
                self._notes.add(*notes.diagnostics)
        self._note_unknown(names, directories)
        paths = [*found.controls, *(path for pack in packs.values() for path in pack.files.controls)]
        controls = self._with_entries(self._controls(paths), found.tables)
        return Library(dict(sorted(packs.items())), controls, self._words(found.words, packs))

    def _policy(self, files: PackFiles) -> tuple[PolicyFile | None, Notes]:
        notes = Notes()
        root = self._files.read(files.policy, notes)
        return (read_policy(root, notes) if root else None), notes

    def _pack(self, files: PackFiles, file: PolicyFile) -> PackText:
        roots = [root for path in files.clauses if (root := self._files.read(path, self._notes))]
        clauses = read_clauses(roots, file.policy, self._notes)
        return PackText(file.policy, file.windows, file.fields, clauses, files, file.place, file.source)

    def _keep(self, packs: dict[str, PackText], pack: PackText) -> None:
        name = pack.policy.name
        if name in packs:
            message = f"another pack is called `{name}` too"
            self._notes.at(pack, "duplicate-id", message, hint=f"see {packs[name].files.policy}")
        packs.setdefault(name, pack)

    def _note_unknown(self, names: Sequence[str], directories: Sequence[Path]) -> None:
        place = Place(str(directories[0]) if directories else "(no directory)")
        for name in self._wanted or ():
            if name not in names:
                message = f"no pack holds the policy `{name}`"
                self._notes.add(Diagnostic("unknown-policy", message, place, hint=did_you_mean(name, names)))

    def _controls(self, paths: Sequence[Path]) -> dict[str, Control]:
        files, notes = self._files, self._notes
        controls = [one for path in dict.fromkeys(paths) for one in files.made(path, notes, read_controls)]
        return {control.name: control for control in unique(controls, _name, self._again)}

    def _words(self, paths: Sequence[Path], packs: Mapping[str, PackText]) -> Words:
        roots = [root for path in paths if (root := self._files.read(path, self._notes))]
        return read_words(roots, (one for pack in packs.values() for one in pack.policy.languages), self._notes)

    def _with_entries(
        self, controls: Mapping[str, Control], tables: Mapping[str, Sequence[Path]]
    ) -> dict[str, Control]:
        """The controls with what the tables that they name say."""
        return {name: self._filled(control, tables) for name, control in controls.items()}

    def _filled(self, control: Control, tables: Mapping[str, Sequence[Path]]) -> Control:
        if not control.each or control.table is None:
            return control
        paths = tables.get(control.table.text, ())
        if not paths:
            message, hint = f"there is no table `{control.table.text}`", did_you_mean(control.table.text, tables)
            self._notes.at(control.table, "unknown-table", message, hint=hint)
        roots = [root for path in paths if (root := self._files.read(path, self._notes))]
        return replace(control, entries=read_entries(control, roots, self._notes))

    def _again(self, control: Control) -> None:
        self._notes.at(control, "duplicate-id", f"another control is called `{control.name}` too")


def _name(control: Control) -> str:
    return control.name
