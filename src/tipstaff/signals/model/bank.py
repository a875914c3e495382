"""The model files that ship, read when first asked, and their scores of one text, computed once.

scores_of(view.text, "text_spam")["sms"]
"""

from __future__ import annotations

from functools import lru_cache

from tipstaff.signals.model.explaining import Part, parts_of
from tipstaff.signals.model.features import Features, features_of
from tipstaff.signals.model.linear import Bank, read_models
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.wording import Wording


@lru_cache(maxsize=8)
def bank(file: str) -> Bank:
    """The models of `signals/data/<file>.bin`."""
    return Bank(read_models((DATA / f"{file}.bin").read_bytes()))


def features(text: Wording) -> Features:
    """The features of a text; computed once, for the models of all files."""
    found: Features = text.kept("features", lambda: features_of(text.folded.cased, text.bare))
    return found


def scores_of(text: Wording, file: str) -> dict[str, float]:
    """Score of every model of a file, 0 to 1, by the model's name."""
    found: dict[str, float] = text.kept(f"scores {file}", lambda: bank(file).scores(features(text)))
    return found


def reasons(text: Wording, file: str, name: str, most: int = 5) -> list[Part]:
    """The words that speak most for what a model looks for, strongest first, with their places in `text.raw`."""
    return parts_of(bank(file).models[name], text, most)
