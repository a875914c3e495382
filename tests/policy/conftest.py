"""A small installation for packs in tests: a few signals and functions, and the sound pack that cases start from."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tipstaff.cel import Function
from tipstaff.cel.types import BOOL, DOUBLE, DYN, STRING, Member, RecordType, list_of, map_of
from tipstaff.policy import Knowledge
from tipstaff.vocab.events import STANDARD

GOLDEN = Path(__file__).parent / "golden"
SOUND = GOLDEN / "_sound"
KNOWLEDGE = Knowledge(
    STANDARD,
    variables={"text.spam": DOUBLE, "text.language": STRING},
    functions=(
        Function("authorization", (STRING,), BOOL),
        Function("consent.held", (STRING, STRING, STRING), BOOL),
        Function("consent.last", (STRING,), map_of(STRING, DYN)),
        Function("recipient.country", (STRING,), STRING),
        Function("name.mailbox", (STRING,), STRING),
        Function("mail.law", (STRING,), STRING),
        Function("mail.law_lacks", (STRING,), list_of(STRING)),
    ),
    commands=("suppression.add", "suppression.remove"),
    account=RecordType("account", {"plan": Member("plan", STRING, "plan"), "id": Member("id", STRING, "id")}),
)

Packs = Callable[..., Path]


@pytest.fixture
def packs(tmp_path: Path) -> Packs:
    """Makes a folder of packs: the sound one, with files of a case laid over it and texts replaced.

    `packs("case", {"house/policy.yaml": [("old", "new")]})`
    """

    def make(case: str = "", changes: dict[str, list[tuple[str, str]]] | None = None) -> Path:
        folder = tmp_path / "packs"
        shutil.copytree(SOUND, folder, dirs_exist_ok=True)
        if case:
            shutil.copytree(GOLDEN / case, folder, dirs_exist_ok=True)
        for name, pairs in (changes or {}).items():
            text = (folder / name).read_text()
            for old, new in pairs:
                assert old in text, (name, old)
                text = text.replace(old, new)
            (folder / name).write_text(text)
        return folder

    return make
