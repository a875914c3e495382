"""Harm in wordings that no pattern knows: small models that have a person look, and refuse nothing.

A model for each class has read sentences that were written to get past a filter, and honest ones that look alike. Where
it is sure, the class gets the score `HELD`: above the level from which policies have a person look, below that from
which they refuse. They are half blind (docs/models/text-harm.md), so they add to patterns and never take from them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tipstaff.cel.types import DOUBLE
from tipstaff.signals.detectors.classes.reading import LANGUAGES, explained, graded, scan_of
from tipstaff.signals.model.bank import bank, reasons, scores_of
from tipstaff.signals.signal import Finding, Signal, View

MODELS = "text_harm"
HELD = 0.55
# A call to attack somebody is a threat.
_MODELS = {"threat": ("attack",)}
# A name, a headline: too few words to tell a threat from a title.
_FEW = 3


def with_unseen(of: str) -> Callable[[View], float]:
    """The score of a class: what its patterns leave open, or `HELD` where its model is sure and they are less."""
    patterns = graded(of)

    def score(view: View) -> float:
        return max(patterns(view), held(view, of))

    return score


def held(view: View, of: str) -> float:
    """`HELD` where a model of the class is sure and guards have not taken the force from all that patterns found."""
    if of not in sure(view):
        return 0.0
    found = scan_of(view).classes.get(of)
    return 0.0 if found and all(one.guard for one in found) else HELD


def sure(view: View) -> frozenset[str]:
    """The classes whose models are sure; "attack" for a call to attack, which is a threat as well."""
    return view.once(_sure)


def _sure(view: View) -> frozenset[str]:
    if view.text.size <= _FEW:
        return frozenset()
    models = bank(MODELS).models
    names = {name for name, score in scores_of(view.text, MODELS).items() if score >= models[name].band[1]}
    return frozenset(_classes(names))


def _classes(names: set[str]) -> set[str]:
    return names | {of for of, models in _MODELS.items() if not names.isdisjoint(models)}


def words_of(view: View, of: str) -> Sequence[Finding]:
    """The words that speak most for a class whose model is sure."""
    if not held(view, of):
        return ()
    return [
        Finding(f"{of}: {part.what}", part.start, part.end)
        for name in _MODELS.get(of, (of,))
        if name in sure(view)
        for part in reasons(view.text, MODELS, name)
    ]


def unseen_signal(of: str, about: str) -> Signal:
    """A class of patterns and a model of unseen wordings, explained by both."""
    patterns = explained(of)

    def explain(view: View) -> Sequence[Finding]:
        return [*patterns(view), *words_of(view, of)]

    return Signal(f"text.{of}", DOUBLE, 17, "2", LANGUAGES, about, with_unseen(of), explain)
