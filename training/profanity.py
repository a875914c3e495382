"""Write the obscene words of `text.obscene` from two public lists.

    python training/profanity.py

Sources: the Surge AI profanity list (MIT), English, with severities; the List of Dirty, Naughty, Obscene, and Otherwise
Bad Words (CC BY 4.0), French. Slurs against groups are left to `text.hate`; words with an everyday meaning are left out
(everyday_words.txt). Writes src/tipstaff/signals/data/classes/profanity.yaml.
"""

from __future__ import annotations

import csv
import gzip
import os
import textwrap
from pathlib import Path

from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.words import bare

SHARED = Path(os.environ.get("TIPSTAFF_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
OUT = DATA / "classes" / "profanity.yaml"
STRONG = 1.8
SLURS = ("racial / ethnic slurs", "religious offense", "physical disability", "mental disability", "political")
# Words of the lists that honest people use every day in another sense, in either language.
HONEST = frozenset((Path(__file__).parent / "everyday_words.txt").read_text(encoding="utf-8").split())


def main() -> None:
    """Read both lists, write the sets."""
    with gzip.open(SHARED / "words_surge_profanity" / "list.csv.gz", "rt", encoding="utf-8") as file:
        english = [row for row in csv.DictReader(file) if row["category"] not in SLURS]
    french = (SHARED / "words_ldnoobw" / "fr" / "list.txt").read_text(encoding="utf-8").splitlines()
    strong = {row["text"] for row in english if float(row["severity"]) >= STRONG} | set(french)
    mild = {row["text"] for row in english if float(row["severity"]) < STRONG} - strong
    OUT.write_text(_document(_kept(strong), _kept(mild)), encoding="utf-8")


def _kept(words: set[str]) -> list[str]:
    plain = {word.strip().lower() for word in words}
    return sorted(word for word in plain if bare(word) not in HONEST and _usable(word))


def _usable(word: str) -> bool:
    return len(word) > 2 and all(c.isalnum() or c in " -'" for c in word) and not word.isdecimal()


def _document(strong: list[str], mild: list[str]) -> str:
    return (
        "# Obscene words, made by training/profanity.py. Sources: the Surge AI profanity list (MIT); for French, the\n"
        "# List of Dirty, Naughty, Obscene, and Otherwise Bad Words (CC BY 4.0, Shutterstock); see NOTICE.\n"
        f"words:\n{_set('obscene.strong', strong)}{_set('obscene.mild', mild)}"
    )


def _set(name: str, words: list[str]) -> str:
    lines = textwrap.wrap(", ".join(words), 200, break_long_words=False, break_on_hyphens=False)
    return f"  {name}: >-\n" + "".join(f"    {line}\n" for line in lines)


if __name__ == "__main__":
    main()
