"""What is declared is implemented, under the same ids and in the same forms."""

import pytest

from tipstaff.cel.declare.standard import OVERLOAD_IDS, STANDARD
from tipstaff.cel.functions.table import IMPLEMENTATIONS, LOGICAL


def test_every_declared_overload_is_implemented_and_no_other() -> None:
    assert set(IMPLEMENTATIONS) | LOGICAL == OVERLOAD_IDS


def test_ids_are_unique() -> None:
    ids = [overload.id for overloads in STANDARD.values() for overload in overloads]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", sorted(STANDARD))
def test_declaration_and_implementation_have_one_form(name: str) -> None:
    for overload in STANDARD[name]:
        if overload.id in LOGICAL:
            continue
        made = IMPLEMENTATIONS[overload.id]
        assert (made.function, made.member, made.variadic) == (name, overload.member, overload.variadic)
        assert len(made.kinds) == len(overload.params)
