"""What the models of harm learn from.

- our own sentences, English and French (`training/sentences/harm_en.tsv`, `harm_fr.tsv`), two thirds of them: a class
  each, or honest (`-`); ours;
- our own sentences of prohibited kinds (`kinds_*.tsv`): terrorism and incitement to suicide are those classes, the
  others none; ours;
- our own frames of abuse and hate: threat, selfharm, hate, or honest; ours;
- our own honest advertisements, messages, notices and mails, honest messages of the SMS collection, honest mail of the
  SpamAssassin corpus (the half that is learned from): honest; licences as in `kinddata`.

A third of the first (by a hash of the sentence) is learned from by nothing that ships: `apart()`.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from training.classdata import fold_of_group
from training.frames import FOLDER, sentences
from training.kinddata import HONEST, LANGUAGES
from training.kinddata import told as told_of_kinds

SEED = 20261122
# Models of threats ("I am going to ... you"), terrorism (mosques, fires), hate (girls) and minors (ages, photos)
# took too many honest texts for harm: those are left to patterns and to the models of `text_classes`. Their sentences
# stay, as what the others are not.
CLASSES = ("attack", "fraud", "selfharm")
# What sentences of a kind are here; those of other kinds are of no class.
OF_KINDS = {"terrorism": "terrorism", "suicide-incitement": "selfharm"}
# What a frame's sentence counts, and what an honest sentence that was written to look alike.
_FRAME_WEIGHT, _ALIKE_WEIGHT = 0.3, 2.0
_APART = 3


class Told(NamedTuple):
    """A text, its class (`-`: honest), its fold, what it counts, and where it is from.

    `close`: classes that the text may be of as well, for which it is learned from neither as one nor as another.
    """

    text: str
    of: str
    fold: int
    weight: float
    source: str
    close: frozenset[str] = frozenset()


# A call to attack a group is hateful, praise of attackers calls for attacks: neighbours, not opposites.
_CLOSE = {
    "attack": frozenset({"threat", "terrorism", "hate"}),
    "threat": frozenset({"attack", "selfharm"}),
    "terrorism": frozenset({"attack", "hate"}),
    "hate": frozenset({"attack", "threat", "terrorism", "exclusion"}),
    "exclusion": frozenset({"hate"}),
    "code": frozenset({"fraud"}),
    "selfharm": frozenset({"threat"}),
}


def told() -> list[Told]:
    """Everything that is learned from; each text once."""
    own = [one for one in own_sentences() if not is_apart(one.text)]
    return list({one.text: one for one in (*_kinds(), *_frames("abuse"), *_frames("hate"), *own)}.values())


def apart() -> list[Told]:
    """Our own sentences that nothing learns from."""
    return [one for one in own_sentences() if is_apart(one.text)]


def is_apart(text: str) -> bool:
    """Whether a sentence is one of the third that is kept apart."""
    return int(sha256(text.encode()).hexdigest()[:8], 16) % _APART == 0


def own_sentences() -> Iterator[Told]:
    """Our own sentences, both languages; the source is the language."""
    for language in LANGUAGES:
        for line in (FOLDER / f"harm_{language}.tsv").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                of, text = line.split("\t")
                weight = _ALIKE_WEIGHT if of == HONEST else 1.0
                yield Told(text, of, fold_of_group(text), weight, language, _CLOSE.get(of, frozenset()))


def unseen() -> Iterator[tuple[str, str, str]]:
    """Sort (`-`: honest), language and text of a frozen set: for judging only, never learned from."""
    for line in (FOLDER / "harm_unseen.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            of, language, text = line.split("\t")
            yield of, language, text


def _kinds() -> Iterator[Told]:
    for one in told_of_kinds():
        of = OF_KINDS.get(one.kind, HONEST if one.kind == HONEST else one.kind)
        close = _CLOSE.get(of, frozenset({"fraud", "minors"} if of != HONEST else ()))
        weight = _ALIKE_WEIGHT if one.kind == HONEST and one.alike else 1.0
        yield Told(one.text, of, fold_of_group(one.text), weight, f"kinds {one.source}", close)


def _frames(name: str) -> Iterator[Told]:
    for made in sentences(name, SEED):
        other = "abuse" if name == "abuse" else "hate"
        of = {"honest": HONEST, "threat": "threat", "selfharm": "selfharm"}.get(made.label, other)
        close = _CLOSE.get(of, frozenset()) | ({"threat"} if made.kind == "threat" else set())
        yield Told(made.text, of, fold_of_group(made.frame), _FRAME_WEIGHT, f"frames {made.language}", frozenset(close))
