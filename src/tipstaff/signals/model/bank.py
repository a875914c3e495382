"""The model files that ship, read when first asked, and their scores of one text, computed once.

score_of(view.text, "text_spam", "sms")

All models of all files are summed at once: one look-up for each feature of the text, whoever asks first.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from tipstaff.signals.model.explaining import Part, parts_of
from tipstaff.signals.model.features import Features, features_of
from tipstaff.signals.model.linear import Bank, read_models
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.wording import Wording

FILES = ("text_spam", "text_classes", "text_kinds")


@lru_cache(maxsize=8)
def bank(file: str) -> Bank:
    """The models of `signals/data/<file>.bin`."""
    return Bank(read_models((DATA / f"{file}.bin").read_bytes()))


@lru_cache(maxsize=1)
def shipped() -> Bank:
    """Every model that ships, called `file/name`."""
    return Bank([replace(model, name=f"{file}/{model.name}") for file in FILES for model in bank(file).models.values()])


def features(text: Wording) -> Features:
    """The features of a text; computed once, for the models of all files."""
    found: Features = text.once("features", lambda: features_of(text.folded.cased, text.bare))
    return found


def score_of(text: Wording, file: str, name: str) -> float:
    """Score of one model of a file, 0 to 1."""
    return _scores(text)[_columns(file)[name]]


def scores_of(text: Wording, file: str) -> dict[str, float]:
    """Score of every model of a file, 0 to 1, by the model's name."""
    scores = _scores(text)
    return {name: scores[column] for name, column in _columns(file).items()}


def _scores(text: Wording) -> Sequence[float]:
    found: Sequence[float] = text.once("scores", lambda: shipped().judge(text.folded.cased, text.bare))
    return found


@lru_cache(maxsize=8)
def _columns(file: str) -> dict[str, int]:
    """The models of a file by name: their places among all."""
    order = list(shipped().models)
    return {name: order.index(f"{file}/{name}") for name in bank(file).models}


def reasons(text: Wording, file: str, name: str, most: int = 5) -> list[Part]:
    """The words that speak most for what a model looks for, strongest first, with their places in `text.raw`."""
    return parts_of(bank(file).models[name], text, most)
