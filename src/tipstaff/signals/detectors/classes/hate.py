"""Does the text attack people for their race, origin, religion, sex, orientation, disability, health or age?"""

from __future__ import annotations

from tipstaff.signals.detectors.classes.fast import fast_scores, fast_signal
from tipstaff.signals.detectors.classes.reading import explained, names_signal, scan_of
from tipstaff.signals.signal import Signal, View

ATTRIBUTES = ("age", "disability", "health", "orientation", "origin", "race", "religion", "sex")
_GROUPS = ("people.", "one.", "slur.")
# A match that guards have taken most force from names no target.
_LEAST = 0.3
# From this score on the model alone takes a text for an attack.
_ALONE = 0.5


def targets(view: View) -> list[str]:
    """The attributes for which a group is attacked, sorted; empty when none is.

    Those of the groups that patterns find attacked. Where no pattern speaks and the model alone takes the text for an
    attack: those of the groups that the text names.
    """
    found = _attacked(view)
    if not found and fast_scores(view)["hate"] >= _ALONE:
        found = {name.partition(".")[2] for name in scan_of(view).names if name.startswith(_GROUPS)}
    return sorted(found & set(ATTRIBUTES))


def _attacked(view: View) -> set[str]:
    return {
        name.partition(".")[2]
        for one in scan_of(view).classes.get("hate", ())
        if one.weight >= _LEAST
        for hit, item in zip(one.match.hits, one.match.pattern.items, strict=True)
        for name in hit.sets & item.sets
        if name.startswith(_GROUPS)
    }


SIGNALS: tuple[Signal, ...] = (
    fast_signal(
        "hate",
        "0 to 1: attacks people for what they are: dehumanises, threatens, despises, denies rights, drives out.",
    ),
    names_signal(
        "text.hate_targets",
        "Attributes for which people are attacked: age, disability, health, orientation, origin, race, religion, sex.",
        targets,
        explained("hate"),
    ),
)
