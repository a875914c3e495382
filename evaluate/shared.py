"""Collections that are not part of the project: TIPSTAFF_SHARED_DATA says where they are (default ../shared/data)."""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from evaluate.task import Absent

SHARED = Path(os.environ.get("TIPSTAFF_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))


def path(name: str) -> Path:
    """A file of a collection, for example `sms_uci/data.csv.gz`.

    Raises:
        Absent: it is not on this machine.
    """
    found = SHARED / name
    if not found.exists():
        raise Absent(f"{name} is not in {SHARED}; set TIPSTAFF_SHARED_DATA to the folder of collections")
    return found


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file, gzipped or not."""
    file = path(name)
    with (
        gzip.open(file, "rt", encoding="utf-8", newline="")
        if file.suffix == ".gz"
        else file.open(encoding="utf-8", newline="") as lines
    ):
        return list(csv.DictReader(lines))


def documents(name: str) -> Iterator[dict[str, Any]]:
    """The lines of a JSONL file, xz or not."""
    file = path(name)
    with lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def letters(text: str) -> str:
    """What near-copies have in common: the first 120 letters."""
    return re.sub(r"[^a-z]", "", text.lower())[:120] or text


def fold_of(text: str) -> int:
    """The fold of a text, 0 to 4, by its letters: the same everywhere in the project. Fold 0 of what is trained on is
    kept apart from every model that ships."""
    return int(sha256(letters(text).encode()).hexdigest(), 16) % 5
