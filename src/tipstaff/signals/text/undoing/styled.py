"""Letters in costume: mathematical, full-width, circled, squared, small capitals, superscript, regional indicators."""

from __future__ import annotations

import re
import string
from typing import Final

from tipstaff.signals.text.undoing.tracing import Edit, Trace
from tipstaff.signals.text.vocabulary import WATCHWORDS

_SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"
_UPSIDE_DOWN = str.maketrans("ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ", "acefghijkmrtvwy")
_COSTUME = "\U0001d400-\U0001d7ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u249c-\u24e9\U0001f110-\U0001f189"
_STYLED = re.compile(
    f"(?:[{_COSTUME}] ?){{2,}}|[{_SMALL_CAPITALS}]{{3,}}|[\u1d2c-\u1d6a\u2071\u207f\u2090-\u209cʰʲʳʷʸˡˢˣ]{{3,}}"
)
_SIDEWAYS = re.compile("[\U0001f1e6-\U0001f1ff](?: ?[\U0001f1e6-\U0001f1ff])*")
# Letters on their head, and those that are letters on their head too.
_FLIPPED = re.compile("[ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎbdlnopqsuxz]+(?: [ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎbdlnopqsuxz]+)*")
_WORN = re.compile(f"[{_COSTUME}{_SMALL_CAPITALS}\u1d2c-\u1d6a\u2071-\u209cʰ-ˣ\U0001f1e6-\U0001f1ffɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ]")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# What NFKC leaves alone.
_PLAIN: Final = {
    **{ord(c): plain for c, plain in zip(_SMALL_CAPITALS, "abcdefghijklmnoprstuvwyz", strict=True)},
    **{start + i: c for start in (0x1F130, 0x1F150, 0x1F170) for i, c in enumerate(string.ascii_uppercase)},
}
_UNCHANGED = re.compile(f"[{_SMALL_CAPITALS}\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]")
_INDICATOR_A = 0x1F1E6
_FLAGS_AT_LEAST = 3
_FLIPPED_AT_LEAST = 4


def worn(letter: str) -> bool:
    """Whether the letter is in costume."""
    return _WORN.match(letter) is not None


def undo(trace: Trace) -> None:
    """Take costumes off that NFKC does not know, and note all of them. East Asian text wears full-width letters."""
    text = trace.text
    if not _WORN.search(text):
        return
    if not _EAST_ASIAN.search(text):
        for found in _STYLED.finditer(text):
            trace.found("styled", found.start(), found.end(), _plain(found[0]))
    trace.rewrite(Edit(f.start(), f.end(), _PLAIN[ord(f[0])]) for f in _UNCHANGED.finditer(text))
    trace.rewrite(_letters_of_flags(trace))
    trace.rewrite(_upside_down(trace))


def _letters_of_flags(trace: Trace) -> list[Edit]:
    """Regional indicators spell words one by one, or in a row that is no row of flags."""
    edits = []
    for found in _SIDEWAYS.finditer(trace.text):
        groups = found[0].split()
        word = "".join([chr(ord(c) - _INDICATOR_A + ord("a")) for group in groups for c in group])
        singles = all(len(group) == 1 for group in groups)
        if len(word) >= _FLAGS_AT_LEAST and (singles or word in WATCHWORDS or (len(groups) == 1 and len(word) % 2)):
            trace.found("styled", found.start(), found.end(), word)
            edits.append(Edit(found.start(), found.end(), word))
    return edits


def _upside_down(trace: Trace) -> list[Edit]:
    """Letters on their head are read from the end."""
    edits = []
    for found in _FLIPPED.finditer(trace.text):
        turned = sum(ord(c) in _UPSIDE_DOWN for c in found[0])
        if turned >= _FLIPPED_AT_LEAST:
            shown = found[0].translate(_UPSIDE_DOWN)[::-1].translate(_TURNING)
            trace.found("styled", found.start(), found.end(), shown)
            edits.append(Edit(found.start(), found.end(), shown))
    return edits


# Letters that are another letter, or themselves, upside down.
_TURNING: Final = str.maketrans("bdpqnu", "qpdbun")


def _plain(costume: str) -> str:
    return costume.translate(_PLAIN)
