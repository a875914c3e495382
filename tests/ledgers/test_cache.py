from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from tipstaff.ledgers.cache import Recent


def test_what_was_read_before_a_change_does_not_come_in() -> None:
    cache: Recent[str, int] = Recent(8)
    stamp = cache.stamp
    cache.forget("a")  # the change is announced while the old value is still being read
    cache.put("a", 1, stamp)
    assert cache.get("a") is None


def test_a_change_waits_for_what_is_coming_in() -> None:
    cache: Recent[str, int] = Recent(8)
    other = threading.Thread(target=cache.forget, args=("a",))

    class Slow(dict[str, int]):
        def __setitem__(self, key: str, value: int) -> None:
            other.start()
            other.join(0.05)  # it cannot get through while the value is on its way in
            super().__setitem__(key, value)

    cache._young = Slow()
    cache.put("a", 1, cache.stamp)
    other.join()
    assert cache.get("a") is None


def test_what_is_lent_makes_room_for_nothing_that_is_kept() -> None:
    cache: Recent[int, int] = Recent(10)
    cache.put(-1, -1)
    for number in range(5_000):
        cache.lend(number, number)
        assert cache.get(number) == number
    assert cache.get(-1) == -1, "what is kept stays"
    assert cache.get(0) is None
    assert len(cache) < 600
    cache.forget(4_999)
    assert cache.get(4_999) is None
    stamp = cache.stamp
    cache.clear()
    cache.lend(1, 1, stamp)
    assert len(cache) == 0


def test_what_is_used_stays_when_the_rest_goes() -> None:
    cache: Recent[int, int] = Recent(10)
    cache.put(-1, -1)
    for number in range(100):
        cache.put(number, number)
        assert cache.get(-1) == -1
        assert len(cache) <= 10
    assert cache.get(0) is None


@given(st.lists(st.tuples(st.sampled_from(["put", "lend", "forget", "get", "clear"]), st.integers(0, 5))))
def test_it_never_answers_with_another_value(steps: list[tuple[str, int]]) -> None:
    cache: Recent[int, int] = Recent(4)
    truth: dict[int, int] = {}
    for number, (step, key) in enumerate(steps):
        if step in ("put", "lend"):
            truth[key] = number
            cache.forget(key)
            (cache.put if step == "put" else cache.lend)(key, number, cache.stamp)
        elif step == "forget":
            truth.pop(key, None)
            cache.forget(key)
        elif step == "clear":
            truth.clear()
            cache.clear()
        else:
            assert cache.get(key) in (None, truth.get(key))
