"""The model files that ship, read when first asked, and their scores of one text, computed once.

score_of(view.text, "text_spam", "sms")

All models that texts are asked of are summed at once: one look-up for each feature of the text, whoever asks first.
Those that tell kinds apart, where one of the others says that there is something to tell, are summed when asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from tipstaff.signals.model.explaining import Part, parts_of
from tipstaff.signals.model.features import Features, features_of
from tipstaff.signals.model.linear import Bank, Model, read_models
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.wording import Wording

FILES = ("text_spam", "text_classes", "text_harm", "text_kinds", "text_campaigns")
# Of these files, the models that say whether the others need to be asked; of all other files, every model is asked.
_FIRST: Mapping[str, tuple[str, ...]] = {"text_kinds": ("any",), "text_campaigns": ()}
OFTEN = "often"


@lru_cache(maxsize=8)
def bank(file: str) -> Bank:
    """The models of `signals/data/<file>.bin`. Where the kernel has them, their weights stand there alone."""
    found = [replace(_shipped_as(file, name), name=name) for name in _columns(file)]
    return Bank(found, lambda name: replace(_bank_of(file, name).whole(f"{file}/{name}"), name=name))


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Bank]:
    """Every model that ships, called `file/name`: by `OFTEN` those that are asked of every text, by the name of a file
    its others."""
    sorted_out: dict[str, list[Model]] = {OFTEN: []}
    for file in FILES:
        for model in read_models((DATA / f"{file}.bin").read_bytes()):
            among = OFTEN if model.name in _FIRST.get(file, (model.name,)) else file
            sorted_out.setdefault(among, []).append(replace(model, name=f"{file}/{model.name}"))
    banks = {among: Bank(models) for among, models in sorted_out.items()}
    for one in banks.values():
        one.make_ready()
    return banks


def features(text: Wording) -> Features:
    """The features of a text; computed once, for the models of all files."""
    found: Features = text.once("features", lambda: features_of(text.cased, text.bare))
    return found


def score_of(text: Wording, file: str, name: str) -> float:
    """Score of one model of a file, 0 to 1."""
    among, column = _columns(file)[name]
    return _scores(text, among)[column]


def scores_of(text: Wording, file: str) -> dict[str, float]:
    """Score of every model of a file, 0 to 1, by the model's name."""
    return {name: _scores(text, among)[column] for name, (among, column) in _columns(file).items()}


def _scores(text: Wording, among: str) -> Sequence[float]:
    found: Sequence[float] | None = text.known.get(among)
    if found is None:
        found = text.known[among] = shipped()[among].judge(text.cased, text.bare)
    return found


@lru_cache(maxsize=8)
def _columns(file: str) -> dict[str, tuple[str, int]]:
    """The models of a file by name: among which they are summed, and their place there."""
    of_file = f"{file}/"
    return {
        name.removeprefix(of_file): (among, column)
        for among, some in shipped().items()
        for column, name in enumerate(some.models)
        if name.startswith(of_file)
    }


def _bank_of(file: str, name: str) -> Bank:
    return shipped()[_columns(file)[name][0]]


def _shipped_as(file: str, name: str) -> Model:
    return _bank_of(file, name).models[f"{file}/{name}"]


def reasons(text: Wording, file: str, name: str, most: int = 5) -> list[Part]:
    """The words that speak most for what a model looks for, strongest first, with their places in `text.raw`."""
    return parts_of(bank(file).whole(name), text, most)
