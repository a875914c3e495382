"""What nobody sees: invisible characters, direction controls, heaps of marks. Taken out; noted where it hides a word.

Joiners between Arabic, Indic or emoji characters, soft hyphens at syllables, marks of direction around names and
numbers are ordinary writing: they are taken out, and are no trick.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipstaff.signals.text.letters import different
from tipstaff.signals.text.undoing.marks import heaps
from tipstaff.signals.text.undoing.tracing import Edit, Trace
from tipstaff.signals.text.vocabulary import WATCHWORDS

_LETTER = "A-Za-z0-9\u00c0-\u024f\u0370-\u052f"
_NOTHING = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\u2800\u3164\ufeff\uffa0"
_TAGS = "\U000e0000-\U000e007f"
_INVISIBLE = re.compile(f"[\u00ad\u061c\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f{_NOTHING}{_TAGS}\U000e0100-\U000e01ef]+")
_HIDDEN = re.compile(f"(?<=[{_LETTER}])[\ufe00-\ufe0f{_NOTHING}]+(?=[A-Za-z\u00c0-\u024f\u0370-\u052f])")
_HYPHENED = re.compile("(?<![^\\W\\d_])[^\\W\\d_]+(?:\u00ad[^\\W\\d_]+)+")
_SOFT_HYPHEN = "\u00ad"
_HIDDEN_TAGS = re.compile(f"(?<![\U0001f3f4{_TAGS}])[{_TAGS}]+")
_OVERRIDE = re.compile("\u202e([^\u202a-\u202e\u2066-\u2069\n]*)")
_INSIDE_WORD = re.compile(f"(?<=[{_LETTER}])[\u202a-\u202e\u2066-\u2069]+(?=[{_LETTER}])")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{3,}")


def hidden(letter: str) -> bool:
    """Whether `undo` takes the letter out."""
    return _INVISIBLE.match(letter) is not None


def undo(trace: Trace) -> None:
    """Take out of the text what nobody sees."""
    _reverse(trace)
    heaps(trace)
    text = trace.text
    unseen = {letter for letter in different(text) if hidden(letter)}
    if not unseen:
        return
    rest = text if unseen - {_SOFT_HYPHEN} else ""  # soft hyphens are most of what mail has
    for found in _HIDDEN.finditer(rest):
        trace.found("zero-width", found.start(), found.end(), "")
    for found in _hyphened(text):
        whole = found[0].replace(_SOFT_HYPHEN, "").lower()
        if whole in WATCHWORDS:
            trace.found("zero-width", found.start(), found.end(), whole)
    for found in _HIDDEN_TAGS.finditer(rest):
        trace.found("zero-width", found.start(), found.end(), "".join([_untagged(c) for c in found[0]]))
    for found in _INSIDE_WORD.finditer(rest):
        trace.found("bidi", found.start(), found.end(), "")
    trace.rewrite(Edit(found.start(), found.end(), "") for found in _INVISIBLE.finditer(text))


def _hyphened(text: str) -> Iterator[re.Match[str]]:
    """Words with soft hyphens inside: what `_HYPHENED` finds, tried where the first of their hyphens stands."""
    done, at = 0, text.find(_SOFT_HYPHEN)
    while at >= 0:
        start = at
        while start > done and (before := text[start - 1]).isalnum() and not before.isdecimal():
            start -= 1
        found = _HYPHENED.match(text, start)
        if found:
            yield found
        done = found.end() if found else at + 1
        at = text.find(_SOFT_HYPHEN, done)


def _reverse(trace: Trace) -> None:
    """Text under a right-to-left override is shown from its end: read it so when that makes words."""
    text = trace.text
    if "\u202e" not in text or _RIGHT_TO_LEFT.search(text):
        return
    edits = []
    for found in _OVERRIDE.finditer(text):
        shown = found[1][::-1]
        trace.found("bidi", found.start(), found.end(), shown)
        if _watched(shown) > _watched(found[1]):
            edits.append(Edit(found.start(), found.end(), shown))
    trace.rewrite(edits)


def _watched(text: str) -> int:
    return sum(word.lower() in WATCHWORDS for word in _LATIN_WORD.findall(text))


def _untagged(tag: str) -> str:
    """The ASCII character that a tag character stands for."""
    code = ord(tag) - 0xE0000
    return chr(code) if 0x20 <= code < 0x7F else ""
