"""Only what cannot raise is certain."""

from __future__ import annotations

import pytest

from tipstaff.cel.emit.certain import is_certain


@pytest.mark.parametrize(
    "text",
    [
        "True",
        "(v1 == 'a')",
        "((v1 is not U) and ('a' in v1))",
        "(v1.startswith('a') and len(v2) > 3)",
        "(v1 in {'a', 'b'})",
        "(not (v1 if v2 else v3.b) < 3)",
        "(m1 if m1 is not N else (m1 := ('a' in v2)))",
    ],
)
def test_comparisons_of_members_are_certain(text: str) -> None:
    assert is_certain(text)


@pytest.mark.parametrize(
    "text",
    [
        "(v1 if v1 is not U else missing())",
        "v1['a']",
        "call('a', ())",
        "read(get, 'text.spam', k1, broken)",
        "k1(v1)",
        "(1 / v1)",
        "checked(v1 + 1)",
        "interpret(k1, activation)",
        "[1 for x0 in v1 if x0 == 'a']",
        "v1.encode()",
        "(lambda: 1)",
        "v1[0:1]",
    ],
)
def test_everything_else_is_not(text: str) -> None:
    assert not is_certain(text)
