"""Makes `signals/data/behaviour/letter_pairs.txt`: how well one letter follows another in names that people choose.

    python -m training.letter_pairs

Names of towns of the whole world (from `phonenumbers`, Apache-2.0) and words of the UCI SMS collection (CC BY 4.0) are
put together the way people make local parts: alone, two with a dot or nothing between, an initial before, a year or a
few digits after. Pairs are counted and kept as bits (-log2 of the probability that the second follows the first), one
line per first sign: `^` is the beginning, `$` the end, `0` any digit, `.` any sign.
"""

from __future__ import annotations

import csv
import gzip
import math
import os
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from phonenumbers.geodata import GEOCODE_DATA

from tipstaff.signals.detectors.behaviour.names import SIGNS, signs
from tipstaff.signals.shipped import DATA

SHARED = Path(os.environ.get("TIPSTAFF_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pt")
MADE = 200_000
_WORD = re.compile(r"[a-z]{3,12}")


def words() -> list[str]:
    """Town names and words, in lower case without accents, each once."""
    found: set[str] = set()
    for places in GEOCODE_DATA.values():
        for language in LANGUAGES:
            found.update(_words_in(places.get(language, "")))
    with gzip.open(SHARED / "sms_uci" / "data.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["label"] == "0":
                found.update(_words_in(row["text"]))
    return sorted(found)


def _words_in(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return iter(_WORD.findall(plain))


def local_parts(rng: random.Random, known: list[str]) -> Iterator[str]:
    """Names as people make them."""
    for _ in range(MADE):
        first, second = rng.choice(known), rng.choice(known)
        made = rng.choice(
            [first, first, first + second, f"{first}.{second}", f"{first[0]}{second}", f"{first}_{second}"]
        )
        yield made + rng.choice(["", "", "", str(rng.randrange(1950, 2012)), str(rng.randrange(1, 100))])


def main() -> None:
    """Count and write."""
    rng = random.Random(7)
    counts: dict[str, Counter[str]] = {first: Counter(dict.fromkeys(SIGNS, 0.5)) for first in SIGNS}
    for name in local_parts(rng, words()):
        said = signs(name)
        for first, second in pairwise(said):
            counts[first][second] += 1
    lines = [
        "# Made by training/letter_pairs.py. Bits by which the signs of the first line follow the first sign of each.",
        SIGNS,
    ]
    for first in SIGNS:
        total = sum(counts[first].values())
        bits = (round(-math.log2(counts[first][second] / total), 1) for second in SIGNS)
        lines.append(f"{first} " + " ".join(f"{each:g}" for each in bits))
    (DATA / "behaviour" / "letter_pairs.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
