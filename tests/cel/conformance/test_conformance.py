"""The cases of the CEL specification through both back ends. What may fail stands in `skips.yaml` with its reason."""

from collections import defaultdict

import pytest
from celkit.cases import CORE, FILE, Case, cases, reason_to_skip, skips
from celkit.running import generated, interpreted

pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason=f"the cases are not at {FILE}; set TIPSTAFF_SHARED_DATA to where they are"
)


def _by_file() -> dict[str, list[Case]]:
    found = defaultdict(list)
    for case in cases() if FILE.exists() else ():
        found[case.file].append(case)
    return found


BY_FILE = _by_file()


@pytest.mark.parametrize("file", sorted(BY_FILE))
def test_the_interpreter_conforms(file: str) -> None:
    wrong = {case.id: fault for case in BY_FILE[file] if (fault := interpreted(case)) and not reason_to_skip(case)}

    assert wrong == {}


@pytest.mark.parametrize("file", sorted(BY_FILE))
def test_generated_code_conforms(file: str) -> None:
    wrong = {case.id: fault for case in BY_FILE[file] if (fault := generated(case)[0]) and not reason_to_skip(case)}

    assert wrong == {}


def test_what_is_skipped_really_fails() -> None:
    passing = [case.id for case in cases() if reason_to_skip(case) and not interpreted(case)]

    assert [one for one in passing if one in skips()] == []


def test_every_skip_names_a_case() -> None:
    known = {pattern for case in cases() for pattern in (case.id, f"{case.file}/*", f"{case.file}/{case.section}/*")}

    assert set(skips()) - known == set()


@pytest.mark.parametrize(
    ("files", "share"), [(CORE, 0.99), (("string_ext",), 0.95), (("math_ext",), 0.95)], ids=["core", "string", "math"]
)
def test_the_promised_share_passes(files: tuple[str, ...], share: float) -> None:
    run = [case for file in files for case in BY_FILE[file]]

    passed = sum(not interpreted(case) and not generated(case)[0] for case in run)

    assert len(run) > 100
    assert passed / len(run) >= share


def test_generated_code_answers_by_itself() -> None:
    """A back end that always called the interpreter would conform too, and be of no use."""
    run = [case for file in CORE for case in BY_FILE[file] if case.expected[0] != "error" and not case.unchecked]

    alone = sum(generated(case)[1] for case in run)

    assert alone / len(run) > 0.9
