"""Which files make up which packs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipstaff.policy.document.notes import Notes
from tipstaff.vocab.diagnostics import Diagnostic, Place


@dataclass(frozen=True, slots=True)
class PackFiles:
    """The files of one pack. `clauses.yaml` comes before those of the folder `clauses`, and may not exist."""

    policy: Path
    clauses: tuple[Path, ...]
    controls: tuple[Path, ...]
    scenarios: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Packs, and the controls that any of them may use; in the order of their paths, each file once.

    `tables`: the files of the folders `tables` by their names, which are the names of the tables. `words`: files that
    say what values are called.
    """

    packs: tuple[PackFiles, ...]
    controls: tuple[Path, ...]
    tables: Mapping[str, tuple[Path, ...]]
    words: tuple[Path, ...]


def find(directories: Sequence[Path], notes: Notes) -> Found:
    """Look through directories that are packs, or hold packs and a `controls` folder."""
    packs: dict[Path, PackFiles] = {}
    controls: dict[Path, None] = {}
    tables: dict[Path, None] = {}
    words: dict[Path, None] = {}
    for directory in directories:
        if not directory.is_dir():
            message = f"`{directory}` is not a directory"
            notes.add(
                Diagnostic("no-file", message, Place(str(directory)), hint="give the folder of a pack, or one of packs")
            )
            continue
        tables |= dict.fromkeys(_yaml(directory / "tables"))
        words |= dict.fromkeys(_words(directory))
        for folder in (directory, *_folders(directory)):
            if (folder / "policy.yaml").is_file():
                packs[folder.resolve()] = _pack(folder)
                tables |= dict.fromkeys(_yaml(folder / "tables"))
                words |= dict.fromkeys(_words(folder))
        if not (directory / "policy.yaml").is_file():
            controls |= dict.fromkeys(_yaml(directory if directory.name == "controls" else directory / "controls"))
    by_name = {path.stem: tuple(one for one in tables if one.stem == path.stem) for path in tables}
    return Found(tuple(packs.values()), tuple(controls), by_name, tuple(words))


def _pack(folder: Path) -> PackFiles:
    single, more = folder / "clauses.yaml", _yaml(folder / "clauses")
    return PackFiles(
        policy=folder / "policy.yaml",
        clauses=(single, *more) if single.is_file() or not more else tuple(more),
        controls=tuple(_yaml(folder / "controls")),
        scenarios=tuple(_yaml(folder / "scenarios")),
    )


def _words(folder: Path) -> list[Path]:
    return [*(path for path in (folder / "words.yaml",) if path.is_file()), *_yaml(folder / "words")]


def _folders(directory: Path) -> Iterable[Path]:
    return sorted(path for path in directory.iterdir() if path.is_dir())


def _yaml(folder: Path) -> list[Path]:
    """Every YAML file below a folder, sorted; none when there is no such folder."""
    return sorted(path for pattern in ("*.yaml", "*.yml") for path in folder.rglob(pattern) if path.is_file())
