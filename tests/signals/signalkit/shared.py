"""Public collections that are not part of the project: one setting says where they are, or the test says so."""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import os
from functools import lru_cache
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("TIPSTAFF_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))


def shared(name: str) -> Path:
    """A file of a collection, or a skip that says what is missing."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not in {SHARED}; set TIPSTAFF_SHARED_DATA to the folder of collections")
    return path


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file, gzipped or not."""
    path = shared(name)
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def mails() -> tuple[bytes, ...]:
    """Raw mails of a public collection, honest ones and spam, most of them of 2002."""
    with lzma.open(shared("email_spamassassin/data.jsonl.xz"), "rt", encoding="utf-8") as lines:
        return tuple(json.loads(line)["raw_latin1"].encode("latin-1", "replace") for line in lines)
