"""Do hosts imitate a protected name; do they look set up to deceive?"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evaluate.made.imitations import BRANDS, imitations
from evaluate.shared import path, rows
from evaluate.task import Example, Judge, Task, each, in_folds
from tipstaff.signals import ProtectedName
from tipstaff.signals.lazily import Library
from tipstaff.signals.urls.finding import Link
from tipstaff.signals.urls.hosts import ascii_host, read_host, unicode_host
from tipstaff.signals.urls.imitating import Imitations
from tipstaff.signals.urls.scoring import host_score, link_score, raw_score
from tipstaff.signals.urls.suffixes import registrable

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))
hosts = Library("hosts")
confusables = Library("confusable_homoglyphs.confusables")
fuzz = Library("rapidfuzz.fuzz")
text = Library("sklearn.feature_extraction.text")
svm = Library("sklearn.svm")

Given = tuple[str, tuple[str, ...]]


def _imitates(popular: bool) -> Callable[[Given], float]:
    known: dict[tuple[str, ...], Imitations] = {}

    def answer(given: Given) -> float:
        host, brands = given
        if brands not in known:
            known[brands] = Imitations([ProtectedName(brand) for brand in brands], popular)
        return float(known[brands].of(ascii_host(host), "acme") is not None)

    return answer


def _alike_letters(given: Given) -> float:
    """What confusable-homoglyphs calls dangerous: letters of several alphabets, some of which look like others."""
    return float(bool(confusables.is_dangerous(unicode_host(given[0]))))


def _alike_strings(given: Given) -> float:
    """The usual home-made check: a similar string among the brands, and not the brand itself."""
    host, brands = given
    if host in brands:
        return 0.0
    label = unicode_host(registrable(host)).partition(".")[0]
    return float(max(fuzz.ratio(label, brand.partition(".")[0]) for brand in brands) >= 85)


def _lookalike_judges() -> tuple[Judge, ...]:
    ours, bare = _imitates(True), _imitates(False)
    return (
        Judge("ours", each(ours), one=ours),
        Judge("ours, popular domains not let off", each(bare), one=bare),
        Judge("rapidfuzz ratio 85", each(_alike_strings), one=_alike_strings, needs="rapidfuzz"),
        Judge("confusable-homoglyphs", each(_alike_letters), one=_alike_letters, needs="confusable-homoglyphs"),
    )


def _dnstwist() -> list[Example]:
    listed = path("lookalike_dnstwist/brands.txt").read_text(encoding="utf-8").split()
    brands = tuple(brand for brand in listed if "." in brand)
    return [
        Example((row["domain"], brands), row["label"] == "1", 0, row["kind"])
        for row in rows("lookalike_dnstwist/data.csv.gz")
    ]


def _made() -> list[Example]:
    """Our own imitations of other brands; honest: every third bank of the web, whose names are alike by trade."""
    brands = tuple(BRANDS)
    with gzip.open(path("domains_ut1/bank/list.txt.gz"), "rt", encoding="utf-8") as file:
        banks = [host for line in file if (host := line.strip()) and ":" not in host and "/" not in host]
    own = {re.sub(r"[^a-z]", "", brand.partition(".")[0]) for brand in brands}
    others = [host for host in banks[::3] if not any(name in re.sub(r"[^a-z]", "", host) for name in own)]
    return [
        *(Example((host, brands), True, 0, rule) for host, _, rule in imitations()),
        *(Example((host, brands), False, 0, "banks") for host in others),
    ]


def _phishing() -> list[Example]:
    bad, popular, others = hosts.collections()
    return [
        *(Example(host, True, hosts.fold(host), "phishing") for host in bad),
        *(Example(host, False, hosts.fold(host), "popular") for host in popular),
        *(Example(host, False, hosts.fold(host), "others") for host in others[::4]),
    ]


def _fit_ours(examples: Sequence[Example]) -> Callable[[Sequence[Any]], list[float]]:
    bad = [example.given for example in examples if example.label]
    made = hosts.imitated([example.given for example in examples if example.group == "popular"])
    popular, others = (
        [example.given for example in examples if example.group == group] for group in ("popular", "others")
    )
    seen = {example.fold for example in examples}
    sites = [host for host in hosts.known(*hosts.collections()[:2]) if hosts.fold(host) in seen]
    model = hosts.fit(hosts.Sides(bad, made, popular, others, sites))
    return lambda given: list(model.decision_function(hosts.matrix(given)))


def _fit_svm(examples: Sequence[Example]) -> Callable[[Sequence[Any]], list[float]]:
    vectors = text.TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    model = svm.LinearSVC(class_weight="balanced")
    model.fit(vectors.fit_transform([example.given for example in examples]), [example.label for example in examples])
    return lambda given: list(model.decision_function(vectors.transform(given)))


def _phishtank() -> list[Example]:
    """Phishing links, one a host; and the front pages of popular domains of another list than the one that ships."""
    told = rows("url_iscx_phishtank2020/data.csv.gz")
    bad = {read_host(row["url"]).host: row["url"] for row in reversed(told) if row["label"] == "1"}
    popular = {row["domain"] for row in rows("lookalike_dnstwist/data.csv.gz") if row["label"] == "0"}
    asked = {f"https://www.{host}/" if host.count(".") == 1 else f"https://{host}/" for host in popular}
    return [
        *(Example(url, True) for host, url in sorted(bad.items()) if host and registrable(host) not in popular),
        *(Example(url, False) for url in sorted(asked)),
    ]


def _link(url: str) -> Link:
    return Link(url, read_host(url).host, -1, -1, ())


def _by_link(url: str) -> float:
    return link_score(_link(url))


def _by_host(url: str) -> float:
    return host_score(read_host(url).host)


def _bare(url: str) -> float:
    return raw_score(read_host(url).host)


def tasks() -> list[Task]:
    """Imitations of brands, and hosts by their letters."""
    return [
        Task(
            signal="domain.lookalike",
            data="lookalike_dnstwist",
            role="dev",
            about="variants of 199 popular brands made by dnstwist, and 4,000 other popular domains.",
            examples=_dnstwist,
            judges=_lookalike_judges(),
            targets={"recall": 0.98, "flagged": 0.005, "us": 20},
        ),
        Task(
            signal="domain.lookalike",
            data="other brands, other rules",
            role="dev",
            about="53 other brands imitated by rules of our own (evaluate/made/imitations.py), and 2,200 banks.",
            examples=_made,
            judges=_lookalike_judges(),
            targets={"recall": 0.98, "flagged": 0.005, "us": 20},
        ),
        Task(
            signal="links.score",
            data="UT1 phishing, in folds by registered domain",
            role="train",
            about="hosts alone, no list of popular domains; what the shipped model learned from, held out in turn.",
            examples=_phishing,
            judges=(
                Judge("ours", in_folds(_fit_ours), one=raw_score),
                Judge("char TF-IDF + SVM", in_folds(_fit_svm), needs="scikit-learn"),
            ),
            targets={"r_at_1": 0.60},
        ),
        Task(
            signal="links.score",
            data="PhishTank 2020 against popular domains",
            role="test",
            about="the shipped model and its list of popular domains; two thirds of these domains are on that list.",
            examples=_phishtank,
            judges=(
                Judge("ours", each(_by_link), one=_by_link),
                Judge("ours, hosts alone", each(_by_host), one=_by_host),
                Judge("ours, hosts alone, popular domains not let off", each(_bare), one=_bare),
            ),
            targets={"r_at_1": 0.60, "flagged": 0.01, "us": 100},
        ),
    ]
