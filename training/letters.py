"""Write src/tipstaff/signals/data/text/letters.txt: which letters of other alphabets look like which Latin ones.

    python -m training.letters

Derived from the confusables of Unicode TR 39 as the package confusable-homoglyphs holds them (extra `evaluate`; Unicode
License v3), plus pairs of our own that typefaces of phones make alike. Kept: single letters that NFKC leaves alone.
"""

from __future__ import annotations

import json
import string
import unicodedata
from importlib.metadata import files
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src" / "tipstaff" / "signals" / "data" / "text" / "letters.txt"
HEAD = """\
# Latin letter, then the letters that look like it. Made by training/letters.py.
# Derived from Unicode TR 39 data (c) Unicode, Inc., Unicode License v3 (see NOTICE), with pairs of our own.
"""
OWN = {
    **{"b": "вɓ", "c": "ϲ", "e": "єε", "g": "ɡ", "h": "нհ", "i": "їί", "k": "кκ", "m": "м", "n": "пηո", "o": "ό"},
    **{"r": "г", "t": "тτե", "u": "υս", "w": "шωԝ", "x": "χ", "y": "ү", "I": "ІΙӀ", "K": "К"},
}


def main() -> None:
    """Write the file."""
    known = json.loads(_source().read_text(encoding="utf-8"))
    lines = []
    for latin in string.ascii_letters:
        alike = [entry["c"] for entry in known.get(latin, ()) if _kept(entry["c"])]
        lines.append(f"{latin} {''.join(sorted({*alike, *OWN.get(latin, '')}))}")
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def _source() -> Path:
    return next(Path(str(f.locate())) for f in files("confusable-homoglyphs") or () if f.name == "confusables.json")


def _kept(letter: str) -> bool:
    single = len(letter) == 1 and not letter.isascii()
    return single and unicodedata.category(letter)[0] == "L" and unicodedata.normalize("NFKC", letter) == letter


if __name__ == "__main__":
    main()
