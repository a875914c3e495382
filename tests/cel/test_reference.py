"""The reference page of conditions tells the truth: every example is evaluated, every function and code is named."""

import re
from itertools import zip_longest

import pytest
from celkit.cases import ROOT
from celkit.running import Bindings, same

from tipstaff.cel import CelError, Environment
from tipstaff.cel.compilation import compile_as_written
from tipstaff.cel.declare.standard import STANDARD
from tipstaff.cel.run.program import evaluate

PAGE = (ROOT / "docs" / "reference" / "conditions.md").read_text(encoding="utf-8")
SOURCES = ROOT / "src" / "tipstaff" / "cel"
_NOTHING = Bindings({})


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def _examples() -> list[tuple[str, str]]:
    found = []
    expressions = results = -1
    for line in PAGE.splitlines():
        cells = _cells(line) if line.startswith("|") else []
        heads = {cell.rstrip("s"): at for at, cell in enumerate(cells)}
        if not cells:
            expressions = -1
        elif {"expression", "result"} <= set(heads) or {"example", "result"} <= set(heads):
            expressions, results = heads.get("expression", heads.get("example", 0)), heads["result"]
        elif expressions >= 0 and not cells[0].startswith("-"):
            asked = [one.replace("\\|", "|") for one in re.findall(r"`([^`]+)`", cells[expressions])]
            told = re.findall(r"`([^`]+)`", cells[results]) or [cells[results]]
            found += list(zip_longest(asked, told, fillvalue=""))
    return found


EXAMPLES = _examples()


def value_of(text: str) -> object:
    compiled, diagnostics = compile_as_written(text, Environment())
    assert compiled is not None, diagnostics
    return evaluate(compiled, _NOTHING)


@pytest.mark.parametrize(("text", "told"), EXAMPLES, ids=[text for text, _ in EXAMPLES])
def test_the_example_gives_what_the_page_says(text: str, told: str) -> None:
    value = value_of(text)

    if told == "error":
        assert isinstance(value, CelError)
    else:
        assert same(value, value_of(told)), value


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 80


def test_every_function_is_on_the_page() -> None:
    missing = [name for name in STANDARD if name[0].isalpha() and not re.search(rf"\b{re.escape(name)}\b", PAGE)]

    assert missing == []


def test_every_code_is_on_the_page() -> None:
    codes = set()
    for file in SOURCES.rglob("*.py"):
        codes |= set(re.findall(r'Finding\(\s*"([a-z-]+)"', file.read_text(encoding="utf-8")))

    assert codes
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()
