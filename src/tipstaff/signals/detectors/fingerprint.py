"""Fingerprints of texts: which messages of many senders come from one hand.

    text.fingerprint                          64 bits; texts that differ in few of them are near copies
    text.template                             the same for texts that differ in numbers, links and the name greeted
    fingerprint.distance(one, other)          in how many bits two fingerprints differ

Short texts change more bits per word than long ones: see the figures in docs/benchmarks.md before choosing a bound.
"""

from __future__ import annotations

import re

from tipstaff.cel import CelError
from tipstaff.cel.types import INT, STRING
from tipstaff.signals.signal import Signal, SignalFunction, View
from tipstaff.signals.text import sketch

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


def fingerprint(view: View) -> str:
    """Sixteen hexadecimal digits, "" for a text of fewer than three words."""
    return sketch.fingerprint(sketch.gist(view.text.bare))


def template(view: View) -> str:
    """Sixteen hexadecimal digits, "" for a text of fewer than three words that count."""
    return sketch.template(view.text.bare)


def distance(_: View, one: str, other: str) -> int:
    """0 for equal fingerprints, about 32 for texts that have nothing to do with each other, 64 when one is "".

    Raises:
        CelError: `invalid-argument` for what is no fingerprint.
    """
    for given in (one, other):
        if given and not _FINGERPRINT.fullmatch(given):
            raise CelError("invalid-argument", "a fingerprint is 16 hexadecimal digits, as `text.fingerprint` gives it")
    return sketch.distance(one, other)


SIGNALS: tuple[Signal | SignalFunction, ...] = (
    Signal(
        name="text.fingerprint",
        type=STRING,
        cost=23,
        version="1",
        languages=(),
        about="SimHash of the text in 16 hexadecimal digits; near copies differ in few bits. Empty for short texts.",
        compute=fingerprint,
    ),
    Signal(
        name="text.template",
        type=STRING,
        cost=8,
        version="1",
        languages=(),
        about="A key that texts share which differ in numbers, links and the name greeted. Empty for short texts.",
        compute=template,
    ),
    SignalFunction(
        name="fingerprint.distance",
        params=(STRING, STRING),
        result=INT,
        cost=1,
        version="1",
        languages=(),
        about="In how many of 64 bits two fingerprints differ; 64 when one is empty.",
        compute=distance,
    ),
)
