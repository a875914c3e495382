"""Train what `links.score` makes of the path of a link.

    python -m training.paths [--check]

Phishing: paths made from a grammar of our own (`made_paths.py`); and, for half of their weight, what stands behind the
hosts of UT1's phishing (CC BY-SA 4.0), whose entries are cut behind the first folders. Honest: another grammar; the
links of honest mail of the training half of the SpamAssassin corpus, at most five of a host; the pages that self-hosted
applications come from (CC BY-SA 3.0), the entries with paths of UT1's topical lists (CC BY-SA 4.0), and links that
programs about sites name (`known_links.txt.gz`, made by `known_sites.py`). A logistic regression over named traits and
over words that several sites use; nothing is hashed, so that `signals/data/links/path_weights.json` can be read.
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
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from tipstaff.signals.shipped import DATA
from tipstaff.signals.urls.hosts import read_host
from tipstaff.signals.urls.kinds import is_kind, provider
from tipstaff.signals.urls.paths import behind_host, read_path
from tipstaff.signals.urls.suffixes import registrable
from training.made_honest_paths import honest
from training.made_paths import phishing
from training.shipping import ship
from training.spamdata import SHARED

KNOWN = Path(__file__).parent / "known_links.txt.gz"
WEIGHTS = DATA / "links" / "path_weights.json"
MANY, SEED, STRENGTH, REAL = 10_000, 20261122, 1.0, 0.5
# A path never speaks for a host: anybody can write one that looks honest. What it adds at most, and what a host counts
# at least where the path speaks (anybody's site can be broken into), was chosen on UT1's phishing in folds against
# links of honest mail, in folds too, and of other collections that nothing was trained on.
LEAST, MOST, FLOOR = 0.0, 6.0, -1.5
# Half of what the model sees is bad; of links it is a small part.
LEAN = -0.25
# A word counts that so many registered domains use: of honest links, of phishing.
USED, USED_BADLY = 8, 8
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
    with gzip.open(KNOWN, "rt", encoding="utf-8") as file:
        yield from map(str.strip, file)
    with gzip.open(SHARED / "apps_selfhosted" / "data.csv.gz", "rt", encoding="utf-8") as file:
        yield from _few(dict.fromkeys(match[0].rstrip(",") for line in file for match in _LINK.finditer(line)))


def entered() -> list[str]:
    """The entries of UT1's list of phishing whose hosts have a name of their own, at most two of a domain."""
    counts: Counter[str] = Counter()
    found = []
    with gzip.open(SHARED / "domains_ut1" / "phishing" / "list.txt.gz", "rt", encoding="utf-8") as file:
        for line in file:
            host = read_host(line.strip()).host
            counts[registrable(host)] += 1
            if "/" in line and counts[registrable(host)] <= 2 and provider(host) != 2 and not is_kind(host, "popular"):
                found.append(f"http://{line.strip()}")
    return found


class Told(NamedTuple):
    """What links say, those with a path: traits, and the registered domain of each."""

    traits: list[list[str]]
    domains: list[str]


def told(urls: Iterable[str]) -> Told:
    """The traits of links."""
    kept = [(url, behind) for url in urls if len(behind := behind_host(url)) > 2]
    return Told([read_path(behind)[1] for _, behind in kept], [registrable(read_host(url).host) for url, _ in kept])


def used(links: Told, least: int) -> set[str]:
    """The words that at least so many registered domains use."""
    users: dict[str, set[str]] = {}
    for traits, domain in zip(*links, strict=True):
        for trait in traits:
            if trait.startswith("says "):
                users.setdefault(trait, set()).add(domain)
    return {trait for trait, domains in users.items() if len(domains) >= least}


def fitted(parts: Sequence[tuple[Told, bool, float]]) -> dict[str, float]:
    """Trait to log-odds, `every path` among them, of parts with their label and the weight of each of their links."""
    words = used(parts[0][0], USED) | used(parts[1][0], USED_BADLY)
    rows = [
        {trait: 1.0 for trait in traits if trait in words or not trait.startswith("says ")}
        for links, _, _ in parts
        for traits in links.traits
    ]
    sizes = [len(links.traits) for links, _, _ in parts]
    vectors = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=500, random_state=SEED).fit(
        vectors.fit_transform(rows),
        np.repeat([label for _, label, _ in parts], sizes),
        np.repeat([weight for _, _, weight in parts], sizes),
    )
    learned = zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    return {trait: float(weight) for trait, weight in learned} | {"every path": float(model.intercept_[0])}


def main(check: bool) -> int:
    """Train and write (or compare)."""
    good, real = told((*mail_links("train"), *listed())), told(entered())
    made_good, made_bad = (told(f"http://x{path}" for path in grammar(MANY, SEED)) for grammar in (honest, phishing))
    # Bad and good weigh the same; real entries, cut behind the first folders, together half as much as made ones.
    share = (len(good.traits) + len(made_good.traits)) / (len(made_bad.traits) * (1 + REAL))
    each_real = share * REAL * len(made_bad.traits) / len(real.traits)
    learned = fitted([(good, False, 1.0), (real, True, each_real), (made_good, False, 1.0), (made_bad, True, share)])
    made = {trait: round(weight, 2) for trait, weight in learned.items() if abs(weight) >= 0.05}
    made |= {"every path": round(learned["every path"] + LEAN, 2), "least": LEAST, "most": MOST, "floor": FLOOR}
    text = json.dumps(made, indent=1, sort_keys=True) + "\n"
    print(len(real.traits), "real phishing", len(good.traits), "real honest", len(made), "traits")
    return ship(WEIGHTS, text.encode(), check=check)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
