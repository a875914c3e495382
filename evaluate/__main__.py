"""python -m evaluate [--write] [subject ...]"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from evaluate.measure import Outcome, run
from evaluate.page import render_table, write_page
from evaluate.task import Absent, Task

HERE = Path(__file__).parent
# What makes the machinery; every other file of the folder is a subject.
_MACHINERY = {
    "__init__",
    "__main__",
    "task",
    "shared",
    "signals",
    "figures",
    "measure",
    "page",
    "plots",
    "peers",
    "attacks",
}


def subjects() -> list[str]:
    """Every subject, by the name of its file."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in _MACHINERY)


def tasks_of(subject: str) -> list[Task]:
    """The tasks of one subject.

    Raises:
        Absent: the data is not here, or a package of the extra `evaluate`.
    """
    try:
        made: list[Task] = importlib.import_module(f"evaluate.{subject}").tasks()
    except ModuleNotFoundError as error:
        raise Absent(f"`{error.name}` is not installed; `make evaluate` installs it") from None
    return made


def _there(subject: str) -> list[Task]:
    """The tasks of a subject; none, and said, when it cannot even be put together without its collections."""
    try:
        return tasks_of(subject)
    except Absent as missing:
        print(f"{subject}: not measured: {missing}")
        return []


def main(arguments: list[str]) -> int:
    """Measure; 2 when a subject is unknown."""
    wanted = [name for name in arguments if not name.startswith("-")] or subjects()
    unknown = sorted(set(wanted) - set(subjects()))
    if unknown:
        print(f"no subject {', '.join(unknown)}; there are {', '.join(subjects())}", file=sys.stderr)
        return 2
    for subject in wanted:
        outcomes: list[Outcome] = []
        for task in _there(subject):
            outcomes.append(run(task))
            print(render_table([outcomes[-1]]), flush=True)
            if "--write" in arguments:
                write_page(outcomes)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
