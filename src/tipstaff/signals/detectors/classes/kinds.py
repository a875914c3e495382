"""Does the text read like a prohibited offer or call, and of which kind? Kinds are called as in the table `wording`.

    text.kinds               the kinds that it may be of, the likeliest first
    text.kind("drugs")       0 to 1: how much it reads like a breach, where it may be of that kind

Small models of the fast tier: one has seen breaches of all kinds and honest texts that look alike, the others tell the
kinds apart. They know wordings that no expression lists, and are less sure: they say where a person should look, and
refuse nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.cel import CelError
from tipstaff.cel.types import DOUBLE, STRING, STRINGS
from tipstaff.signals.detectors.classes.reading import LANGUAGES
from tipstaff.signals.detectors.classes.unseen import sure, words_of
from tipstaff.signals.model.bank import bank, reasons, score_of, scores_of
from tipstaff.signals.model.linear import rounded
from tipstaff.signals.signal import Finding, Signal, SignalFunction, View

MODELS, ANY = "text_kinds", "any"
# Below this score of a breach no kind is worth a name.
LEAST = 0.2
# Kinds are akin (a stolen card is fraud too): those that are so likely beside the likeliest are named with it.
SHARE = 0.3
# Calls have little in common with offers: these kinds have models with a gate of their own as well (`text_harm`), and
# where one is sure, this score, above the level from which policies have a person look.
GATES = {"attack-call": "attack", "suicide-incitement": "selfharm"}
GATED = 0.95
# A name, a headline, "Cheap Rolex": too few words to tell an offer from a mention.
_FEW = 3


def kinds(view: View) -> list[str]:
    """The kinds that the text may be of, the likeliest first; none where it does not read like a breach."""
    return view.once(_kinds)


def _kinds(view: View) -> list[str]:
    own = [of for of, harm in GATES.items() if harm in sure(view)]
    return own + [of for of in view.once(_offers) if of not in own]


def _offers(view: View) -> list[str]:
    """The kinds that share a gate."""
    if _breach(view) < LEAST:
        return []
    likely = {of: said for of, said in scores_of(view.text, MODELS).items() if of != ANY}
    least = SHARE * max(likely.values())
    return sorted((of for of, said in likely.items() if said >= least), key=lambda of: (-likely[of], of))


def _breach(view: View) -> float:
    return rounded(score_of(view.text, MODELS, ANY)) if view.text.size > _FEW else 0.0


def kind(view: View, of: str) -> float:
    """How much the text reads like a breach: the share of breaches among texts of such a score, of those learned from.

    Nought where it is hardly of this kind, below 0.2, and for a text of up to three words.

    Raises:
        CelError: `invalid-argument` for a kind that no model knows.
    """
    if of == ANY or (of not in bank(MODELS).models and of not in GATES):
        raise CelError("invalid-argument", f"no model knows the kind `{of[:40]}`")
    breach = _breach(view) if of in view.once(_offers) else 0.0
    return max(breach, GATED) if of in GATES and GATES[of] in sure(view) else breach


def level() -> float:
    """The score from which hardly an honest text of the training collections lies, two in a thousand at most."""
    return bank(MODELS).models[ANY].band[1]


def _explain(view: View) -> Sequence[Finding]:
    """The words that speak for a breach, then those that speak for each kind."""
    found = kinds(view)
    weighed = [of for of in ([ANY, *found] if found else []) if of in bank(MODELS).models]
    findings = [finding for harm in GATES.values() for finding in words_of(view, harm)]
    return findings + [
        Finding(f"{of}: {part.what}", part.start, part.end) for of in weighed for part in reasons(view.text, MODELS, of)
    ]


SIGNALS: tuple[Signal | SignalFunction, ...] = (
    Signal(
        name="text.kinds",
        type=STRINGS,
        cost=6,
        version="2",
        languages=LANGUAGES,
        about="Kinds of prohibited offers and calls that the text may be of, the likeliest first; for a person to look "
        "at. Called as in the table `wording`: forgery, drugs, wire-fraud, ...",
        compute=kinds,
        explain=_explain,
    ),
    SignalFunction(
        name="text.kind",
        params=(STRING,),
        result=DOUBLE,
        cost=12,
        version="2",
        languages=LANGUAGES,
        about="0 to 1: how much the text reads like a breach of one of the kinds of `text.kinds`; 0 below 0.2.",
        compute=kind,
    ),
)
