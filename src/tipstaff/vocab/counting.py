"""Numbers of things in English words."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """`1 error`, `2 errors`; `many` where the plural is not the singular and an s."""
    return f"{number} {one if number == 1 else many or one + 's'}"
