"""Can a sender be taken for a protected name? Is a reply an opt-out word? Was a name made at random?"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable
from functools import lru_cache

from evaluate.made.imitations import BRANDS, imitations
from evaluate.shared import documents, path, rows
from evaluate.signals import CATALOGUE, event_of
from evaluate.task import Example, Judge, Task, each
from tipstaff.signals import NoSurroundings, ProtectedName, Reader
from tipstaff.signals.lazily import Library

confusables = Library("confusable_homoglyphs.confusables")
fuzz = Library("rapidfuzz.fuzz")

Given = tuple[str, tuple[str, ...]]
_FROM = re.compile(r"^From:.*?([\w.+-]+)@[\w.-]+", re.MULTILINE)
_NOISE = ("{}", "{}!!!", "please {}", "{} svp", "{} merci !", "« {} »", "{} 🙏", "{} SMS")
_KEYWORD = re.compile(r"\s*(?:stop|stopall|unsubscribe|cancel|end|quit|revoke|optout|arret)\s*", re.IGNORECASE)


class _Declared(NoSurroundings):
    """An installation with protected names, always the same object for the same names."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = tuple(map(ProtectedName, names))

    def protected_names(self) -> tuple[ProtectedName, ...]:
        return self._names


@lru_cache(maxsize=8)
def _declared(names: tuple[str, ...]) -> _Declared:
    return _Declared(names)


def _ours(given: Given) -> float:
    sender, names = given
    return float(Reader(event_of(""), CATALOGUE, _declared(names)).call("sender.lookalike", (sender,)) != "")


def _alike_strings(given: Given) -> float:
    """The usual home-made check: a similar string among the names."""
    return float(max(fuzz.ratio(given[0].lower(), name.lower()) for name in given[1]) >= 85)


def _alike_letters(given: Given) -> float:
    return float(bool(confusables.is_dangerous(given[0])))


def _judges() -> tuple[Judge, ...]:
    return (
        Judge("ours", each(_ours), one=_ours),
        Judge("rapidfuzz ratio 85", each(_alike_strings), one=_alike_strings, needs="rapidfuzz"),
        Judge("confusable-homoglyphs", each(_alike_letters), one=_alike_letters, needs="confusable-homoglyphs"),
    )


def _label(host: str) -> str:
    """The first label of a host as people see it: what a sender id made of it would be."""
    first = host.partition(".")[0]
    return first[4:].encode().decode("punycode") if first.startswith("xn--") else first


def _dnstwist() -> list[Example]:
    """Labels of generated look-alikes of 200 sites; honest: those of 4,000 other popular sites."""
    names = tuple(dict.fromkeys(map(_label, path("lookalike_dnstwist/brands.txt").read_text("utf-8").split())))
    told = {(_label(row["domain"]), row["label"] == "1"): row["kind"] for row in rows("lookalike_dnstwist/data.csv.gz")}
    return [
        Example((sender, names), alike, 0, kind)
        for (sender, alike), kind in told.items()
        if kind not in ("various", "subdomain") and sender not in names
    ]


def _real() -> list[Example]:
    """Our own imitations of other names; honest: the named senders of real messages, none of which is such a name."""
    names = tuple(dict.fromkeys(map(_label, BRANDS)))
    senders = {row["sender"].strip() for row in rows("sms_exais/data.csv.gz")}
    made = {_label(host): rule for host, _, rule in imitations() if rule not in ("another ending", "in front", "split")}
    return [
        *(Example((sender, names), True, 0, rule) for sender, rule in made.items() if sender not in names),
        *(Example((sender, names), False, 0, "real") for sender in sorted(senders) if any(map(str.isalpha, sender))),
    ]


def _optout(text: str) -> float:
    return float(Reader(event_of(""), CATALOGUE).call("optout.keyword", (text,)) != "")


def _replies() -> list[Example]:
    """Every listed word in eight kinds of noise; honest: short messages of people to each other."""
    words = [row["keyword"] for row in rows("optout_keywords/keywords.csv") if row["kind"] == "stop"]
    told = {
        row["text"]
        for name in ("sms_uci/data.csv.gz", "sms_uci_mt_fr/data.csv.gz")
        for row in rows(name)
        if row["label"] == "0" and not _KEYWORD.fullmatch(row["text"])
    }
    return [
        *(Example(noise.format(word), True, 0, noise) for word in words for noise in _NOISE),
        *(Example(text, False, 0, "messages") for text in sorted(told)),
    ]


def _random(name: str) -> float:
    found = Reader(event_of(""), CATALOGUE).call("name.random", (name,))
    return found if isinstance(found, float) else 0.0


def _entropy(name: str) -> float:
    """Bits per character over their most, which is what most checks of this kind look at."""
    found = Reader(event_of(""), CATALOGUE).call("name.entropy", (name,))
    return found / 4 if isinstance(found, float) else 0.0


def _names() -> list[Example]:
    """Local parts of honest mail without tags; and names of random letters, of letters and digits, of hexadecimals."""
    found = {
        match[1].partition("+")[0].lower()
        for told in documents("email_spamassassin/data.jsonl.xz")
        if told["label"] == 0 and (match := _FROM.search(told["raw_latin1"]))
    }
    dice = random.Random(5)
    kinds: dict[str, Callable[[], str]] = {
        kind: (lambda signs=signs: "".join(dice.choices(signs, k=dice.randint(8, 12))))  # type: ignore[misc]
        for kind, signs in {
            "letters": string.ascii_lowercase,
            "letters and digits": string.ascii_lowercase + string.digits,
            "hexadecimal": "0123456789abcdef",
        }.items()
    }
    return [
        *(Example(make(), True, 0, kind) for kind, make in kinds.items() for _ in range(300)),
        # Returned mail of list software begins with a digit and a dot: those are made by machines.
        *(Example(name, False, 0, "mail") for name in sorted(found) if not re.match(r"\d\.", name)),
    ]


def tasks() -> list[Task]:
    """Senders, replies, names."""
    alike = {"recall": 0.98, "flagged": 0.005, "us": 20.0}
    return [
        Task(
            signal="sender.lookalike",
            data="labels of look-alike domains (dnstwist)",
            role="dev",
            about="Of the honest names flagged, two thirds are the brand's own (office365, googlemail).",
            examples=_dnstwist,
            judges=_judges(),
            targets=alike,
        ),
        Task(
            signal="sender.lookalike",
            data="imitations made by other rules; senders of real messages",
            role="test",
            about="Other names and other rules than the development set; honest senders of a public SMS collection.",
            examples=_real,
            judges=_judges(),
            targets=alike,
            show=False,
        ),
        Task(
            signal="optout.keyword",
            data="listed words in noise; messages of people to each other",
            role="dev",
            about="54 opt-out words in eight languages, each in eight kinds of noise, against two collections.",
            examples=_replies,
            judges=(
                Judge("ours", each(_optout), one=_optout),
                Judge("required words, whole reply", each(lambda text: float(bool(_KEYWORD.fullmatch(text))))),
            ),
            targets={"recall": 1.0, "flagged": 0.0},
        ),
        Task(
            signal="name.random",
            data="random names; local parts of honest mail",
            role="dev",
            about="Random letters, letters and digits, hexadecimals; the threshold was set on these local parts.",
            examples=_names,
            judges=(Judge("ours", each(_random), one=_random), Judge("entropy over 4", each(_entropy), threshold=0.75)),
            show=False,
        ),
    ]
