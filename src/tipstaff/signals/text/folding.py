"""Disguises taken off a text, and the name and place of each that was worn.

    FR€€ ｆｒｅｅ f r e e frее   ──▶   free free free free      tricks: leet, styled, spaced, confusables, ...

One step after the other, each linear in the length of the text:

    invisible   direction controls, zero-width characters, heaps of marks     bidi, zero-width, marks
    styled      mathematical, full-width, circled, small-capital letters      styled
    marks       NFKC: the one form of what can be written in several
    alphabets   letters of two alphabets in one word                          confusables
    disguises   spelled out, in digits and signs, drawn out                   spaced, leet, repeated

A script is never a trick: Cyrillic among Cyrillic, Arabic with its joiners, emoji with theirs stay what they are. Only
what is done to hide a word counts. Every place of the folded text leads back to where it came from.
"""

from __future__ import annotations

from tipstaff.signals.text.ordinary import Forms, ordinary
from tipstaff.signals.text.shape import script_of
from tipstaff.signals.text.undoing import alphabets, disguises, invisible, marks, styled
from tipstaff.signals.text.undoing.alphabets import latin_like
from tipstaff.signals.text.undoing.tracing import Edit, Trace, Undone
from tipstaff.signals.text.undoing.traits import FOREIGN, HIDDEN, LOOSE, MARK, WORN, traits_of

__all__ = ["TRICKS", "Folded", "Undone", "fold", "latin_like"]

TRICKS = ("bidi", "confusables", "leet", "marks", "repeated", "spaced", "styled", "zero-width")


class Folded:
    """A text without disguises.

    `text` is in NFKC and lower case, accents kept; `cased` is the same before letters lost their case and disguised
    words were read; `tricks` are the names of what was undone, sorted; `undone` is each trick with its place in the
    original (at most 64 of a name); `forms` are the text, the same bare, and its words, where the kernel read them.
    """

    __slots__ = ("_trace", "cased", "forms", "text", "tricks", "undone")

    def __init__(self, trace: Trace, cased: str, forms: Forms | None = None) -> None:
        self._trace = trace
        self.forms = forms
        self.cased = cased
        self.text = trace.text
        self.tricks = trace.tricks
        self.undone: tuple[Undone, ...] = tuple(trace.undone)

    @classmethod
    def ordinary(cls, raw: str, text: str) -> Folded:
        """A text in which nothing was hidden: as it is, and in lower case."""
        self = cls.__new__(cls)
        self._trace, self.cased, self.text = _UNTOUCHED, raw, text
        self.tricks = self.undone = ()
        self.forms = None
        return self

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in the original, as (start, end) in characters."""
        return self._trace.place(start, end)


_UNTOUCHED = Trace("")


def fold(text: str) -> Folded:
    """Take the disguises off. Linear in the length of the text."""
    trace = Trace(text)
    if not text.isascii():
        script = script_of(text)
        if not script.western:
            _undress(trace)
        elif not script.settled:
            marks.compose(trace)
        if "İ" in trace.text:  # the one letter whose lower case is two characters
            trace.rewrite(Edit(at, at + 1, "i") for at, letter in enumerate(trace.text) if letter == "İ")
    cased = trace.text
    forms = ordinary(cased) if trace.layers else None
    if forms is not None:  # nothing else hides in it
        trace.text = forms[0]
        return Folded(trace, cased, forms)
    trace.text = cased.lower()
    disguises.undo(trace)
    return Folded(trace, cased)


def _undress(trace: Trace) -> None:
    """The steps that letters of the text concern; most texts have few different letters, and none that hide."""
    traits = traits_of(trace.text)
    if traits & (MARK | HIDDEN):
        invisible.undo(trace)
    if traits & WORN:
        styled.undo(trace)
    if traits & (MARK | LOOSE | WORN) or trace.layers:
        marks.compose(trace)
        traits = traits_of(trace.text)
    if traits & FOREIGN:
        alphabets.undo(trace)
