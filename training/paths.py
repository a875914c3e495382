"""Train what `links.score` makes of the path of a link.

    python -m training.paths [--check]

Phishing: paths made from a grammar of our own (`made_paths.py`); and, for a fifth of their weight, what stands behind
the hosts of UT1's phishing (CC BY-SA 4.0), whose entries are cut behind the first folders. Honest: another grammar;
the links of honest mail of the training half of the SpamAssassin corpus, at most five of a host; the pages that self-
hosted applications come from (CC BY-SA 3.0) and the entries with paths of UT1's topical lists (CC BY-SA 4.0). A
logistic regression over named traits; nothing is hashed, so that `signals/data/links/path_weights.json` can be read.
Figures: docs/models/links.md.
"""

from __future__ import annotations

import gzip
import json
import lzma
import quopri
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from tipstaff.signals.shipped import DATA
from tipstaff.signals.urls.hosts import read_host
from tipstaff.signals.urls.kinds import is_kind, provider
from tipstaff.signals.urls.paths import behind_host, read_path
from tipstaff.signals.urls.suffixes import registrable
from training.made_paths import honest, phishing
from training.shipping import ship
from training.spamdata import SHARED

WEIGHTS = DATA / "links" / "path_weights.json"
MANY, SEED, STRENGTH, REAL = 8_000, 20261122, 0.3, 0.2
# A path never speaks for a host: anybody can write one that looks honest. What it adds at most was set on the links of
# honest mail of the training half, of hosts that are not popular.
LEAST, MOST = 0.0, 6.0
# Paths that say little weigh against a link in training, where half of the links are bad and most of those speak up.
# How much less they should was set there too: .021 are flagged by host, .027 with path.
LEAN = 0.5
TOPICS = ("agressif", "bitcoin", "dating", "drogue", "filehosting", "hacking", "publicite", "warez")
_LINK = re.compile(r"https?://[^\s\"'<>\\^`{|}\)\]]{4,400}")
_OF_A_HOST: Final = 5


def mail_links(half: str) -> list[str]:
    """Links of the honest mail of one half, at most five of a host, in order."""
    kept = set(json.loads((SHARED / "email_spamassassin" / "split_half_seed5.json").read_text())[half])
    found: dict[str, None] = {}
    with lzma.open(SHARED / "email_spamassassin" / "data.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            told = json.loads(line)
            if told["label"] == 0 and f"{told['group']}/{told['id']}" in kept:
                found.update(dict.fromkeys(_links(told["raw_latin1"])))
    return list(_few(found))


def _links(raw: str) -> Iterator[str]:
    if "quoted-printable" in raw.lower():
        raw = quopri.decodestring(raw.encode("latin-1", "replace")).decode("latin-1")
    return (match[0].rstrip(".,;:!?*") for match in _LINK.finditer(raw))


def _few(urls: dict[str, None]) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for url in urls:
        host = read_host(url).host
        counts[host] += 1
        if host and counts[host] <= _OF_A_HOST:
            yield url


def listed() -> Iterator[str]:
    """Links of topical lists that are more than a host, and pages that applications come from."""
    for topic in TOPICS:
        with gzip.open(SHARED / "domains_ut1" / topic / "list.txt.gz", "rt", encoding="utf-8") as file:
            yield from (f"http://{line.strip()}" for line in file if "/" in line and not line.startswith("#"))
    with gzip.open(SHARED / "apps_selfhosted" / "data.csv.gz", "rt", encoding="utf-8") as file:
        yield from _few(dict.fromkeys(match[0].rstrip(",") for line in file for match in _LINK.finditer(line)))


def entered() -> list[str]:
    """What stands behind the hosts of UT1's list of phishing that have a name of their own, at most two of a domain."""
    counts: Counter[str] = Counter()
    found = []
    with gzip.open(SHARED / "domains_ut1" / "phishing" / "list.txt.gz", "rt", encoding="utf-8") as file:
        for line in file:
            host = read_host(line.strip()).host
            counts[registrable(host)] += 1
            if "/" in line and counts[registrable(host)] <= 2 and provider(host) != 2 and not is_kind(host, "popular"):
                found.append(behind_host(f"http://{line.strip()}"))
    return found


def main(check: bool) -> int:
    """Train and write (or compare)."""
    good = [behind_host(url) for url in (*mail_links("train"), *listed())]
    good += [behind_host(f"http://x{path}") for path in honest(MANY, SEED)]
    bad = [behind_host(f"http://x{path}") for path in phishing(MANY, SEED)]
    real = entered()
    told = [read_path(path)[1] for path in (*bad, *real, *good) if len(path) > 2]
    many = [sum(len(path) > 2 for path in paths) for paths in (bad, real, good)]
    labels = np.repeat([True, True, False], many)
    # Bad and good weigh the same; real entries, cut behind the first folders, as much together as every fifth made one.
    share = many[2] / (many[0] * (1 + REAL))
    weights = np.repeat([share, share * REAL * many[0] / many[1], 1.0], many)
    vectors = DictVectorizer()
    rows = vectors.fit_transform([dict.fromkeys(traits, 1.0) for traits in told])
    model = LogisticRegression(C=STRENGTH, max_iter=500, random_state=SEED).fit(rows, labels, weights)
    learned = zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    made = {trait: round(float(weight), 2) for trait, weight in learned if abs(weight) >= 0.05}
    made |= {"every path": round(float(model.intercept_[0]) + LEAN, 2), "least": LEAST, "most": MOST}
    text = json.dumps(made, indent=1, sort_keys=True) + "\n"
    print(len(bad), "made", len(real), "real phishing", len(good), "honest", len(made), "traits")
    return ship(WEIGHTS, text.encode(), check=check)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
