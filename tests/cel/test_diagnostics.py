"""The words in which authors hear of their mistakes, kept in golden files.

A golden file holds blocks: conditions after `>`, then what is said of them. After changing the wording on purpose, run
`TIPSTAFF_GOLDEN=write pytest tests/cel/test_diagnostics.py` and read the difference.
"""

import os
from pathlib import Path

import pytest
from celkit.world import WORLD

from tipstaff.cel import compile_condition
from tipstaff.vocab.diagnostics import Place, render_all

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("*.txt"))
# The text of a rule stands at the 11th column of its line, as in `    when: ...`.
PLACE = Place("packs/acme/controls/mail.yaml", 12, 11)


def said_of(text: str) -> str:
    _, diagnostics = compile_condition(text, WORLD, place=PLACE)
    return render_all(diagnostics) or "nothing"


def conditions_in(golden: str) -> list[str]:
    blocks: list[list[str]] = []
    inside = False
    for line in golden.splitlines():
        if line.startswith("> ") or line == ">":
            if not inside:
                blocks.append([])
            blocks[-1].append(line[2:])
        inside = line.startswith(">")
    return ["\n".join(block) for block in blocks]


def written(conditions: list[str]) -> str:
    blocks = []
    for text in conditions:
        asked = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
        blocks.append(f"{asked}\n\n{said_of(text)}\n")
    return "\n\n".join(blocks)


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_wording_is_the_golden_one(file: Path) -> None:
    golden = file.read_text()
    told = written(conditions_in(golden))
    if os.environ.get("TIPSTAFF_GOLDEN") == "write":
        file.write_text(told)

    assert told == file.read_text()


def test_there_are_golden_files() -> None:
    assert len(FILES) >= 5


def test_everything_wrong_is_said_at_once() -> None:
    text = "event.purpos == 'a' && event.units + 1.0 > 2 && lenn(event.text) > 3 && event.text.matches('(')"

    _, diagnostics = compile_condition(text, WORLD)

    assert [d.code for d in diagnostics] == ["unknown-field", "wrong-type", "unknown-function"]


def test_one_mistake_is_said_once() -> None:
    text = "event.purpos.startsWith('a') && event.purpos in ['b'] == true"

    _, diagnostics = compile_condition(text, WORLD)

    assert [d.code for d in diagnostics] == ["unknown-field", "unknown-field"]


@pytest.mark.parametrize(
    ("text", "line", "column", "width"),
    [
        ("event.purpos == 'a'", 3, 7, 12),
        ("event.text == 'a' &&\nevent.purpos == 'a'", 4, 7, 12),
        ("event.text == 'a' &&\n  (event.units +\n  'x') > 1", 4, 9, 14),
        ("'é' == event.purpos", 3, 14, 12),
        ("1 +", 3, 10, 1),
    ],
)
def test_places_are_counted_in_lines_and_characters(text: str, line: int, column: int, width: int) -> None:
    (diagnostic,) = compile_condition(text, WORLD, place=Place("f.yaml", 3, 7))[1]

    assert diagnostic.place == Place("f.yaml", line, column, width)
