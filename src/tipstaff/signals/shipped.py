"""Where the files that ship with the project are: tables of figures, word lists, weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tipstaff.signals.lazily import Library
from tipstaff.vocab.diagnostics import Diagnostic, Place, render_all
from tipstaff.vocab.tables import Table, read_table

yaml = Library("yaml")

TABLES = Path(__file__).parents[1] / "packs" / "tables"
DATA = Path(__file__).parent / "data"


class ShippedTables(Mapping[str, Table]):
    """The tables of a directory, each file read when its table is first asked for; the file's name is the table's.

    Raises:
        ValueError: a file that does not hold what a table needs; the message has its diagnostics.
    """

    def __init__(self, directory: Path = TABLES) -> None:
        self._directory = directory
        self._read: dict[str, Table] = {}

    def __getitem__(self, name: str) -> Table:
        table = self._read.get(name)
        if table is None:
            path = self._directory / f"{name}.yaml"
            if not path.is_file():
                raise KeyError(name)
            table = self._read[name] = _read(path)
        return table

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(path.stem for path in self._directory.glob("*.yaml")))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def load_table(path: Path) -> tuple[Table | None, list[Diagnostic]]:
    """Read one table file, with diagnostics that name the line of a row."""
    return table_of(path.read_text(encoding="utf-8"), path.name)


def table_of(text: str, file: str) -> tuple[Table | None, list[Diagnostic]]:
    """The table that a text holds, or what is wrong with it; `file` is named in diagnostics."""
    loader = getattr(yaml, "CSafeLoader", None) or yaml.SafeLoader
    try:
        document = yaml.load(text, Loader=loader)
        lines = _row_lines(yaml.compose(text, Loader=loader))
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        problem = str(getattr(fault, "problem", None) or fault).splitlines()[0]
        return None, [Diagnostic("yaml", f"not YAML: {problem}", Place(file, mark.line + 1 if mark else 1))]
    except (ValueError, RecursionError) as fault:
        # YAML makes days and numbers itself: 2026-13-01 has the shape of a day and is none.
        return None, [Diagnostic("yaml", f"a value is not what it looks like: {fault}", Place(file, 1))]
    return read_table(document, file, lines)


def _read(path: Path) -> Table:
    table, found = load_table(path)
    if table is None:
        raise ValueError(render_all(found))
    return table


def _row_lines(root: Any) -> list[int]:
    """The line on which each row begins, from the composed document."""
    if not isinstance(root, yaml.MappingNode):
        return []
    rows = [value for key, value in root.value if key.value == "rows" and isinstance(value, yaml.SequenceNode)]
    return [node.start_mark.line + 1 for node in rows[0].value] if rows else []
