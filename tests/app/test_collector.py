"""The collector rests inside and is afterwards as it was."""

from __future__ import annotations

import gc

import pytest

from tipstaff.app.collector import collector_paused


def test_it_rests_inside_and_goes_on_afterwards() -> None:
    assert gc.isenabled()
    with collector_paused(), collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_a_failure() -> None:
    with pytest.raises(ValueError, match="x"), collector_paused():
        raise ValueError("x")
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_was_made_inside_is_old_afterwards() -> None:
    with collector_paused():
        made = [[number] for number in range(20_000)]
    young = gc.get_objects(generation=0)
    assert len(young) < 5_000
    assert gc.get_freeze_count() == 0
    assert not any(one is made[-1] for one in young)


def test_what_was_set_apart_stays_apart() -> None:
    gc.freeze()
    try:
        with collector_paused():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
