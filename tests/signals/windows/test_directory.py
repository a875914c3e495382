"""Rows go to new keys when nothing of the old one can be read, or when the bound is reached: then by second chance."""

from __future__ import annotations

from tipstaff.signals.windows.measuring.directory import Directory


def test_a_row_is_reused_only_when_it_lies_beyond_memory_and_was_passed_over_once() -> None:
    directory = Directory(100, memory=10)
    assert directory.claim("old", 0) == 0
    assert directory.claim("far ahead", 1_000) == 1  # the hand spares "old": recorded to since it last came by
    directory.hand, directory.heads[1] = 0, 10
    assert directory.claim("within", 10) == 2
    directory.hand = 0
    assert directory.claim("beyond", 11) == 0
    assert "old" not in directory.rows


def test_the_clock_spares_who_was_recorded_to() -> None:
    directory = Directory(3, memory=1_000)
    rows = {key: directory.claim(key, 0) for key in "abc"}
    directory.touched[:] = b"\0\0\0"
    directory.touched[rows["a"]] = directory.touched[rows["b"]] = 1
    directory.hand = 0
    directory.claim("d", 0)
    assert sorted(directory.rows) == ["a", "b", "d"]
    assert directory.evicted == 1
