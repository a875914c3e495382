"""Words written so that a filter does not find them: spelled out, in digits and signs, drawn out, cut by signs.

`f r e e` and `V.I.A.G.R.A` are joined when words come out; `v1agra` is read when a word comes out; `freeee` loses
letters when a watched word comes out. What is ordinary stays: initials, product codes, prices, addresses, emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tipstaff.signals.lasting import short_ones
from tipstaff.signals.text.shape import PLAIN, Shape, plain_of, shape_of
from tipstaff.signals.text.undoing import spots
from tipstaff.signals.text.undoing.tracing import Edit, Trace
from tipstaff.signals.text.vocabulary import WATCHWORDS, common_words
from tipstaff.signals.text.words import bare

_LEET = str.maketrans("013457@$€!|+£", "oieastaseilte")
_LEET_TOO = str.maketrans("0123456789@$€!|+£", "olzeasgtbgaseiite")
# In the shape of a text: letters and signs in one token.
_TOKEN = re.compile(rb"(?<![a0])(?:a+(?:0|!(?=a))|0+a)[a0]*(?:!(?=a)[a0]*)*")
# An address, a price, a path, a longer word: not to be read.
BEFORE = re.compile(r"[\w@.$€!|+£/-]")
AFTER = re.compile(r"[\w@$€|£/-]|\.\w")
_LETTERS = re.compile(r"[^\W\d_]")
_SIGNS = re.compile(r"[0-9@$€!|+£]")
_MEASURE = re.compile(r"\d+[^\W\d_]{1,3}|[^\W\d_]{1,3}\d{1,2}|[$€£+]\d.*|.*\d{4,}.*")
# Single characters, four or more, with one and the same sign between them; a wider gap parts words.
_ONE = r"[\w@$€!|](?![\w@$€|])"
_SPACED = re.compile(
    rf"(?<![\w@$€!|]){_ONE}([ .\-_*~·•])\1{{0,2}}{_ONE}(?:\1{{1,3}}{_ONE}){{2,}}(?![.\-_*~·•]\w(?!\w))"
)
_REPEATED = re.compile(r"([a-z])\1{2,}")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CUT = re.compile(r"(?<!\w)[^\W\d_]+(?:[*|~^_·•][^\W\d_]+)+(?!\w)")
_UNCUT = str.maketrans("", "", "*|~^_·•")
_LONGEST = 16
_LONGEST_TOKEN = 24
_KNOWN_SHARE = 0.7
_OBVIOUS = 3  # words in leet that are no watchwords, before they count as a trick


def undo(trace: Trace) -> None:
    """Read disguised words; the text must be in lower case."""
    shape = shape_of(trace.text)
    if shape is PLAIN:
        return
    if shape.spelled:
        shape = _join(trace, shape)
    if shape.cut:
        shape = _mend(trace, shape)
    if shape.leet:
        shape = _read(trace, shape)
    if shape.drawn_out:
        _squeeze(trace, shape)


def _rewritten(trace: Trace, edits: list[Edit], shape: Shape) -> Shape:
    """Make the edits; the shape with the text as it is then."""
    if not edits:
        return shape
    trace.rewrite(edits)
    return shape._replace(plain=plain_of(trace.text))


def _join(trace: Trace, shape: Shape) -> Shape:
    edits = []
    for found, words in _spelled_in(trace.text, shape):
        if words:
            trace.found("spaced", found.start(), found.end(), words)
            edits.append(Edit(found.start(), found.end(), words))
    return _rewritten(trace, edits, shape)


def _spelled_in(text: str, shape: Shape) -> Iterator[tuple[re.Match[str], str]]:
    """Runs of single characters, and the words that each holds ("" for none)."""
    return ((found, _spelled(found[0])) for found in spots.spelled(_SPACED, text, shape.in_letters()))


def spelled(text: str) -> bool:
    """Whether words are spelled out in a text in lower case."""
    return any(words for _, words in _spelled_in(text, PLAIN._replace(plain=plain_of(text))))


def _spelled(run: str) -> str:
    """The words that a spelled-out run holds; "" when most of it is none."""
    sign = run[1]
    parts = [part for part in re.split(re.escape(sign) + "{2,}", run) if part]
    letters = [part.replace(sign, "").translate(_LEET) if _LETTERS.search(part) else part for part in parts]
    words = [segment(part) for part in letters]
    known = sum(len(word) for part in words for word in part if len(word) >= 3 and bare(word) in common_words())
    total = sum(map(len, letters))
    if known < _KNOWN_SHARE * total or known < 4:
        return ""
    return " ".join(word for part in words for word in part)


@lru_cache(maxsize=512)
def segment(letters: str) -> tuple[str, ...]:
    """The known words that a run of letters is made of, as few and as long as can be; unknown letters by themselves.

    Linear in the run's length: each place looks back over the longest word.
    """
    plain, words = bare(letters), common_words()
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(letters) + 1):
        starts = [start for start in range(max(0, end - _LONGEST), end) if plain[start:end] in words]
        known = [(best[start][0] + (1.0 if end - start > 2 else 1.6), start) for start in starts]
        best.append(min([(best[end - 1][0] + 2.0, end - 1), *known]))
    found: list[str] = []
    at = len(letters)
    while at:
        found.append(letters[best[at][1] : at])
        at = best[at][1]
    return tuple(reversed(found))


def _mend(trace: Trace, shape: Shape) -> Shape:
    """`fr*ee`, `via|gra`: signs inside a watched word."""
    edits = []
    for found in spots.cuts(_CUT, trace.text, shape.in_pieces()):
        word = _uncut(found[0])
        if word:
            trace.found("spaced", found.start(), found.end(), word)
            edits.append(Edit(found.start(), found.end(), word))
    return _rewritten(trace, edits, shape)


def _uncut(word: str) -> str:
    """The watched word that comes out when signs inside go; "" when none does."""
    whole = word.translate(_UNCUT)
    return whole if bare(whole) in WATCHWORDS else ""


@short_ones(1024)
def mended(stretch: str) -> bool:
    """Whether signs cut a watched word in a stretch of letters and signs, given with what stands beside it."""
    return any(_uncut(found[0]) for found in _CUT.finditer(stretch))


def _read(trace: Trace, shape: Shape) -> Shape:
    """`v1agra`, `fr33`: a watchword in digits is a trick; common words count when there are several."""
    places = spots.tokens(_TOKEN, shape.in_leet())
    edits = [edit for place in places if (edit := _leet_at(trace.text, *place)) is not None]
    if not edits:
        return shape
    watched = [edit for edit in edits if bare(edit.text) in WATCHWORDS]
    for start, end, word in edits if len(edits) >= _OBVIOUS else watched:
        trace.found("leet", start, end, word)
    return _rewritten(trace, edits, shape)


def _leet_at(text: str, start: int, end: int) -> Edit | None:
    """How a token of the text reads, when it is one by itself and reads as a known word."""
    while text[start] in "|+" and start + 1 < end:
        start += 1
    while text[end - 1] in "|+!" and end - 1 > start:
        end -= 1
    if not 3 <= end - start <= _LONGEST_TOKEN:
        return None
    if (start and BEFORE.match(text, start - 1)) or AFTER.match(text, end):
        return None
    word = leet_word(text[start:end])
    return Edit(start, end, word) if word else None


@lru_cache(maxsize=1024)
def leet_word(core: str) -> str:
    """The known word of three letters or more that a token of letters, digits and signs reads as, or ""."""
    if _MEASURE.fullmatch(core) or not (_SIGNS.search(core) and _LETTERS.search(core)):
        return ""
    for table, least in ((_LEET, 3), (_LEET_TOO, 4)):
        word = core.translate(table)
        if len(word) >= least and word.isalpha() and bare(word) in common_words():
            return word
    return ""


def _squeeze(trace: Trace, shape: Shape) -> None:
    """`freeeee` becomes `free` when that is a watched word; honest emphasis keeps its letters."""
    text, edits, done = trace.text, [], 0
    for run in spots.runs(_REPEATED, text, shape.plain):
        start = run.start()
        if start < done:
            continue
        while start and run.start() - start < _LONGEST_TOKEN and text[start - 1].isalnum():
            start -= 1
        found = _WORD.match(text, start)
        done = found.end() if found else run.end()
        less = shorter(text[start:done])
        if less:
            trace.found("repeated", start, done, less)
            edits.append(Edit(start, done, less))
    trace.rewrite(edits)


def shorter(word: str) -> str:
    """The watched word that comes out when runs of a letter shrink to one or two; "" when none does."""
    for times in (r"\1", r"\1\1"):
        less = _REPEATED.sub(times, word)
        if bare(less) in WATCHWORDS:
            return less
    return ""
