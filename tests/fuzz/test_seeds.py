"""The inputs that fuzzing begins with are borne by their readers; `make fuzz` goes on from there."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2]))

from fuzz.targets import TARGETS

_HOSTILE = (b"", b"\0", b"\xff\xfe" * 40, b"{" * 3000, "\u202e\u0301".encode() * 400, b"%" * 2000)


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_bears_what_fuzzing_begins_with(name: str) -> None:
    target = TARGETS[name]
    for seed in (*target.seeds, *_HOSTILE):
        target.bear(seed)
