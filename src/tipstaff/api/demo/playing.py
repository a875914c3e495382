"""The demonstration at work: events told to the service, and its verdicts held against what people labelled."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import msgspec

from tipstaff.api.demo.collections import RealMessage, some_of
from tipstaff.api.demo.given import furnish
from tipstaff.api.demo.sample import samples
from tipstaff.api.demo.score import Score
from tipstaff.api.demo.stream import Events
from tipstaff.vocab.decision import Decision

if TYPE_CHECKING:
    from tipstaff.app.serving import Service

FIRST: Final = 40
LONGEST_PAUSE: Final = 1.2
MOST_EVENTS: Final = 100_000
"""The stream ends by itself after about a day, so that a forgotten demonstration does not fill a disk."""

MOST_OF_ONE: Final = 400
"""Honest messages of each collection: enough for an hour, small enough to keep in memory."""


class Demonstration:
    """Plays the sample that ships, and collections of real messages where they lie.

    Args:
        service: what decides.
        random: where chance comes from.
        folder: where collections may lie; without them the sample is played alone.
    """

    def __init__(self, service: Service, random: Random, folder: Path) -> None:
        self.score = Score()
        self._service = service
        self._random = random
        self._folder = folder

    def furnish(self) -> None:
        """Fill the ledgers."""
        furnish(self._service.house)

    async def play(self) -> None:
        """Tell the service events until cancelled, a few at once first so that the page is not empty."""
        events = Events(samples(), self._random, self._service.house.ids)
        events.add(await asyncio.to_thread(self._collections))
        for number, told in enumerate(events):
            if number >= MOST_EVENTS:
                return
            decision = msgspec.json.decode(await self._service.decide(told.event), type=Decision)
            if told.collection:
                self.score.count(told.collection, decision.verdict, spam=told.spam)
            if number >= FIRST:
                await asyncio.sleep(self._random.random() * LONGEST_PAUSE)

    def _collections(self) -> list[RealMessage]:
        return some_of(self._folder, self._random, MOST_OF_ONE)
