"""The collector rests inside and is afterwards as it was."""

from __future__ import annotations

import gc
from collections.abc import Callable
from threading import Event

import pytest

from tipstaff.app import collector
from tipstaff.app.collector import YOUNG, collector_paused, set_apart, tidy


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


def collected(generation: int, made: Callable[[], object]) -> list[int]:
    """The generations of each collection that making something, and a few lists after it, sets off."""
    seen: list[int] = []

    def tell(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            seen.append(about["generation"])

    gc.collect(generation)
    gc.callbacks.append(tell)
    try:
        kept: object = (made(), [[] for _ in range(200)])
    finally:
        gc.callbacks.remove(tell)
    assert kept
    return seen


def many() -> list[list[int]]:
    return [[number] for number in range(20_000)]


def test_what_stays_is_not_gone_through_when_it_was_made() -> None:
    def made(*, stays: bool) -> object:
        with collector_paused(stays=stays):
            return many()

    assert collected(2, lambda: made(stays=False)) != []
    assert collected(2, lambda: made(stays=True)) == []
    assert gc.get_freeze_count() == 0


def test_what_stays_joins_what_was_set_apart() -> None:
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        with collector_paused(stays=True):
            kept = many()
        assert gc.get_freeze_count() >= before + len(kept)
        with collector_paused():
            more = many()
        assert gc.get_freeze_count() < before + len(kept) + len(more)
    finally:
        gc.unfreeze()


def test_a_server_does_not_count_what_it_set_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting takes 20 ms, and a reload would do it three times."""
    threshold = gc.get_threshold()
    monkeypatch.setattr(collector, "_APART", Event())
    set_apart()
    try:
        before = gc.get_freeze_count()
        with monkeypatch.context() as patched:
            patched.delattr(gc, "get_freeze_count")
            with collector_paused(stays=True):
                kept = many()
        assert gc.get_freeze_count() >= before + len(kept)
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)


@pytest.mark.parametrize(("made", "times"), [(500, 0), (4_000, 1), (12_000, 0)])
def test_tidying_looks_at_a_little_and_leaves_what_is_under_way(made: int, times: int) -> None:
    threshold = gc.get_threshold()
    gc.set_threshold(YOUNG, 20, 50)
    try:

        def little() -> object:
            kept = [[number] for number in range(made)]
            tidy()
            return kept

        assert collected(2, little) == [0] * times
    finally:
        gc.set_threshold(*threshold)
