"""Write src/tipstaff/signals/data/text/common_words.txt: words that a disguised word may turn out to be.

    python -m training.common_words

From the texts that `text.spam` learns from (never the rows kept apart), French tweets of MLMA (MIT) and our own
sentences; words of three letters and more, lower case, without accents, used by enough different texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tipstaff.signals.text.words import bare
from training.spamdata import mails, own_sentences, sms_uci, tweets

TARGET = Path(__file__).parents[1] / "src" / "tipstaff" / "signals" / "data" / "text" / "common_words.txt"
SEED = 20261118


def main() -> None:
    """Write the file."""
    words = {
        *_used((e.text for e in sms_uci() if e.fold), 3),
        *_used((e.text for e in mails()[0]), 14),
        *_used((e.text for e in tweets("fr")), 4),
        *_used((e.text for e in own_sentences(SEED)), 1),
    }
    kept = sorted(word for word in words if len(set(word)) > 1)
    TARGET.write_text(
        "\n".join(" ".join(kept[at : at + 16]) for at in range(0, len(kept), 16)) + "\n", encoding="utf-8"
    )


def _used(texts: Iterable[str], least: int) -> set[str]:
    """Words that at least so many texts use."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(set(re.findall(r"(?<![\w@.])[a-z]{3,16}(?![\w@])", bare(text))))
    return {word for word, times in found.items() if times >= least}


if __name__ == "__main__":
    main()
