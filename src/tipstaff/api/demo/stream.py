"""Events as a platform would tell them: mostly honest, now and then not."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from random import Random
from typing import TYPE_CHECKING, Any, Final

import msgspec

from tipstaff.api.demo.given import BRITISH, FRENCH, SENDERS, STRANGERS

if TYPE_CHECKING:
    from tipstaff.app.serving import Service

FIRST: Final = 40
LONGEST_PAUSE: Final = 1.2
MOST_EVENTS: Final = 100_000
"""The stream ends by itself after about a day, so that a forgotten demonstration does not fill a disk."""

_APPS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("ligne-claire", {"app": "boutique", "image": "python:3.12-slim", "command": "gunicorn shop:app", "ports": [8080]}),
    ("ligne-claire", {"app": "vitrine", "image": "node:22-alpine", "command": "node server.js", "ports": [8080]}),
    ("deep-field", {"app": "notebooks", "image": "jupyter/base-notebook", "packages": ["numpy", "polars"]}),
    ("deep-field", {"app": "proof-of-work-study", "image": "docker.io/xmrig/xmrig:6.21"}),
    ("grand-tirage", {"app": "worker", "image": "docker.io/xmrig/xmrig:6.21", "command": "xmrig --donate-level 1"}),
    ("grand-tirage", {"app": "seed", "image": "linuxserver/transmission", "ports": [51413]}),
)
_REPLIES: Final = ("STOP", "Merci !", "STOP svp", "ok", "Arrêt", "Thank you")


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample message: its language, whether it is spam, its declared purpose and its text."""

    language: str
    spam: bool
    purpose: str
    text: str


class Events:
    """Makes events; the same seed and texts make the same ones.

    Args:
        samples: the texts to draw from, at least one honest and one spam in each language.
        random: where chance comes from.
        ids: makes the events' ids.
    """

    def __init__(self, samples: list[Sample], random: Random, ids: Callable[[], str]) -> None:
        self._random = random
        self._ids = ids
        self._honest = {
            language: [one for one in samples if one.language == language and not one.spam] for language in ("en", "fr")
        }
        self._spam = [one for one in samples if one.spam]

    def __iter__(self) -> Iterator[bytes]:
        """CloudEvents JSON without `time`: they happen when they are told."""
        while True:
            chance = self._random.random()
            if chance < 0.72:
                yield self._message(*self._honest_one())
            elif chance < 0.84:
                yield self._message("grand-tirage", self._random.choice(self._spam), (*FRENCH, *STRANGERS))
            elif chance < 0.94:
                yield self._event("app.deploy", *self._random.choice(_APPS))
            else:
                yield self._reply()

    def _honest_one(self) -> tuple[str, Sample, tuple[str, ...]]:
        if self._random.random() < 0.55:
            return "atelier-lune", self._random.choice(self._honest["fr"]), FRENCH
        return "northwind", self._random.choice(self._honest["en"]), BRITISH

    def _message(self, account: str, sample: Sample, recipients: tuple[str, ...]) -> bytes:
        data = {
            "channel": "sms",
            "from": SENDERS[account],
            "to": self._random.choice(recipients),
            "text": sample.text,
            "purpose": sample.purpose,
        }
        return self._event("message.send", account, data)

    def _reply(self) -> bytes:
        text = self._random.choice(_REPLIES)
        data = {"channel": "sms", "from": self._random.choice(FRENCH[5:]), "to": "LUNE", "text": text}
        return self._event("message.received", "atelier-lune", data)

    def _event(self, kind: str, account: str, data: dict[str, Any]) -> bytes:
        event = {"specversion": "1.0", "id": self._ids(), "source": "demonstration", "type": kind}
        return msgspec.json.encode({**event, "account": account, "data": data})


def samples() -> list[Sample]:
    """The sample messages that ship with the packs."""
    source = (files("tipstaff") / "packs" / "samples" / "messages.csv").read_text(encoding="utf-8")
    return [
        Sample(row["language"], row["label"] == "spam", row["purpose"], row["text"])
        for row in csv.DictReader(source.splitlines())
    ]


async def play(service: Service, random: Random) -> None:
    """Tell the service events until cancelled, a few at once first so that the page is not empty."""
    events = Events(samples(), random, service.house.ids)
    for number, event in enumerate(events):
        if number >= MOST_EVENTS:
            return
        await service.decide(event)
        if number >= FIRST:
            await asyncio.sleep(random.random() * LONGEST_PAUSE)
