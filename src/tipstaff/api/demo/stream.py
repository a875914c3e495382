"""Events as a platform would tell them: mostly honest, now and then not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.api.demo.collections import COLLECTIONS, RealMessage
from tipstaff.api.demo.given import BRITISH, FRENCH, LEAVING, READERS, RELAYS, SENDERS, STOPPED, STRANGERS
from tipstaff.api.demo.mail import mail_data
from tipstaff.api.demo.sample import Sample

_APPS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("ligne-claire", {"app": "boutique", "image": "python:3.12-slim", "command": "gunicorn shop:app", "ports": [8080]}),
    ("ligne-claire", {"app": "vitrine", "image": "node:22-alpine", "command": "node server.js", "ports": [8080]}),
    ("deep-field", {"app": "notebooks", "image": "jupyter/base-notebook", "packages": ["numpy", "polars"]}),
    ("deep-field", {"app": "proof-of-work-study", "image": "docker.io/xmrig/xmrig:6.21"}),
    ("grand-tirage", {"app": "worker", "image": "docker.io/xmrig/xmrig:6.21", "command": "xmrig --donate-level 1"}),
    ("grand-tirage", {"app": "seed", "image": "linuxserver/transmission", "ports": [51413]}),
)
_STOPS: Final = ("STOP", "STOP svp", "Arrêt")
_REPLIES: Final = ("Merci !", "ok", "Thank you")
_REAL: Final = 0.6
"""The share of messages of the collections, where there are any."""

SAMPLE: Final = "sample"


class Told(Struct, frozen=True):
    """One event as CloudEvents JSON; of a labelled message also the collection it is of, and whether it is spam."""

    event: bytes
    collection: str = ""
    spam: bool = False


class Events:
    """Makes events without `time`: they happen when they are told. The same seed and texts make the same ones.

    Args:
        samples: the texts that ship, at least one honest and one spam in each language.
        random: where chance comes from.
        ids: makes the events' ids.
    """

    def __init__(self, samples: Sequence[Sample], random: Random, ids: Callable[[], str]) -> None:
        self._random = random
        self._ids = ids
        self._honest = {
            language: [one for one in samples if one.language == language and not one.spam] for language in ("en", "fr")
        }
        self._spam = [one for one in samples if one.spam]
        self._real: list[RealMessage] = []

    def add(self, messages: Sequence[RealMessage]) -> None:
        """From now on tell these too, each once, in their order."""
        self._real = [*reversed(messages), *self._real]

    def __iter__(self) -> Iterator[Told]:
        """Events without end."""
        while True:
            if self._real and self._random.random() < _REAL:
                yield self._real_one(self._real.pop())
            else:
                yield self._made_up()

    def _made_up(self) -> Told:
        chance = self._random.random()
        if chance < 0.72:
            return self._message(*self._honest_one())
        if chance < 0.84:
            return self._message("grand-tirage", self._random.choice(self._spam), (*FRENCH, *STRANGERS))
        if chance < 0.94:
            return Told(self._event("app.deploy", *self._random.choice(_APPS)))
        return self._reply()

    def _real_one(self, one: RealMessage) -> Told:
        """A message of a collection, through an account that passes on what others write.

        It is declared a service message, so that only what it says can stop it. Its id says where to find it.
        """
        account, recipients = RELAYS[one.collection], READERS[one.collection]
        to = self._random.choice(recipients)
        if COLLECTIONS[one.collection] == "mail":
            kind, data = "email.send", mail_data(one.text, [to], "service")
        else:
            kind = "message.send"
            data = {"channel": "sms", "from": SENDERS[account], "to": to, "text": one.text, "purpose": "service"}
        label = "spam" if one.spam else "honest"
        return Told(
            self._event(kind, account, data, f"{one.collection}/{label}/{one.row}/"), one.collection, spam=one.spam
        )

    def _honest_one(self) -> tuple[str, Sample, tuple[str, ...]]:
        if self._random.random() < 0.55:
            return "atelier-lune", self._random.choice(self._honest["fr"]), FRENCH
        return "northwind", self._random.choice(self._honest["en"]), BRITISH

    def _message(self, account: str, sample: Sample, recipients: tuple[str, ...]) -> Told:
        to = self._random.choice(recipients)
        data = {
            "channel": "sms",
            "from": SENDERS[account],
            "to": to,
            "text": sample.text,
            "purpose": sample.purpose,
        }
        # An honest text to somebody who has had enough is stopped for that, which says nothing of the text. Who has, a
        # database that was here before us knows.
        collection = "" if to in (*STOPPED, *LEAVING) and not sample.spam else SAMPLE
        return Told(self._event("message.send", account, data), collection, spam=sample.spam)

    def _reply(self) -> Told:
        leaves = self._random.random() < 0.5
        text = self._random.choice(_STOPS if leaves else _REPLIES)
        sender = self._random.choice(LEAVING if leaves else FRENCH[len(STOPPED) :])
        data = {"channel": "sms", "from": sender, "to": "LUNE", "text": text}
        return Told(self._event("message.received", "atelier-lune", data))

    def _event(self, kind: str, account: str, data: dict[str, Any], where: str = "") -> bytes:
        event = {"specversion": "1.0", "id": where + self._ids(), "source": "demonstration", "type": kind}
        return msgspec.json.encode({**event, "account": account, "data": data})
