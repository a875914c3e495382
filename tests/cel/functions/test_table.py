"""What can be called and what runs are the same functions, overload by overload."""

import pytest

from tipstaff.cel.declare.standard import STANDARD
from tipstaff.cel.failure import CelError
from tipstaff.cel.functions.implementation import ANY
from tipstaff.cel.functions.table import FUNCTIONS, IMPLEMENTATIONS, LOGICAL, dispatch
from tipstaff.cel.types import ListType, MapType, Type, TypeVariable

DECLARED = {overload.id: (name, overload) for name, overloads in STANDARD.items() for overload in overloads}


def test_every_declared_overload_runs_and_the_other_way_round() -> None:
    assert set(DECLARED) == set(IMPLEMENTATIONS) | LOGICAL
    assert set(IMPLEMENTATIONS) & LOGICAL == set()


def kind_of(declared: Type) -> str:
    if isinstance(declared, TypeVariable) or declared.name == "dyn":
        return ANY
    if isinstance(declared, ListType):
        return "list"
    return "map" if isinstance(declared, MapType) else declared.name


@pytest.mark.parametrize("overload", sorted(IMPLEMENTATIONS))
def test_an_implementation_takes_what_is_declared(overload: str) -> None:
    made = IMPLEMENTATIONS[overload]
    name, declared = DECLARED[overload]

    assert made.function == name
    assert made.member == declared.member
    assert made.variadic == declared.variadic
    assert len(made.kinds) == len(declared.params)
    for kind, param in zip(made.kinds, declared.params, strict=True):
        assert kind in (ANY, kind_of(param))


def test_each_function_of_the_declarations_is_known_by_name() -> None:
    assert {name for name, overloads in STANDARD.items() if overloads[0].id not in LOGICAL} == FUNCTIONS


def test_the_values_choose_the_overload() -> None:
    plus = dispatch("_+_", member=False)

    assert (plus(1, 2), plus("a", "b"), plus([1], [2]), plus(1.5, 1.0)) == (3, "ab", [1, 2], 2.5)


def test_values_that_no_overload_takes_are_an_error() -> None:
    with pytest.raises(CelError) as failure:
        dispatch("_+_", member=False)(1, "a")

    assert failure.value.code == "no-matching-overload"
    assert failure.value.message == "`_+_` takes no (int, string)"


def test_a_bool_never_passes_for_an_int() -> None:
    with pytest.raises(CelError):
        dispatch("_+_", member=False)(True, 1)
