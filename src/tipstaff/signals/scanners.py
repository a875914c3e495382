"""What an operator adds to the scanning of files: YARA rules of their own, and a ClamAV daemon."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from tipstaff.vocab.errors import Fault, Invalid


class RuleFile(Struct, frozen=True):
    """One file of YARA rules: where it was read, for diagnostics, and its text."""

    path: str
    text: str


class Scanners(Struct, frozen=True):
    """What is there beside our own rules. `clamd` is the path of a socket or `host:port`, "" for none."""

    rules: tuple[RuleFile, ...] = ()
    clamd: str = ""


NONE = Scanners()


def read_rules(paths: Iterable[str]) -> tuple[RuleFile, ...]:
    """The rule files at these paths; of a folder every `.yar` and `.yara` file in it and below, in order of names.

    Raises:
        Invalid: a path that is not there, or a file that is not UTF-8 text.
    """
    read: list[RuleFile] = []
    faults: list[Fault] = []
    for given in paths:
        path = Path(given)
        files = sorted(f for f in path.rglob("*") if f.suffix in (".yar", ".yara")) if path.is_dir() else [path]
        if not files:
            faults.append(Fault(given, "files ending in .yar or .yara", "none"))
        for file in files:
            try:
                read.append(RuleFile(str(file), file.read_text(encoding="utf-8")))
            except (OSError, UnicodeDecodeError) as error:
                faults.append(Fault(str(file), "a file of YARA rules", str(error)))
    if faults:
        raise Invalid("YARA rules cannot be read: " + "; ".join(map(str, faults)), faults=faults)
    return tuple(read)
