"""Train the model behind `links.score` and `domain.score`: does a host look like one that was set up to deceive?

    python training/hosts.py [--write | --check]

Phishing: UT1 `phishing` (CC BY-SA 4.0), hosts of its entries, and hosts made from well-known names. Honest: the names
that are asked for most, universities and banks (MISP warning lists, CC0), sites that are known by name
(`known_sites.py`) and the sites of UT1's topical lists (CC BY-SA 4.0), which stand for the small sites of the web.
Folds are by registered domain; a host on both sides is left out.
Figures: docs/models/links.md.
"""

from __future__ import annotations

import csv
import gzip
import random
import re
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy
from host_lists import SHARED, listed
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from tipstaff.signals.shipped import DATA
from tipstaff.signals.urls.features import SIZE, features_of
from tipstaff.signals.urls.hosts import read_host
from tipstaff.signals.urls.kinds import listed as listed_kind
from tipstaff.signals.urls.scoring import HostModel, write_model
from tipstaff.signals.urls.suffixes import registrable

TOPICS = (
    *("astrology", "bank", "bitcoin", "dangerous_material", "dating", "filehosting", "financial", "gambling"),
    *("lingerie", "publicite", "remote-control", "sect", "vpn", "agressif"),
)
WORDS = (
    *("login", "secure", "verify", "account", "support", "update", "signin", "service", "online", "security", "wallet"),
    *(
        "billing",
        "confirm",
        "id",
        "help",
        "alert",
        "client",
        "recovery",
        "unlock",
        "payment",
        "compte",
        "bonus",
        "claim",
    ),
)
ENDINGS = (
    *(
        "com",
        "com",
        "com",
        "net",
        "info",
        "org",
        "xyz",
        "top",
        "online",
        "site",
        "live",
        "shop",
        "club",
        "icu",
        "cc",
        "co",
    ),
    *("weebly.com", "000webhostapp.com", "web.app", "pages.dev", "vercel.app", "blogspot.com", "duckdns.org"),
)
# Where authors of programs keep pages about them, and what such pages are called.
HOMES = (
    *(["github.io"] * 10 + ["readthedocs.io"] * 4 + ["gitlab.io"] * 3 + ["blogspot.com"] * 4 + ["wordpress.com"] * 4),
    *("netlify.app", "vercel.app", "herokuapp.com"),
)
FRONTS = ("", "", "", "", "", "", "docs-", "demo-", "demo.", "docs.", "the")
MODEL = Path(DATA / "hosts.model")
FOLDS = 5
SEED = 20261122
STRENGTH, POPULAR_WEIGHT, MADE_WEIGHT = 3.0, 3.0, 0.3


def hosts_of(name: str) -> list[str]:
    """The hosts of the entries of a list of UT1, each once."""
    with gzip.open(SHARED / "domains_ut1" / name / "list.txt.gz", "rt", encoding="utf-8") as file:
        hosts = (read_host(line.strip()).host for line in file if not line.startswith(("name:", "#")))
        return list(dict.fromkeys(host for host in hosts if "." in host))


def fold(host: str) -> int:
    """The part a host belongs to, by its registered domain."""
    return zlib.crc32(registrable(host).encode()) % FOLDS


def collections() -> tuple[list[str], list[str], list[str]]:
    """(phishing, popular, other honest) hosts; nobody stands on two sides, popular domains stand once."""
    phishing = hosts_of("phishing")
    popular = list(dict.fromkeys([*listed("lists_misp/cisco_top20k"), *listed("lists_misp/cloudflare-top20k")]))
    popular = [host for host in popular if not host.endswith(".arpa")]
    popular = list({registrable(host): host for host in reversed(popular)}.values())[::-1]
    others = [*listed("lists_misp/university_domains"), *listed("lists_misp/bank-website")]
    others += [host for topic in TOPICS for host in hosts_of(topic)]
    others += kept()
    bad = set(phishing)
    known = set(popular)
    return (
        [host for host in phishing if host not in known],
        [host for host in popular if host not in bad],
        [host for host in dict.fromkeys(others) if host not in bad and host not in known],
    )


def known(phishing: list[str], popular: list[str]) -> list[str]:
    """Sites that ship as known by name (`training/known_sites.py`, and our own list) and are neither of these."""
    taken = {*phishing, *popular}
    return sorted(host for host in listed_kind("well-known") | listed_kind("known-site") if host not in taken)


def imitated(known: list[str], seed: int = SEED) -> list[str]:
    """Made hosts: well-known names with the words and endings of phishing around them, eight for each of 400 names."""
    dice = random.Random(seed)
    labels = [domain.partition(".")[0] for domain in known]
    names = [label for label in dict.fromkeys(labels) if len(label) > 4 and label.isalpha()][:400]
    made = set()
    for name in names:
        for _ in range(8):
            word, joint = dice.choice(WORDS), dice.choice(("-", "-", "", "."))
            base = f"{name}{joint}{word}" if dice.random() < 0.6 else f"{word}{joint}{name}"
            front = dice.choice(("", "", "", f"{dice.choice(WORDS)}.", f"{name}.com."))
            made.add(f"{front}{base}{dice.choice(('', '', '', str(dice.randrange(1000))))}.{dice.choice(ENDINGS)}")
    return sorted(made)


def kept(seed: int = SEED) -> list[str]:
    """Made honest hosts: pages about self-hosted programs where their authors keep such pages."""
    dice = random.Random(seed)
    with gzip.open(SHARED / "apps_selfhosted" / "data.csv.gz", "rt", encoding="utf-8") as file:
        names = (re.sub(r"[^a-z0-9]+", "-", row["name"].lower()).strip("-") for row in csv.DictReader(file))
        return sorted({f"{dice.choice(FRONTS)}{name}.{dice.choice(HOMES)}" for name in names if name})


def matrix(hosts: Iterable[str]) -> Any:
    """Rows of features, each of length one."""
    indices: list[int] = []
    values: list[float] = []
    ends = [0]
    for host in hosts:
        places = features_of(host)
        indices += places
        values += [len(places) ** -0.5] * len(places)
        ends.append(len(indices))
    return csr_matrix((values, indices, ends), shape=(len(ends) - 1, SIZE), dtype=numpy.float32)


class Sides(NamedTuple):
    """Hosts to learn from."""

    phishing: list[str]
    made: list[str]
    popular: list[str]
    others: list[str]
    known: list[str]


def fit(sides: Sides) -> Any:
    """A logistic regression; bad and honest weigh the same, a popular or known host as much as three others, a made one
    less than a real one. Chosen on the folds.
    """
    honest = [POPULAR_WEIGHT] * (len(sides.popular) + len(sides.known)) + [1.0] * len(sides.others)
    bad = [1.0] * len(sides.phishing) + [MADE_WEIGHT] * len(sides.made)
    weights = numpy.array([*(numpy.array(bad) * sum(honest) / sum(bad)), *honest])
    labels = numpy.array([1] * len(bad) + [0] * len(honest))
    rows = matrix([*sides.phishing, *sides.made, *sides.popular, *sides.known, *sides.others])
    learner = LogisticRegression(C=STRENGTH, dual=True, tol=0.01, max_iter=300, solver="liblinear", random_state=SEED)
    return learner.fit(rows, labels, sample_weight=weights)


def report(phishing: list[str], popular: list[str], others: list[str]) -> float:
    """Held-out figures over five folds; the threshold where 1 % of the popular hosts is flagged."""
    sites = known(phishing, popular)
    scores: dict[str, list[float]] = {"phishing": [], "popular": [], "others": []}
    for part in range(FOLDS):
        apart = [[host for host in side if fold(host) != part] for side in (phishing, popular, others, sites)]
        model = fit(Sides(apart[0], imitated(popular), *apart[1:]))
        for name, side in (("phishing", phishing), ("popular", popular), ("others", others)):
            held = [host for host in side if fold(host) == part]
            scores[name] += model.decision_function(matrix(held)).tolist()
    threshold = float(numpy.quantile(scores["popular"], 0.99))
    for name, found in scores.items():
        print(f"{name}: {len(found)} hosts, {numpy.mean(numpy.array(found) >= threshold):.4f} at the threshold")
    return threshold


def main() -> int:
    """Report; write the model, or compare it with the one that ships, when asked to."""
    random.seed(SEED)
    phishing, popular, others = collections()
    print(len(phishing), "phishing", len(popular), "popular", len(others), "other honest hosts")
    threshold = report(phishing, popular, others)
    made = packed(fit(Sides(phishing, imitated(popular), popular, others, known(phishing, popular))), threshold)
    if "--write" in sys.argv:
        MODEL.write_bytes(made)
    if "--check" not in sys.argv:
        return 0
    same = MODEL.read_bytes() == made
    print("same" if same else "different")
    return int(not same)


def packed(model: Any, threshold: float) -> bytes:
    """The model as a file, weights of one byte."""
    weights = model.coef_[0]
    scale = float(numpy.abs(weights).max()) / 127
    quantised = numpy.clip(numpy.round(weights / scale), -127, 127).astype(numpy.int8)
    return write_model(HostModel("5", quantised.tobytes(), scale, float(model.intercept_[0]), threshold))


if __name__ == "__main__":
    sys.exit(main())
