"""The fast tier: patterns of phrases and small models together, inside the decision.

A model knows more wordings than any list, patterns know why: who is denied, quoted or reproached. The score is the
higher of the two, except that where guards have taken the force from everything that the patterns found, the model may
not go beyond what is uncertain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tipstaff.cel.types import DOUBLE
from tipstaff.signals.detectors.classes.reading import LANGUAGES, explained, scan_of
from tipstaff.signals.detectors.classes.unseen import held, words_of
from tipstaff.signals.grammar.scan import Scan
from tipstaff.signals.model.bank import bank, reasons, score_of, scores_of
from tipstaff.signals.model.linear import rounded
from tipstaff.signals.signal import Finding, Signal, View

MODELS = "text_classes"
# What a model may say at most of a text whose only findings are denied, reported or reproached.
_GUARDED = 0.45
# What a model says at most where no pattern was found: models that have seen few real texts may suggest, not decide.
_ALONE = {"threat": 0.45, "selfharm": 0.45}
# What it says at most of a text that names nobody who could be hated.
_NOBODY = 0.49
# What it says at most where a group is named with kindness, and of one that is named without any pattern of attack.
_KIND, _NAMED_ONLY = 0.4, 0.7
# What it says at most of a text of so few words in which no pattern was found: a name, a headline, "Sale".
_FEW, _BRIEF = 3, 0.45
_NAMED = frozenset({"people", "one", "slur"})
_STRONG = 0.5


def fast_scores(view: View) -> Mapping[str, float]:
    """The fast score of each class that has a model; worked out once for all signals that rest on one."""
    return view.once(_fast_scores)


def fast(of: str) -> Callable[[View], float]:
    """The fast score of a class that has a model."""

    def score(view: View) -> float:
        return view.once(_fast_scores)[of]

    return score


def _fast_scores(view: View) -> Mapping[str, float]:
    scan = scan_of(view)
    brief = view.text.size <= _FEW
    found = {
        of: rounded(_score(of, min(said, _BRIEF) if brief and not scan.classes.get(of) else said, scan))
        for of, said in scores_of(view.text, MODELS).items()
    }
    return found if brief else {of: max(said, held(view, of)) for of, said in found.items()}


def too_brief(of: str, view: View) -> bool:
    """Whether a text has so few words that only patterns may speak, and none does."""
    return view.text.size <= _FEW and not scan_of(view).classes.get(of)


def _score(of: str, said: float, scan: Scan) -> float:
    """The higher of what patterns and the model say, the model within its limits."""
    found = scan.classes.get(of)
    if not found:
        if of != "hate":
            return min(said, _ALONE.get(of, 1.0))
        return said if said <= _KIND else min(said, _most_of_group(scan))
    if all(one.guard for one in found):
        said = min(said, _GUARDED)
    return max(scan.score(of), said)


def _most_of_group(scan: Scan) -> float:
    """What the model may say at most where no pattern of hate was found."""
    if scan.stems.isdisjoint(_NAMED):
        return _NOBODY
    return _KIND if "kindness" in scan.names and "denial" not in scan.names else _NAMED_ONLY


def band(of: str) -> tuple[float, float]:
    """Between these scores the fast tier is not sure: below the first and above the second it is."""
    low, high = bank(MODELS).models[of].band
    return low, high


def why(*classes: str) -> Callable[[View], Sequence[Finding]]:
    """The patterns that were found, else the words that speak most for what the model says."""
    patterns = explained(*classes)

    def explain(view: View) -> Sequence[Finding]:
        found = list(patterns(view))
        for of in classes:
            found += words_of(view, of)
            if score_of(view.text, MODELS, of) >= _STRONG:
                found += [
                    Finding(f"{of}: {part.what}", part.start, part.end) for part in reasons(view.text, MODELS, of)
                ]
        return found

    return explain


def fast_signal(of: str, about: str) -> Signal:
    """A class of the fast tier, explained by patterns and by the words that its model weighs."""
    return Signal(f"text.{of}", DOUBLE, 40, "2", LANGUAGES, about, fast(of), why(of))
