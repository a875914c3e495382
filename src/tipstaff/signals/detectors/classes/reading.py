"""What the book of phrases finds in an event's text, once for all classes; and the shape of a class's signal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tipstaff.cel.types import DOUBLE, STRINGS
from tipstaff.signals.grammar.book import book
from tipstaff.signals.grammar.scan import Scan, Weighed
from tipstaff.signals.signal import Finding, Signal, View

LANGUAGES = ("en", "fr")


def scan_of(view: View) -> Scan:
    """The findings of all classes in the event's text."""
    text = view.text
    found: Scan | None = text.known.get("scan")
    if found is None:
        found = text.known["scan"] = book().scan(text)
    return found


def graded(of: str) -> Callable[[View], float]:
    """The score of a class: what its patterns leave open, taken together."""

    def score(view: View) -> float:
        scan = scan_of(view)
        return round(scan.score(of), 4) if scan.classes else 0.0

    return score


def explained(*classes: str) -> Callable[[View], Sequence[Finding]]:
    """The words that the scores of some classes rest on, the weightiest first."""

    def explain(view: View) -> Sequence[Finding]:
        found = scan_of(view).classes
        return [finding(view, one) for of in classes for one in found.get(of, ())]

    return explain


def finding(view: View, one: Weighed) -> Finding:
    """One match for a person: its words, what took force from it, and where it stands."""
    words = view.text.words
    first, last = words[one.match.first], words[one.match.last]
    phrases = " … ".join(hit.phrase for hit in one.match.hits)
    guard = f" ({one.guard})" if one.guard else ""
    return Finding(f"{one.match.pattern.of}: {phrases}{guard}", *view.text.place(first.start, last.end))


def said(view: View, kinds: Sequence[str], prefix: str) -> Sequence[Finding]:
    """The phrases of sets named `prefix.kind.…`, for the kinds that were found."""
    words = view.text.words
    return [
        Finding(f"{kind}: {hit.phrase}", *view.text.place(words[hit.first].start, words[hit.last].end))
        for hit in scan_of(view).hits_of(prefix)
        for kind in kinds
        if any(name.startswith(f"{prefix}.{kind}.") for name in hit.sets)
    ]


def score_signal(name: str, about: str, compute: Callable[[View], float], *classes: str, cost: float = 11) -> Signal:
    """A signal from 0 to 1 over English and French texts, explained by the patterns of its classes."""
    return Signal(name, DOUBLE, cost, "2", LANGUAGES, about, compute, explained(*classes))


def names_signal(
    name: str, about: str, compute: Callable[[View], list[str]], explain: Callable[[View], Sequence[Finding]]
) -> Signal:
    """A signal that is a list of names, sorted."""
    return Signal(name, STRINGS, 12, "2", LANGUAGES, about, compute, explain)
