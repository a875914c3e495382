"""Does a host look like one that was set up to deceive? A small trained model over its letters; figures and data:
docs/models/links.md.

    logit = scale * sum(weights of the features) / sqrt(number of features) + bias
    score = sigmoid(logit - threshold), so that 0.5 is where one popular host in a hundred would be flagged
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from math import exp, log, sqrt

import msgspec
from msgspec import Struct

from tipstaff.signals.lasting import short_ones
from tipstaff.signals.shipped import DATA
from tipstaff.signals.urls.features import features_of
from tipstaff.signals.urls.finding import Link
from tipstaff.signals.urls.kinds import is_guest, is_kind, listed
from tipstaff.signals.urls.paths import laid_into, path_evidence
from tipstaff.signals.urls.suffixes import suffix


class HostModel(Struct, frozen=True):
    """`weights` are 65,536 signed bytes, `scale` is what one step is worth."""

    version: str
    weights: bytes
    scale: float
    bias: float
    threshold: float


@short_ones(8_192)
def host_score(host: str) -> float:
    """0 to 1; 0 for hosts that very many people know, unless anybody can get a name under them.

    Structure alone never flags a popular host: the lists go first.
    """
    if not host or "." not in host.strip("[]") or _let_off(host):
        return 0.0
    return raw_score(host)


def _let_off(host: str) -> bool:
    """Whether a list knows better than letters."""
    # A provider's own front page is `www.` under the name that its guests stand under, and nobody's guest. Of sites
    # that are not that well known the own host is let off: what stands under it may be somebody else's.
    bare = host.removeprefix("www.")
    if bare == suffix(host) or bare in listed("free-host") or bare in listed("known-site"):
        return True
    return (is_kind(host, "popular") or is_kind(host, "well-known")) and not is_guest(bare)


def link_score(link: Link) -> float:
    """0 to 1: the host, and what stands behind it; 0 for popular hosts whatever stands behind them.

    Honest letters of a host say little where the path speaks: the page may be laid into somebody else's site.
    """
    host = host_score(link.host)
    if host == 0.0 or host >= 1.0:
        return host
    added, _ = path_evidence(link)
    if added <= 0.0:
        return host
    return 1 / (1 + exp(-max(log(host / (1 - host)), laid_into()) - added))


def raw_score(host: str) -> float:
    """The model's own word, whatever the lists say."""
    model = _model()
    weights = _weights()
    places = features_of(host)
    total = sum(map(weights.__getitem__, places))
    logit = model.scale * total / sqrt(len(places)) + model.bias - model.threshold
    return 1 / (1 + exp(-logit)) if logit > -700 else 0.0


@lru_cache(maxsize=1)
def _model() -> HostModel:
    return read_model((DATA / "hosts.model").read_bytes())


@lru_cache(maxsize=1)
def _weights() -> memoryview:
    return memoryview(_model().weights).cast("b")


def read_model(data: bytes) -> HostModel:
    """A model from the bytes that `write_model` made."""
    return msgspec.msgpack.decode(zlib.decompress(data), type=HostModel)


def write_model(model: HostModel) -> bytes:
    """A model as bytes, packed."""
    return zlib.compress(msgspec.msgpack.encode(model), 9)
