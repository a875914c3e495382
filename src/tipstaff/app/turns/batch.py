"""Many events told at once: the answers in the order sent."""

from __future__ import annotations

import asyncio

from tipstaff.app.turns.pending import Answer
from tipstaff.vocab.errors import TipstaffError


class Batch:
    """The answers to many events in the order sent; `complete` is done with the last of them."""

    def __init__(self, size: int) -> None:
        self.answers: list[bytes | TipstaffError] = [b""] * size
        self.complete: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._left = size
        if not size:
            self.complete.set_result(None)

    def slot(self, number: int) -> Answer:
        """Where the answer to one event goes."""

        def put(answer: bytes | BaseException) -> None:
            if isinstance(answer, bytes | TipstaffError):
                self.answers[number] = answer
            elif not self.complete.done():
                self.complete.set_exception(answer)
            self._left -= 1
            if not self._left and not self.complete.done():
                self.complete.set_result(None)

        return put
