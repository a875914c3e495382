"""Which of the eleven kinds of bulk campaign that providers prohibit does the text belong to?

A lexicon of phrases names kinds; a small model for each kind contradicts where a phrase stands by the way, and names
what no phrase knows (docs/models/text-campaigns.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log2

from tipstaff.signals.detectors.classes.reading import names_signal, said, scan_of
from tipstaff.signals.grammar.book import book
from tipstaff.signals.grammar.scan import Scan
from tipstaff.signals.model.bank import bank, features, reasons, scores_of
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.text.wording import Wording

MODELS = "text_campaigns"
KINDS = (
    "affiliate",
    "chain-letters",
    "credit-repair",
    "gambling",
    "lead-generation",
    "multilevel",
    "payday-loans",
    "penny-stocks",
    "pharmaceuticals",
    "prostitution",
    "pyramid",
)
# What a kind needs: a phrase of its own (1.0); half as much again where the text does not clearly read like spam, and
# more, the longer it is, where it does not read like promotion at all: a long honest mail brushes many subjects.
OWN, UNCLEAR, HONEST, LONGER = 1.0, 0.5, 2.0, 0.3
_PUSH, _SHORT = 0.6, 120
# A name, a headline: too few words for a model to speak.
_FEW = 3
# A model names nothing by itself below this score.
_ALONE = 0.75
# From so many words on a phrase may stand by the way, and the model of its kind may contradict it.
_LONG = 60
# From so many characters on a text without an event counts as a mail.
_MAIL = 400
# A kind that is only brushed beside another is not what the text is about.
_SHARE = 0.7
# Scores of `text.spam`: above the first a text clearly is spam, below the second it does not read like promotion.
_SPAM, _PROMOTION = 0.9, 0.2


def campaigns(view: View) -> list[str]:
    """The kinds that the phrases name and the kind's model does not contradict, and those that a model is sure of; in a
    long text that does not read like promotion only the former."""
    return view.once(_campaigns)


def _campaigns(view: View) -> list[str]:
    size, spam = view.text.size, view.get("text.spam")
    said = _said(scan_of(view), size, spam)
    return _judged(said, size, spam, scores_of(view.text, MODELS), _bands()) if size > _FEW else said


def _judged(
    said: Sequence[str], size: int, spam: object, scores: Mapping[str, float], bands: Mapping[str, tuple[float, float]]
) -> list[str]:
    """What the phrases say and the models do not contradict, and what the models are sure of."""
    believed = set(said) if size < _LONG else {of for of in said if scores[of] >= bands[of][0]}
    # What a long text that does not read like promotion talks about, it need not offer.
    alone = size < _LONG or not isinstance(spam, float) or spam >= _PROMOTION
    sure = {kind for kind in KINDS if alone and scores[kind] >= max(_ALONE, bands[kind][1])}
    return [kind for kind in KINDS if kind in believed or kind in sure]


@lru_cache(maxsize=1)
def _bands() -> Mapping[str, tuple[float, float]]:
    return {name: model.band for name, model in bank(MODELS).models.items()}


def named_by_phrases(text: str) -> frozenset[str]:
    """What the phrases alone name in a text, long ones read as mail; what models are fitted beside."""
    wording = Wording(text)
    return frozenset(_said(book().scan(wording), wording.size, _spam(wording)))


def named_by(text: str, said: Iterable[str], models: Mapping[str, tuple[float, tuple[float, float]]]) -> frozenset[str]:
    """What phrases and models that are tried name in a text: of each model its score of the text and its band."""
    wording = Wording(text)
    scores = {kind: score for kind, (score, _) in models.items()}
    bands = {kind: band for kind, (_, band) in models.items()}
    return frozenset(_judged(sorted(said), wording.size, _spam(wording), scores, bands))


def _spam(wording: Wording) -> float:
    return bank("text_spam").scores(features(wording))["mail" if len(wording.raw) > _MAIL else "sms"]


def _said(scan: Scan, size: int, spam: object) -> list[str]:
    """Kinds with a phrase of their own whose phrases add up to enough; advertising adds a little to each."""
    if "campaign" not in scan.stems:
        return []
    found = scan.weights("campaign")
    push = min(_PUSH, found.pop("advert", 0.0))
    most = max(found.values(), default=0.0)
    if most < OWN:
        return []
    need = max(OWN, _need(size, spam) - push, most * _SHARE)
    return [kind for kind in KINDS if found.get(kind, 0.0) >= need and f"campaign.{kind}.10" in scan.names]


def _need(words: int, spam: object) -> float:
    if not isinstance(spam, float) or spam >= _SPAM:
        return OWN
    size = words / _SHORT
    honest = HONEST * min(1.0, size) if spam < _PROMOTION else 0.0
    return OWN + UNCLEAR + honest + LONGER * log2(max(1.0, size))


def _explain(view: View) -> Sequence[Finding]:
    """The phrases that name each kind; where none does, the words that its model weighs."""
    found = campaigns(view)
    findings = list(said(view, found, "campaign"))
    told = {finding.what.partition(":")[0] for finding in findings}
    return findings + [
        Finding(f"{kind}: {part.what}", part.start, part.end)
        for kind in found
        if kind not in told
        for part in reasons(view.text, MODELS, kind)
    ]


SIGNALS: tuple[Signal, ...] = (
    names_signal(
        "text.campaigns",
        "Prohibited kinds of bulk campaign: affiliate, chain-letters, credit-repair, gambling, lead-generation, "
        "multilevel, payday-loans, penny-stocks, pharmaceuticals, prostitution, pyramid.",
        campaigns,
        _explain,
    ),
)
