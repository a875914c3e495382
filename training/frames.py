"""Sentences made from frames (`sentences/*_frames.yaml`): those that attack, and honest ones that look alike."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).parent / "sentences"
_SLOT = re.compile(r"\{(\w+)\}")
_BY_ATTRIBUTE = ("G", "S", "X", "Xs")
# How many sentences each frame becomes, and how often one of them is misspelt.
EACH, MISSPELT = 14, 0.15
_LEET = str.maketrans("aeiost", "43105+")


class Made(NamedTuple):
    """A sentence, its label and language, the kind of frame, the attribute that it names ("" for none), its frame."""

    text: str
    label: str
    language: str
    kind: str
    attribute: str
    frame: str


def sentences(name: str, seed: int, each: int = EACH) -> Iterator[Made]:
    """The sentences of `<name>_frames.yaml`; the same for the same seed."""
    document: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}_frames.yaml").read_text(encoding="utf-8"))
    rng = random.Random(seed)
    for language, labels in document["frames"].items():
        slots = document["slots"][language]
        for label, kinds in labels.items():
            for kind, frames in kinds.items() if isinstance(kinds, dict) else [(label, kinds)]:
                for frame in frames:
                    made = {_filled(frame, slots, rng) for _ in range(each if "{" in frame else 1)}
                    for text, attribute in sorted(made):
                        yield Made(_spelt(text, rng), label, language, kind, attribute, frame)


def _filled(frame: str, slots: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    grouped = [name for name in _SLOT.findall(frame) if name in _BY_ATTRIBUTE]
    attribute = rng.choice(sorted(slots["G"])) if grouped and "G" in slots else ""

    def fill(match: re.Match[str]) -> str:
        choices = slots[match[1]]
        return str(rng.choice(choices[attribute] if match[1] in _BY_ATTRIBUTE else choices))

    text = _SLOT.sub(fill, frame).replace("de les ", "des ").replace("à les ", "aux ")
    return text, attribute


def _spelt(text: str, rng: random.Random) -> str:
    """Often as it is, else as people write: a capital, a full stop, emphasis; sometimes a slip or a disguise."""
    if rng.random() < MISSPELT:
        text = _slipped(text, rng)
    style = rng.randrange(6)
    if style == 0:
        return text.upper() + "!!"
    return text[:1].upper() + text[1:] + rng.choice(("", ".", "!")) if style < 4 else text


def _slipped(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    at = max(range(len(words)), key=lambda number: (len(words[number]), number))
    word = words[at]
    if len(word) < 4:
        return text
    place = rng.randrange(1, len(word) - 2)
    words[at] = rng.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word.translate(_LEET),
            " ".join(word),
        )
    )
    if rng.random() < 0.2 and at + 1 < len(words):
        words[at : at + 2] = [words[at] + words[at + 1]]
    return " ".join(words)
